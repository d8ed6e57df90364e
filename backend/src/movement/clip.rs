//! One recording, from its bytes to the decision: the challenge is used up first, then every frame is
//! measured, then all that follows is written at once.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use shared::movement::{Clip, FAILURES_BEFORE_REVIEW, Move};
use shared::problem::{Code, FieldError};
use shared::registration::Registration;
use shared::time::Instant;
use vision::repeats::{Look, repeated};

use super::judge::{self, Judged};
use super::service::{UNANSWERED_SECONDS, goes, open, refuse_pause};
use super::store::{self, Decision};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::secrets::Sealed;
use crate::{proofing, registration};

/// So many frames that somebody sent before make a recording a copy.
const KNOWN_FRAMES: usize = 5;
/// The share of frames that an earlier recording of the person shows too.
const REPEATED: f32 = 0.75;
/// Clocks differ: a recording may seem to last so much longer than its challenge is old.
const SLACK_SECONDS: i64 = 2;

/// A busy machine may need longer than a call may last: then the answer is asked for.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often it is looked whether a recording was decided about.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Takes a recording over and decides about it; the decision is made even if nobody waits for it.
pub(super) async fn send(
    app: &App,
    who: &Applicant,
    id: &str,
    body: Bytes,
) -> Result<Registration, Error> {
    let clip = Clip::read(&body).map_err(refused)?;
    let moves = use_up(app, who, id, &clip).await?;
    let (app, who, id) = (app.clone(), who.clone(), id.to_owned());
    let work = tokio::spawn(async move { answer(&app, &who, &id, (clip, body), moves).await });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(anyhow::Error::from)?,
        Err(_) => Err(Error::Wait(Code::InProgress, 1)),
    }
}

