//! Looking people and organisations up for somebody who is signed in: limits, the log, the masked
//! name, and what waits when a registry does not know or does not answer.

use serde_json::{Value, json};
use shared::iin::Iin;
use shared::problem::{Code, FieldError};
use shared::registries::{
    EducationLookUp, EducationRecord, LOOK_UPS_AN_HOUR, LookUpOrganisation, LookUpPerson,
    LookUpState, MISSES_A_DAY, Organisation, OrganisationLookUp, PEOPLE_A_DAY, PersonLookUp,
    PersonRecord, Purpose, RevealPerson, WAIT_SECONDS, employer_number,
};
use shared::time::Instant;

use super::adapter::{self, Record, Registry, Told};
use super::store::{self, NewLookUp};
use super::tables;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::secrets::Sealed;

const DAY: i64 = 86_400;
/// Days for which an answer is kept for its person.
const ANSWER_DAYS: i64 = 7;
/// Days for which the log is kept: three years (rules.md, Data: audit).
const LOG_DAYS: i64 = 3 * 365;

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseKind {
    /// The registry of persons does not know the number.
    PersonNotFound,
    /// The registry of persons has not answered yet.
    PersonUnchecked,
    /// The registry of organisations does not know the number.
    OrganisationNotFound,
    /// The registry of organisations did not answer.
    OrganisationUnchecked,
    /// A workplace was typed by hand.
    WorkplaceByHand,
    /// The registry of education does not know an applicant.
    EducationNotFound,
    /// The registry of education did not answer about an applicant.
    EducationUnchecked,
    /// Nobody has confirmed that a guardian is the child's.
    KinshipUnconfirmed,
    /// A guardian took a consent back.
    GuardianshipWithdrawn,
    /// Data of a document were typed or corrected, or do not agree.
    DocumentData,
}

impl CaseKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::PersonNotFound => "person_not_found",
            Self::PersonUnchecked => "person_unchecked",
            Self::OrganisationNotFound => "organisation_not_found",
            Self::OrganisationUnchecked => "organisation_unchecked",
            Self::WorkplaceByHand => "workplace_by_hand",
            Self::EducationNotFound => "education_not_found",
            Self::EducationUnchecked => "education_unchecked",
            Self::KinshipUnconfirmed => "kinship_unconfirmed",
            Self::GuardianshipWithdrawn => "guardianship_withdrawn",
            Self::DocumentData => "document_data",
        }
    }
}

/// Opens a case for the staff, in the transaction of its cause; the same case is not opened twice.
pub async fn open_case(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    kind: CaseKind,
    subject: &str,
) -> Result<(), Error> {
    Ok(store::insert_case(conn, person_id, (kind.as_str(), subject), now).await?)
}

/// The record of a person, without log and limits: for features that have both of their own.
pub async fn find_person(app: &App, iin: &Iin) -> Result<Told<PersonRecord>, Error> {
    adapter::ask(app, (&new_id(), &iin.digits()), "").await
}

/// The education of a person, as [`find_person`].
pub async fn find_education(
    app: &App,
    iin: &Iin,
) -> Result<Told<shared::registries::EducationRecord>, Error> {
    adapter::ask(app, (&new_id(), &iin.digits()), "").await
}

