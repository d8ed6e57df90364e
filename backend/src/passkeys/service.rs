//! Passkeys of a signed-in person: adding and removing them, each told by a letter with the link
//! against it.

use shared::passkeys::{
    ConfirmByPassword, MOST_PASSKEYS, Passkey, PasskeyAnswer, PasskeyChallenge,
};
use shared::problem::Code;
use shared::time::Instant;

use super::ceremony;
use super::store::{self, NewPasskey};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::registration::language_of;
use crate::{accounts, notify, security};

/// The passkeys of a person.
pub async fn list(conn: &mut Conn, person_id: &str) -> Result<Vec<Passkey>, Error> {
    let rows = store::list_passkeys(conn, person_id).await?;
    let told = rows.into_iter().map(|row| Passkey {
        id: row.id,
        device: row.device,
        added_at: Instant(row.created_at),
        used_at: row.used_at.map(Instant),
    });
    Ok(told.collect())
}

/// Asks the device for a new key, after the password.
pub(super) async fn begin_adding(
    app: &App,
    who: &Applicant,
    input: &ConfirmByPassword,
) -> Result<PasskeyChallenge, Error> {
    accounts::verify_again(app, who, &input.current).await?;
    let now = app.clock.now();
    // Each passkey is a letter to the owner.
    let limit = Limit {
        uses: 20,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    limits::take(app, now, &[(format!("passkeys:{}", who.person_id), limit)]).await?;
    let mut conn = app.db.read().await?;
    let email = accounts::login_of(&mut conn, &who.person_id).await?.email;
    let known = store::list_passkeys(&mut conn, &who.person_id).await?;
    drop(conn);
    if i64::try_from(known.len()).is_ok_and(|count| count >= MOST_PASSKEYS) {
        return Err(Code::PasskeysFull.into());
    }
    let known: Vec<String> = known.into_iter().map(|row| row.credential).collect();
    let owner = (who.person_id.as_str(), email.as_str());
    ceremony::ask_to_add(app, now, owner, &known).await
}

/// Keeps the new passkey and tells the owner.
pub(super) async fn add(
    app: &App,
    who: &Applicant,
    visit: &Visit,
    input: &PasskeyAnswer,
) -> Result<(), Error> {
    let (now, person) = (app.clock.now(), who.person_id.as_str());
    let made = ceremony::added(app, now, person, (&input.id, &input.credential)).await?;
    let credential = serde_json::to_string(&made).map_err(anyhow::Error::from)?;
    let passkey = NewPasskey {
        id: &new_id(),
        person_id: person,
        credential_id: &ceremony::name_of(made.cred_id()),
        credential: &credential,
        device: &visit.device,
        created_at: now,
    };
    let mut tx = app.db.write().await?;
    if !store::insert_passkey(&mut tx, passkey, MOST_PASSKEYS).await? {
        return Err(Code::PasskeyRefused.into());
    }
    tell(app, &mut tx, now, person, ("passkey_added", &visit.device)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Removes a passkey, after the password; `NotFound` when the person has none of this name.
pub(super) async fn remove(
    app: &App,
    who: &Applicant,
    id: &str,
    input: &ConfirmByPassword,
) -> Result<(), Error> {
    accounts::verify_again(app, who, &input.current).await?;
    let (now, person) = (app.clock.now(), who.person_id.as_str());
    let mut tx = app.db.write().await?;
    let device = store::mark_ended(&mut tx, (person, id), now).await?;
    let device = device.ok_or(Code::NotFound)?;
    tell(app, &mut tx, now, person, ("passkey_removed", &device)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// A letter about a passkey, with the link "this was not me".
pub(super) async fn tell(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    (template, device): (&str, &str),
) -> Result<(), Error> {
    let email = accounts::login_of(conn, person_id).await?.email;
    let language = language_of(conn, person_id).await?;
    let (token, until) = security::disowning_link(conn, now, person_id).await?;
    let to = (person_id, email.as_str(), language);
    notify::passkey(app, conn, (now, until), to, (template, device, &token)).await
}

/// Ends every passkey of a person: somebody else may have added one.
pub async fn end_all(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    Ok(store::mark_all_ended(conn, person_id, now).await?)
}

/// Forgets every passkey of a person.
pub async fn delete_all(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_passkeys(conn, person_id).await?)
}

/// Forgets challenges that nobody can answer any more.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_challenges_before(&mut tx, now).await?;
    tx.commit().await?;
    Ok(())
}
