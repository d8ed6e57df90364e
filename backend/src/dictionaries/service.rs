//! Reading the dictionaries.

use shared::dictionaries::{Contingent, Dictionaries, EducationKind, Entry, Name, Place};

use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

pub(super) async fn list(app: &App) -> Result<Dictionaries, Error> {
    let mut conn = app.db.read().await?;
    let entry = |row: store::EntryRow| Entry {
        code: row.code,
        name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        rank: row.rank,
    };
    let place = |row: store::PlaceRow| Place {
        code: row.code,
        name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        kind: EducationKind::from_text(&row.kind).unwrap_or_default(),
        region: row.region,
    };
    Ok(Dictionaries {
        countries: store::list_countries(&mut conn)
            .await?
            .into_iter()
            .map(entry)
            .collect(),
        regions: store::list_regions(&mut conn)
            .await?
            .into_iter()
            .map(entry)
            .collect(),
        contingents: store::list_contingents(&mut conn)
            .await?
            .into_iter()
            .map(contingent_of)
            .collect(),
        places: store::list_places(&mut conn)
            .await?
            .into_iter()
            .map(place)
            .collect(),
    })
}

fn contingent_of(row: store::ContingentRow) -> Contingent {
    Contingent {
        code: row.code,
        name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        education: EducationKind::from_text(&row.education_kind).unwrap_or_default(),
        applies_online: row.online_since.is_some(),
    }
}

/// Whether there is such a country.
pub async fn exists_country(conn: &mut Conn, code: &str) -> Result<bool, Error> {
    Ok(store::count_country(conn, code).await? > 0)
}

/// Whether there is such a region.
pub async fn exists_region(conn: &mut Conn, code: &str) -> Result<bool, Error> {
    Ok(store::count_region(conn, code).await? > 0)
}

/// A contingent, also one that is no longer offered.
pub async fn contingent(conn: &mut Conn, code: &str) -> Result<Option<Contingent>, Error> {
    Ok(store::find_contingent(conn, code).await?.map(contingent_of))
}

/// University or college, for a place in the list.
pub async fn place_kind(conn: &mut Conn, code: &str) -> Result<Option<EducationKind>, Error> {
    let kind = store::find_place_kind(conn, code).await?;
    Ok(kind.and_then(|kind| EducationKind::from_text(&kind)))
}
