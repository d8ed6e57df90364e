//! Searching sittings, and the statements that take and give back a seat.

use jiff::civil::Date;
use shared::dictionaries::Name;
use shared::problem::Code;
use shared::sittings::{
    ExamPlace, FoundSittings, MAX_FOUND, Sitting, SittingCities, SittingCity, SittingSearch,
};
use shared::text::fold;
use shared::time::{Instant, KAZAKHSTAN_OFFSET_SECONDS, date_in_kazakhstan};

use super::store::{self, From, Page, SittingRow};
use crate::app::App;
use crate::campaigns;
use crate::db::Conn;
use crate::error::Error;

fn sitting_of(row: SittingRow) -> Sitting {
    Sitting {
        place: ExamPlace {
            code: row.place,
            region: row.region,
            city: Name {
                kk: row.city_kk,
                ru: row.city_ru,
                en: row.city_en,
            },
            name: Name {
                kk: row.name_kk,
                ru: row.name_ru,
                en: row.name_en,
            },
            address: Name {
                kk: row.address_kk,
                ru: row.address_ru,
                en: row.address_en,
            },
        },
        id: row.id,
        room: row.room,
        attendance: row.attendance,
        starts_at: Instant(row.starts_at),
        ends_at: Instant(row.ends_at),
        capacity: row.capacity,
        free: (row.capacity - row.taken + row.expired).max(0),
    }
}

/// A sitting with its free seats, in whichever campaign.
pub async fn find(conn: &mut Conn, now: Instant, id: &str) -> Result<Option<Sitting>, Error> {
    Ok(store::find_sitting(conn, id, now).await?.map(sitting_of))
}

pub(super) async fn find_in(app: &App, campaign: &str, id: &str) -> Result<Sitting, Error> {
    let mut conn = app.db.read().await?;
    let row = store::find_sitting(&mut conn, id, app.clock.now()).await?;
    let row = row.filter(|row| row.campaign_id == campaign);
    Ok(sitting_of(row.ok_or(Code::NotFound)?))
}

pub(super) async fn cities(app: &App, campaign: &str) -> Result<SittingCities, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    campaigns::find(&mut conn, campaign).await?;
    let rows = store::list_cities(&mut conn, campaign, now).await?;
    let cities = rows.into_iter().map(|row| SittingCity {
        region: row.region,
        city: Name {
            kk: row.city_kk,
            ru: row.city_ru,
            en: row.city_en,
        },
    });
    let cities = cities.collect();
    let starts = store::list_starts(&mut conn, campaign, now).await?;
    let days = starts.into_iter().map(|at| date_in_kazakhstan(Instant(at)));
    let mut dates: Vec<String> = days.map(|date| date.to_string()).collect();
    dates.dedup();
    Ok(SittingCities { cities, dates })
}

/// First and last instant of a day in Kazakhstan.
fn day(date: &str) -> Result<(Instant, Instant), Error> {
    let wrong = || Error::field("date", Code::DateImpossible);
    let date: Date = date.parse().map_err(|_| wrong())?;
    let midnight = date
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map_err(|_| wrong())?
        .timestamp()
        .as_microsecond();
    let begin = Instant(midnight).plus_seconds(-KAZAKHSTAN_OFFSET_SECONDS);
    Ok((begin, begin.plus_seconds(86_400)))
}

pub(super) async fn search(
    app: &App,
    campaign: &str,
    search: &SittingSearch,
) -> Result<FoundSittings, Error> {
    let now = app.clock.now();
    // What begins this very instant has begun.
    let (mut from, mut until) = (Instant(now.0 + 1), Instant(i64::MAX));
    if !search.date.is_empty() {
        let (begin, end) = day(&search.date)?;
        (from, until) = (begin.max(from), end);
    }
    let mut conn = app.db.read().await?;
    campaigns::find(&mut conn, campaign).await?;
    let mut page = Page {
        campaign,
        from,
        until,
        attendance: &search.attendance,
        only_free: i64::from(search.free),
        now,
        after: (from.0, String::new(), String::new()),
        limit: MAX_FOUND + 1,
    };
    if !search.after.is_empty() {
        let last = store::find_sitting(&mut conn, &search.after, now).await?;
        let last = last.ok_or(Error::field("after", Code::UnknownChoice))?;
        page.after = (last.starts_at, last.place, last.id);
    }
    let rows = find_page(&mut conn, page, search).await?;
    let more = rows.len() > usize::try_from(MAX_FOUND).unwrap_or(usize::MAX);
    let shown = usize::try_from(MAX_FOUND).unwrap_or(usize::MAX);
    Ok(FoundSittings {
        sittings: rows.into_iter().take(shown).map(sitting_of).collect(),
        more,
        server_now: now,
    })
}

