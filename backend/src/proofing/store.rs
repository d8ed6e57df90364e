//! Rows of pictures and refusals.

use shared::time::Instant;

use crate::db::Conn;
use crate::ids::new_id;
use crate::secrets::{Blind, Sealed};

#[derive(sqlx::FromRow)]
pub(super) struct PictureRow {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) object_key: String,
    pub(super) wrapped_key: String,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) taken_at: i64,
    pub(super) review_at: Option<i64>,
}

pub(super) async fn list_current(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<PictureRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, kind, object_key, wrapped_key, width, height, taken_at, review_at
         FROM pictures WHERE person_id = $1 AND superseded_at IS NULL",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Supersedes the current picture of a kind; returns where its object lies.
pub(super) async fn mark_superseded(
    conn: &mut Conn,
    person_id: &str,
    kind: &str,
    now: Instant,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE pictures SET superseded_at = $1
         WHERE person_id = $2 AND kind = $3 AND superseded_at IS NULL RETURNING object_key",
    )
    .bind(now.0)
    .bind(person_id)
    .bind(kind)
    .fetch_optional(conn)
    .await
}

/// A picture about to be written.
pub(super) struct NewPicture<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) kind: &'a str,
    pub(super) source: &'a str,
    pub(super) object_key: &'a str,
    pub(super) wrapped_key: &'a Sealed,
    pub(super) size: (u32, u32),
    pub(super) figures: &'a str,
    pub(super) review_at: Option<Instant>,
}

pub(super) async fn insert_picture(
    conn: &mut Conn,
    picture: NewPicture<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO pictures (id, person_id, kind, source, object_key, wrapped_key, width, height,
            figures, taken_at, review_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(picture.id)
    .bind(picture.person_id)
    .bind(picture.kind)
    .bind(picture.source)
    .bind(picture.object_key)
    .bind(&picture.wrapped_key.0)
    .bind(i64::from(picture.size.0))
    .bind(i64::from(picture.size.1))
    .bind(picture.figures)
    .bind(now.0)
    .bind(picture.review_at.map(|at| at.0))
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_handed_in(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE pictures SET handed_in_at = $1
         WHERE person_id = $2 AND superseded_at IS NULL AND handed_in_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_refusal(
    conn: &mut Conn,
    (person_id, kind): (&str, &str),
    code: &str,
    file_key: &Blind,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO picture_refusals (id, person_id, kind, code, file_key, refused_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(kind)
    .bind(code)
    .bind(&file_key.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn count_refusals(
    conn: &mut Conn,
    person_id: &str,
    kind: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM picture_refusals WHERE person_id = $1 AND kind = $2")
        .bind(person_id)
        .bind(kind)
        .fetch_one(conn)
        .await
}

pub(super) async fn count_refusals_of_file(
    conn: &mut Conn,
    person_id: &str,
    kind: &str,
    file_key: &Blind,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM picture_refusals
         WHERE person_id = $1 AND kind = $2 AND file_key = $3",
    )
    .bind(person_id)
    .bind(kind)
    .bind(&file_key.0)
    .fetch_one(conn)
    .await
}

pub(super) async fn list_object_keys(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT object_key FROM pictures WHERE person_id = $1")
        .bind(person_id)
        .fetch_all(conn)
        .await
}

pub(super) async fn delete_pictures(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM pictures WHERE person_id = $1")
        .bind(person_id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM picture_refusals WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Pictures that were never handed in and are this old: where their objects lie.
pub(super) async fn list_old_drafts(
    conn: &mut Conn,
    before: Instant,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT object_key FROM pictures WHERE handed_in_at IS NULL AND taken_at < $1",
    )
    .bind(before.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn delete_old_drafts(conn: &mut Conn, before: Instant) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM pictures WHERE handed_in_at IS NULL AND taken_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}
