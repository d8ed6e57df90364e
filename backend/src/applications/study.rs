//! Where an applicant studies: as the registry of education has it. It is asked before anything is
//! written; unknown there, the person says it and a case waits, silent, the application goes on and
//! the registry is asked again.

use shared::forms::{Answers, FieldKind, Form};
use shared::iin::Iin;
use shared::problem::{Code, FieldError};
use shared::registries::{EducationLookUp, EducationRecord, LookUpState};
use shared::time::Instant;

use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration;
use crate::registries::{self, CaseKind};

/// What the registry said when the application was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nobody had to be asked, or the registry knows the person.
    Settled,
    /// It does not know the person.
    NotFound,
    /// It did not answer.
    Silent,
}

async fn own_iin(app: &App, who: &Applicant) -> Result<Option<Iin>, Error> {
    let number = registration::plain_number(app, &who.person_id).await?;
    // Who registered with a passport is in no registry.
    Ok(number.and_then(|number| Iin::parse(&number).ok()))
}

/// What the registry says of whoever asks.
pub(super) async fn look_up(app: &App, who: &Applicant) -> Result<EducationLookUp, Error> {
    registries::take_look_up(app, app.clock.now(), who).await?;
    Ok(match own_iin(app, who).await? {
        Some(iin) => registries::own_education(app, who, &iin).await?,
        None => EducationLookUp {
            state: LookUpState::NotFound,
            place: String::new(),
        },
    })
}

/// Asks where the form wants it, and writes what was found into the answers.
pub(super) async fn ask(
    app: &App,
    who: &Applicant,
    (form, answers): (&Form, &mut Answers),
) -> Result<Known, Error> {
    if form.field(FieldKind::Education).is_none() {
        return Ok(Known::Settled);
    }
    let Some(iin) = own_iin(app, who).await? else {
        return Ok(Known::NotFound);
    };
    let told = registries::own_education(app, who, &iin).await?;
    Ok(match told.state {
        LookUpState::Found => {
            answers.place_of_study = told.place;
            Known::Settled
        }
        LookUpState::NotFound => Known::NotFound,
        LookUpState::Waiting | LookUpState::Unavailable => Known::Silent,
    })
}

/// Unknown to the registry, the person has to say where they study.
pub(super) fn require(known: Known, answers: &Answers) -> Result<(), Error> {
    if known == Known::NotFound && answers.place_of_study.is_empty() {
        let refusal = FieldError::new(FieldKind::Education.field(), Code::Required);
        return Err(refusal.into());
    }
    Ok(())
}

/// Leaves a case where a person has to look, or the registry has to be asked again.
pub(super) async fn note(
    conn: &mut Conn,
    now: Instant,
    (person_id, application): (&str, &str),
    known: Known,
) -> Result<(), Error> {
    let kind = match known {
        Known::Settled => return Ok(()),
        Known::NotFound => CaseKind::EducationNotFound,
        Known::Silent => CaseKind::EducationUnchecked,
    };
    registries::open_case(conn, now, person_id, kind, application).await
}

/// Asks about those again who could not be checked; a few at a time, because the registry may still be
/// silent.
pub async fn check_again(app: &App, now: Instant) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let open = registries::list_unchecked_education(&mut conn).await?;
    drop(conn);
    for (person_id, application) in open {
        let number = registration::plain_number(app, &person_id).await?;
        let Some(iin) = number.and_then(|number| Iin::parse(&number).ok()) else {
            continue;
        };
        let told = registries::find_education(app, &iin).await?;
        let known = match told {
            registries::Told::Found(EducationRecord { .. }) => Known::Settled,
            registries::Told::NotFound => Known::NotFound,
            _ => return Ok(()),
        };
        let mut tx = app.db.write().await?;
        let of = (person_id.as_str(), application.as_str());
        registries::decide_case(&mut tx, now, CaseKind::EducationUnchecked, of).await?;
        note(&mut tx, now, of, known).await?;
        tx.commit().await?;
    }
    Ok(())
}
