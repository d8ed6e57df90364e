//! Rows of look-ups, their questions and answers, wrong guesses, and cases.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;
use crate::secrets::{Blind, Sealed};

/// Puts the look-ups of one person in line, so that limits are counted one by one.
pub(super) async fn hold_person(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE people SET saved_at = saved_at WHERE id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A look-up about to be noted.
pub(super) struct NewLookUp<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) registry: &'a str,
    pub(super) purpose: &'a str,
    pub(super) number_key: &'a Blind,
    pub(super) outcome: &'a str,
}

/// Notes a look-up unless the person asked about `most` other numbers since then. Returns whether it
/// is noted. To be called with the person held.
pub(super) async fn insert_look_up(
    conn: &mut Conn,
    look_up: &NewLookUp<'_>,
    now: Instant,
    (most, since): (i64, Instant),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO look_ups (id, person_id, registry, purpose, number_key, outcome, at)
         SELECT $1, $2, $3, $4, $5, $6, $7
         WHERE (SELECT count(DISTINCT number_key) FROM look_ups
                WHERE person_id = $2 AND registry = $3 AND at > $8 AND number_key <> $5) < $9",
    )
    .bind(look_up.id)
    .bind(look_up.person_id)
    .bind(look_up.registry)
    .bind(look_up.purpose)
    .bind(&look_up.number_key.0)
    .bind(look_up.outcome)
    .bind(now.0)
    .bind(since.0)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// When the number that was asked about longest ago was asked about last.
pub(super) async fn find_oldest_number(
    conn: &mut Conn,
    person_id: &str,
    registry: &str,
    since: Instant,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT MIN(last_at) FROM
            (SELECT MAX(at) AS last_at FROM look_ups
             WHERE person_id = $1 AND registry = $2 AND at > $3 GROUP BY number_key) AS numbers",
    )
    .bind(person_id)
    .bind(registry)
    .bind(since.0)
    .fetch_one(conn)
    .await
}

/// The look-up of a number that still has no answer.
pub(super) async fn find_undecided(
    conn: &mut Conn,
    person_id: &str,
    number_key: &Blind,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT look_ups.id FROM look_ups
         JOIN registry_checks ON registry_checks.look_up_id = look_ups.id
         WHERE look_ups.person_id = $1 AND look_ups.number_key = $2
            AND registry_checks.decided_at IS NULL
         ORDER BY look_ups.at DESC LIMIT 1",
    )
    .bind(person_id)
    .bind(&number_key.0)
    .fetch_optional(conn)
    .await
}

#[derive(sqlx::FromRow)]
pub(super) struct LookUpRow {
    pub(super) outcome: String,
    pub(super) record: String,
}

