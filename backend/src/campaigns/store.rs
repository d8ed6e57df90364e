//! Rows of campaigns, lists of choices, places and sittings as they are entered.

use shared::campaigns::Campaign;
use shared::dictionaries::Name;
use shared::time::Instant;

use super::demo::{ChoiceLine, PlaceLine};
use crate::db::Conn;

#[derive(sqlx::FromRow)]
pub(super) struct CampaignRow {
    pub(super) id: String,
    pub(super) programme: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) note_kk: String,
    pub(super) note_ru: String,
    pub(super) note_en: String,
    pub(super) opens_at: i64,
    pub(super) closes_at: i64,
    pub(super) edits_until: i64,
    pub(super) hold_minutes: Option<i64>,
    pub(super) applications_allowed: i64,
    pub(super) allowed: String,
    pub(super) fee: Option<i64>,
    pub(super) editable: String,
    pub(super) moves: i64,
    pub(super) places_after: Option<i64>,
}

#[derive(sqlx::FromRow)]
pub(super) struct ChoiceRow {
    pub(super) list: String,
    pub(super) code: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) rank: i64,
    pub(super) subject_group: String,
    pub(super) language: String,
}

impl ChoiceRow {
    pub(super) fn name(&self) -> Name {
        Name {
            kk: self.name_kk.clone(),
            ru: self.name_ru.clone(),
            en: self.name_en.clone(),
        }
    }

    /// The two subjects of a pair.
    pub(super) fn subjects(&self) -> Vec<String> {
        let subjects = self.subject_group.split_whitespace();
        subjects.map(str::to_owned).collect()
    }
}

pub(super) async fn list_campaigns(
    conn: &mut Conn,
    programme: &str,
    closed_since: Instant,
) -> Result<Vec<CampaignRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, programme, name_kk, name_ru, name_en, note_kk, note_ru, note_en, opens_at,
             closes_at, edits_until, hold_minutes, applications_allowed, allowed, fee,
             editable, moves, places_after
         FROM campaigns WHERE programme = $1 AND closes_at > $2 ORDER BY closes_at, id",
    )
    .bind(programme)
    .bind(closed_since.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn find_campaign(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<CampaignRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, programme, name_kk, name_ru, name_en, note_kk, note_ru, note_en, opens_at,
             closes_at, edits_until, hold_minutes, applications_allowed, allowed, fee,
             editable, moves, places_after
         FROM campaigns WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn count_campaigns(conn: &mut Conn) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM campaigns")
        .fetch_one(conn)
        .await
}

pub(super) async fn upsert_campaign(
    conn: &mut Conn,
    campaign: &Campaign,
    (allowed, editable): (&str, &str),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO campaigns (id, programme, name_kk, name_ru, name_en, note_kk, note_ru, note_en,
             opens_at, closes_at, edits_until, hold_minutes, applications_allowed, allowed, fee,
             editable, moves, places_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ON CONFLICT (id) DO UPDATE SET name_kk = $3, name_ru = $4, name_en = $5, note_kk = $6,
             note_ru = $7, note_en = $8, opens_at = $9, closes_at = $10, edits_until = $11,
             hold_minutes = $12, applications_allowed = $13, allowed = $14, fee = $15,
             editable = $16, moves = $17, places_after = $18",
    )
    .bind(&campaign.id)
    .bind(&campaign.programme)
    .bind(&campaign.name.kk)
    .bind(&campaign.name.ru)
    .bind(&campaign.name.en)
    .bind(&campaign.note.kk)
    .bind(&campaign.note.ru)
    .bind(&campaign.note.en)
    .bind(campaign.opens_at.0)
    .bind(campaign.closes_at.0)
    .bind(campaign.edits_until.0)
    .bind(campaign.hold_minutes)
    .bind(campaign.applications_allowed)
    .bind(allowed)
    .bind(campaign.fee.map(|fee| i64::try_from(fee.tiyn()).unwrap_or(i64::MAX)))
    .bind(editable)
    .bind(i64::from(campaign.moves))
    .bind(campaign.places_after.map(|at| at.0))
    .execute(conn)
    .await?;
    Ok(())
}

/// The choices of a programme that are offered on a day.
pub(super) async fn list_choices(
    conn: &mut Conn,
    programme: &str,
    today: &str,
) -> Result<Vec<ChoiceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT list, code, name_kk, name_ru, name_en, rank, subject_group, language FROM choices
         WHERE programme = $1 AND valid_from <= $2 AND valid_until >= $2
         ORDER BY list, rank, code",
    )
    .bind(programme)
    .bind(today)
    .fetch_all(conn)
    .await
}