/// A city narrows more than a region, and may be meant by the beginning of its name in any language.
async fn find_page(
    conn: &mut Conn,
    mut page: Page<'_>,
    search: &SittingSearch,
) -> Result<Vec<SittingRow>, Error> {
    let typed = fold(&search.city);
    if typed.is_empty() {
        let from = if search.region.is_empty() {
            From::Anywhere
        } else {
            From::Region(&search.region)
        };
        return Ok(store::search(conn, &page, from).await?);
    }
    let places = store::list_city_keys(conn).await?;
    let begins = |name: &str| fold(name).starts_with(&typed);
    let mut keys: Vec<String> = places
        .into_iter()
        .filter(|place| search.region.is_empty() || place.region == search.region)
        .filter(|p| begins(&p.city_kk) || begins(&p.city_ru) || begins(&p.city_en))
        .map(|place| place.city_key)
        .collect();
    keys.sort();
    keys.dedup();
    let mut rows: Vec<SittingRow> = Vec::new();
    let wanted = usize::try_from(page.limit).unwrap_or(usize::MAX);
    for key in &keys {
        rows.extend(store::search(conn, &page, From::City(key)).await?);
        rows.sort_by(|a, b| (a.starts_at, &a.place, &a.id).cmp(&(b.starts_at, &b.place, &b.id)));
        rows.truncate(wanted);
        // What begins after the last of a full page is not wanted of the next city.
        if rows.len() == wanted
            && let Some(last) = rows.last()
        {
            page.until = Instant(last.starts_at + 1);
        }
    }
    Ok(rows)
}

/// A sitting of a campaign that has not begun, or why it is none.
pub async fn find_ahead(
    conn: &mut Conn,
    now: Instant,
    campaign: &str,
    id: &str,
) -> Result<Sitting, Error> {
    let row = store::find_sitting(conn, id, now).await?;
    match row.filter(|row| row.campaign_id == campaign) {
        None => Err(Error::field("sitting", Code::UnknownChoice)),
        Some(row) if row.starts_at <= now.0 => Err(Error::field("sitting", Code::SittingBegun)),
        Some(row) => Ok(sitting_of(row)),
    }
}

/// The sitting of a campaign in a room at a time.
pub async fn find_at(
    conn: &mut Conn,
    campaign: &str,
    (place, room): (&str, &str),
    starts_at: Instant,
) -> Result<Option<String>, Error> {
    Ok(store::find_at(conn, campaign, (place, room), starts_at).await?)
}

/// Makes everybody else who books this sitting wait until the transaction ends.
pub async fn lock(conn: &mut Conn, id: &str) -> Result<(), Error> {
    store::lock_sitting(conn, id).await?;
    Ok(())
}

/// Takes a seat, or says why not.
pub async fn take(conn: &mut Conn, now: Instant, campaign: &str, id: &str) -> Result<(), Error> {
    if store::take_seat(conn, campaign, id, now).await? == 1 {
        return Ok(());
    }
    find_ahead(conn, now, campaign, id).await?;
    Err(Error::field("sitting", Code::SittingFull))
}

/// Gives seats back. The caller has ended as many applications by a guarded statement.
pub async fn give_back(conn: &mut Conn, id: &str, seats: i64) -> Result<(), Error> {
    if seats > 0 && store::give_back_seats(conn, id, seats).await? == 0 {
        return Err(anyhow::anyhow!("a sitting had fewer seats taken than were given back").into());
    }
    Ok(())
}

/// Takes a seat in another sitting, then gives the old one back.
pub async fn swap(
    conn: &mut Conn,
    now: Instant,
    campaign: &str,
    (old, new): (&str, &str),
) -> Result<(), Error> {
    if old < new {
        lock(conn, old).await?;
    }
    take(conn, now, campaign, new).await?;
    give_back(conn, old, 1).await
}

/// Seats taken, read on its own: what a program without the guard would believe.
#[cfg(feature = "control")]
pub async fn taken_now(app: &App, id: &str) -> Result<i64, Error> {
    let mut conn = app.db.read().await?;
    Ok(store::find_taken(&mut conn, id).await?)
}

/// Writes what was read before and one more.
#[cfg(feature = "control")]
pub async fn set_taken(conn: &mut Conn, id: &str, known: i64) -> Result<(), Error> {
    if store::set_taken(conn, id, known + 1).await? == 0 {
        return Err(Error::field("sitting", Code::SittingFull));
    }
    Ok(())
}
