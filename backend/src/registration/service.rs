//! Opening a step, recording what it says, telling what is next.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::consents::{BiometricAnswer, Language, TextKind};
use shared::documents::DocumentKind;
use shared::people::PersonalNumber;
use shared::problem::Code;
use shared::programmes::Programme;
use shared::registration::Registration;
use shared::requirements::{Facts, Requirement, may_enter, next, path};
use shared::time::Instant;

use super::sealed::{read_sealed, record_sealed};
use super::store::{self, FactRow, NewFact, PersonRow};
use super::{DRAFT_DAYS, FactKind, Source};
use crate::accounts::{self, SessionKind};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::secrets::Blind;
use crate::{consents, guardians, mobile, movement, notify, proofing, readings, sharing};

/// A step that may be handed in now: its transaction, and what was known before it.
pub struct Step {
    /// The transaction; dropped without [`Step::finish`] it changes nothing.
    pub tx: Tx,
    /// The instant of the step.
    pub now: Instant,
    /// What was known.
    pub facts: Facts,
    /// Language of the person's letters.
    pub language: Language,
    /// Code of the programme that is registered for.
    pub programme: String,
    app: App,
    who: Applicant,
}

/// Opens a step: refuses one whose predecessors are not done, and any after the end.
pub async fn open_step(
    app: &App,
    who: &Applicant,
    requirement: Requirement,
) -> Result<Step, Error> {
    let step = open_any(app, who).await?;
    let programme = find_programme(app, &step.programme)?;
    let page = programme.page(requirement);
    let next = next(programme, &step.facts);
    let asked_again = next.is_some_and(|next| programme.page(next) == page);
    let finished = step.facts.finished_at.is_some();
    if finished && !asked_again && requirement != Requirement::Finish {
        return Err(Code::RegistrationFinished.into());
    }
    if !may_enter(programme, &step.facts, requirement) {
        return Err(Code::StepOutOfOrder.into());
    }
    Ok(step)
}

/// Opens a change of data after the end, for those who are through.
pub async fn open_finished(app: &App, who: &Applicant) -> Result<Step, Error> {
    let step = open_any(app, who).await?;
    let programme = find_programme(app, &step.programme)?;
    if next(programme, &step.facts).is_some() {
        return Err(Code::StepOutOfOrder.into());
    }
    Ok(step)
}

/// Begins the transaction and puts the writers of one person in line.
async fn open_any(app: &App, who: &Applicant) -> Result<Step, Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if store::mark_saved(&mut tx, &who.person_id, now).await? == 0 {
        return Err(Code::SignInRequired.into());
    }
    let person = find_person(&mut tx, &who.person_id).await?;
    let facts = load_facts(app, &mut tx, (who, &person.programme)).await?;
    Ok(Step {
        tx,
        now,
        facts,
        language: Language::from_tag(&person.language).unwrap_or_default(),
        programme: person.programme,
        app: app.clone(),
        who: who.clone(),
    })
}

impl Step {
    /// The definition of the programme.
    pub fn definition(&self) -> Result<&Programme, Error> {
        find_programme(&self.app, &self.programme)
    }

    /// Records that the person accepted the current text of the programme.
    pub async fn accept(
        &mut self,
        kind: TextKind,
        (version, language): (&str, Language),
    ) -> Result<(), Error> {
        let of = (self.who.person_id.as_str(), self.programme.as_str());
        let copy = (version, language);
        consents::accept(&self.app, &mut self.tx, self.now, of, kind, copy).await
    }

    /// Whose step it is.
    pub fn person_id(&self) -> &str {
        &self.who.person_id
    }

    /// Records a fact that the person typed.
    pub async fn record(&mut self, kind: FactKind, value: &impl Serialize) -> Result<(), Error> {
        record_fact(&mut self.tx, self.now, &self.who.person_id, kind, value).await
    }

    /// Commits, and tells what is next.
    pub async fn finish(mut self) -> Result<Registration, Error> {
        let registration = load(&self.app, &mut self.tx, &self.who).await?;
        self.tx.commit().await?;
        Ok(registration)
    }
}

/// The registration as it stands.
pub async fn current(app: &App, who: &Applicant) -> Result<Registration, Error> {
    let mut conn = app.db.read().await?;
    load(app, &mut conn, who).await
}

pub(super) async fn load(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
) -> Result<Registration, Error> {
    let person = find_person(conn, &who.person_id).await?;
    let programme = find_programme(app, &person.programme)?;
    let facts = load_facts(app, conn, (who, &person.programme)).await?;
    let next = next(programme, &facts);
    let now = app.clock.now();
    let code = match next {
        Some(Requirement::EmailCode) => {
            accounts::proof_state(app, conn, &who.person_id, programme.email_proof).await?
        }
        Some(Requirement::MobileCode) => mobile::code_state(app, conn, &who.person_id).await?,
        _ => None,
    };
    let saved_at = Instant(person.saved_at);
    Ok(Registration {
        programme: person.programme,
        next,
        next_page: next.map(|next| programme.page(next).to_owned()),
        path: path(programme, &facts),
        facts,
        code,
        saved_at,
        kept_until: saved_at
            .max(Instant(person.created_at))
            .plus_seconds(DRAFT_DAYS * 86_400),
        server_now: now,
    })
}

