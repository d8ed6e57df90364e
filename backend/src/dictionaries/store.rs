//! Rows of the dictionaries.

use shared::time::Instant;

use super::seed::Row;
use crate::db::Conn;

#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    pub(super) code: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) rank: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct ContingentRow {
    pub(super) code: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) education_kind: String,
    pub(super) online_since: Option<i64>,
}

#[derive(sqlx::FromRow)]
pub(super) struct PlaceRow {
    pub(super) code: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) kind: String,
    pub(super) region: String,
}

/// Ends every row; those still in the files come back by the upserts.
pub(super) async fn end_all(conn: &mut Conn, now: Instant) -> Result<(), sqlx::Error> {
    for statement in [
        "UPDATE countries SET ended_at = $1 WHERE ended_at IS NULL",
        "UPDATE regions SET ended_at = $1 WHERE ended_at IS NULL",
        "UPDATE contingents SET ended_at = $1 WHERE ended_at IS NULL",
        "UPDATE education_places SET ended_at = $1 WHERE ended_at IS NULL",
    ] {
        sqlx::query(statement)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

pub(super) async fn upsert_country(conn: &mut Conn, row: &Row) -> Result<(), sqlx::Error> {
    let statement = "INSERT INTO countries (code, name_kk, name_ru, name_en, rank) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (code) DO UPDATE SET name_kk = $2, name_ru = $3, name_en = $4, rank = $5, ended_at = NULL";
    upsert_entry(conn, statement, row).await
}

pub(super) async fn upsert_region(conn: &mut Conn, row: &Row) -> Result<(), sqlx::Error> {
    let statement = "INSERT INTO regions (code, name_kk, name_ru, name_en, rank) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (code) DO UPDATE SET name_kk = $2, name_ru = $3, name_en = $4, rank = $5, ended_at = NULL";
    upsert_entry(conn, statement, row).await
}

async fn upsert_entry(
    conn: &mut Conn,
    statement: &'static str,
    row: &Row,
) -> Result<(), sqlx::Error> {
    sqlx::query(statement)
        .bind(&row.code)
        .bind(&row.name_kk)
        .bind(&row.name_ru)
        .bind(&row.name_en)
        .bind(row.sort)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn upsert_contingent(
    conn: &mut Conn,
    row: &Row,
    online_since: Option<Instant>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO contingents (code, name_kk, name_ru, name_en, rank, education_kind, online_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (code) DO UPDATE SET name_kk = $2, name_ru = $3, name_en = $4, rank = $5,
            education_kind = $6, online_since = $7, ended_at = NULL",
    )
    .bind(&row.code)
    .bind(&row.name_kk)
    .bind(&row.name_ru)
    .bind(&row.name_en)
    .bind(row.sort)
    .bind(&row.education_kind)
    .bind(online_since.map(|at| at.0))
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn upsert_place(conn: &mut Conn, row: &Row) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO education_places (code, name_kk, name_ru, name_en, rank, kind, region)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (code) DO UPDATE SET name_kk = $2, name_ru = $3, name_en = $4, rank = $5,
            kind = $6, region = $7, ended_at = NULL",
    )
    .bind(&row.code)
    .bind(&row.name_kk)
    .bind(&row.name_ru)
    .bind(&row.name_en)
    .bind(row.sort)
    .bind(&row.kind)
    .bind(&row.region)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn list_countries(conn: &mut Conn) -> Result<Vec<EntryRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT code, name_kk, name_ru, name_en, rank FROM countries
         WHERE ended_at IS NULL ORDER BY rank, code",
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn list_regions(conn: &mut Conn) -> Result<Vec<EntryRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT code, name_kk, name_ru, name_en, rank FROM regions
         WHERE ended_at IS NULL ORDER BY rank, code",
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn list_contingents(conn: &mut Conn) -> Result<Vec<ContingentRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT code, name_kk, name_ru, name_en, education_kind, online_since FROM contingents
         WHERE ended_at IS NULL ORDER BY rank, code",
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn list_places(conn: &mut Conn) -> Result<Vec<PlaceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT code, name_kk, name_ru, name_en, kind, region FROM education_places
         WHERE ended_at IS NULL ORDER BY rank, code",
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count_country(conn: &mut Conn, code: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM countries WHERE code = $1 AND ended_at IS NULL")
        .bind(code)
        .fetch_one(conn)
        .await
}

pub(super) async fn count_region(conn: &mut Conn, code: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM regions WHERE code = $1 AND ended_at IS NULL")
        .bind(code)
        .fetch_one(conn)
        .await
}

/// Ended ones too: a person's earlier answer may name one.
pub(super) async fn find_contingent(
    conn: &mut Conn,
    code: &str,
) -> Result<Option<ContingentRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT code, name_kk, name_ru, name_en, education_kind, online_since FROM contingents
         WHERE code = $1",
    )
    .bind(code)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_place_kind(
    conn: &mut Conn,
    code: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT kind FROM education_places WHERE code = $1 AND ended_at IS NULL")
        .bind(code)
        .fetch_optional(conn)
        .await
}
