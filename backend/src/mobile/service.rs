//! Keeping a number, proving it, and what follows: a login, a session, or somebody else's refusal.
//! Whose a number is, nobody learns before the code is right.

use std::net::IpAddr;

use axum_extra::extract::cookie::Cookie;
use shared::accounts::{CodeState, EnterCode, parse_code};
use shared::consents::{Language, TextKind};
use shared::mobile::{self as rules, FinishMobileSignIn, SetMobile, StartMobileSignIn, masked};
use shared::phone::Phone;
use shared::problem::Code;
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::time::Instant;

use super::codes::{self, Purpose};
use super::store;
use crate::accounts::{self, SessionKind, SignedInNow};
use crate::app::App;
use crate::consents;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::limits;
use crate::notify;
use crate::registration::{self, FactKind, adopt_draft, language_of, open_step, record_sealed};
use crate::secrets::{Blind, Sealed};
use crate::security::{self, Way};

fn key_of(app: &App, number: &str) -> Blind {
    app.secrets.blind(&format!("mobile:{number}"))
}

fn place(person_id: &str) -> String {
    format!("mobile_logins.number:{person_id}")
}

fn parse(typed: &str) -> Result<Phone, Error> {
    rules::parse_mobile(typed).map_err(|code| Error::field("phone", code))
}

