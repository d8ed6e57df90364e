//! Rows of checks and of frames that were seen.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::{Blind, Sealed};

#[derive(sqlx::FromRow)]
pub(super) struct CheckRow {
    pub(super) moves: String,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
    pub(super) replaced_at: Option<i64>,
    pub(super) used_at: Option<i64>,
    pub(super) outcome: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) assessment: Option<String>,
    pub(super) object_key: Option<String>,
    pub(super) review_at: Option<i64>,
}

pub(super) async fn insert_check(
    conn: &mut Conn,
    id: &str,
    person_id: &str,
    moves: &str,
    (now, expires_at): (Instant, Instant),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO movement_checks (id, person_id, moves, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(person_id)
    .bind(moves)
    .bind(now.0)
    .bind(expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the challenges of a person that were not answered.
pub(super) async fn mark_replaced(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE movement_checks SET replaced_at = $1
         WHERE person_id = $2 AND used_at IS NULL AND replaced_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_check(
    conn: &mut Conn,
    id: &str,
    person_id: &str,
) -> Result<Option<CheckRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT moves, created_at, expires_at, replaced_at, used_at, outcome, reason, assessment,
            object_key, review_at
         FROM movement_checks WHERE id = $1 AND person_id = $2",
    )
    .bind(id)
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn list_checks(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<CheckRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT moves, created_at, expires_at, replaced_at, used_at, outcome, reason, assessment,
            object_key, review_at
         FROM movement_checks WHERE person_id = $1 ORDER BY created_at, id",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Uses a challenge up, once and while it is open. Returns whether this call did.
pub(super) async fn mark_used(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE movement_checks SET used_at = $1
         WHERE id = $2 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $1",
    )
    .bind(now.0)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What became of a recording.
pub(super) struct Decision<'a> {
    pub(super) passed: bool,
    pub(super) reason: Option<&'a str>,
    pub(super) figures: Option<&'a str>,
    pub(super) looks: Option<&'a str>,
    pub(super) assessment: Option<&'a str>,
    pub(super) object: Option<(&'a str, &'a Sealed)>,
}

/// Decides about a check, once. Returns whether this call did.
pub(super) async fn mark_decided(
    conn: &mut Conn,
    id: &str,
    decision: Decision<'_>,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let outcome = if decision.passed { "passed" } else { "failed" };
    let done = sqlx::query(
        "UPDATE movement_checks SET outcome = $1, reason = $2, figures = $3, looks = $4,
            assessment = $5, object_key = $6, wrapped_key = $7, decided_at = $8
         WHERE id = $9 AND outcome IS NULL",
    )
    .bind(outcome)
    .bind(decision.reason)
    .bind(decision.figures)
    .bind(decision.looks)
    .bind(decision.assessment)
    .bind(decision.object.map(|(key, _)| key))
    .bind(decision.object.map(|(_, key)| key.0.as_str()))
    .bind(now.0)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes a frame. Returns whether nobody ever sent it before.
pub(super) async fn note_frame(
    conn: &mut Conn,
    key: &Blind,
    check_id: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO movement_frames (frame_key, check_id) VALUES ($1, $2)
         ON CONFLICT (frame_key) DO NOTHING",
    )
    .bind(&key.0)
    .bind(check_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Fingerprints of what a person sent lately.
pub(super) async fn list_looks(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT looks FROM movement_checks WHERE person_id = $1 AND looks IS NOT NULL
         ORDER BY created_at DESC LIMIT 20",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// When the goes since then were sent that failed, or are not decided and fresh; oldest first.
pub(super) async fn list_goes(
    conn: &mut Conn,
    person_id: &str,
    (since, unanswered): (Instant, Instant),
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT used_at FROM movement_checks
         WHERE person_id = $1 AND used_at > $2
            AND (outcome = 'failed' OR (outcome IS NULL AND used_at > $3))
         ORDER BY used_at, id",
    )
    .bind(person_id)
    .bind(since.0)
    .bind(unanswered.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn count_failed(conn: &mut Conn, person_id: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT CAST(count(*) AS BIGINT) FROM movement_checks
         WHERE person_id = $1 AND outcome = 'failed'",
    )
    .bind(person_id)
    .fetch_one(conn)
    .await
}

/// The newest check that failed, while its recording is there.
pub(super) async fn find_last_failed(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT id FROM movement_checks
         WHERE person_id = $1 AND outcome = 'failed' AND object_key IS NOT NULL
         ORDER BY used_at DESC, id DESC LIMIT 1",
    )
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

/// Gives a check to a person to look at; one that was given stays as it is.
pub(super) async fn mark_review(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE movement_checks SET review_at = $1 WHERE id = $2 AND review_at IS NULL")
        .bind(now.0)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn insert_case(
    conn: &mut Conn,
    (id, person_id): (&str, &str),
    check_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO cases (id, person_id, kind, subject, opened_at)
         VALUES ($1, $2, 'movement_check', $3, $4)
         ON CONFLICT (person_id, kind, subject) WHERE decided_at IS NULL DO NOTHING",
    )
    .bind(id)
    .bind(person_id)
    .bind(check_id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Nobody needs to look any more: the person has passed.
pub(super) async fn mark_reviews_needless(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE movement_checks SET reviewed_at = $1
         WHERE person_id = $2 AND review_at IS NOT NULL AND reviewed_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE cases SET decided_at = $1
         WHERE person_id = $2 AND kind = 'movement_check' AND decided_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_passed(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT decided_at FROM movement_checks WHERE person_id = $1 AND outcome = 'passed'
         ORDER BY decided_at LIMIT 1",
    )
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_review(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT review_at FROM movement_checks
         WHERE person_id = $1 AND review_at IS NOT NULL AND reviewed_at IS NULL
         ORDER BY review_at LIMIT 1",
    )
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

/// Takes the recordings out of their rows whose time is over: decided before the first instant, or
/// given to a person before the second and not looked at. Returns where they lie.
pub(super) async fn take_old_objects(
    conn: &mut Conn,
    (decided, asked): (Instant, Instant),
) -> Result<Vec<String>, sqlx::Error> {
    let due = sqlx::query_as::<_, (String, String)>(
        "SELECT id, object_key FROM movement_checks WHERE object_key IS NOT NULL AND (
            (review_at IS NULL AND decided_at < $1)
            OR (reviewed_at IS NOT NULL AND reviewed_at < $1)
            OR (review_at IS NOT NULL AND reviewed_at IS NULL AND review_at < $2))
         LIMIT 500",
    )
    .bind(decided.0)
    .bind(asked.0)
    .fetch_all(&mut *conn)
    .await?;
    let mut objects = Vec::new();
    for (id, object_key) in due {
        let done = sqlx::query(
            "UPDATE movement_checks SET object_key = NULL, wrapped_key = NULL
             WHERE id = $1 AND object_key = $2",
        )
        .bind(&id)
        .bind(&object_key)
        .execute(&mut *conn)
        .await?;
        if done.rows_affected() == 1 {
            objects.push(object_key);
        }
    }
    Ok(objects)
}

pub(super) async fn list_objects(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT object_key FROM movement_checks WHERE person_id = $1 AND object_key IS NOT NULL",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

pub(super) async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM movement_frames WHERE check_id IN
            (SELECT id FROM movement_checks WHERE person_id = $1)",
    )
    .bind(person_id)
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM movement_checks WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}
