//! The worker that asks registries in the background: a question is a row, held while it is asked,
//! repeated with growing waits, given up after a day. A restart loses none.

use std::time::Duration;

use shared::registries::PersonRecord;
use shared::time::Instant;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::adapter::{self, Record, Registry, Told};
use super::service::{CaseKind, conclude, open_case, place};
use super::store::{self, CheckRow};
use crate::app::App;
use crate::error::{Error, internal};
use crate::secrets::Sealed;

/// Questions that are under way at once.
const AT_ONCE: usize = 8;
/// Seconds beyond the longest answer for which a question is held.
const HOLD_SECONDS: i64 = 30;
/// Seconds after which a question is given up.
const GIVE_UP_SECONDS: i64 = 86_400;
/// Waits after the first silence, the second, …; the last repeats.
const SILENT_WAITS: &[i64] = &[5, 15, 60, 300, 900, 1800];
/// Waits until a promised answer is fetched.
const LATER_WAITS: &[i64] = &[1, 1, 2, 5, 10, 30, 60, 300, 900];

/// Asks until told to stop: at the bell, and every second for questions whose wait is over.
pub async fn run_worker(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = ask_waiting(&app).await {
            tracing::error!(error = %format!("{error:#}"), "the registries could not be asked");
        }
        tokio::select! {
            () = app.registry_bell.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Asks every question whose time has come; returns how many were answered.
pub async fn ask_waiting(app: &App) -> anyhow::Result<usize> {
    let mut answered = 0;
    let mut asking = JoinSet::new();
    loop {
        while asking.len() < AT_ONCE {
            let Some(row) = claim(app).await? else { break };
            let app = app.clone();
            asking.spawn(async move { ask_one(&app, row).await });
        }
        match asking.join_next().await {
            Some(done) => answered += usize::from(done??),
            None => return Ok(answered),
        }
    }
}

async fn claim(app: &App) -> anyhow::Result<Option<CheckRow>> {
    let now = app.clock.now();
    // Looked for outside a transaction first: an idle worker must not write.
    let mut conn = app.db.read().await?;
    if store::count_due(&mut conn, now).await? == 0 {
        return Ok(None);
    }
    drop(conn);
    let longest = match PersonRecord::registry(&app.registries) {
        Registry::Http(http) => i64::try_from(http.longest().as_secs()).unwrap_or(0),
        Registry::Table => 0,
    };
    let held_until = now.plus_seconds(longest + HOLD_SECONDS);
    let mut tx = app.db.write().await?;
    let row = store::claim_check(&mut tx, now, held_until).await?;
    tx.commit().await?;
    Ok(row)
}

fn wait(waits: &[i64], attempts: i64) -> i64 {
    let done = usize::try_from(attempts - 1).unwrap_or(0);
    waits.get(done).or(waits.last()).copied().unwrap_or(60)
}

async fn ask_one(app: &App, row: CheckRow) -> anyhow::Result<bool> {
    let id = row.look_up_id.as_str();
    let number = app.secrets.open(&place(id), &Sealed(row.number.clone()))?;
    let told = adapter::ask::<PersonRecord>(app, (id, &number), &row.poll).await;
    let told = told.map_err(internal)?;
    let now = app.clock.now();
    let too_late = Instant(row.asked_at).plus_seconds(GIVE_UP_SECONDS) <= now;
    let decided = too_late || matches!(told, Told::Found(_) | Told::NotFound);
    let mut tx = app.db.write().await?;
    if decided {
        conclude(app, &mut tx, now, id, &told)
            .await
            .map_err(internal)?;
    } else {
        put_off(&mut tx, now, &row, told).await.map_err(internal)?;
    }
    tx.commit().await?;
    Ok(decided)
}

/// The question waits: for the answer that was promised, or for the registry to come back.
async fn put_off(
    conn: &mut crate::db::Conn,
    now: Instant,
    row: &CheckRow,
    told: Told<PersonRecord>,
) -> Result<(), Error> {
    let id = row.look_up_id.as_str();
    if let Told::Later(poll) = told {
        let run_at = now.plus_seconds(wait(LATER_WAITS, row.attempts));
        store::mark_waiting(conn, id, &poll, run_at).await?;
        return Ok(());
    }
    let poll = if told == Told::Gone { "" } else { &row.poll };
    let run_at = now.plus_seconds(wait(SILENT_WAITS, row.attempts));
    if store::mark_waiting(conn, id, poll, run_at).await?
        && let Some(person) = store::mark_outcome(conn, id, "silent").await?
    {
        open_case(conn, now, &person, CaseKind::PersonUnchecked, id).await?;
    }
    Ok(())
}
