//! Applications and the place that each gets.

use shared::time::Instant;

use crate::db::Conn;

/// An application that gets a place.
#[derive(sqlx::FromRow)]
pub(super) struct AssignedRow {
    pub(super) id: String,
    pub(super) person_id: String,
    pub(super) campaign_id: String,
    pub(super) sitting_id: Option<String>,
    pub(super) version: i64,
}

pub(super) async fn find_submitted(
    conn: &mut Conn,
    number: &str,
) -> Result<Option<AssignedRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, person_id, campaign_id, sitting_id, version FROM applications
         WHERE number = $1 AND state = 'submitted' AND ended_at IS NULL",
    )
    .bind(number)
    .fetch_optional(conn)
    .await
}

pub(super) async fn mark_assigned(
    conn: &mut Conn,
    (id, version): (&str, i64),
    (sitting, year): (&str, i64),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, sitting_id = $3, attempt_year = $4,
             changed_at = $5
         WHERE id = $1 AND version = $2 AND state = 'submitted' AND ended_at IS NULL",
    )
    .bind(id)
    .bind(version)
    .bind(sitting)
    .bind(year)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
