//! Another address for a login: asked for with the password, provisional until the new address is
//! proved, told to the old one, which can take it back for a week.

use shared::email::EmailAddress;
use shared::problem::Code;
use shared::security::{ChangeEmail, EMAIL_CONFIRM_MINUTES, LinkKind};
use shared::time::Instant;

use super::links;
use super::store::{self, EmailChangeRow, LinkRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::limits::{self, Limit};
use crate::registration::{FactKind, language_of, record_fact};
use crate::{accounts, notify};

/// Sends the link to the new address and tells the old one. The answer is the same when the new
/// address has a login already: its owner is told, and no link goes out.
pub(super) async fn ask(app: &App, who: &Applicant, input: &ChangeEmail) -> Result<(), Error> {
    let new = EmailAddress::parse(&input.email).map_err(|code| Error::field("email", code))?;
    accounts::verify_again(app, who, &input.current).await?;
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let old = accounts::login_of(&mut conn, &who.person_id).await?.email;
    drop(conn);
    if old == new.as_str() {
        return Err(Error::field("email", Code::EmailSame));
    }
    // The old address gets a letter each time as well.
    let limit = Limit {
        uses: 5,
        seconds: 3600,
        code: Code::SendingLimit,
    };
    limits::take(
        app,
        now,
        &[(format!("email-change:{}", who.person_id), limit)],
    )
    .await?;
    accounts::take_sending(app, now, new.as_str()).await?;
    let until = now.plus_seconds(EMAIL_CONFIRM_MINUTES * 60);
    let person = who.person_id.as_str();
    let mut tx = app.db.write().await?;
    store::mark_waiting_changes_ended(&mut tx, person, now).await?;
    let addresses = (old.as_str(), new.as_str());
    let id = store::insert_email_change(&mut tx, person, addresses, (now, until)).await?;
    let language = language_of(&mut tx, person).await?;
    if let Some(owner) = accounts::find_login_owner(&mut tx, new.as_str()).await? {
        let language = language_of(&mut tx, &owner).await?;
        let to = (owner.as_str(), new.as_str(), language);
        notify::email_change_known(app, &mut tx, now, to).await?;
    } else {
        let kind = (LinkKind::EmailConfirm, Some(id.as_str()));
        let token = links::make(&mut tx, (now, until), person, kind).await?;
        let to = (person, new.as_str(), language);
        notify::email_change(app, &mut tx, (now, until), to, &token).await?;
    }
    let undo_until = links::undo_until(now);
    let kind = (LinkKind::EmailUndo, Some(id.as_str()));
    let token = links::make(&mut tx, (now, undo_until), person, kind).await?;
    let to = (person, old.as_str(), language);
    notify::email_change_asked(app, &mut tx, (now, undo_until), to, (new.as_str(), &token)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// The change of a link, while it waits for its proof.
pub(super) async fn waiting(
    conn: &mut Conn,
    link: &LinkRow,
    now: Instant,
) -> Result<EmailChangeRow, Error> {
    let change = standing(conn, link).await?;
    if change.confirmed_at.is_none() && change.expires_at > now.0 {
        Ok(change)
    } else {
        Err(Code::LinkUseless.into())
    }
}

/// The change of a link, proved or not, while nobody took it back.
pub(super) async fn standing(conn: &mut Conn, link: &LinkRow) -> Result<EmailChangeRow, Error> {
    let id = link.email_change_id.as_deref().unwrap_or_default();
    let change = store::find_email_change(conn, id).await?;
    let change = change.filter(|change| change.ended_at.is_none());
    change.ok_or(Error::Problem(Code::LinkUseless))
}

/// The new address is proved: it is the login now.
pub(super) async fn confirm(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    link: &LinkRow,
) -> Result<(), Error> {
    let change = waiting(conn, link, now).await?;
    let person = link.person_id.as_str();
    let marked = store::mark_change_confirmed(conn, &change.id, now).await?;
    let addresses = (change.old_email.as_str(), change.new_email.as_str());
    if !marked || !accounts::move_login(conn, person, addresses).await? {
        return Err(Code::LinkUseless.into());
    }
    record_address(conn, now, person, &change.new_email).await?;
    let undo_until = links::undo_until(now);
    let kind = (LinkKind::EmailUndo, Some(change.id.as_str()));
    let token = links::make(conn, (now, undo_until), person, kind).await?;
    let language = language_of(conn, person).await?;
    let to = (person, change.old_email.as_str(), language);
    let told = (change.new_email.as_str(), token.as_str());
    notify::email_changed(app, conn, (now, undo_until), to, told).await
}

/// Takes a change back: before the proof it ends, after it the old address is the login again.
pub(super) async fn take_back(conn: &mut Conn, now: Instant, link: &LinkRow) -> Result<(), Error> {
    let change = standing(conn, link).await?;
    if !store::mark_change_ended(conn, &change.id, now).await? {
        return Err(Code::LinkUseless.into());
    }
    // Whoever changed the address may have asked for yet another one, or proved it already: the
    // login comes back from wherever it is, and no other letter of theirs takes it away again.
    store::mark_waiting_changes_ended(conn, &link.person_id, now).await?;
    store::mark_links_used(conn, &link.person_id, now).await?;
    if change.confirmed_at.is_some() {
        let current = accounts::login_of(conn, &link.person_id).await?.email;
        let addresses = (current.as_str(), change.old_email.as_str());
        if !accounts::move_login(conn, &link.person_id, addresses).await? {
            return Err(Code::LinkUseless.into());
        }
        record_address(conn, now, &link.person_id, &change.old_email).await?;
    }
    Ok(())
}

async fn record_address(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    email: &str,
) -> Result<(), Error> {
    for kind in [FactKind::Email, FactKind::EmailProved] {
        record_fact(conn, now, person_id, kind, &email).await?;
    }
    Ok(())
}
