//! Campaigns and sittings out of files: what an operator enters before there is a console.
//!
//! Times are those of Kazakhstan: `2026-12-01 09:00`, or `today+21 09:00` in files for trying.

use anyhow::{Context, bail, ensure};
use jiff::civil::{Date, DateTime};
use jiff::{Span, tz::Offset};
use serde::Deserialize;
use shared::campaigns::{Allowed, Campaign};
use shared::dictionaries::Name;
use shared::forms::FieldKind;
use shared::money::Tiyn;
use shared::payments::HOLD_MINUTES;
use shared::time::{Instant, KAZAKHSTAN_OFFSET_SECONDS, date_in_kazakhstan};

use super::service;
use super::store::{self, NewSitting};
use crate::app::App;
use crate::db::Conn;
use crate::ids::new_id;

/// A file of campaigns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignFile {
    campaigns: Vec<CampaignEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignEntry {
    id: String,
    programme: String,
    opens: String,
    closes: String,
    edits_until: String,
    name: Name,
    #[serde(default)]
    note: Name,
    /// Whole tenge.
    fee: Option<u32>,
    hold_minutes: Option<i64>,
    #[serde(default)]
    editable: Vec<FieldKind>,
    #[serde(default = "yes")]
    moves: bool,
    places_after: Option<String>,
    #[serde(default = "one")]
    applications_allowed: i64,
    #[serde(default)]
    allowed: Allowed,
}

const fn one() -> i64 {
    1
}

const fn yes() -> bool {
    true
}

/// A line of a file of sittings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingRow {
    campaign: String,
    place: String,
    room: String,
    attendance: String,
    starts: String,
    minutes: i64,
    capacity: i64,
}

impl SittingRow {
    /// Id of its campaign.
    pub(super) const fn campaign(&self) -> &String {
        &self.campaign
    }
}

/// The instant of a time of Kazakhstan.
pub fn when(text: &str, today: Date) -> anyhow::Result<Instant> {
    let wrong = || format!("\"{text}\" is no time; write it as \"2026-12-01 09:00\"");
    let (day, time) = text.split_once(' ').with_context(wrong)?;
    let date = if let Some(days) = day.strip_prefix("today") {
        let days: i64 = if days.is_empty() {
            0
        } else {
            days.parse().with_context(wrong)?
        };
        let span = Span::new().try_days(days).with_context(wrong)?;
        today.checked_add(span).with_context(wrong)?
    } else {
        day.parse::<Date>().with_context(wrong)?
    };
    let time: jiff::civil::Time = time.parse().with_context(wrong)?;
    let at = DateTime::from_parts(date, time);
    let offset = Offset::from_seconds(i32::try_from(KAZAKHSTAN_OFFSET_SECONDS)?)?;
    Ok(Instant(offset.to_timestamp(at)?.as_microsecond()))
}

/// The campaigns of a file. Each mistake is told with the campaign and the key.
pub(super) fn read_campaigns(text: &str, today: Date) -> anyhow::Result<Vec<Campaign>> {
    let file: CampaignFile = toml::from_str(text)?;
    let campaigns = file.campaigns.into_iter().map(|entry| {
        let id = entry.id.clone();
        campaign_of(entry, today).with_context(|| format!("campaign \"{id}\""))
    });
    campaigns.collect()
}

fn campaign_of(entry: CampaignEntry, today: Date) -> anyhow::Result<Campaign> {
    let at = |key: &str, text: &str| when(text, today).with_context(|| key.to_owned());
    let campaign = Campaign {
        opens_at: at("opens", &entry.opens)?,
        closes_at: at("closes", &entry.closes)?,
        edits_until: at("edits_until", &entry.edits_until)?,
        places_after: match &entry.places_after {
            Some(text) => Some(at("places_after", text)?),
            None => None,
        },
        id: entry.id,
        programme: entry.programme,
        name: entry.name,
        note: entry.note,
        fee: entry.fee.map(Tiyn::of_tenge),
        hold_minutes: entry.hold_minutes.or(entry.fee.map(|_| HOLD_MINUTES)),
        editable: entry.editable,
        moves: entry.moves,
        applications_allowed: entry.applications_allowed,
        allowed: entry.allowed,
    };
    ensure!(!campaign.id.is_empty(), "id is empty; give it a short name");
    for (key, early, late) in [
        ("closes", campaign.opens_at, campaign.closes_at),
        ("edits_until", campaign.opens_at, campaign.edits_until),
    ] {
        ensure!(early < late, "{key} is not after opens; correct the dates");
    }
    ensure!(
        campaign.applications_allowed >= 1,
        "applications_allowed is below 1; nobody could apply"
    );
    ensure!(
        campaign.fee.is_none_or(|fee| fee.tiyn() > 0),
        "fee is not above 0; leave it out when nothing is paid"
    );
    ensure!(
        campaign.hold_minutes.is_none_or(|minutes| minutes >= 1),
        "hold_minutes is below 1; leave it out when nothing is paid"
    );
    Ok(campaign)
}

