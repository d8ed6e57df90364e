//! Who signed in from where, and what the owner sees and does about it.

use shared::problem::Code;
use shared::security::{
    ChangePassword, OpenSession, PendingEmail, SIGN_IN_DAYS, Security, SignInTry,
};
use shared::time::Instant;

use super::{links, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::registration::language_of;
use crate::secrets::{new_token, token_hash};
use crate::{accounts, errands, mobile, notify, passkeys, pin};

/// How somebody comes in.
#[derive(Debug, Clone, Copy)]
pub enum Way<'a> {
    /// By the password.
    Password,
    /// By this passkey.
    Passkey(&'a str),
    /// By a code to the mobile number.
    Mobile,
    /// By the PIN of a device; the history tells it as one by the password.
    Pin,
}

impl<'a> Way<'a> {
    const fn passkey(self) -> Option<&'a str> {
        match self {
            Self::Passkey(id) => Some(id),
            Self::Password | Self::Mobile | Self::Pin => None,
        }
    }

    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Mobile => Some(MOBILE),
            Self::Password | Self::Passkey(_) | Self::Pin => None,
        }
    }
}

const MOBILE: &str = "mobile";
const SUCCEEDED: &str = "succeeded";
const REFUSED: &str = "refused";

/// Notes a sign-in. The first one from a browser that was not here before is told by letter where there
/// is an address, but for the very first of the account. Returns the token for the cookie of a new browser.
pub async fn note_sign_in(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, email): (&str, Option<&str>),
    (visit, way): (&Visit, Way<'_>),
) -> Result<Option<String>, Error> {
    let with = (visit.device.as_str(), way.passkey(), way.code());
    store::insert_sign_in_of(conn, person_id, (SUCCEEDED, with), now).await?;
    if let Some(token) = &visit.device_token
        && store::mark_device(conn, person_id, &token_hash(token), now).await?
    {
        return Ok(None);
    }
    if let Some(email) = email
        && store::count_devices(conn, person_id).await? > 0
    {
        let (link, until) = links::disowning_link(conn, now, person_id).await?;
        let to = (person_id, email, language_of(conn, person_id).await?);
        notify::new_device(app, conn, (now, until), to, (&visit.device, &link)).await?;
    }
    // A browser that others use too keeps its token: it is new to this person alone.
    let known = visit.device_token.clone();
    let token = known.clone().unwrap_or_else(new_token);
    store::insert_device(conn, person_id, &token_hash(&token), now).await?;
    Ok(known.is_none().then_some(token))
}

/// Notes a refused try at an address; of one without a login the same statement writes nothing.
pub async fn note_refused(
    app: &App,
    now: Instant,
    email: &str,
    (visit, way): (&Visit, Way<'_>),
) -> Result<(), Error> {
    let with = (visit.device.as_str(), way.passkey());
    let mut tx = app.db.write().await?;
    store::insert_sign_in(&mut tx, email, (REFUSED, with), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes a refused try by the mobile number of a person.
pub async fn note_refused_of(
    app: &App,
    now: Instant,
    person_id: &str,
    (visit, way): (&Visit, Way<'_>),
) -> Result<(), Error> {
    let with = (visit.device.as_str(), None, way.code());
    let mut tx = app.db.write().await?;
    store::insert_sign_in_of(&mut tx, person_id, (REFUSED, with), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Somebody who is signed in guesses the password that is asked again: the owner is told, at most
/// once a day, with the link that ends it. Without an address there is nobody to write to.
pub async fn note_guessing(app: &App, now: Instant, person_id: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    if !notify::was_told_today(&mut tx, now, person_id, "password_guessed").await? {
        let Some(email) = accounts::email_of(&mut tx, person_id).await? else {
            return Ok(());
        };
        let language = language_of(&mut tx, person_id).await?;
        let (link, until) = links::disowning_link(&mut tx, now, person_id).await?;
        let to = (person_id, email.as_str(), language);
        notify::password_guessed(app, &mut tx, (now, until), to, &link).await?;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Everything the owner sees.
pub async fn view(app: &App, who: &Applicant) -> Result<Security, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let login = accounts::find_login_of(&mut conn, &who.person_id).await?;
    let mobile = mobile::masked_number_of(app, &mut conn, &who.person_id).await?;
    let change = store::find_waiting_change(&mut conn, &who.person_id, now).await?;
    let passkeys = passkeys::list(&mut conn, &who.person_id).await?;
    let sessions = accounts::live_sessions(app, &mut conn, now, who).await?;
    let since = now.plus_seconds(-SIGN_IN_DAYS * 86_400);
    let tries = store::list_sign_ins(&mut conn, &who.person_id, since).await?;
    Ok(Security {
        password_set_at: login.as_ref().map(|login| login.password_set_at),
        email: login.map(|login| login.email),
        mobile,
        pending_email: change.map(|change| PendingEmail {
            email: change.new_email,
            until: Instant(change.expires_at),
        }),
        passkeys,
        sessions: sessions
            .into_iter()
            .map(|session| OpenSession {
                id: session.public_id,
                device: session.device,
                began_at: session.created_at,
                used_at: session.touched_at,
                current: session.current,
            })
            .collect(),
        sign_ins: tries
            .into_iter()
            .map(|row| SignInTry {
                at: Instant(row.at),
                succeeded: row.outcome == SUCCEEDED,
                by_passkey: row.passkey_id.is_some(),
                by_mobile: row.way.as_deref() == Some(MOBILE),
                device: row.device,
            })
            .collect(),
    })
}

/// Sets another password; every other session ends, and a letter says so.
pub(super) async fn change_password(
    app: &App,
    who: &Applicant,
    input: &ChangePassword,
) -> Result<(), Error> {
    accounts::verify_again(app, who, &input.current).await?;
    let hash = accounts::new_password(app, who, &input.password).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    accounts::set_hash(&mut tx, now, &who.person_id, &hash).await?;
    accounts::end_other_sessions(&mut tx, now, who).await?;
    errands::end_of_person(&mut tx, now, &who.person_id).await?;
    pin::end_all(&mut tx, now, &who.person_id).await?;
    let login = accounts::login_of(&mut tx, &who.person_id).await?;
    let language = language_of(&mut tx, &who.person_id).await?;
    let to = (who.person_id.as_str(), login.email.as_str(), language);
    notify::password_changed(app, &mut tx, now, to).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Ends one of the own sessions; the one that asks is ended by signing out.
pub(super) async fn end_session(app: &App, who: &Applicant, public_id: &str) -> Result<(), Error> {
    if public_id.is_empty() {
        return Err(Code::NotFound.into());
    }
    let mut tx = app.db.write().await?;
    accounts::end_session_of(&mut tx, app.clock.now(), &who.person_id, public_id).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every own session but the one that asks.
pub(super) async fn end_others(app: &App, who: &Applicant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let now = app.clock.now();
    accounts::end_other_sessions(&mut tx, now, who).await?;
    errands::end_of_person(&mut tx, now, &who.person_id).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets tries after 90 days, and links a week after they stopped working.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_sign_ins_before(&mut tx, now.plus_seconds(-SIGN_IN_DAYS * 86_400)).await?;
    store::delete_links_before(&mut tx, now.plus_seconds(-7 * 86_400)).await?;
    tx.commit().await?;
    Ok(())
}
