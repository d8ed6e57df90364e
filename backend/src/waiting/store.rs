//! Rows of waiting lists. A row ends once, by a guarded statement, and its answers end with it.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::Sealed;

#[derive(sqlx::FromRow)]
pub(super) struct WaitingRow {
    pub(super) id: String,
    pub(super) person_id: String,
    pub(super) campaign_id: String,
    pub(super) sitting_id: String,
    pub(super) answers: String,
    pub(super) rules_version: String,
    pub(super) rules_language: String,
    pub(super) joined_at: i64,
    pub(super) ended_at: Option<i64>,
    pub(super) end_reason: Option<String>,
}

pub(super) struct NewEntry<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) campaign_id: &'a str,
    pub(super) sitting_id: &'a str,
    pub(super) answers: &'a Sealed,
    /// Version and language.
    pub(super) rules: (&'a str, &'a str),
}

/// Why somebody waits no longer.
#[derive(Clone, Copy)]
pub(super) enum End {
    Offered,
    Left,
    Dropped,
}

impl End {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Left => "left",
            Self::Dropped => "dropped",
        }
    }
}

macro_rules! entries_with {
    ($rest:literal) => {
        concat!(
            "SELECT w.id, w.person_id, w.campaign_id, w.sitting_id, w.answers, w.rules_version,
                 w.rules_language, w.joined_at, w.ended_at, w.end_reason
             FROM waiting w ",
            $rest
        )
    };
}

/// Adds a place at the end of the list; no row when the person waits in the campaign.
pub(super) async fn insert_entry(
    conn: &mut Conn,
    new: &NewEntry<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO waiting (id, person_id, campaign_id, sitting_id, answers, rules_version,
             rules_language, joined_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (person_id, campaign_id) WHERE ended_at IS NULL DO NOTHING",
    )
    .bind(new.id)
    .bind(new.person_id)
    .bind(new.campaign_id)
    .bind(new.sitting_id)
    .bind(&new.answers.0)
    .bind(new.rules.0)
    .bind(new.rules.1)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn find_live(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<WaitingRow>, sqlx::Error> {
    sqlx::query_as(entries_with!("WHERE w.id = $1 AND w.ended_at IS NULL"))
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Everything a person waits and waited for.
pub(super) async fn list_of_person(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<WaitingRow>, sqlx::Error> {
    sqlx::query_as(entries_with!(
        "WHERE w.person_id = $1 ORDER BY w.joined_at, w.id"
    ))
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Who waits for a seat that is free now, each sitting's list in its order.
pub(super) async fn list_due(
    conn: &mut Conn,
    now: Instant,
) -> Result<Vec<WaitingRow>, sqlx::Error> {
    sqlx::query_as(entries_with!(
        "JOIN sittings s ON s.id = w.sitting_id JOIN campaigns c ON c.id = w.campaign_id
         WHERE w.ended_at IS NULL AND s.taken < s.capacity AND s.starts_at > $1
             AND c.opens_at <= $1 AND c.closes_at > $1
         ORDER BY w.sitting_id, w.joined_at, w.id LIMIT 1000"
    ))
    .bind(now.0)
    .fetch_all(conn)
    .await
}

/// Who waits for a sitting that has begun, or in a campaign that is closed.
pub(super) async fn list_past(
    conn: &mut Conn,
    now: Instant,
) -> Result<Vec<WaitingRow>, sqlx::Error> {
    sqlx::query_as(entries_with!(
        "JOIN sittings s ON s.id = w.sitting_id JOIN campaigns c ON c.id = w.campaign_id
         WHERE w.ended_at IS NULL AND (s.starts_at <= $1 OR c.closes_at <= $1)
         ORDER BY w.joined_at, w.id LIMIT 1000"
    ))
    .bind(now.0)
    .fetch_all(conn)
    .await
}

/// How many stand before this one.
pub(super) async fn count_before(conn: &mut Conn, row: &WaitingRow) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM waiting
         WHERE sitting_id = $1 AND ended_at IS NULL
             AND (joined_at < $2 OR (joined_at = $2 AND id < $3))",
    )
    .bind(&row.sitting_id)
    .bind(row.joined_at)
    .bind(&row.id)
    .fetch_one(conn)
    .await
}

/// How many others wait for a sitting.
pub(super) async fn count_others(
    conn: &mut Conn,
    person_id: &str,
    sitting: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM waiting
         WHERE sitting_id = $1 AND ended_at IS NULL AND person_id <> $2",
    )
    .bind(sitting)
    .bind(person_id)
    .fetch_one(conn)
    .await
}

pub(super) async fn mark_ended(
    conn: &mut Conn,
    (id, person_id): (&str, &str),
    (end, application): (End, Option<&str>),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE waiting SET ended_at = $3, end_reason = $4, application_id = $5, answers = ''
         WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
    )
    .bind(id)
    .bind(person_id)
    .bind(now.0)
    .bind(end.as_str())
    .bind(application)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn mark_applied(
    conn: &mut Conn,
    (person_id, campaign): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE waiting SET ended_at = $3, end_reason = 'applied', answers = ''
         WHERE person_id = $1 AND campaign_id = $2 AND ended_at IS NULL",
    )
    .bind(person_id)
    .bind(campaign)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM waiting WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}
