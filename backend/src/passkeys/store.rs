//! Rows of passkeys and of the challenges for them.

use shared::time::Instant;

use crate::db::Conn;

/// A challenge about to be sent.
pub(super) struct NewChallenge<'a> {
    pub(super) token_hash: &'a str,
    pub(super) kind: &'a str,
    pub(super) person_id: Option<&'a str>,
    pub(super) state: &'a str,
    pub(super) created_at: Instant,
    pub(super) expires_at: Instant,
}

pub(super) async fn insert_challenge(
    conn: &mut Conn,
    challenge: NewChallenge<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO passkey_challenges
            (token_hash, kind, person_id, state, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(challenge.token_hash)
    .bind(challenge.kind)
    .bind(challenge.person_id)
    .bind(challenge.state)
    .bind(challenge.created_at.0)
    .bind(challenge.expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct ChallengeRow {
    pub(super) person_id: Option<String>,
    pub(super) state: String,
}

/// Uses a challenge, once.
pub(super) async fn take_challenge(
    conn: &mut Conn,
    (token_hash, kind): (&str, &str),
    now: Instant,
) -> Result<Option<ChallengeRow>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE passkey_challenges SET used_at = $3
         WHERE token_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING person_id, state",
    )
    .bind(token_hash)
    .bind(kind)
    .bind(now.0)
    .fetch_optional(conn)
    .await
}

pub(super) async fn delete_challenges_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM passkey_challenges WHERE expires_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// A passkey about to be kept.
pub(super) struct NewPasskey<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) credential_id: &'a str,
    pub(super) credential: &'a str,
    pub(super) device: &'a str,
    pub(super) created_at: Instant,
}

/// Keeps a passkey unless its key is known already or the person has so many. Returns whether it
/// was kept.
pub(super) async fn insert_passkey(
    conn: &mut Conn,
    passkey: NewPasskey<'_>,
    most: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO passkeys (id, person_id, credential_id, credential, device, created_at)
         SELECT $1, $2, $3, $4, $5, CAST($6 AS BIGINT)
         WHERE (SELECT CAST(count(*) AS BIGINT) FROM passkeys AS other
                WHERE other.person_id = $2 AND other.ended_at IS NULL) < CAST($7 AS BIGINT)
         ON CONFLICT (credential_id) DO NOTHING",
    )
    .bind(passkey.id)
    .bind(passkey.person_id)
    .bind(passkey.credential_id)
    .bind(passkey.credential)
    .bind(passkey.device)
    .bind(passkey.created_at.0)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(sqlx::FromRow)]
pub(super) struct PasskeyRow {
    pub(super) id: String,
    pub(super) credential: String,
    pub(super) device: String,
    pub(super) created_at: i64,
    pub(super) used_at: Option<i64>,
}

/// The passkeys of a person that work, oldest first.
pub(super) async fn list_passkeys(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<PasskeyRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, credential, device, created_at, used_at FROM passkeys
         WHERE person_id = $1 AND ended_at IS NULL ORDER BY created_at, id",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

#[derive(sqlx::FromRow)]
pub(super) struct OwnedRow {
    pub(super) id: String,
    pub(super) person_id: String,
    pub(super) email: String,
    pub(super) credential: String,
    pub(super) device: String,
}

/// A passkey that works, with the login it opens.
pub(super) async fn find_by_credential(
    conn: &mut Conn,
    credential_id: &str,
) -> Result<Option<OwnedRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT passkeys.id, passkeys.person_id, logins.email, passkeys.credential,
            passkeys.device
         FROM passkeys JOIN logins ON logins.person_id = passkeys.person_id
         WHERE passkeys.credential_id = $1 AND passkeys.ended_at IS NULL",
    )
    .bind(credential_id)
    .fetch_optional(conn)
    .await
}

/// Notes a use. Returns whether the passkey was still as it was read: of two copies of one key that
/// come at once, one is late.
pub(super) async fn mark_used(
    conn: &mut Conn,
    id: &str,
    (was, is): (&str, &str),
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE passkeys SET credential = $1, used_at = $2
         WHERE id = $3 AND credential = $4 AND ended_at IS NULL",
    )
    .bind(is)
    .bind(now.0)
    .bind(id)
    .bind(was)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends one passkey of a person, once. Returns its device when this call did.
pub(super) async fn mark_ended(
    conn: &mut Conn,
    (person_id, id): (&str, &str),
    now: Instant,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE passkeys SET ended_at = $1
         WHERE id = $2 AND person_id = $3 AND ended_at IS NULL RETURNING device",
    )
    .bind(now.0)
    .bind(id)
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn mark_all_ended(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE passkeys SET ended_at = $1 WHERE person_id = $2 AND ended_at IS NULL")
        .bind(now.0)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a person's passkeys and challenges.
pub(super) async fn delete_passkeys(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM passkey_challenges WHERE person_id = $1",
        "DELETE FROM passkeys WHERE person_id = $1",
    ] {
        sqlx::query(statement)
            .bind(person_id)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
