//! Taking a seat that is held and costs nothing: it was offered to somebody who waited, or the campaign
//! holds before it takes.

use shared::applications::{Application, Status};
use shared::campaigns::price;
use shared::problem::Code;

use super::{service, store, submit};
use crate::app::App;
use crate::error::Error;
use crate::extract::Applicant;
use crate::{campaigns, notify, payments, registration};

pub(super) async fn confirm(
    app: &App,
    who: &Applicant,
    id: &str,
    version: i64,
) -> Result<Application, Error> {
    let now = app.clock.now();
    let person = who.person_id.as_str();
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, person, now).await?;
    let row = store::find_application(&mut tx, person, id).await?;
    let row = row.ok_or(Code::NotFound)?;
    let held = row.state == Status::Held.as_str();
    if row.ended_at.is_some() || (held && row.held_until.is_some_and(|until| until <= now.0)) {
        return Err(Code::ApplicationEnded.into());
    }
    if payments::order_of(&mut tx, now, id).await?.is_some() {
        return Err(Code::PaymentDue.into());
    }
    if !held || row.version != version {
        return Err(Code::ChangedElsewhere.into());
    }
    // Nobody but the end of the hold moves it past the line of its person.
    if store::mark_settled(&mut tx, id, now).await? == 0 {
        return Err(Code::ApplicationEnded.into());
    }
    store::insert_version(&mut tx, id, now).await?;
    let campaign = campaigns::find(&mut tx, &row.campaign_id).await?;
    let form = campaigns::form_of(app, &campaign.programme)?;
    let known = service::known(app, &mut tx, who, &campaign).await?;
    let year = (row.attempt_year, now);
    let attempts = store::count_attempts(&mut tx, person, &campaign.programme, year).await?;
    // This one is among them.
    let price = price(&campaign, form, known.repeat, attempts - 1);
    submit::pay(&mut tx, now, id, price).await?;
    let application = service::find_with(app, &mut tx, person, id).await?;
    let about = (person, &application);
    notify::application_letter(app, &mut tx, now, about, "application_accepted").await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(application)
}
