//! Reminders that were sent, and who is to get one.

use shared::time::Instant;

use crate::db::Conn;

/// Whom to remind of what.
#[derive(sqlx::FromRow)]
pub(super) struct Due {
    pub(super) application_id: String,
    pub(super) person_id: String,
    pub(super) sitting_id: String,
}

/// Submitted applications whose exam begins in this time, of which this reminder was not sent, and
/// that were not changed since it became due.
pub(super) async fn list_due(
    conn: &mut Conn,
    code: &str,
    (from, until): (Instant, Instant),
    before_seconds: i64,
) -> Result<Vec<Due>, sqlx::Error> {
    sqlx::query_as(
        "SELECT a.id AS application_id, a.person_id, a.sitting_id
         FROM sittings s JOIN applications a ON a.sitting_id = s.id
         WHERE s.starts_at > $2 AND s.starts_at <= $3 AND a.ended_at IS NULL
             AND a.state = 'submitted' AND a.changed_at <= s.starts_at - CAST($4 AS BIGINT)
             AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.application_id = a.id
                 AND r.sitting_id = a.sitting_id AND r.code = $1)
         ORDER BY s.starts_at, a.id LIMIT 1000",
    )
    .bind(code)
    .bind(from.0)
    .bind(until.0)
    .bind(before_seconds * 1_000_000)
    .fetch_all(conn)
    .await
}

/// Notes that a reminder is sent; no row when it was, or when the application moved or ended meanwhile.
pub(super) async fn insert_reminder(
    conn: &mut Conn,
    code: &str,
    due: &Due,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO reminders (application_id, sitting_id, code, sent_at)
         SELECT id, sitting_id, $3, CAST($4 AS BIGINT) FROM applications
         WHERE id = $1 AND sitting_id = $2 AND state = 'submitted' AND ended_at IS NULL
         ON CONFLICT (application_id, sitting_id, code) DO NOTHING",
    )
    .bind(&due.application_id)
    .bind(&due.sitting_id)
    .bind(code)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
