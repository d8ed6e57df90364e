//! Consent to process personal data and to hand in the pictures just taken.

use leptos::prelude::*;
use shared::consents::{AcceptPersonalData, TextKind};
use validator::Validate;

use crate::agreement::{AcceptanceFields, AcceptanceState};
use crate::registration::RegistrationContext;
use crate::registration::check::pictures;
use crate::ui::{Form, FormView, Heading, check, live};
use crate::{api, tr};

/// What is handed in, the text, the tick.
#[component]
pub fn ConsentPage() -> AnyView {
    let context = RegistrationContext::expect();
    let facts = context.facts_now();
    let in_person = facts.in_person();
    let consent =
        AcceptanceState::new(context, TextKind::PersonalData, facts.personal_data.clone());
    let form = Form::new(move || {
        let body = AcceptPersonalData {
            consent: consent.acceptance(),
        };
        async move {
            check(body.consent.validate(), &["read", "agreed"])?;
            context.advance(api::accept_personal_data(&body).await?);
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.consent_title) />
            <p>
                {if in_person {
                    tr!(registration.consent_in_person)
                } else {
                    tr!(registration.consent_words)
                }}
            </p>
            {live(move || pictures(&facts, false))}
            <AcceptanceFields
                state=consent
                link=tr!(registration.consent_link)
                about=tr!(registration.consent_about)
                label=tr!(registration.consent_label)
            />
        </FormView>
    }
    .into_any()
}
