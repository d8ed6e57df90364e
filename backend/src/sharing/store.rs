//! Rows of sharings. Each is agreed to once and ends once, by guarded statements.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;

#[derive(sqlx::FromRow)]
pub(super) struct SharingRow {
    pub(super) id: String,
    pub(super) programme: String,
    pub(super) asked_at: i64,
    pub(super) agreed_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) end_reason: Option<String>,
}

/// Notes that a programme asks; no second row while it does.
pub(super) async fn insert_sharing(
    conn: &mut Conn,
    (person_id, programme): (&str, &str),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO sharings (id, person_id, programme, asked_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, programme) WHERE ended_at IS NULL DO NOTHING",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(programme)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Everything that programmes asked of a person, the newest first.
pub(super) async fn list_of_person(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<SharingRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, programme, asked_at, agreed_at, ended_at, end_reason FROM sharings
         WHERE person_id = $1 ORDER BY asked_at DESC, id DESC",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// How many agreements with a programme hold: none or one.
pub(super) async fn count_agreed(
    conn: &mut Conn,
    (person_id, programme): (&str, &str),
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM sharings
         WHERE person_id = $1 AND programme = $2 AND agreed_at IS NOT NULL AND ended_at IS NULL",
    )
    .bind(person_id)
    .bind(programme)
    .fetch_one(conn)
    .await
}

/// Agrees to what is asked. Returns how many rows were agreed to.
pub(super) async fn mark_agreed(
    conn: &mut Conn,
    (id, person_id): (&str, &str),
    (version, language): (&str, &str),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sharings SET agreed_at = $3, version = $4, language = $5
         WHERE id = $1 AND person_id = $2 AND agreed_at IS NULL AND ended_at IS NULL",
    )
    .bind(id)
    .bind(person_id)
    .bind(now.0)
    .bind(version)
    .bind(language)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Says no to what is asked. Returns how many rows that ended.
pub(super) async fn mark_refused(
    conn: &mut Conn,
    (id, person_id): (&str, &str),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sharings SET ended_at = $3, end_reason = 'refused'
         WHERE id = $1 AND person_id = $2 AND agreed_at IS NULL AND ended_at IS NULL",
    )
    .bind(id)
    .bind(person_id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Takes an agreement back. Returns how many rows that ended.
pub(super) async fn mark_withdrawn(
    conn: &mut Conn,
    (id, person_id): (&str, &str),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sharings SET ended_at = $3, end_reason = 'withdrawn'
         WHERE id = $1 AND person_id = $2 AND agreed_at IS NOT NULL AND ended_at IS NULL",
    )
    .bind(id)
    .bind(person_id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sharings WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}
