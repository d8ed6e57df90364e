//! Rows of sittings. Seats are counted by guarded statements alone.

use shared::time::Instant;

use crate::db::Conn;

#[derive(sqlx::FromRow)]
pub(super) struct SittingRow {
    pub(super) id: String,
    pub(super) campaign_id: String,
    pub(super) place: String,
    pub(super) region: String,
    pub(super) city_kk: String,
    pub(super) city_ru: String,
    pub(super) city_en: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) address_kk: String,
    pub(super) address_ru: String,
    pub(super) address_en: String,
    pub(super) room: String,
    pub(super) attendance: String,
    pub(super) starts_at: i64,
    pub(super) ends_at: i64,
    pub(super) capacity: i64,
    pub(super) taken: i64,
    /// Holds whose time is over and that nobody has released yet.
    pub(super) expired: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct CityRow {
    pub(super) region: String,
    pub(super) city_key: String,
    pub(super) city_kk: String,
    pub(super) city_ru: String,
    pub(super) city_en: String,
}

/// Where to look.
pub(super) enum From<'a> {
    Anywhere,
    Region(&'a str),
    City(&'a str),
}

/// Which part of the list.
pub(super) struct Page<'a> {
    pub(super) campaign: &'a str,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// Empty for all.
    pub(super) attendance: &'a str,
    /// 1 for sittings with a free seat alone.
    pub(super) only_free: i64,
    pub(super) now: Instant,
    /// Time, place and id after which the page begins.
    pub(super) after: (i64, String, String),
    pub(super) limit: i64,
}

/// Everything told of a sitting; `$2` is now.
macro_rules! sitting_with {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.campaign_id, s.place, s.region, p.city_kk, p.city_ru, p.city_en,
                 p.name_kk, p.name_ru, p.name_en, p.address_kk, p.address_ru, p.address_en, s.room,
                 s.attendance, s.starts_at, s.ends_at, s.capacity, s.taken,
                 (SELECT count(*) FROM applications a WHERE a.sitting_id = s.id
                     AND a.state = 'held' AND a.ended_at IS NULL AND a.held_until <= $2) AS expired
             FROM sittings s JOIN exam_places p ON p.code = s.place ",
            $rest
        )
    };
}

/// A page of a campaign's sittings; `$11` is what narrows the place. With a comparison of rows in the
/// place of the one written out SQLite takes the index by time, and a rare city costs the whole list.
macro_rules! page_with {
    ($narrowed:literal) => {
        concat!(
            sitting_with!(
                "WHERE s.campaign_id = $1 AND s.starts_at >= $3 AND s.starts_at < $4
                     AND ($5 = '' OR s.attendance = $5)
                     AND (CAST($6 AS BIGINT) = 0 OR s.taken < s.capacity
                         OR EXISTS (SELECT 1 FROM applications h WHERE h.sitting_id = s.id
                             AND h.state = 'held' AND h.ended_at IS NULL AND h.held_until <= $2))
                     AND (s.starts_at > $7 OR (s.starts_at = $7
                         AND (s.place > $8 OR (s.place = $8 AND s.id > $9)))) "
            ),
            $narrowed,
            " ORDER BY s.starts_at, s.place, s.id LIMIT $10"
        )
    };
}

pub(super) async fn find_sitting(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<Option<SittingRow>, sqlx::Error> {
    sqlx::query_as(sitting_with!("WHERE s.id = $1"))
        .bind(id)
        .bind(now.0)
        .fetch_optional(conn)
        .await
}

pub(super) async fn find_at(
    conn: &mut Conn,
    campaign: &str,
    (place, room): (&str, &str),
    starts_at: Instant,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT id FROM sittings
         WHERE campaign_id = $1 AND place = $2 AND room = $3 AND starts_at = $4
         ORDER BY id LIMIT 1",
    )
    .bind(campaign)
    .bind(place)
    .bind(room)
    .bind(starts_at.0)
    .fetch_optional(conn)
    .await
}

/// One statement for each way to narrow the place, so that each has its index.
pub(super) async fn search(
    conn: &mut Conn,
    page: &Page<'_>,
    from: From<'_>,
) -> Result<Vec<SittingRow>, sqlx::Error> {
    let (statement, place) = match from {
        From::Anywhere => (page_with!("AND $11 = ''"), ""),
        From::Region(region) => (page_with!("AND s.region = $11"), region),
        From::City(key) => (page_with!("AND s.city_key = $11"), key),
    };
    sqlx::query_as(statement)
        .bind(page.campaign)
        .bind(page.now.0)
        .bind(page.from.0)
        .bind(page.until.0)
        .bind(page.attendance)
        .bind(page.only_free)
        .bind(page.after.0)
        .bind(&page.after.1)
        .bind(&page.after.2)
        .bind(page.limit)
        .bind(place)
        .fetch_all(conn)
        .await
}

/// Cities of every place, for the search by name.
pub(super) async fn list_city_keys(conn: &mut Conn) -> Result<Vec<CityRow>, sqlx::Error> {
    sqlx::query_as("SELECT DISTINCT region, city_key, city_kk, city_ru, city_en FROM exam_places")
        .fetch_all(conn)
        .await
}

/// Cities in which a campaign has sittings ahead.
pub(super) async fn list_cities(
    conn: &mut Conn,
    campaign: &str,
    now: Instant,
) -> Result<Vec<CityRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT DISTINCT region, city_key, city_kk, city_ru, city_en FROM exam_places
         WHERE code IN (SELECT place FROM sittings WHERE campaign_id = $1 AND starts_at >= $2)
         ORDER BY region, city_key",
    )
    .bind(campaign)
    .bind(now.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn list_starts(
    conn: &mut Conn,
    campaign: &str,
    now: Instant,
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT starts_at FROM sittings WHERE campaign_id = $1 AND starts_at >= $2
         ORDER BY starts_at",
    )
    .bind(campaign)
    .bind(now.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn lock_sitting(conn: &mut Conn, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sittings SET taken = taken WHERE id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn take_seat(
    conn: &mut Conn,
    campaign: &str,
    id: &str,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sittings SET taken = taken + 1
         WHERE id = $1 AND campaign_id = $2 AND taken < capacity AND starts_at > $3",
    )
    .bind(id)
    .bind(campaign)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn give_back_seats(
    conn: &mut Conn,
    id: &str,
    seats: i64,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("UPDATE sittings SET taken = taken - $1 WHERE id = $2 AND taken >= $1")
        .bind(seats)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

#[cfg(feature = "control")]
pub(super) async fn find_taken(conn: &mut Conn, id: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT taken FROM sittings WHERE id = $1")
        .bind(id)
        .fetch_one(conn)
        .await
}

#[cfg(feature = "control")]
pub(super) async fn set_taken(conn: &mut Conn, id: &str, taken: i64) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("UPDATE sittings SET taken = $1 WHERE id = $2 AND $1 <= capacity")
        .bind(taken)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
