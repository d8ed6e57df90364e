//! Halyk ePay: card payments on the bank's page (domain, payments 8.3; docs/payments.md). It begins a
//! payment, asks how it stands and gives money back. It never runs inside a transaction, keeps nothing
//! but the breaker, and decides nothing about orders: what an answer means for them is the service's.

mod read;
mod settings;

use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use serde_json::{Value, json};
use shared::money::Tiyn;

pub use read::{PostLink, RefundAnswer, Status, Transaction};
use settings::Account;
pub(crate) use settings::{SANDBOX, faults, own_address};

use crate::breaker::Breaker;
use crate::clock::Clock;
use crate::config::Config;

/// Longest one answer may take; a status takes two, and a call of ours ends after 15 s.
const TIMEOUT: Duration = Duration::from_secs(6);
/// Longest a connection may take.
const CONNECT: Duration = Duration::from_secs(3);
/// Largest answer.
const MAX_ANSWER: usize = 64 * 1024;
/// What the bank wants to be asked for.
const SCOPE: &str = "webapi usermanagement email_send verification statement statistics payment";
/// What says nothing about the payment: a token refused, too many questions.
const NOT_NOW: [StatusCode; 4] = [
    StatusCode::UNAUTHORIZED,
    StatusCode::FORBIDDEN,
    StatusCode::REQUEST_TIMEOUT,
    StatusCode::TOO_MANY_REQUESTS,
];
/// The only currency.
const CURRENCY: &str = "KZT";

/// The client of the bank.
#[derive(Debug, Clone)]
pub struct Halyk {
    account: Account,
    client: Client,
    clock: Clock,
    breaker: Breaker,
}

/// A payment that is to begin.
#[derive(Debug, Clone, Copy)]
pub struct Invoice<'a> {
    /// Number of the attempt: 6 to 15 digits.
    pub number: &'a str,
    /// What is paid.
    pub amount: Tiyn,
    /// Our own random text that the bank gives back with the outcome.
    pub secret_hash: &'a str,
    /// Where the bank tells the outcome.
    pub post_link: &'a str,
    /// Where the payer comes back to.
    pub back_link: &'a str,
    /// Where the payer comes back to when it failed.
    pub failure_back_link: &'a str,
    /// `kk`, `ru` or `en`.
    pub language: &'a str,
    /// What the payer reads.
    pub description: &'a str,
    /// What the bank notes about the payer; nothing personal.
    pub account: &'a str,
}

/// The bank does not answer, or not so that it can be understood: nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silent;

impl Halyk {
    /// What the settings name; nothing when they name nothing, and in development the sandbox.
    pub fn open(config: &Config, clock: Clock) -> anyhow::Result<Option<Self>> {
        let Some(account) = Account::of(config)? else {
            return Ok(None);
        };
        let mut builder = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        if !account.token_url.starts_with("https://") && !account.api_url.starts_with("https://") {
            // Nothing is to be verified, and reading the machine's certificates takes time.
            builder = builder.tls_certs_only([]).no_proxy();
        }
        Ok(Some(Self {
            account,
            client: builder.build().context("no HTTP client can be made")?,
            clock,
            breaker: Breaker::default(),
        }))
    }

    /// Address of the bank's script; of the sandbox, a path of this program.
    pub fn script(&self) -> &str {
        &self.account.script
    }

    /// Origin of the script, for the policy of the hand-off page; nothing when it is our own.
    pub(crate) fn script_origin(&self) -> Option<&str> {
        self.account.script_origin.as_deref()
    }

    /// The terminal that payments must name.
    pub fn terminal(&self) -> &str {
        &self.account.terminal
    }

    /// Begins a payment: the object that the bank's script is called with.
    pub async fn begin(&self, invoice: &Invoice<'_>) -> Result<Value, Silent> {
        let amount = sum_text(invoice.amount);
        let fields = [
            ("invoiceID", invoice.number),
            ("secret_hash", invoice.secret_hash),
            ("amount", &amount),
            ("currency", CURRENCY),
            ("postLink", invoice.post_link),
            ("failurePostLink", invoice.post_link),
        ];
        let asked = async { Ok(Ok(self.token(&fields).await?)) };
        let auth = self.guarded("token", asked).await?;
        Ok(json!({
            "auth": auth,
            "invoiceId": invoice.number,
            "terminal": self.account.terminal,
            "amount": sum_value(invoice.amount),
            "currency": CURRENCY,
            "backLink": invoice.back_link,
            "failureBackLink": invoice.failure_back_link,
            "postLink": invoice.post_link,
            "failurePostLink": invoice.post_link,
            "language": language(invoice.language),
            "description": invoice.description,
            "accountId": invoice.account,
        }))
    }

    /// How a payment stands: the only truth about it.
    pub async fn status(&self, invoice: &str) -> Result<Status, Silent> {
        let asked = async {
            let address = address(
                &self.account.api_url,
                &["check-status", "payment", "transaction", invoice],
            )?;
            let (status, body) = self.authorized(self.client.get(address)).await?;
            Ok(if status.is_success() {
                read::status(&body, invoice).context("the status cannot be understood")
            } else {
                Err(anyhow!("status {status}"))
            })
        };
        self.guarded("status", asked).await
    }

