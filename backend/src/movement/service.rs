//! Challenges, goes, review, and what is kept how long.

use serde_json::{Value, json};
use shared::movement::{
    CHALLENGE_SECONDS, CLIP_SECONDS, Challenge, FAILURES_BEFORE_REVIEW, GOES, GOES_SECONDS, Goes,
    Move, Movement, MovementState, round,
};
use shared::problem::Code;
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::time::Instant;

use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::proofing;
use crate::registration::{DRAFT_DAYS, Step, open_step};
use crate::secrets::new_choice;

/// A recording whose answer never came (a crash) counts as a go for so long.
pub(super) const UNANSWERED_SECONDS: i64 = 60;

/// Opens the step for somebody who has to show the movements.
pub(super) async fn open(app: &App, who: &Applicant) -> Result<Step, Error> {
    let step = open_step(app, who, Requirement::MovementCheck).await?;
    let passed = |found: Movement| found.state == MovementState::Passed;
    if step.facts.in_person() || step.facts.movement.is_some_and(passed) {
        return Err(Code::StepOutOfOrder.into());
    }
    Ok(step)
}

/// Makes a challenge; it takes the place of one that was not answered.
pub(super) async fn begin(app: &App, who: &Applicant) -> Result<Challenge, Error> {
    let mut step = open(app, who).await?;
    let (now, person_id) = (step.now, who.person_id.as_str());
    let goes = goes(&mut step.tx, person_id, now).await?;
    refuse_pause(&goes, now)?;
    let moves = order(app);
    let id = new_id();
    let expires_at = now.plus_seconds(CHALLENGE_SECONDS);
    store::mark_replaced(&mut step.tx, person_id, now).await?;
    let text = moves.map(Move::as_str).join(",");
    store::insert_check(&mut step.tx, &id, person_id, &text, (now, expires_at)).await?;
    step.tx.commit().await?;
    Ok(Challenge {
        id,
        moves: moves.to_vec(),
        expires_at,
        goes,
    })
}

/// Any order but the one of the settings, which only development has.
fn order(app: &App) -> [Move; 3] {
    let orders = Move::orders();
    let chosen = orders[new_choice(orders.len())];
    let fixed = app.config.movement_order.as_ref();
    fixed.map_or(chosen, |fixed| fixed.0)
}

/// Refuses while there is a pause.
pub(super) fn refuse_pause(goes: &Goes, now: Instant) -> Result<(), Error> {
    match goes.paused_until {
        Some(until) => Err(Error::Wait(Code::MovementPaused, now.seconds_until(until))),
        None => Ok(()),
    }
}

pub(super) async fn find_goes(app: &App, who: &Applicant) -> Result<Goes, Error> {
    let mut conn = app.db.read().await?;
    goes(&mut conn, &who.person_id, app.clock.now()).await
}

/// The goes of a person: those that failed, and one that is still being measured.
pub(super) async fn goes(conn: &mut Conn, person_id: &str, now: Instant) -> Result<Goes, Error> {
    let since = now.plus_seconds(-GOES_SECONDS);
    let unanswered = now.plus_seconds(-UNANSWERED_SECONDS);
    let failed = store::list_goes(conn, person_id, (since, unanswered)).await?;
    let failed: Vec<Instant> = failed.into_iter().map(Instant).collect();
    let (in_round, paused_until) = round(&failed, now);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Ok(Goes {
        failed: count(in_round),
        of: count(GOES),
        paused_until,
        for_review: for_review(conn, person_id).await?,
    })
}

/// The last go, when enough of them failed and its recording is still there.
async fn for_review(conn: &mut Conn, person_id: &str) -> Result<Option<String>, Error> {
    if store::count_failed(conn, person_id).await? < FAILURES_BEFORE_REVIEW {
        return Ok(None);
    }
    Ok(store::find_last_failed(conn, person_id).await?)
}

/// Gives the last recording to a person to look at; twice is once.
pub(super) async fn ask_for_review(
    app: &App,
    who: &Applicant,
    id: &str,
) -> Result<Registration, Error> {
    let mut step = open(app, who).await?;
    let (now, person_id) = (step.now, who.person_id.as_str());
    if store::find_check(&mut step.tx, id, person_id)
        .await?
        .is_none()
    {
        return Err(Code::NotFound.into());
    }
    if for_review(&mut step.tx, person_id).await?.as_deref() != Some(id) {
        return Err(Code::ReviewTooEarly.into());
    }
    store::mark_review(&mut step.tx, id, now).await?;
    store::insert_case(&mut step.tx, (&new_id(), person_id), id, now).await?;
    step.finish().await
}

/// Whether the check of a person is done, and who found it right.
pub async fn standing(conn: &mut Conn, person_id: &str) -> Result<Option<Movement>, Error> {
    let passed = store::find_passed(conn, person_id).await?;
    let done = |state, at: i64| Movement {
        state,
        at: Instant(at),
    };
    if let Some(at) = passed {
        return Ok(Some(done(MovementState::Passed, at)));
    }
    let waiting = store::find_review(conn, person_id).await?;
    Ok(waiting.map(|at| done(MovementState::InReview, at)))
}

/// The checks of a person, for that person.
pub async fn own_data(conn: &mut Conn, person_id: &str) -> Result<Vec<Value>, Error> {
    let rows = store::list_checks(conn, person_id).await?;
    let told = rows.into_iter().map(|row| {
        json!({
            "moves": row.moves.split(',').collect::<Vec<_>>(),
            "asked_at": row.created_at,
            "sent_at": row.used_at,
            "outcome": row.outcome,
            "reason": row.reason,
            "assessment": row.assessment,
            "review_asked_at": row.review_at,
            "recording_kept": row.object_key.is_some(),
        })
    });
    Ok(told.collect())
}

/// Erases the checks of a person: rows in the given transaction, the objects named after it.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<Vec<String>, Error> {
    let objects = store::list_objects(conn, person_id).await?;
    store::delete_of_person(conn, person_id).await?;
    Ok(objects)
}

/// Deletes recordings a day after the decision about them; one that nobody looked at after the life
/// of a draft.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let decided = now.plus_seconds(-CLIP_SECONDS);
    let asked = now.plus_seconds(-DRAFT_DAYS * 86_400);
    let mut tx = app.db.write().await?;
    let objects = store::take_old_objects(&mut tx, (decided, asked)).await?;
    tx.commit().await?;
    proofing::delete_objects(app, objects).await;
    Ok(())
}
