//! Letters about an account's security. Each that tells of a change carries the link against it.

use shared::time::Instant;

use super::service::{TRIED_HOURS, To, Values, enqueue, local_time};
use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// The address that a link in a letter opens. The token stands behind `#`, which browsers do not
/// send: it comes into no log.
fn link(app: &App, token: &str) -> String {
    format!("{}/link#{token}", app.config.page_url.trim_end_matches('/'))
}

async fn tell(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    (template, values): (&str, Values<'_>),
) -> Result<(), Error> {
    enqueue(app, conn, times, to, (template, values)).await?;
    Ok(())
}

/// Somebody signed in from a browser that was not here before; with the link "this was not me".
pub async fn new_device(
    app: &App,
    conn: &mut Conn,
    (now, until): (Instant, Instant),
    to: To<'_>,
    (device, token): (&str, &str),
) -> Result<(), Error> {
    let (time, link) = (local_time(now), link(app, token));
    let device = if device.is_empty() { "?" } else { device };
    let values = [
        ("time", time.as_str()),
        ("device", device),
        ("link_url", link.as_str()),
    ];
    tell(app, conn, (now, until), to, ("new_device", &values)).await
}

/// To the address of a registration: the link that proves it, and whether it has a login already.
/// Returns the message, to ask for its delivery.
pub async fn email_link(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    (known, token): (bool, &str),
) -> Result<String, Error> {
    let (valid_until, link) = (local_time(times.1), link(app, token));
    let values = [
        ("valid_until", valid_until.as_str()),
        ("link_url", link.as_str()),
    ];
    let template = if known {
        "email_link_known"
    } else {
        "email_link"
    };
    enqueue(app, conn, times, to, (template, &values)).await
}

/// A passkey was added, removed or found to be copied, as the template says; with the link "this was
/// not me".
pub async fn passkey(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    (template, device, token): (&str, &str, &str),
) -> Result<(), Error> {
    let (time, link) = (local_time(times.0), link(app, token));
    let device = if device.is_empty() { "?" } else { device };
    let values = [
        ("time", time.as_str()),
        ("device", device),
        ("link_url", link.as_str()),
    ];
    tell(app, conn, times, to, (template, &values)).await
}

/// Whether a person got this letter within a day.
pub async fn was_told_today(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    template: &str,
) -> Result<bool, Error> {
    let yesterday = now.plus_seconds(-86_400);
    Ok(store::count_since(conn, person_id, template, yesterday).await? > 0)
}

/// The password that is asked again was wrong too often; with the link "this was not me".
pub async fn password_guessed(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    token: &str,
) -> Result<(), Error> {
    let (time, link) = (local_time(times.0), link(app, token));
    let values = [("time", time.as_str()), ("link_url", link.as_str())];
    tell(app, conn, times, to, ("password_guessed", &values)).await
}

/// To a new address: the link that proves it, and until when it works.
pub async fn email_change(
    app: &App,
    conn: &mut Conn,
    (now, until): (Instant, Instant),
    to: To<'_>,
    token: &str,
) -> Result<(), Error> {
    let (valid_until, link) = (local_time(until), link(app, token));
    let values = [
        ("valid_until", valid_until.as_str()),
        ("link_url", link.as_str()),
    ];
    tell(app, conn, (now, until), to, ("email_change", &values)).await
}

/// To a new address that has a login already: somebody wanted it for theirs.
pub async fn email_change_known(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: To<'_>,
) -> Result<(), Error> {
    let until = now.plus_seconds(TRIED_HOURS * 3600);
    tell(app, conn, (now, until), to, ("email_change_known", &[])).await
}

/// To the old address: another one is wanted; with the link that takes it back.
pub async fn email_change_asked(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    (new_email, token): (&str, &str),
) -> Result<(), Error> {
    let (time, link) = (local_time(times.0), link(app, token));
    let values = [
        ("time", time.as_str()),
        ("new_email", new_email),
        ("link_url", link.as_str()),
    ];
    tell(app, conn, times, to, ("email_change_asked", &values)).await
}

/// To the old address: another one is the login now; with the link that takes it back.
pub async fn email_changed(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    (new_email, token): (&str, &str),
) -> Result<(), Error> {
    let (time, link) = (local_time(times.0), link(app, token));
    let values = [
        ("time", time.as_str()),
        ("new_email", new_email),
        ("link_url", link.as_str()),
    ];
    tell(app, conn, times, to, ("email_changed", &values)).await
}

/// The account is gone.
pub async fn account_deleted(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: To<'_>,
) -> Result<(), Error> {
    let time = local_time(now);
    let until = now.plus_seconds(TRIED_HOURS * 3600);
    tell(
        app,
        conn,
        (now, until),
        to,
        ("account_deleted", &[("time", &time)]),
    )
    .await
}