/// A look-up of this person whose answer is still kept.
pub(super) async fn find_look_up(
    conn: &mut Conn,
    person_id: &str,
    id: &str,
) -> Result<Option<LookUpRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT look_ups.outcome, registry_checks.record FROM look_ups
         JOIN registry_checks ON registry_checks.look_up_id = look_ups.id
         WHERE look_ups.person_id = $1 AND look_ups.id = $2",
    )
    .bind(person_id)
    .bind(id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn mark_revealed(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE look_ups SET revealed_at = $1 WHERE id = $2 AND revealed_at IS NULL")
        .bind(now.0)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct ListedRow {
    pub(super) registry: String,
    pub(super) purpose: String,
    pub(super) outcome: String,
    pub(super) at: i64,
    pub(super) revealed_at: Option<i64>,
}

pub(super) async fn list_look_ups(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<ListedRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT registry, purpose, outcome, at, revealed_at FROM look_ups WHERE person_id = $1
         ORDER BY at, id",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Takes a guess unless too many were wrong since then; a right one is given back by
/// [`delete_miss`]. To be called with the person held.
pub(super) async fn insert_miss(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
    (most, since): (i64, Instant),
) -> Result<Option<String>, sqlx::Error> {
    let id = new_id();
    let done = sqlx::query(
        "INSERT INTO look_up_misses (id, person_id, at) SELECT $1, $2, $3
         WHERE (SELECT count(*) FROM look_up_misses WHERE person_id = $2 AND at > $4) < $5",
    )
    .bind(&id)
    .bind(person_id)
    .bind(now.0)
    .bind(since.0)
    .bind(most)
    .execute(conn)
    .await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

pub(super) async fn delete_miss(conn: &mut Conn, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM look_up_misses WHERE id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// How many guesses were wrong since then, and when the first of them was.
pub(super) async fn count_misses(
    conn: &mut Conn,
    person_id: &str,
    since: Instant,
) -> Result<(i64, Option<i64>), sqlx::Error> {
    sqlx::query_as(
        "SELECT CAST(count(*) AS BIGINT), MIN(at) FROM look_up_misses
         WHERE person_id = $1 AND at > $2",
    )
    .bind(person_id)
    .bind(since.0)
    .fetch_one(conn)
    .await
}

pub(super) async fn insert_check(
    conn: &mut Conn,
    look_up_id: &str,
    number: &Sealed,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO registry_checks (look_up_id, number, record, poll, asked_at, run_at)
         VALUES ($1, $2, '', '', $3, $3)",
    )
    .bind(look_up_id)
    .bind(&number.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn count_due(conn: &mut Conn, now: Instant) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM registry_checks WHERE decided_at IS NULL AND run_at <= $1",
    )
    .bind(now.0)
    .fetch_one(conn)
    .await
}

#[derive(sqlx::FromRow)]
pub(super) struct CheckRow {
    pub(super) look_up_id: String,
    pub(super) number: String,
    pub(super) poll: String,
    pub(super) asked_at: i64,
    pub(super) attempts: i64,
}

/// Takes one waiting question and holds it until `held_until`. The guard stands in the outer WHERE
/// too, so that two workers never hold the same one.
pub(super) async fn claim_check(
    conn: &mut Conn,
    now: Instant,
    held_until: Instant,
) -> Result<Option<CheckRow>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE registry_checks SET run_at = $2, attempts = attempts + 1
         WHERE look_up_id = (SELECT look_up_id FROM registry_checks
                             WHERE decided_at IS NULL AND run_at <= $1
                             ORDER BY run_at, look_up_id LIMIT 1)
            AND decided_at IS NULL AND run_at <= $1
         RETURNING look_up_id, number, poll, asked_at, attempts",
    )
    .bind(now.0)
    .bind(held_until.0)
    .fetch_optional(conn)
    .await
}

/// The question waits until `run_at`, at `poll` or to be asked anew. Returns whether it still waits.
pub(super) async fn mark_waiting(
    conn: &mut Conn,
    look_up_id: &str,
    poll: &str,
    run_at: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE registry_checks SET poll = $1, run_at = $2
         WHERE look_up_id = $3 AND decided_at IS NULL",
    )
    .bind(poll)
    .bind(run_at.0)
    .bind(look_up_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The question is answered: its number is forgotten. Returns whether it waited.
pub(super) async fn mark_decided(
    conn: &mut Conn,
    look_up_id: &str,
    record: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE registry_checks SET number = '', poll = '', record = $1, decided_at = $2
         WHERE look_up_id = $3 AND decided_at IS NULL",
    )
    .bind(record)
    .bind(now.0)
    .bind(look_up_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets how a look-up stands; returns whose it is.
pub(super) async fn mark_outcome(
    conn: &mut Conn,
    id: &str,
    outcome: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("UPDATE look_ups SET outcome = $1 WHERE id = $2 RETURNING person_id")
        .bind(outcome)
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Opens a case unless the same one is open.
pub(super) async fn insert_case(
    conn: &mut Conn,
    person_id: &str,
    (kind, subject): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO cases (id, person_id, kind, subject, opened_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id, kind, subject) WHERE decided_at IS NULL DO NOTHING",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(kind)
    .bind(subject)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Decides the open cases of a kind that are about the person's look-ups; `subject` narrows it to
/// one of them.
pub(super) async fn mark_cases_decided(
    conn: &mut Conn,
    person_id: &str,
    kind: &str,
    subject: Option<&str>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE cases SET decided_at = $1
         WHERE person_id = $2 AND kind = $3 AND decided_at IS NULL
            AND ($4 IS NULL OR subject = $4)
            AND subject IN (SELECT id FROM look_ups WHERE person_id = $2)",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(kind)
    .bind(subject)
    .execute(conn)
    .await?;
    Ok(())
}

/// Open cases of a kind, the oldest first: person and subject.
pub(super) async fn list_open_cases(
    conn: &mut Conn,
    kind: &str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT person_id, subject FROM cases WHERE kind = $1 AND decided_at IS NULL
         ORDER BY opened_at, id LIMIT 500",
    )
    .bind(kind)
    .fetch_all(conn)
    .await
}

pub(super) async fn mark_case_decided(
    conn: &mut Conn,
    person_id: &str,
    (kind, subject): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE cases SET decided_at = $1
         WHERE person_id = $2 AND kind = $3 AND subject = $4 AND decided_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(kind)
    .bind(subject)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the questions and answers of a person.
pub(super) async fn delete_checks(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM registry_checks
         WHERE look_up_id IN (SELECT id FROM look_ups WHERE person_id = $1)",
    )
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes cases, guesses and the log of a person; after [`delete_checks`].
pub(super) async fn delete_log(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM cases WHERE person_id = $1",
        "DELETE FROM look_up_misses WHERE person_id = $1",
        "DELETE FROM look_ups WHERE person_id = $1",
    ] {
        sqlx::query(statement)
            .bind(person_id)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Deletes answers that are of no more use.
pub(super) async fn delete_checks_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM registry_checks WHERE decided_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_misses_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM look_up_misses WHERE at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes old lines of the log; a question that still waits keeps its own.
pub(super) async fn delete_look_ups_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM look_ups
         WHERE at < $1 AND id NOT IN (SELECT look_up_id FROM registry_checks)",
    )
    .bind(before.0)
    .execute(conn)
    .await?;
    Ok(())
}
