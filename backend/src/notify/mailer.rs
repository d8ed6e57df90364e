//! Where letters go: an SMTP server, a folder in development, memory in tests.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// A letter as it left us; also the shape of the files in the development outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Identifier of the message: the same letter sent twice has the same.
    pub id: String,
    /// `email` or `sms`.
    pub channel: String,
    /// Address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Body for readers without HTML.
    pub text: String,
    /// Body.
    pub html: String,
    /// When it left us, microseconds UTC.
    pub at: i64,
}

/// What tests see of letters, and how they break the way out.
#[derive(Debug, Default)]
pub struct Memory {
    /// Letters that left.
    pub sent: Vec<Mail>,
    /// The mail server takes nothing.
    pub down: bool,
}

/// The way out.
#[derive(Clone)]
pub enum Mailer {
    /// A mail server.
    Smtp(Arc<AsyncSmtpTransport<Tokio1Executor>>, Mailbox),
    /// One JSON file a letter.
    Folder(PathBuf),
    /// For tests.
    Memory(Arc<Mutex<Memory>>),
}

impl Mailer {
    /// What the settings name.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let Some(url) = &config.smtp_url else {
            return Self::folder(config);
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .context("the SMTP address is wrong")?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        let sender = config
            .mail_from
            .parse()
            .context("the sender address is wrong")?;
        Ok(Self::Smtp(Arc::new(transport), sender))
    }

    /// The outbox of a development installation.
    pub(super) fn folder(config: &Config) -> anyhow::Result<Self> {
        let folder = config.data.join("outbox");
        std::fs::create_dir_all(&folder).context("cannot make the outbox folder")?;
        Ok(Self::Folder(folder))
    }

    /// Hands a letter over. An error means: try again later.
    pub(super) async fn send(&self, mail: &Mail) -> anyhow::Result<()> {
        match self {
            Self::Smtp(transport, sender) => {
                let message = Message::builder()
                    .from(sender.clone())
                    .to(mail
                        .to
                        .parse()
                        .context("the recipient's address does not parse")?)
                    .message_id(Some(format!("<{}@tirkeu>", mail.id)))
                    .subject(&mail.subject)
                    .multipart(MultiPart::alternative_plain_html(
                        mail.text.clone(),
                        mail.html.clone(),
                    ))?;
                transport
                    .send(message)
                    .await
                    .context("the mail server did not take the letter")?;
            }
            Self::Folder(folder) => {
                let file = folder.join(format!("{}.json", mail.id));
                let part = folder.join(format!("{}.part", mail.id));
                tokio::fs::write(&part, serde_json::to_vec_pretty(mail)?).await?;
                tokio::fs::rename(&part, &file).await?;
            }
            Self::Memory(memory) => {
                let mut memory = memory.lock().map_err(|_| anyhow::anyhow!("poisoned"))?;
                anyhow::ensure!(!memory.down, "the mail server is down");
                memory.sent.push(mail.clone());
            }
        }
        Ok(())
    }
}
