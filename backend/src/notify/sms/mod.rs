//! SMS: one way out, and the gateways behind it. A second gateway takes over when the first cannot;
//! a wrong number is wrong everywhere. No receipt is waited for.

mod line;
mod mobizon;
mod settings;
mod smsc;
mod texts;

use std::sync::Arc;

use anyhow::Context;

pub use settings::{SmsGateway, SmsSettings};
pub use texts::SmsTexts;

use super::mailer::{Mail, Mailer};
use crate::clock::Clock;
use crate::config::Config;
use line::Line;
use mobizon::Mobizon;
use smsc::Smsc;

/// The channel of an SMS, as rows and files name it.
pub(super) const SMS: &str = "sms";

/// By which a gateway knows a message that it took: `mobizon:123`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GatewayId(pub(super) String);

/// Why a gateway did not take a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SmsError {
    /// There is no money left.
    Money,
    /// The account or our address is blocked.
    Blocked,
    /// Too many messages at once.
    Rate,
    /// No answer, or none that can be understood.
    Silent,
    /// The number is wrong, or cannot be reached.
    Number,
    /// Anything else, by the gateway's own code.
    Refused(i64),
}

impl SmsError {
    /// Whether another gateway may fare better.
    const fn moves_on(self) -> bool {
        matches!(
            self,
            Self::Money | Self::Blocked | Self::Rate | Self::Silent
        )
    }

    /// The kind, for logs and figures.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Blocked => "blocked",
            Self::Rate => "rate",
            Self::Silent => "silent",
            Self::Number => "number",
            Self::Refused(_) => "refused",
        }
    }
}

/// One gateway.
#[derive(Debug, Clone)]
pub enum Gateway {
    /// Mobizon.
    Mobizon(Mobizon),
    /// SMSC.
    Smsc(Smsc),
}

impl Gateway {
    fn open(kind: SmsGateway, settings: &SmsSettings, clock: Clock) -> anyhow::Result<Self> {
        let wanted = |value: &Option<String>, flag: &str| {
            let value = value.clone().filter(|value| !value.is_empty());
            value.with_context(|| format!("--sms-gateway needs {flag}"))
        };
        Ok(match kind {
            SmsGateway::Mobizon => Self::Mobizon(Mobizon {
                line: Line::open("mobizon", &settings.mobizon_url, settings, clock)?,
                key: wanted(&settings.mobizon_key, "--mobizon-key")?,
                sender: settings.sms_sender.clone(),
            }),
            SmsGateway::Smsc => Self::Smsc(Smsc {
                line: Line::open("smsc", &settings.smsc_url, settings, clock)?,
                login: wanted(&settings.smsc_login, "--smsc-login")?,
                password: wanted(&settings.smsc_password, "--smsc-password")?,
                sender: settings.sms_sender.clone(),
            }),
        })
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Mobizon(_) => "mobizon",
            Self::Smsc(_) => "smsc",
        }
    }

    async fn send(&self, phone: &str, text: &str) -> Result<String, SmsError> {
        // International, without the plus.
        let digits = phone.trim_start_matches('+');
        match self {
            Self::Mobizon(gateway) => gateway.send(digits, text).await,
            Self::Smsc(gateway) => gateway.send(digits, text).await,
        }
    }
}

/// The way out.
#[derive(Clone)]
pub enum Sms {
    /// Gateways, the first one first.
    Gateways(Arc<[Gateway]>),
    /// With the letters: a folder in development, memory in tests.
    Outbox(Mailer),
    /// None.
    Absent,
}

impl Sms {
    /// What the settings name; in development the outbox where they name nothing.
    pub fn open(config: &Config, clock: &Clock) -> anyhow::Result<Self> {
        let settings = &config.sms;
        let named = [settings.sms_gateway, settings.sms_second_gateway];
        let gateways = named
            .into_iter()
            .flatten()
            .map(|kind| Gateway::open(kind, settings, clock.clone()))
            .collect::<anyhow::Result<Vec<_>>>()?;
        if !gateways.is_empty() {
            return Ok(Self::Gateways(gateways.into()));
        }
        if config.is_development() && !settings.without_sms {
            return Ok(Self::Outbox(Mailer::folder(config)?));
        }
        Ok(Self::Absent)
    }

    /// Whether any SMS can leave.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// Hands a message over.
    pub(super) async fn send(&self, message: &Mail) -> Result<GatewayId, SmsError> {
        match self {
            Self::Outbox(mailer) => match mailer.send(message).await {
                Ok(()) => Ok(GatewayId(format!("outbox:{}", message.id))),
                Err(_) => Err(SmsError::Silent),
            },
            Self::Absent => Err(SmsError::Silent),
            Self::Gateways(gateways) => {
                let mut last = SmsError::Silent;
                for gateway in gateways.iter() {
                    match gateway.send(&message.to, &message.text).await {
                        Ok(id) => return Ok(GatewayId(format!("{}:{id}", gateway.name()))),
                        Err(error) => {
                            note(gateway.name(), error);
                            last = error;
                        }
                    }
                    if !last.moves_on() {
                        break;
                    }
                }
                Err(last)
            }
        }
    }
}

fn note(gateway: &'static str, error: SmsError) {
    let kind = error.as_str();
    metrics::counter!("tirkeu_sms_refused_total", "gateway" => gateway, "kind" => kind)
        .increment(1);
    tracing::warn!(gateway, ?error, "a gateway did not take an SMS");
}
