//! Number, name and phone on one page, the phone alone, and name and phone corrected afterwards.

use shared::people::{EditProfile, PersonalDetails, SetPersonalNumber, SetPhone, SetProfile};
use shared::phone::Phone;
use shared::problem::Code;
use shared::programmes::PROFILE;
use shared::registration::Registration;
use shared::requirements::Requirement;

use super::service::{take_name, take_number};
use crate::app::App;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration::{self, FactKind, Step, finish_in, open_finished, open_step};

pub(super) async fn set_phone(
    app: &App,
    who: &Applicant,
    input: &SetPhone,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::Phone).await?;
    take_phone(&mut step, &input.phone).await?;
    step.finish().await
}

/// Keeps all of the page or nothing, and finishes where the page is the last one. A repeat after the
/// end (double click, lost answer) changes nothing.
pub(super) async fn set_profile(
    app: &App,
    who: &Applicant,
    input: &SetProfile,
) -> Result<Registration, Error> {
    let refusals = input.refusals();
    if !refusals.is_empty() {
        return Err(Error::Invalid(refusals));
    }
    let number = input
        .number
        .as_ref()
        .map(SetPersonalNumber::parse)
        .transpose()?;
    let mut step = match open_step(app, who, Requirement::PersonName).await {
        Err(Error::Problem(Code::RegistrationFinished)) => {
            return registration::current(app, who).await;
        }
        opened => opened?,
    };
    let definition = step.definition()?;
    if definition.page(Requirement::PersonName) != PROFILE {
        return Err(Code::StepOutOfOrder.into());
    }
    let last = definition.page(Requirement::Finish) == PROFILE;
    match &number {
        Some(number) => take_number(app, &mut step, number).await?,
        None if step.facts.personal_number.is_none() => {
            return Err(Error::field("number", Code::Required));
        }
        None => {}
    }
    take_name(&mut step, &input.name).await?;
    take_phone(&mut step, &input.phone).await?;
    if last {
        finish_in(&mut step).await?;
    }
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

pub(super) async fn edit_profile(
    app: &App,
    who: &Applicant,
    input: &EditProfile,
) -> Result<(), Error> {
    let refusals = input.refusals();
    if !refusals.is_empty() {
        return Err(Error::Invalid(refusals));
    }
    let mut step = open_finished(app, who).await?;
    take_name(&mut step, &input.name).await?;
    take_phone(&mut step, &input.phone).await?;
    step.finish().await?;
    Ok(())
}

/// Records a phone; the details, where they were asked for, hold the same one.
async fn take_phone(step: &mut Step, typed: &str) -> Result<(), Error> {
    let phone = Phone::parse(typed).map_err(|code| Error::field("phone", code))?;
    let phone = phone.as_str().to_owned();
    if step.facts.contact_phone() == Some(&phone) {
        return Ok(());
    }
    if let Some(details) = step.facts.details.clone() {
        let phone = phone.clone();
        let details = PersonalDetails { phone, ..details };
        step.record(FactKind::Details, &details).await?;
    }
    step.record(FactKind::Phone, &phone).await
}
