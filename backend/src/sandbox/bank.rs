//! The bank of cards without HTTP: what it was told, what it did, and what it says about it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::money::Tiyn;
use shared::time::Instant;

/// So long a slow payment is not decided, in seconds.
pub(super) const SLOW_SECONDS: i64 = 20;
/// After so long a late payment is told without being asked to, in seconds: longer than any hold.
pub(super) const LATE_SECONDS: i64 = 65 * 60;
/// The smallest refund.
const SMALLEST_REFUND: Tiyn = Tiyn::of_tenge(10);

/// What may happen on the page of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// Charged, told and back.
    Paid,
    /// Declined, told and back.
    Declined,
    /// Charged, but not decided yet when the payer is back.
    Slow,
    /// Told twice at once.
    Twice,
    /// Charged now, told when somebody asks for it.
    Late,
    /// Charged one tenge less.
    WrongAmount,
    /// Charged; nobody is told and nobody comes back.
    NeverBack,
    /// No new outcome: what is there is told now.
    Tell,
}

impl Outcome {
    /// What can be chosen for a payment.
    pub(super) const CHOICES: [Self; 7] = [
        Self::Paid,
        Self::Declined,
        Self::Slow,
        Self::Twice,
        Self::Late,
        Self::WrongAmount,
        Self::NeverBack,
    ];

    /// The value of its button.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Declined => "declined",
            Self::Slow => "slow",
            Self::Twice => "twice",
            Self::Late => "late",
            Self::WrongAmount => "wrong_amount",
            Self::NeverBack => "never_back",
            Self::Tell => "tell",
        }
    }
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nobody has paid.
    Open,
    /// Declined; another card may be tried.
    Declined,
    /// Charged; told from this instant on.
    Charged(Instant),
}

/// A payment, by the number that we gave it.
#[derive(Debug, Clone)]
pub(super) struct Invoice {
    pub(super) number: String,
    pub(super) amount: Tiyn,
    pub(super) fate: Fate,
    charged: Tiyn,
    /// What went back, by the number of each refund.
    refunds: BTreeMap<String, Tiyn>,
    tokens: BTreeSet<String>,
    transaction: String,
    terminal: String,
    secret_hash: String,
    post_link: String,
}

/// What a token is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) invoice: String,
    pub(super) amount: String,
    pub(super) currency: String,
    pub(super) terminal: String,
    pub(super) secret_hash: String,
    pub(super) post_link: String,
}

/// What the bank does towards us after an outcome.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    /// What it tells, and where.
    pub(super) posts: Vec<(String, Value)>,
    /// After so many seconds.
    pub(super) after: i64,
    /// Whether the payer is led back, and if so whether it went well.
    pub(super) back: Option<bool>,
}

/// Everything it knows.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Whether it answers nothing.
    pub(super) down: bool,
    /// Tokens of operations; each serves once.
    tokens: BTreeSet<String>,
    invoices: BTreeMap<String, Invoice>,
}

impl State {
    /// Takes a token for an operation.
    pub(super) fn open_operation(&mut self, token: String) {
        self.tokens.insert(token);
    }

    /// Uses one up.
    pub(super) fn use_token(&mut self, token: &str) -> bool {
        self.tokens.remove(token)
    }

