//! Holds whose time is over. Whoever books a sitting releases them first, so nothing depends on the
//! job that does it for the sittings nobody looks at.

use shared::time::Instant;

use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::sittings;

/// Ends the expired holds of a sitting and gives their seats back.
pub(super) async fn release(conn: &mut Conn, now: Instant, sitting: &str) -> Result<(), Error> {
    sittings::lock(conn, sitting).await?;
    let ended = store::annul_expired(conn, sitting, now).await?;
    if ended > 0 {
        store::note_annulled(conn, sitting, now).await?;
        sittings::give_back(conn, sitting, i64::try_from(ended).unwrap_or(0)).await?;
    }
    Ok(())
}

/// Ends the expired holds of a person, so that they do not stand in the way of a new application.
pub async fn release_own(app: &App, now: Instant, person_id: &str) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let sittings = store::list_own_expired(&mut conn, person_id, now).await?;
    let without = store::count_expired_without_sitting(&mut conn, now).await?;
    drop(conn);
    if without > 0 {
        release_without_sitting(app, now, person_id).await?;
    }
    release_each(app, now, &sittings).await
}

/// Holds of forms that ask for no sitting: of one person, or with an empty id of everybody.
async fn release_without_sitting(app: &App, now: Instant, person_id: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    if store::annul_expired_without_sitting(&mut tx, person_id, now).await? > 0 {
        store::note_annulled_without_sitting(&mut tx, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn release_each(app: &App, now: Instant, sittings: &[String]) -> Result<(), Error> {
    for sitting in sittings {
        let mut tx = app.db.write().await?;
        release(&mut tx, now, sitting).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Ends every expired hold, each sitting in its own transaction.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let sittings = store::list_sittings_with_expired(&mut conn, now).await?;
    let without = store::count_expired_without_sitting(&mut conn, now).await?;
    drop(conn);
    if without > 0 {
        release_without_sitting(app, now, "").await?;
    }
    release_each(app, now, &sittings).await
}
