//! The lists of choices and the places come from CSV beside the program; a development program also
//! gets campaigns and sittings to try, once, when it has none.

use anyhow::{Context, ensure};
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::forms::{Form, NO_CERTIFICATE};
use shared::text::fold;
use shared::time::date_in_kazakhstan;

use super::file::{self, SittingRow, read_campaigns, save_sittings};
use super::store::{self, ChoiceRow};
use crate::app::App;
use crate::db::Conn;

#[derive(RustEmbed)]
#[folder = "data/"]
struct Files;

/// A line of `choices.csv`.
#[derive(Debug, Deserialize)]
pub(super) struct ChoiceLine {
    pub(super) programme: String,
    pub(super) list: String,
    pub(super) code: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) rank: i64,
    pub(super) subject_group: String,
    pub(super) language: String,
    pub(super) valid_from: String,
    pub(super) valid_until: String,
}

/// A line of `exam_places.csv`.
#[derive(Debug, Deserialize)]
pub(super) struct PlaceLine {
    pub(super) code: String,
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
}

fn text(path: &str) -> anyhow::Result<String> {
    let file = Files::get(path).with_context(|| format!("data/{path} is missing"))?;
    String::from_utf8(file.data.into_owned()).with_context(|| format!("data/{path}"))
}

fn lines<T: DeserializeOwned>(path: &str) -> anyhow::Result<Vec<T>> {
    let text = text(path)?;
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| format!("data/{path}"))
}

/// Brings lists and places to the files; in development adds campaigns to try.
pub async fn seed(app: &App) -> anyhow::Result<()> {
    let today = date_in_kazakhstan(app.clock.now());
    let mut tx = app.db.write().await?;
    for line in lines::<ChoiceLine>("choices.csv")? {
        store::upsert_choice(&mut tx, &line).await?;
    }
    for line in lines::<PlaceLine>("exam_places.csv")? {
        store::upsert_place(&mut tx, &line, &fold(&line.city_kk)).await?;
    }
    check_definitions(app, &mut tx).await?;
    let wanted = app.config.is_development() && !app.config.without_demo;
    if wanted && store::count_campaigns(&mut tx).await? == 0 {
        let mut kept = Vec::new();
        for campaign in read_campaigns(&text("demo_campaigns.toml")?, today)? {
            let programme = app.programmes.find(&campaign.programme);
            if programme.is_some_and(|programme| programme.form.is_some()) {
                file::save_campaign(app, &mut tx, &campaign).await?;
                kept.push(campaign.id);
            }
        }
        let mut rows: Vec<SittingRow> = lines("demo_sittings.csv")?;
        rows.retain(|row| kept.contains(row.campaign()));
        save_sittings(&mut tx, &rows, today).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A definition names groups of subjects that are rows: a group without any is a mistake of one of
/// the two.
async fn check_definitions(app: &App, conn: &mut Conn) -> anyhow::Result<()> {
    for (code, form) in app.programmes.forms() {
        let choices = store::list_all_choices(conn, code).await?;
        for kind in &form.kinds {
            for block in &kind.blocks {
                ensure!(
                    choices
                        .iter()
                        .any(|row| row.subject_group == block.subjects),
                    "programmes/{code}.toml: form.kinds: block \"{}\" of \"{}\" names the group \
                     \"{}\", in which data/choices.csv has no subject; add subjects or correct it",
                    block.code,
                    kind.code,
                    block.subjects
                );
            }
        }
        check_participants(code, form, &choices)?;
        check_certificates(code, form, &choices)?;
    }
    Ok(())
}

/// Each certificate of the rows but the absence of one has its scores, and the other way round.
fn check_certificates(code: &str, form: &Form, choices: &[ChoiceRow]) -> anyhow::Result<()> {
    let rows = choices
        .iter()
        .filter(|row| row.list == "english_certificate");
    let named: Vec<&str> = rows.map(|row| row.code.as_str()).collect();
    for one in &form.certificates {
        ensure!(
            named.contains(&one.code.as_str()),
            "programmes/{code}.toml: form.certificates: \"{}\" is no english_certificate of \
             data/choices.csv; add it there or correct it",
            one.code
        );
    }
    for row in named.into_iter().filter(|row| *row != NO_CERTIFICATE) {
        ensure!(
            form.certificates.iter().any(|one| one.code == row),
            "data/choices.csv: english_certificate \"{row}\" has no entry in form.certificates of \
             programmes/{code}.toml; add its scores"
        );
    }
    Ok(())
}

/// Categories and pairs of a definition are rows too, and each category of the rows has its entry.
fn check_participants(code: &str, form: &Form, choices: &[ChoiceRow]) -> anyhow::Result<()> {
    let is_row = |list: &str, code: &str| {
        let mut rows = choices.iter().filter(|row| row.list == list);
        rows.any(|row| row.code == code)
    };
    for category in &form.participants {
        let named = &category.code;
        ensure!(
            is_row("participant", named),
            "programmes/{code}.toml: form.participants: \"{named}\" is no participant of \
             data/choices.csv; add it there or correct it"
        );
        for pair in &category.pairs {
            ensure!(
                is_row("pair", pair),
                "programmes/{code}.toml: form.participants: \"{named}\" names the pair \"{pair}\", \
                 which data/choices.csv has not; add it there or correct it"
            );
        }
    }
    for row in choices.iter().filter(|row| row.list == "participant") {
        let known = form.participants.iter().any(|c| c.code == row.code);
        ensure!(
            known,
            "data/choices.csv: participant \"{}\" has no entry in form.participants of \
             programmes/{code}.toml; add one",
            row.code
        );
    }
    Ok(())
}
