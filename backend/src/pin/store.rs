//! Rows of devices with a PIN and of the challenges for them.

use shared::time::Instant;

use crate::db::Conn;

/// A device about to be kept.
pub(super) struct NewDevice<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) device: &'a str,
    pub(super) public_key: &'a str,
    pub(super) pin_hash: &'a str,
}

/// Keeps a device unless the person has so many. Returns whether it was kept.
pub(super) async fn insert_device(
    conn: &mut Conn,
    device: NewDevice<'_>,
    (now, most): (Instant, i64),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO pin_devices (id, person_id, device, public_key, pin_hash, created_at)
         SELECT $1, $2, $3, $4, $5, CAST($6 AS BIGINT)
         WHERE (SELECT CAST(count(*) AS BIGINT) FROM pin_devices AS other
                WHERE other.person_id = $2 AND other.ended_at IS NULL) < CAST($7 AS BIGINT)",
    )
    .bind(device.id)
    .bind(device.person_id)
    .bind(device.device)
    .bind(device.public_key)
    .bind(device.pin_hash)
    .bind(now.0)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(sqlx::FromRow)]
pub(super) struct DeviceRow {
    pub(super) id: String,
    pub(super) person_id: String,
    pub(super) device: String,
    pub(super) public_key: String,
    pub(super) pin_hash: String,
    pub(super) created_at: i64,
    pub(super) used_at: Option<i64>,
}

/// A device whose PIN works.
pub(super) async fn find_device(
    conn: &mut Conn,
    id: &str,
    most_tries: i64,
) -> Result<Option<DeviceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, person_id, device, public_key, pin_hash, created_at, used_at FROM pin_devices
         WHERE id = $1 AND ended_at IS NULL AND tries < $2",
    )
    .bind(id)
    .bind(most_tries)
    .fetch_optional(conn)
    .await
}

/// The devices of a person whose PIN works, oldest first.
pub(super) async fn list_devices(
    conn: &mut Conn,
    person_id: &str,
    most_tries: i64,
) -> Result<Vec<DeviceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, person_id, device, public_key, pin_hash, created_at, used_at FROM pin_devices
         WHERE person_id = $1 AND ended_at IS NULL AND tries < $2 ORDER BY created_at, id",
    )
    .bind(person_id)
    .bind(most_tries)
    .fetch_all(conn)
    .await
}

/// Takes a try of a PIN that still works; returns how many were taken with this one. Counting comes
/// before comparing, so many calls at once get no more tries than one after another.
pub(super) async fn take_try(
    conn: &mut Conn,
    id: &str,
    most_tries: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE pin_devices SET tries = tries + 1
         WHERE id = $1 AND ended_at IS NULL AND tries < $2 RETURNING tries",
    )
    .bind(id)
    .bind(most_tries)
    .fetch_optional(conn)
    .await
}

/// Notes that a PIN was right: its tries begin anew. Returns whether it still worked.
pub(super) async fn mark_used(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE pin_devices SET tries = 0, used_at = $1 WHERE id = $2 AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a PIN whose tries are used up; one that was right meanwhile stays.
pub(super) async fn mark_guessed(
    conn: &mut Conn,
    id: &str,
    (now, most_tries): (Instant, i64),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE pin_devices SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL AND tries >= $3",
    )
    .bind(now.0)
    .bind(id)
    .bind(most_tries)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the PIN of one device of a person. Returns whether this call did.
pub(super) async fn mark_ended(
    conn: &mut Conn,
    (person_id, id): (&str, &str),
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE pin_devices SET ended_at = $1
         WHERE id = $2 AND person_id = $3 AND ended_at IS NULL",
    )
    .bind(now.0)
    .bind(id)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn mark_all_ended(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE pin_devices SET ended_at = $1 WHERE person_id = $2 AND ended_at IS NULL")
        .bind(now.0)
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets a person's devices and their challenges.
pub(super) async fn delete_devices(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM pin_challenges WHERE device_id IN
            (SELECT own.id FROM pin_devices AS own WHERE own.person_id = $1)",
        "DELETE FROM pin_devices WHERE person_id = $1",
    ] {
        sqlx::query(statement)
            .bind(person_id)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

pub(super) async fn insert_challenge(
    conn: &mut Conn,
    (token_hash, device_id): (&str, &str),
    (now, expires_at): (Instant, Instant),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO pin_challenges (token_hash, device_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4)",
    )
    .bind(token_hash)
    .bind(device_id)
    .bind(now.0)
    .bind(expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Uses a challenge of a device, once. Returns whether this call did.
pub(super) async fn take_challenge(
    conn: &mut Conn,
    (token_hash, device_id): (&str, &str),
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE pin_challenges SET used_at = $1
         WHERE token_hash = $2 AND device_id = $3 AND used_at IS NULL AND expires_at > $1",
    )
    .bind(now.0)
    .bind(token_hash)
    .bind(device_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete_challenges_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM pin_challenges WHERE expires_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}
