//! A registry behind HTTP, by the contract of `docs/registries.md`. It keeps nothing but the
//! breaker, and never runs inside a transaction.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use shared::registries::{Question, RegistryAccepted, RegistryAnswer};
use shared::time::Instant;

use super::adapter::Told;
use crate::breaker::Breaker;

/// Largest answer.
const MAX_ANSWER: usize = 64 * 1024;

/// One registry.
#[derive(Debug, Clone)]
pub struct Http {
    name: &'static str,
    client: Client,
    address: String,
    token: Option<String>,
    timeout: Duration,
    breaker: Breaker,
}

/// What one question brought.
enum Brought<T> {
    Answer(RegistryAnswer<T>),
    Later(String),
    /// The registry forgot what it promised.
    Gone,
}

impl Http {
    /// An adapter for this address.
    pub(super) fn open(
        name: &'static str,
        address: &str,
        token: Option<&str>,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        let mut builder = Client::builder()
            .connect_timeout(timeout.min(Duration::from_secs(3)))
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none());
        if !address.starts_with("https://") {
            // Nothing is to be verified, and reading the machine's certificates takes time.
            builder = builder.tls_certs_only([]).no_proxy();
        }
        Ok(Self {
            name,
            client: builder.build().context("no HTTP client can be made")?,
            address: address.trim_end_matches('/').to_owned(),
            token: token.map(str::to_owned),
            timeout,
            breaker: Breaker::default(),
        })
    }

    /// The longest that [`Self::ask`] takes: two tries.
    pub(super) fn longest(&self) -> Duration {
        self.timeout * 2
    }

    /// Asks, or asks for the answer at `poll`. `id` is the same each time a question is repeated.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        now: Instant,
        (id, number): (&str, &str),
        poll: &str,
    ) -> Told<T> {
        if !self.breaker.allows(now) {
            return Told::Silent;
        }
        let call = || {
            let call = if poll.is_empty() {
                let question = Question {
                    number: number.to_owned(),
                };
                self.client.post(&self.address).json(&question)
            } else {
                self.client.get(format!("{}/{poll}", self.address))
            };
            self.named(call, id)
        };
        let mut brought = exchange::<T>(call()).await;
        if brought.as_ref().is_err_and(is_worth_repeating) {
            brought = exchange::<T>(call()).await;
        }
        if poll.is_empty() && matches!(brought, Ok(Brought::Gone)) {
            brought = Err(anyhow::anyhow!("there is nothing at the address"));
        }
        if self.breaker.note(now, brought.is_ok()) {
            tracing::warn!(registry = self.name, "a registry is given a pause");
        }
        match brought {
            Ok(Brought::Answer(RegistryAnswer::Found { record })) => Told::Found(record),
            Ok(Brought::Answer(RegistryAnswer::NotFound)) => Told::NotFound,
            Ok(Brought::Later(poll)) => Told::Later(poll),
            Ok(Brought::Gone) => Told::Gone,
            Err(error) => {
                metrics::counter!("tirkeu_registry_failures_total", "registry" => self.name)
                    .increment(1);
                // The cause names no number: numbers travel in bodies.
                let error = format!("{:#}", without_address(error));
                tracing::warn!(registry = self.name, error, "a registry did not answer");
                Told::Silent
            }
        }
    }

    /// Notes that somebody stopped waiting for an answer.
    pub(super) fn note_silence(&self, now: Instant) {
        self.breaker.note(now, false);
    }

    fn named(&self, call: RequestBuilder, id: &str) -> RequestBuilder {
        let call = call.header("tirkeu-question", id);
        match &self.token {
            Some(token) => call.bearer_auth(token),
            None => call,
        }
    }
}

/// Addresses of late answers are the registry's secret.
fn without_address(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => error.without_url().into(),
        Err(error) => error,
    }
}

/// A lost connection and a fault of the server may be gone at once; what it refuses or writes wrong
/// it will refuse or write wrong again, and who was silent once is given time.
fn is_worth_repeating(error: &anyhow::Error) -> bool {
    let lost = error
        .downcast_ref::<reqwest::Error>()
        .is_some_and(|error| !error.is_timeout() && !error.is_decode());
    lost || error.is::<ServerFault>()
}

/// A status of 500 or above.
#[derive(Debug)]
struct ServerFault(StatusCode);

impl std::fmt::Display for ServerFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "status {}", self.0)
    }
}

impl std::error::Error for ServerFault {}

async fn exchange<T: DeserializeOwned>(call: RequestBuilder) -> anyhow::Result<Brought<T>> {
    let mut response = call.send().await?;
    let status = response.status();
    if status.is_server_error() {
        return Err(ServerFault(status).into());
    }
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Ok(Brought::Gone);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        ensure!(
            body.len() + chunk.len() <= MAX_ANSWER,
            "the answer is too long"
        );
        body.extend_from_slice(&chunk);
    }
    // What cannot be read is not quoted: it may hold somebody's data.
    match status {
        StatusCode::OK => {
            let answer = serde_json::from_slice(&body);
            let answer = answer.map_err(|_| anyhow::anyhow!("the answer is not ours to read"))?;
            Ok(Brought::Answer(answer))
        }
        StatusCode::ACCEPTED => {
            let accepted: Option<RegistryAccepted> = serde_json::from_slice(&body).ok();
            let place = accepted.as_ref().and_then(RegistryAccepted::place);
            let place = place.context("the place of the later answer is not usable")?;
            Ok(Brought::Later(place.to_owned()))
        }
        other => bail!("status {other}"),
    }
}
