//! Paying by number in the application of Kaspi: the number, the steps, and the way there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::money::Tiyn;
use shared::payments::{CARD_FIRST_SECONDS, CardState};
use wasm_bindgen_futures::JsFuture;

use super::pay::Page;
use super::qr;
use super::time::until;
use super::words::money;
use crate::ui::{Button, ButtonKind, Notice, icon, live, small_icon};
use crate::{say, tr};

/// How to pay the order of this number.
pub(super) fn panel(
    page: Page,
    amount: Tiyn,
    number: String,
    service: String,
    link: String,
) -> AnyView {
    let sum = money(amount);
    let told = number.clone();
    view! {
        <section class="stack-tight">
            {live(move || card_first(page))}
            <div class="order-number">
                <p>{tr!(payments.order_number)}</p>
                <p class="order-digits number">{number.clone()}</p>
                {copy(number)}
            </div>
            {way_there(&link)}
            <h2>{tr!(payments.kaspi_title)}</h2>
            <ol class="list">
                <li>{tr!(payments.kaspi_open)}</li>
                <li>{tr!(payments.kaspi_find, service = service.clone())}</li>
                <li>{tr!(payments.kaspi_number, number = told.clone())}</li>
                <li>{tr!(payments.kaspi_pay, sum = sum.clone())}</li>
            </ol>
            {turns_by_itself()}
        </section>
    }
    .into_any()
}

/// That nothing is to be pressed here after paying.
pub(super) fn turns_by_itself() -> AnyView {
    view! {
        <p class="line">
            {icon("info")} <span>{tr!(payments.turns)}</span>
        </p>
    }
    .into_any()
}

/// On a phone a button that opens the application, elsewhere a code for the phone's camera; nothing when
/// the bank has given no link.
pub(super) fn way_there(link: &str) -> AnyView {
    if link.is_empty() {
        return ().into_any();
    }
    let code = qr::code(link, tr!(payments.qr)).map(|code| {
        view! {
            <div class="by-camera">{code} <p class="fine">{tr!(payments.qr_words)}</p></div>
        }
    });
    view! {
        <a class="button by-phone" href=link.to_owned() rel="external noopener">
            {icon("phone")}
            {tr!(payments.open_kaspi)}
        </a>
        {code}
    }
    .into_any()
}

/// While the bank's page may still take the money, Kaspi waits.
fn card_first(page: Page) -> Option<AnyView> {
    let card = page.card.get()?;
    let from = card.begun_at.plus_seconds(CARD_FIRST_SECONDS);
    let waits = Memo::new(move |_| page.now.get() < from);
    if card.state != CardState::Begun || !waits.get() {
        return None;
    }
    let time = move || until(from, page.now.get_untracked());
    let shown = view! {
        <Notice>
            <p>{live(move || say!(payments.kaspi_waits, time = time()))}</p>
        </Notice>
    };
    Some(shown.into_any())
}

/// Copies the number, and says whether it did.
fn copy(number: String) -> AnyView {
    let copied = RwSignal::new(None);
    let press = Callback::new(move |()| {
        let number = number.clone();
        spawn_local(async move {
            // Browsers hide the clipboard from pages that are not secure.
            let done = if window().is_secure_context() {
                let written = window().navigator().clipboard().write_text(&number);
                JsFuture::from(written).await.is_ok()
            } else {
                false
            };
            // The page may have gone meanwhile.
            let _ = copied.try_set(Some(done));
        });
    });
    let said = move || {
        copied.get().map(|done| {
            if done {
                view! {
                    {small_icon("check")}
                    {tr!(payments.copied)}
                }
                .into_any()
            } else {
                view! {
                    {small_icon("info")}
                    {tr!(payments.copy_failed)}
                }
                .into_any()
            }
        })
    };
    view! {
        <Button
            label=tr!(payments.copy)
            kind=ButtonKind::Secondary
            icon_name="copy"
            press
        />
        <p class="saved" role="status">
            {live(said)}
        </p>
    }
    .into_any()
}