/// Makes other writers of this person wait until the transaction ends.
pub async fn lock_person(conn: &mut Conn, person_id: &str, now: Instant) -> Result<(), Error> {
    if store::mark_saved(conn, person_id, now).await? == 0 {
        return Err(Code::SignInRequired.into());
    }
    Ok(())
}

/// What is known of a person, and whether the registration for a programme is finished.
pub async fn standing(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    programme: &Programme,
) -> Result<(Facts, bool), Error> {
    let facts = load_facts(app, conn, (who, &programme.code)).await?;
    let registered = facts.finished_at.is_some() && next(programme, &facts).is_none();
    Ok((facts, registered))
}

pub(super) async fn find_person(conn: &mut Conn, person_id: &str) -> Result<PersonRow, Error> {
    store::find_person(conn, person_id)
        .await?
        .ok_or(Error::Problem(Code::SignInRequired))
}

fn find_programme<'a>(app: &'a App, code: &str) -> Result<&'a Programme, Error> {
    let programme = app.programmes.find(code);
    programme.ok_or_else(|| anyhow::anyhow!("programme {code} is gone").into())
}

pub(super) fn read<T: DeserializeOwned>(
    rows: &[FactRow],
    kind: FactKind,
) -> Result<Option<T>, Error> {
    let row = rows.iter().find(|row| row.kind == kind.as_str());
    Ok(row
        .map(|row| serde_json::from_str(&row.value))
        .transpose()?)
}

/// Everything known about a person, as its owner may see it.
///
/// A draft whose proved address has a login shows nothing but the way to sign in: the browser may
/// be another person's by now.
async fn load_facts(
    app: &App,
    conn: &mut Conn,
    (who, programme): (&Applicant, &str),
) -> Result<Facts, Error> {
    let rows = store::list_facts(conn, &who.person_id).await?;
    let email: Option<String> = read(&rows, FactKind::Email)?;
    let proved: Option<String> = read(&rows, FactKind::EmailProved)?;
    let email_proved = email.is_some() && email == proved;
    let login = match &email {
        Some(email) if email_proved => accounts::find_ownership(conn, email).await?,
        _ => None,
    };
    let of = (who.person_id.as_str(), programme);
    let mut facts = Facts {
        citizenship: read(&rows, FactKind::Citizenship)?,
        terms: consents::latest(app, conn, of, TextKind::Terms).await?,
        personal_number: personal_number(app, &rows)?.map(|number| number.view()),
        email_proved,
        login_exists: login.is_some(),
        login_is_earlier: login
            .as_ref()
            .is_some_and(|login| login.person_id != who.person_id),
        signed_in: who.kind == SessionKind::Account,
        email,
        ..Facts::default()
    };
    facts.privacy = consents::latest(app, conn, of, TextKind::Privacy).await?;
    let typed = read_sealed(app, &rows, FactKind::Mobile)?;
    (facts.mobile, facts.mobile_proved) = mobile::known(app, conn, &who.person_id, typed).await?;
    if who.kind == SessionKind::Draft {
        return Ok(facts);
    }
    facts.biometrics = read::<BiometricAnswer>(&rows, FactKind::Biometrics)?;
    facts.biometrics_accepted = consents::latest(app, conn, of, TextKind::Biometrics).await?;
    facts.personal_data = consents::latest(app, conn, of, TextKind::PersonalData).await?;
    // The password of another account is no business of this one.
    let own_login = login.filter(|login| login.person_id == who.person_id);
    facts.own_password = own_login.is_none_or(|login| login.own_password);
    let document_kind = read::<DocumentKind>(&rows, FactKind::DocumentKind)?;
    (facts.face, facts.document) =
        proofing::handed_over(conn, &who.person_id, document_kind).await?;
    facts.document_data = readings::confirmed(app, conn, &who.person_id, &facts.document).await?;
    facts.movement = movement::standing(conn, &who.person_id).await?;
    facts.name = read(&rows, FactKind::Name)?;
    facts.details = read(&rows, FactKind::Details)?;
    facts.study = read(&rows, FactKind::Study)?;
    facts.phone = read(&rows, FactKind::Phone)?;
    facts.identity_shared = sharing::is_shared(conn, of).await?;
    facts.guardian = guardians::guarded(app, conn, who, (programme, &facts)).await?;
    facts.pin_settled = read::<String>(&rows, FactKind::PinSettled)?.is_some();
    let registrations = store::list_registrations(conn, &who.person_id).await?;
    let finished = |row: &&store::RegistrationRow| row.finished_at.is_some();
    facts.finished_any = registrations.iter().any(|row| finished(&row));
    facts.finished_at = registrations
        .iter()
        .find(|row| row.programme == programme)
        .and_then(|row| row.finished_at.map(Instant));
    Ok(facts)
}

