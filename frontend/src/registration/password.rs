//! A password for the new login.

use leptos::prelude::*;
use shared::accounts::SetPassword;
use shared::password::{MIN, OwnData, check as judge};
use shared::problem::{Code, FieldError, Problem};
use validator::Validate;

use crate::language::Words;
use crate::registration::RegistrationContext;
use crate::ui::{Form, FormView, Heading, PasswordField, check, derived, icon, live};
use crate::{api, browser, tr};

/// A password for the login that is made now.
#[component]
pub fn PasswordPage() -> AnyView {
    asked(false)
}

/// A password in the place of the one that was mailed.
#[component]
pub fn OwnPasswordPage() -> AnyView {
    asked(true)
}

/// Two fields with one "show", and the rules before them.
fn asked(own: bool) -> AnyView {
    let context = RegistrationContext::expect();
    let email = context.facts_now().email.unwrap_or_default();
    let new = NewPassword::new();
    let own_login = own;
    let form = {
        let email = email.clone();
        Form::new(move || {
            let body = new.request();
            let own = OwnData {
                email: Some(email.clone()),
                ..OwnData::default()
            };
            async move {
                check(body.validate(), &["password", "confirmation"])?;
                refuse_own_data(&body.password, &own)?;
                let answer = if own_login {
                    api::set_own_password(&body).await
                } else {
                    api::set_password(&body).await
                };
                context.advance(answer?);
                Ok(())
            }
        })
    };
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.password_title) />
            {own_login.then(|| view! { <p>{tr!(registration.own_password_words)}</p> })}
            <p>{tr!(registration.password_login)} " " <strong>{email.clone()}</strong></p>
            // Password managers learn the login from here.
            <input
                class="hidden-text"
                type="text"
                autocomplete="username"
                readonly
                tabindex="-1"
                aria-hidden="true"
                value=email
            />
            <NewPasswordFields new />
        </FormView>
    }
    .into_any()
}

fn refuse_own_data(password: &str, own: &OwnData) -> Result<(), Problem> {
    match judge(password, own) {
        Err(Code::PasswordOwnData) => {
            let error = FieldError::new("password", Code::PasswordOwnData);
            Err(Problem::invalid(vec![error]))
        }
        _ => Ok(()),
    }
}

/// A new password as typed.
#[derive(Clone, Copy)]
pub struct NewPassword {
    password: RwSignal<String>,
    confirmation: RwSignal<String>,
}

impl NewPassword {
    /// Two empty fields.
    pub fn new() -> Self {
        Self {
            password: RwSignal::default(),
            confirmation: RwSignal::default(),
        }
    }

    /// What is sent, in normal form C.
    pub fn request(self) -> SetPassword {
        SetPassword {
            password: browser::normalized(&self.password.get_untracked()),
            confirmation: browser::normalized(&self.confirmation.get_untracked()),
        }
    }
}

impl Default for NewPassword {
    fn default() -> Self {
        Self::new()
    }
}

/// Rules and the two fields; also for recovery.
#[component]
pub fn NewPasswordFields(
    /// What is typed.
    new: NewPassword,
) -> AnyView {
    let shown = RwSignal::new(false);
    let length = Memo::new(move |_| new.password.with(|text| text.chars().count() >= MIN));
    let same = Memo::new(move |_| {
        let password = new.password.get();
        !password.is_empty() && password == new.confirmation.get()
    });
    view! {
        <ul class="rules">
            {rule(tr!(registration.password_rule_length, min = MIN), Some(length))}
            {rule(tr!(registration.password_rule_own), None)}
            {rule(tr!(registration.password_rule_common), None)}
            {rule(tr!(registration.password_rule_same), Some(same))}
        </ul>
        <PasswordField
            name="password"
            value=new.password
            label=tr!(registration.password_label)
            shown
            autocomplete="new-password"
            strength=true
        />
        <PasswordField
            name="confirmation"
            value=new.confirmation
            label=tr!(registration.password_confirm)
            shown
            autocomplete="new-password"
        />
    }
    .into_any()
}

/// A rule; one that the page can tell shows when it is met.
fn rule(words: Words, met: Option<Memo<bool>>) -> AnyView {
    let met = derived(move || met.is_some_and(|met| met.get()));
    view! {
        <li class:is-met=met>
            {live(move || icon(if met.get() { "check" } else { "minus" }))} {words}
            {live(move || {
                met.get().then(|| view! { <span class="hidden-text">" ✓"</span> })
            })}
        </li>
    }
    .into_any()
}
