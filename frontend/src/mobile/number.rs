//! The number, with the two texts that are accepted with it.

use leptos::prelude::*;
use shared::consents::TextKind;
use shared::mobile::{SetMobile, parse_mobile};
use shared::problem::Problem;

use crate::agreement::{AcceptanceFields, AcceptanceState};
use crate::registration::{RegistrationContext, typed_phone};
use crate::ui::{Form, FormView, Heading, Notice, TextInput, derived};
use crate::{api, tr};

/// Which number; an SMS with a code goes there.
#[component]
pub fn MobilePage() -> AnyView {
    let context = RegistrationContext::expect();
    let facts = context.facts_now();
    let phone = RwSignal::new(typed_phone(facts.mobile.as_deref()));
    let terms = AcceptanceState::new(context, TextKind::Terms, facts.terms);
    let privacy = AcceptanceState::new(context, TextKind::Privacy, facts.privacy);
    let form = Form::new(move || {
        let body = SetMobile {
            phone: phone.get_untracked(),
            terms: terms.acceptance(),
            privacy: privacy.acceptance(),
        };
        async move {
            let refusals = body.refusals();
            if !refusals.is_empty() {
                return Err(Problem::invalid(refusals));
            }
            context.advance(api::set_mobile(&body).await?);
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(mobile.send)>
            <Heading text=tr!(mobile.number_title) />
            <MobileField value=phone />
            <Notice>
                <p>{tr!(mobile.number_note)}</p>
            </Notice>
            <AcceptanceFields
                state=terms
                link=tr!(mobile.link_terms)
                about=tr!(mobile.about_terms)
                label=tr!(mobile.label_terms)
            />
            <AcceptanceFields
                state=privacy
                link=tr!(mobile.link_privacy)
                about=tr!(mobile.about_privacy)
                label=tr!(mobile.label_privacy)
                fields=("privacy_read", "privacy_agreed")
            />
        </FormView>
    }
    .into_any()
}

/// A number that messages reach, read back once it is one.
#[component]
pub fn MobileField(
    /// What is typed.
    value: RwSignal<String>,
) -> AnyView {
    let advice = derived(move || {
        let typed = value.get();
        let number = parse_mobile(&typed).ok()?.display();
        (number != typed).then_some(number)
    });
    view! {
        <TextInput
            name="phone"
            value
            label=tr!(mobile.phone_label)
            hint=tr!(mobile.phone_hint)
            advice
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            class="input input-20"
        />
    }
    .into_any()
}
