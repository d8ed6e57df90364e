//! Paying by card: the bank's page is opened by the hand-off page, the only one that may load the
//! bank's script. What that page needs waits for it in the storage of this window.

use leptos::prelude::*;
use shared::money::Tiyn;
use shared::payments::BeginCard;
use shared::problem::{Code, Problem};

use super::address_of;
use super::pay::Page;
use super::words::money;
use crate::device::pause;
use crate::ui::{Button, ErrorSummary, Form};
use crate::{api, browser, language, tr};

/// Where the hand-off page finds the payment.
const STORED: &str = "tirkeu-card";
const HAND_OFF: &str = "/hand-off.html";
/// The button stays busy while the document is being left.
const LEAVING_MS: i32 = 10_000;

/// The button that leads to the bank. It acts once.
pub(super) fn panel(page: Page, amount: Tiyn) -> AnyView {
    let key = StoredValue::new(browser::unique_key());
    let form = Form::new(move || async move {
        let id = page.id();
        let language = language::language_now().as_str().to_owned();
        let begun = api::begin_card(&id, &BeginCard { language }, key.get_value()).await;
        if !matches!(&begun, Err(problem) if problem.code == Code::Network) {
            // The server has answered: the next press is another call.
            key.try_set_value(browser::unique_key());
        }
        hand_over(&id, &begun?)?;
        pause(LEAVING_MS).await;
        Ok(())
    });
    let press = Callback::new(move |()| form.submit());
    let sum = money(amount);
    view! {
        <ErrorSummary form />
        <p>{tr!(payments.card_words)}</p>
        <div class="button-row">
            <Button
                label=tr!(payments.pay_card, sum = sum.clone())
                busy=form.busy()
                icon_name="lock"
                press
            />
        </div>
    }
    .into_any()
}

/// Goes to the bank by way of the hand-off page, which comes back to this one.
fn hand_over(application: &str, payment: &str) -> Result<(), Problem> {
    let back = format!("{}?back=1", address_of(application));
    let language = language::language_now().as_str();
    let whole = js_sys::JSON::parse(payment).and_then(|told| {
        js_sys::Reflect::set(&told, &"back".into(), &back.into())?;
        js_sys::Reflect::set(&told, &"language".into(), &language.into())?;
        js_sys::JSON::stringify(&told)
    });
    let whole = whole.map_err(|_| Problem::new(Code::Internal))?;
    if !browser::keep_in_window(STORED, &String::from(whole)) {
        // A browser without storage cannot go this way.
        return Err(Problem::new(Code::WayClosed));
    }
    browser::load(HAND_OFF);
    Ok(())
}
