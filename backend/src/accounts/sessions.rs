//! Sessions: an opaque token in a cookie, its hash in a row (rules.md, Accounts).

use axum_extra::extract::cookie::Cookie;
use shared::time::Instant;

use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::registration::DRAFT_DAYS;
use crate::secrets::{new_token, token_hash};

/// Hours an account session lives at most.
const ACCOUNT_HOURS: i64 = 12;

/// Days a browser is known again.
const DEVICE_DAYS: i64 = 365;

/// What a session lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// This browser's unfinished registration, before there is a password.
    Draft,
    /// A person who signed in.
    Account,
}

impl SessionKind {
    /// The code in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Account => "account",
        }
    }
}

/// When a session that was touched then ends by itself.
pub(super) fn idle_until(
    app: &App,
    kind: SessionKind,
    created: Instant,
    touched: Instant,
) -> Instant {
    match kind {
        SessionKind::Draft => touched.plus_seconds(DRAFT_DAYS * 86_400),
        SessionKind::Account => touched
            .plus_seconds(app.config.idle_minutes * 60)
            .min(created.plus_seconds(ACCOUNT_HOURS * 3600)),
    }
}

/// Begins a session on a device; the token is for the cookie alone.
pub async fn begin_session(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    (kind, device): (SessionKind, &str),
) -> Result<(String, String), Error> {
    let token = new_token();
    let hash = token_hash(&token);
    let names = (hash.as_str(), new_id());
    store::insert_session(
        conn,
        (names.0, &names.1),
        person_id,
        (kind.as_str(), device),
        now,
    )
    .await?;
    Ok((token, hash))
}

/// Ends a session.
pub async fn end_session(conn: &mut Conn, now: Instant, token_hash: &str) -> Result<(), Error> {
    Ok(store::mark_session_ended(conn, token_hash, now).await?)
}

/// The person behind a cookie, or `None` when the session is unknown or over. Touches the row at
/// most once a minute.
pub async fn find_applicant(app: &App, token: &str) -> Result<Option<Applicant>, Error> {
    let token_hash = token_hash(token);
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let row = store::find_session(&mut conn, &token_hash).await?;
    drop(conn);
    let Some(row) = row else { return Ok(None) };
    let kind = if row.kind == SessionKind::Account.as_str() {
        SessionKind::Account
    } else {
        SessionKind::Draft
    };
    let touched = Instant(row.touched_at);
    if idle_until(app, kind, Instant(row.created_at), touched) <= now {
        return Ok(None);
    }
    if touched.plus_seconds(60) <= now {
        let mut tx = app.db.write().await?;
        store::mark_touched(&mut tx, &token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(Some(Applicant {
        person_id: row.person_id,
        kind,
        token_hash,
    }))
}

/// Whether the session of an account is alive; does not prolong it.
pub async fn is_alive(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    token_hash: &str,
) -> Result<bool, Error> {
    let row = store::find_session(conn, token_hash).await?;
    Ok(row.is_some_and(|row| {
        let (created, touched) = (Instant(row.created_at), Instant(row.touched_at));
        row.kind == SessionKind::Account.as_str()
            && idle_until(app, SessionKind::Account, created, touched) > now
    }))
}

/// The cookie of a session: a draft's survives the browser, an account's does not.
pub fn session_cookie(app: &App, token: &str, kind: SessionKind) -> Cookie<'static> {
    let age = (kind == SessionKind::Draft).then_some(DRAFT_DAYS * 86_400);
    cookie(app, app.config.cookie_name(), token, age)
}

/// The cookie by which a browser is known again; it opens nothing.
pub fn device_cookie(app: &App, token: &str) -> Cookie<'static> {
    cookie(
        app,
        app.config.device_cookie_name(),
        token,
        Some(DEVICE_DAYS * 86_400),
    )
}

/// The cookie of a phone that works for a computer; it ends with the browser.
pub fn errand_cookie(app: &App, token: &str) -> Cookie<'static> {
    cookie(app, app.config.errand_cookie_name(), token, None)
}

/// The cookie that removes the session's.
pub fn removal_cookie(app: &App) -> Cookie<'static> {
    cookie(app, app.config.cookie_name(), "", Some(0))
}

fn cookie(app: &App, name: &'static str, value: &str, max_age: Option<i64>) -> Cookie<'static> {
    let secure = if app.config.plain_cookie {
        ""
    } else {
        "; Secure"
    };
    let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    // Tokens are URL-safe base64, so the text always parses.
    Cookie::parse(text).unwrap_or_else(|_| Cookie::new(name, ""))
}
