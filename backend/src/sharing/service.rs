//! Asking for a Digital ID, agreeing, refusing, taking back.

use serde_json::{Value, json};
use shared::problem::Code;
use shared::programmes::DIGITAL_ID;
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::sharing::{AgreeSharing, Operations, SharedData, Sharing, SharingState, VERSION};
use shared::time::Instant;

use super::store::{self, SharingRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::{accounts, applications, guardians, registration};

fn view(row: SharingRow) -> Sharing {
    let state = match (row.ended_at, row.end_reason.as_deref(), row.agreed_at) {
        (Some(_), Some("withdrawn"), _) => SharingState::Withdrawn,
        (Some(_), ..) => SharingState::Refused,
        (None, _, Some(_)) => SharingState::Agreed,
        (None, _, None) => SharingState::Asked,
    };
    Sharing {
        id: row.id,
        programme: row.programme,
        state,
        data: SharedData::ALL.to_vec(),
        asked_at: Instant(row.asked_at),
        agreed_at: row.agreed_at.map(Instant),
        ended_at: row.ended_at.map(Instant),
    }
}

/// Whether a person has a Digital ID to share.
async fn is_proved(conn: &mut Conn, person_id: &str) -> Result<bool, Error> {
    let programmes = registration::list_programmes(conn, person_id).await?;
    let mut proved = programmes.iter().filter(|one| one.code == DIGITAL_ID);
    Ok(proved.any(|one| one.finished_at.is_some()))
}

/// Whether a Digital ID is shared with a programme.
pub async fn is_shared(conn: &mut Conn, of: (&str, &str)) -> Result<bool, Error> {
    Ok(store::count_agreed(conn, of).await? > 0)
}

/// Notes that a programme asks; what it asked already stays as it is.
pub(super) async fn ask(app: &App, who: &Applicant, programme: &str) -> Result<Operations, Error> {
    let found = app.programmes.find(programme);
    if !found.is_some_and(|found| found.asks(Requirement::DigitalId)) {
        return Err(Error::field("programme", Code::UnknownChoice));
    }
    let mut tx = app.db.write().await?;
    let of = (who.person_id.as_str(), programme);
    store::insert_sharing(&mut tx, of, app.clock.now()).await?;
    tx.commit().await?;
    list(app, who).await
}

/// The history of operations.
pub(super) async fn list(app: &App, who: &Applicant) -> Result<Operations, Error> {
    let (given, received) = guardians::history(app, who).await?;
    let mut conn = app.db.read().await?;
    let rows = store::list_of_person(&mut conn, &who.person_id).await?;
    Ok(Operations {
        sharings: rows.into_iter().map(view).collect(),
        given,
        received,
        identity_proved: is_proved(&mut conn, &who.person_id).await?,
    })
}

async fn find(conn: &mut Conn, who: &Applicant, id: &str) -> Result<Sharing, Error> {
    let rows = store::list_of_person(conn, &who.person_id).await?;
    let row = rows.into_iter().find(|row| row.id == id);
    Ok(view(row.ok_or(Code::NotFound)?))
}

/// Agrees, and goes back to the programme that asked. Twice is once.
pub(super) async fn agree(
    app: &App,
    who: &Applicant,
    (id, input): (&str, &AgreeSharing),
) -> Result<Registration, Error> {
    if input.version != VERSION {
        return Err(Code::TextChanged.into());
    }
    let (now, person) = (app.clock.now(), who.person_id.as_str());
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, person, now).await?;
    let sharing = find(&mut tx, who, id).await?;
    if !is_proved(&mut tx, person).await? {
        return Err(Code::DigitalIdMissing.into());
    }
    let copy = (input.version.as_str(), input.language.as_str());
    let agreed = store::mark_agreed(&mut tx, (id, person), copy, now).await?;
    if agreed == 0 && sharing.state != SharingState::Agreed {
        return Err(Code::SharingEnded.into());
    }
    registration::move_to(&mut tx, now, person, &sharing.programme).await?;
    tx.commit().await?;
    registration::current(app, who).await
}

/// Says no to what is asked.
pub(super) async fn refuse(app: &App, who: &Applicant, id: &str) -> Result<Operations, Error> {
    let mut tx = app.db.write().await?;
    find(&mut tx, who, id).await?;
    let of = (id, who.person_id.as_str());
    if store::mark_refused(&mut tx, of, app.clock.now()).await? == 0 {
        return Err(Code::SharingEnded.into());
    }
    tx.commit().await?;
    list(app, who).await
}

/// Takes an agreement back, by the password; not while the programme has an application to decide.
pub(super) async fn withdraw(
    app: &App,
    who: &Applicant,
    (id, current): (&str, &str),
) -> Result<Operations, Error> {
    accounts::verify_again(app, who, current).await?;
    let (now, person) = (app.clock.now(), who.person_id.as_str());
    let mut tx = app.db.write().await?;
    // Applications of one person wait in the same line.
    registration::lock_person(&mut tx, person, now).await?;
    let sharing = find(&mut tx, who, id).await?;
    if applications::has_live(&mut tx, now, (person, &sharing.programme)).await? {
        return Err(Code::SharingInUse.into());
    }
    if store::mark_withdrawn(&mut tx, (id, person), now).await? == 0 {
        return Err(Code::SharingEnded.into());
    }
    tx.commit().await?;
    list(app, who).await
}

/// What programmes asked, for the owner's file.
pub async fn own_data(app: &App, who: &Applicant) -> Result<Value, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_of_person(&mut conn, &who.person_id).await?;
    Ok(json!(rows.into_iter().map(view).collect::<Vec<_>>()))
}

/// Forgets what programmes asked of a person.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_of_person(conn, person_id).await?)
}
