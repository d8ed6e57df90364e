//! Rows of errands.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;

#[derive(sqlx::FromRow)]
pub(super) struct ErrandRow {
    pub(super) session_hash: String,
    pub(super) person_id: String,
    pub(super) task: String,
    pub(super) device: String,
    pub(super) opened_at: Option<i64>,
    pub(super) expires_at: i64,
    pub(super) ended_at: Option<i64>,
    pub(super) ended_by: Option<String>,
}

/// An errand about to be sent.
pub(super) struct NewRow<'a> {
    pub(super) token_hash: &'a str,
    pub(super) session_hash: &'a str,
    pub(super) person_id: &'a str,
    pub(super) task: &'a str,
    pub(super) expires_at: Instant,
}

pub(super) async fn insert_errand(
    conn: &mut Conn,
    errand: NewRow<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO errands
            (id, token_hash, session_hash, person_id, task, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(errand.token_hash)
    .bind(errand.session_hash)
    .bind(errand.person_id)
    .bind(errand.task)
    .bind(now.0)
    .bind(errand.expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_newest_of_session(
    conn: &mut Conn,
    session_hash: &str,
) -> Result<Option<ErrandRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT session_hash, person_id, task, device, opened_at, expires_at, ended_at, ended_by
         FROM errands WHERE session_hash = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .bind(session_hash)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_by_token(
    conn: &mut Conn,
    token_hash: &str,
) -> Result<Option<ErrandRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT session_hash, person_id, task, device, opened_at, expires_at, ended_at, ended_by
         FROM errands WHERE token_hash = $1",
    )
    .bind(token_hash)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_by_phone(
    conn: &mut Conn,
    phone_hash: &str,
) -> Result<Option<ErrandRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT session_hash, person_id, task, device, opened_at, expires_at, ended_at, ended_by
         FROM errands WHERE phone_hash = $1",
    )
    .bind(phone_hash)
    .fetch_optional(conn)
    .await
}

/// Opens an errand for the phone that comes first, if it can be opened at all. Returns whether this
/// call did.
pub(super) async fn mark_opened(
    conn: &mut Conn,
    (token_hash, phone_hash, device): (&str, &str, &str),
    (now, expires_at): (Instant, Instant),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE errands SET opened_at = $1, phone_hash = $2, device = $3, expires_at = $4
         WHERE token_hash = $5 AND opened_at IS NULL AND ended_at IS NULL AND expires_at > $1",
    )
    .bind(now.0)
    .bind(phone_hash)
    .bind(device)
    .bind(expires_at.0)
    .bind(token_hash)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends what a computer has sent and nobody has ended yet.
pub(super) async fn mark_ended_of_session(
    conn: &mut Conn,
    (session_hash, ended_by): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE errands SET ended_at = $1, ended_by = $2
         WHERE session_hash = $3 AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(ended_by)
    .bind(session_hash)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the errand of a phone that is at work. Returns whether this call did.
pub(super) async fn mark_ended_of_phone(
    conn: &mut Conn,
    (phone_hash, ended_by): (&str, &str),
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE errands SET ended_at = $1, ended_by = $2
         WHERE phone_hash = $3 AND ended_at IS NULL AND expires_at > $1",
    )
    .bind(now.0)
    .bind(ended_by)
    .bind(phone_hash)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn mark_ended_of_person(
    conn: &mut Conn,
    (person_id, ended_by): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE errands SET ended_at = $1, ended_by = $2
         WHERE person_id = $3 AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(ended_by)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM errands WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_before(conn: &mut Conn, before: Instant) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM errands WHERE created_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}
