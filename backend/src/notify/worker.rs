//! The worker that sends letters and SMS: at least once, with growing waits, never two of it on one letter.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use shared::consents::Language;
use shared::time::Instant;
use tokio::sync::watch;

use super::mailer::Mail;
use super::sms::{SMS, SmsError};
use super::store::{self, MessageRow};
use crate::app::App;
use crate::consents::centre_values;
use crate::programmes::FIRST;
use crate::secrets::Sealed;

/// Seconds a worker may hold a letter; a dead worker's letter is free again after them.
const HOLD_SECONDS: i64 = 60;

/// Waits after the first failure, the second, …; the last repeats.
const WAITS: &[i64] = &[5, 15, 60, 120, 300, 600, 1800];

/// Sends until told to stop: at the bell, and every second for letters whose wait is over.
pub async fn run_worker(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = send_waiting(&app).await {
            tracing::error!(error = %format!("{error:#}"), "the outbox could not be worked");
        }
        tokio::select! {
            () = app.letter_bell.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Sends every letter whose time has come; returns how many left.
pub async fn send_waiting(app: &App) -> anyhow::Result<usize> {
    let mut sent = 0;
    loop {
        let now = app.clock.now();
        // Looked for outside a transaction first: an idle worker must not write.
        let mut conn = app.db.read().await?;
        let waiting = store::count_due(&mut conn, now).await?;
        drop(conn);
        if waiting == 0 {
            return Ok(sent);
        }
        let mut tx = app.db.write().await?;
        let row = store::claim_message(&mut tx, now, now.plus_seconds(HOLD_SECONDS)).await?;
        tx.commit().await?;
        let Some(row) = row else { return Ok(sent) };
        sent += usize::from(send_one(app, now, &row).await?);
    }
}

async fn send_one(app: &App, now: Instant, row: &MessageRow) -> anyhow::Result<bool> {
    if row.useless_at <= now.0 {
        finish(app, &row.id, Outcome::Failed(now)).await?;
        tracing::warn!(template = row.template, "a letter was of no use any more");
        return Ok(false);
    }
    if row.channel.as_deref() == Some(SMS) {
        return send_sms(app, now, row).await;
    }
    let mail = render(app, now, row)?;
    match app.mailer.send(&mail).await {
        Ok(()) => {
            metrics::counter!("tirkeu_letters_sent_total", "template" => row.template.clone())
                .increment(1);
            finish(app, &row.id, Outcome::Sent(app.clock.now(), None)).await?;
            Ok(true)
        }
        Err(error) => {
            metrics::counter!("tirkeu_letters_delayed_total").increment(1);
            let wait = wait_after(row.attempts);
            tracing::warn!(template = row.template, wait, error = %error.root_cause(), "a letter waits");
            finish(app, &row.id, Outcome::Waiting(now.plus_seconds(wait))).await?;
            Ok(false)
        }
    }
}

fn wait_after(attempts: i64) -> i64 {
    let failures = usize::try_from(attempts - 1).unwrap_or(0);
    WAITS.get(failures).or(WAITS.last()).copied().unwrap_or(60)
}

/// A wrong number stays wrong: only that is given up before the code is of no use.
async fn send_sms(app: &App, now: Instant, row: &MessageRow) -> anyhow::Result<bool> {
    let (to, values) = open(app, row)?;
    let language = Language::from_tag(&row.language).unwrap_or_default();
    let message = Mail {
        id: row.id.clone(),
        channel: SMS.to_owned(),
        to,
        subject: "SMS".to_owned(),
        text: app.sms_texts.render(&row.template, language, &values)?,
        html: String::new(),
        at: now.0,
    };
    match app.sms.send(&message).await {
        Ok(id) => {
            metrics::counter!("tirkeu_sms_sent_total", "template" => row.template.clone())
                .increment(1);
            let sent = Outcome::Sent(app.clock.now(), Some(id.0));
            finish(app, &row.id, sent).await?;
            Ok(true)
        }
        Err(error) => {
            let wait = wait_after(row.attempts);
            let kind = error.as_str();
            tracing::warn!(template = row.template, wait, kind, "an SMS did not leave");
            let outcome = match error {
                SmsError::Number => Outcome::Failed(now),
                _ => Outcome::Waiting(now.plus_seconds(wait)),
            };
            finish(app, &row.id, outcome).await?;
            Ok(false)
        }
    }
}

enum Outcome {
    /// When, and by which the gateway knows it.
    Sent(Instant, Option<String>),
    Failed(Instant),
    Waiting(Instant),
}

async fn finish(app: &App, id: &str, outcome: Outcome) -> anyhow::Result<()> {
    let mut tx = app.db.write().await?;
    match outcome {
        Outcome::Sent(at, gateway_id) => {
            store::mark_sent(&mut tx, (id, gateway_id.as_deref()), at).await?;
        }
        Outcome::Failed(at) => store::mark_failed(&mut tx, id, at).await?,
        Outcome::Waiting(until) => store::mark_waiting(&mut tx, id, until).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Where it goes, and its values.
fn open(app: &App, row: &MessageRow) -> anyhow::Result<(String, BTreeMap<String, String>)> {
    let place = format!("outbox:{}", row.id);
    let to = app.secrets.open(&place, &Sealed(row.recipient.clone()))?;
    let parameters = app.secrets.open(&place, &Sealed(row.parameters.clone()))?;
    Ok((to, serde_json::from_str(&parameters)?))
}

fn render(app: &App, now: Instant, row: &MessageRow) -> anyhow::Result<Mail> {
    let (to, mut values) = open(app, row)?;
    let language = Language::from_tag(&row.language).unwrap_or_default();
    let programme = app.programmes.find(&row.programme);
    // A definition may be gone while its last letters are on their way.
    let programme = programme.or_else(|| app.programmes.find(FIRST));
    let programme = programme.context("there is no programme")?;
    for (name, value) in centre_values(&programme.centre, language) {
        values.insert(name.to_owned(), value);
    }
    let system = programme.system.text(language).to_owned();
    values.insert("system".to_owned(), system);
    let page = app.config.page_url.trim_end_matches('/');
    values.insert("sign_in_url".to_owned(), format!("{page}/sign-in"));
    values.insert("recover_url".to_owned(), format!("{page}/recover"));
    values.insert("children_url".to_owned(), format!("{page}/id/children"));
    let letter = app.letters.render(&row.template, language, &values)?;
    Ok(Mail {
        id: row.id.clone(),
        channel: "email".to_owned(),
        to,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        at: now.0,
    })
}
