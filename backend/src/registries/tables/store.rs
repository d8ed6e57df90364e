//! Rows of the imported registries.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::{Blind, Sealed};

/// Which table of sealed records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registries) enum Table {
    Persons,
    Education,
}

impl Table {
    pub(in crate::registries) const fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "registry_persons",
            Self::Education => "registry_education",
        }
    }
}

/// Key, digest, source and time of a row that is written.
pub(in crate::registries) type About<'a> = (&'a Blind, &'a Blind, &'a str, Instant);

pub(in crate::registries) async fn find_sealed(
    conn: &mut Conn,
    table: Table,
    key: &Blind,
) -> Result<Option<String>, sqlx::Error> {
    let statement = match table {
        Table::Persons => "SELECT record FROM registry_persons WHERE number_key = $1",
        Table::Education => "SELECT record FROM registry_education WHERE number_key = $1",
    };
    sqlx::query_scalar(statement)
        .bind(&key.0)
        .fetch_optional(conn)
        .await
}

/// Adds a record; returns whether there was none under its number.
pub(in crate::registries) async fn insert_sealed(
    conn: &mut Conn,
    table: Table,
    record: &Sealed,
    about: About<'_>,
) -> Result<bool, sqlx::Error> {
    let statement = match table {
        Table::Persons => {
            "INSERT INTO registry_persons (number_key, digest, source, imported_at, record)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number_key) DO NOTHING"
        }
        Table::Education => {
            "INSERT INTO registry_education (number_key, digest, source, imported_at, record)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number_key) DO NOTHING"
        }
    };
    write_sealed(conn, statement, record, about).await
}

/// Replaces a record that differs; returns whether it did.
pub(in crate::registries) async fn update_sealed(
    conn: &mut Conn,
    table: Table,
    record: &Sealed,
    about: About<'_>,
) -> Result<bool, sqlx::Error> {
    let statement = match table {
        Table::Persons => {
            "UPDATE registry_persons SET record = $5, digest = $2, source = $3, imported_at = $4
             WHERE number_key = $1 AND digest <> $2"
        }
        Table::Education => {
            "UPDATE registry_education SET record = $5, digest = $2, source = $3, imported_at = $4
             WHERE number_key = $1 AND digest <> $2"
        }
    };
    write_sealed(conn, statement, record, about).await
}

async fn write_sealed(
    conn: &mut Conn,
    statement: &'static str,
    record: &Sealed,
    (key, digest, source, now): About<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(statement)
        .bind(&key.0)
        .bind(&digest.0)
        .bind(source)
        .bind(now.0)
        .bind(&record.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(Debug, sqlx::FromRow)]
pub(in crate::registries) struct DistrictRow {
    pub(in crate::registries) code: String,
    pub(in crate::registries) region: String,
    pub(in crate::registries) name_kk: String,
    pub(in crate::registries) name_ru: String,
    pub(in crate::registries) name_en: String,
}

pub(in crate::registries) async fn list_districts(
    conn: &mut Conn,
    region: &str,
) -> Result<Vec<DistrictRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT code, region, name_kk, name_ru, name_en FROM districts WHERE region = $1
         ORDER BY code",
    )
    .bind(region)
    .fetch_all(conn)
    .await
}

pub(in crate::registries) async fn find_district_region(
    conn: &mut Conn,
    code: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT region FROM districts WHERE code = $1")
        .bind(code)
        .fetch_optional(conn)
        .await
}

/// Adds a district; returns whether it is new.
pub(in crate::registries) async fn insert_district(
    conn: &mut Conn,
    row: &DistrictRow,
    source: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let statement =
        "INSERT INTO districts (code, region, name_kk, name_ru, name_en, source, imported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code) DO NOTHING";
    write_district(conn, statement, row, source, now).await
}

/// Replaces a district that differs; returns whether it did.
pub(in crate::registries) async fn update_district(
    conn: &mut Conn,
    row: &DistrictRow,
    source: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let statement = "UPDATE districts SET region = $2, name_kk = $3, name_ru = $4, name_en = $5,
            source = $6, imported_at = $7
         WHERE code = $1 AND (region <> $2 OR name_kk <> $3 OR name_ru <> $4 OR name_en <> $5)";
    write_district(conn, statement, row, source, now).await
}

async fn write_district(
    conn: &mut Conn,
    statement: &'static str,
    row: &DistrictRow,
    source: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(statement)
        .bind(&row.code)
        .bind(&row.region)
        .bind(&row.name_kk)
        .bind(&row.name_ru)
        .bind(&row.name_en)
        .bind(source)
        .bind(now.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::registries) struct OrganisationRow {
    pub(in crate::registries) id: String,
    pub(in crate::registries) bin: String,
    pub(in crate::registries) name_kk: String,
    pub(in crate::registries) name_ru: String,
    pub(in crate::registries) name_en: String,
    pub(in crate::registries) region: String,
    pub(in crate::registries) district: String,
    pub(in crate::registries) address: String,
}

pub(in crate::registries) async fn find_organisation(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<OrganisationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, bin, name_kk, name_ru, name_en, region, district, address
         FROM registry_organisations WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await
}

/// By number; an answer of the registry only when it is not older than `believed`.
pub(in crate::registries) async fn find_organisation_by_key(
    conn: &mut Conn,
    key: &Blind,
    believed: Instant,
) -> Result<Option<OrganisationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, bin, name_kk, name_ru, name_en, region, district, address
         FROM registry_organisations
         WHERE number_key = $1 AND (source <> 'registry' OR imported_at >= $2)",
    )
    .bind(&key.0)
    .bind(believed.0)
    .fetch_optional(conn)
    .await
}

