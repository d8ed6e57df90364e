//! Sending a phone, opening, working, ending. What a phone may do is decided here for every call: the
//! row and the computer's session must both be alive.

use shared::errands::{
    ERRAND_MINUTES, Errand, ErrandState, ErrandView, NewErrand, PhoneErrand, TASKS, is_done,
    may_send, seen_on_phone,
};
use shared::problem::Code;
use shared::programmes::Programme;
use shared::registration::Registration;
use shared::registries::masked;
use shared::requirements::Requirement;
use shared::time::Instant;

use super::qr;
use super::store::{self, ErrandRow, NewRow};
use crate::accounts::{self, SessionKind};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::limits::{self, Limit};
use crate::registration;
use crate::secrets::{new_token, token_hash};

/// Hours after which an errand is forgotten.
const KEPT_HOURS: i64 = 24;

/// A phone at work.
#[derive(Debug, Clone)]
pub struct OnPhone {
    /// What it was sent for.
    pub task: Requirement,
    /// For whom, as the computer that sent it.
    pub who: Applicant,
    expires_at: Instant,
    phone_hash: String,
}

/// The code of a task in the database.
const fn code_of(task: Requirement) -> &'static str {
    match task {
        Requirement::FacePhoto => "face_photo",
        Requirement::IdentityDocument => "identity_document",
        _ => "movement_check",
    }
}

impl ErrandRow {
    fn task(&self) -> Result<Requirement, Error> {
        let task = TASKS.into_iter().find(|task| code_of(*task) == self.task);
        Ok(task.ok_or_else(|| anyhow::anyhow!("an errand has no task"))?)
    }

    fn state(&self, now: Instant) -> ErrandState {
        if self.ended_by.as_deref() == Some("done") {
            ErrandState::Done
        } else if self.ended_at.is_some() {
            ErrandState::Cancelled
        } else if self.expires_at <= now.0 {
            ErrandState::Expired
        } else if self.opened_at.is_some() {
            ErrandState::Opened
        } else {
            ErrandState::Waiting
        }
    }

    fn view(&self, now: Instant) -> Result<Errand, Error> {
        Ok(Errand {
            task: self.task()?,
            state: self.state(now),
            device: self.device.clone(),
            expires_at: Instant(self.expires_at),
            server_now: now,
        })
    }

    /// How the errand stands for a phone: one whose computer has left is cancelled.
    async fn state_on_phone(
        &self,
        app: &App,
        conn: &mut Conn,
        now: Instant,
    ) -> Result<ErrandState, Error> {
        let state = self.state(now);
        let alive = matches!(state, ErrandState::Waiting | ErrandState::Opened);
        if alive && !accounts::is_alive(app, conn, now, &self.session_hash).await? {
            return Ok(ErrandState::Cancelled);
        }
        Ok(state)
    }

    fn applicant(&self) -> Applicant {
        Applicant {
            person_id: self.person_id.clone(),
            kind: SessionKind::Account,
            token_hash: self.session_hash.clone(),
        }
    }
}

/// Why a phone is turned away.
const fn refusal(state: ErrandState) -> Code {
    match state {
        ErrandState::Waiting => Code::ErrandUnknown,
        ErrandState::Opened => Code::ErrandTaken,
        ErrandState::Done => Code::ErrandDone,
        ErrandState::Cancelled => Code::ErrandCancelled,
        ErrandState::Expired => Code::ErrandExpired,
    }
}

const fn later(now: Instant) -> Instant {
    now.plus_seconds(ERRAND_MINUTES * 60)
}

fn programme_of<'a>(app: &'a App, registration: &Registration) -> Result<&'a Programme, Error> {
    let programme = app.programmes.find(&registration.programme);
    Ok(programme.ok_or_else(|| anyhow::anyhow!("a programme is gone"))?)
}

/// What a phone sees of the registration it works for.
pub fn shown(
    app: &App,
    registration: Registration,
    task: Requirement,
) -> Result<Registration, Error> {
    let programme = programme_of(app, &registration)?;
    Ok(seen_on_phone(programme, registration, task))
}

