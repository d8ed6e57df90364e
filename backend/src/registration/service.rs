//! Opening a step, recording what it says, telling what is next.

use std::net::IpAddr;

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

use super::store::{self, FactRow, NewFact, PersonRow};
use super::{FactKind, Source};
use crate::accounts::{self, SessionKind};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::secrets::{Blind, Sealed};
use crate::{consents, notify, proofing};

/// Days an unfinished registration is kept (rules.md, Data).
pub const DRAFT_DAYS: i64 = 90;

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
    app: App,
    who: Applicant,
}

/// Opens a step: refuses one whose predecessors are not done, and any after the end.
pub async fn open_step(
    app: &App,
    who: &Applicant,
    requirement: Requirement,
) -> Result<Step, Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if store::mark_saved(&mut tx, &who.person_id, now).await? == 0 {
        return Err(Code::SignInRequired.into());
    }
    let person = find_person(&mut tx, &who.person_id).await?;
    let programme = find_programme(app, &person)?;
    let facts = load_facts(app, &mut tx, who).await?;
    let asked_again = next(programme, &facts).is_some_and(|next| next.page() == requirement.page());
    if facts.finished_at.is_some() && !asked_again && requirement != Requirement::Finish {
        return Err(Code::RegistrationFinished.into());
    }
    if !may_enter(programme, &facts, requirement) {
        return Err(Code::StepOutOfOrder.into());
    }
    let language = Language::from_tag(&person.language).unwrap_or_default();
    Ok(Step {
        tx,
        now,
        facts,
        language,
        app: app.clone(),
        who: who.clone(),
    })
}

