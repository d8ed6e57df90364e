//! One HTTP call to a gateway. Always by POST: an address with the text in it would lie in logs. Both
//! gateways answer 200 whatever happened, so only the body tells.

use std::time::Duration;

use anyhow::Context;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url};
use serde_json::Value;

use super::{SmsError, SmsSettings};
use crate::breaker::Breaker;
use crate::clock::Clock;

/// Largest answer.
const MAX_ANSWER: usize = 64 * 1024;

/// A gateway's address, and how it fared lately.
#[derive(Debug, Clone)]
pub(super) struct Line {
    name: &'static str,
    address: String,
    client: Client,
    clock: Clock,
    breaker: Breaker,
}

impl Line {
    pub(super) fn open(
        name: &'static str,
        address: &str,
        settings: &SmsSettings,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        let timeout = Duration::from_millis(settings.sms_timeout_ms);
        let mut builder = Client::builder()
            .connect_timeout(timeout)
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none());
        if !address.starts_with("https://") {
            // Nothing is to be verified, and reading the machine's certificates takes time.
            builder = builder.tls_certs_only([]).no_proxy();
        }
        Ok(Self {
            name,
            address: address.to_owned(),
            client: builder.build().context("no HTTP client can be made")?,
            clock,
            breaker: Breaker::default(),
        })
    }

    /// Sends a form; the body of the answer, whatever it says.
    pub(super) async fn post(&self, fields: &[(&str, &str)]) -> Result<Value, SmsError> {
        let now = self.clock.now();
        if !self.breaker.allows(now) {
            return Err(SmsError::Silent);
        }
        let answer = self.exchange(fields).await;
        if self.breaker.note(now, answer.is_ok()) {
            tracing::warn!(gateway = self.name, "a gateway is given a pause");
        }
        answer.map_err(|error| {
            tracing::warn!(gateway = self.name, error = %format!("{error:#}"), "a gateway is silent");
            SmsError::Silent
        })
    }

    async fn exchange(&self, fields: &[(&str, &str)]) -> anyhow::Result<Value> {
        let mut response = self
            .client
            .post(&self.address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(fields))
            .send()
            .await
            .map_err(reqwest::Error::without_url)?;
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(reqwest::Error::without_url)?
        {
            anyhow::ensure!(
                body.len() + chunk.len() <= MAX_ANSWER,
                "the answer is too long"
            );
            body.extend_from_slice(&chunk);
        }
        // Not quoted: it may repeat the number.
        serde_json::from_slice(&body).map_err(|_| anyhow::anyhow!("the answer is no JSON"))
    }
}

/// The fields as a browser would send them.
fn form(fields: &[(&str, &str)]) -> String {
    let mut address = Url::parse("http://form").ok();
    if let Some(address) = &mut address {
        address.query_pairs_mut().extend_pairs(fields);
    }
    let query = address.as_ref().and_then(Url::query);
    query.unwrap_or_default().to_owned()
}

/// A number that some gateways write as text.
pub(super) fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// A name that some gateways write as a number.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_escapes_what_it_carries() {
        let fields = [("text", "Tirkeu: 1 – a&b"), ("output", "json")];
        assert_eq!(
            form(&fields),
            "text=Tirkeu%3A+1+%E2%80%93+a%26b&output=json"
        );
    }
}
