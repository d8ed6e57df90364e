//! The tables of imported registries: sealed records under a keyed hash of their number, and
//! organisations and districts, which are public.

mod search;
pub(super) mod store;

use serde::de::DeserializeOwned;
use shared::dictionaries::Name;
use shared::registries::{District, Organisation, OrganisationRecord};
use shared::time::Instant;

pub use search::Index;
pub(super) use store::Table;

use crate::app::App;
use crate::db::Conn;
use crate::dictionaries::exists_region;
use crate::error::Error;
use crate::ids::new_id;
use crate::secrets::{Blind, Sealed, Secrets};

/// Seconds for which an answer of the registry of organisations is believed.
const BELIEVED_SECONDS: i64 = 30 * 86_400;

/// Under which a number is searched in the tables and in the log of look-ups.
pub(super) fn number_key(secrets: &Secrets, number: &str) -> Blind {
    secrets.blind(&format!("registry-number:{number}"))
}

/// Where a sealed record lies.
pub(super) fn place(table: Table, key: &Blind) -> String {
    format!("{}:{}", table.as_str(), key.0)
}

/// The record of a number.
pub(super) async fn find_record<T: DeserializeOwned>(
    app: &App,
    table: Table,
    number: &str,
) -> Result<Option<T>, Error> {
    let key = number_key(&app.secrets, number);
    let mut conn = app.db.read().await?;
    let Some(sealed) = store::find_sealed(&mut conn, table, &key).await? else {
        return Ok(None);
    };
    let record = app.secrets.open(&place(table, &key), &Sealed(sealed))?;
    Ok(Some(serde_json::from_str(&record)?))
}

fn organisation_of(row: store::OrganisationRow) -> Organisation {
    Organisation {
        id: row.id,
        number: row.bin,
        name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        region: row.region,
        district: row.district,
        address: row.address,
    }
}

/// An organisation of the list.
pub async fn find_organisation(conn: &mut Conn, id: &str) -> Result<Option<Organisation>, Error> {
    let row = store::find_organisation(conn, id).await?;
    Ok(row.map(organisation_of))
}

/// An organisation by its number, unless what we have is an old answer of the registry.
pub(super) async fn find_by_number(
    app: &App,
    now: Instant,
    number: &str,
) -> Result<Option<Organisation>, Error> {
    let key = number_key(&app.secrets, number);
    let mut conn = app.db.read().await?;
    let believed = now.plus_seconds(-BELIEVED_SECONDS);
    let row = store::find_organisation_by_key(&mut conn, &key, believed).await?;
    Ok(row.map(organisation_of))
}

/// Keeps what the registry of organisations told, so that an application can name it.
pub(super) async fn keep_organisation(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (number, record): (&str, OrganisationRecord),
) -> Result<Organisation, Error> {
    let mut row = store::OrganisationRow {
        id: new_id(),
        bin: public_number(number),
        ..row_of(record)
    };
    if !exists_region(conn, &row.region).await? {
        row.region.clear();
    }
    let region = store::find_district_region(conn, &row.district).await?;
    if region.as_deref() != Some(row.region.as_str()) {
        row.district.clear();
    }
    let key = number_key(&app.secrets, number);
    let digest = organisation_digest(&app.secrets, &row);
    let about = (&key, &digest, "registry", now);
    if !store::insert_organisation(conn, &row, about).await? {
        if store::update_organisation(conn, &row, about).await? {
            store::bump_every_version(conn).await?;
        }
        store::mark_organisation_seen(conn, &key, now).await?;
    }
    store::bump_version(conn, &row.region).await?;
    let kept = store::find_organisation_by_key(conn, &key, now).await?;
    Ok(kept.map_or_else(Organisation::default, organisation_of))
}

fn row_of(record: OrganisationRecord) -> store::OrganisationRow {
    let Name { kk, ru, en } = complete(record.name);
    let short = |text: String, most: usize| text.chars().take(most).collect::<String>();
    let most = shared::registries::MAX_ORGANISATION;
    store::OrganisationRow {
        id: String::new(),
        bin: String::new(),
        name_kk: short(kk, most),
        name_ru: short(ru, most),
        name_en: short(en, most),
        region: record.region,
        district: record.district,
        address: short(record.address, 2 * most),
    }
}

/// A name that is missing in a language is taken from another.
pub(super) fn complete(name: Name) -> Name {
    let first = |one: &str, two: &str, three: &str| {
        let known = [one, two, three].into_iter().find(|text| !text.is_empty());
        known.unwrap_or_default().to_owned()
    };
    Name {
        kk: first(&name.kk, &name.ru, &name.en),
        ru: first(&name.ru, &name.kk, &name.en),
        en: first(&name.en, &name.ru, &name.kk),
    }
}

/// The BIN; the number of a sole trader is an IIN and stays hidden.
pub(super) fn public_number(number: &str) -> String {
    shared::bin::Bin::parse(number).map_or_else(|_| String::new(), String::from)
}

pub(super) fn organisation_digest(secrets: &Secrets, row: &store::OrganisationRow) -> Blind {
    let parts = [
        &row.name_kk,
        &row.name_ru,
        &row.name_en,
        &row.region,
        &row.district,
        &row.address,
    ];
    secrets.blind(&format!("organisation:{parts:?}"))
}

/// The districts of a region.
pub(super) async fn list_districts(app: &App, region: &str) -> Result<Vec<District>, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_districts(&mut conn, region).await?;
    let district = |row: store::DistrictRow| District {
        code: row.code,
        region: row.region,
        name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
    };
    Ok(rows.into_iter().map(district).collect())
}

/// Whether there is such a district in this region.
pub async fn exists_district(conn: &mut Conn, region: &str, code: &str) -> Result<bool, Error> {
    let found = store::find_district_region(conn, code).await?;
    Ok(found.as_deref() == Some(region))
}
