//! Correcting an application, moving it to another sitting, withdrawing it.

use shared::applications::{Application, EditApplication, Status, changed_fields};
use shared::campaigns::{Campaign, may_attempt};
use shared::forms::{Answers, FieldKind, Form};
use shared::problem::{Code, FieldError};
use shared::time::Instant;

use super::store::{self, ApplicationRow, Edited};
use super::{service, submit, view};
use crate::app::App;
use crate::campaigns;
use crate::db::{Conn, Tx};
use crate::error::Error;
use crate::extract::Applicant;
use crate::{notify, payments, registration, scans, sittings, waiting};

/// An own application that may be changed now.
async fn open<'a>(
    app: &'a App,
    who: &Applicant,
    (id, version, now): (&str, i64, Instant),
) -> Result<(Tx, ApplicationRow, Campaign, &'a Form), Error> {
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    let row = store::find_application(&mut tx, &who.person_id, id).await?;
    let row = row.ok_or(Code::NotFound)?;
    let expired = row.state == Status::Held.as_str() && row.held_until.is_some_and(|t| t <= now.0);
    if row.ended_at.is_some() || expired {
        return Err(Code::ApplicationEnded.into());
    }
    let campaign = campaigns::find(&mut tx, &row.campaign_id).await?;
    let sitting = match &row.sitting_id {
        Some(sitting) => sittings::find(&mut tx, now, sitting).await?,
        None => None,
    };
    if now >= campaign.edits_end(sitting.map(|sitting| sitting.starts_at)) {
        return Err(Code::EditsClosed.into());
    }
    if row.version != version {
        return Err(Code::ChangedElsewhere.into());
    }
    let form = campaigns::form_of(app, &campaign.programme)?;
    Ok((tx, row, campaign, form))
}

pub(super) async fn edit(
    app: &App,
    who: &Applicant,
    id: &str,
    input: EditApplication,
) -> Result<Application, Error> {
    let now = app.clock.now();
    let (mut tx, row, campaign, form) = open(app, who, (id, input.version, now)).await?;
    let of = (&campaign, form);
    let answers = submit::checked(&mut tx, of, input.answers, now).await?;
    keep_fixed(&campaign, &view::opened(app, id, &row.answers)?, &answers)?;
    scans::keep(&mut tx, now, (&who.person_id, &campaign.id), &answers).await?;
    let year = submit::check_sitting(&mut tx, who, form, (&answers, id, now)).await?;
    if year != row.attempt_year && form.field(FieldKind::Sitting).is_some() {
        // Moved into another calendar year, it is an attempt there.
        let of = (year, now);
        let others =
            store::count_attempts(&mut tx, &who.person_id, &campaign.programme, of).await?;
        // What it cost before stays paid.
        let paid = i64::from(payments::order_of(&mut tx, now, id).await?.is_some());
        may_attempt(form, (others, paid))?;
    }
    let old = row.sitting_id.as_deref().unwrap_or_default();
    // A place that the centre assigned is no answer and stays.
    let assigned = form.field(FieldKind::Sitting).is_none();
    let new = if assigned { old } else { &answers.sitting };
    if new != old {
        waiting::keep_turn(&mut tx, &who.person_id, new).await?;
    }
    move_seat(&mut tx, now, &campaign, (old, new)).await?;
    let sealed = app
        .secrets
        .seal(&submit::place(id), &service::write(&answers)?)?;
    let edited = Edited {
        id,
        version: input.version,
        sitting_id: Some(new).filter(|id| !id.is_empty()),
        attempt_year: if assigned { row.attempt_year } else { year },
        kind: &answers.kind,
        answers: &sealed,
    };
    if store::mark_edited(&mut tx, &edited, now).await? == 0 {
        return Err(Code::ChangedElsewhere.into());
    }
    store::insert_version(&mut tx, id, now).await?;
    let application = service::find_with(app, &mut tx, &who.person_id, id).await?;
    let about = (who.person_id.as_str(), &application);
    notify::application_letter(app, &mut tx, now, about, "application_changed").await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(application)
}

/// What the campaign fixes at submission stays as it was.
fn keep_fixed(campaign: &Campaign, before: &Answers, after: &Answers) -> Result<(), Error> {
    let mut refusals = Vec::new();
    for field in changed_fields(before, after) {
        match FieldKind::owner(&field) {
            Some(kind) if campaign.corrects(kind) => {}
            Some(FieldKind::Sitting) => refusals.push(FieldError::new(&field, Code::MoveClosed)),
            _ => refusals.push(FieldError::new(&field, Code::AnswerFixed)),
        }
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(refusals))
    }
}

async fn move_seat(
    conn: &mut Conn,
    now: Instant,
    campaign: &Campaign,
    (old, new): (&str, &str),
) -> Result<(), Error> {
    match (old.is_empty(), new.is_empty()) {
        _ if old == new => Ok(()),
        (false, false) => sittings::swap(conn, now, &campaign.id, (old, new)).await,
        (true, false) => sittings::take(conn, now, &campaign.id, new).await,
        (false, true) => sittings::give_back(conn, old, 1).await,
        (true, true) => Ok(()),
    }
}

pub(super) async fn withdraw(
    app: &App,
    who: &Applicant,
    id: &str,
    version: i64,
) -> Result<Application, Error> {
    let now = app.clock.now();
    let (mut tx, row, ..) = open(app, who, (id, version, now)).await?;
    let seat = row.sitting_id;
    if let Some(sitting) = &seat {
        // Sittings are locked before applications, see `sittings`.
        sittings::lock(&mut tx, sitting).await?;
    }
    if store::mark_withdrawn(&mut tx, (id, version), now).await? == 0 {
        return Err(Code::ChangedElsewhere.into());
    }
    if let Some(sitting) = &seat {
        sittings::give_back(&mut tx, sitting, 1).await?;
    }
    store::insert_version(&mut tx, id, now).await?;
    payments::release(app, &mut tx, now, id).await?;
    let application = service::find_with(app, &mut tx, &who.person_id, id).await?;
    let about = (who.person_id.as_str(), &application);
    notify::application_letter(app, &mut tx, now, about, "application_withdrawn").await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(application)
}
