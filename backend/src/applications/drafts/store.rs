//! Rows of answers that are being typed.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::Sealed;

#[derive(sqlx::FromRow)]
pub(in crate::applications) struct DraftRow {
    pub(in crate::applications) answers: String,
    pub(in crate::applications) saved_at: i64,
}

pub(in crate::applications) async fn upsert_draft(
    conn: &mut Conn,
    (person_id, campaign): (&str, &str),
    answers: &Sealed,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO application_drafts (person_id, campaign_id, answers, saved_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, campaign_id) DO UPDATE SET answers = $3, saved_at = $4",
    )
    .bind(person_id)
    .bind(campaign)
    .bind(&answers.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::applications) async fn find_draft(
    conn: &mut Conn,
    person_id: &str,
    campaign: &str,
) -> Result<Option<DraftRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT answers, saved_at FROM application_drafts
         WHERE person_id = $1 AND campaign_id = $2",
    )
    .bind(person_id)
    .bind(campaign)
    .fetch_optional(conn)
    .await
}

pub(in crate::applications) async fn delete_draft(
    conn: &mut Conn,
    person_id: &str,
    campaign: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM application_drafts WHERE person_id = $1 AND campaign_id = $2")
        .bind(person_id)
        .bind(campaign)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::applications) async fn delete_drafts(
    conn: &mut Conn,
    person_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM application_drafts WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}
