//! Rows of limits.

use shared::time::Instant;
use sqlx::Row;

use crate::db::Conn;

/// Takes a use: within the window one more, after it the first of a new one. Returns uses and the
/// beginning of the window. One statement, so that callers at once are counted one by one.
pub(super) async fn take_use(
    conn: &mut Conn,
    key: &str,
    now: Instant,
    began_after: Instant,
) -> Result<(i64, Instant), sqlx::Error> {
    let row = sqlx::query(
        "INSERT INTO limits (key, started_at, used) VALUES ($1, $2, 1)
         ON CONFLICT (key) DO UPDATE SET
            used = CASE WHEN limits.started_at <= $3 THEN 1 ELSE limits.used + 1 END,
            started_at = CASE WHEN limits.started_at <= $3 THEN $2 ELSE limits.started_at END
         RETURNING used, started_at",
    )
    .bind(key)
    .bind(now.0)
    .bind(began_after.0)
    .fetch_one(conn)
    .await?;
    Ok((row.try_get("used")?, Instant(row.try_get("started_at")?)))
}

/// Uses of a window that began after this.
pub(super) async fn find_uses(
    conn: &mut Conn,
    key: &str,
    began_after: Instant,
) -> Result<i64, sqlx::Error> {
    let used = sqlx::query_scalar("SELECT used FROM limits WHERE key = $1 AND started_at > $2")
        .bind(key)
        .bind(began_after.0)
        .fetch_optional(conn)
        .await?;
    Ok(used.unwrap_or_default())
}

pub(super) async fn delete_limit(conn: &mut Conn, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM limits WHERE key = $1")
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_older(conn: &mut Conn, than: Instant) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM limits WHERE started_at < $1")
        .bind(than.0)
        .execute(conn)
        .await?;
    Ok(())
}