pub(in crate::registries) async fn find_organisation_key(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT number_key FROM registry_organisations WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await
}

pub(in crate::registries) async fn list_organisations(
    conn: &mut Conn,
    region: &str,
) -> Result<Vec<OrganisationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, bin, name_kk, name_ru, name_en, region, district, address
         FROM registry_organisations WHERE region = $1",
    )
    .bind(region)
    .fetch_all(conn)
    .await
}

/// Adds an organisation; returns whether its number is new.
pub(in crate::registries) async fn insert_organisation(
    conn: &mut Conn,
    row: &OrganisationRow,
    about: About<'_>,
) -> Result<bool, sqlx::Error> {
    let statement =
        "INSERT INTO registry_organisations (id, bin, name_kk, name_ru, name_en, region,
            district, address, number_key, digest, source, imported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (number_key) DO NOTHING";
    let written = write_organisation(sqlx::query(statement).bind(&row.id), row, about);
    Ok(written.execute(conn).await?.rows_affected() == 1)
}

/// Replaces an organisation that differs, found by its number; its id stays, because applications
/// name it. Returns whether it differed.
pub(in crate::registries) async fn update_organisation(
    conn: &mut Conn,
    row: &OrganisationRow,
    about: About<'_>,
) -> Result<bool, sqlx::Error> {
    let statement = "UPDATE registry_organisations SET bin = $1, name_kk = $2, name_ru = $3,
            name_en = $4, region = $5, district = $6, address = $7, digest = $9, source = $10,
            imported_at = $11
         WHERE number_key = $8 AND digest <> $9";
    let written = write_organisation(sqlx::query(statement), row, about);
    Ok(written.execute(conn).await?.rows_affected() == 1)
}

type Query = sqlx::query::Query<'static, sqlx::Any, sqlx::any::AnyArguments>;

fn write_organisation(
    query: Query,
    row: &OrganisationRow,
    (key, digest, source, now): About<'_>,
) -> Query {
    query
        .bind(row.bin.clone())
        .bind(row.name_kk.clone())
        .bind(row.name_ru.clone())
        .bind(row.name_en.clone())
        .bind(row.region.clone())
        .bind(row.district.clone())
        .bind(row.address.clone())
        .bind(key.0.clone())
        .bind(digest.0.clone())
        .bind(source.to_owned())
        .bind(now.0)
}

/// Notes that the registry told the same again.
pub(in crate::registries) async fn mark_organisation_seen(
    conn: &mut Conn,
    key: &Blind,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE registry_organisations SET imported_at = $1
         WHERE number_key = $2 AND source = 'registry'",
    )
    .bind(now.0)
    .bind(&key.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// None when the region has no organisation and never had.
pub(in crate::registries) async fn find_version(
    conn: &mut Conn,
    region: &str,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("SELECT version FROM organisation_versions WHERE region = $1")
        .bind(region)
        .fetch_optional(conn)
        .await
}

/// The regions that have or had organisations.
pub(in crate::registries) async fn list_versions(
    conn: &mut Conn,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT region FROM organisation_versions ORDER BY region")
        .fetch_all(conn)
        .await
}

pub(in crate::registries) async fn bump_version(
    conn: &mut Conn,
    region: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO organisation_versions (region, version) VALUES ($1, 1)
         ON CONFLICT (region) DO UPDATE SET version = organisation_versions.version + 1",
    )
    .bind(region)
    .execute(conn)
    .await?;
    Ok(())
}

/// How many rows a table has.
pub(in crate::registries) async fn count_rows(
    conn: &mut Conn,
    statement: &'static str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(statement).fetch_one(conn).await
}

pub(in crate::registries) const COUNT_PERSONS: &str =
    "SELECT CAST(count(*) AS BIGINT) FROM registry_persons";
pub(in crate::registries) const COUNT_EDUCATION: &str =
    "SELECT CAST(count(*) AS BIGINT) FROM registry_education";
pub(in crate::registries) const COUNT_DISTRICTS: &str =
    "SELECT CAST(count(*) AS BIGINT) FROM districts";
pub(in crate::registries) const COUNT_ORGANISATIONS: &str =
    "SELECT CAST(count(*) AS BIGINT) FROM registry_organisations";

/// What was kept for searching is old in every region: something may have moved between them.
pub(in crate::registries) async fn bump_every_version(conn: &mut Conn) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE organisation_versions SET version = version + 1")
        .execute(conn)
        .await?;
    Ok(())
}

/// Rows of the development mode give way to an import.
pub(in crate::registries) async fn delete_demo(
    conn: &mut Conn,
    statement: &'static str,
) -> Result<(), sqlx::Error> {
    sqlx::query(statement).execute(conn).await?;
    Ok(())
}

pub(in crate::registries) const DELETE_DEMO_PERSONS: &str =
    "DELETE FROM registry_persons WHERE source = 'demo'";
pub(in crate::registries) const DELETE_DEMO_EDUCATION: &str =
    "DELETE FROM registry_education WHERE source = 'demo'";
pub(in crate::registries) const DELETE_DEMO_DISTRICTS: &str =
    "DELETE FROM districts WHERE source = 'demo'";
pub(in crate::registries) const DELETE_DEMO_ORGANISATIONS: &str =
    "DELETE FROM registry_organisations WHERE source = 'demo'";
