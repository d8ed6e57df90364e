//! Another passkey: the password first, then the browser's own window.

use leptos::prelude::*;
use shared::passkeys::{ConfirmByPassword, PasskeyAnswer};
use validator::Validate;

use super::{device, missing, trouble_notice};
use crate::security::{done, hidden_login};
use crate::ui::{Form, FormView, Heading, PasswordField, check, live};
use crate::{api, browser, tr};

/// `/account/passkey`.
pub fn page(login: String) -> AnyView {
    let current = RwSignal::new(String::new());
    let trouble = RwSignal::new(None);
    let added = RwSignal::new(false);
    let form = Form::new(move || {
        let body = ConfirmByPassword {
            current: browser::normalized(&current.get_untracked()),
        };
        async move {
            trouble.set(None);
            check(body.validate(), &["current"])?;
            let challenge = api::begin_passkey(&body).await?;
            match device::create(&challenge.options).await {
                Ok(credential) => {
                    let id = challenge.id;
                    api::add_passkey(&PasskeyAnswer { id, credential }).await?;
                    added.set(true);
                }
                Err(why) => trouble.set(Some(why)),
            }
            Ok(())
        }
    });
    let shown = move || {
        if added.get() {
            return done(
                tr!(passkeys.added_title),
                tr!(passkeys.added_words),
                "/account",
                tr!(security.to_overview),
            );
        }
        if !device::is_known() {
            return view! {
                <Heading text=tr!(passkeys.add_title) />
                {missing()}
            }
            .into_any();
        }
        let login = hidden_login(login.clone());
        view! {
            <FormView form submit=tr!(passkeys.add)>
                <Heading text=tr!(passkeys.add_title) />
                {trouble_notice(trouble)}
                <p>{tr!(passkeys.words)}</p>
                <p>{tr!(passkeys.add_words)}</p>
                {login}
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
    };
    live(shown)
}
