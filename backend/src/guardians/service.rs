//! Agreeing for a child, and taking it back. Nobody learns here whether a child is registered.

use serde_json::{Value, json};
use shared::consents::TextKind;
use shared::guardians::{
    AgreeAsGuardian, Agreed, CHILDREN_A_DAY, Guardianship, GuardianshipState, Guardianships,
    OF_AGE, TRIES_AN_HOUR, birthday, born, check_child, is_below, is_same_name,
};
use shared::iin::Iin;
use shared::people::PersonalNumber;
use shared::problem::{Code, FieldError};
use shared::programmes::DIGITAL_ID;
use shared::text::tidy;
use shared::time::{Instant, date_in_kazakhstan};

use super::links;
use super::standing::{
    Child, all_in_force, child_key, find_child, fits_name, name_place, open, place, shown, tell_end,
};
use super::store::{self, End, GuardianshipRow, LinkEnd, LinkRow, NewGuardianship};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::registration::{self, known_of};
use crate::registries::{CaseKind, open_case};
use crate::secrets::token_hash;
use crate::{accounts, consents, notify};

const HOUR: i64 = 3600;

/// Somebody who may agree for a child.
pub(super) struct Guardian {
    iin: Iin,
    /// "Асель Б.".
    name: String,
}

/// The guardian behind a session: of age by the IIN, with a Digital ID and a document.
pub(super) async fn find_guardian(app: &App, who: &Applicant) -> Result<Guardian, Error> {
    let facts = registration::current(app, who).await?.facts;
    let mut conn = app.db.read().await?;
    let own = known_of(app, &mut conn, &who.person_id).await?;
    let programmes = registration::list_programmes(&mut conn, &who.person_id).await?;
    let today = date_in_kazakhstan(app.clock.now());
    let name = shown(&own);
    let iin = match own.number {
        Some(PersonalNumber::Iin { iin }) => Some(iin),
        _ => None,
    };
    let birth = iin.as_ref().and_then(born);
    if birth.is_some_and(|birth| is_below(OF_AGE, birth, today)) {
        return Err(Code::GuardianNotAdult.into());
    }
    let mut proved = programmes.iter().filter(|one| one.code == DIGITAL_ID);
    if !proved.any(|one| one.finished_at.is_some()) {
        return Err(Code::GuardianIdMissing.into());
    }
    if facts.in_person() || !facts.document.is_complete() {
        return Err(Code::GuardianDocumentMissing.into());
    }
    match iin {
        Some(iin) if birth.is_some() => Ok(Guardian { iin, name }),
        _ => Err(Code::GuardianNotAdult.into()),
    }
}

/// Agrees for a child, by its link or without one. The same child twice is one consent.
pub(super) async fn agree(
    app: &App,
    who: &Applicant,
    input: &AgreeAsGuardian,
) -> Result<Guardianships, Error> {
    let now = app.clock.now();
    if !input.token.is_empty() {
        refuse_own_link(app, now, who, &input.token).await?;
    }
    let guardian = find_guardian(app, who).await?;
    let wrong = |code| Error::field("iin", code);
    let iin = Iin::parse(&input.iin).map_err(wrong)?;
    let birth = check_child(&iin, &guardian.iin, date_in_kazakhstan(now)).map_err(wrong)?;
    let ends_at = birthday(birth, OF_AGE);
    let first_name = tidy(&input.first_name);
    let child = Child { iin, first_name };
    let tries = take_tries(app, now, who, &input.token).await?;
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    let link = if input.token.is_empty() {
        None
    } else {
        Some(links::find_open(&mut tx, now, &input.token).await?)
    };
    if let Some(link) = &link
        && !is_the_child(app, &mut tx, link, &child).await?
    {
        drop(tx);
        return Err(differs(app, now, &tries).await?);
    }
    accept_texts(app, &mut tx, now, who, input).await?;
    let person = who.person_id.as_str();
    let new = keep(
        app,
        &mut tx,
        now,
        (person, &guardian),
        (&child, ends_at),
        input,
    )
    .await?;
    if let Some(link) = &link {
        links::end(&mut tx, link, LinkEnd::Agreed, now).await?;
    }
    if new {
        let by_link = link.map(|link| link.person_id);
        tell_both(app, &mut tx, now, (person, &guardian), (&child, by_link)).await?;
    }
    tx.commit().await?;
    limits::clear(app, &tries).await?;
    app.letter_bell.notify_one();
    list(app, who).await
}

