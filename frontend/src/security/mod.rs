//! What guards an account, for its owner: login, password and passkeys, browsers that are signed in, tries
//! to sign in, own data; and the page that links in letters open.

mod deletion;
mod email;
mod link;
mod overview;
mod password;

use leptos::prelude::*;
use shared::problem::{Code, Problem};
use shared::security::Security;

use crate::app::{NotFound, below};
use crate::language::Words;
use crate::programmes::{cabinet_address, sign_in_address, use_code};
use crate::ui::{Heading, Plain, ProblemNotice, Skeleton, live};
use crate::{api, clock, passkeys, pin, say, tr};

pub use link::LinkPage;
pub use overview::devices;

/// `/account` and its pages.
#[component]
pub fn SecurityPage() -> AnyView {
    let (page, code) = (below("/account"), use_code());
    let security = LocalResource::new(api::security);
    // What was changed on another page of these is seen on return.
    Effect::new(move |been: Option<bool>| {
        let here = page.with(String::is_empty);
        if here && been.is_some() {
            security.refetch();
        }
        here
    });
    let shown = move || {
        let page = page.get();
        let back = if page.is_empty() {
            code.with(|code| cabinet_address(code))
        } else {
            "/account"
        };
        let content = match (page.as_str(), security.get()) {
            (
                "" | "email" | "password" | "passkey" | "passkey-removal" | "pin" | "deletion",
                None,
            ) => view! { <Skeleton /> }.into_any(),
            (
                "" | "email" | "password" | "passkey" | "passkey-removal" | "pin" | "deletion",
                Some(Err(problem)),
            ) => {
                let sign_in = (problem.code == Code::SignInRequired).then(sign_in);
                view! {
                    <Heading text=tr!(security.title) />
                    <ProblemNotice problem />
                    {sign_in}
                }
                .into_any()
            }
            ("", Some(Ok(told))) => overview::page(security, told),
            ("deletion", Some(Ok(told))) => deletion::page(told.email),
            (page, Some(Ok(told))) => of_login(page, told),
            _ => view! { <NotFound /> }.into_any(),
        };
        view! { <Plain back>{content}</Plain> }
    };
    live(shown)
}

/// The pages about the login by e-mail, for who has one.
fn of_login(page: &str, told: Security) -> AnyView {
    let Some(email) = told.email else {
        return view! {
            <Heading text=tr!(security.title) />
            <ProblemNotice problem=Problem::new(Code::EmailMissing) />
        }
        .into_any();
    };
    match page {
        "email" => email::page(email),
        "password" => password::page(email),
        "passkey" => passkeys::add_page(email),
        "pin" => pin::add_page(email),
        "passkey-removal" => passkeys::remove_page(email, told.passkeys),
        _ => view! { <NotFound /> }.into_any(),
    }
}

fn sign_in() -> AnyView {
    let address = use_code().with_untracked(|code| sign_in_address(code));
    view! {
        <div class="button-row">
            <a class="button" href=format!("{address}?return=/account")>
                {tr!(common.sign_in)}
            </a>
        </div>
    }
    .into_any()
}

/// The name of a device, or that it is not known.
pub fn device_name(device: &str) -> String {
    if device.is_empty() {
        say!(security.unknown_device)
    } else {
        device.to_owned()
    }
}

/// The login for password managers, which look for it beside a password.
pub fn hidden_login(email: String) -> AnyView {
    view! {
        <input
            class="hidden-text"
            type="text"
            autocomplete="username"
            readonly
            tabindex="-1"
            aria-hidden="true"
            value=email
        />
    }
    .into_any()
}

/// Done, and the way on.
pub fn done(title: Words, words: Words, address: &'static str, label: Words) -> AnyView {
    view! {
        <Heading text=title />
        <p>{words}</p>
        <div class="button-row">
            <a class="button" href=address>
                {label}
            </a>
        </div>
    }
    .into_any()
}

/// `21 November 2026, 09:00 UTC+5`, following the language.
pub fn time(at: shared::time::Instant) -> Words {
    crate::ui::derived(move || clock::date_and_time(at))
}
