//! A PIN for this device after the registration: the password first.

use leptos::prelude::*;
use shared::pin::{AddPin, SetPin};
use validator::Validate;

use super::{fields, missing, new_key};
use crate::app::Navigator;
use crate::device::pin_key;
use crate::security::hidden_login;
use crate::ui::{Form, FormView, Heading, PasswordField, check};
use crate::{api, browser, tr};

/// `/account/pin`.
pub fn page(login: String) -> AnyView {
    if !pin_key::is_known() {
        return view! {
            <Heading text=tr!(pin.title) />
            {missing()}
        }
        .into_any();
    }
    let navigator = Navigator::expect();
    let current = RwSignal::new(String::new());
    let (pin, repeat) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = Form::new(move || {
        let mut body = AddPin {
            current: browser::normalized(&current.get_untracked()),
            set: SetPin {
                pin: pin.get_untracked(),
                repeat: repeat.get_untracked(),
                public_key: String::new(),
            },
        };
        async move {
            check(body.validate(), &["current"])?;
            check(body.set.validate(), &["pin", "repeat"])?;
            let key = new_key().await?;
            body.set.public_key.clone_from(&key.public);
            let added = api::add_pin(&body).await?;
            let _ = pin_key::keep(&added.device, &key).await;
            navigator.go("/account");
            Ok(())
        }
    });
    let login = hidden_login(login);
    view! {
        <FormView form submit=tr!(pin.submit)>
            <Heading text=tr!(pin.title) />
            <p>{tr!(pin.lead)}</p>
            {login}
            <PasswordField
                name="current"
                value=current
                label=tr!(security.current)
                shown=RwSignal::new(false)
                autocomplete="current-password"
            />
            {fields(pin, repeat)}
            <p class="hint">{tr!(pin.note)}</p>
        </FormView>
    }
    .into_any()
}
