//! What money does to an application: its hold is prolonged, it is settled, or it comes back. Called by
//! `payments`, which holds the person's line.

use shared::applications::Application;
use shared::payments::{AFTER_FAILURE_MINUTES, FAILURES_THAT_PROLONG, PAYING_MINUTES};
use shared::time::Instant;

use super::{holds, service, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::{campaigns, notify, sittings};

/// Why a hold is prolonged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A payment starts: at least twenty minutes remain, once.
    Payment,
    /// A payment failed: at least ten minutes remain, a few times.
    AfterFailure,
}

/// An application of a person with its history.
pub async fn find_of(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
    id: &str,
) -> Result<Application, Error> {
    service::find_with(app, conn, person_id, id).await
}

/// Prolongs a hold that has not ended. Never shortens it.
pub async fn prolong(conn: &mut Conn, now: Instant, id: &str, start: Start) -> Result<(), Error> {
    match start {
        Start::Payment => {
            let until = now.plus_seconds(PAYING_MINUTES * 60);
            store::prolong_once(conn, id, (now, until)).await?;
        }
        Start::AfterFailure => {
            let until = now.plus_seconds(AFTER_FAILURE_MINUTES * 60);
            store::prolong_after_failure(conn, id, (now, until), FAILURES_THAT_PROLONG).await?;
        }
    }
    Ok(())
}

/// A held application is paid. False when it is not held any more.
pub async fn settle(conn: &mut Conn, now: Instant, (_, id): (&str, &str)) -> Result<bool, Error> {
    if store::mark_settled(conn, id, now).await? == 0 {
        return Ok(false);
    }
    store::insert_version(conn, id, now).await?;
    Ok(true)
}

/// The slot in which an annulled application could come back, as far as its person is concerned.
async fn slot_for(
    conn: &mut Conn,
    now: Instant,
    (person_id, id): (&str, &str),
) -> Result<Option<(i64, Option<String>)>, Error> {
    let row = store::find_application(conn, person_id, id).await?;
    let Some(row) = row.filter(|row| row.state == "annulled") else {
        return Ok(None);
    };
    let campaign = campaigns::find(conn, &row.campaign_id).await?;
    let taken = store::list_slots(conn, person_id, &campaign.id).await?;
    let slot = (1..=campaign.applications_allowed).find(|slot| !taken.contains(slot));
    let Some(slot) = slot else { return Ok(None) };
    if let Some(sitting) = &row.sitting_id {
        let Some(sitting) = sittings::find(conn, now, sitting).await? else {
            return Ok(None);
        };
        let times = (sitting.starts_at, sitting.ends_at);
        let clashes = store::count_clashes(conn, person_id, (id, now), times).await?;
        if sitting.starts_at <= now || clashes > 0 {
            return Ok(None);
        }
    }
    Ok(Some((slot, row.sitting_id)))
}

/// Whether an annulled application could have its seat back now. The sitting is then locked, so that
/// the answer holds until the transaction ends.
pub async fn may_come_back(conn: &mut Conn, now: Instant, of: (&str, &str)) -> Result<bool, Error> {
    let Some((_, sitting)) = slot_for(conn, now, of).await? else {
        return Ok(false);
    };
    let Some(sitting) = sitting else {
        return Ok(true);
    };
    holds::release(conn, now, &sitting).await?;
    let sitting = sittings::find(conn, now, &sitting).await?;
    Ok(sitting.is_some_and(|sitting| sitting.free > 0))
}

/// An annulled application takes a seat again and is paid. False when it cannot.
pub async fn come_back(conn: &mut Conn, now: Instant, of: (&str, &str)) -> Result<bool, Error> {
    let Some((slot, sitting)) = slot_for(conn, now, of).await? else {
        return Ok(false);
    };
    let (person_id, id) = of;
    let row = store::find_application(conn, person_id, id).await?;
    let Some(row) = row else { return Ok(false) };
    if let Some(sitting) = &sitting {
        holds::release(conn, now, sitting).await?;
        match sittings::take(conn, now, &row.campaign_id, sitting).await {
            Ok(()) => {}
            Err(Error::Invalid(_)) => return Ok(false),
            Err(fault) => return Err(fault),
        }
    }
    if store::mark_come_back(conn, (id, slot), now).await? == 0 {
        return Err(anyhow::anyhow!("an application moved past the line of its person").into());
    }
    store::insert_version(conn, id, now).await?;
    Ok(true)
}

/// Writes to everybody whose hold ended since. Twice at once is as once.
pub async fn tell_annulled(app: &App, now: Instant) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let untold = store::list_untold(&mut conn).await?;
    drop(conn);
    for (id, person_id) in untold {
        let mut tx = app.db.write().await?;
        if store::mark_told(&mut tx, &id).await? == 1 {
            let application = find_of(app, &mut tx, &person_id, &id).await?;
            let about = (person_id.as_str(), &application);
            notify::annulled_letter(app, &mut tx, now, about).await?;
        }
        tx.commit().await?;
        app.letter_bell.notify_one();
    }
    Ok(())
}
