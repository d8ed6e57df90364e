//! The link that a child passes on: made, seen again by the child, looked at by whoever has it, refused.

use shared::guardians::{
    AskGuardian, GuardianLink, GuardianLinkView, GuardianWait, LINK_DAYS, birth_date, consent_age,
    is_below,
};
use shared::problem::Code;
use shared::time::{Instant, date_in_kazakhstan};

use super::service::find_guardian;
use super::standing::shown;
use super::store::{self, LinkEnd, LinkRow, NewLink};
use crate::accounts::{self, SessionKind};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::notify;
use crate::registration::{self, known_of, language_of};
use crate::secrets::{Sealed, new_token, token_hash};

fn place(id: &str) -> String {
    format!("guardian_links:{id}")
}

/// The token stands behind `#`, which browsers do not send: it comes into no log.
fn address(app: &App, token: &str) -> String {
    let page = app.config.page_url.trim_end_matches('/');
    format!("{page}/guardian#{token}")
}

/// How the asking stands.
pub(super) async fn wait(app: &App, who: &Applicant) -> Result<GuardianWait, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let Some(row) = store::find_newest_link(&mut conn, &who.person_id).await? else {
        return Ok(GuardianWait::default());
    };
    if let Some(ended_at) = row.ended_at {
        let refused = row.end_reason.as_deref() == Some(LinkEnd::Refused.as_str());
        return Ok(GuardianWait {
            link: None,
            refused_at: refused.then_some(Instant(ended_at)),
        });
    }
    if row.expires_at <= now.0 {
        return Ok(GuardianWait::default());
    }
    let token = app.secrets.open(&place(&row.id), &Sealed(row.token))?;
    Ok(GuardianWait {
        link: Some(GuardianLink {
            address: address(app, &token),
            made_at: Instant(row.made_at),
            expires_at: Instant(row.expires_at),
            mailed_at: row.mailed_at.map(Instant),
        }),
        refused_at: None,
    })
}

/// Gives the link that is open, or another one; mails it where an address was typed.
pub(super) async fn ask(
    app: &App,
    who: &Applicant,
    input: &AskGuardian,
) -> Result<GuardianWait, Error> {
    let programme = refuse_needless(app, who).await?;
    let now = app.clock.now();
    let email = input.email.trim().to_lowercase();
    let limit = |uses, code| Limit {
        uses,
        seconds: 3600,
        code,
    };
    let mut wanted = vec![(
        format!("guardian-ask:{}", who.person_id),
        limit(30, Code::TooManyRequests),
    )];
    if !email.is_empty() {
        wanted.push((
            format!("guardian-mail:{}", who.person_id),
            limit(5, Code::SendingLimit),
        ));
    }
    limits::take(app, now, &wanted).await?;
    if !email.is_empty() {
        accounts::take_sending(app, now, &email).await?;
    }
    let person = who.person_id.as_str();
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, person, now).await?;
    store::mark_link_replaced(&mut tx, person, !input.anew, now).await?;
    let (id, token) = (new_id(), new_token());
    let new = NewLink {
        id: &id,
        person_id: person,
        programme: &programme,
        token_hash: &token_hash(&token),
        token: &app.secrets.seal(&place(&id), &token)?,
        expires_at: now.plus_seconds(LINK_DAYS * 86_400),
    };
    store::insert_link(&mut tx, &new, now).await?;
    if !email.is_empty() {
        mail(app, &mut tx, now, (person, &email)).await?;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    wait(app, who).await
}

/// The programme, where somebody has to agree in it for a person of this age, and nobody did.
async fn refuse_needless(app: &App, who: &Applicant) -> Result<String, Error> {
    let known = registration::current(app, who).await?;
    let age = app.programmes.find(&known.programme).and_then(consent_age);
    let age = age.ok_or(Code::GuardianNotNeeded)?;
    let today = date_in_kazakhstan(app.clock.now());
    let of_age = birth_date(&known.facts).is_some_and(|birth| !is_below(age, birth, today));
    if of_age || known.facts.guardian.agreed.is_some() {
        return Err(Code::GuardianNotNeeded.into());
    }
    Ok(known.programme)
}

async fn mail(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person, email): (&str, &str),
) -> Result<(), Error> {
    let Some(row) = store::find_newest_link(conn, person).await? else {
        return Ok(());
    };
    let token = app.secrets.open(&place(&row.id), &Sealed(row.token))?;
    let child = shown(&known_of(app, conn, person).await?);
    let to = (person, email, language_of(conn, person).await?);
    let until = Instant(row.expires_at);
    let told = (child.as_str(), address(app, &token));
    notify::guardian_link(app, conn, (now, until), to, told).await?;
    store::mark_link_mailed(conn, &row.id, now).await?;
    Ok(())
}

/// The link of a token while it works; why it does not, says the code.
pub(super) async fn find_open(
    conn: &mut Conn,
    now: Instant,
    token: &str,
) -> Result<LinkRow, Error> {
    let row = store::find_link(conn, &token_hash(token)).await?;
    let row = row.ok_or(Code::LinkUseless)?;
    match row.end_reason.as_deref() {
        Some(end) if end == LinkEnd::Replaced.as_str() => Err(Code::GuardianLinkReplaced.into()),
        Some(_) => Err(Code::GuardianLinkUsed.into()),
        None if row.expires_at <= now.0 => Err(Code::GuardianLinkExpired.into()),
        None => Ok(row),
    }
}

/// Who asks for what, and what hinders whoever looks. Changes nothing.
pub(super) async fn look(
    app: &App,
    who: Option<&Applicant>,
    token: &str,
) -> Result<GuardianLinkView, Error> {
    let mut conn = app.db.read().await?;
    let row = find_open(&mut conn, app.clock.now(), token).await?;
    let child = shown(&known_of(app, &mut conn, &row.person_id).await?);
    drop(conn);
    let obstacle = match who {
        Some(who) if who.person_id == row.person_id => Some(Code::GuardianOwnSession),
        Some(who) if who.kind == SessionKind::Account => obstacle(app, who).await?,
        _ => Some(Code::SignInRequired),
    };
    Ok(GuardianLinkView {
        programme: row.programme,
        child,
        expires_at: Instant(row.expires_at),
        obstacle,
    })
}

/// Why a person cannot agree for a child.
pub(super) async fn obstacle(app: &App, who: &Applicant) -> Result<Option<Code>, Error> {
    match find_guardian(app, who).await {
        Ok(_) => Ok(None),
        Err(Error::Problem(code)) => Ok(Some(code)),
        Err(error) => Err(error),
    }
}

/// Says no, which needs no Digital ID; the child is told and may ask somebody else.
pub(super) async fn refuse(app: &App, who: Option<&Applicant>, token: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let row = find_open(&mut tx, now, token).await?;
    if who.is_some_and(|who| who.person_id == row.person_id) {
        return Err(Code::GuardianOwnSession.into());
    }
    end(&mut tx, &row, LinkEnd::Refused, now).await?;
    let letter = ("guardian_refused", [].as_slice());
    notify::guardian_letter(app, &mut tx, now, &row.person_id, letter).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Ends a link, once.
pub(super) async fn end(
    conn: &mut Conn,
    row: &LinkRow,
    end: LinkEnd,
    now: Instant,
) -> Result<(), Error> {
    if store::mark_link_answered(conn, &row.id, end, now).await? == 0 {
        return Err(Code::GuardianLinkUsed.into());
    }
    Ok(())
}
