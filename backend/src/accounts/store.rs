//! Rows of logins, sessions and codes.

use shared::time::Instant;

use crate::db::Conn;

#[derive(sqlx::FromRow)]
pub(super) struct LoginRow {
    pub(super) person_id: String,
    pub(super) email: String,
    pub(super) password_hash: String,
    pub(super) password_set_at: i64,
    pub(super) first_password_until: Option<i64>,
}

pub(super) async fn find_login(
    conn: &mut Conn,
    email: &str,
) -> Result<Option<LoginRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT person_id, email, password_hash, password_set_at, first_password_until
         FROM logins WHERE email = $1",
    )
    .bind(email)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_login_of_person(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<LoginRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT person_id, email, password_hash, password_set_at, first_password_until
         FROM logins WHERE person_id = $1",
    )
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

/// Makes a login unless the address or the person has one. Returns whether it was made.
pub(super) async fn insert_login(
    conn: &mut Conn,
    person_id: &str,
    email: &str,
    password_hash: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO logins (person_id, email, password_hash, created_at, password_set_at)
         VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING",
    )
    .bind(person_id)
    .bind(email)
    .bind(password_hash)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Says that the password of a login was mailed, and until when it opens it.
pub(super) async fn mark_first_password(
    conn: &mut Conn,
    person_id: &str,
    until: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE logins SET first_password_until = $1 WHERE person_id = $2")
        .bind(until.0)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Sets a password that its owner has chosen.
pub(super) async fn mark_password(
    conn: &mut Conn,
    person_id: &str,
    password_hash: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE logins SET password_hash = $1, password_set_at = $2, first_password_until = NULL
         WHERE person_id = $3",
    )
    .bind(password_hash)
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    pub(super) person_id: String,
    pub(super) kind: String,
    pub(super) created_at: i64,
    pub(super) touched_at: i64,
}

pub(super) async fn insert_session(
    conn: &mut Conn,
    (token_hash, public_id): (&str, &str),
    person_id: &str,
    (kind, device): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO sessions
            (token_hash, public_id, person_id, kind, device, created_at, touched_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(token_hash)
    .bind(public_id)
    .bind(person_id)
    .bind(kind)
    .bind(device)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_session(
    conn: &mut Conn,
    token_hash: &str,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT person_id, kind, created_at, touched_at FROM sessions
         WHERE token_hash = $1 AND ended_at IS NULL",
    )
    .bind(token_hash)
    .fetch_optional(conn)
    .await
}

pub(super) async fn mark_touched(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sessions SET touched_at = $1
         WHERE token_hash = $2 AND ended_at IS NULL AND touched_at < $1",
    )
    .bind(now.0)
    .bind(token_hash)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_session_ended(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sessions SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL")
        .bind(now.0)
        .bind(token_hash)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn mark_all_sessions_ended(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sessions SET ended_at = $1 WHERE person_id = $2 AND ended_at IS NULL")
        .bind(now.0)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct LiveSessionRow {
    pub(super) token_hash: String,
    pub(super) public_id: Option<String>,
    pub(super) device: String,
    pub(super) created_at: i64,
    pub(super) touched_at: i64,
}

/// Sessions that were not ended; some may have run out.
pub(super) async fn list_sessions(
    conn: &mut Conn,
    person_id: &str,
    kind: &str,
) -> Result<Vec<LiveSessionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT token_hash, public_id, device, created_at, touched_at FROM sessions
         WHERE person_id = $1 AND kind = $2 AND ended_at IS NULL",
    )
    .bind(person_id)
    .bind(kind)
    .fetch_all(conn)
    .await
}

pub(super) async fn mark_public_session_ended(
    conn: &mut Conn,
    person_id: &str,
    public_id: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sessions SET ended_at = $1
         WHERE person_id = $2 AND public_id = $3 AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(public_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn mark_other_sessions_ended(
    conn: &mut Conn,
    person_id: &str,
    token_hash: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sessions SET ended_at = $1
         WHERE person_id = $2 AND token_hash <> $3 AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(token_hash)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a login another address. Returns whether it had the old one and the new one was free.
pub(super) async fn mark_email(
    conn: &mut Conn,
    person_id: &str,
    (old, new): (&str, &str),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE logins SET email = $1 WHERE person_id = $2 AND email = $3
            AND NOT EXISTS (SELECT 1 FROM logins AS other WHERE other.email = $1)",
    )
    .bind(new)
    .bind(person_id)
    .bind(old)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a login, its sessions and its codes.
pub(super) async fn delete_login(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM email_codes WHERE person_id = $1",
        "DELETE FROM sessions WHERE person_id = $1",
        "DELETE FROM logins WHERE person_id = $1",
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
    pub(super) email: &'a str,
    pub(super) code_hash: &'a str,
    pub(super) message_id: &'a str,
    pub(super) created_at: Instant,
    pub(super) expires_at: Instant,
}

pub(super) async fn insert_code(conn: &mut Conn, code: NewCode<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO email_codes
            (id, person_id, purpose, email, code_hash, message_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(code.id)
    .bind(code.person_id)
    .bind(code.purpose)
    .bind(code.email)
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
    purpose: &str,
    email: &str,
    (now, tries): (Instant, i64),
) -> Result<Vec<CodeRow>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE email_codes SET tries = tries + 1
         WHERE person_id = $1 AND purpose = $2 AND email = $3
            AND used_at IS NULL AND expires_at > $4 AND tries < $5
         RETURNING id, code_hash, tries",
    )
    .bind(person_id)
    .bind(purpose)
    .bind(email)
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
    let done = sqlx::query("UPDATE email_codes SET used_at = $1 WHERE id = $2 AND used_at IS NULL")
        .bind(now.0)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(sqlx::FromRow)]
pub(super) struct NewestCodeRow {
    pub(super) email: String,
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
        "SELECT email, message_id, created_at, expires_at FROM email_codes
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
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM email_codes WHERE created_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

pub(super) async fn delete_sessions_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM sessions WHERE touched_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
