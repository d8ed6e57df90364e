//! Removing a passkey, by the password.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::passkeys::{ConfirmByPassword, Passkey};
use validator::Validate;

use super::list::card;
use crate::app::{Navigator, NotFound};
use crate::security::hidden_login;
use crate::ui::{Form, FormView, Heading, PasswordField, check};
use crate::{api, browser, tr};

/// `/account/passkey-removal?id=…`.
pub fn page(login: String, passkeys: Vec<Passkey>) -> AnyView {
    // The router knows the new address before the browser does.
    let query = use_location().query;
    let id = query.with_untracked(|query| query.get("id").unwrap_or_default());
    let Some(passkey) = passkeys.into_iter().find(|passkey| passkey.id == id) else {
        return view! { <NotFound /> }.into_any();
    };
    let navigator = Navigator::expect();
    let current = RwSignal::new(String::new());
    let form = Form::new(move || {
        let id = id.clone();
        let body = ConfirmByPassword {
            current: browser::normalized(&current.get_untracked()),
        };
        async move {
            check(body.validate(), &["current"])?;
            api::remove_passkey(&id, &body).await?;
            navigator.go("/account");
            Ok(())
        }
    });
    let card = card(passkey, None);
    view! {
        <FormView form submit=tr!(passkeys.remove_submit)>
            <Heading text=tr!(passkeys.remove_title) />
            <p>{tr!(passkeys.remove_words)}</p>
            <ul class="cards">{card}</ul>
            {hidden_login(login)}
            <PasswordField
                name="current"
                value=current
                label=tr!(security.current)
                shown=RwSignal::new(false)
                autocomplete="current-password"
            />
        </FormView>
    }
    .into_any()
}