pub(super) fn personal_number(
    app: &App,
    rows: &[FactRow],
) -> Result<Option<PersonalNumber>, Error> {
    read_sealed(app, rows, FactKind::PersonalNumber)
}

/// Supersedes what was known of a kind by a new value.
pub async fn record_fact(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    kind: FactKind,
    value: &impl Serialize,
) -> Result<(), Error> {
    let value = serde_json::to_string(value)?;
    let id = new_id();
    let fact = NewFact {
        id: &id,
        person_id,
        kind: kind.as_str(),
        value: &value,
        search_key: None,
        source: Source::Typed.as_str(),
    };
    store::mark_fact_superseded(conn, person_id, kind.as_str(), now).await?;
    store::insert_fact(conn, fact, now).await?;
    Ok(())
}

/// Records a personal number, sealed. When somebody with a login has the same number, that owner
/// gets a letter and staff get a case; the newcomer sees no difference.
pub async fn record_number(
    app: &App,
    step: &mut Step,
    number: &PersonalNumber,
) -> Result<(), Error> {
    let (now, person_id) = (step.now, step.who.person_id.clone());
    let key: Blind = app.secrets.blind(&number.key());
    record_sealed(app, step, FactKind::PersonalNumber, number, Some(&key)).await?;
    let conn = &mut *step.tx;
    if let Some(owner) = store::find_owner_of_key(conn, &key, &person_id).await? {
        store::insert_duplicate_case(conn, &person_id, &owner, now).await?;
        notify::number_known(app, conn, now, &owner).await?;
    }
    Ok(())
}

/// The person with a login who has this number; of several the one whose login is the oldest.
pub async fn find_owner_of_number(conn: &mut Conn, key: &Blind) -> Result<Option<String>, Error> {
    Ok(store::find_owner_of_key(conn, key, "").await?)
}

pub(super) async fn set_language(
    app: &App,
    who: &Applicant,
    language: Language,
) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::mark_language(&mut tx, &who.person_id, language.as_str()).await?;
    tx.commit().await?;
    Ok(())
}

/// Finishes the registration; twice is once.
pub(super) async fn finish(app: &App, who: &Applicant) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::Finish).await?;
    finish_in(&mut step).await?;
    step.finish().await
}

/// Finishes the registration within a step that has brought the last of it.
pub async fn finish_in(step: &mut Step) -> Result<(), Error> {
    let (now, language) = (step.now, step.language);
    let checked = step.definition()?.asks(Requirement::BiometricConsent);
    let of = (step.who.person_id.as_str(), step.programme.as_str());
    if store::mark_finished(&mut step.tx, of, now).await? {
        proofing::hand_in(&mut step.tx, now, of.0).await?;
        let to = (of.0, language);
        notify::registered(&step.app, &mut step.tx, now, to, checked).await?;
        step.app.letter_bell.notify_one();
    }
    Ok(())
}

/// The language of a person's letters.
pub async fn language_of(conn: &mut Conn, person_id: &str) -> Result<Language, Error> {
    let person = find_person(conn, person_id).await?;
    Ok(Language::from_tag(&person.language).unwrap_or_default())
}

/// The personal number in clear, to keep it out of the password.
pub async fn plain_number(app: &App, person_id: &str) -> Result<Option<String>, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_facts(&mut conn, person_id).await?;
    Ok(personal_number(app, &rows)?.map(|number| match number {
        PersonalNumber::Iin { iin } => iin.digits(),
        PersonalNumber::ClaimedIin { iin } => iin.digits(),
        PersonalNumber::Passport { number, .. } => number.as_str().to_owned(),
    }))
}

/// The address that a person typed.
pub(super) async fn typed_email(conn: &mut Conn, person_id: &str) -> Result<Option<String>, Error> {
    read(&store::list_facts(conn, person_id).await?, FactKind::Email)
}

/// Code of the programme that a person registers for, or did last.
pub async fn programme_of(conn: &mut Conn, person_id: &str) -> Result<String, Error> {
    Ok(find_person(conn, person_id).await?.programme)
}

/// The address that a person proved.
pub async fn proved_email(conn: &mut Conn, person_id: &str) -> Result<Option<String>, Error> {
    read(
        &store::list_facts(conn, person_id).await?,
        FactKind::EmailProved,
    )
}
