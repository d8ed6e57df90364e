//! Beginning a registration, opening another programme, and forgetting what was begun.

use std::net::IpAddr;

use shared::consents::Language;
use shared::problem::Code;
use shared::programmes::FirstPassword;
use shared::registration::{InProgramme, Registration};
use shared::time::Instant;

use super::service::{self, current, language_of, load, proved_email};
use super::store;
use crate::accounts::{self, SessionKind};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::limits::{self, Limit};
use crate::proofing;

/// Days an unfinished registration is kept (rules.md, Data).
pub const DRAFT_DAYS: i64 = 90;

fn check_programme(app: &App, programme: &str) -> Result<(), Error> {
    if app.programmes.find(programme).is_none() {
        return Err(Error::field("programme", Code::UnknownChoice));
    }
    Ok(())
}

/// Begins a draft.
pub(super) async fn begin(
    app: &App,
    address: IpAddr,
    programme: &str,
    language: Language,
) -> Result<(Applicant, String), Error> {
    check_programme(app, programme)?;
    let now = app.clock.now();
    // Far above a class of forty behind one address, far below a flood.
    let limit = Limit {
        uses: 300,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    let network = app.secrets.blind(&format!("network:{address}")).0;
    limits::take(app, now, &[(format!("draft:{network}"), limit)]).await?;
    let mut tx = app.db.write().await?;
    let person_id = store::insert_person(&mut tx, programme, language.as_str(), now).await?;
    store::insert_registration(&mut tx, &person_id, programme, now).await?;
    let (token, token_hash) =
        accounts::begin_session(&mut tx, now, &person_id, (SessionKind::Draft, "")).await?;
    tx.commit().await?;
    Ok((
        Applicant {
            person_id,
            kind: SessionKind::Draft,
            token_hash,
        },
        token,
    ))
}

/// Opens a programme for whoever is here already; what is known is not asked again. Opening the one
/// that is open changes nothing.
pub(super) async fn open_programme(
    app: &App,
    who: &Applicant,
    programme: &str,
) -> Result<Registration, Error> {
    check_programme(app, programme)?;
    let known = current(app, who).await?;
    if known.programme == programme {
        return Ok(known);
    }
    let now = app.clock.now();
    let found = app.programmes.find(programme);
    let mailed = found.is_some_and(|found| found.first_password == FirstPassword::Mailed);
    // An address that was proved for a programme whose people choose their password.
    let waits = mailed && known.facts.email_proved && !known.facts.login_exists;
    let first = if waits {
        Some(accounts::make_first_password(app).await?)
    } else {
        None
    };
    let mut tx = app.db.write().await?;
    move_to(&mut tx, now, &who.person_id, programme).await?;
    if let (Some(first), Some(email)) = (first, known.facts.email.as_deref()) {
        let language = language_of(&mut tx, &who.person_id).await?;
        let to = (who.person_id.as_str(), email, language);
        accounts::give_first_password(app, &mut tx, now, to, first).await?;
    }
    let registration = load(app, &mut tx, who).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Makes a programme the current one of a person.
pub async fn move_to(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    programme: &str,
) -> Result<(), Error> {
    store::mark_programme(conn, person_id, programme).await?;
    store::insert_registration(conn, person_id, programme, now).await?;
    Ok(())
}

/// Gives a draft to the account whose address it proved: only gaps are filled, and its programme is
/// the one that the person wants now.
pub async fn adopt_draft(
    conn: &mut Conn,
    now: Instant,
    draft_id: &str,
    account_id: &str,
) -> Result<(), Error> {
    let draft = service::find_person(conn, draft_id).await?;
    move_to(conn, now, account_id, &draft.programme).await?;
    store::move_missing_facts(conn, draft_id, account_id).await?;
    store::supersede_all(conn, draft_id, now).await?;
    Ok(())
}

/// The programmes that a person is in, the first one first.
pub async fn list_programmes(conn: &mut Conn, person_id: &str) -> Result<Vec<InProgramme>, Error> {
    let rows = store::list_registrations(conn, person_id).await?;
    let told = rows.into_iter().map(|row| InProgramme {
        code: row.programme,
        began_at: Instant(row.began_at),
        finished_at: row.finished_at.map(Instant),
    });
    Ok(told.collect())
}

/// Proves the address that a draft has typed by the link that went there. Returns whether it did:
/// the address may be another by now, or proved already.
pub async fn prove_email(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    email: &str,
) -> Result<bool, Error> {
    if !awaits_proof(conn, person_id, email).await? {
        return Ok(false);
    }
    let kind = super::FactKind::EmailProved;
    service::record_fact(conn, now, person_id, kind, &email).await?;
    Ok(true)
}

/// Whether a person without a login has typed this address and not proved it yet.
pub async fn awaits_proof(conn: &mut Conn, person_id: &str, email: &str) -> Result<bool, Error> {
    let typed = service::typed_email(conn, person_id).await?;
    let proved = proved_email(conn, person_id).await?;
    let waits = typed.as_deref() == Some(email) && proved.as_deref() != Some(email);
    Ok(waits && !accounts::has_login(conn, person_id).await?)
}

/// Erases a draft. A person with a login is asked to do so in the cabinet.
pub(super) async fn delete_draft(app: &App, who: &Applicant) -> Result<(), Error> {
    if who.kind != SessionKind::Draft {
        return Err(Code::EmailFixed.into());
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !accounts::has_login(&mut tx, &who.person_id).await? {
        store::delete_facts(&mut tx, &who.person_id).await?;
        store::delete_registrations(&mut tx, &who.person_id).await?;
    }
    accounts::end_session(&mut tx, now, &who.token_hash).await?;
    tx.commit().await?;
    Ok(())
}

/// Erases what people without a login told us, 90 days after their last step.
pub async fn sweep_drafts(app: &App, now: Instant) -> Result<(), Error> {
    let before = now.plus_seconds(-DRAFT_DAYS * 86_400);
    let mut conn = app.db.read().await?;
    let people = store::list_old_drafts(&mut conn, before).await?;
    drop(conn);
    for person_id in people {
        let mut tx = app.db.write().await?;
        store::delete_facts(&mut tx, &person_id).await?;
        store::delete_registrations(&mut tx, &person_id).await?;
        let objects = proofing::delete_pictures(&mut tx, &person_id).await?;
        tx.commit().await?;
        proofing::delete_objects(app, objects).await;
    }
    Ok(())
}

/// Forgets what a person told us. The bare row of the person stays under the acceptances of texts.
pub async fn delete_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    store::delete_facts(conn, person_id).await?;
    store::delete_registrations(conn, person_id).await?;
    store::delete_duplicate_cases(conn, person_id).await?;
    Ok(())
}
