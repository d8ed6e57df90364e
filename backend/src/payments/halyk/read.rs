//! What the bank writes, read strictly: sums stay exact, and nothing is kept of the payer but the
//! masked card.

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use shared::money::Tiyn;

/// Longest text of the bank that is kept.
const MAX_TEXT: usize = 64;

/// How a payment stands at the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The bank has the money.
    Charged(Transaction),
    /// The bank had the money and gave it back.
    Returned(Transaction),
    /// Declined, or cancelled before the money was taken.
    Rejected,
    /// The bank has never heard of it.
    Unknown,
    /// Not decided yet.
    Waiting,
}

/// A payment as the bank has written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The bank's number of it, by which money is given back.
    pub id: String,
    /// Our number of the attempt.
    pub invoice: String,
    /// What was paid.
    pub amount: Tiyn,
    /// `KZT`, or what it should not be.
    pub currency: String,
    /// The terminal, where the bank names it.
    pub terminal: Option<String>,
    /// The card, masked; nothing else of it is ever kept.
    pub card_mask: String,
}

/// How a refund fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundAnswer {
    /// The money is on its way.
    Done,
    /// The bank does not give it back; its code.
    Refused(String),
}

/// What the bank tells by itself. It is not signed: it is a reason to ask for the status, no more.
#[derive(Clone, PartialEq, Eq)]
pub struct PostLink {
    /// Our number of the attempt.
    pub invoice: String,
    /// What was paid; nothing when it cannot be read.
    pub amount: Option<Tiyn>,
    /// Currency.
    pub currency: String,
    /// Terminal.
    pub terminal: String,
    /// Our own random text.
    pub secret_hash: String,
    /// Whether it says that the money was taken.
    pub ok: bool,
}

impl PostLink {
    /// Reads it; nothing when it names no invoice. Address, name, phone and e-mail are not even parsed.
    pub fn read(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Told<'a> {
            #[serde(borrow, rename = "invoiceId", alias = "invoiceID")]
            invoice: &'a RawValue,
            #[serde(borrow, default)]
            amount: Option<&'a RawValue>,
            #[serde(default)]
            currency: Value,
            #[serde(default)]
            terminal: Value,
            #[serde(default)]
            secret_hash: Value,
            #[serde(default)]
            code: Value,
        }

        let told: Told<'_> = serde_json::from_slice(body).ok()?;
        Some(Self {
            invoice: digits(&plain(told.invoice))?,
            amount: told.amount.and_then(sum),
            currency: short(&told.currency),
            terminal: short(&told.terminal),
            secret_hash: short(&told.secret_hash),
            ok: told.code == "ok",
        })
    }
}

/// The answer to a token: handed to the bank's script as it came.
pub(super) fn token(body: &[u8]) -> anyhow::Result<Value> {
    // What cannot be read is not quoted.
    let token: Value = serde_json::from_slice(body).ok().context("it is no JSON")?;
    let access = token["access_token"].as_str().unwrap_or_default();
    ensure!(!access.is_empty(), "it is not there");
    Ok(token)
}

/// The answer to a status of this invoice.
pub(super) fn status(body: &[u8], invoice: &str) -> anyhow::Result<Status> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow, rename = "resultCode")]
        code: &'a RawValue,
        #[serde(borrow, default)]
        transaction: Option<Written<'a>>,
    }

    let answer: Answer<'_> = serde_json::from_slice(body)
        .ok()
        .context("it is no answer")?;
    match plain(answer.code).as_str() {
        "100" => {}
        "101" => return Ok(Status::Rejected),
        "102" => return Ok(Status::Unknown),
        "107" => return Ok(Status::Waiting),
        "104" => bail!("the token names no terminal (104)"),
        "109" => bail!("the terminal is of another client (109)"),
        _ => bail!("the bank says that it failed"),
    }
    let written = answer.transaction.context("it has no transaction")?;
    let name = written.status_name.trim().to_ascii_uppercase();
    Ok(match name.as_str() {
        "CHARGE" => Status::Charged(written.read(invoice)?),
        "REFUND" => Status::Returned(written.read(invoice)?),
        "CANCEL" | "CANCEL_OLD" | "FAILED" | "REJECT" => Status::Rejected,
        _ => Status::Waiting,
    })
}

