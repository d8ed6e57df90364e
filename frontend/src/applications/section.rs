//! One section of the form, a page of its own: its questions, checked when the person goes on.

use leptos::prelude::*;
use shared::applications::EditApplication;
use shared::forms::{FieldKind, Section};
use shared::problem::{Code, Problem};

use super::conflict;
use super::fields::widget;
use super::filling::{CHECK, Filling, Work};
use super::words::{Names, answered, named};
use crate::app::Navigator;
use crate::ui::{Form, FormView, Heading, Notice, NoticeKind, icon, live};
use crate::{api, tr};

/// The page of a section.
pub(super) fn page(filling: Filling, section: Section) -> AnyView {
    let code = section.code.clone();
    let navigator = Navigator::expect();
    let clash = conflict::Clash::new();
    let form = Form::new(move || {
        let code = code.clone();
        async move {
            let refusals = filling.refusals(Some(&code));
            if !refusals.is_empty() {
                return Err(Problem::invalid(refusals));
            }
            match filling.work {
                Work::Apply(saver) => {
                    saver.save();
                    navigator.go(&filling.address(&after(filling, &code)));
                    Ok(())
                }
                Work::Edit(_) => save(filling, &code, navigator, clash).await,
            }
        }
    });
    if filling.eager.get_untracked() {
        filling.eager.set(false);
        request_animation_frame(move || form.submit());
    }
    let submit = match filling.work {
        Work::Apply(_) => tr!(common.continue_),
        Work::Edit(_) => tr!(applications.save),
    };
    let title = named(section.name.clone());
    let moving = matches!(filling.work, Work::Edit(_))
        && section.fields.iter().any(|f| f.kind == FieldKind::Sitting);
    let moving = moving.then(|| {
        view! {
            <Notice>
                <p>{tr!(applications.moving)}</p>
            </Notice>
        }
    });
    let fields = section.fields.iter().map(|field| {
        if filling.corrects(field.kind) {
            widget(filling, *field)
        } else {
            fixed(filling, field.kind)
        }
    });
    let fields: Vec<_> = fields.collect();
    view! {
        <FormView form submit>
            <Heading text=title />
            {conflict::view(filling, clash, form)}
            {moving}
            {fields}
        </FormView>
    }
    .into_any()
}

/// An answer that stays as it was handed in.
fn fixed(filling: Filling, kind: FieldKind) -> AnyView {
    let rows = move || {
        let (options, answers) = (filling.options(), filling.answers.get());
        if !options.asks(kind, &answers.participant) {
            return Vec::new();
        }
        let sitting = filling.sitting();
        let rows = answered(kind, Names::Lists(&options), &answers, sitting.as_ref());
        let rows = rows.into_iter().map(|(label, words)| {
            view! {
                <div class="field">
                    <p class="field-label">{label}</p>
                    <p class="settled">{icon("lock")} <span>{words}</span></p>
                </div>
            }
            .into_any()
        });
        rows.collect()
    };
    live(rows)
}

/// Where a finished section of a new application leads: straight back to the check when the person
/// came from there, unless an answer has opened new questions.
fn after(filling: Filling, code: &str) -> String {
    if filling.returning.get_untracked().is_some() {
        return match filling.wrong_section(code) {
            Some(section) => format!("{section}?return={CHECK}"),
            None => CHECK.to_owned(),
        };
    }
    filling.with(|told| {
        let mut later = told.form.sections.iter().skip_while(|s| s.code != code);
        let next = later.nth(1);
        next.map_or_else(|| CHECK.to_owned(), |section| section.code.clone())
    })
}

/// Saves an application that is there. When an answer has made another section wrong, that one is
/// asked first; nothing is saved by halves.
async fn save(
    filling: Filling,
    code: &str,
    navigator: Navigator,
    clash: conflict::Clash,
) -> Result<(), Problem> {
    if let Some(section) = filling.wrong_section(code) {
        filling.eager.set(true);
        navigator.go(&filling.address(&section));
        return Ok(());
    }
    let Work::Edit(application) = filling.work else {
        return Ok(());
    };
    let (id, version) = application.with_untracked(|own| (own.id.clone(), own.version));
    let body = EditApplication {
        version,
        answers: filling.finished(),
    };
    match api::edit_application(&id, &body).await {
        Ok(saved) => {
            let answers = saved.answers.clone();
            filling.replace(saved, answers);
            navigator.go(&format!("/cabinet/applications/{id}?saved=1"));
            Ok(())
        }
        Err(problem) if problem.code == Code::ChangedElsewhere => {
            clash.found(filling, api::application(&id).await?);
            Err(problem)
        }
        Err(problem) => Err(filling.refused(problem)),
    }
}

/// What cannot be saved now is said calmly, below the form.
pub(super) fn trouble(filling: Filling) -> AnyView {
    let Work::Apply(saver) = filling.work else {
        return ().into_any();
    };
    let words = move || {
        saver.trouble().map(|words| {
            view! {
                <Notice kind=NoticeKind::Warning>
                    <p>{words}</p>
                </Notice>
            }
        })
    };
    view! {
        <div class="trouble" role="status">
            {live(words)}
        </div>
    }
    .into_any()
}
