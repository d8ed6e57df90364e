//! What a person may see: the form of a campaign, own applications; and forgetting them.

use serde_json::{Value, json};
use shared::applications::{Application, Applications};
use shared::campaigns::{Campaign, CampaignForm, Standing, may_apply};
use shared::forms::{Answers, Form};
use shared::money::Tiyn;
use shared::problem::Code;
use shared::requirements::{Facts, Requirement};
use shared::time::{Instant, date_in_kazakhstan};

use super::view::{self, Look};
use super::{drafts, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::{attendance, campaigns, dictionaries, payments, registration};

/// The calendar year in Kazakhstan, in which attempts are counted.
pub fn year_of(at: Instant) -> i64 {
    i64::from(date_in_kazakhstan(at).year())
}

/// Answers as they are sealed.
pub fn write(answers: &Answers) -> Result<String, Error> {
    Ok(serde_json::to_string(answers)?)
}

/// Answers that a newer program wrote in another shape are a fault of ours, not of the person.
pub fn read(text: &str) -> Result<Answers, Error> {
    if text.is_empty() {
        return Ok(Answers::default());
    }
    Ok(serde_json::from_str(text)?)
}

/// What is known of a person that decides about applying.
pub(super) struct Known {
    pub(super) registered: bool,
    pub(super) contingent: bool,
    /// What a repeated attempt costs that is paid before applying.
    pub(super) repeat: Option<Tiyn>,
}

/// Whether the person is registered for the campaign's programme, and of its contingents.
pub(super) async fn known(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    campaign: &Campaign,
) -> Result<Known, Error> {
    let programme = app
        .programmes
        .find(&campaign.programme)
        .ok_or(Code::NotFound)?;
    let (facts, registered) = registration::standing(app, conn, who, programme).await?;
    let asks_study = programme.requirements.contains(&Requirement::Study);
    let contingent = !asks_study || is_of_contingent(conn, campaign, &facts).await?;
    Ok(Known {
        registered,
        contingent,
        repeat: programme.prepayment.as_ref().map(payments::price),
    })
}

async fn is_of_contingent(
    conn: &mut Conn,
    campaign: &Campaign,
    facts: &Facts,
) -> Result<bool, Error> {
    let Some(study) = &facts.study else {
        return Ok(false);
    };
    let allowed = &campaign.allowed.contingents;
    let contingent = dictionaries::contingent(conn, &study.contingent).await?;
    let online = contingent.is_some_and(|contingent| contingent.applies_online);
    Ok(online && (allowed.is_empty() || allowed.contains(&study.contingent)))
}

/// Counts what the person has in this campaign and in this year.
pub(super) async fn standing(
    conn: &mut Conn,
    who: &Applicant,
    (campaign, known): (&Campaign, &Known),
    (year, now): (i64, Instant),
) -> Result<Standing, Error> {
    let person = who.person_id.as_str();
    let prepaid = match known.repeat {
        Some(sum) => payments::count_waiting(conn, person, &campaign.programme, sum).await?,
        None => 0,
    };
    Ok(Standing {
        prepaid,
        no_show: attendance::was_absent(conn, person, &campaign.id).await?,
        registered: known.registered,
        contingent: known.contingent,
        applications: store::count_live(conn, person, &campaign.id, now).await?,
        attempts: store::count_attempts(conn, person, &campaign.programme, (year, now)).await?,
    })
}

pub(super) async fn find_form(app: &App, who: &Applicant, id: &str) -> Result<CampaignForm, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let campaign = campaigns::find(&mut conn, id).await?;
    let form: &Form = campaigns::form_of(app, &campaign.programme)?;
    let today = date_in_kazakhstan(now);
    let options = campaigns::options(&mut conn, &campaign, form, today).await?;
    let known = known(app, &mut conn, who, &campaign).await?;
    let of = (&campaign, &known);
    let standing = standing(&mut conn, who, of, (year_of(now), now)).await?;
    let rows = store::list_applications(&mut conn, &who.person_id).await?;
    let mut look = Look::new(app, now);
    let mut applications = Vec::new();
    for row in rows {
        if row.campaign_id == id && row.ended_at.is_none() {
            applications.push(view::tell(&mut look, &mut conn, row).await?);
        }
    }
    Ok(CampaignForm {
        obstacle: may_apply(&campaign, form, standing, now).err(),
        draft: drafts::find(app, &mut conn, who, id).await?,
        form: form.clone(),
        options,
        applications,
        campaign,
        server_now: now,
    })
}

pub(super) async fn list(app: &App, who: &Applicant) -> Result<Applications, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let mut applications = Vec::new();
    let mut look = Look::new(app, now);
    for row in store::list_applications(&mut conn, &who.person_id).await? {
        applications.push(view::tell(&mut look, &mut conn, row).await?);
    }
    Ok(Applications {
        applications,
        server_now: now,
    })
}

/// One own application with its history.
pub async fn find(app: &App, who: &Applicant, id: &str) -> Result<Application, Error> {
    let mut conn = app.db.read().await?;
    find_with(app, &mut conn, &who.person_id, id).await
}

/// An own application with its history.
pub async fn find_with(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
    id: &str,
) -> Result<Application, Error> {
    let row = store::find_application(conn, person_id, id).await?;
    let row = row.ok_or(Code::NotFound)?;
    let mut look = Look::new(app, app.clock.now());
    let mut application = view::tell(&mut look, conn, row).await?;
    application.history = view::history(app, conn, id).await?;
    Ok(application)
}

/// Notes the application as it stands now as its newest version.
pub async fn note_version(conn: &mut Conn, now: Instant, id: &str) -> Result<(), Error> {
    Ok(store::insert_version(conn, id, now).await?)
}

/// Applications for their owner's file.
pub async fn own_data(app: &App, who: &Applicant) -> Result<Value, Error> {
    let mut told = Vec::new();
    for application in list(app, who).await?.applications {
        told.push(find(app, who, &application.id).await?);
    }
    Ok(json!(told))
}

/// Whether an exam of a person is ahead.
pub async fn has_exam_ahead(conn: &mut Conn, now: Instant, person_id: &str) -> Result<bool, Error> {
    Ok(store::count_ahead(conn, person_id, now).await? > 0)
}

/// Whether an application of a person in a programme has not ended.
pub async fn has_live(conn: &mut Conn, now: Instant, of: (&str, &str)) -> Result<bool, Error> {
    Ok(store::count_live_of_programme(conn, of, now).await? > 0)
}

/// Forgets what a person applied with. The bare rows stay, because seats were counted by them.
/// Refused while an exam is ahead.
pub async fn delete_of_person(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    if has_exam_ahead(conn, now, person_id).await? {
        return Err(Code::ExamAhead.into());
    }
    drafts::delete_drafts(conn, person_id).await?;
    store::delete_versions(conn, person_id).await?;
    store::erase_answers(conn, person_id).await?;
    Ok(())
}
