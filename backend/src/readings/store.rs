//! Rows of readings.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::{Blind, Sealed};

#[derive(sqlx::FromRow)]
pub(super) struct ReadingRow {
    pub(super) id: String,
    pub(super) record: String,
}

/// Keeps a reading unless these pictures were read meanwhile.
pub(super) async fn insert_reading(
    conn: &mut Conn,
    (id, person_id, pictures): (&str, &str, &str),
    (record, number_key): (&Sealed, Option<&Blind>),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO readings (id, person_id, pictures, record, number_key, read_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id, pictures) DO NOTHING",
    )
    .bind(id)
    .bind(person_id)
    .bind(pictures)
    .bind(&record.0)
    .bind(number_key.map_or("", |key| key.0.as_str()))
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_reading(
    conn: &mut Conn,
    person_id: &str,
    pictures: &str,
) -> Result<Option<ReadingRow>, sqlx::Error> {
    sqlx::query_as("SELECT id, record FROM readings WHERE person_id = $1 AND pictures = $2")
        .bind(person_id)
        .bind(pictures)
        .fetch_optional(conn)
        .await
}

pub(super) async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM readings WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_before(conn: &mut Conn, before: Instant) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM readings WHERE read_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}
