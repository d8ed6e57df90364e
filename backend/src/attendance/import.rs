//! Attendance out of a file: what a centre notes after a sitting. All rows or none.

use anyhow::{Context, bail};
use serde::Deserialize;
use shared::applications::Attendance;

use super::store;
use crate::app::App;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    number: String,
    attendance: String,
}

/// Notes who came, out of a CSV file; what was noted before of the same application is corrected.
/// Returns how many. Each mistake is told with its line and what to do.
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
        let Some(kind) = Attendance::from_text(&line.attendance) else {
            bail!(
                "line {at}: \"{}\" is none of came, absent, excused",
                line.attendance
            );
        };
        store::mark_superseded(&mut tx, &line.number, now).await?;
        if store::insert_attendance(&mut tx, (&line.number, kind.as_str()), now).await? == 0 {
            bail!(
                "line {at}: no submitted application whose exam has begun has this number; compare \
                 it with the list of the sitting"
            );
        }
        count += 1;
    }
    tx.commit().await?;
    Ok(count)
}
