//! What the security of an account may ask of its login: the password again, another password or
//! address, its sessions, its end. Why, the callers know.

use shared::password::OwnData;
use shared::problem::Code;
use shared::time::Instant;

use super::sessions::{SessionKind, idle_until};
use super::tries::Tries;
use super::{password, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::{limits, mobile, registration, security};

/// The login of a person.
pub struct Login {
    /// The address.
    pub email: String,
    /// When the password was set.
    pub password_set_at: Instant,
}

/// A session that is alive.
pub struct LiveSession {
    /// By which its owner ends it.
    pub public_id: String,
    /// Browser and system.
    pub device: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used.
    pub touched_at: Instant,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The login of whoever asks, where it is an e-mail.
pub async fn login_of(conn: &mut Conn, person_id: &str) -> Result<Login, Error> {
    Ok(find_login_of(conn, person_id)
        .await?
        .ok_or(Code::EmailMissing)?)
}

/// The same; nothing for who has a mobile number alone.
pub async fn find_login_of(conn: &mut Conn, person_id: &str) -> Result<Option<Login>, Error> {
    let row = store::find_login_of_person(conn, person_id).await?;
    Ok(row.map(|row| Login {
        email: row.email,
        password_set_at: Instant(row.password_set_at),
    }))
}

/// The e-mail that a person signs in with.
pub async fn email_of(conn: &mut Conn, person_id: &str) -> Result<Option<String>, Error> {
    let login = find_login_of(conn, person_id).await?;
    Ok(login.map(|login| login.email))
}

/// Compares the password that was asked again, in the field `current`; tries are counted as at
/// sign-in, wherever they come from: whoever has the session can change networks. Who has no password
/// has a code there that went to the own number.
pub async fn verify_again(app: &App, who: &Applicant, typed: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let tries = Tries::new(format!("current:{}", who.person_id));
    if let Err(refusal) = tries.take(app, now).await? {
        if refusal.is_pause {
            security::note_guessing(app, now, &who.person_id).await?;
        }
        return Err(refusal.into());
    }
    let mut conn = app.db.read().await?;
    let login = store::find_login_of_person(&mut conn, &who.person_id).await?;
    drop(conn);
    if login.is_none() {
        mobile::confirm(app, who, typed).await?;
        return limits::clear(app, &tries.keys()).await;
    }
    let stored = login.map(|login| login.password_hash);
    if !password::verify(app, password::normal(typed), stored).await? {
        return Err(Error::field("current", Code::PasswordWrong));
    }
    limits::clear(app, &tries.keys()).await
}

/// The hash of a new password that keeps every rule.
pub async fn new_password(app: &App, who: &Applicant, typed: &str) -> Result<String, Error> {
    let mut conn = app.db.read().await?;
    let login = login_of(&mut conn, &who.person_id).await?;
    drop(conn);
    checked_hash(app, who, login.email, typed).await
}

/// The hash of a password for this person and login, when it keeps every rule.
pub(super) async fn checked_hash(
    app: &App,
    who: &Applicant,
    email: String,
    typed: &str,
) -> Result<String, Error> {
    let own = OwnData {
        email: Some(email),
        personal_number: registration::plain_number(app, &who.person_id).await?,
        phone: None,
    };
    let password = password::normal(typed);
    password::check(&password, &own).map_err(|code| Error::field("password", code))?;
    password::hash(app, password).await
}

/// A hash that no password has: the login can be had again by recovery only.
pub async fn no_password(app: &App) -> Result<String, Error> {
    password::hash(app, crate::secrets::new_token()).await
}

/// The slow hash of a short secret, such as a PIN.
pub async fn hash_secret(app: &App, secret: String) -> Result<String, Error> {
    password::hash(app, secret).await
}

/// Whether a short secret is the one that was hashed.
pub async fn verify_secret(app: &App, secret: String, stored: &str) -> Result<bool, Error> {
    password::verify(app, secret, Some(stored.to_owned())).await
}

/// Sets the password of a login.
pub async fn set_hash(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    hash: &str,
) -> Result<(), Error> {
    Ok(store::mark_password(conn, person_id, hash, now).await?)
}

/// Gives a login another address, if it still has the old one and nobody has the new one.
pub async fn move_login(
    conn: &mut Conn,
    person_id: &str,
    (old, new): (&str, &str),
) -> Result<bool, Error> {
    Ok(store::mark_email(conn, person_id, (old, new)).await?)
}

/// Sessions that are alive, the one that asks first, then the last used.
pub async fn live_sessions(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    who: &Applicant,
) -> Result<Vec<LiveSession>, Error> {
    let rows = store::list_sessions(conn, &who.person_id, SessionKind::Account.as_str()).await?;
    let alive = rows.into_iter().filter(|row| {
        let (created, touched) = (Instant(row.created_at), Instant(row.touched_at));
        idle_until(app, SessionKind::Account, created, touched) > now
    });
    let mut sessions: Vec<LiveSession> = alive
        .map(|row| LiveSession {
            current: row.token_hash == who.token_hash,
            public_id: row.public_id.unwrap_or_default(),
            device: row.device,
            created_at: Instant(row.created_at),
            touched_at: Instant(row.touched_at),
        })
        .collect();
    sessions.sort_by_key(|session| (!session.current, -session.touched_at.0));
    Ok(sessions)
}

/// Ends one session of the person; `NotFound` when there is none of this name.
pub async fn end_session_of(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    public_id: &str,
) -> Result<(), Error> {
    if store::mark_public_session_ended(conn, person_id, public_id, now).await? {
        Ok(())
    } else {
        Err(Code::NotFound.into())
    }
}

/// Ends every session of a person but the one that asks.
pub async fn end_other_sessions(
    conn: &mut Conn,
    now: Instant,
    who: &Applicant,
) -> Result<(), Error> {
    Ok(store::mark_other_sessions_ended(conn, &who.person_id, &who.token_hash, now).await?)
}

/// Ends every session of a person.
pub async fn end_all_sessions(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    Ok(store::mark_all_sessions_ended(conn, person_id, now).await?)
}

/// Removes the login with its sessions and codes.
pub async fn delete_login(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_login(conn, person_id).await?)
}
