//! Recording acceptances.

use shared::consents::{Accepted, Language, TextKind};
use shared::problem::Code;
use shared::time::Instant;

use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// Refuses an acceptance of another version than the current one.
pub fn check_version(
    app: &App,
    programme: &str,
    kind: TextKind,
    version: &str,
) -> Result<(), Error> {
    if app.texts.version(programme, kind) == version {
        Ok(())
    } else {
        Err(Code::TextChanged.into())
    }
}

/// Stores the acceptance of a programme's current text, unless the newest one already is of this
/// version: a double click is one acceptance.
pub async fn accept(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, programme): (&str, &str),
    kind: TextKind,
    (version, language): (&str, Language),
) -> Result<(), Error> {
    check_version(app, programme, kind, version)?;
    let text = (kind.as_str(), app.texts.scope(programme, kind));
    let newest = store::find_latest(conn, person_id, text).await?;
    if newest.is_none_or(|newest| newest.version != version) {
        let copy = (version, language.as_str());
        store::insert_consent(conn, person_id, text, copy, now).await?;
    }
    Ok(())
}

/// The newest acceptance of a programme's text.
pub async fn latest(
    app: &App,
    conn: &mut Conn,
    (person_id, programme): (&str, &str),
    kind: TextKind,
) -> Result<Option<Accepted>, Error> {
    let text = (kind.as_str(), app.texts.scope(programme, kind));
    let row = store::find_latest(conn, person_id, text).await?;
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
            "text": row.text_kind, "of": row.scope, "version": row.version, "language": row.language,
            "at": row.accepted_at,
        })
    });
    Ok(told.collect())
}
