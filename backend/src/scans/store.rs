//! Rows of pictures that belong to applications.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::Sealed;

/// A picture about to be written.
pub(super) struct NewScan<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) campaign_id: &'a str,
    pub(super) object_key: &'a str,
    pub(super) wrapped_key: &'a Sealed,
}

pub(super) async fn insert_scan(
    conn: &mut Conn,
    scan: NewScan<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO application_scans (id, person_id, campaign_id, object_key, wrapped_key, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(scan.id)
    .bind(scan.person_id)
    .bind(scan.campaign_id)
    .bind(scan.object_key)
    .bind(&scan.wrapped_key.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct ScanRow {
    pub(super) object_key: String,
    pub(super) wrapped_key: String,
}

pub(super) async fn find_scan(
    conn: &mut Conn,
    (person_id, campaign): (&str, &str),
    id: &str,
) -> Result<Option<ScanRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT object_key, wrapped_key FROM application_scans
         WHERE id = $1 AND person_id = $2 AND campaign_id = $3",
    )
    .bind(id)
    .bind(person_id)
    .bind(campaign)
    .fetch_optional(conn)
    .await
}

/// Keeps a picture with its application; no row when the person has none of this id.
pub(super) async fn mark_scan_kept(
    conn: &mut Conn,
    (person_id, campaign): (&str, &str),
    id: &str,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE application_scans SET kept_at = $4
         WHERE id = $1 AND person_id = $2 AND campaign_id = $3",
    )
    .bind(id)
    .bind(person_id)
    .bind(campaign)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn delete_scans(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("DELETE FROM application_scans WHERE person_id = $1 RETURNING object_key")
        .bind(person_id)
        .fetch_all(conn)
        .await
}

pub(super) async fn delete_old_scans(
    conn: &mut Conn,
    before: Instant,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "DELETE FROM application_scans WHERE kept_at IS NULL AND at < $1 RETURNING object_key",
    )
    .bind(before.0)
    .fetch_all(conn)
    .await
}
