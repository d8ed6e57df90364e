//! The page of the bank of cards: the payment, and a button for each outcome.

use std::fmt::Write;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shared::consents::Language;

use super::bank::{Fate, Invoice, Outcome};
use super::caller::is_own;
use super::halyk::carry_out;
use super::page::{button, page};
use super::words::{Words, button_of, hint_of, say, tenge};
use crate::app::App;
use crate::consents::escape;

const TITLE: Words = ["Картамен төлеу", "Оплата картой", "Pay by card"];
const UNKNOWN: Words = [
    "Мұндай төлем жоқ",
    "Такого платежа нет",
    "There is no such payment",
];
const UNKNOWN_ADVICE: Words = [
    "Сайтқа қайтып, төлемді қайтадан бастаңыз. Бағдарлама қайта іске қосылса, сынақ банкі бәрін ұмытады.",
    "Вернитесь на сайт и начните платёж заново. После перезапуска программы учебный банк всё забывает.",
    "Go back and begin the payment anew. After a restart of the program the bank forgets everything.",
];
const NUMBER: Words = ["Төлем нөмірі", "Номер платежа", "Number"];
const SUM: Words = ["Сома", "Сумма", "Sum"];
const PURPOSE: Words = ["Мақсаты", "Назначение", "For"];
const CHOOSE: Words = [
    "Төлем қалай аяқталсын?",
    "Чем закончится платёж?",
    "How shall it end?",
];
const DECLINED: Words = [
    "Банк бас тартты. Басқа картамен қайталап көруге болады.",
    "Банк отказал. Можно попробовать другой картой.",
    "The bank declined. Another card may be tried.",
];
const CHARGED: Words = [
    "Төленді. Екінші рет ақша алынбайды.",
    "Оплачено. Второй раз деньги не спишутся.",
    "Paid. No money is taken a second time.",
];
const UNTOLD: Words = [
    "Ақша алынды, бірақ банк бұл туралы әлі айтқан жоқ.",
    "Деньги списаны, но банк об этом ещё не сообщил.",
    "The money is taken, but the bank has not said so yet.",
];
const BACK: Words = ["Сайтқа қайту", "Вернуться на сайт", "Back to the site"];
const TOLD: Words = ["Сайттың жауабы", "Ответ сайта", "Answer of the site"];

/// What the bank's script goes to the page with.
#[derive(Deserialize)]
pub(super) struct Called {
    #[serde(rename = "invoiceId")]
    invoice: String,
    token: String,
    #[serde(default, rename = "backLink")]
    back: String,
    #[serde(default, rename = "failureBackLink")]
    failure_back: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    description: String,
}

/// The same with the button.
#[derive(Deserialize)]
pub(super) struct Pressed {
    #[serde(flatten)]
    called: Called,
    outcome: Outcome,
}

fn language(called: &Called) -> Language {
    match called.language.as_str() {
        "rus" => Language::Ru,
        "eng" => Language::En,
        _ => Language::Kk,
    }
}

/// `GET /sandbox/halyk/pay`.
pub(super) async fn show(State(app): State<App>, Query(called): Query<Called>) -> Response {
    render(&app, &called, &[])
}

/// `POST /sandbox/halyk/pay`: lets it happen, and leads back where the outcome does.
pub(super) async fn press(State(app): State<App>, Form(pressed): Form<Pressed>) -> Response {
    let Pressed { called, outcome } = pressed;
    let deeds = {
        let mut bank = app.bank.state();
        let known = bank.find_opened(&called.invoice, &called.token).is_some();
        let now = app.clock.now();
        known
            .then(|| bank.happen(now, &called.invoice, outcome))
            .flatten()
    };
    let Some(deeds) = deeds else {
        return render(&app, &called, &[]);
    };
    let told = carry_out(&app, &deeds).await;
    let back = match deeds.back {
        Some(true) => &called.back,
        Some(false) => &called.failure_back,
        None => return render(&app, &called, &told),
    };
    if is_own(&app, back) {
        Redirect::to(back).into_response()
    } else {
        render(&app, &called, &told)
    }
}

fn render(app: &App, called: &Called, told: &[u16]) -> Response {
    let language = language(called);
    let invoice = {
        let bank = app.bank.state();
        bank.find_opened(&called.invoice, &called.token).cloned()
    };
    let Some(invoice) = invoice else {
        let advice = format!("<p>{}</p>", say(language, UNKNOWN_ADVICE));
        let page = page(language, say(language, UNKNOWN), &advice);
        return (StatusCode::NOT_FOUND, page).into_response();
    };
    let mut body = about(language, called, &invoice);
    let untold = matches!(invoice.fate, Fate::Charged(from) if app.clock.now() < from);
    let state = match invoice.fate {
        Fate::Open => None,
        Fate::Declined => Some(DECLINED),
        Fate::Charged(_) if untold => Some(UNTOLD),
        Fate::Charged(_) => Some(CHARGED),
    };
    if let Some(words) = state {
        let words = say(language, words);
        let _ = write!(body, "<p class=\"told\" role=\"status\">{words}</p>");
    }
    for status in told {
        let _ = write!(body, "<p>{}: {status}</p>", say(language, TOLD));
    }
    body.push_str(&form(language, called, &invoice));
    if matches!(invoice.fate, Fate::Charged(_)) && is_own(app, &called.back) {
        let words = say(language, BACK);
        let _ = write!(
            body,
            "<p><a href=\"{}\">{words}</a></p>",
            escape(&called.back)
        );
    }
    page(language, say(language, TITLE), &body)
}

fn about(language: Language, called: &Called, invoice: &Invoice) -> String {
    let mut rows = vec![
        (NUMBER, invoice.number.clone()),
        (SUM, tenge(invoice.amount)),
    ];
    if !called.description.is_empty() {
        rows.push((PURPOSE, called.description.clone()));
    }
    let mut list = String::from("<dl>");
    for (name, value) in rows {
        let (name, value) = (say(language, name), escape(&value));
        let _ = write!(list, "<dt>{name}</dt><dd>{value}</dd>");
    }
    list.push_str("</dl>");
    list
}

/// Every outcome that is open still.
fn form(language: Language, called: &Called, invoice: &Invoice) -> String {
    let charged = matches!(invoice.fate, Fate::Charged(_));
    let outcomes: &[Outcome] = if charged {
        &[Outcome::Tell]
    } else {
        &Outcome::CHOICES
    };
    let mut form = String::from("<form method=\"post\" action=\"/sandbox/halyk/pay\">");
    for (name, value) in [
        ("invoiceId", &called.invoice),
        ("token", &called.token),
        ("backLink", &called.back),
        ("failureBackLink", &called.failure_back),
        ("language", &called.language),
        ("description", &called.description),
    ] {
        let value = escape(value);
        let _ = write!(
            form,
            "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"
        );
    }
    if !charged {
        let _ = write!(form, "<h2>{}</h2>", say(language, CHOOSE));
    }
    form.push_str("<ul>");
    for outcome in outcomes {
        let label = say(language, button_of(*outcome));
        let hint = say(language, hint_of(*outcome));
        form.push_str(&button("outcome", outcome.as_str(), label, hint));
    }
    form.push_str("</ul></form>");
    form
}
