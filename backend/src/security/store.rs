//! Rows of devices, tries to sign in, changes of address and links.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;

/// Notes that a device was signed in. Returns whether the person had been here with it.
pub(super) async fn mark_device(
    conn: &mut Conn,
    person_id: &str,
    token_hash: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("UPDATE devices SET last_at = $1 WHERE person_id = $2 AND token_hash = $3")
            .bind(now.0)
            .bind(person_id)
            .bind(token_hash)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn insert_device(
    conn: &mut Conn,
    person_id: &str,
    token_hash: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO devices (person_id, token_hash, first_at, last_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (person_id, token_hash) DO NOTHING",
    )
    .bind(person_id)
    .bind(token_hash)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn count_devices(conn: &mut Conn, person_id: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM devices WHERE person_id = $1")
        .bind(person_id)
        .fetch_one(conn)
        .await
}

pub(super) async fn delete_devices(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM devices WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes a try to sign in to the login of this address; of no login, nothing.
pub(super) async fn insert_sign_in(
    conn: &mut Conn,
    email: &str,
    (outcome, (device, passkey_id)): (&str, (&str, Option<&str>)),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO sign_ins (id, person_id, outcome, device, passkey_id, at)
         SELECT $1, logins.person_id, $2, $3, $4, $5 FROM logins WHERE logins.email = $6",
    )
    .bind(new_id())
    .bind(outcome)
    .bind(device)
    .bind(passkey_id)
    .bind(now.0)
    .bind(email)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes a try to sign in as this person.
pub(super) async fn insert_sign_in_of(
    conn: &mut Conn,
    person_id: &str,
    (outcome, (device, passkey_id, way)): (&str, (&str, Option<&str>, Option<&str>)),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO sign_ins (id, person_id, outcome, device, passkey_id, way, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(outcome)
    .bind(device)
    .bind(passkey_id)
    .bind(way)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct SignInRow {
    pub(super) outcome: String,
    pub(super) device: String,
    pub(super) passkey_id: Option<String>,
    pub(super) way: Option<String>,
    pub(super) at: i64,
}

/// The newest tries, newest first.
pub(super) async fn list_sign_ins(
    conn: &mut Conn,
    person_id: &str,
    since: Instant,
) -> Result<Vec<SignInRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT outcome, device, passkey_id, way, at FROM sign_ins WHERE person_id = $1 AND at >= $2
         ORDER BY at DESC, id DESC LIMIT 50",
    )
    .bind(person_id)
    .bind(since.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn delete_sign_ins_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sign_ins WHERE at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_sign_ins(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sign_ins WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A change of address.
#[derive(sqlx::FromRow)]
pub(super) struct EmailChangeRow {
    pub(super) id: String,
    pub(super) old_email: String,
    pub(super) new_email: String,
    pub(super) expires_at: i64,
    pub(super) confirmed_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
}

pub(super) async fn insert_email_change(
    conn: &mut Conn,
    person_id: &str,
    (old_email, new_email): (&str, &str),
    (now, expires_at): (Instant, Instant),
) -> Result<String, sqlx::Error> {
    let id = new_id();
    sqlx::query(
        "INSERT INTO email_changes (id, person_id, old_email, new_email, asked_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(person_id)
    .bind(old_email)
    .bind(new_email)
    .bind(now.0)
    .bind(expires_at.0)
    .execute(conn)
    .await?;
    Ok(id)
}

pub(super) async fn find_email_change(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<EmailChangeRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, old_email, new_email, expires_at, confirmed_at, ended_at
         FROM email_changes WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await
}

/// The change that waits for its proof.
pub(super) async fn find_waiting_change(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<Option<EmailChangeRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, old_email, new_email, expires_at, confirmed_at, ended_at FROM email_changes
         WHERE person_id = $1 AND confirmed_at IS NULL AND ended_at IS NULL AND expires_at > $2
         ORDER BY asked_at DESC, id DESC LIMIT 1",
    )
    .bind(person_id)
    .bind(now.0)
    .fetch_optional(conn)
    .await
}

/// Ends every change that is not proved yet.
pub(super) async fn mark_waiting_changes_ended(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE email_changes SET ended_at = $1
         WHERE person_id = $2 AND confirmed_at IS NULL AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a change as proved, once. Returns whether this call did.
pub(super) async fn mark_change_confirmed(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE email_changes SET confirmed_at = $1
         WHERE id = $2 AND confirmed_at IS NULL AND ended_at IS NULL AND expires_at > $1",
    )
    .bind(now.0)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a change back, once. Returns whether this call did.
pub(super) async fn mark_change_ended(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("UPDATE email_changes SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
            .bind(now.0)
            .bind(id)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete_email_changes(
    conn: &mut Conn,
    person_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM email_changes WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A link about to be mailed.
pub(super) struct NewLink<'a> {
    pub(super) token_hash: &'a str,
    pub(super) kind: &'a str,
    pub(super) person_id: &'a str,
    pub(super) email_change_id: Option<&'a str>,
    /// The address that a link of a registration proves, and its letter.
    pub(super) proof: Option<(&'a str, &'a str)>,
    pub(super) created_at: Instant,
    pub(super) expires_at: Instant,
}

pub(super) async fn insert_link(conn: &mut Conn, link: NewLink<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO links (token_hash, kind, person_id, email_change_id, created_at, expires_at,
            email, message_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(link.token_hash)
    .bind(link.kind)
    .bind(link.person_id)
    .bind(link.email_change_id)
    .bind(link.created_at.0)
    .bind(link.expires_at.0)
    .bind(link.proof.map(|proof| proof.0))
    .bind(link.proof.map(|proof| proof.1))
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct LinkRow {
    pub(super) kind: String,
    pub(super) person_id: String,
    pub(super) email_change_id: Option<String>,
    pub(super) email: Option<String>,
}

/// A link that still works.
pub(super) async fn find_link(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> Result<Option<LinkRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT kind, person_id, email_change_id, email FROM links
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(conn)
    .await
}

/// Uses a link, once.
pub(super) async fn take_link(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> Result<Option<LinkRow>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE links SET used_at = $2
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING kind, person_id, email_change_id, email",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(conn)
    .await
}

/// A link of a registration that was not used, however old.
pub(super) async fn find_unused_proof(
    conn: &mut Conn,
    token_hash: &str,
) -> Result<Option<LinkRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT kind, person_id, email_change_id, email FROM links
         WHERE token_hash = $1 AND kind = 'email_proof' AND used_at IS NULL",
    )
    .bind(token_hash)
    .fetch_optional(conn)
    .await
}

#[derive(sqlx::FromRow)]
pub(super) struct NewestProofRow {
    pub(super) email: String,
    pub(super) message_id: String,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
}

/// The newest link of a registration.
pub(super) async fn find_newest_proof(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<NewestProofRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT email, message_id, created_at, expires_at FROM links
         WHERE person_id = $1 AND kind = 'email_proof' AND used_at IS NULL
            AND email IS NOT NULL AND message_id IS NOT NULL
         ORDER BY created_at DESC, token_hash LIMIT 1",
    )
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

/// Makes every link of a person useless.
pub(super) async fn mark_links_used(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE links SET used_at = $1 WHERE person_id = $2 AND used_at IS NULL")
        .bind(now.0)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_links_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM links WHERE expires_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_links(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM links WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}
