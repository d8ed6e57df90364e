//! PINs of a person: setting one in the registration or doing without, the list, the end.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::pin::{
    AddPin, MOST_PIN_DEVICES, OwnDigits, PIN_TRIES, PinAdded, PinDevice, PinSet, SetPin, check_pin,
    parse_pin,
};
use shared::problem::Code;
use shared::registration::Registration;
use shared::requirements::{Facts, Requirement};
use shared::time::Instant;

use super::store::{self, NewDevice};
use crate::accounts;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::ids::new_id;
use crate::registration::{self, FactKind, open_step};

/// What is hashed: bound to the row, and useless without a key that is not in the database.
pub(super) fn peppered(app: &App, id: &str, pin: &str) -> String {
    app.secrets.code_hash(id, &format!("pin:{pin}"))
}

/// A key of P-256, as a browser exports it.
pub(super) fn parse_key(text: &str) -> Result<ParsedPublicKey, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Code::PinRefused)?;
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes).map_err(|_| Code::PinRefused.into())
}

/// What the person is easily guessed by, as far as it is known.
async fn own_digits(app: &App, who: &Applicant, facts: &Facts) -> Result<OwnDigits, Error> {
    let of_number = facts
        .personal_number
        .as_ref()
        .and_then(|number| number.birth_date.clone());
    let of_details = facts
        .details
        .as_ref()
        .map(|details| details.birth_date.clone());
    let born = of_details.or(of_number);
    Ok(OwnDigits {
        birth_year: born.and_then(|date| date.get(..4).map(str::to_owned)),
        number: registration::plain_number(app, &who.person_id).await?,
        phone: facts
            .mobile
            .clone()
            .or_else(|| facts.contact_phone().map(str::to_owned)),
    })
}

/// What a device brings, checked and hashed before any transaction.
struct Ready {
    id: String,
    pin_hash: String,
}

async fn ready(app: &App, who: &Applicant, facts: &Facts, input: &SetPin) -> Result<Ready, Error> {
    let pin = parse_pin(&input.pin).map_err(|code| Error::field("pin", code))?;
    parse_key(&input.public_key)?;
    let own = own_digits(app, who, facts).await?;
    check_pin(&pin, &own).map_err(|code| Error::field("pin", code))?;
    let id = new_id();
    let pin_hash = accounts::hash_secret(app, peppered(app, &id, &pin)).await?;
    Ok(Ready { id, pin_hash })
}

async fn keep(
    conn: &mut Conn,
    now: Instant,
    who: &Applicant,
    (visit, input, ready): (&Visit, &SetPin, &Ready),
) -> Result<(), Error> {
    let device = NewDevice {
        id: &ready.id,
        person_id: &who.person_id,
        device: &visit.device,
        public_key: &input.public_key,
        pin_hash: &ready.pin_hash,
    };
    if store::insert_device(conn, device, (now, MOST_PIN_DEVICES)).await? {
        Ok(())
    } else {
        Err(Code::PinDevicesFull.into())
    }
}

/// Sets the PIN of this device, as a step of the registration.
pub(super) async fn set(
    app: &App,
    who: &Applicant,
    visit: &Visit,
    input: &SetPin,
) -> Result<PinSet, Error> {
    let step = open_step(app, who, Requirement::Pin).await?;
    let facts = step.facts.clone();
    drop(step);
    let ready = ready(app, who, &facts, input).await?;
    let mut step = open_step(app, who, Requirement::Pin).await?;
    let now = step.now;
    keep(&mut step.tx, now, who, (visit, input, &ready)).await?;
    step.record(FactKind::PinSettled, &"set").await?;
    Ok(PinSet {
        device: ready.id,
        registration: step.finish().await?,
    })
}

/// Sets the PIN of this device for whoever is in already, after the password.
pub(super) async fn add(
    app: &App,
    who: &Applicant,
    visit: &Visit,
    input: &AddPin,
) -> Result<PinAdded, Error> {
    accounts::verify_again(app, who, &input.current).await?;
    let known = registration::current(app, who).await?;
    if known.next == Some(Requirement::OwnPassword) {
        return Err(Code::StepOutOfOrder.into());
    }
    let facts = known.facts;
    let ready = ready(app, who, &facts, &input.set).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    keep(&mut tx, now, who, (visit, &input.set, &ready)).await?;
    tx.commit().await?;
    Ok(PinAdded { device: ready.id })
}

/// Does without one.
pub(super) async fn skip(app: &App, who: &Applicant) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::Pin).await?;
    if !step.facts.pin_settled {
        step.record(FactKind::PinSettled, &"skipped").await?;
    }
    step.finish().await
}

/// The devices of a person.
pub(super) async fn list(app: &App, who: &Applicant) -> Result<Vec<PinDevice>, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_devices(&mut conn, &who.person_id, PIN_TRIES).await?;
    let told = rows.into_iter().map(|row| PinDevice {
        id: row.id,
        device: row.device,
        added_at: Instant(row.created_at),
        used_at: row.used_at.map(Instant),
    });
    Ok(told.collect())
}

/// Ends the PIN of one device; `NotFound` when the person has none of this name.
pub(super) async fn end(app: &App, who: &Applicant, id: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let of = (who.person_id.as_str(), id);
    let ended = store::mark_ended(&mut tx, of, app.clock.now()).await?;
    tx.commit().await?;
    if ended {
        Ok(())
    } else {
        Err(Code::NotFound.into())
    }
}

/// Ends the PIN of every device of a person: somebody else may have set one.
pub async fn end_all(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    Ok(store::mark_all_ended(conn, person_id, now).await?)
}

/// Forgets every device of a person.
pub async fn delete_all(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_devices(conn, person_id).await?)
}

/// Forgets challenges that nobody can answer any more.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_challenges_before(&mut tx, now).await?;
    tx.commit().await?;
    Ok(())
}
