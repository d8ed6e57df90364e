//! Rows of mobile logins and their codes.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::{Blind, Sealed};

#[derive(sqlx::FromRow)]
pub(super) struct LoginRow {
    pub(super) person_id: String,
    pub(super) number: String,
}

pub(super) async fn find_login(
    conn: &mut Conn,
    key: &Blind,
) -> Result<Option<LoginRow>, sqlx::Error> {
    sqlx::query_as("SELECT person_id, number FROM mobile_logins WHERE key = $1")
        .bind(&key.0)
        .fetch_optional(conn)
        .await
}

pub(super) async fn find_login_of_person(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<LoginRow>, sqlx::Error> {
    sqlx::query_as("SELECT person_id, number FROM mobile_logins WHERE person_id = $1")
        .bind(person_id)
        .fetch_optional(conn)
        .await
}

/// Makes a login unless the number or the person has one. Returns whether it was made.
pub(super) async fn insert_login(
    conn: &mut Conn,
    person_id: &str,
    (key, number): (&Blind, &Sealed),
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO mobile_logins (person_id, key, number, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(person_id)
    .bind(&key.0)
    .bind(&number.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a login and its codes.
pub(super) async fn delete_login(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM mobile_codes WHERE person_id = $1",
        "DELETE FROM mobile_logins WHERE person_id = $1",
    ] {
        sqlx::query(statement)
            .bind(person_id)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// A code about to be written.
pub(super) struct NewCode<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) purpose: &'a str,
    pub(super) key: &'a Blind,
    pub(super) code_hash: &'a str,
    pub(super) message_id: &'a str,
    pub(super) created_at: Instant,
    pub(super) expires_at: Instant,
}

pub(super) async fn insert_code(conn: &mut Conn, code: NewCode<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO mobile_codes
            (id, person_id, purpose, key, code_hash, message_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(code.id)
    .bind(code.person_id)
    .bind(code.purpose)
    .bind(&code.key.0)
    .bind(code.code_hash)
    .bind(code.message_id)
    .bind(code.created_at.0)
    .bind(code.expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct CodeRow {
    pub(super) id: String,
    pub(super) code_hash: String,
    pub(super) tries: i64,
}

/// Takes a try of every code that still works, and returns those codes. Counting comes before
/// comparing, so many calls at once get no more tries than one after another.
pub(super) async fn take_try(
    conn: &mut Conn,
    person_id: &str,
    (purpose, key): (&str, &Blind),
    (now, tries): (Instant, i64),
) -> Result<Vec<CodeRow>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE mobile_codes SET tries = tries + 1
         WHERE person_id = $1 AND purpose = $2 AND key = $3
            AND used_at IS NULL AND expires_at > $4 AND tries < $5
         RETURNING id, code_hash, tries",
    )
    .bind(person_id)
    .bind(purpose)
    .bind(&key.0)
    .bind(now.0)
    .bind(tries)
    .fetch_all(conn)
    .await
}

/// Uses a code once. Returns whether this call used it.
pub(super) async fn mark_code_used(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("UPDATE mobile_codes SET used_at = $1 WHERE id = $2 AND used_at IS NULL")
            .bind(now.0)
            .bind(id)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(sqlx::FromRow)]
pub(super) struct NewestCodeRow {
    pub(super) key: String,
    pub(super) message_id: String,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
}

pub(super) async fn find_newest_code(
    conn: &mut Conn,
    person_id: &str,
    purpose: &str,
) -> Result<Option<NewestCodeRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT key, message_id, created_at, expires_at FROM mobile_codes
         WHERE person_id = $1 AND purpose = $2 ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .bind(person_id)
    .bind(purpose)
    .fetch_optional(conn)
    .await
}

pub(super) async fn delete_codes_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM mobile_codes WHERE created_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}
