//! The last page before an application is handed in: every answer with the way to change it, the
//! rules of the exam, the button that names the act.

use leptos::prelude::*;
use shared::applications::{Application, Status, SubmitApplication};
use shared::consents::TextKind;
use shared::forms::Section;
use shared::problem::{Code, Problem};
use validator::Validate;

use super::filling::{CHECK, Filling, Work};
use super::sittings::SittingPicker;
use super::words::{Names, answered, named};
use crate::agreement::{AcceptanceFields, AcceptanceState};
use crate::app::Navigator;
use crate::ui::{Answer, Answers, Form, FormView, Heading, Notice, NoticeKind, check, live};
use crate::{api, browser, payments, tr};

/// Check your answers, accept the rules, apply.
pub(super) fn page(filling: Filling) -> AnyView {
    let rules = AcceptanceState::fresh(TextKind::Rules);
    let key = StoredValue::new(browser::unique_key());
    let navigator = Navigator::expect();
    let form = Form::new(move || async move {
        if let Some(problem) = unready(filling, navigator) {
            return problem;
        }
        let body = SubmitApplication {
            answers: filling.finished(),
            rules: rules.acceptance(),
        };
        check(body.rules.validate(), &["read", "agreed"])?;
        let outcome = api::submit_application(&filling.campaign(), &body, key.get_value()).await;
        match outcome {
            Ok(application) => {
                if let Work::Apply(saver) = filling.work {
                    saver.end();
                }
                navigator.go(&after(&application));
                Ok(())
            }
            Err(problem) => {
                if problem.code != Code::Network {
                    // The server has answered: the next try is another call.
                    key.set_value(browser::unique_key());
                }
                Err(filling.refused(problem))
            }
        }
    });
    let answers = move || sections(filling);
    let before_paying = filling.with(|told| payments::before_paying(&told.campaign));
    let submit = if before_paying.is_some() {
        tr!(payments.submit)
    } else {
        tr!(applications.submit)
    };
    let seat = Memo::new(move |_| form.error("sitting").is_some());
    let picker = move || seat.get().then(|| view! { <SittingPicker filling /> });
    view! {
        <FormView form submit>
            <Heading text=tr!(applications.check_title) />
            <p>{tr!(applications.check_words)}</p>
            {live(picker)}
            {live(answers)}
            {stays(filling)}
            {before_paying}
            <h2>{tr!(agreement.rules)}</h2>
            <AcceptanceFields
                state=rules
                link=tr!(applications.rules_link)
                about=tr!(applications.rules_about)
                label=tr!(applications.rules_label)
            />
        </FormView>
    }
    .into_any()
}

/// That place and time stay as chosen, where they do.
fn stays(filling: Filling) -> Option<AnyView> {
    let stays = filling.with(|told| !told.campaign.moves);
    let notice = stays.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title=tr!(common.important)>
                <p>{tr!(applications.no_moves)}</p>
            </Notice>
        }
    });
    notice.map(IntoAny::into_any)
}

/// Paying comes next where the seat is held for it.
fn after(application: &Application) -> String {
    if application.status == Status::Held && application.order.is_some() {
        payments::address_of(&application.id)
    } else {
        format!("/cabinet/applications/{}?new=1", application.id)
    }
}

/// What is still missing: a seat is chosen on this page, anything else on its own.
fn unready(filling: Filling, navigator: Navigator) -> Option<Result<(), Problem>> {
    let refusals = filling.refusals(None);
    if refusals.is_empty() {
        return None;
    }
    if refusals.iter().all(|refusal| refusal.field == "sitting") {
        return Some(Err(Problem::invalid(refusals)));
    }
    let section = filling.wrong_section("")?;
    filling.eager.set(true);
    navigator.go(&filling.address(&format!("{section}?return={CHECK}")));
    Some(Ok(()))
}

fn sections(filling: Filling) -> AnyView {
    let sitting = filling.sitting();
    let (options, answers) = (filling.options(), filling.answers.get());
    let answers = answers.tidied(&options);
    let sections = filling.form().sections;
    let parts = sections.into_iter().map(|section| {
        let Section { code, name, fields } = section;
        let change = filling.address(&format!("{code}?return={CHECK}"));
        let asked = fields
            .iter()
            .filter(|field| options.asks(field.kind, &answers.participant));
        let rows = asked.flat_map(|field| {
            answered(
                field.kind,
                Names::Lists(&options),
                &answers,
                sitting.as_ref(),
            )
        });
        let rows = rows
            .map(|row| line(row, change.clone()))
            .collect::<Vec<_>>();
        view! {
            <h2>{named(name)}</h2>
            <Answers>{rows}</Answers>
        }
        .into_any()
    });
    let parts = parts.collect::<Vec<_>>();
    view! { <div class="stack">{parts}</div> }.into_any()
}

/// One answer with the way to change it; none where it is only shown.
pub(super) fn line((label, value): (String, String), change: String) -> AnyView {
    view! { <Answer label=Signal::stored(label) value=Signal::stored(value) change /> }.into_any()
}
