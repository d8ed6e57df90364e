//! The last page before an application is handed in: every answer with the way to change it, the
//! rules of the exam, the button that names the act.

use leptos::prelude::*;
use shared::applications::{Application, Status, SubmitApplication};
use shared::consents::TextKind;
use shared::forms::{FieldKind, Section};
use shared::problem::{Code, Problem};
use validator::Validate;

use super::filling::{CHECK, Filling, Work};
use super::sittings::SittingPicker;
use super::waiting;
use super::words::{Names, answered, named};
use crate::agreement::{AcceptanceFields, AcceptanceState};
use crate::app::Navigator;
use crate::language::Words;
use crate::ui::{
    Answer, Answers, Form, FormView, Heading, Notice, NoticeKind, check, derived, live,
};
use crate::{api, browser, payments, say, tr};

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
        match hand_in(filling, &body, key.get_value()).await {
            Ok(address) => {
                navigator.go(&address);
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
    let submit = act(filling, before_paying.is_some());
    let waits = Memo::new(move |_| filling.waits());
    let waiting = move || waits.get().then(|| waiting::before(filling));
    let seat = Memo::new(move |_| form.error("sitting").is_some());
    let picker = move || seat.get().then(|| view! { <SittingPicker filling /> });
    view! {
        <FormView form submit>
            <Heading text=tr!(applications.check_title) />
            <p>{tr!(applications.check_words)}</p>
            {live(picker)}
            {live(waiting)}
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
    // Nobody can move a place that they did not choose.
    let stays =
        filling.with(|told| !told.campaign.moves && told.form.field(FieldKind::Sitting).is_some());
    let notice = stays.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title=tr!(common.important)>
                <p>{tr!(applications.no_moves)}</p>
            </Notice>
        }
    });
    notice.map(IntoAny::into_any)
}

/// What the button does, in words.
fn act(filling: Filling, paid: bool) -> Words {
    derived(move || {
        if filling.waits() {
            say!(applications.wait_seat)
        } else if paid {
            say!(payments.submit)
        } else {
            say!(applications.submit)
        }
    })
}

/// Applies, or joins the waiting list of a sitting that is full; returns where to go on.
async fn hand_in(
    filling: Filling,
    body: &SubmitApplication,
    key: Option<String>,
) -> Result<String, Problem> {
    if untrack(|| filling.waits()) {
        return waiting::join(filling, body, key).await;
    }
    let application = api::submit_application(&filling.campaign(), body, key).await?;
    if let Work::Apply(saver) = filling.work {
        saver.end();
    }
    Ok(after(&application))
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
