//! Queueing letters, one function a kind.

use std::collections::BTreeMap;

use shared::consents::Language;
use shared::time::Instant;

use super::sms::SMS;
use super::store::{self, NewMessage};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;

/// Hours a letter without a deadline is tried.
pub(super) const TRIED_HOURS: i64 = 48;

/// Where a letter stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delivery {
    /// When it left us.
    pub sent_at: Option<Instant>,
    /// It was tried and did not leave.
    pub delayed: bool,
}

pub(super) type Values<'a> = &'a [(&'a str, &'a str)];

/// Person, address and language of a letter.
pub(super) type To<'a> = (&'a str, &'a str, Language);

/// Puts a letter into the outbox; returns the message.
pub(super) async fn enqueue(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    message: (&str, Values<'_>),
) -> Result<String, Error> {
    enqueue_for(app, conn, "email", times, to, message).await
}

async fn enqueue_for(
    app: &App,
    conn: &mut Conn,
    channel: &str,
    (now, useless_at): (Instant, Instant),
    (person_id, recipient, language): To<'_>,
    (template, values): (&str, Values<'_>),
) -> Result<String, Error> {
    let id = new_id();
    let values: BTreeMap<&str, &str> = values.iter().copied().collect();
    let place = format!("outbox:{id}");
    let message = NewMessage {
        id: &id,
        person_id,
        template,
        language: language.as_str(),
        channel,
        recipient: &app.secrets.seal(&place, recipient)?,
        parameters: &app.secrets.seal(&place, &serde_json::to_string(&values)?)?,
        useless_at,
    };
    store::insert_message(conn, message, now).await?;
    Ok(id)
}

/// A code, useless after it expired. Returns the message, to ask for its delivery.
pub async fn code(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: To<'_>,
    (template, code, expires_at): (&str, &str, Instant),
) -> Result<String, Error> {
    let until = local_time(expires_at);
    let values = [("code", code), ("valid_until", until.as_str())];
    enqueue(app, conn, (now, expires_at), to, (template, &values)).await
}

/// A code by SMS, useless after it expired. Returns the message, to ask for its delivery.
pub async fn sms_code(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: To<'_>,
    (template, code, expires_at): (&str, &str, Instant),
) -> Result<String, Error> {
    let values = [("code", code)];
    let times = (now, expires_at);
    enqueue_for(app, conn, SMS, times, to, (template, &values)).await
}

/// To the owner of a number that somebody else just entered; at most one a day.
pub async fn number_known(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    owner_id: &str,
) -> Result<(), Error> {
    let Some(owner) = store::find_owner(conn, owner_id).await? else {
        return Ok(());
    };
    once_a_day(app, conn, now, &owner, "number_known", &[]).await
}

/// To the owner of an account whose sign-in was tried too often; at most one a day.
pub async fn too_many_tries(app: &App, now: Instant, email: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    if let Some(owner) = store::find_owner_by_email(&mut tx, email).await? {
        let time = local_time(now);
        once_a_day(
            app,
            &mut tx,
            now,
            &owner,
            "too_many_tries",
            &[("time", &time)],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn once_a_day(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    owner: &store::OwnerRow,
    template: &str,
    values: Values<'_>,
) -> Result<(), Error> {
    let yesterday = now.plus_seconds(-86_400);
    if store::count_since(conn, &owner.person_id, template, yesterday).await? > 0 {
        return Ok(());
    }
    let language = Language::from_tag(&owner.language).unwrap_or_default();
    let to = (owner.person_id.as_str(), owner.email.as_str(), language);
    enqueue(
        app,
        conn,
        (now, now.plus_seconds(TRIED_HOURS * 3600)),
        to,
        (template, values),
    )
    .await?;
    Ok(())
}

/// The password of an account was changed.
pub async fn password_changed(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: To<'_>,
) -> Result<(), Error> {
    let time = local_time(now);
    let values = [("time", time.as_str())];
    let useless_at = now.plus_seconds(TRIED_HOURS * 3600);
    enqueue(
        app,
        conn,
        (now, useless_at),
        to,
        ("password_changed", &values),
    )
    .await?;
    Ok(())
}

/// The registration is finished; `checked` says whether staff now look at the identity.
pub async fn registered(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, language): (&str, Language),
    checked: bool,
) -> Result<(), Error> {
    let template = if checked {
        "registered"
    } else {
        "registered_plain"
    };
    let Some(owner) = store::find_owner(conn, person_id).await? else {
        return Ok(());
    };
    let to = (person_id, owner.email.as_str(), language);
    enqueue(
        app,
        conn,
        (now, now.plus_seconds(TRIED_HOURS * 3600)),
        to,
        (template, &[]),
    )
    .await?;
    Ok(())
}

/// Where a letter stands.
pub async fn delivery(conn: &mut Conn, message_id: &str) -> Result<Delivery, Error> {
    let row = store::find_delivery(conn, message_id).await?;
    Ok(row.map_or_else(Delivery::default, |row| Delivery {
        sent_at: row.sent_at.map(Instant),
        // One attempt may be under way this moment; from the second on the first has failed.
        delayed: row.sent_at.is_none() && row.attempts > 1,
    }))
}

/// Every letter to a person: what it was about and when it left, for the owner's file.
pub async fn list(conn: &mut Conn, person_id: &str) -> Result<Vec<serde_json::Value>, Error> {
    let rows = store::list_messages(conn, person_id).await?;
    let told = rows.into_iter().map(|row| {
        serde_json::json!({
            "about": row.template, "asked_at": row.created_at, "sent_at": row.sent_at,
        })
    });
    Ok(told.collect())
}

/// Gives up every letter that waits for a person who wants to be forgotten.
pub async fn erase(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    Ok(store::mark_all_failed(conn, person_id, now).await?)
}

/// `21.11.2026 14:05` by the clocks of Kazakhstan; the texts say "UTC+5" themselves.
pub fn local_time(at: Instant) -> String {
    let date = shared::time::date_in_kazakhstan(at);
    let seconds = at
        .plus_seconds(shared::time::KAZAKHSTAN_OFFSET_SECONDS)
        .0
        .div_euclid(1_000_000);
    let minute_of_day = seconds.rem_euclid(86_400) / 60;
    format!(
        "{:02}.{:02}.{} {:02}:{:02}",
        date.day(),
        date.month(),
        date.year(),
        minute_of_day / 60,
        minute_of_day % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_by_the_clocks_of_kazakhstan() {
        assert_eq!(
            local_time(Instant(1_795_201_199_000_000)),
            "20.11.2026 23:59"
        );
    }
}
