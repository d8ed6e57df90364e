//! Rows of consents.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;

#[derive(sqlx::FromRow)]
pub(super) struct ConsentRow {
    pub(super) version: String,
    pub(super) language: String,
    pub(super) accepted_at: i64,
}

pub(super) async fn find_latest(
    conn: &mut Conn,
    person_id: &str,
    (kind, scope): (&str, &str),
) -> Result<Option<ConsentRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT version, language, accepted_at FROM consents
         WHERE person_id = $1 AND text_kind = $2 AND scope = $3
         ORDER BY accepted_at DESC, id DESC LIMIT 1",
    )
    .bind(person_id)
    .bind(kind)
    .bind(scope)
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_consent(
    conn: &mut Conn,
    person_id: &str,
    (kind, scope): (&str, &str),
    (version, language): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO consents (id, person_id, text_kind, version, language, accepted_at, scope)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(kind)
    .bind(version)
    .bind(language)
    .bind(now.0)
    .bind(scope)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct AcceptanceRow {
    pub(super) text_kind: String,
    pub(super) scope: String,
    pub(super) version: String,
    pub(super) language: String,
    pub(super) accepted_at: i64,
}

pub(super) async fn list_consents(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<AcceptanceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT text_kind, scope, version, language, accepted_at FROM consents
         WHERE person_id = $1 ORDER BY accepted_at, id",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}