/// Stores a campaign of a file. A programme that takes no applications is refused.
pub(super) async fn save_campaign(
    app: &App,
    conn: &mut Conn,
    campaign: &Campaign,
) -> anyhow::Result<()> {
    let takes = app.programmes.find(&campaign.programme);
    ensure!(
        takes.is_some_and(|programme| programme.form.is_some()),
        "campaign \"{}\": programme \"{}\" takes no applications; correct its code",
        campaign.id,
        campaign.programme
    );
    if let Err(error) = service::save(conn, campaign).await {
        bail!("campaign \"{}\": {error:?}", campaign.id);
    }
    Ok(())
}

/// Campaigns of a TOML file, all or none. Returns how many.
pub async fn import_campaigns(app: &App, text: &str) -> anyhow::Result<usize> {
    let campaigns = read_campaigns(text, date_in_kazakhstan(app.clock.now()))?;
    let mut tx = app.db.write().await?;
    for campaign in &campaigns {
        save_campaign(app, &mut tx, campaign).await?;
    }
    tx.commit().await?;
    Ok(campaigns.len())
}

/// Sittings of a CSV file, all or none. Returns how many.
pub async fn import_sittings(app: &App, text: &str) -> anyhow::Result<usize> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<SittingRow>, _> = reader.deserialize().collect();
    let rows = rows.context("correct the line and import the whole file again")?;
    let mut tx = app.db.write().await?;
    let stored = save_sittings(&mut tx, &rows, date_in_kazakhstan(app.clock.now())).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Stores the sittings of a file, all or none. Returns how many.
pub async fn save_sittings(
    conn: &mut Conn,
    rows: &[SittingRow],
    today: Date,
) -> anyhow::Result<usize> {
    for (index, row) in rows.iter().enumerate() {
        let line = index + 2;
        let starts_at = when(&row.starts, today).with_context(|| format!("line {line}: starts"))?;
        ensure!(row.minutes > 0, "line {line}: minutes is not above 0");
        ensure!(row.capacity > 0, "line {line}: capacity is not above 0");
        let sitting = NewSitting {
            id: &new_id(),
            campaign_id: &row.campaign,
            place: &row.place,
            room: &row.room,
            attendance: &row.attendance,
            starts_at,
            ends_at: starts_at.plus_seconds(row.minutes * 60),
            capacity: row.capacity,
        };
        let stored = store::upsert_sitting(conn, sitting)
            .await
            .with_context(|| format!("line {line}: is there a campaign \"{}\"?", row.campaign))?;
        ensure!(
            stored == 1,
            "line {line}: there is no place \"{}\"; import places first",
            row.place
        );
    }
    Ok(rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn times_are_those_of_kazakhstan() {
        let today = date(2026, 11, 21);
        let at = |text| when(text, today).unwrap();
        assert_eq!(at("2026-11-21 00:00"), Instant(1_795_201_200_000_000));
        assert_eq!(at("today 00:00"), at("2026-11-21 00:00"));
        assert_eq!(at("today+10 09:30"), at("2026-12-01 09:30"));
        assert_eq!(at("today-1 09:30"), at("2026-11-20 09:30"));
        for bad in [
            "",
            "today",
            "2026-11-31 09:00",
            "today+x 09:00",
            "2026-11-21 25:00",
        ] {
            assert!(when(bad, today).is_err(), "{bad}");
        }
    }

    #[test]
    fn mistakes_of_a_campaign_are_named() {
        let text = |change: (&str, &str)| {
            include_str!("../../data/demo_campaigns.toml").replacen(change.0, change.1, 1)
        };
        let told = |change| {
            let error = read_campaigns(&text(change), date(2026, 11, 21)).unwrap_err();
            format!("{error:#}")
        };
        assert!(read_campaigns(&text(("", "")), date(2026, 11, 21)).is_ok());
        for (change, words) in [
            (("today-10 09:00", "soon"), "campaign \"nqt-demo\": opens"),
            (("today+14", "today-14"), "closes is not after opens"),
            (("today+18", "today-18"), "edits_until is not after opens"),
            (("id = \"nqt-demo\"", "id = \"\""), "id is empty"),
            (("opens =", "opened ="), "unknown field `opened`"),
        ] {
            let told = told(change);
            assert!(told.contains(words), "{words} in {told}");
        }
    }
}
