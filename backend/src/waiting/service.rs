//! Joining and leaving, what is told of it, whose turn it is.

use serde_json::{Value, json};
use shared::applications::SubmitApplication;
use shared::consents::TextKind;
use shared::forms::Answers;
use shared::problem::Code;
use shared::time::Instant;
use shared::waiting::{WaitingEntries, WaitingEntry};

use super::store::{self, End, NewEntry, WaitingRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::secrets::Sealed;
use crate::{applications, campaigns, consents, registration, sittings};

fn place(id: &str) -> String {
    format!("waiting.answers:{id}")
}

/// The answers with which somebody waits.
pub(super) fn opened(app: &App, row: &WaitingRow) -> Result<Answers, Error> {
    let sealed = Sealed(row.answers.clone());
    applications::read(&app.secrets.open(&place(&row.id), &sealed)?)
}

pub(super) async fn join(
    app: &App,
    who: &Applicant,
    campaign_id: &str,
    input: SubmitApplication,
) -> Result<WaitingEntry, Error> {
    let now = app.clock.now();
    let person = who.person_id.as_str();
    applications::release_own(app, now, person).await?;
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, person, now).await?;
    let of = (campaign_id, input.answers);
    let asked = applications::examine(app, &mut tx, who, of, now).await?;
    let sitting = asked.answers.sitting.as_str();
    if sitting.is_empty() {
        return Err(Error::field("sitting", Code::Required));
    }
    let free = sittings::find_ahead(&mut tx, now, campaign_id, sitting)
        .await?
        .free;
    // A seat that was given back a moment ago belongs to who waits already.
    if free > 0 && store::count_others(&mut tx, person, sitting).await? == 0 {
        return Err(Code::SeatsFree.into());
    }
    let rules = (input.rules.version.as_str(), input.rules.language);
    let by = (person, asked.campaign.programme.as_str());
    consents::accept(app, &mut tx, now, by, TextKind::Rules, rules).await?;
    let id = new_id();
    let answers = applications::write(&asked.answers)?;
    let entry = NewEntry {
        id: &id,
        person_id: person,
        campaign_id,
        sitting_id: sitting,
        answers: &app.secrets.seal(&place(&id), &answers)?,
        rules: (rules.0, rules.1.as_str()),
    };
    if store::insert_entry(&mut tx, &entry, now).await? == 0 {
        return Err(Code::AlreadyWaiting.into());
    }
    let row = store::find_live(&mut tx, &id)
        .await?
        .ok_or(Code::NotFound)?;
    let entry = tell(&mut tx, now, row).await?;
    tx.commit().await?;
    Ok(entry)
}

async fn tell(conn: &mut Conn, now: Instant, row: WaitingRow) -> Result<WaitingEntry, Error> {
    let campaign = campaigns::find(conn, &row.campaign_id).await?;
    let sitting = sittings::find(conn, now, &row.sitting_id).await?;
    let before = store::count_before(conn, &row).await?;
    Ok(WaitingEntry {
        id: row.id,
        campaign: campaign.id,
        campaign_name: campaign.name,
        sitting: sitting.ok_or(Code::NotFound)?,
        position: before + 1,
        joined_at: Instant(row.joined_at),
    })
}

pub(super) async fn list(app: &App, who: &Applicant) -> Result<WaitingEntries, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let mut entries = Vec::new();
    for row in store::list_of_person(&mut conn, &who.person_id).await? {
        if row.ended_at.is_none() {
            entries.push(tell(&mut conn, now, row).await?);
        }
    }
    Ok(WaitingEntries {
        entries,
        server_now: now,
    })
}

pub(super) async fn leave(app: &App, who: &Applicant, id: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let of = (id, who.person_id.as_str());
    if store::mark_ended(&mut tx, of, (End::Left, None), app.clock.now()).await? == 0 {
        return Err(Code::NotFound.into());
    }
    tx.commit().await?;
    Ok(())
}

/// Refuses a seat for which others wait: it is offered to them first.
pub async fn keep_turn(conn: &mut Conn, person_id: &str, sitting: &str) -> Result<(), Error> {
    if !sitting.is_empty() && store::count_others(conn, person_id, sitting).await? > 0 {
        return Err(Error::field("sitting", Code::SittingFull));
    }
    Ok(())
}

/// Whoever has applied in a campaign waits in it no longer.
pub async fn end_by_applying(
    conn: &mut Conn,
    now: Instant,
    (person_id, campaign): (&str, &str),
) -> Result<(), Error> {
    store::mark_applied(conn, (person_id, campaign), now).await?;
    Ok(())
}

/// What a person waits and waited for, for the owner's file.
pub async fn own_data(app: &App, who: &Applicant) -> Result<Value, Error> {
    let mut conn = app.db.read().await?;
    let mut told = Vec::new();
    for row in store::list_of_person(&mut conn, &who.person_id).await? {
        let answers = match row.ended_at {
            None => Some(opened(app, &row)?),
            Some(_) => None,
        };
        told.push(json!({
            "campaign": row.campaign_id,
            "sitting": row.sitting_id,
            "answers": answers,
            "joined_at": row.joined_at,
            "ended_at": row.ended_at,
            "end": row.end_reason,
        }));
    }
    Ok(json!(told))
}

/// Forgets that a person waited.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    store::delete_of_person(conn, person_id).await?;
    Ok(())
}
