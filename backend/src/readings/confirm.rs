//! The holder's word on what stands in the document: kept sealed, with the source of each field.

use shared::iin::Iin;
use shared::people::{PersonName, PersonalNumber};
use shared::problem::Code;
use shared::proofing::Document;
use shared::readings::{
    ConfirmDocument, DocumentData, DocumentField, KeptDocument, Reading, parse_date,
};
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::text::tidy;
use shared::time::date_in_kazakhstan;

use super::service;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration::{FactKind, Step, open_sealed, open_step, record_sealed};
use crate::{people, registries};

/// Fields whose source is kept.
const SOURCES: [DocumentField; 6] = [
    DocumentField::Iin,
    DocumentField::Number,
    DocumentField::Surname,
    DocumentField::FirstName,
    DocumentField::BirthDate,
    DocumentField::Expires,
];

/// Keeps the data as confirmed, and with them name and number of the person.
pub(super) async fn confirm_document(
    app: &App,
    who: &Applicant,
    input: ConfirmDocument,
) -> Result<Registration, Error> {
    let before = open_step(app, who, Requirement::DocumentData).await?;
    let pictures = service::pictures_of(&before.facts.document).ok_or(Code::StepOutOfOrder)?;
    drop(before);
    let found = service::find(app, who, &pictures).await?;
    let found = found.filter(|(id, _)| *id == input.reading);
    let (id, record) = found.ok_or(Code::ReadingOutdated)?;
    let state = record.state.clone();
    let reading = service::view(app, who, (id, record)).await?;
    let today = date_in_kazakhstan(app.clock.now());
    let refusals = input.refusals(reading.kind, today);
    if !refusals.is_empty() {
        return Err(Error::Invalid(refusals));
    }
    let mut step = open_step(app, who, Requirement::DocumentData).await?;
    if service::pictures_of(&step.facts.document).as_ref() != Some(&pictures) {
        return Err(Code::ReadingOutdated.into());
    }
    let kept = keep(&step, pictures, &reading, tidied(input)?);
    take_number(app, &mut step, &kept.data, &state).await?;
    let name = PersonName {
        surname: kept.data.surname.clone(),
        first_name: kept.data.first_name.clone(),
        patronymic: kept.data.patronymic.clone(),
    };
    people::take_name(&mut step, &name).await?;
    record_sealed(app, &mut step, FactKind::DocumentData, &kept, None).await?;
    if kept.in_review {
        // One case for the pictures, however often they are confirmed.
        let (person, subject) = (who.person_id.as_str(), kept.data.reading.as_str());
        let kind = registries::CaseKind::DocumentData;
        registries::open_case(&mut step.tx, step.now, person, kind, subject).await?;
    }
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

fn keep(step: &Step, pictures: String, reading: &Reading, data: ConfirmDocument) -> KeptDocument {
    let document = &step.facts.document;
    // A picture that the machine did not like was not read well either.
    let doubtful = [&document.front, &document.back]
        .into_iter()
        .flatten()
        .any(|picture| picture.in_review);
    let sources = SOURCES.map(|field| (field, data.source(field, reading)));
    KeptDocument {
        pictures,
        at: step.now,
        in_review: doubtful || data.needs_review(reading),
        kind: reading.kind,
        sources: sources.to_vec(),
        data,
    }
}

/// One form of each value: numbers without separators, dates of the wire, spaces folded.
fn tidied(input: ConfirmDocument) -> Result<ConfirmDocument, Error> {
    let date = |text: &str| {
        parse_date(text)
            .map(|date| date.to_string())
            .unwrap_or_default()
    };
    let compact = |text: &str| shared::text::without_separators(text).to_ascii_uppercase();
    let iin = match input.iin.trim() {
        "" => String::new(),
        typed => Iin::parse(typed)?.digits(),
    };
    Ok(ConfirmDocument {
        iin,
        number: compact(&input.number),
        surname: tidy(&input.surname),
        first_name: tidy(&input.first_name),
        patronymic: tidy(&input.patronymic),
        birth_date: date(&input.birth_date),
        birth_place: tidy(&input.birth_place),
        nationality: tidy(&input.nationality),
        authority: tidy(&input.authority),
        issued: date(&input.issued),
        expires: date(&input.expires),
        ..input
    })
}

/// The number of the person, unless it is known so already. Without an IIN it is that of the document,
/// where the state that issued it is known and nothing was told before.
async fn take_number(
    app: &App,
    step: &mut Step,
    data: &ConfirmDocument,
    state: &str,
) -> Result<(), Error> {
    let number = if data.iin.is_empty() {
        let country = step
            .facts
            .citizenship
            .clone()
            .unwrap_or_else(|| state.to_owned());
        if step.facts.personal_number.is_some() || country.len() != 3 {
            return Ok(());
        }
        let number = shared::documents::PassportNumber::parse(&data.number)?;
        PersonalNumber::Passport { number, country }
    } else {
        let iin = Iin::parse(&data.iin)?;
        PersonalNumber::Iin { iin }
    };
    let known = crate::registration::number_in(app, step).await?;
    if known.is_some_and(|known| known.key() == number.key()) {
        return Ok(());
    }
    people::take_number(app, step, &number)
        .await
        .map_err(|error| match error {
            // Told at the field of this page.
            Error::Invalid(_) if !data.iin.is_empty() => {
                Error::field("iin", Code::CorrectedByStaff)
            }
            other => other,
        })
}

/// The confirmed data of a person, whatever became of the pictures.
pub async fn kept(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<KeptDocument>, Error> {
    open_sealed(app, conn, person_id, FactKind::DocumentData).await
}

/// What the registration shows of them; nothing once there is a newer picture of the document.
/// Pictures are deleted before the data are, which ends nothing.
pub async fn confirmed(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
    document: &Document,
) -> Result<Option<DocumentData>, Error> {
    let kept = kept(app, conn, person_id).await?;
    let newer = |kept: &KeptDocument| {
        let begun = document.front.is_some() || document.back.is_some();
        begun && service::pictures_of(document).as_ref() != Some(&kept.pictures)
    };
    Ok(kept.filter(|kept| !newer(kept)).map(|kept| kept.view()))
}
