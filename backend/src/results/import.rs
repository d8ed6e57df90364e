//! Results out of a file: what a centre publishes before there is a console. All rows or none.

use anyhow::{Context, bail, ensure};
use jiff::civil::Date;
use serde::Deserialize;

use super::store::{self, NewResult};
use crate::app::App;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    number: String,
    stage_kk: String,
    stage_ru: String,
    stage_en: String,
    score: i64,
    max_score: i64,
    outcome: String,
    date: String,
}

/// Publishes the results of a CSV file; a stage that is published already is corrected. Returns how
/// many. Each mistake is told with its line and what to do.
pub async fn import(app: &App, text: &str) -> anyhow::Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut count = 0;
    for (index, line) in csv::Reader::from_reader(text.as_bytes())
        .deserialize::<Line>()
        .enumerate()
    {
        let at = index + 2;
        let line = line.with_context(|| format!("line {at}"))?;
        check(&line).with_context(|| format!("line {at}"))?;
        let result = NewResult {
            number: &line.number,
            stage: [&line.stage_kk, &line.stage_ru, &line.stage_en],
            score: line.score,
            max_score: line.max_score,
            outcome: &line.outcome,
            exam_date: &line.date,
        };
        store::mark_superseded(&mut tx, &line.number, &line.stage_kk, now).await?;
        if store::insert_result(&mut tx, &result, now).await? == 0 {
            bail!("line {at}: no application has this number; compare it with the list");
        }
        count += 1;
    }
    tx.commit().await?;
    Ok(count)
}

fn check(line: &Line) -> anyhow::Result<()> {
    ensure!(
        [&line.stage_kk, &line.stage_ru, &line.stage_en]
            .iter()
            .all(|stage| !stage.trim().is_empty()),
        "a stage has no name in one of the languages; write all three"
    );
    ensure!(
        (0..=line.max_score).contains(&line.score) && line.max_score > 0,
        "score {} is not between 0 and max_score {}",
        line.score,
        line.max_score
    );
    ensure!(
        matches!(line.outcome.as_str(), "passed" | "failed"),
        "outcome \"{}\" is neither passed nor failed",
        line.outcome
    );
    line.date
        .parse::<Date>()
        .map(|_| ())
        .with_context(|| format!("date \"{}\" is no day; write 2026-12-01", line.date))
}
