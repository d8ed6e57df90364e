//! Links in letters: a token that is good once, looked at first, used by a button. What a link does
//! is carried out here; who gets which link, the others say.

use shared::problem::Code;
use shared::security::{LinkKind, LinkView, UNDO_DAYS};
use shared::time::Instant;

use super::store::{self, LinkRow, NewLink};
use super::{email_change, email_proof};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::secrets::{new_token, token_hash};
use crate::{accounts, passkeys, pin, registration};

/// Makes a link; the token is for the letter alone.
pub(super) async fn make(
    conn: &mut Conn,
    (now, expires_at): (Instant, Instant),
    person_id: &str,
    (kind, email_change_id): (LinkKind, Option<&str>),
) -> Result<String, Error> {
    let token = new_token();
    let link = NewLink {
        token_hash: &token_hash(&token),
        kind: kind.as_str(),
        person_id,
        email_change_id,
        proof: None,
        created_at: now,
        expires_at,
    };
    store::insert_link(conn, link).await?;
    Ok(token)
}

/// The link "this was not me", and until when it works.
pub async fn disowning_link(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
) -> Result<(String, Instant), Error> {
    let until = undo_until(now);
    let token = make(conn, (now, until), person_id, (LinkKind::NotMe, None)).await?;
    Ok((token, until))
}

/// Until when a letter's "this was not me" works.
pub(super) const fn undo_until(now: Instant) -> Instant {
    now.plus_seconds(UNDO_DAYS * 86_400)
}

fn kind_of(row: &LinkRow) -> Result<LinkKind, Error> {
    let kind = LinkKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == row.kind);
    kind.ok_or(Error::Problem(Code::LinkUseless))
}

/// What a link would do; changes nothing.
pub(super) async fn look(app: &App, token: &str) -> Result<LinkView, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let row = store::find_link(&mut conn, &token_hash(token), now).await?;
    let Some(row) = row else {
        return Err(email_proof::why_not(&mut conn, token).await?.into());
    };
    let kind = kind_of(&row)?;
    let email = match kind {
        LinkKind::NotMe => {
            accounts::login_of(&mut conn, &row.person_id)
                .await
                .map_err(|_| Code::LinkUseless)?
                .email
        }
        LinkKind::EmailConfirm => email_change::waiting(&mut conn, &row, now).await?.new_email,
        LinkKind::EmailUndo => email_change::standing(&mut conn, &row).await?.old_email,
        LinkKind::EmailProof => email_proof::waiting(&mut conn, &row).await?,
    };
    let programme = registration::programme_of(&mut conn, &row.person_id).await?;
    Ok(LinkView {
        kind,
        email,
        programme,
    })
}

/// Does what the link is for, once. The link of a registration also gives the token of its session.
pub(super) async fn use_up(
    app: &App,
    token: &str,
    caller: Option<&Applicant>,
) -> Result<(LinkView, Option<String>), Error> {
    let view = look(app, token).await?;
    if view.kind == LinkKind::EmailProof {
        let session = email_proof::use_up(app, token, caller).await?;
        return Ok((view, session));
    }
    let now = app.clock.now();
    // Made before the transaction: hashing takes its time.
    let useless = match view.kind {
        LinkKind::EmailConfirm | LinkKind::EmailProof => None,
        LinkKind::EmailUndo | LinkKind::NotMe => Some(accounts::no_password(app).await?),
    };
    let mut tx = app.db.write().await?;
    let row = store::take_link(&mut tx, &token_hash(token), now).await?;
    let row = row.ok_or(Code::LinkUseless)?;
    match view.kind {
        LinkKind::EmailConfirm => email_change::confirm(app, &mut tx, now, &row).await?,
        LinkKind::EmailUndo => email_change::take_back(&mut tx, now, &row).await?,
        LinkKind::NotMe => store::mark_waiting_changes_ended(&mut tx, &row.person_id, now).await?,
        LinkKind::EmailProof => {}
    }
    if let Some(hash) = useless {
        // Whoever came in knows the password and may have added a passkey: neither opens anything
        // any more, nor does a browser.
        accounts::set_hash(&mut tx, now, &row.person_id, &hash).await?;
        store::delete_devices(&mut tx, &row.person_id).await?;
        passkeys::end_all(&mut tx, now, &row.person_id).await?;
        pin::end_all(&mut tx, now, &row.person_id).await?;
    }
    accounts::end_all_sessions(&mut tx, now, &row.person_id).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok((view, None))
}
