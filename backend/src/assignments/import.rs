//! Places that the centre assigns, out of a file: all rows or none. A row that is there already changes
//! nothing; another place for the same application gives the old seat back, and its owner is told.

use std::collections::BTreeSet;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use shared::forms::FieldKind;
use shared::time::{Instant, date_in_kazakhstan};

use super::store::{self, AssignedRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::internal;
use crate::{applications, campaigns, notify, registration, sittings};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Number of the application.
    number: String,
    place: String,
    room: String,
    starts: String,
}

/// An application and the sitting that it gets.
struct Assignment {
    line: usize,
    application: AssignedRow,
    sitting: String,
}

/// Assigns the places of a CSV file. Returns how many applications have a new one.
pub async fn import(app: &App, text: &str) -> anyhow::Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut assignments = Vec::new();
    for (index, line) in csv::Reader::from_reader(text.as_bytes())
        .deserialize::<Line>()
        .enumerate()
    {
        let at = index + 2;
        let line = line.with_context(|| format!("line {at}"))?;
        let found = read(app, &mut tx, (at, &line), now).await?;
        assignments.push(found);
    }
    // The people in one order, then the sittings, then the applications, as everybody who books does.
    let people: BTreeSet<_> = assignments
        .iter()
        .map(|a| &a.application.person_id)
        .collect();
    for person in people {
        registration::lock_person(&mut tx, person, now)
            .await
            .map_err(internal)?;
    }
    let new = assignments.iter().map(|a| a.sitting.as_str());
    let old = assignments
        .iter()
        .filter_map(|a| a.application.sitting_id.as_deref());
    let touched: BTreeSet<&str> = new.chain(old).collect();
    for sitting in touched {
        sittings::lock(&mut tx, sitting).await.map_err(internal)?;
    }
    let mut count = 0;
    for assignment in &assignments {
        if assignment.application.sitting_id.as_ref() == Some(&assignment.sitting) {
            continue;
        }
        assign(app, &mut tx, assignment, now)
            .await
            .with_context(|| format!("line {}", assignment.line))?;
        count += 1;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(count)
}

async fn read(
    app: &App,
    conn: &mut Conn,
    (at, line): (usize, &Line),
    now: Instant,
) -> anyhow::Result<Assignment> {
    let Some(application) = store::find_submitted(conn, &line.number).await? else {
        bail!(
            "line {at}: no application that is handed in has this number; compare it with the list"
        );
    };
    let campaign = campaigns::find(conn, &application.campaign_id)
        .await
        .map_err(internal)?;
    let form = campaigns::form_of(app, &campaign.programme).map_err(internal)?;
    ensure!(
        form.field(FieldKind::Sitting).is_none(),
        "line {at}: applicants of \"{}\" choose their places themselves; leave the line out",
        campaign.id
    );
    let today = date_in_kazakhstan(now);
    let starts =
        campaigns::when(&line.starts, today).with_context(|| format!("line {at}: starts"))?;
    let place = (line.place.as_str(), line.room.as_str());
    let sitting = sittings::find_at(conn, &campaign.id, place, starts)
        .await
        .map_err(internal)?;
    let Some(sitting) = sitting else {
        bail!(
            "line {at}: campaign \"{}\" has no sitting at this place, room and time; import its \
             sittings first",
            campaign.id
        );
    };
    Ok(Assignment {
        line: at,
        application,
        sitting,
    })
}

async fn assign(
    app: &App,
    conn: &mut Conn,
    assignment: &Assignment,
    now: Instant,
) -> anyhow::Result<()> {
    let Assignment {
        application,
        sitting,
        ..
    } = assignment;
    let campaign = application.campaign_id.as_str();
    let taken = match &application.sitting_id {
        Some(old) => sittings::swap(conn, now, campaign, (old, sitting)).await,
        None => sittings::take(conn, now, campaign, sitting).await,
    };
    if let Err(error) = taken {
        bail!("the sitting takes nobody more, or has begun ({error:?}); choose another one");
    }
    let year = match sittings::find(conn, now, sitting).await.map_err(internal)? {
        Some(found) => applications::year_of(found.starts_at),
        None => applications::year_of(now),
    };
    let version = (application.id.as_str(), application.version);
    let changed = store::mark_assigned(conn, version, (sitting, year), now).await?;
    ensure!(
        changed == 1,
        "the application was changed this moment; try the file again"
    );
    applications::note_version(conn, now, &application.id)
        .await
        .map_err(internal)?;
    let told = applications::find_with(app, conn, &application.person_id, &application.id)
        .await
        .map_err(internal)?;
    let about = (application.person_id.as_str(), &told);
    notify::application_letter(app, conn, now, about, "application_placed")
        .await
        .map_err(internal)?;
    Ok(())
}
