//! Offering seats: to whoever waits longest, one transaction each. The seat is taken by the statement
//! that everybody takes one by, and the place in the list is ended in the same transaction, so neither
//! several programs nor a repeat offer a seat twice.

use shared::consents::Language;
use shared::problem::{Code, FieldError};
use shared::time::Instant;
use shared::waiting::offered_until;

use super::service::opened;
use super::store::{self, End, WaitingRow};
use crate::accounts::SessionKind;
use crate::app::App;
use crate::error::Error;
use crate::extract::Applicant;
use crate::{applications, campaigns, notify, registration, sittings};

/// What became of a turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The next one's turn has come.
    Over,
    /// There is no seat.
    Full,
}

/// Offers every free seat for which somebody waits, and ends the waiting for what cannot come any more.
pub async fn offer(app: &App, now: Instant) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let past = store::list_past(&mut conn, now).await?;
    let due = store::list_due(&mut conn, now).await?;
    drop(conn);
    for row in &past {
        drop_entry(app, now, row, "waiting_over").await?;
    }
    let mut done = "";
    for row in &due {
        if row.sitting_id == done {
            continue;
        }
        match take_turn(app, now, row).await {
            Ok(Turn::Over) => {}
            Ok(Turn::Full) => done = &row.sitting_id,
            Err(error) => {
                // The order is kept: nobody overtakes, and other sittings go on.
                tracing::error!(?error, "a seat could not be offered");
                done = &row.sitting_id;
            }
        }
    }
    Ok(())
}

async fn take_turn(app: &App, now: Instant, row: &WaitingRow) -> Result<Turn, Error> {
    match offer_to(app, now, row).await {
        Ok(()) => Ok(Turn::Over),
        Err(Error::Invalid(refusals)) if refusals.iter().any(is_full) => Ok(Turn::Full),
        Err(fault @ Error::Internal(_)) => Err(fault),
        Err(_) => {
            drop_entry(app, now, row, "waiting_dropped").await?;
            Ok(Turn::Over)
        }
    }
}

fn is_full(refusal: &FieldError) -> bool {
    refusal.code == Code::SittingFull
}

async fn offer_to(app: &App, now: Instant, due: &WaitingRow) -> Result<(), Error> {
    let who = Applicant {
        person_id: due.person_id.clone(),
        kind: SessionKind::Account,
        token_hash: String::new(),
    };
    let person = who.person_id.as_str();
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, person, now).await?;
    let Some(row) = store::find_live(&mut tx, &due.id).await? else {
        return Ok(());
    };
    let of = (row.campaign_id.as_str(), opened(app, &row)?);
    let asked = applications::examine(app, &mut tx, &who, of, now).await?;
    let sitting = sittings::find_ahead(&mut tx, now, &row.campaign_id, &row.sitting_id).await?;
    let until = offered_until(now, sitting.starts_at);
    let language = Language::from_tag(&row.rules_language).unwrap_or_default();
    let how = (&asked, (row.rules_version.as_str(), language));
    let application = applications::offer(app, &mut tx, &who, how, (now, until)).await?;
    let ended = (End::Offered, Some(application.id.as_str()));
    if store::mark_ended(&mut tx, (&row.id, person), ended, now).await? == 0 {
        // Left meanwhile; what was made is rolled back.
        return Ok(());
    }
    notify::offer_letter(app, &mut tx, now, (person, &application)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Ends somebody's waiting without a seat, and tells so.
async fn drop_entry(
    app: &App,
    now: Instant,
    row: &WaitingRow,
    template: &'static str,
) -> Result<(), Error> {
    let person = row.person_id.as_str();
    let mut tx = app.db.write().await?;
    if store::mark_ended(&mut tx, (&row.id, person), (End::Dropped, None), now).await? == 1 {
        let campaign = campaigns::find(&mut tx, &row.campaign_id).await?;
        let sitting = sittings::find(&mut tx, now, &row.sitting_id).await?;
        let about = (person, &campaign, sitting.as_ref());
        notify::waiting_letter(app, &mut tx, now, about, template).await?;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}
