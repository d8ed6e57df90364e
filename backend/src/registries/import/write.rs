//! Writing checked rows: a chunk is a transaction.

use serde::Serialize;
use shared::time::Instant;

use super::super::tables::store::{self, Table};
use super::Report;
use super::rows::Row;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::registries::tables::{number_key, organisation_digest, place};

#[derive(PartialEq, Eq)]
enum Outcome {
    Added,
    Changed,
    Unchanged,
}

/// Writes some rows and counts them.
pub(super) async fn chunk(
    app: &App,
    rows: &[Row],
    source: &str,
    report: &mut Report,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut counted = *report;
    let mut tx = app.db.write().await?;
    let mut regions = std::collections::BTreeSet::new();
    for row in rows {
        let outcome = match row {
            Row::Person(iin, record) => {
                sealed(app, &mut tx, Table::Persons, (iin, record), (source, now)).await
            }
            Row::Education(iin, record) => {
                sealed(app, &mut tx, Table::Education, (iin, record), (source, now)).await
            }
            Row::District(row) => district(&mut tx, row, source, now).await,
            Row::Organisation(number, row) => {
                let key = number_key(&app.secrets, number);
                let digest = organisation_digest(&app.secrets, row);
                let outcome = organisation(&mut tx, row, (&key, &digest, source, now)).await;
                regions.insert(row.region.as_str());
                outcome
            }
        };
        counted.rows += 1;
        match outcome.map_err(crate::error::internal)? {
            Outcome::Added => counted.added += 1,
            Outcome::Changed => counted.changed += 1,
            Outcome::Unchanged => counted.unchanged += 1,
        }
    }
    for region in regions {
        store::bump_version(&mut tx, region).await?;
    }
    if counted.changed > report.changed {
        store::bump_every_version(&mut tx).await?;
    }
    tx.commit().await?;
    *report = counted;
    Ok(())
}

async fn sealed(
    app: &App,
    conn: &mut Conn,
    table: Table,
    (number, record): (&str, &impl Serialize),
    (source, now): (&str, Instant),
) -> Result<Outcome, Error> {
    let key = number_key(&app.secrets, number);
    let text = serde_json::to_string(record)?;
    let digest = app.secrets.blind(&format!("{}:{text}", table.as_str()));
    let value = app.secrets.seal(&place(table, &key), &text)?;
    let about = (&key, &digest, source, now);
    if store::insert_sealed(conn, table, &value, about).await? {
        return Ok(Outcome::Added);
    }
    let changed = store::update_sealed(conn, table, &value, about).await?;
    Ok(if changed {
        Outcome::Changed
    } else {
        Outcome::Unchanged
    })
}

async fn district(
    conn: &mut Conn,
    row: &store::DistrictRow,
    source: &str,
    now: Instant,
) -> Result<Outcome, Error> {
    if store::insert_district(conn, row, source, now).await? {
        return Ok(Outcome::Added);
    }
    let changed = store::update_district(conn, row, source, now).await?;
    Ok(if changed {
        Outcome::Changed
    } else {
        Outcome::Unchanged
    })
}

async fn organisation(
    conn: &mut Conn,
    row: &store::OrganisationRow,
    about: store::About<'_>,
) -> Result<Outcome, Error> {
    if store::insert_organisation(conn, row, about).await? {
        return Ok(Outcome::Added);
    }
    let changed = store::update_organisation(conn, row, about).await?;
    Ok(if changed {
        Outcome::Changed
    } else {
        Outcome::Unchanged
    })
}
