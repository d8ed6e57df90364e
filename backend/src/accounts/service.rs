//! E-mail, code, password and sign-in of a registration.

use std::net::IpAddr;

use axum_extra::extract::cookie::Cookie;
use shared::accounts::{EnterCode, Session, SetEmail, SetPassword, SignIn, parse_code};
use shared::email::EmailAddress;
use shared::problem::Code;
use shared::programmes::FirstPassword as Origin;
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::time::Instant;

use super::codes::{self, Purpose};
use super::proof::{self, give_first_password, make_first_password, send_proof};
use super::sessions::{
    SessionKind, begin_session, device_cookie, end_session, idle_until, session_cookie,
};
use super::tries::take_try;
use super::{guard, password, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::limits;
use crate::mobile;
use crate::registration::{self, FactKind, adopt_draft, open_step, record_fact};
use crate::security::{self, Way};

/// The person whose login this address is.
pub async fn find_login_owner(conn: &mut Conn, email: &str) -> Result<Option<String>, Error> {
    Ok(store::find_login(conn, email)
        .await?
        .map(|login| login.person_id))
}

/// Whose a login is, and whether its password is of the owner's own choice.
pub struct Ownership {
    /// The person.
    pub person_id: String,
    /// The password was not mailed.
    pub own_password: bool,
}

/// Whose login this address is.
pub async fn find_ownership(conn: &mut Conn, email: &str) -> Result<Option<Ownership>, Error> {
    let login = store::find_login(conn, email).await?;
    Ok(login.map(|login| Ownership {
        person_id: login.person_id,
        own_password: login.first_password_until.is_none(),
    }))
}

/// Whether a person has a login.
pub async fn has_login(conn: &mut Conn, person_id: &str) -> Result<bool, Error> {
    Ok(store::find_login_of_person(conn, person_id)
        .await?
        .is_some())
}

/// Keeps the address and sends a code, unless one to the same address still works (back, double
/// click, second tab).
pub(super) async fn set_email(
    app: &App,
    who: &Applicant,
    input: &SetEmail,
) -> Result<Registration, Error> {
    let email = EmailAddress::parse(&input.email).map_err(|code| Error::field("email", code))?;
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let has_login = has_login(&mut conn, &who.person_id).await?;
    drop(conn);
    // Refused before anything is taken: a limit must not be spent on a step out of order.
    let mut step = open_step(app, who, Requirement::Email).await?;
    let proved = step.facts.email_proved;
    let same = step.facts.email.as_deref() == Some(email.as_str());
    let way = step.definition()?.email_proof;
    let newest = (email.as_str(), now);
    let live = proof::has_live_proof(&mut step.tx, &who.person_id, newest, way).await?;
    drop(step);
    if proved && same {
        return registration::current(app, who).await;
    }
    if has_login {
        return Err(Code::EmailFixed.into());
    }
    if !live {
        codes::take_sending(app, now, email.as_str()).await?;
    }
    let mut step = open_step(app, who, Requirement::Email).await?;
    record_fact(&mut step.tx, now, &who.person_id, FactKind::Email, &email).await?;
    if !live {
        let to = (who.person_id.as_str(), email.as_str(), step.language);
        send_proof(app, &mut step.tx, now, to, way).await?;
    }
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Sends another code.
pub(super) async fn resend_code(app: &App, who: &Applicant) -> Result<Registration, Error> {
    let step = open_step(app, who, Requirement::EmailCode).await?;
    let (email, proved) = (step.facts.email.clone(), step.facts.email_proved);
    drop(step);
    let email = email.ok_or(Code::StepOutOfOrder)?;
    if proved {
        return registration::current(app, who).await;
    }
    codes::take_sending(app, app.clock.now(), &email).await?;
    let mut step = open_step(app, who, Requirement::EmailCode).await?;
    let (now, to) = (
        step.now,
        (who.person_id.as_str(), email.as_str(), step.language),
    );
    let way = step.definition()?.email_proof;
    send_proof(app, &mut step.tx, now, to, way).await?;
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Proves the address by its code.
pub(super) async fn enter_code(
    app: &App,
    who: &Applicant,
    input: &EnterCode,
) -> Result<Registration, Error> {
    let code = parse_code(&input.code).map_err(|code| Error::field("code", code))?;
    let step = open_step(app, who, Requirement::EmailCode).await?;
    let (email, proved) = (step.facts.email.clone(), step.facts.email_proved);
    let mailed = step.definition()?.first_password == Origin::Mailed;
    drop(step);
    let email = email.ok_or(Code::StepOutOfOrder)?;
    if proved {
        return registration::current(app, who).await;
    }
    let now = app.clock.now();
    codes::enter(
        app,
        now,
        (&who.person_id, &email),
        Purpose::Registration,
        &code,
    )
    .await?;
    let first = if mailed {
        Some(make_first_password(app).await?)
    } else {
        None
    };
    let mut step = open_step(app, who, Requirement::EmailCode).await?;
    step.record(FactKind::EmailProved, &email).await?;
    if let Some(first) = first {
        let to = (who.person_id.as_str(), email.as_str(), step.language);
        give_first_password(app, &mut step.tx, now, to, first).await?;
    }
    let registration = step.finish().await?;
    app.letter_bell.notify_one();
    Ok(registration)
}

/// Makes the login. A second call (double click, second tab) changes nothing.
pub(super) async fn set_password(
    app: &App,
    who: &Applicant,
    input: &SetPassword,
) -> Result<Registration, Error> {
    let step = open_step(app, who, Requirement::Password).await?;
    let (email, exists) = (step.facts.email.clone(), step.facts.login_exists);
    drop(step);
    let email = email.ok_or(Code::StepOutOfOrder)?;
    if exists {
        return registration::current(app, who).await;
    }
    let hash = guard::checked_hash(app, who, email.clone(), &input.password).await?;
    let mut step = open_step(app, who, Requirement::Password).await?;
    let now = step.now;
    store::insert_login(&mut step.tx, &who.person_id, &email, &hash, now).await?;
    step.finish().await
}

/// Puts a password of the owner's own in the place of the one that was mailed.
pub(super) async fn set_own_password(
    app: &App,
    who: &Applicant,
    input: &SetPassword,
) -> Result<Registration, Error> {
    let step = open_step(app, who, Requirement::OwnPassword).await?;
    let owed = !step.facts.own_password;
    drop(step);
    if !owed {
        return registration::current(app, who).await;
    }
    let mut conn = app.db.read().await?;
    let login = store::find_login_of_person(&mut conn, &who.person_id).await?;
    drop(conn);
    let login = login.ok_or(Code::SignInRequired)?;
    let same = password::normal(&input.password);
    if password::verify(app, same, Some(login.password_hash)).await? {
        return Err(Error::field("password", Code::PasswordSame));
    }
    let hash = guard::checked_hash(app, who, login.email, &input.password).await?;
    let mut step = open_step(app, who, Requirement::OwnPassword).await?;
    let now = step.now;
    store::mark_password(&mut step.tx, &who.person_id, &hash, now).await?;
    // Whoever else read the letter is out.
    guard::end_other_sessions(&mut step.tx, now, who).await?;
    step.finish().await
}

/// What a sign-in gives to the browser.
pub struct SignedInNow {
    /// Who is behind the session.
    pub session: Session,
    token: String,
    device_token: Option<String>,
}

impl SignedInNow {
    /// The session's cookie, and that of a browser that was not known.
    pub fn cookies(&self, app: &App) -> Vec<Cookie<'static>> {
        let mut cookies = vec![session_cookie(app, &self.token, SessionKind::Account)];
        cookies.extend(
            self.device_token
                .iter()
                .map(|token| device_cookie(app, token)),
        );
        cookies
    }
}

/// Signs in: the same words, status and time whether the account exists or not.
pub(super) async fn sign_in(
    app: &App,
    (address, visit): (IpAddr, &Visit),
    draft: Option<&Applicant>,
    input: SignIn,
) -> Result<SignedInNow, Error> {
    let email = EmailAddress::parse(&input.email).map_err(|code| Error::field("email", code))?;
    let now = app.clock.now();
    let tries = take_try(app, now, email.as_str(), address).await?;
    let mut conn = app.db.read().await?;
    let login = store::find_login(&mut conn, email.as_str()).await?;
    drop(conn);
    let stored = login.as_ref().map(|login| login.password_hash.clone());
    let matches = password::verify(app, password::normal(&input.password), stored).await?;
    let Some(login) = login.filter(|_| matches) else {
        security::note_refused(app, now, email.as_str(), (visit, Way::Password)).await?;
        return Err(Code::CredentialsWrong.into());
    };
    if login
        .first_password_until
        .is_some_and(|until| until <= now.0)
    {
        return Err(Code::FirstPasswordExpired.into());
    }
    limits::clear(app, &tries).await?;
    let mut tx = app.db.write().await?;
    let owner = (login.person_id.as_str(), Some(login.email.as_str()));
    let with = (visit, Way::Password);
    let admitted = admit(app, &mut tx, now, owner, (draft, with)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    welcome(app, admitted).await
}

/// A session that was just begun.
pub struct Admitted {
    who: Applicant,
    token: String,
    device_token: Option<String>,
}

impl Admitted {
    /// Whoever holds the session.
    pub const fn applicant(&self) -> &Applicant {
        &self.who
    }
}

/// Begins the session of somebody who has proved to be the owner, by the password, a passkey or a code.
pub async fn admit(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    owner: (&str, Option<&str>),
    (draft, (visit, way)): (Option<&Applicant>, (&Visit, Way<'_>)),
) -> Result<Admitted, Error> {
    if let Some(draft) = draft {
        join_draft(conn, now, draft, owner).await?;
    }
    let with = (visit, way);
    let device_token = security::note_sign_in(app, conn, now, owner, with).await?;
    let on = (SessionKind::Account, visit.device.as_str());
    let (token, token_hash) = begin_session(conn, now, owner.0, on).await?;
    let who = Applicant {
        person_id: owner.0.to_owned(),
        kind: SessionKind::Account,
        token_hash,
    };
    Ok(Admitted {
        who,
        token,
        device_token,
    })
}

/// What the browser gets, once the session is committed.
pub async fn welcome(app: &App, admitted: Admitted) -> Result<SignedInNow, Error> {
    Ok(SignedInNow {
        session: session(app, Some(&admitted.who)).await?,
        token: admitted.token,
        device_token: admitted.device_token,
    })
}

/// A draft that proved the same address gives its answers where the account has gaps; any draft of
/// this browser ends.
async fn join_draft(
    conn: &mut Conn,
    now: Instant,
    draft: &Applicant,
    (person_id, email): (&str, Option<&str>),
) -> Result<(), Error> {
    end_session(conn, now, &draft.token_hash).await?;
    if draft.kind != SessionKind::Draft || draft.person_id == person_id {
        return Ok(());
    }
    let proved = registration::proved_email(conn, &draft.person_id).await?;
    if proved.is_some() && proved.as_deref() == email {
        adopt_draft(conn, now, &draft.person_id, person_id).await?;
    }
    Ok(())
}

/// Who is behind a session, for the corner of the page.
pub(super) async fn session(app: &App, who: Option<&Applicant>) -> Result<Session, Error> {
    let now = app.clock.now();
    let nobody = Session {
        email: None,
        mobile: None,
        name: None,
        registered: false,
        programme: None,
        programmes: Vec::new(),
        active: false,
        idle_until: None,
        server_now: now,
    };
    let Some(who) = who else { return Ok(nobody) };
    let mut conn = app.db.read().await?;
    let session = store::find_session(&mut conn, &who.token_hash).await?;
    let login = store::find_login_of_person(&mut conn, &who.person_id).await?;
    let number = mobile::masked_number_of(app, &mut conn, &who.person_id).await?;
    let programme = registration::programme_of(&mut conn, &who.person_id).await?;
    let programmes = registration::list_programmes(&mut conn, &who.person_id).await?;
    drop(conn);
    let Some(session) = session else {
        return Ok(nobody);
    };
    let idle_until = idle_until(
        app,
        who.kind,
        Instant(session.created_at),
        Instant(session.touched_at),
    );
    let mut view = Session {
        active: true,
        programme: Some(programme),
        idle_until: Some(idle_until),
        ..nobody
    };
    if who.kind == SessionKind::Account {
        let facts = registration::current(app, who).await?.facts;
        view.email = login.map(|login| login.email);
        view.mobile = number;
        view.name = facts.name.map(|name| name.full());
        view.registered = facts.finished_at.is_some();
        view.programmes = programmes;
    }
    Ok(view)
}

/// Deletes codes older than 7 days and sessions that nothing touched for longer than a draft lives.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_codes_before(&mut tx, now.plus_seconds(-7 * 86_400)).await?;
    let sessions = now.plus_seconds(-registration::DRAFT_DAYS * 86_400);
    store::delete_sessions_before(&mut tx, sessions).await?;
    tx.commit().await?;
    Ok(())
}
