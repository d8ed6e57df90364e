//! The application of Kaspi: somebody types a number and a sum, and the bank asks and tells us by its
//! protocol. An IIN is typed into a form and goes in its body; in the protocol itself it stands in the
//! query, which is the bank's doing.

use std::fmt::Write;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::consents::Language;
use shared::iin::Iin;
use shared::money::Tiyn;

use super::caller::{self, Answered};
use super::page::{button, page};
use super::words::{Words, bank_time, say};
use crate::app::App;
use crate::consents::escape;
use crate::extract::{Body, PageLanguage};
use crate::secrets::new_code;

const TITLE: Words = [
    "Kaspi: нөмір бойынша төлеу",
    "Kaspi: оплата по номеру",
    "Kaspi: pay by number",
];
const ACCOUNT: Words = [
    "Өтініш нөмірі немесе ЖСН",
    "Номер заявления или ИИН",
    "Application number or IIN",
];
const SUM: Words = ["Сома, теңге", "Сумма, тенге", "Sum, tenge"];
const ANSWERS: Words = ["Жауаптар", "Ответы", "Answers"];
const LANGUAGES: Words = ["Тіл", "Язык", "Language"];

/// The protocol's results, and what else may come.
const RESULTS: [Words; 6] = [
    ["Қабылданды", "Принято", "Accepted"],
    [
        "Мұндай нөмір жоқ",
        "Такого номера нет",
        "There is no such number",
    ],
    [
        "Өтініштің күші жойылған",
        "Заявление аннулировано",
        "The application was cancelled",
    ],
    ["Бұрын төленген", "Уже оплачено", "Already paid"],
    [
        "Төлем жүріп жатыр",
        "Платёж уже выполняется",
        "A payment is under way",
    ],
    [
        "Алушы жағында қате болды",
        "Ошибка на стороне получателя",
        "The receiver failed",
    ],
];
const NO_ANSWER: Words = [
    "Түсінікті жауап келмеді",
    "Понятного ответа нет",
    "No answer that can be understood",
];

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    /// Asks whether it can be paid.
    Check,
    /// Pays with a new operation.
    Pay,
    /// Pays with one operation, told two times at once.
    Twice,
    /// Tells the last operation again.
    Repeat,
    /// Pays one tenge less.
    WrongSum,
}