/// The number that a person signs in by.
pub async fn number_of(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<String>, Error> {
    let row = store::find_login_of_person(conn, person_id).await?;
    let Some(row) = row else { return Ok(None) };
    let sealed = Sealed(row.number);
    Ok(Some(app.secrets.open(&place(person_id), &sealed)?))
}

/// The same as others may see it.
pub async fn masked_number_of(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<String>, Error> {
    let number = number_of(app, conn, person_id).await?;
    let phone = number.and_then(|number| Phone::parse(&number).ok());
    Ok(phone.as_ref().map(masked))
}

/// Whether a person signs in by a number.
pub async fn has_login(conn: &mut Conn, person_id: &str) -> Result<bool, Error> {
    Ok(store::find_login_of_person(conn, person_id)
        .await?
        .is_some())
}

/// The number of a person and whether it is proved: that of the login, otherwise the one typed.
pub async fn known(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
    typed: Option<String>,
) -> Result<(Option<String>, bool), Error> {
    let proved = number_of(app, conn, person_id).await?;
    let is_proved = proved.is_some();
    Ok((proved.or(typed), is_proved))
}

/// Keeps the number with both acceptances and sends a code, unless one to the same number still works
/// (back, double click, second tab).
pub(super) async fn set_mobile(
    app: &App,
    (who, address): (&Applicant, IpAddr),
    input: &SetMobile,
) -> Result<Registration, Error> {
    let refusals = input.refusals();
    if !refusals.is_empty() {
        return Err(Error::Invalid(refusals));
    }
    let phone = parse(&input.phone)?;
    let (now, key) = (app.clock.now(), key_of(app, phone.as_str()));
    // Refused before anything is taken: a limit must not be spent on a step out of order.
    let mut step = open_step(app, who, Requirement::MobileNumber).await?;
    let (proved, programme) = (step.facts.mobile_proved, step.programme.clone());
    let same = step.facts.mobile.as_deref() == Some(phone.as_str());
    let newest =
        store::find_newest_code(&mut step.tx, &who.person_id, Purpose::Registration.as_str())
            .await?;
    drop(step);
    let texts = [
        (TextKind::Terms, &input.terms),
        (TextKind::Privacy, &input.privacy),
    ];
    for (kind, accepted) in &texts {
        consents::check_version(app, &programme, *kind, &accepted.version)?;
    }
    if proved && !same {
        return Err(Code::MobileFixed.into());
    }
    let live = newest.is_some_and(|row| row.key == key.0 && row.expires_at > now.0);
    let sends = !proved && !live;
    if sends {
        codes::check_open(app, now).await?;
        codes::take_sending(app, now, &key, (Some(&who.person_id), address)).await?;
        codes::take_budget(app, now).await?;
    }
    let mut step = open_step(app, who, Requirement::MobileNumber).await?;
    for (kind, accepted) in &texts {
        let copy = (accepted.version.as_str(), accepted.language);
        step.accept(*kind, copy).await?;
    }
    if !proved {
        record_sealed(app, &mut step, FactKind::Mobile, &phone.as_str(), None).await?;
    }
    if sends {
        let to = (
            who.person_id.as_str(),
            (phone.as_str(), &key),
            step.language,
        );
        codes::send(app, &mut step.tx, now, to, Purpose::Registration).await?;
    }
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Sends another code.
pub(super) async fn resend_code(
    app: &App,
    (who, address): (&Applicant, IpAddr),
) -> Result<Registration, Error> {
    let step = open_step(app, who, Requirement::MobileCode).await?;
    let (number, proved) = (step.facts.mobile.clone(), step.facts.mobile_proved);
    drop(step);
    let number = number.ok_or(Code::StepOutOfOrder)?;
    if proved {
        return registration::current(app, who).await;
    }
    let (now, key) = (app.clock.now(), key_of(app, &number));
    codes::check_open(app, now).await?;
    codes::take_sending(app, now, &key, (Some(&who.person_id), address)).await?;
    codes::take_budget(app, now).await?;
    let mut step = open_step(app, who, Requirement::MobileCode).await?;
    let to = (
        who.person_id.as_str(),
        (number.as_str(), &key),
        step.language,
    );
    codes::send(app, &mut step.tx, now, to, Purpose::Registration).await?;
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Proves the number by its code. A draft becomes the account of a number that nobody had, or gives way
/// to the account of its owner.
pub(super) async fn enter_code(
    app: &App,
    (who, visit): (&Applicant, &Visit),
    input: &EnterCode,
) -> Result<(Registration, Vec<Cookie<'static>>), Error> {
    let code = parse_code(&input.code).map_err(|code| Error::field("code", code))?;
    let step = open_step(app, who, Requirement::MobileCode).await?;
    let (number, proved) = (step.facts.mobile.clone(), step.facts.mobile_proved);
    drop(step);
    let number = number.ok_or(Code::StepOutOfOrder)?;
    if proved {
        return Ok((registration::current(app, who).await?, Vec::new()));
    }
    let (now, key) = (app.clock.now(), key_of(app, &number));
    let whose = (Purpose::Registration, who.person_id.as_str());
    let tries = codes::take_entering(app, now, whose).await?;
    let of = (who.person_id.as_str(), &key);
    if let Err(left) = codes::enter(app, now, of, Purpose::Registration, &code).await? {
        return Err(codes::wrong("code", Some(left)));
    }
    limits::clear(app, &tries).await?;
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    let owner = claim(app, &mut tx, now, (&who.person_id, &number, &key)).await?;
    let own = owner == who.person_id;
    if who.kind == SessionKind::Account {
        if !own {
            return Err(Code::MobileTaken.into());
        }
        tx.commit().await?;
        return Ok((registration::current(app, who).await?, Vec::new()));
    }
    if !own {
        adopt_draft(&mut tx, now, &who.person_id, &owner).await?;
    }
    let admitted = admit(app, &mut tx, now, &owner, (Some(who), visit)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    let registration = registration::current(app, admitted.applicant()).await?;
    let signed_in = accounts::welcome(app, admitted).await?;
    Ok((registration, signed_in.cookies(app)))
}

/// Gives the number to this person, unless somebody has it; returns whose it is.
async fn claim(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, number, key): (&str, &str, &Blind),
) -> Result<String, Error> {
    let sealed = app.secrets.seal(&place(person_id), number)?;
    if store::insert_login(conn, person_id, (key, &sealed), now).await? {
        return Ok(person_id.to_owned());
    }
    let row = store::find_login(conn, key).await?;
    // The person proved another number meanwhile, in another tab.
    Ok(row.ok_or(Code::MobileFixed)?.person_id)
}

async fn admit(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    owner: &str,
    (draft, visit): (Option<&Applicant>, &Visit),
) -> Result<accounts::Admitted, Error> {
    let email = accounts::email_of(conn, owner).await?;
    let way = Way::Mobile;
    accounts::admit(
        app,
        conn,
        now,
        (owner, email.as_deref()),
        (draft, (visit, way)),
    )
    .await
}

/// Where the newest code of a registration stands.
pub async fn code_state(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<CodeState>, Error> {
    let purpose = Purpose::Registration.as_str();
    let row = store::find_newest_code(conn, person_id, purpose).await?;
    let Some(row) = row else { return Ok(None) };
    let delivery = notify::delivery(conn, &row.message_id).await?;
    Ok(Some(CodeState {
        sent_at: delivery.sent_at,
        delayed: delivery.delayed,
        expires_at: Instant(row.expires_at),
        resend_at: Instant(row.created_at).plus_seconds(app.config.resend_seconds),
    }))
}

/// Sends a code to sign in with when the number opens an account. Nobody learns whether it does: limits
/// are counted and told for every number alike.
pub(super) async fn start_sign_in(
    app: &App,
    (address, language): (IpAddr, Language),
    input: &StartMobileSignIn,
) -> Result<(), Error> {
    let phone = parse(&input.phone)?;
    let (now, key) = (app.clock.now(), key_of(app, phone.as_str()));
    codes::check_open(app, now).await?;
    codes::take_sending(app, now, &key, (None, address)).await?;
    let mut conn = app.db.read().await?;
    let login = store::find_login(&mut conn, &key).await?;
    drop(conn);
    let Some(login) = login else { return Ok(()) };
    codes::take_budget(app, now).await?;
    let mut tx = app.db.write().await?;
    let to = (login.person_id.as_str(), (phone.as_str(), &key), language);
    codes::send(app, &mut tx, now, to, Purpose::SignIn).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Signs in: the same words and status whether the number is known or not.
pub(super) async fn finish_sign_in(
    app: &App,
    (address, visit): (IpAddr, &Visit),
    draft: Option<&Applicant>,
    input: &FinishMobileSignIn,
) -> Result<SignedInNow, Error> {
    let phone = parse(&input.phone)?;
    let code = parse_code(&input.code).map_err(|code| Error::field("code", code))?;
    let (now, key) = (app.clock.now(), key_of(app, phone.as_str()));
    let tries = accounts::take_mobile_try(app, now, &key, address).await?;
    let entering = codes::take_entering(app, now, (Purpose::SignIn, &key.0)).await?;
    let mut conn = app.db.read().await?;
    let login = store::find_login(&mut conn, &key).await?;
    drop(conn);
    let Some(login) = login else {
        return Err(codes::wrong("code", None));
    };
    let of = (login.person_id.as_str(), &key);
    if codes::enter(app, now, of, Purpose::SignIn, &code)
        .await?
        .is_err()
    {
        security::note_refused_of(app, now, &login.person_id, (visit, Way::Mobile)).await?;
        return Err(codes::wrong("code", None));
    }
    limits::clear(app, &tries).await?;
    limits::clear(app, &entering).await?;
    let mut tx = app.db.write().await?;
    let admitted = admit(app, &mut tx, now, &login.person_id, (draft, visit)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    accounts::welcome(app, admitted).await
}

/// Sends a code to the number of whoever asks.
pub(super) async fn send_confirmation(
    app: &App,
    (who, address): (&Applicant, IpAddr),
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let number = number_of(app, &mut conn, &who.person_id).await?;
    let language = language_of(&mut conn, &who.person_id).await?;
    drop(conn);
    let number = number.ok_or(Code::NotFound)?;
    let key = key_of(app, &number);
    codes::check_open(app, now).await?;
    codes::take_sending(app, now, &key, (Some(&who.person_id), address)).await?;
    codes::take_budget(app, now).await?;
    let mut tx = app.db.write().await?;
    let to = (who.person_id.as_str(), (number.as_str(), &key), language);
    codes::send(app, &mut tx, now, to, Purpose::Confirmation).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Compares what stands in the field `current` with the code that was sent to confirm with.
pub async fn confirm(app: &App, who: &Applicant, typed: &str) -> Result<(), Error> {
    let code = parse_code(typed).map_err(|code| Error::field("current", code))?;
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let number = number_of(app, &mut conn, &who.person_id).await?;
    drop(conn);
    let number = number.ok_or(Code::SignInRequired)?;
    let whose = (Purpose::Confirmation, who.person_id.as_str());
    let tries = codes::take_entering(app, now, whose).await?;
    let of = (who.person_id.as_str(), &key_of(app, &number));
    match codes::enter(app, now, of, Purpose::Confirmation, &code).await? {
        Ok(()) => limits::clear(app, &tries).await,
        Err(left) => Err(codes::wrong("current", Some(left))),
    }
}

/// Removes the login by number.
pub async fn delete_login(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_login(conn, person_id).await?)
}

/// Deletes codes older than 7 days.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_codes_before(&mut tx, now.plus_seconds(-7 * 86_400)).await?;
    tx.commit().await?;
    Ok(())
}
