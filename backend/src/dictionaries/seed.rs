//! The CSV files beside the program become rows at start; a row that is gone is ended.

use anyhow::Context;
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::store;
use crate::app::App;

#[derive(RustEmbed)]
#[folder = "data/"]
struct Files;

/// One row of any of the files; columns that a file does not have stay empty.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) code: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    #[serde(default)]
    pub(super) sort: i64,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) region: String,
    #[serde(default)]
    pub(super) education_kind: String,
    #[serde(default)]
    pub(super) applies_online: String,
}

fn rows(path: &str) -> anyhow::Result<Vec<Row>> {
    let file = Files::get(path).with_context(|| format!("dictionary {path} is missing"))?;
    let mut reader = csv::Reader::from_reader(file.data.as_ref());
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| format!("data/{path}"))
}

/// Brings the tables to the files, in one transaction.
pub async fn seed(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::end_all(&mut tx, now).await?;
    for row in rows("countries.csv")? {
        store::upsert_country(&mut tx, &row).await?;
    }
    for row in rows("regions.csv")? {
        store::upsert_region(&mut tx, &row).await?;
    }
    for row in rows("contingents.csv")? {
        let online = matches!(row.applies_online.as_str(), "true" | "yes");
        store::upsert_contingent(&mut tx, &row, online.then_some(now)).await?;
    }
    for row in rows("education_places.csv")? {
        store::upsert_place(&mut tx, &row).await?;
    }
    tx.commit().await?;
    Ok(())
}
