//! Another password.

use leptos::prelude::*;
use shared::security::ChangePassword;
use validator::Validate;

use super::{done, hidden_login};
use crate::registration::{NewPassword, NewPasswordFields};
use crate::ui::{Form, FormView, Heading, PasswordField, check, live};
use crate::{api, browser, tr};

pub(super) fn page(login: String) -> AnyView {
    let current = RwSignal::new(String::new());
    let new = NewPassword::new();
    let changed = RwSignal::new(false);
    let form = Form::new(move || {
        let password = new.request();
        let body = ChangePassword {
            current: browser::normalized(&current.get_untracked()),
            password: password.password,
            confirmation: password.confirmation,
        };
        async move {
            check(body.validate(), &["current", "password", "confirmation"])?;
            api::change_password(&body).await?;
            changed.set(true);
            Ok(())
        }
    });
    let shown = move || {
        if changed.get() {
            return done(
                tr!(sessions.recovered_title),
                tr!(security.password_changed),
                "/account",
                tr!(security.to_overview),
            );
        }
        let login = hidden_login(login.clone());
        view! {
            <FormView form submit=tr!(sessions.set_password)>
                <Heading text=tr!(security.password_title) />
                {login}
                <PasswordField
                    name="current"
                    value=current
                    label=tr!(security.current)
                    shown=RwSignal::new(false)
                    autocomplete="current-password"
                />
                <NewPasswordFields new />
            </FormView>
        }
        .into_any()
    };
    live(shown)
}