impl Action {
    const fn parts(self) -> (&'static str, Words, Words) {
        match self {
            Self::Check => (
                "check",
                ["Тексеру", "Проверить", "Check"],
                [
                    "Төлеуге бола ма? Ақша алынбайды.",
                    "Можно ли оплатить? Деньги не списываются.",
                    "Can it be paid? No money is taken.",
                ],
            ),
            Self::Pay => (
                "pay",
                ["Төлеу", "Оплатить", "Pay"],
                [
                    "Әр басқан сайын жаңа операция болады. Мерзім өткеннен кейін де төлеуге болады: кешіккен төлем осылай тексеріледі.",
                    "Каждое нажатие – новая операция. Нажать можно и после срока: так проверяется опоздавший платёж.",
                    "Each press is a new operation. It also works after the time has run out: that is a late payment.",
                ],
            ),
            Self::Twice => (
                "twice",
                [
                    "Бір операцияны екі рет хабарлау",
                    "Сообщить об одной операции дважды",
                    "Tell one operation twice",
                ],
                [
                    "Бір нөмірмен екі хабар бір мезетте барады.",
                    "Два сообщения с одним номером уходят одновременно.",
                    "Two messages with one number leave at once.",
                ],
            ),
            Self::Repeat => (
                "repeat",
                [
                    "Соңғы операцияны қайталау",
                    "Повторить последнюю операцию",
                    "Repeat the last operation",
                ],
                [
                    "Банк соңғы хабарын сол нөмірмен тағы жібереді.",
                    "Банк ещё раз присылает последнее сообщение с тем же номером.",
                    "The bank sends its last message again, with the same number.",
                ],
            ),
            Self::WrongSum => (
                "wrong_sum",
                [
                    "1 теңге кем төлеу",
                    "Оплатить на 1 тенге меньше",
                    "Pay 1 tenge less",
                ],
                [
                    "Төлеуші керек сомадан аз төледі.",
                    "Плательщик заплатил меньше, чем нужно.",
                    "The payer has paid less than it costs.",
                ],
            ),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    account: String,
    language: Option<Language>,
}

#[derive(Deserialize)]
pub(super) struct Pressed {
    #[serde(default)]
    account: String,
    #[serde(default)]
    sum: String,
    #[serde(default)]
    txn_id: String,
    #[serde(default)]
    language: Language,
    action: Action,
}

/// `GET /sandbox/kaspi`: an application's number may stand in the address, an IIN is not taken from there.
pub(super) async fn show(
    PageLanguage(preferred): PageLanguage,
    Query(shown): Query<Shown>,
) -> Response {
    let account = Some(shown.account).filter(|account| Iin::parse(account).is_err());
    let language = shown.language.unwrap_or(preferred);
    let account = account.unwrap_or_default();
    let switch = switch(language, &account);
    page(
        language,
        say(language, TITLE),
        &(switch + &form(language, &account, "", "")),
    )
}

/// `POST /sandbox/kaspi`: does it, and shows what was answered.
pub(super) async fn press(State(app): State<App>, Form(pressed): Form<Pressed>) -> Response {
    let Pressed {
        account, language, ..
    } = &pressed;
    let typed = pressed.sum.replace([' ', '\u{a0}'], "").replace(',', ".");
    let sum = Tiyn::parse(&typed);
    let text = sum.map_or(typed.clone(), |sum| sum.to_string());
    let less = sum.map(|sum| Tiyn::new(sum.tiyn().saturating_sub(100)).to_string());
    let repeated = pressed.action == Action::Repeat && !pressed.txn_id.is_empty();
    let txn_id = if repeated {
        pressed.txn_id.clone()
    } else {
        new_operation()
    };
    let pay = |sum: String| tell(&app, &txn_id, account, sum);
    let answers = match pressed.action {
        Action::Check => vec![question(&app, &txn_id, account).await],
        Action::Pay | Action::Repeat => vec![pay(text).await],
        Action::WrongSum => vec![pay(less.unwrap_or(text)).await],
        Action::Twice => {
            let (first, second) = tokio::join!(pay(text.clone()), pay(text));
            vec![first, second]
        }
    };
    let checked = pressed.action == Action::Check;
    let asked_for = answers.first().and_then(wanted_sum).filter(|_| checked);
    let (sum, last) = (
        asked_for.unwrap_or(typed),
        if checked { &pressed.txn_id } else { &txn_id },
    );
    let mut body = told(*language, &answers);
    body.push_str(&form(*language, account, &sum, last));
    page(*language, say(*language, TITLE), &body)
}

/// What a JSON call pays.
#[derive(Deserialize)]
pub(super) struct Wanted {
    account: String,
    #[serde(default)]
    sum: String,
    txn_id: Option<String>,
}

/// `POST /sandbox/kaspi/check`.
pub(super) async fn check(State(app): State<App>, Body(wanted): Body<Wanted>) -> impl IntoResponse {
    let txn_id = wanted.txn_id.unwrap_or_else(new_operation);
    let answered = question(&app, &txn_id, &wanted.account).await;
    outcome(&txn_id, &answered)
}

/// `POST /sandbox/kaspi/pay`: the sum goes as it is written.
pub(super) async fn pay(State(app): State<App>, Body(wanted): Body<Wanted>) -> impl IntoResponse {
    let txn_id = wanted.txn_id.unwrap_or_else(new_operation);
    let answered = tell(&app, &txn_id, &wanted.account, wanted.sum).await;
    outcome(&txn_id, &answered)
}

fn outcome(txn_id: &str, answered: &Answered) -> Json<Value> {
    let answer: Value = serde_json::from_str(&answered.body).unwrap_or_default();
    Json(json!({ "txn_id": txn_id, "status": answered.status, "answer": answer }))
}

/// A number as long as the bank's.
fn new_operation() -> String {
    format!("9{}{}{}", new_code(), new_code(), new_code())
}

/// The address that the bank was given.
fn path(app: &App) -> String {
    let secret = app.config.payments.kaspi_path.as_deref();
    let secret = secret.map(|path| format!("/{path}")).unwrap_or_default();
    format!("/api/v1/payments/kaspi{secret}")
}

/// `command=check`, with the dummy sum of the protocol.
async fn question(app: &App, txn_id: &str, account: &str) -> Answered {
    let query = [
        ("command", "check"),
        ("txn_id", txn_id),
        ("account", account),
        ("sum", "1.00"),
    ];
    caller::ask(app, &path(app), &query).await
}

/// `command=pay`.
async fn tell(app: &App, txn_id: &str, account: &str, sum: String) -> Answered {
    let date = bank_time(app.clock.now()).strftime("%Y%m%d%H%M%S");
    let query = [
        ("command", "pay"),
        ("txn_id", txn_id),
        ("txn_date", &date.to_string()),
        ("account", account),
        ("sum", &sum),
    ];
    caller::ask(app, &path(app), &query).await
}

/// What is to be paid, as a check answers.
fn wanted_sum(answered: &Answered) -> Option<String> {
    let answer: Value = serde_json::from_str(&answered.body).ok()?;
    Some(answer["sum"].as_str()?.to_owned())
}

/// The answers, in words and as they came.
fn told(language: Language, answers: &[Answered]) -> String {
    let mut html = format!(
        "<section role=\"status\"><h2>{}</h2>",
        say(language, ANSWERS)
    );
    for answered in answers {
        let answer: Value = serde_json::from_str(&answered.body).unwrap_or_default();
        let result = answer["result"].as_u64().map(usize::try_from);
        let words = match result {
            Some(Ok(result)) if answered.status == 200 => RESULTS.get(result),
            _ => None,
        };
        let words = say(language, *words.unwrap_or(&NO_ANSWER));
        let (status, body) = (answered.status, escape(&answered.body));
        let _ = write!(
            html,
            "<p class=\"told\">{words}</p><pre>HTTP {status}\n{body}</pre>"
        );
    }
    html.push_str("</section>");
    html
}

/// The same page in each language.
fn switch(language: Language, account: &str) -> String {
    let mut html = format!(
        "<nav class=\"languages\" aria-label=\"{}\">",
        say(language, LANGUAGES)
    );
    for (other, name) in Language::ALL.iter().zip(["Қазақша", "Русский", "English"]) {
        let lang = other.as_str();
        let current = if *other == language {
            " aria-current=\"true\""
        } else {
            ""
        };
        let account: String = account.chars().filter(char::is_ascii_digit).collect();
        let _ = write!(
            html,
            "<a lang=\"{lang}\" href=\"/sandbox/kaspi?language={lang}&amp;account={account}\"{current}>{name}</a>"
        );
    }
    html.push_str("</nav>");
    html
}

fn form(language: Language, account: &str, sum: &str, last: &str) -> String {
    let lang = language.as_str();
    let (account_label, sum_label) = (say(language, ACCOUNT), say(language, SUM));
    let (account, sum, last) = (escape(account), escape(sum), escape(last));
    let mut form = format!(
        "<form method=\"post\" action=\"/sandbox/kaspi\" autocomplete=\"off\">\
         <input type=\"hidden\" name=\"language\" value=\"{lang}\">\
         <input type=\"hidden\" name=\"txn_id\" value=\"{last}\">\
         <label for=\"account\">{account_label}</label>\
         <input id=\"account\" name=\"account\" inputmode=\"numeric\" value=\"{account}\">\
         <label for=\"sum\">{sum_label}</label>\
         <input id=\"sum\" name=\"sum\" inputmode=\"decimal\" value=\"{sum}\"><ul>"
    );
    let repeat = (!last.is_empty()).then_some(Action::Repeat);
    let actions = [Action::Check, Action::Pay, Action::Twice, Action::WrongSum];
    for action in actions.into_iter().chain(repeat) {
        let (value, label, hint) = action.parts();
        let (label, hint) = (say(language, label), say(language, hint));
        form.push_str(&button("action", value, label, hint));
    }
    form.push_str("</ul></form>");
    form
}