/// Takes one of the look-ups that an account has in an hour.
pub async fn take_look_up(app: &App, now: Instant, who: &Applicant) -> Result<(), Error> {
    let limit = Limit {
        uses: LOOK_UPS_AN_HOUR,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    limits::take(app, now, &[(format!("look-up:{}", who.person_id), limit)]).await
}

/// The education of whoever asks, in the log as every look-up. An application waits for no registry:
/// after a few seconds it counts as silent.
pub async fn own_education(
    app: &App,
    who: &Applicant,
    iin: &Iin,
) -> Result<EducationLookUp, Error> {
    let (id, number) = (new_id(), iin.digits());
    let wait = std::time::Duration::from_secs(WAIT_SECONDS.unsigned_abs());
    let asked = adapter::ask::<EducationRecord>(app, (&id, &number), "");
    let told = match tokio::time::timeout(wait, asked).await {
        Ok(told) => told?,
        Err(_) => Told::Silent,
    };
    let (state, outcome, place) = match told {
        Told::Found(record) => (LookUpState::Found, "found", record.place()),
        Told::NotFound => (LookUpState::NotFound, "not_found", String::new()),
        Told::Later(_) | Told::Gone | Told::Silent => {
            (LookUpState::Unavailable, "failed", String::new())
        }
    };
    let now = app.clock.now();
    let look_up = NewLookUp {
        id: &id,
        person_id: &who.person_id,
        registry: "education",
        purpose: Purpose::Application.as_str(),
        number_key: &tables::number_key(&app.secrets, &number),
        outcome,
    };
    let mut tx = app.db.write().await?;
    // One's own number is no reading out of a registry.
    store::insert_look_up(&mut tx, &look_up, now, (i64::MAX, now)).await?;
    tx.commit().await?;
    Ok(EducationLookUp { state, place })
}

/// Applications whose applicant the registry of education has not been asked about yet: person and
/// application, the oldest first.
pub async fn list_unchecked_education(conn: &mut Conn) -> Result<Vec<(String, String)>, Error> {
    let kind = CaseKind::EducationUnchecked.as_str();
    Ok(store::list_open_cases(conn, kind).await?)
}

/// Decides an open case.
pub async fn decide_case(
    conn: &mut Conn,
    now: Instant,
    kind: CaseKind,
    (person_id, subject): (&str, &str),
) -> Result<(), Error> {
    Ok(store::mark_case_decided(conn, person_id, (kind.as_str(), subject), now).await?)
}

/// Asks about a person. A table answers at once, a registry behind HTTP in the background.
pub(super) async fn look_up_person(
    app: &App,
    who: &Applicant,
    input: &LookUpPerson,
) -> Result<PersonLookUp, Error> {
    let now = app.clock.now();
    take_look_up(app, now, who).await?;
    let iin = Iin::parse(&input.iin).map_err(|code| Error::field("iin", code))?;
    let number = iin.digits();
    let key = tables::number_key(&app.secrets, &number);
    let id = new_id();
    let told = match PersonRecord::registry(&app.registries) {
        Registry::Table => Some(adapter::ask::<PersonRecord>(app, (&id, &number), "").await?),
        Registry::Http(_) => None,
    };
    let since = now.plus_seconds(-DAY);
    let mut tx = app.db.write().await?;
    store::hold_person(&mut tx, &who.person_id).await?;
    refuse_after_misses(&mut tx, now, who).await?;
    if let Some(known) = store::find_undecided(&mut tx, &who.person_id, &key).await? {
        tx.commit().await?;
        return view_person(app, who, &known).await;
    }
    let look_up = NewLookUp {
        id: &id,
        person_id: &who.person_id,
        registry: "persons",
        purpose: input.purpose.as_str(),
        number_key: &key,
        outcome: "waiting",
    };
    if !store::insert_look_up(&mut tx, &look_up, now, (PEOPLE_A_DAY, since)).await? {
        let oldest = store::find_oldest_number(&mut tx, &who.person_id, "persons", since).await?;
        return Err(wait_a_day(Code::LookUpLimit, now, oldest));
    }
    let sealed = app.secrets.seal(&place(&id), &number)?;
    store::insert_check(&mut tx, &id, &sealed, now).await?;
    if let Some(told) = told {
        conclude(app, &mut tx, now, &id, &told).await?;
    }
    tx.commit().await?;
    app.registry_bell.notify_one();
    view_person(app, who, &id).await
}

/// Where the number and the answer of a look-up are sealed for.
pub(super) fn place(look_up_id: &str) -> String {
    format!("registry_checks:{look_up_id}")
}

fn wait_a_day(code: Code, now: Instant, oldest: Option<i64>) -> Error {
    let free_at = Instant(oldest.unwrap_or(now.0)).plus_seconds(DAY);
    Error::Wait(code, now.seconds_until(free_at))
}

async fn refuse_after_misses(conn: &mut Conn, now: Instant, who: &Applicant) -> Result<(), Error> {
    let since = now.plus_seconds(-DAY);
    let (misses, first) = store::count_misses(conn, &who.person_id, since).await?;
    if misses >= MISSES_A_DAY {
        return Err(wait_a_day(Code::LookUpMisses, now, first));
    }
    Ok(())
}

/// Writes an answer down. Of a look-up that was deleted meanwhile nothing is written.
pub(super) async fn conclude(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    id: &str,
    told: &Told<PersonRecord>,
) -> Result<(), Error> {
    let (outcome, record) = match told {
        Told::Found(record) => {
            let text = serde_json::to_string(record)?;
            ("found", app.secrets.seal(&place(id), &text)?.0)
        }
        Told::NotFound => ("not_found", String::new()),
        Told::Later(_) | Told::Gone | Told::Silent => ("failed", String::new()),
    };
    if !store::mark_decided(conn, id, &record, now).await? {
        return Ok(());
    }
    let Some(person) = store::mark_outcome(conn, id, outcome).await? else {
        return Ok(());
    };
    if outcome != "failed" {
        let unchecked = CaseKind::PersonUnchecked.as_str();
        store::mark_cases_decided(conn, &person, unchecked, Some(id), now).await?;
    }
    match outcome {
        "not_found" => open_case(conn, now, &person, CaseKind::PersonNotFound, id).await,
        "failed" => open_case(conn, now, &person, CaseKind::PersonUnchecked, id).await,
        _ => Ok(()),
    }
}

/// How a look-up of this person stands.
pub(super) async fn view_person(
    app: &App,
    who: &Applicant,
    id: &str,
) -> Result<PersonLookUp, Error> {
    let mut conn = app.db.read().await?;
    let row = store::find_look_up(&mut conn, &who.person_id, id).await?;
    let row = row.ok_or(Code::NotFound)?;
    let (state, masked) = match row.outcome.as_str() {
        "found" => (LookUpState::Found, open(app, id, row.record)?.masked()),
        "not_found" => (LookUpState::NotFound, String::new()),
        "waiting" => (LookUpState::Waiting, String::new()),
        _ => (LookUpState::Unavailable, String::new()),
    };
    Ok(PersonLookUp {
        look_up: id.to_owned(),
        state,
        masked,
    })
}

fn open(app: &App, id: &str, record: String) -> Result<PersonRecord, Error> {
    let text = app.secrets.open(&place(id), &Sealed(record))?;
    Ok(serde_json::from_str(&text)?)
}

/// Shows the name in full to whoever knows the first name or the birth date.
pub(super) async fn reveal_person(
    app: &App,
    who: &Applicant,
    id: &str,
    input: &RevealPerson,
) -> Result<PersonRecord, Error> {
    let refusals = input.refusals();
    if !refusals.is_empty() {
        return Err(Error::Invalid(refusals));
    }
    let now = app.clock.now();
    let since = now.plus_seconds(-DAY);
    let mut tx = app.db.write().await?;
    store::hold_person(&mut tx, &who.person_id).await?;
    let row = store::find_look_up(&mut tx, &who.person_id, id).await?;
    let row = row.filter(|row| row.outcome == "found");
    let record = open(app, id, row.ok_or(Code::NotFound)?.record)?;
    let limit = (MISSES_A_DAY, since);
    let Some(guess) = store::insert_miss(&mut tx, &who.person_id, now, limit).await? else {
        let (_, first) = store::count_misses(&mut tx, &who.person_id, since).await?;
        return Err(wait_a_day(Code::LookUpMisses, now, first));
    };
    if !input.fits(&record) {
        let (misses, _) = store::count_misses(&mut tx, &who.person_id, since).await?;
        tx.commit().await?;
        let field = if input.first_name.trim().is_empty() {
            "birth_date"
        } else {
            "first_name"
        };
        let refusal = FieldError::new(field, Code::RevealWrong);
        return Err(refusal.with("tries_left", MISSES_A_DAY - misses).into());
    }
    store::delete_miss(&mut tx, &guess).await?;
    store::mark_revealed(&mut tx, id, now).await?;
    for kind in [CaseKind::PersonNotFound, CaseKind::PersonUnchecked] {
        store::mark_cases_decided(&mut tx, &who.person_id, kind.as_str(), None, now).await?;
    }
    tx.commit().await?;
    Ok(record)
}

/// Asks about an organisation; what is known is not asked again for a while.
pub(super) async fn look_up_organisation(
    app: &App,
    who: &Applicant,
    input: &LookUpOrganisation,
) -> Result<OrganisationLookUp, Error> {
    let now = app.clock.now();
    take_look_up(app, now, who).await?;
    let number = employer_number(&input.number).map_err(|code| Error::field("number", code))?;
    let id = new_id();
    let mut told = match tables::find_by_number(app, now, &number).await? {
        Some(known) => Told::Found(Known::Here(known)),
        None => Told::NotFound,
    };
    if let (Told::NotFound, Registry::Http(http)) = (&told, &app.registries.organisations) {
        told = match adapter::ask_organisation(app, http, (&id, &number)).await {
            Told::Found(record) => Told::Found(Known::New(record)),
            Told::NotFound => Told::NotFound,
            Told::Later(_) | Told::Gone | Told::Silent => Told::Silent,
        };
    }
    let mut tx = app.db.write().await?;
    let (state, outcome, organisation) = match told {
        Told::Found(Known::Here(organisation)) => (LookUpState::Found, "found", Some(organisation)),
        Told::Found(Known::New(record)) => {
            let kept = tables::keep_organisation(app, &mut tx, now, (&number, record)).await?;
            (LookUpState::Found, "found", Some(kept))
        }
        Told::NotFound => (LookUpState::NotFound, "not_found", None),
        Told::Later(_) | Told::Gone | Told::Silent => (LookUpState::Unavailable, "failed", None),
    };
    note_organisation(app, &mut tx, now, who, (&id, &number, outcome)).await?;
    tx.commit().await?;
    Ok(OrganisationLookUp {
        state,
        organisation,
    })
}

enum Known {
    Here(Organisation),
    New(shared::registries::OrganisationRecord),
}

async fn note_organisation(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    who: &Applicant,
    (id, number, outcome): (&str, &str, &str),
) -> Result<(), Error> {
    let look_up = NewLookUp {
        id,
        person_id: &who.person_id,
        registry: "organisations",
        purpose: "workplace",
        number_key: &tables::number_key(&app.secrets, number),
        outcome,
    };
    // Organisations are public: the limit of an hour is enough.
    store::insert_look_up(conn, &look_up, now, (i64::MAX, now)).await?;
    let person = who.person_id.as_str();
    match outcome {
        "not_found" => open_case(conn, now, person, CaseKind::OrganisationNotFound, id).await,
        "failed" => open_case(conn, now, person, CaseKind::OrganisationUnchecked, id).await,
        _ => {
            for kind in [
                CaseKind::OrganisationNotFound,
                CaseKind::OrganisationUnchecked,
            ] {
                store::mark_cases_decided(conn, person, kind.as_str(), None, now).await?;
            }
            Ok(())
        }
    }
}

/// Every look-up of a person, for their own data.
pub async fn list_look_ups(conn: &mut Conn, person_id: &str) -> Result<Vec<Value>, Error> {
    let rows = store::list_look_ups(conn, person_id).await?;
    let told = |row: store::ListedRow| {
        json!({
            "registry": row.registry,
            "purpose": row.purpose,
            "outcome": row.outcome,
            "at": row.at,
            "revealed_at": row.revealed_at,
        })
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Forgets look-ups, their answers and the cases of a person.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    store::delete_checks(conn, person_id).await?;
    store::delete_log(conn, person_id).await?;
    Ok(())
}

/// Forgets answers after a week, wrong guesses after two days, the log after three years.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_checks_before(&mut tx, now.plus_seconds(-ANSWER_DAYS * DAY)).await?;
    store::delete_misses_before(&mut tx, now.plus_seconds(-2 * DAY)).await?;
    store::delete_look_ups_before(&mut tx, now.plus_seconds(-LOG_DAYS * DAY)).await?;
    tx.commit().await?;
    Ok(())
}
