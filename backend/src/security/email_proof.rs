//! The link that proves the address of a registration. Its button goes on with the registration in
//! the browser of the press, on whichever device that is, and only there: who began it with somebody
//! else's address gains nothing.

use shared::accounts::{CodeState, EMAIL_CODE_MINUTES};
use shared::consents::Language;
use shared::problem::Code;
use shared::programmes::FirstPassword;
use shared::security::LinkKind;
use shared::time::Instant;

use super::store::{self, LinkRow, NewLink};
use crate::accounts::{self, SessionKind};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration::{self, language_of};
use crate::secrets::{new_token, token_hash};
use crate::{mobile, notify};

/// Sends a link to the address. The letter says when there is a login already; nothing else does.
pub async fn send_proof(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: (&str, &str, Language),
) -> Result<(), Error> {
    let (person_id, email, _) = to;
    let known = accounts::find_login_owner(conn, email).await?.is_some();
    let expires_at = now.plus_seconds(EMAIL_CODE_MINUTES * 60);
    let token = new_token();
    let times = (now, expires_at);
    let message = notify::email_link(app, conn, times, to, (known, &token)).await?;
    let link = NewLink {
        token_hash: &token_hash(&token),
        kind: LinkKind::EmailProof.as_str(),
        person_id,
        email_change_id: None,
        proof: Some((email, &message)),
        created_at: now,
        expires_at,
    };
    Ok(store::insert_link(conn, link).await?)
}

/// Where the newest letter with a link stands.
pub async fn proof_state(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<CodeState>, Error> {
    let Some(row) = store::find_newest_proof(conn, person_id).await? else {
        return Ok(None);
    };
    let delivery = notify::delivery(conn, &row.message_id).await?;
    Ok(Some(CodeState {
        sent_at: delivery.sent_at,
        delayed: delivery.delayed,
        expires_at: Instant(row.expires_at),
        resend_at: Instant(row.created_at).plus_seconds(app.config.resend_seconds),
    }))
}

/// Whether the newest link of a person went to this address and still works.
pub async fn has_live_proof(
    conn: &mut Conn,
    person_id: &str,
    email: &str,
    now: Instant,
) -> Result<bool, Error> {
    let row = store::find_newest_proof(conn, person_id).await?;
    Ok(row.is_some_and(|row| row.email == email && row.expires_at > now.0))
}

/// The address of a link, while somebody waits for its proof.
pub(super) async fn waiting(conn: &mut Conn, row: &LinkRow) -> Result<String, Error> {
    let email = row.email.clone().unwrap_or_default();
    if registration::awaits_proof(conn, &row.person_id, &email).await? {
        Ok(email)
    } else {
        Err(Code::LinkUseless.into())
    }
}

/// Why a link that is not found does not work: too old, or useless.
pub(super) async fn why_not(conn: &mut Conn, token: &str) -> Result<Code, Error> {
    let Some(row) = store::find_unused_proof(conn, &token_hash(token)).await? else {
        return Ok(Code::LinkUseless);
    };
    Ok(match waiting(conn, &row).await {
        Ok(_) => Code::LinkExpired,
        Err(_) => Code::LinkUseless,
    })
}

/// Sends another link to the address of a link that was not used.
pub(super) async fn resend(app: &App, token: &str) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let row = store::find_unused_proof(&mut conn, &token_hash(token)).await?;
    let row = row.ok_or(Code::LinkUseless)?;
    let email = waiting(&mut conn, &row).await?;
    drop(conn);
    let now = app.clock.now();
    accounts::take_sending(app, now, &email).await?;
    let mut tx = app.db.write().await?;
    let language = language_of(&mut tx, &row.person_id).await?;
    send_proof(app, &mut tx, now, (&row.person_id, &email, language)).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Proves the address and moves the registration into the browser that pressed the button. Returns
/// the token for its cookie, where it needs one.
pub(super) async fn use_up(
    app: &App,
    token: &str,
    caller: Option<&Applicant>,
) -> Result<Option<String>, Error> {
    let now = app.clock.now();
    // Made before the transaction, and whoever asks: hashing takes its time.
    let first = first_password(app, token).await?;
    let mut tx = app.db.write().await?;
    let row = store::take_link(&mut tx, &token_hash(token), now).await?;
    let row = row.ok_or(Code::LinkUseless)?;
    let email = waiting(&mut tx, &row).await?;
    let person = row.person_id.as_str();
    let here = at_home(&mut tx, person, caller).await?;
    if !registration::prove_email(&mut tx, now, person, &email).await? {
        return Err(Code::LinkUseless.into());
    }
    store::mark_links_used(&mut tx, person, now).await?;
    let known = accounts::find_login_owner(&mut tx, &email).await?.is_some();
    if let Some(first) = first.filter(|_| !known) {
        let language = language_of(&mut tx, person).await?;
        let to = (person, email.as_str(), language);
        accounts::give_first_password(app, &mut tx, now, to, first).await?;
    }
    if here {
        // The account goes on as it is: the address is one more way into it.
        tx.commit().await?;
        app.letter_bell.notify_one();
        return Ok(None);
    }
    accounts::end_all_sessions(&mut tx, now, person).await?;
    if let Some(caller) = caller {
        accounts::end_session(&mut tx, now, &caller.token_hash).await?;
    }
    let kind = (SessionKind::Draft, "");
    let (token, _) = accounts::begin_session(&mut tx, now, person, kind).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(Some(token))
}

/// Whether an account that is open by its mobile number is signed in where the button was pressed.
/// Elsewhere the button does nothing: the address may have been mistyped, and be a stranger's.
async fn at_home(
    conn: &mut Conn,
    person_id: &str,
    caller: Option<&Applicant>,
) -> Result<bool, Error> {
    if !mobile::has_login(conn, person_id).await? {
        return Ok(false);
    }
    let own =
        |caller: &Applicant| caller.person_id == person_id && caller.kind == SessionKind::Account;
    if caller.is_some_and(own) {
        Ok(true)
    } else {
        Err(Code::LinkElsewhere.into())
    }
}

/// The password to be mailed, where the programme of the link's registration mails one.
async fn first_password(app: &App, token: &str) -> Result<Option<accounts::FirstPassword>, Error> {
    let mut conn = app.db.read().await?;
    let Some(row) = store::find_unused_proof(&mut conn, &token_hash(token)).await? else {
        return Ok(None);
    };
    let code = registration::programme_of(&mut conn, &row.person_id).await?;
    drop(conn);
    let programme = app.programmes.find(&code);
    let mailed = programme.is_some_and(|found| found.first_password == FirstPassword::Mailed);
    if mailed {
        Ok(Some(accounts::make_first_password(app).await?))
    } else {
        Ok(None)
    }
}
