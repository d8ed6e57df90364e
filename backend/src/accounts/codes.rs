//! Mailed codes: six digits, stored as keyed hashes, single use (limits: rules.md, Accounts).

use shared::accounts::{CodeState, EMAIL_CODE_MINUTES, OTHER_CODE_MINUTES};
use shared::consents::Language;
use shared::problem::{Code, FieldError};
use shared::time::Instant;
use subtle::ConstantTimeEq;

use super::store::{self, NewCode};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::notify;
use crate::secrets::new_code;

/// Tries of one code.
const TRIES: i64 = 5;

/// What a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The address of a registration.
    Registration,
    /// The right to set a new password.
    Recovery,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Recovery => "recovery",
        }
    }

    const fn minutes(self) -> i64 {
        match self {
            Self::Registration => EMAIL_CODE_MINUTES,
            Self::Recovery => OTHER_CODE_MINUTES,
        }
    }
}

/// Takes the right to send a letter to an address: once a minute, 5 an hour, 15 a day.
pub async fn take_sending(app: &App, now: Instant, email: &str) -> Result<(), Error> {
    let address = app.secrets.blind(&format!("email:{email}")).0;
    let limit = |uses, seconds, code| Limit {
        uses,
        seconds,
        code,
    };
    limits::take(
        app,
        now,
        &[
            (
                format!("send:{address}"),
                limit(1, app.config.resend_seconds, Code::ResendTooEarly),
            ),
            (
                format!("send-hour:{address}"),
                limit(5, 3600, Code::SendingLimit),
            ),
            (
                format!("send-day:{address}"),
                limit(15, 86_400, Code::SendingLimit),
            ),
        ],
    )
    .await
}

/// Makes a code and puts its letter into the outbox. An earlier unexpired code still works.
pub(super) async fn send(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, email, language): (&str, &str, Language),
    purpose: Purpose,
) -> Result<(), Error> {
    let (id, code) = (new_id(), new_code());
    let expires_at = now.plus_seconds(purpose.minutes() * 60);
    let letter = match purpose {
        Purpose::Recovery => "password_reset",
        Purpose::Registration => match store::find_login(conn, email).await? {
            Some(_) => "email_code_known",
            None => "email_code",
        },
    };
    let message_id = notify::code(
        app,
        conn,
        now,
        (person_id, email, language),
        (letter, &code, expires_at),
    )
    .await?;
    let row = NewCode {
        id: &id,
        person_id,
        purpose: purpose.as_str(),
        email,
        code_hash: &app.secrets.code_hash(&id, &code),
        message_id: &message_id,
        created_at: now,
        expires_at,
    };
    store::insert_code(conn, row).await?;
    Ok(())
}

/// Tries a code: 5 tries a code, 10 an account in 10 minutes. Commits its counting whatever comes
/// of it.
pub(super) async fn enter(
    app: &App,
    now: Instant,
    (person_id, email): (&str, &str),
    purpose: Purpose,
    code: &str,
) -> Result<(), Error> {
    let limit = Limit {
        uses: 10,
        seconds: 600,
        code: Code::CodeTriesUsed,
    };
    let key = format!("code:{}:{person_id}", purpose.as_str());
    limits::take(app, now, &[(key.clone(), limit)]).await?;
    let mut tx = app.db.write().await?;
    let live = store::take_try(&mut tx, person_id, purpose.as_str(), email, (now, TRIES)).await?;
    let mut entered = false;
    for row in &live {
        let hash = app.secrets.code_hash(&row.id, code);
        let same: bool = hash.as_bytes().ct_eq(row.code_hash.as_bytes()).into();
        if same {
            entered |= store::mark_code_used(&mut tx, &row.id, now).await?;
        }
    }
    tx.commit().await?;
    if entered {
        limits::clear(app, &[key]).await?;
        return Ok(());
    }
    let left = live.iter().map(|row| TRIES - row.tries).max().unwrap_or(0);
    let mut error = FieldError::new("code", Code::CodeWrong);
    // A recovery tells nobody whether there was a code to miss.
    if left <= 2 && purpose == Purpose::Registration {
        error = error.with("tries_left", left);
    }
    Err(error.into())
}

/// Where the newest registration code of a person stands.
pub(super) async fn code_state(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<CodeState>, Error> {
    let row = store::find_newest_code(conn, person_id, Purpose::Registration.as_str()).await?;
    let Some(row) = row else { return Ok(None) };
    let delivery = notify::delivery(conn, &row.message_id).await?;
    Ok(Some(CodeState {
        sent_at: delivery.sent_at,
        delayed: delivery.delayed,
        expires_at: Instant(row.expires_at),
        resend_at: Instant(row.created_at).plus_seconds(app.config.resend_seconds),
    }))
}

/// Whether the newest registration code of a person went to this address and still works.
pub(super) async fn has_live_code(
    conn: &mut Conn,
    person_id: &str,
    email: &str,
    now: Instant,
) -> Result<bool, Error> {
    let row = store::find_newest_code(conn, person_id, Purpose::Registration.as_str()).await?;
    Ok(row.is_some_and(|row| row.email == email && row.expires_at > now.0))
}
