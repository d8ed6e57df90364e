//! Rows of attendance: one stands for an application, the earlier ones are kept.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;

pub(super) async fn find_attendance(
    conn: &mut Conn,
    application_id: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT kind FROM attendances WHERE application_id = $1 AND superseded_at IS NULL",
    )
    .bind(application_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn count_absences(
    conn: &mut Conn,
    person_id: &str,
    campaign: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM attendances t JOIN applications a ON a.id = t.application_id
         WHERE a.person_id = $1 AND a.campaign_id = $2 AND t.kind = 'absent'
             AND t.superseded_at IS NULL",
    )
    .bind(person_id)
    .bind(campaign)
    .fetch_one(conn)
    .await
}

/// Ends what was noted before of this application.
pub(super) async fn mark_superseded(
    conn: &mut Conn,
    number: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE attendances SET superseded_at = $1
         WHERE application_id IN (SELECT id FROM applications WHERE number = $2)
             AND superseded_at IS NULL",
    )
    .bind(now.0)
    .bind(number)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes who came; no row when no submitted application whose exam has begun has the number.
pub(super) async fn insert_attendance(
    conn: &mut Conn,
    (number, kind): (&str, &str),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO attendances (id, application_id, kind, noted_at)
         SELECT $1, a.id, $3, CAST($4 AS BIGINT)
         FROM applications a JOIN sittings s ON s.id = a.sitting_id
         WHERE a.number = $2 AND a.state = 'submitted' AND s.starts_at <= CAST($4 AS BIGINT)",
    )
    .bind(new_id())
    .bind(number)
    .bind(kind)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
