//! Consent to process personal data and to hand in the pictures just taken.

use leptos::prelude::*;
use shared::consents::{AcceptPersonalData, TextKind};
use shared::requirements::Requirement;
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
    let programme = untrack(|| context.programme());
    let plain = programme.is_some_and(|programme| !programme.asks(Requirement::BiometricConsent));
    let (words, label) = if plain {
        (
            tr!(registration.consent_plain),
            tr!(registration.consent_plain_label),
        )
    } else if in_person {
        (
            tr!(registration.consent_in_person),
            tr!(registration.consent_label),
        )
    } else {
        (
            tr!(registration.consent_words),
            tr!(registration.consent_label),
        )
    };
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.consent_title) />
            <p>{words}</p>
            {live(move || if plain { ().into_any() } else { pictures(context, &facts, false) })}
            <AcceptanceFields
                state=consent
                link=tr!(registration.consent_link)
                about=tr!(registration.consent_about)
                label=label
            />
        </FormView>
    }
    .into_any()
}
