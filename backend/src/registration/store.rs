//! Rows of people, facts and duplicate cases.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;
use crate::secrets::Blind;

#[derive(sqlx::FromRow)]
pub(super) struct PersonRow {
    pub(super) programme: String,
    pub(super) language: String,
    pub(super) created_at: i64,
    pub(super) saved_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct FactRow {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) value: String,
}

pub(super) async fn insert_person(
    conn: &mut Conn,
    programme: &str,
    language: &str,
    now: Instant,
) -> Result<String, sqlx::Error> {
    let id = new_id();
    sqlx::query(
        "INSERT INTO people (id, programme, language, created_at, saved_at) VALUES ($1, $2, $3, $4, $4)",
    )
    .bind(&id)
    .bind(programme)
    .bind(language)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
pub(super) struct RegistrationRow {
    pub(super) programme: String,
    pub(super) began_at: i64,
    pub(super) finished_at: Option<i64>,
}

/// Puts a person into a programme; who is in it stays as they are.
pub(super) async fn insert_registration(
    conn: &mut Conn,
    person_id: &str,
    programme: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO registrations (person_id, programme, began_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id, programme) DO NOTHING",
    )
    .bind(person_id)
    .bind(programme)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn list_registrations(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<RegistrationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT programme, began_at, finished_at FROM registrations
         WHERE person_id = $1 ORDER BY began_at, programme",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Finishes a registration, once. Returns whether this call did.
pub(super) async fn mark_finished(
    conn: &mut Conn,
    (person_id, programme): (&str, &str),
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE registrations SET finished_at = $1
         WHERE person_id = $2 AND programme = $3 AND finished_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(programme)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a programme the current one.
pub(super) async fn mark_programme(
    conn: &mut Conn,
    person_id: &str,
    programme: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE people SET programme = $1 WHERE id = $2 AND programme <> $1")
        .bind(programme)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_registrations(
    conn: &mut Conn,
    person_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM registrations WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn find_person(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<PersonRow>, sqlx::Error> {
    sqlx::query_as("SELECT programme, language, created_at, saved_at FROM people WHERE id = $1")
        .bind(person_id)
        .fetch_optional(conn)
        .await
}

/// Marks the person as saved; in PostgreSQL this also makes writers of one person wait in line.
pub(super) async fn mark_saved(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("UPDATE people SET saved_at = $1 WHERE id = $2")
        .bind(now.0)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

pub(super) async fn mark_language(
    conn: &mut Conn,
    person_id: &str,
    language: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE people SET language = $1 WHERE id = $2")
        .bind(language)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn list_facts(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<FactRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, kind, value FROM facts WHERE person_id = $1 AND superseded_at IS NULL",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

pub(super) async fn mark_fact_superseded(
    conn: &mut Conn,
    person_id: &str,
    kind: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE facts SET superseded_at = $1
         WHERE person_id = $2 AND kind = $3 AND superseded_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(kind)
    .execute(conn)
    .await?;
    Ok(())
}

/// A fact about to be written.
pub(super) struct NewFact<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) kind: &'a str,
    pub(super) value: &'a str,
    pub(super) search_key: Option<&'a Blind>,
    pub(super) source: &'a str,
}

pub(super) async fn insert_fact(
    conn: &mut Conn,
    fact: NewFact<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO facts (id, person_id, kind, value, search_key, source, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(fact.id)
    .bind(fact.person_id)
    .bind(fact.kind)
    .bind(fact.value)
    .bind(fact.search_key.map(|key| key.0.as_str()))
    .bind(fact.source)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// The earliest other person with a login whose current fact has this key.
pub(super) async fn find_owner_of_key(
    conn: &mut Conn,
    key: &Blind,
    person_id: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT facts.person_id FROM facts
         LEFT JOIN logins ON logins.person_id = facts.person_id
         LEFT JOIN mobile_logins ON mobile_logins.person_id = facts.person_id
         WHERE facts.search_key = $1 AND facts.superseded_at IS NULL AND facts.person_id <> $2
            AND (logins.person_id IS NOT NULL OR mobile_logins.person_id IS NOT NULL)
         ORDER BY COALESCE(logins.created_at, mobile_logins.created_at) LIMIT 1",
    )
    .bind(&key.0)
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_duplicate_case(
    conn: &mut Conn,
    person_id: &str,
    first_person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO duplicate_cases (id, person_id, first_person_id, opened_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, first_person_id) DO NOTHING",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(first_person_id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a draft's facts to the account where the account has none of the kind. Sealed facts are
/// bound to their own row, not to the person, so they move as they are.
pub(super) async fn move_missing_facts(
    conn: &mut Conn,
    draft_id: &str,
    account_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE facts SET person_id = $1
         WHERE person_id = $2 AND superseded_at IS NULL AND kind NOT IN
            (SELECT own.kind FROM facts AS own WHERE own.person_id = $1 AND own.superseded_at IS NULL)",
    )
    .bind(account_id)
    .bind(draft_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn supersede_all(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE facts SET superseded_at = $1 WHERE person_id = $2 AND superseded_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Erases what an unfinished person told us.
pub(super) async fn delete_facts(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM facts WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// People without a login who have facts and did nothing since then.
pub(super) async fn list_old_drafts(
    conn: &mut Conn,
    before: Instant,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT people.id FROM people JOIN facts ON facts.person_id = people.id
         WHERE people.saved_at < $1
            AND NOT EXISTS (SELECT 1 FROM logins WHERE logins.person_id = people.id)
            AND NOT EXISTS (SELECT 1 FROM mobile_logins WHERE mobile_logins.person_id = people.id)
         LIMIT 500",
    )
    .bind(before.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn delete_duplicate_cases(
    conn: &mut Conn,
    person_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM duplicate_cases WHERE person_id = $1 OR first_person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}
