//! The last page: what was given, then the good news.

use leptos::prelude::*;
use shared::requirements::{Facts, Requirement};

use crate::app::use_session;
use crate::guardians::way_back;
use crate::registration::{RegistrationContext, document_words, typed_phone};
use crate::ui::{Answer, Answers, Form, FormView, Heading, icon, live};
use crate::{api, say, tr};

/// Check, finish, and read that it is done. The context keeps what it knew: the page stays.
#[component]
pub(super) fn FinishPage() -> AnyView {
    let context = RegistrationContext::expect();
    let session = use_session();
    let created = RwSignal::new(false);
    let facts = context.facts_now();
    let in_person = facts.in_person();
    let form = Form::new(move || async move {
        api::finish_registration().await?;
        session.refetch();
        created.set(true);
        Ok(())
    });
    let shown = move || {
        if created.get() {
            return congratulation(in_person);
        }
        let given = answers(context, &facts);
        view! {
            <FormView form submit=tr!(identity.begin)>
                <Heading text=tr!(identity.check_title) />
                <p>{tr!(identity.check_words)}</p>
                {given}
            </FormView>
        }
        .into_any()
    };
    live(shown)
}

fn answers(context: RegistrationContext, facts: &Facts) -> AnyView {
    let number = typed_phone(facts.mobile.as_deref());
    let (way, step) = if facts.in_person() {
        (
            say!(registration.proof_in_person),
            Requirement::BiometricConsent,
        )
    } else {
        (document_words(facts), Requirement::IdentityDocument)
    };
    let change = untrack(|| context.address(step));
    view! {
        <Answers>
            <Answer label=tr!(identity.number) value=Signal::stored(number) />
            <Answer
                label=tr!(registration.step_document)
                value=Signal::stored(way)
                change=format!("{change}?return=check")
            />
        </Answers>
    }
    .into_any()
}

fn congratulation(in_person: bool) -> AnyView {
    let (title, words) = if in_person {
        (tr!(identity.created_title), tr!(identity.created_in_person))
    } else {
        (tr!(identity.created_words), tr!(identity.created))
    };
    view! {
        <div class="confirmation">
            {icon("check-circle")}
            <Heading text=title />
            <p>{words}</p>
        </div>
        {way_back()}
        <div class="button-row">
            <a class="button" href="/id/cabinet">
                {tr!(identity.to_cabinet)}
            </a>
        </div>
    }
    .into_any()
}
