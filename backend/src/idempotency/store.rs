//! Rows of idempotency keys.

use shared::time::Instant;

use crate::db::Conn;

/// Claims a key: a new one, one whose answer is forgotten, or one whose call never answered.
pub(super) async fn claim_key(
    conn: &mut Conn,
    key: &str,
    now: Instant,
    (forgotten, abandoned): (Instant, Instant),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO idempotency_keys (key, claimed_at) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET claimed_at = $2, status = NULL, body = NULL
         WHERE idempotency_keys.claimed_at < $3
            OR (idempotency_keys.status IS NULL AND idempotency_keys.claimed_at < $4)",
    )
    .bind(key)
    .bind(now.0)
    .bind(forgotten.0)
    .bind(abandoned.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn find_answer(
    conn: &mut Conn,
    key: &str,
) -> Result<Option<(i64, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT status, body FROM idempotency_keys WHERE key = $1 AND status IS NOT NULL",
    )
    .bind(key)
    .fetch_optional(conn)
    .await
}

pub(super) async fn mark_answered(
    conn: &mut Conn,
    key: &str,
    status: u16,
    body: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE idempotency_keys SET status = $1, body = $2 WHERE key = $3")
        .bind(i64::from(status))
        .bind(body)
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_key(conn: &mut Conn, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM idempotency_keys WHERE key = $1")
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_older(conn: &mut Conn, than: Instant) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM idempotency_keys WHERE claimed_at < $1")
        .bind(than.0)
        .execute(conn)
        .await?;
    Ok(())
}