/// What became of a recording: waits a while for the decision.
pub(super) async fn find_outcome(
    app: &App,
    who: &Applicant,
    id: &str,
) -> Result<Registration, Error> {
    let waiting = async {
        loop {
            let mut conn = app.db.read().await?;
            let row = store::find_check(&mut conn, id, &who.person_id).await?;
            drop(conn);
            let row = row.ok_or(Code::NotFound)?;
            let used_at = row.used_at.ok_or(Code::StepOutOfOrder)?;
            match (row.outcome.as_deref(), row.reason.as_deref()) {
                (Some(_), Some(reason)) => {
                    let code = Code::from_text(reason).unwrap_or(Code::ClipDamaged);
                    return Err(tell(app, who, code).await);
                }
                (Some(_), None) => return registration::current(app, who).await,
                _ => {}
            }
            if Instant(used_at).plus_seconds(UNANSWERED_SECONDS) <= app.clock.now() {
                // The program that measured it is gone: another go.
                return Err(Code::ChallengeExpired.into());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    match tokio::time::timeout(PATIENCE, waiting).await {
        Ok(told) => told,
        Err(_) => Err(Error::Wait(Code::InProgress, 1)),
    }
}

/// Measures, and decides.
async fn answer(
    app: &App,
    who: &Applicant,
    id: &str,
    (clip, body): (Clip, Bytes),
    moves: Vec<Move>,
) -> Result<Registration, Error> {
    let clip = Arc::new(clip);
    let (theirs, bytes) = (clip.clone(), body.clone());
    let judged = app
        .judge
        .work(move |models| judge::judge(models, &bytes, &theirs, &moves))
        .await?;
    match judged {
        Ok(judged) => decide(app, who, id, (&clip, &body), judged).await,
        Err(code) => {
            let mut step = open(app, who).await?;
            let decision = Decision {
                passed: false,
                reason: Some(code.as_str()),
                figures: None,
                looks: None,
                assessment: None,
                object: None,
            };
            store::mark_decided(&mut step.tx, id, decision, step.now).await?;
            step.tx.commit().await?;
            Err(tell(app, who, code).await)
        }
    }
}

/// A refusal of the file itself: the challenge stays open.
fn refused(code: Code) -> Error {
    match code {
        Code::BadRequest | Code::TooLarge => code.into(),
        code => Error::field("clip", code),
    }
}

/// Uses the challenge up, before anything is measured. Returns what was asked.
async fn use_up(app: &App, who: &Applicant, id: &str, clip: &Clip) -> Result<Vec<Move>, Error> {
    let mut step = open(app, who).await?;
    let now = step.now;
    let row = store::find_check(&mut step.tx, id, &who.person_id).await?;
    let row = row.ok_or(Code::NotFound)?;
    if row.used_at.is_some() {
        return Err(Code::ChallengeUsed.into());
    }
    if row.replaced_at.is_some() || row.expires_at <= now.0 {
        return Err(Code::ChallengeExpired.into());
    }
    refuse_pause(&goes(&mut step.tx, &who.person_id, now).await?, now)?;
    let age = Instant(row.created_at).seconds_until(now);
    if clip.seconds() > age + SLACK_SECONDS {
        return Err(refused(Code::ClipTimes));
    }
    if !store::mark_used(&mut step.tx, id, now).await? {
        return Err(Code::ChallengeUsed.into());
    }
    step.tx.commit().await?;
    let order = Move::parse_order(&row.moves);
    let order = order.ok_or_else(|| anyhow::anyhow!("a challenge asks what nobody can do"))?;
    Ok(order.to_vec())
}

/// Writes everything that follows from a recording in one transaction.
async fn decide(
    app: &App,
    who: &Applicant,
    id: &str,
    (clip, body): (&Clip, &Bytes),
    judged: Judged,
) -> Result<Registration, Error> {
    let person_id = who.person_id.as_str();
    let object_key = format!("movements/{id}");
    let place = format!("movement:{person_id}:{id}");
    let (object, wrapped_key) = app.secrets.seal_object(&place, &judged.stored)?;
    app.files.put(&object_key, object).await?;
    let face = match &clip.still {
        Some((_, range)) if judged.refusal.is_none() && judged.still_fits => {
            let still = body.slice(range.clone());
            proofing::prepare_face(app, person_id, still).await?
        }
        _ => None,
    };
    let mut step = open(app, who).await?;
    let now = step.now;
    let copied = is_copy(app, &mut step.tx, (person_id, id), &judged).await?;
    let refusal = judged.refusal.or(copied.then_some(Code::MovementReplayed));
    record(
        &mut step.tx,
        id,
        (&judged, refusal),
        (&object_key, &wrapped_key),
        now,
    )
    .await?;
    if let Some(code) = refusal {
        step.tx.commit().await?;
        return Err(tell(app, who, code).await);
    }
    store::mark_reviews_needless(&mut step.tx, person_id, now).await?;
    if let Some(face) = face.filter(|_| step.facts.face.is_none()) {
        proofing::keep_face(&mut step.tx, now, person_id, &face).await?;
    }
    step.finish().await
}

async fn record(
    conn: &mut Conn,
    id: &str,
    (judged, refusal): (&Judged, Option<Code>),
    object: (&str, &Sealed),
    now: Instant,
) -> Result<(), Error> {
    let looks: Vec<String> = judged.looks.iter().map(|look| look.text()).collect();
    let assessment = serde_json::to_string(&judged.assessment)?;
    let decision = Decision {
        passed: refusal.is_none(),
        reason: refusal.map(Code::as_str),
        figures: Some(&judged.figures),
        looks: Some(&looks.join(" ")),
        assessment: Some(&assessment),
        object: Some(object),
    };
    if store::mark_decided(conn, id, decision, now).await? {
        Ok(())
    } else {
        Err(Code::ChallengeUsed.into())
    }
}

/// Whether frames of it were sent before by anybody, or all of it by this person. Notes its frames.
async fn is_copy(
    app: &App,
    conn: &mut Conn,
    (person_id, id): (&str, &str),
    judged: &Judged,
) -> Result<bool, Error> {
    let mut known = 0;
    for digest in &judged.digests {
        let key = app.secrets.blind(&format!("frame:{digest}"));
        if !store::note_frame(conn, &key, id).await? {
            known += 1;
        }
    }
    let earlier = store::list_looks(conn, person_id).await?;
    let seen = earlier.iter().any(|looks| {
        let looks: Vec<Look> = looks.split(' ').filter_map(Look::parse).collect();
        repeated(&looks, &judged.looks) >= REPEATED
    });
    Ok(known >= KNOWN_FRAMES || seen)
}

/// The refusal of a go, with what the person can do now.
async fn tell(app: &App, who: &Applicant, code: Code) -> Error {
    let now = app.clock.now();
    let goes = async {
        let mut conn = app.db.read().await?;
        goes(&mut conn, &who.person_id, now).await
    };
    match goes.await {
        Ok(goes) => FieldError::new("clip", code)
            .with("failed", goes.failed)
            .with("of", goes.of)
            .with("review_after", FAILURES_BEFORE_REVIEW)
            .with("may_ask_review", goes.for_review.is_some())
            .into(),
        Err(error) => error,
    }
}