    /// Gives money of a charged transaction back. Repeat it with the same `external` after silence,
    /// and only when [`Self::status`] does not say that it was returned.
    pub async fn refund(
        &self,
        transaction: &str,
        amount: Tiyn,
        external: &str,
    ) -> Result<RefundAnswer, Silent> {
        let asked = async {
            let address = address(&self.account.api_url, &["operation", transaction, "refund"])?;
            let amount = sum_text(amount);
            let query = [("amount", amount.as_str()), ("externalID", external)];
            let call = self.client.post(address).query(&query);
            let (status, body) = self.authorized(call).await?;
            Ok(read::refund(status.as_u16(), &body).context(format!("status {status}")))
        };
        self.guarded("refund", asked).await
    }

    /// Adds a fresh token: the bank wants one for each operation.
    async fn authorized(&self, call: RequestBuilder) -> anyhow::Result<(StatusCode, Vec<u8>)> {
        let token = self.token(&[]).await?;
        let token = token["access_token"].as_str().unwrap_or_default();
        let (status, body) = answer(call.bearer_auth(token)).await?;
        ensure!(
            !status.is_server_error() && !NOT_NOW.contains(&status),
            "status {status}"
        );
        Ok((status, body))
    }

    async fn token(&self, fields: &[(&'static str, &str)]) -> anyhow::Result<Value> {
        let account = &self.account;
        let own = [
            ("grant_type", "client_credentials"),
            ("scope", SCOPE),
            ("client_id", &account.client_id),
            ("client_secret", &account.client_secret),
            ("terminal", &account.terminal),
        ];
        let form = own
            .iter()
            .chain(fields)
            .fold(reqwest::multipart::Form::new(), |form, (name, value)| {
                form.text(*name, (*value).to_owned())
            });
        let call = self.client.post(&account.token_url).multipart(form);
        let (status, body) = answer(call).await?;
        ensure!(status == StatusCode::OK, "status {status} to a token");
        read::token(&body).context("the token cannot be understood")
    }

    /// Asks nobody who has been silent, and tells nobody why. The outer failure is the bank's; the
    /// inner one is about this payment alone, and does not keep others from theirs.
    async fn guarded<T>(
        &self,
        what: &'static str,
        asked: impl Future<Output = anyhow::Result<anyhow::Result<T>>>,
    ) -> Result<T, Silent> {
        if !self.breaker.allows(self.clock.now()) {
            return Err(Silent);
        }
        let answer = asked.await;
        if self.breaker.note(self.clock.now(), answer.is_ok()) {
            tracing::warn!(bank = "halyk", "a bank is given a pause");
        }
        answer.flatten().map_err(|error| {
            metrics::counter!("tirkeu_bank_failures_total", "bank" => "halyk", "call" => what)
                .increment(1);
            let error = format!("{:#}", without_address(error));
            tracing::warn!(bank = "halyk", call = what, error, "a bank did not answer");
            Silent
        })
    }
}

/// Addresses name invoices and transactions.
fn without_address(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => error.without_url().into(),
        Err(error) => error,
    }
}

/// An address below the bank's, whatever the parts hold.
fn address(base: &str, parts: &[&str]) -> anyhow::Result<Url> {
    let mut address = Url::parse(base).context("the bank's address is none")?;
    if parts
        .iter()
        .any(|part| part.is_empty() || part.starts_with('.'))
    {
        bail!("nothing is asked for");
    }
    if let Ok(mut path) = address.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    Ok(address)
}

async fn answer(call: RequestBuilder) -> anyhow::Result<(StatusCode, Vec<u8>)> {
    let mut response = call.send().await?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        ensure!(
            body.len() + chunk.len() <= MAX_ANSWER,
            "the answer is too long"
        );
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}

/// A sum in a form or a query: whole tenge where there are no tiyn.
fn sum_text(amount: Tiyn) -> String {
    if amount.tiyn().is_multiple_of(100) {
        amount.tenge().to_string()
    } else {
        amount.to_string()
    }
}

/// A sum in JSON: a number, and never a float of ours.
fn sum_value(amount: Tiyn) -> Value {
    if amount.tiyn().is_multiple_of(100) {
        amount.tenge().into()
    } else {
        amount.to_string().into()
    }
}

/// The bank's names of languages.
fn language(code: &str) -> &'static str {
    match code {
        "kk" => "kaz",
        "en" => "eng",
        _ => "rus",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_languages_are_written_as_the_bank_wants_them() {
        assert_eq!(sum_text(Tiyn::of_tenge(5640)), "5640");
        assert_eq!(sum_text(Tiyn::new(564_050)), "5640.50");
        assert_eq!(sum_value(Tiyn::of_tenge(5640)), json!(5640));
        assert_eq!(sum_value(Tiyn::new(564_005)), json!("5640.05"));
        assert_eq!(["kk", "ru", "en"].map(language), ["kaz", "rus", "eng"]);
    }

    #[test]
    fn no_part_leaves_its_place_in_an_address() {
        let made = |part| address("https://bank.example/api/", &["operation", part, "refund"]);
        let text = |part| made(part).map(String::from).ok();
        let plain = Some("https://bank.example/api/operation/a-1/refund".to_owned());
        assert_eq!(text("a-1"), plain);
        let odd = Some("https://bank.example/api/operation/a%2F..%3Fb%23/refund".to_owned());
        assert_eq!(text("a/..?b#"), odd);
        assert_eq!((text(""), text("..")), (None, None));
    }
}