    /// Takes an invoice, or says why not. One that is open takes the newest words about it.
    pub(super) fn open_invoice(
        &mut self,
        asked: Asked,
        token: String,
        transaction: String,
    ) -> Result<(), &'static str> {
        let number = &asked.invoice;
        if !(6..=15).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("invoiceID has 6 to 15 digits");
        }
        let tail = |number: &str| number[number.len() - 6..].to_owned();
        let mut others = self.invoices.keys().filter(|other| *other != number);
        if others.any(|other| tail(other) == tail(number)) {
            return Err("the last six digits of invoiceID are in use");
        }
        let amount = Tiyn::parse(&asked.amount).ok_or("amount is none")?;
        if asked.currency != "KZT" || amount.tiyn() == 0 {
            return Err("only tenge are taken");
        }
        let invoice = self
            .invoices
            .entry(number.clone())
            .or_insert_with(|| Invoice {
                number: number.clone(),
                amount,
                fate: Fate::Open,
                charged: Tiyn::default(),
                refunds: BTreeMap::new(),
                tokens: BTreeSet::new(),
                transaction,
                terminal: asked.terminal,
                secret_hash: String::new(),
                post_link: String::new(),
            });
        invoice.tokens.insert(token);
        if !matches!(invoice.fate, Fate::Charged(_)) {
            invoice.amount = amount;
            invoice.secret_hash = asked.secret_hash;
            invoice.post_link = asked.post_link;
        }
        Ok(())
    }

    /// The invoice of this number.
    pub(super) fn find(&self, number: &str) -> Option<&Invoice> {
        self.invoices.get(number)
    }

    /// The invoice that this token was given for.
    pub(super) fn find_opened(&self, number: &str, token: &str) -> Option<&Invoice> {
        self.find(number)
            .filter(|invoice| invoice.tokens.contains(token))
    }

    /// Lets it happen. A payment is charged once: afterwards it can only be told.
    pub(super) fn happen(&mut self, now: Instant, number: &str, outcome: Outcome) -> Option<Deeds> {
        let invoice = self.invoices.get_mut(number)?;
        if let (Fate::Charged(_), Outcome::Tell) = (invoice.fate, outcome) {
            invoice.fate = Fate::Charged(now);
            return Some(Deeds {
                posts: vec![invoice.told(now)],
                ..Deeds::default()
            });
        }
        if matches!(invoice.fate, Fate::Charged(_)) || outcome == Outcome::Tell {
            return Some(Deeds::default());
        }
        let wait = match outcome {
            Outcome::Slow => SLOW_SECONDS,
            Outcome::Late => LATE_SECONDS,
            _ => 0,
        };
        invoice.charged = match outcome {
            Outcome::WrongAmount => Tiyn::new(invoice.amount.tiyn().saturating_sub(100)),
            _ => invoice.amount,
        };
        invoice.fate = match outcome {
            Outcome::Declined => Fate::Declined,
            _ => Fate::Charged(now.plus_seconds(wait)),
        };
        let posts = match outcome {
            Outcome::Late | Outcome::NeverBack => 0,
            Outcome::Twice => 2,
            _ => 1,
        };
        Some(Deeds {
            posts: vec![invoice.told(now); posts],
            after: wait,
            back: match outcome {
                Outcome::Late | Outcome::NeverBack => None,
                Outcome::Declined => Some(false),
                _ => Some(true),
            },
        })
    }

    /// The answer to a status.
    pub(super) fn status(&self, now: Instant, number: &str) -> Value {
        let told =
            |code: &str, message: &str| json!({ "resultCode": code, "resultMessage": message });
        let Some(invoice) = self.find(number) else {
            return told("102", "invoice is not found");
        };
        match invoice.fate {
            Fate::Open => told("102", "invoice is not found"),
            Fate::Declined => told("101", "rejected"),
            Fate::Charged(told_from) if now < told_from => told("107", "try again later"),
            Fate::Charged(_) => {
                let mut answer = told("100", "SUCCESS");
                answer["transaction"] = invoice.transaction(now);
                answer
            }
        }
    }

    /// Gives money back, once for each number of a refund; otherwise a code.
    pub(super) fn refund(
        &mut self,
        transaction: &str,
        amount: Option<&str>,
        external: &str,
    ) -> Result<(), (u16, i32)> {
        let mut invoices = self.invoices.values_mut();
        let invoice = invoices
            .find(|invoice| invoice.transaction == transaction)
            .ok_or((404, 404))?;
        if !matches!(invoice.fate, Fate::Charged(_)) {
            return Err((400, 1));
        }
        if invoice.refunds.contains_key(external) {
            return Ok(());
        }
        let amount = match amount {
            Some(text) => Tiyn::parse(text).ok_or((400, 2))?,
            None => invoice.charged,
        };
        if amount < SMALLEST_REFUND {
            return Err((400, 3));
        }
        let left = invoice.charged.tiyn() - invoice.returned().tiyn();
        if amount.tiyn() > left {
            return Err((400, 4));
        }
        invoice.refunds.insert(external.to_owned(), amount);
        Ok(())
    }
}

impl Invoice {
    /// What went back.
    fn returned(&self) -> Tiyn {
        Tiyn::new(self.refunds.values().map(|refund| refund.tiyn()).sum())
    }

    fn transaction(&self, now: Instant) -> Value {
        let returned = self.returned() >= self.charged;
        json!({
            "id": self.transaction,
            "createdDate": date(now),
            "invoiceID": self.number,
            "amount": number(self.charged),
            "amountBonus": 0,
            "currency": "KZT",
            "terminal": self.terminal,
            "statusName": if returned { "REFUND" } else { "CHARGE" },
            "cardMask": "440043...1234",
            "cardType": "VISA",
            "reference": "327811234567",
            "reason": "success",
            "reasonCode": "00",
            "approvalCode": "123456",
        })
    }

    /// What is posted about it, with all that a bank tells of a payer.
    fn told(&self, now: Instant) -> (String, Value) {
        let ok = self.fate != Fate::Declined;
        let body = json!({
            "accountId": "",
            "amount": number(self.charged),
            "approvalCode": if ok { "123456" } else { "" },
            "cardId": "",
            "cardMask": "440043...1234",
            "cardType": "VISA",
            "code": if ok { "ok" } else { "error" },
            "currency": "KZT",
            "dateTime": date(now),
            "description": "",
            "email": "payer@example.kz",
            "id": self.transaction,
            "invoiceId": self.number,
            "ip": "192.0.2.10",
            "ipCity": "Sandbox",
            "ipCountry": "KZ",
            "ipLatitude": 0,
            "ipLongitude": 0,
            "issuer": "SANDBOX",
            "language": "kaz",
            "name": "SANDBOX PAYER",
            "phone": "+77010000000",
            "reason": if ok { "success" } else { "insufficient funds" },
            "reasonCode": if ok { 0 } else { 484 },
            "reference": "327811234567",
            "secret_hash": self.secret_hash,
            "secure": "yes",
            "secureDetails": "",
            "terminal": self.terminal,
        });
        (self.post_link.clone(), body)
    }

    /// What tests and pages ask about it.
    pub(super) fn summary(&self, now: Instant) -> Value {
        let state = match self.fate {
            Fate::Open => "open",
            Fate::Declined => "declined",
            Fate::Charged(told_from) if now < told_from => "charged_untold",
            Fate::Charged(_) => "charged",
        };
        let charged = matches!(self.fate, Fate::Charged(_));
        json!({
            "state": state,
            "transaction": self.transaction,
            "charged": if charged { self.charged } else { Tiyn::default() },
            "returned": self.returned(),
        })
    }
}

/// A number with decimals, as banks write it.
fn number(amount: Tiyn) -> Value {
    serde_json::from_str(&amount.to_string()).unwrap_or_default()
}

fn date(now: Instant) -> String {
    super::words::bank_time(now)
        .strftime("%Y-%m-%dT%H:%M:%S")
        .to_string()
}

#[cfg(test)]
#[path = "bank_tests.rs"]
mod tests;