/// Makes the code for a phone; what this computer sent before ends.
pub(super) async fn send(
    app: &App,
    who: &Applicant,
    task: Requirement,
) -> Result<NewErrand, Error> {
    let known = registration::current(app, who).await?;
    may_send(programme_of(app, &known)?, &known.facts, task)?;
    let now = app.clock.now();
    let limit = Limit {
        uses: 60,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    limits::take(app, now, &[(format!("errands:{}", who.person_id), limit)]).await?;
    let token = new_token();
    let page = app.config.page_url.trim_end_matches('/');
    let address = format!("{page}/phone#{token}");
    let qr = qr::svg(&address)?;
    let row = NewRow {
        token_hash: &token_hash(&token),
        session_hash: &who.token_hash,
        person_id: &who.person_id,
        task: code_of(task),
        expires_at: later(now),
    };
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    store::mark_ended_of_session(&mut tx, (&who.token_hash, "replaced"), now).await?;
    store::insert_errand(&mut tx, row, now).await?;
    tx.commit().await?;
    let errand = Errand {
        task,
        state: ErrandState::Waiting,
        device: String::new(),
        expires_at: later(now),
        server_now: now,
    };
    Ok(NewErrand {
        errand,
        address,
        qr,
    })
}

/// What this computer sent last.
pub(super) async fn find(app: &App, who: &Applicant) -> Result<Errand, Error> {
    let mut conn = app.db.read().await?;
    let row = store::find_newest_of_session(&mut conn, &who.token_hash).await?;
    row.ok_or(Code::NotFound)?.view(app.clock.now())
}

/// Calls the phone back; twice is once.
pub(super) async fn cancel(app: &App, who: &Applicant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let of = (who.token_hash.as_str(), "computer");
    store::mark_ended_of_session(&mut tx, of, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What a code is for; changes nothing.
pub(super) async fn look(app: &App, token: &str) -> Result<ErrandView, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let row = store::find_by_token(&mut conn, &token_hash(token)).await?;
    let row = row.ok_or(Code::ErrandUnknown)?;
    let state = row.state_on_phone(app, &mut conn, now).await?;
    drop(conn);
    if state != ErrandState::Waiting {
        return Err(refusal(state).into());
    }
    let known = registration::current(app, &row.applicant()).await?;
    let name = known.facts.name.map(|name| masked(&name.first_name));
    Ok(ErrandView {
        task: row.task()?,
        programme: known.programme,
        owner: name.filter(|name| !name.is_empty()),
    })
}

/// Opens a code for the phone that comes first; the token is for its cookie alone.
pub(super) async fn open(
    app: &App,
    device: &str,
    token: &str,
) -> Result<(PhoneErrand, String), Error> {
    let (now, code_hash) = (app.clock.now(), token_hash(token));
    let phone = new_token();
    let phone_hash = token_hash(&phone);
    let mut tx = app.db.write().await?;
    let opening = (code_hash.as_str(), phone_hash.as_str(), device);
    let first = store::mark_opened(&mut tx, opening, (now, later(now))).await?;
    let row = store::find_by_token(&mut tx, &code_hash).await?;
    let row = row.ok_or(Code::ErrandUnknown)?;
    let state = row.state_on_phone(app, &mut tx, now).await?;
    if !first || state != ErrandState::Opened {
        // Nothing is committed: whoever comes to a computer that has left has opened nothing.
        return Err(refusal(state).into());
    }
    tx.commit().await?;
    let errand = on_phone(row, phone_hash)?;
    Ok((current(app, &errand).await?, phone))
}

fn on_phone(row: ErrandRow, phone_hash: String) -> Result<OnPhone, Error> {
    Ok(OnPhone {
        task: row.task()?,
        who: row.applicant(),
        expires_at: Instant(row.expires_at),
        phone_hash,
    })
}

/// The errand behind a phone's cookie, or why it is over.
pub async fn find_on_phone(app: &App, token: &str) -> Result<OnPhone, Error> {
    let (now, phone_hash) = (app.clock.now(), token_hash(token));
    let mut conn = app.db.read().await?;
    let row = store::find_by_phone(&mut conn, &phone_hash).await?;
    let row = row.ok_or(Code::ErrandUnknown)?;
    match row.state_on_phone(app, &mut conn, now).await? {
        ErrandState::Opened => on_phone(row, phone_hash),
        over => Err(refusal(over).into()),
    }
}

/// What a phone at work knows.
pub(super) async fn current(app: &App, errand: &OnPhone) -> Result<PhoneErrand, Error> {
    let known = registration::current(app, &errand.who).await?;
    Ok(PhoneErrand {
        task: errand.task,
        registration: shown(app, known, errand.task)?,
        expires_at: errand.expires_at,
    })
}

/// The phone has handed its step in: the computer goes on.
pub(super) async fn finish(app: &App, errand: &OnPhone) -> Result<(), Error> {
    let known = registration::current(app, &errand.who).await?;
    if !is_done(programme_of(app, &known)?, &known.facts, errand.task) {
        return Err(Code::StepOutOfOrder.into());
    }
    end_on_phone(app, errand, "done").await
}

/// The phone gives up.
pub(super) async fn give_up(app: &App, errand: &OnPhone) -> Result<(), Error> {
    end_on_phone(app, errand, "phone").await
}

async fn end_on_phone(app: &App, errand: &OnPhone, by: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let of = (errand.phone_hash.as_str(), by);
    let ended = store::mark_ended_of_phone(&mut tx, of, app.clock.now()).await?;
    tx.commit().await?;
    if ended {
        Ok(())
    } else {
        // Somebody was faster by a moment.
        Err(Code::ErrandCancelled.into())
    }
}

/// Calls every phone of a person back: the password is another one, or sessions are ended by hand.
pub async fn end_of_person(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    Ok(store::mark_ended_of_person(conn, (person_id, "account"), now).await?)
}

/// Forgets the errands of a person.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_of_person(conn, person_id).await?)
}

/// Forgets errands a day after they were sent.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_before(&mut tx, now.plus_seconds(-KEPT_HOURS * 3600)).await?;
    tx.commit().await?;
    Ok(())
}
