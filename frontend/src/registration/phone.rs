//! The contact phone: its field, and a page of its own where a programme asks for it so.

use leptos::prelude::*;
use shared::people::SetPhone;
use shared::phone::Phone;
use validator::Validate;

use crate::registration::RegistrationContext;
use crate::ui::{Form, FormView, Heading, TextInput, check, derived};
use crate::{api, tr};

/// A stored number as people type it.
pub fn typed_phone(stored: Option<&str>) -> String {
    let stored = stored.unwrap_or_default();
    Phone::parse(stored).map_or_else(|_| stored.to_owned(), |phone| phone.display())
}

/// Asks for the phone alone.
#[component]
pub fn PhonePage() -> AnyView {
    let context = RegistrationContext::expect();
    let phone = RwSignal::new(typed_phone(context.facts_now().contact_phone()));
    let form = Form::new(move || {
        let body = SetPhone {
            phone: phone.get_untracked(),
        };
        async move {
            check(body.validate(), &["phone"])?;
            context.advance(api::set_phone(&body).await?);
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.phone) />
            <PhoneField value=phone />
        </FormView>
    }
    .into_any()
}

/// A mobile number, read back once it is one.
#[component]
pub fn PhoneField(
    /// What is typed.
    value: RwSignal<String>,
) -> AnyView {
    let advice = derived(move || {
        let typed = value.get();
        let number = Phone::parse(&typed).ok()?.display();
        (number != typed).then_some(number)
    });
    view! {
        <TextInput
            name="phone"
            value
            label=tr!(registration.phone)
            hint=tr!(registration.phone_hint)
            advice
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            class="input input-20"
        />
    }
    .into_any()
}
