//! The still, large, with its checklist; retake, or hand it in.
//!
//! Nothing has left the device before the button here is pressed. A failed call keeps the picture.

use std::rc::Rc;

use leptos::prelude::*;
use shared::problem::{Code, Problem};
use shared::proofing::{PictureKind, PictureSource};
use shared::registration::Registration;

use crate::device::image_worker::{Analysis, Progress};
use crate::language::Words;
use crate::proofing::advice::Task;
use crate::proofing::checks::{Check, checks};
use crate::proofing::still::Still;
use crate::proofing::words;
use crate::ui::{Button, ButtonKind, Form, Notice, NoticeKind, ProblemNotice, icon, problem};
use crate::{api, browser, tr};

const OUTCOME: &str = "outcome";

/// What is done with a reviewed picture.
#[derive(Clone, Copy)]
pub(super) struct Review {
    /// Which picture of the registration it becomes.
    pub(super) kind: PictureKind,
    /// What it shows.
    pub(super) task: Task,
    /// The worker of the page.
    pub(super) analysis: Analysis,
    /// Back to the camera or the file.
    pub(super) retake: Callback<()>,
    /// The server took it.
    pub(super) on_taken: Callback<Registration>,
}

/// One handing in: whether against advice, and the key that makes a repeat harmless.
#[derive(Clone, Copy)]
struct Sending {
    anyway: StoredValue<bool>,
    key: StoredValue<Option<String>>,
    form: Form,
}

impl Sending {
    fn of(review: Review, still: Rc<Still>) -> Self {
        let still = StoredValue::new_local(still);
        let anyway = StoredValue::new(false);
        let key = StoredValue::new(browser::unique_key());
        let form = Form::new(move || async move {
            let still = still.get_value();
            let sent = &still.picture;
            let answer = api::send_picture(
                review.kind,
                sent.source,
                anyway.get_value(),
                &sent.blob,
                key.get_value(),
            )
            .await;
            // An answer that never came may have been carried out: only then the key stays.
            let lost = matches!(&answer, Err(problem) if is_unanswered(problem.code));
            if !lost {
                let _ = key.try_set_value(browser::unique_key());
            }
            review.on_taken.try_run(answer?);
            Ok(())
        });
        Self { anyway, key, form }
    }

    fn send(self, anyway: bool) {
        if self.anyway.get_value() != anyway {
            self.anyway.set_value(anyway);
            self.key.set_value(browser::unique_key());
        }
        self.form.submit();
    }
}

const fn is_unanswered(code: Code) -> bool {
    matches!(code, Code::Network | Code::Unavailable | Code::InProgress)
}

/// The still and what to do with it. The page gives the heading.
#[component]
pub(super) fn ReviewView(
    /// What is done with it.
    review: Review,
    /// The still.
    still: Rc<Still>,
    /// What the main button says.
    #[prop(into)]
    submit: Words,
) -> AnyView {
    let found = RwSignal::new(Vec::new());
    look_closely(review.analysis, Rc::clone(&still), found);
    let sending = Sending::of(review, Rc::clone(&still));
    let form = sending.form;
    Effect::new(move |_| {
        if form.problem().is_some() {
            request_animation_frame(|| browser::focus(OUTCOME));
        }
    });
    let again = match still.picture.source {
        PictureSource::Camera => (tr!(proofing.review.retake), "retake"),
        PictureSource::Upload => (tr!(proofing.review.another_file), "upload"),
    };
    view! {
        <div class="review">
            {move || form.problem().map(|problem| outcome(sending, problem))}
            {shown(&still, review.task)}
            {move || checklist(found.get())}
            <div class="button-row">
                <Button label=submit busy=form.busy() press=move |()| sending.send(false) />
                <Button
                    label=again.0
                    kind=ButtonKind::Secondary
                    icon_name=again.1
                    press=review.retake
                />
            </div>
            <p class="hint" role="status">
                {move || form.busy().get().then(|| crate::say!(proofing.review.sending))}
            </p>
        </div>
    }
    .into_any()
}

fn shown(still: &Still, task: Task) -> AnyView {
    let picture = &still.picture;
    let description = match task {
        Task::Face => tr!(proofing.review.picture_face),
        Task::Document(_) => tr!(proofing.review.picture_document),
    };
    view! {
        <img
            class="review-picture"
            class:is-mirrored=picture.mirrored
            src=picture.url().to_owned()
            width=picture.width.to_string()
            height=picture.height.to_string()
            alt=description
        />
    }
    .into_any()
}

/// Has the worker measure the still itself, whichever way it came; without a worker there is no
/// checklist.
fn look_closely(analysis: Analysis, still: Rc<Still>, found: RwSignal<Vec<Check>>) {
    let progress = analysis.progress;
    let looked = StoredValue::new(false);
    Effect::new(move |_| {
        // Follows the worker: it may still be on its way.
        let ready = progress.get() != Progress::Failed && analysis.can_judge(still.mode);
        if !ready || looked.get_value() {
            return;
        }
        looked.set_value(true);
        let still = Rc::clone(&still);
        wasm_bindgen_futures::spawn_local(async move {
            let Some(bitmap) = still.picture.bitmap().await else {
                return;
            };
            if let Some(verdict) = analysis.judge(bitmap, still.mode).await {
                drop(found.try_set(checks(&verdict, still.framed)));
            }
        });
    });
}

fn checklist(checks: Vec<Check>) -> AnyView {
    if checks.is_empty() {
        return ().into_any();
    }
    let lines = checks
        .into_iter()
        .map(|check| {
            let (class, sign) = if check.good {
                ("check check-good", "check-circle")
            } else {
                ("check check-bad", "cross-circle")
            };
            view! {
                <li class=class>
                    {icon(sign)}
                    <span>{words::check(check)}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <ul class="checklist" aria-label=tr!(proofing.check.title)>
            {lines}
        </ul>
    }
    .into_any()
}

/// What the server said: a refusal in words with the way to a better picture, or a failed call that
/// can be repeated.
fn outcome(sending: Sending, problem: Problem) -> AnyView {
    let Some(refusal) = problem
        .errors
        .iter()
        .find(|error| error.field == "picture")
        .cloned()
    else {
        return view! {
            <div class="stack-tight" id=OUTCOME tabindex="-1">
                <ProblemNotice problem />
                <p>{tr!(proofing.review.kept)}</p>
            </div>
        }
        .into_any();
    };
    let code = refusal.code;
    let may_insist = refusal
        .params
        .get("may_send_anyway")
        .is_some_and(|may| may == "true");
    let insist = may_insist.then(|| {
        view! {
            <p>{tr!(proofing.review.anyway_text)}</p>
            <Button
                label=tr!(proofing.review.anyway)
                kind=ButtonKind::Secondary
                busy=sending.form.busy()
                press=move |()| sending.send(true)
            />
        }
    });
    view! {
        <div id=OUTCOME tabindex="-1">
            <Notice kind=NoticeKind::Error title=tr!(proofing.review.refused)>
                <p>{move || problem::words_of_field(&refusal)}</p>
                <p>{move || words::remedy(code)}</p>
                {insist}
            </Notice>
        </div>
    }
    .into_any()
}