impl Step {
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

async fn load(app: &App, conn: &mut Conn, who: &Applicant) -> Result<Registration, Error> {
    let person = find_person(conn, &who.person_id).await?;
    let programme = find_programme(app, &person)?;
    let facts = load_facts(app, conn, who).await?;
    let next = next(programme, &facts);
    let now = app.clock.now();
    let code = if next == Some(Requirement::EmailCode) {
        accounts::code_state(app, conn, &who.person_id).await?
    } else {
        None
    };
    let saved_at = Instant(person.saved_at);
    Ok(Registration {
        programme: person.programme,
        next,
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
    let facts = load_facts(app, conn, who).await?;
    let registered = facts.finished_at.is_some() && next(programme, &facts).is_none();
    Ok((facts, registered))
}

async fn find_person(conn: &mut Conn, person_id: &str) -> Result<PersonRow, Error> {
    store::find_person(conn, person_id)
        .await?
        .ok_or(Error::Problem(Code::SignInRequired))
}

fn find_programme<'a>(app: &'a App, person: &PersonRow) -> Result<&'a Programme, Error> {
    let programme = app.programmes.find(&person.programme);
    programme.ok_or_else(|| anyhow::anyhow!("programme {} is gone", person.programme).into())
}

fn read<T: DeserializeOwned>(rows: &[FactRow], kind: FactKind) -> Result<Option<T>, Error> {
    let row = rows.iter().find(|row| row.kind == kind.as_str());
    Ok(row
        .map(|row| serde_json::from_str(&row.value))
        .transpose()?)
}

/// Everything known about a person, as its owner may see it.
///
/// A draft whose proved address has a login shows nothing but the way to sign in: the browser may
/// be another person's by now.
async fn load_facts(app: &App, conn: &mut Conn, who: &Applicant) -> Result<Facts, Error> {
    let rows = store::list_facts(conn, &who.person_id).await?;
    let email: Option<String> = read(&rows, FactKind::Email)?;
    let proved: Option<String> = read(&rows, FactKind::EmailProved)?;
    let email_proved = email.is_some() && email == proved;
    let login = match &email {
        Some(email) if email_proved => accounts::find_login_owner(conn, email).await?,
        _ => None,
    };
    let finished = rows
        .iter()
        .find(|row| row.kind == FactKind::Finished.as_str());
    let mut facts = Facts {
        citizenship: read(&rows, FactKind::Citizenship)?,
        terms: consents::latest(conn, &who.person_id, TextKind::Terms).await?,
        personal_number: personal_number(app, &rows)?.map(|number| number.view()),
        email_proved,
        login_exists: login.is_some(),
        login_is_earlier: login.as_ref().is_some_and(|owner| *owner != who.person_id),
        signed_in: who.kind == SessionKind::Account,
        email,
        ..Facts::default()
    };
    if who.kind == SessionKind::Draft {
        return Ok(facts);
    }
    facts.biometrics = read::<BiometricAnswer>(&rows, FactKind::Biometrics)?;
    facts.biometrics_accepted =
        consents::latest(conn, &who.person_id, TextKind::Biometrics).await?;
    facts.personal_data = consents::latest(conn, &who.person_id, TextKind::PersonalData).await?;
    let document_kind = read::<DocumentKind>(&rows, FactKind::DocumentKind)?;
    (facts.face, facts.document) =
        proofing::handed_over(conn, &who.person_id, document_kind).await?;
    facts.name = read(&rows, FactKind::Name)?;
    facts.details = read(&rows, FactKind::Details)?;
    facts.study = read(&rows, FactKind::Study)?;
    facts.finished_at = finished.map(|row| Instant(row.recorded_at));
    Ok(facts)
}

fn personal_number(app: &App, rows: &[FactRow]) -> Result<Option<PersonalNumber>, Error> {
    let row = rows
        .iter()
        .find(|row| row.kind == FactKind::PersonalNumber.as_str());
    let Some(row) = row else { return Ok(None) };
    let text = app
        .secrets
        .open(&number_place(&row.id), &Sealed(row.value.clone()))?;
    Ok(Some(serde_json::from_str(&text)?))
}

fn number_place(fact_id: &str) -> String {
    format!("facts.value:{fact_id}")
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
    let conn = &mut *step.tx;
    let id = new_id();
    let sealed = app
        .secrets
        .seal(&number_place(&id), &serde_json::to_string(number)?)?;
    let key: Blind = app.secrets.blind(&number.key());
    let fact = NewFact {
        id: &id,
        person_id: &person_id,
        kind: FactKind::PersonalNumber.as_str(),
        value: &sealed.0,
        search_key: Some(&key),
        source: Source::Typed.as_str(),
    };
    store::mark_fact_superseded(conn, &person_id, FactKind::PersonalNumber.as_str(), now).await?;
    store::insert_fact(conn, fact, now).await?;
    if let Some(owner) = store::find_owner_of_key(conn, &key, &person_id).await? {
        store::insert_duplicate_case(conn, &person_id, &owner, now).await?;
        notify::number_known(app, conn, now, &owner).await?;
    }
    Ok(())
}

/// Gives a draft to the account whose address it proved: only gaps are filled.
pub async fn adopt_draft(
    conn: &mut Conn,
    now: Instant,
    draft_id: &str,
    account_id: &str,
) -> Result<(), Error> {
    store::move_missing_facts(conn, draft_id, account_id).await?;
    store::supersede_all(conn, draft_id, now).await?;
    Ok(())
}

/// Begins a draft.
pub(super) async fn begin(
    app: &App,
    address: IpAddr,
    programme: &str,
    language: Language,
) -> Result<(Applicant, String), Error> {
    if app.programmes.find(programme).is_none() {
        return Err(Error::field("programme", Code::UnknownChoice));
    }
    let now = app.clock.now();
    // Far above a class of forty behind one address, far below a flood.
    let limit = Limit {
        uses: 300,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    let network = app.secrets.blind(&format!("network:{address}")).0;
    limits::take(app, now, &[(format!("draft:{network}"), limit)]).await?;
    let mut tx = app.db.write().await?;
    let person_id = store::insert_person(&mut tx, programme, language.as_str(), now).await?;
    let (token, token_hash) =
        accounts::begin_session(&mut tx, now, &person_id, (SessionKind::Draft, "")).await?;
    tx.commit().await?;
    Ok((
        Applicant {
            person_id,
            kind: SessionKind::Draft,
            token_hash,
        },
        token,
    ))
}

/// Erases a draft. A person with a login is asked to do so in the cabinet.
pub(super) async fn delete_draft(app: &App, who: &Applicant) -> Result<(), Error> {
    if who.kind != SessionKind::Draft {
        return Err(Code::EmailFixed.into());
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !accounts::has_login(&mut tx, &who.person_id).await? {
        store::delete_facts(&mut tx, &who.person_id).await?;
    }
    accounts::end_session(&mut tx, now, &who.token_hash).await?;
    tx.commit().await?;
    Ok(())
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
    if step.facts.finished_at.is_none() {
        let (now, language) = (step.now, step.language);
        record_fact(&mut step.tx, now, &who.person_id, FactKind::Finished, &true).await?;
        proofing::hand_in(&mut step.tx, now, &who.person_id).await?;
        notify::registered(app, &mut step.tx, now, &who.person_id, language).await?;
        app.letter_bell.notify_one();
    }
    step.finish().await
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

/// The address that a person proved.
pub async fn proved_email(conn: &mut Conn, person_id: &str) -> Result<Option<String>, Error> {
    read(
        &store::list_facts(conn, person_id).await?,
        FactKind::EmailProved,
    )
}

/// Erases what people without a login told us, 90 days after their last step.
pub async fn sweep_drafts(app: &App, now: Instant) -> Result<(), Error> {
    let before = now.plus_seconds(-DRAFT_DAYS * 86_400);
    let mut conn = app.db.read().await?;
    let people = store::list_old_drafts(&mut conn, before).await?;
    drop(conn);
    for person_id in people {
        let mut tx = app.db.write().await?;
        store::delete_facts(&mut tx, &person_id).await?;
        let objects = proofing::delete_pictures(&mut tx, &person_id).await?;
        tx.commit().await?;
        proofing::delete_objects(app, objects).await;
    }
    Ok(())
}

/// Forgets what a person told us. The bare row of the person stays under the acceptances of texts.
pub async fn delete_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    store::delete_facts(conn, person_id).await?;
    store::delete_duplicate_cases(conn, person_id).await?;
    Ok(())
}
