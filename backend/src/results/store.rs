//! Rows of results.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;

#[derive(sqlx::FromRow)]
pub(super) struct ResultRow {
    pub(super) application_id: String,
    pub(super) number: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) stage_kk: String,
    pub(super) stage_ru: String,
    pub(super) stage_en: String,
    pub(super) score: i64,
    pub(super) max_score: i64,
    pub(super) outcome: String,
    pub(super) exam_date: String,
}

pub(super) async fn list_results(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<ResultRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT r.application_id, a.number, c.name_kk, c.name_ru, c.name_en, r.stage_kk, r.stage_ru,
             r.stage_en, r.score, r.max_score, r.outcome, r.exam_date
         FROM results r JOIN applications a ON a.id = r.application_id
             JOIN campaigns c ON c.id = a.campaign_id
         WHERE a.person_id = $1 AND r.superseded_at IS NULL
         ORDER BY r.exam_date DESC, r.published_at DESC, r.id",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// A result as the centre gives it.
pub(super) struct NewResult<'a> {
    pub(super) number: &'a str,
    pub(super) stage: [&'a str; 3],
    pub(super) score: i64,
    pub(super) max_score: i64,
    pub(super) outcome: &'a str,
    pub(super) exam_date: &'a str,
}

/// Ends the standing result of this stage, for a corrected one.
pub(super) async fn mark_superseded(
    conn: &mut Conn,
    number: &str,
    stage: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE results SET superseded_at = $1
         WHERE application_id IN (SELECT id FROM applications WHERE number = $2)
             AND stage_kk = $3 AND superseded_at IS NULL",
    )
    .bind(now.0)
    .bind(number)
    .bind(stage)
    .execute(conn)
    .await?;
    Ok(())
}

/// Publishes a result; no row when no application has the number.
pub(super) async fn insert_result(
    conn: &mut Conn,
    result: &NewResult<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO results (id, application_id, stage_kk, stage_ru, stage_en, score, max_score,
             outcome, exam_date, published_at)
         SELECT $1, id, $3, $4, $5, CAST($6 AS BIGINT), CAST($7 AS BIGINT), $8, $9,
             CAST($10 AS BIGINT)
         FROM applications WHERE number = $2",
    )
    .bind(new_id())
    .bind(result.number)
    .bind(result.stage[0])
    .bind(result.stage[1])
    .bind(result.stage[2])
    .bind(result.score)
    .bind(result.max_score)
    .bind(result.outcome)
    .bind(result.exam_date)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
