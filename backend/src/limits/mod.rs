//! Limits as rows, so that replicas agree. A use is taken before the act, in a transaction of its
//! own, so that neither a refusal later on nor many calls at once give tries back.

mod store;

use shared::problem::Code;
use shared::time::Instant;

use crate::app::App;
use crate::error::Error;

/// So many uses within so many seconds, counted from the first use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// Uses.
    pub uses: i64,
    /// Length of the window.
    pub seconds: i64,
    /// How a refusal is told.
    pub code: Code,
}

/// Takes one use of each limit, or says how long to wait. Uses taken of earlier limits in the list
/// stay taken when a later one refuses.
pub(crate) async fn take(app: &App, now: Instant, wanted: &[(String, Limit)]) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let mut refusal = None;
    for (key, limit) in wanted {
        let began_after = now.plus_seconds(-limit.seconds);
        let (used, started_at) = store::take_use(&mut tx, key, now, began_after).await?;
        if used > limit.uses {
            let free_at = started_at.plus_seconds(limit.seconds);
            refusal = Some(Error::Wait(limit.code, now.seconds_until(free_at)));
            break;
        }
    }
    tx.commit().await?;
    refusal.map_or(Ok(()), Err)
}

/// How many uses were taken of the window that is open now; takes none.
pub(crate) async fn uses(app: &App, now: Instant, key: &str, seconds: i64) -> Result<i64, Error> {
    let mut conn = app.db.read().await?;
    Ok(store::find_uses(&mut conn, key, now.plus_seconds(-seconds)).await?)
}

/// Forgets the uses of a limit, after a success.
pub(crate) async fn clear(app: &App, keys: &[String]) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    for key in keys {
        store::delete_limit(&mut tx, key).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Deletes windows that ended long ago.
pub(crate) async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_older(&mut tx, now.plus_seconds(-2 * 86_400)).await?;
    tx.commit().await?;
    Ok(())
}