/// Every choice of a programme, whether it is offered or not.
pub(super) async fn list_all_choices(
    conn: &mut Conn,
    programme: &str,
) -> Result<Vec<ChoiceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT list, code, name_kk, name_ru, name_en, rank, subject_group, language FROM choices
         WHERE programme = $1",
    )
    .bind(programme)
    .fetch_all(conn)
    .await
}

pub(super) async fn upsert_choice(conn: &mut Conn, line: &ChoiceLine) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO choices (programme, list, code, name_kk, name_ru, name_en, rank, subject_group,
             language, valid_from, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (programme, list, code) DO UPDATE SET name_kk = $4, name_ru = $5, name_en = $6,
             rank = $7, subject_group = $8, language = $9, valid_from = $10, valid_until = $11",
    )
    .bind(&line.programme)
    .bind(&line.list)
    .bind(&line.code)
    .bind(&line.name_kk)
    .bind(&line.name_ru)
    .bind(&line.name_en)
    .bind(line.rank)
    .bind(&line.subject_group)
    .bind(&line.language)
    .bind(&line.valid_from)
    .bind(&line.valid_until)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn upsert_place(
    conn: &mut Conn,
    line: &PlaceLine,
    city_key: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO exam_places (code, region, city_key, city_kk, city_ru, city_en, name_kk,
             name_ru, name_en, address_kk, address_ru, address_en)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (code) DO UPDATE SET region = $2, city_key = $3, city_kk = $4, city_ru = $5,
             city_en = $6, name_kk = $7, name_ru = $8, name_en = $9, address_kk = $10,
             address_ru = $11, address_en = $12",
    )
    .bind(&line.code)
    .bind(&line.region)
    .bind(city_key)
    .bind(&line.city_kk)
    .bind(&line.city_ru)
    .bind(&line.city_en)
    .bind(&line.name_kk)
    .bind(&line.name_ru)
    .bind(&line.name_en)
    .bind(&line.address_kk)
    .bind(&line.address_ru)
    .bind(&line.address_en)
    .execute(conn)
    .await?;
    Ok(())
}

/// A sitting as it is entered.
pub(super) struct NewSitting<'a> {
    pub(super) id: &'a str,
    pub(super) campaign_id: &'a str,
    pub(super) place: &'a str,
    pub(super) room: &'a str,
    pub(super) attendance: &'a str,
    pub(super) starts_at: Instant,
    pub(super) ends_at: Instant,
    pub(super) capacity: i64,
}

/// Adds a sitting, or changes end and seats of the one at this place and time. Returns no row when
/// there is no such place.
pub(super) async fn upsert_sitting(
    conn: &mut Conn,
    sitting: NewSitting<'_>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO sittings (id, campaign_id, place, region, city_key, room, attendance,
             starts_at, ends_at, capacity)
         SELECT $1, $2, code, region, city_key, $4, $5, CAST($6 AS BIGINT), CAST($7 AS BIGINT),
             CAST($8 AS BIGINT)
         FROM exam_places WHERE code = $3
         ON CONFLICT (campaign_id, place, room, starts_at)
             DO UPDATE SET ends_at = excluded.ends_at, capacity = excluded.capacity",
    )
    .bind(sitting.id)
    .bind(sitting.campaign_id)
    .bind(sitting.place)
    .bind(sitting.room)
    .bind(sitting.attendance)
    .bind(sitting.starts_at.0)
    .bind(sitting.ends_at.0)
    .bind(sitting.capacity)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