#[derive(Deserialize)]
struct Written<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "invoiceID", alias = "invoiceId")]
    invoice: Option<&'a RawValue>,
    #[serde(borrow, default)]
    amount: Option<&'a RawValue>,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    terminal: Value,
    #[serde(default, rename = "statusName")]
    status_name: String,
    #[serde(default, rename = "cardMask")]
    card_mask: Value,
}

impl Written<'_> {
    fn read(&self, invoice: &str) -> anyhow::Result<Transaction> {
        let named = self.invoice.map(plain).unwrap_or_default();
        ensure!(named == invoice, "it is about another invoice");
        let id = self.id.map(plain).unwrap_or_default();
        ensure!(is_name(&id), "its number is unusable");
        Ok(Transaction {
            id,
            invoice: named,
            amount: self.amount.and_then(sum).context("its sum is none")?,
            currency: self.currency.chars().take(MAX_TEXT).collect(),
            terminal: Some(short(&self.terminal)).filter(|text| !text.is_empty()),
            card_mask: masked(&short(&self.card_mask)),
        })
    }
}

/// The answer to a refund; an error when it is not known how it fared.
pub(super) fn refund(status: u16, body: &[u8]) -> anyhow::Result<RefundAnswer> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow, default)]
        code: Option<&'a RawValue>,
    }

    let answer: Option<Answer<'_>> = serde_json::from_slice(body).ok();
    let code = answer.and_then(|answer| answer.code.map(plain));
    match status {
        // The bank says it with the status; a body is not promised.
        200..300 => match code.as_deref() {
            None | Some("" | "0" | "ok" | "null") => Ok(RefundAnswer::Done),
            Some(code) => Ok(refused(code)),
        },
        // Ours to repair, or to repeat: nothing was decided about the money.
        401 | 403 | 408 | 429 => bail!("not now"),
        400..500 => Ok(refused(code.as_deref().unwrap_or_default())),
        _ => bail!("no answer"),
    }
}

/// A code, or that it is none: it is shown to the staff and must hold nothing of anybody.
fn refused(code: &str) -> RefundAnswer {
    let told = if code.len() <= 16 && is_name(code) {
        code
    } else {
        "unknown"
    };
    RefundAnswer::Refused(told.to_owned())
}

/// A text or a number as text.
fn plain(raw: &RawValue) -> String {
    serde_json::from_str::<String>(raw.get()).unwrap_or_else(|_| raw.get().to_owned())
}

/// A sum as it stands in the JSON, never through a float: digits with up to two decimals, and zeros.
fn sum(raw: &RawValue) -> Option<Tiyn> {
    let text = plain(raw);
    let (tenge, rest) = text.split_once('.').unwrap_or((&text, "00"));
    let rest = rest.trim_end_matches('0');
    if rest.len() > 2 || text.ends_with('.') || text.len() > MAX_TEXT {
        return None;
    }
    Tiyn::parse(&format!("{tenge}.{rest:0<2}"))
}

/// The digits of an invoice's number, 6 to 15 of them.
fn digits(text: &str) -> Option<String> {
    let right = (6..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.to_owned())
}

/// A name of the bank's: letters, digits and hyphens.
fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=MAX_TEXT).contains(&text.len()) && text.bytes().all(plain)
}

/// A text, cut short; anything else is none.
fn short(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text.chars().take(MAX_TEXT).collect()
}

/// At most the first six and last four digits, whatever the bank sends.
fn masked(card: &str) -> String {
    let digits = card.bytes().filter(u8::is_ascii_digit).count();
    if digits <= 10 {
        return card.to_owned();
    }
    let last: Vec<char> = card.chars().filter(char::is_ascii_digit).collect();
    format!("****{}", last[last.len() - 4..].iter().collect::<String>())
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
