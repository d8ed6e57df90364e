//! Recording acceptances.

use shared::consents::{Accepted, Language, TextKind};
use shared::problem::Code;
use shared::time::Instant;

use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// Refuses an acceptance of another version than the current one.
pub fn check_version(app: &App, kind: TextKind, version: &str) -> Result<(), Error> {
    if app.texts.version(kind) == version {
        Ok(())
    } else {
        Err(Code::TextChanged.into())
    }
}

/// Stores an acceptance, unless the newest one already is of this version: a double click is one
/// acceptance.
pub async fn record(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    kind: TextKind,
    (version, language): (&str, Language),
) -> Result<(), Error> {
    let newest = store::find_latest(conn, person_id, kind.as_str()).await?;
    if newest.is_none_or(|newest| newest.version != version) {
        store::insert_consent(
            conn,
            person_id,
            kind.as_str(),
            version,
            language.as_str(),
            now,
        )
        .await?;
    }
    Ok(())
}

/// The newest acceptance of a text.
pub async fn latest(
    conn: &mut Conn,
    person_id: &str,
    kind: TextKind,
) -> Result<Option<Accepted>, Error> {
    let row = store::find_latest(conn, person_id, kind.as_str()).await?;
    Ok(row.map(|row| Accepted {
        version: row.version,
        language: Language::from_tag(&row.language).unwrap_or_default(),
        at: Instant(row.accepted_at),
    }))
}

/// Every acceptance, oldest first, for the owner's file.
pub async fn list(conn: &mut Conn, person_id: &str) -> Result<Vec<serde_json::Value>, Error> {
    let rows = store::list_consents(conn, person_id).await?;
    let told = rows.into_iter().map(|row| {
        serde_json::json!({
            "text": row.text_kind, "version": row.version, "language": row.language,
            "at": row.accepted_at,
        })
    });
    Ok(told.collect())
}