/// The child itself is told so before anything else.
async fn refuse_own_link(
    app: &App,
    now: Instant,
    who: &Applicant,
    token: &str,
) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let link = links::find_open(&mut conn, now, token).await?;
    if link.person_id == who.person_id {
        return Err(Code::GuardianOwnSession.into());
    }
    Ok(())
}

/// Takes a guess at the child of a link and a child of the day. Returns the limits that a right guess
/// clears: of the guardian, and of the link.
async fn take_tries(
    app: &App,
    now: Instant,
    who: &Applicant,
    token: &str,
) -> Result<Vec<String>, Error> {
    let limit = |uses, seconds| Limit {
        uses,
        seconds,
        code: Code::ChildTriesUsed,
    };
    let mut guesses = Vec::new();
    if !token.is_empty() {
        guesses.push(format!("guardian:{}", who.person_id));
        guesses.push(format!("guardian-link:{}", token_hash(token)));
    }
    let each = |key: &String| (key.clone(), limit(TRIES_AN_HOUR, HOUR));
    let mut wanted: Vec<_> = guesses.iter().map(each).collect();
    let day = format!("guardian-children:{}", who.person_id);
    wanted.push((day, limit(CHILDREN_A_DAY, 24 * HOUR)));
    limits::take(app, now, &wanted).await?;
    Ok(guesses)
}

/// Whether IIN and first name are of the child whose link it is, as far as they are known.
async fn is_the_child(
    app: &App,
    conn: &mut Conn,
    link: &LinkRow,
    child: &Child,
) -> Result<bool, Error> {
    let known = known_of(app, conn, &link.person_id).await?;
    let number = known.number.as_ref();
    let typed = child_key(app, &child.iin);
    let same = number.is_none_or(|number| app.secrets.blind(&number.key()) == typed);
    Ok(same && fits_name(&known, &child.first_name))
}

async fn differs(app: &App, now: Instant, tries: &[String]) -> Result<Error, Error> {
    let mut used = 0;
    for key in tries {
        used = used.max(limits::uses(app, now, key, HOUR).await?);
    }
    let refusal = FieldError::new("iin", Code::ChildDiffers);
    let left = TRIES_AN_HOUR - used;
    Ok(if left <= 2 {
        refusal.with("tries_left", left.max(0)).into()
    } else {
        refusal.into()
    })
}

/// The texts are those of the programme whose pages the guardian sees.
async fn accept_texts(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    who: &Applicant,
    input: &AgreeAsGuardian,
) -> Result<(), Error> {
    let programme = registration::programme_of(conn, &who.person_id).await?;
    let of = (who.person_id.as_str(), programme.as_str());
    for (kind, tick) in [
        (TextKind::Terms, &input.terms),
        (TextKind::Privacy, &input.privacy),
    ] {
        let copy = (tick.version.as_str(), tick.language);
        consents::accept(app, conn, now, of, kind, copy).await?;
    }
    Ok(())
}

/// Keeps the consent; whether it is a new one. A name that was typed otherwise takes the place of the
/// one before. Until a registry or the staff says so, nobody knows that the two are related.
async fn keep(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person, guardian): (&str, &Guardian),
    (child, ends_at): (&Child, Instant),
    input: &AgreeAsGuardian,
) -> Result<bool, Error> {
    let key = child_key(app, &child.iin);
    let rows = store::list_of_guardian(conn, person).await?;
    let mut rows = rows.into_iter();
    if let Some(row) = rows.find(|row| row.ended_at.is_none() && row.child_key == key.0) {
        if is_same_name(&open(app, &row)?.first_name, &child.first_name) {
            return Ok(false);
        }
        store::mark_ended(conn, (&row.id, person), End::Corrected, now).await?;
    }
    let id = new_id();
    let sealed = serde_json::to_string(child)?;
    let new = NewGuardianship {
        id: &id,
        guardian_id: person,
        guardian_name: &app.secrets.seal(&name_place(&id), &guardian.name)?,
        child_key: &key,
        child: &app.secrets.seal(&place(&id), &sealed)?,
        versions: (&input.terms.version, &input.privacy.version),
        language: input.terms.language.as_str(),
        ends_at,
    };
    if store::insert_guardianship(conn, &new, now).await? == 0 {
        return Ok(false);
    }
    open_case(conn, now, person, CaseKind::KinshipUnconfirmed, &id).await?;
    Ok(true)
}

