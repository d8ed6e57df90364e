//! Another address as login.

use leptos::prelude::*;
use shared::security::ChangeEmail;
use validator::Validate;

use super::{done, hidden_login};
use crate::ui::{Form, FormView, Heading, Notice, PasswordField, TextInput, check, live};
use crate::{api, browser, tr};

pub(super) fn page(login: String) -> AnyView {
    let (email, current) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sent = RwSignal::new(None::<String>);
    let form = Form::new(move || {
        let body = ChangeEmail {
            email: email.get_untracked(),
            current: browser::normalized(&current.get_untracked()),
        };
        async move {
            check(body.validate(), &["email", "current"])?;
            api::change_email(&body).await?;
            sent.set(Some(body.email.trim().to_owned()));
            Ok(())
        }
    });
    let shown = move || {
        if let Some(address) = sent.get() {
            return done(
                tr!(security.email_sent_title),
                tr!(security.email_sent, email = address.clone()),
                "/account",
                tr!(security.to_overview),
            );
        }
        let login = hidden_login(login.clone());
        view! {
            <FormView form submit=tr!(security.email_submit)>
                <Heading text=tr!(security.email_title) />
                <Notice>
                    <p>{tr!(security.email_words)}</p>
                </Notice>
                {login}
                <TextInput
                    name="email"
                    value=email
                    label=tr!(security.email_new)
                    kind="email"
                    inputmode="email"
                    autocomplete="email"
                />
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
