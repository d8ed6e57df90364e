//! Letters about a guardian's consent: the link that a child has mailed, and what became of it.

use shared::consents::Language;
use shared::time::Instant;

use super::service::{TRIED_HOURS, To, Values, enqueue, local_time};
use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// To the address that a child typed: who asks, and the link.
pub async fn guardian_link(
    app: &App,
    conn: &mut Conn,
    times: (Instant, Instant),
    to: To<'_>,
    (child, address): (&str, String),
) -> Result<(), Error> {
    let until = local_time(times.1);
    let values = [
        ("child", child),
        ("link_url", address.as_str()),
        ("valid_until", until.as_str()),
    ];
    enqueue(app, conn, times, to, ("guardian_link", &values)).await?;
    Ok(())
}

/// To a guardian or a child, as the template says; to nobody where there is no address.
pub async fn guardian_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    letter: (&str, Values<'_>),
) -> Result<(), Error> {
    let Some(owner) = store::find_owner(conn, person_id).await? else {
        return Ok(());
    };
    let language = Language::from_tag(&owner.language).unwrap_or_default();
    let to = (person_id, owner.email.as_str(), language);
    let until = now.plus_seconds(TRIED_HOURS * 3600);
    enqueue(app, conn, (now, until), to, letter).await?;
    Ok(())
}
