//! The passkeys of an account, on its security page.

use leptos::prelude::*;
use shared::passkeys::Passkey;

use super::{device, missing};
use crate::security::{device_name, time};
use crate::ui::{icon, live};
use crate::{browser, tr};

/// The section: what a passkey is, those there are, and the way to another.
pub fn list(passkeys: Vec<Passkey>) -> AnyView {
    let cards = passkeys
        .into_iter()
        .map(|passkey| {
            let address = format!(
                "/account/passkey-removal?id={}",
                browser::encoded(&passkey.id)
            );
            card(passkey, Some(address))
        })
        .collect::<Vec<_>>();
    let cards = if cards.is_empty() {
        view! { <p>{tr!(passkeys.none)}</p> }.into_any()
    } else {
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    let add = if device::is_known() {
        view! {
            <div class="button-row">
                <a class="button button-secondary" href="/account/passkey">
                    {icon("plus")}
                    {tr!(passkeys.add)}
                </a>
            </div>
        }
        .into_any()
    } else {
        missing()
    };
    view! {
        <section class="stack-tight" aria-labelledby="passkeys">
            <h2 id="passkeys">{tr!(passkeys.title)}</h2>
            <p>{tr!(passkeys.words)}</p>
            {cards}
            {add}
        </section>
    }
    .into_any()
}

/// One passkey, and the way to its end.
pub(super) fn card(passkey: Passkey, end: Option<String>) -> AnyView {
    let (shown, named) = (passkey.device.clone(), passkey.device);
    let added = time(passkey.added_at);
    let used = passkey.used_at.map(|at| {
        let used = time(at);
        view! { <span>{tr!(passkeys.used, time = used.get())}</span> }.into_any()
    });
    let used = used.unwrap_or_else(|| view! { <span>{tr!(passkeys.unused)}</span> }.into_any());
    let end = end.map(|address| {
        view! {
            <a class="button button-text" href=address>
                {tr!(passkeys.remove, device = device_name(&named))}
            </a>
        }
    });
    view! {
        <li class="card">
            <div class="card-head">
                <h3>{live(move || device_name(&shown))}</h3>
            </div>
            <p class="card-meta">
                <span>{tr!(passkeys.added, time = added.get())}</span>
                {used}
            </p>
            {end}
        </li>
    }
    .into_any()
}
