//! Reading campaigns and what may be chosen in them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use shared::campaigns::{Allowed, Campaign, CampaignState, Campaigns};
use shared::dictionaries::{Entry, Name};
use shared::forms::{CertificateKind, Form, Options, Pair, Participant, Subject};
use shared::money::Tiyn;
use shared::problem::Code;
use shared::time::Instant;

use super::store::{self, CampaignRow, ChoiceRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// Days a closed campaign is still shown to everybody.
const SHOWN_DAYS: i64 = 90;

fn campaign_of(row: CampaignRow) -> Result<Campaign, Error> {
    let allowed: Allowed = serde_json::from_str(&row.allowed)?;
    Ok(Campaign {
        id: row.id,
        programme: row.programme,
        name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        note: Name {
            kk: row.note_kk,
            ru: row.note_ru,
            en: row.note_en,
        },
        opens_at: Instant(row.opens_at),
        closes_at: Instant(row.closes_at),
        edits_until: Instant(row.edits_until),
        fee: row
            .fee
            .and_then(|fee| Some(Tiyn::new(u64::try_from(fee).ok()?))),
        hold_minutes: row.hold_minutes,
        applications_allowed: row.applications_allowed,
        editable: serde_json::from_str(&row.editable)?,
        moves: row.moves == 1,
        places_after: row.places_after.map(Instant),
        allowed,
    })
}

pub(super) async fn list(app: &App, programme: &str) -> Result<Campaigns, Error> {
    app.programmes.find(programme).ok_or(Code::NotFound)?;
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let since = now.plus_seconds(-SHOWN_DAYS * 86_400);
    let rows = store::list_campaigns(&mut conn, programme, since).await?;
    let campaigns: Result<Vec<_>, _> = rows.into_iter().map(campaign_of).collect();
    let mut campaigns = campaigns?;
    campaigns.sort_by_key(|campaign| match campaign.state(now) {
        CampaignState::Open => (0, campaign.closes_at),
        CampaignState::Announced => (1, campaign.opens_at),
        CampaignState::Closed => (2, Instant(-campaign.closes_at.0)),
    });
    Ok(Campaigns {
        campaigns,
        server_now: now,
    })
}

/// A campaign.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Campaign, Error> {
    let row = store::find_campaign(conn, id)
        .await?
        .ok_or(Code::NotFound)?;
    campaign_of(row)
}

/// What a campaign of this programme asks. A programme without a form takes no applications.
pub fn form_of<'a>(app: &'a App, programme: &str) -> Result<&'a Form, Error> {
    let programme = app.programmes.find(programme).ok_or(Code::NotFound)?;
    Ok(programme.form.as_ref().ok_or(Code::NotFound)?)
}

/// What may be chosen in a campaign on a day.
pub async fn options(
    conn: &mut Conn,
    campaign: &Campaign,
    form: &Form,
    today: Date,
) -> Result<Options, Error> {
    let rows = store::list_choices(conn, &campaign.programme, &today.to_string()).await?;
    Ok(campaign.allowed.cut(whole(rows, form)))
}

fn whole(rows: Vec<ChoiceRow>, form: &Form) -> Options {
    let mut options = Options {
        kinds: form.kinds.clone(),
        ..Options::default()
    };
    for row in rows {
        let list = match row.list.as_str() {
            "service" => &mut options.services,
            "specialty" => &mut options.specialties,
            "category" => &mut options.categories,
            "language" => &mut options.languages,
            "attendance" => &mut options.attendances,
            "foreign_language" => &mut options.foreign_languages,
            "study_form" => &mut options.study_forms,
            "condition" => &mut options.conditions,
            "participant" => {
                options.participants.extend(participant(form, &row));
                continue;
            }
            "english_certificate" => {
                let scores = form.certificates.iter().find(|one| one.code == row.code);
                options.certificates.push(CertificateKind {
                    name: row.name(),
                    scores: scores.cloned(),
                    code: row.code,
                });
                continue;
            }
            "pair" => {
                options.pairs.push(Pair {
                    name: row.name(),
                    subjects: row.subjects(),
                    code: row.code,
                });
                continue;
            }
            _ => {
                options.subjects.push(Subject {
                    name: row.name(),
                    language: (!row.language.is_empty()).then(|| row.language.clone()),
                    code: row.code,
                    group: row.subject_group,
                });
                continue;
            }
        };
        list.push(Entry {
            name: row.name(),
            code: row.code,
            rank: row.rank,
        });
    }
    options
}

/// A category of the lists with what the definition says of it.
fn participant(form: &Form, row: &ChoiceRow) -> Option<Participant> {
    let category = form.participants.iter().find(|c| c.code == row.code)?;
    Some(Participant {
        code: row.code.clone(),
        name: row.name(),
        asks: category.asks.clone(),
        pairs: category.pairs.clone(),
    })
}

/// Adds a campaign, or changes the one of this id.
pub async fn save(conn: &mut Conn, campaign: &Campaign) -> Result<(), Error> {
    let allowed = serde_json::to_string(&campaign.allowed)?;
    let editable = serde_json::to_string(&campaign.editable)?;
    Ok(store::upsert_campaign(conn, campaign, (&allowed, &editable)).await?)
}

/// Names of everything that can be chosen in a programme, also what is not offered any more, by
/// list and code (`subject:s10`).
pub async fn names(
    app: &App,
    conn: &mut Conn,
    programme: &str,
) -> Result<BTreeMap<String, Name>, Error> {
    let mut names = BTreeMap::new();
    for row in store::list_all_choices(conn, programme).await? {
        names.insert(format!("{}:{}", row.list, row.code), row.name());
    }
    for kind in &form_of(app, programme)?.kinds {
        names.insert(format!("kind:{}", kind.code), kind.name.clone());
        for block in &kind.blocks {
            names.insert(format!("block:{}", block.code), block.name.clone());
        }
    }
    Ok(names)
}