/// Letters to guardian and child: to the one whose link it was, else to whoever has this number and name.
async fn tell_both(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person, guardian): (&str, &Guardian),
    (child, by_link): (&Child, Option<String>),
) -> Result<(), Error> {
    let values = [("child", child.first_name.as_str())];
    let letter = ("guardianship_given", values.as_slice());
    notify::guardian_letter(app, conn, now, person, letter).await?;
    let owner = match by_link {
        Some(owner) => Some(owner),
        None => find_child(app, conn, &child_key(app, &child.iin), &child.first_name).await?,
    };
    if let Some(owner) = owner {
        let values = [("guardian", guardian.name.as_str())];
        let letter = ("guardian_agreed", values.as_slice());
        notify::guardian_letter(app, conn, now, &owner, letter).await?;
    }
    Ok(())
}

/// Takes a consent back. Registrations of the child that are open wait again; what was handed in stays
/// until the staff decides.
pub(super) async fn withdraw(
    app: &App,
    who: &Applicant,
    (id, current): (&str, &str),
) -> Result<Guardianships, Error> {
    accounts::verify_again(app, who, current).await?;
    let (now, person) = (app.clock.now(), who.person_id.as_str());
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, person, now).await?;
    let rows = store::list_of_guardian(&mut tx, person).await?;
    let row = rows.into_iter().find(|row| row.id == id);
    let row = row.ok_or(Code::NotFound)?;
    if store::mark_ended(&mut tx, (id, person), End::Withdrawn, now).await? == 0 {
        return Err(Code::NotFound.into());
    }
    let child = tell_end(app, &mut tx, now, &row).await?;
    if let Some(child) = child {
        open_case(&mut tx, now, &child, CaseKind::GuardianshipWithdrawn, id).await?;
    }
    let first_name = open(app, &row)?.first_name;
    let values = [("child", first_name.as_str())];
    let letter = ("guardianship_withdrawn", values.as_slice());
    notify::guardian_letter(app, &mut tx, now, person, letter).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    list(app, who).await
}

fn view(app: &App, now: Instant, row: &GuardianshipRow) -> Result<Guardianship, Error> {
    let child = open(app, row)?;
    let state = if row.ended_at.is_some() {
        GuardianshipState::Withdrawn
    } else if row.ends_at <= now.0 {
        GuardianshipState::OfAge
    } else {
        GuardianshipState::InForce
    };
    Ok(Guardianship {
        id: row.id.clone(),
        first_name: child.first_name,
        iin: child.iin.masked(),
        state,
        agreed_at: Instant(row.agreed_at),
        ends_at: Instant(row.ends_at),
        withdrawn_at: row.ended_at.map(Instant),
        kinship_confirmed_at: row.kinship_confirmed_at.map(Instant),
    })
}

/// The children of a person, the newest first.
pub(super) async fn list(app: &App, who: &Applicant) -> Result<Guardianships, Error> {
    let now = app.clock.now();
    let obstacle = links::obstacle(app, who).await?;
    let mut conn = app.db.read().await?;
    let rows = store::list_of_guardian(&mut conn, &who.person_id).await?;
    let told = rows.iter().map(|row| view(app, now, row));
    Ok(Guardianships {
        guardianships: told.collect::<Result<_, _>>()?,
        obstacle,
    })
}

/// Consents that a person gave, and those for the person that hold.
pub async fn history(
    app: &App,
    who: &Applicant,
) -> Result<(Vec<Guardianship>, Vec<Agreed>), Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let rows = store::list_of_guardian(&mut conn, &who.person_id).await?;
    let given = rows.iter().map(|row| view(app, now, row));
    let given = given.collect::<Result<_, _>>()?;
    let own = known_of(app, &mut conn, &who.person_id).await?;
    Ok((given, all_in_force(app, &mut conn, now, &own).await?))
}

/// Consents that a person gave and has, for their own file.
pub async fn own_data(app: &App, who: &Applicant) -> Result<Value, Error> {
    let (given, received) = history(app, who).await?;
    Ok(json!({ "given": given, "received": received }))
}
