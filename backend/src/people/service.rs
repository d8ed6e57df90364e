//! What these steps check against the dictionaries, and store.

use shared::consents::TextKind;
use shared::dictionaries::EducationKind;
use shared::people::{
    OUTSIDE_KAZAKHSTAN, PersonName, PersonalDetails, PersonalNumber, SetCitizenship,
    SetPersonalDetails, SetPersonalNumber, Study,
};
use shared::phone::Phone;
use shared::problem::Code;
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::time::date_in_kazakhstan;
use unicode_normalization::UnicodeNormalization;

use crate::app::App;
use crate::dictionaries;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration::{FactKind, Step, open_step, record_number};

pub(super) async fn set_citizenship(
    app: &App,
    who: &Applicant,
    input: SetCitizenship,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::Citizenship).await?;
    if !dictionaries::exists_country(&mut step.tx, &input.country).await? {
        return Err(Error::field("country", Code::UnknownChoice));
    }
    let accepted = (input.terms.version.as_str(), input.terms.language);
    step.accept(TextKind::Terms, accepted).await?;
    step.record(FactKind::Citizenship, &input.country).await?;
    step.finish().await
}

pub(super) async fn set_personal_number(
    app: &App,
    who: &Applicant,
    input: SetPersonalNumber,
) -> Result<Registration, Error> {
    let number = input.parse()?;
    let mut step = open_step(app, who, Requirement::PersonalNumber).await?;
    take_number(app, &mut step, &number).await?;
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Records a number whose country is known, unless staff alone corrects it by now.
pub async fn take_number(app: &App, step: &mut Step, number: &PersonalNumber) -> Result<(), Error> {
    if step.facts.number_is_fixed() {
        return Err(Error::field("number", Code::CorrectedByStaff));
    }
    if let PersonalNumber::Passport { country, .. } = number
        && !dictionaries::exists_country(&mut step.tx, country).await?
    {
        return Err(Error::field("country", Code::UnknownChoice));
    }
    record_number(app, step, number).await
}

pub(super) async fn set_name(
    app: &App,
    who: &Applicant,
    input: &PersonName,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::PersonName).await?;
    take_name(&mut step, input).await?;
    step.finish().await
}

/// Records a name, unless it is another than the one that staff compares with a document.
pub async fn take_name(step: &mut Step, typed: &PersonName) -> Result<(), Error> {
    let name = typed.tidied();
    let name = PersonName {
        surname: normal(&name.surname),
        first_name: normal(&name.first_name),
        patronymic: normal(&name.patronymic),
    };
    if step.facts.name.as_ref() == Some(&name) {
        return Ok(());
    }
    if step.facts.name_is_fixed() {
        return Err(Error::field("surname", Code::CorrectedByStaff));
    }
    step.record(FactKind::Name, &name).await
}

/// What one keyboard writes as two marks and another as one is one name.
fn normal(name: &str) -> String {
    name.nfc().collect()
}

pub(super) async fn set_personal_details(
    app: &App,
    who: &Applicant,
    input: SetPersonalDetails,
) -> Result<Registration, Error> {
    let today = date_in_kazakhstan(app.clock.now());
    let refusals = input.refusals(today);
    if !refusals.is_empty() {
        return Err(Error::Invalid(refusals));
    }
    let details = PersonalDetails {
        sex: input.sex.ok_or(Code::Required)?,
        birth_date: input.birth_date(today)?.to_string(),
        region: input.region,
        phone: Phone::parse(&input.phone)?.as_str().to_owned(),
    };
    let mut step = open_step(app, who, Requirement::PersonalDetails).await?;
    let known = details.region == OUTSIDE_KAZAKHSTAN
        || dictionaries::exists_region(&mut step.tx, &details.region).await?;
    if !known {
        return Err(Error::field("region", Code::UnknownChoice));
    }
    step.record(FactKind::Details, &details).await?;
    if step.facts.phone.is_some() {
        step.record(FactKind::Phone, &details.phone).await?;
    }
    step.finish().await
}

pub(super) async fn set_study(
    app: &App,
    who: &Applicant,
    mut input: Study,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::Study).await?;
    let contingent = dictionaries::contingent(&mut step.tx, &input.contingent).await?;
    let contingent = contingent.ok_or(Error::field("contingent", Code::UnknownChoice))?;
    input.check_place(contingent.education)?;
    input.other_place = shared::text::tidy(&input.other_place);
    if contingent.education == EducationKind::None {
        input.place.clear();
        input.other_place.clear();
    }
    if !input.place.is_empty() {
        let kind = dictionaries::place_kind(&mut step.tx, &input.place).await?;
        if kind != Some(contingent.education) {
            return Err(Error::field("place", Code::UnknownChoice));
        }
        input.other_place.clear();
    }
    step.record(FactKind::Study, &input).await?;
    step.finish().await
}
