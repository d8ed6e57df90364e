//! An application as its owner sees it: names beside codes, the seat, what happened.

use std::collections::BTreeMap;

use shared::applications::{Application, Change, Status, changed_fields};
use shared::campaigns::Campaign;
use shared::dictionaries::Name;
use shared::forms::Answers;
use shared::time::Instant;

use super::store::{self, ApplicationRow};
use super::{service, submit};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::secrets::Sealed;
use crate::{attendance, campaigns, payments, sittings};

type Names = BTreeMap<String, Name>;

/// What several applications have in common is read once.
pub(super) struct Look<'a> {
    app: &'a App,
    now: Instant,
    campaigns: BTreeMap<String, Campaign>,
    names: BTreeMap<String, Names>,
}

impl<'a> Look<'a> {
    pub(super) const fn new(app: &'a App, now: Instant) -> Self {
        Self {
            app,
            now,
            campaigns: BTreeMap::new(),
            names: BTreeMap::new(),
        }
    }

    async fn campaign(&mut self, conn: &mut Conn, id: &str) -> Result<Campaign, Error> {
        if let Some(campaign) = self.campaigns.get(id) {
            return Ok(campaign.clone());
        }
        let campaign = campaigns::find(conn, id).await?;
        self.campaigns.insert(id.to_owned(), campaign.clone());
        Ok(campaign)
    }

    async fn names(&mut self, conn: &mut Conn, programme: &str) -> Result<&Names, Error> {
        if !self.names.contains_key(programme) {
            let names = campaigns::names(self.app, conn, programme).await?;
            self.names.insert(programme.to_owned(), names);
        }
        Ok(self.names.entry(programme.to_owned()).or_default())
    }
}

/// The names of what was chosen.
fn chosen(answers: &Answers, names: &Names) -> Names {
    let mut keys: Vec<String> = [
        ("service", &answers.service),
        ("kind", &answers.kind),
        ("participant", &answers.participant),
        ("study_form", &answers.study_form),
        ("condition", &answers.special_conditions),
        ("pair", &answers.subject_pair),
        ("foreign_language", &answers.foreign_language),
        ("specialty", &answers.specialty),
        ("english_certificate", &answers.english_certificate),
        ("category", &answers.qualification_now),
        ("category", &answers.qualification_sought),
        ("language", &answers.language),
        ("attendance", &answers.attendance),
    ]
    .iter()
    .map(|(list, code)| format!("{list}:{code}"))
    .collect();
    for block in &answers.blocks {
        keys.push(format!("block:{}", block.block));
        keys.push(format!("subject:{}", block.subject));
        keys.push(format!("language:{}", block.language));
    }
    let found = keys.into_iter().filter_map(|key| {
        let name = names.get(&key)?.clone();
        Some((key, name))
    });
    found.collect()
}

pub(super) fn opened(app: &App, id: &str, answers: &str) -> Result<Answers, Error> {
    // A forgotten person's answers are gone; the row stays.
    if answers.is_empty() {
        return Ok(Answers::default());
    }
    let sealed = Sealed(answers.to_owned());
    service::read(&app.secrets.open(&submit::place(id), &sealed)?)
}

fn status_of(state: &str) -> Result<Status, Error> {
    let status = Status::from_text(state);
    Ok(status.ok_or_else(|| anyhow::anyhow!("an application is in a state nobody knows"))?)
}

pub(super) async fn tell(
    look: &mut Look<'_>,
    conn: &mut Conn,
    row: ApplicationRow,
) -> Result<Application, Error> {
    let campaign = look.campaign(conn, &row.campaign_id).await?;
    let answers = opened(look.app, &row.id, &row.answers)?;
    let names = chosen(&answers, look.names(conn, &campaign.programme).await?);
    let sitting = match &row.sitting_id {
        Some(id) => sittings::find(conn, look.now, id).await?,
        None => None,
    };
    let held_until = row.held_until.map(Instant);
    let mut status = status_of(&row.state)?;
    if status == Status::Held && held_until.is_some_and(|until| until <= look.now) {
        // Nobody has released it yet; its owner is told the truth.
        status = Status::Annulled;
    }
    let order = payments::order_of(conn, look.now, &row.id).await?;
    let edits_end = campaign.edits_end(sitting.as_ref().map(|sitting| sitting.starts_at));
    let editable = status.is_live() && look.now < edits_end;
    let id = row.id;
    Ok(Application {
        number: row.number,
        programme: row.programme,
        campaign_name: campaign.name,
        places_after: campaign.places_after,
        order,
        attendance: attendance::of(conn, &id).await?,
        edits_until: editable.then_some(edits_end),
        campaign: campaign.id,
        id,
        status,
        held_until: held_until.filter(|_| status == Status::Held),
        answers,
        names,
        sitting,
        version: row.version,
        submitted_at: Instant(row.submitted_at),
        changed_at: Instant(row.changed_at),
        history: Vec::new(),
    })
}

/// What happened to an application, oldest first.
pub(super) async fn history(app: &App, conn: &mut Conn, id: &str) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    let mut before: Option<(Answers, Option<String>)> = None;
    for row in store::list_versions(conn, id).await? {
        let answers = opened(app, id, &row.answers)?;
        let fields = before.as_ref().map(|(before, seat)| {
            let mut fields = changed_fields(before, &answers);
            // A place that the centre assigned is no answer.
            let moved = *seat != row.sitting_id && !fields.iter().any(|field| field == "sitting");
            fields.extend(moved.then(|| "sitting".to_owned()));
            fields
        });
        changes.push(Change {
            version: row.version,
            at: Instant(row.at),
            status: status_of(&row.state)?,
            fields: fields.unwrap_or_default(),
        });
        before = Some((answers, row.sitting_id));
    }
    Ok(changes)
}
