//! Signing in with a passkey: the device says whose the key is. Limits are those of the password,
//! and every refusal is the same.

use std::net::IpAddr;

use shared::passkeys::{PasskeyAnswer, PasskeyChallenge};
use shared::problem::Code;
use shared::time::Instant;

use super::ceremony::{self, SigningIn, Verdict};
use super::service::tell;
use super::store::{self, OwnedRow};
use crate::accounts::{self, SignedInNow};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::limits::{self, Limit};
use crate::security::{self, Way};

/// A challenge for whoever comes; a class behind one address is no crowd.
pub(super) async fn begin(app: &App, address: IpAddr) -> Result<PasskeyChallenge, Error> {
    let now = app.clock.now();
    let network = app.secrets.blind(&format!("network:{address}")).0;
    let limit = Limit {
        uses: 300,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    limits::take(app, now, &[(format!("passkey:{network}"), limit)]).await?;
    ceremony::ask_to_sign_in(app, now).await
}

/// Signs in.
pub(super) async fn finish(
    app: &App,
    (address, visit): (IpAddr, &Visit),
    draft: Option<&Applicant>,
    input: &PasskeyAnswer,
) -> Result<SignedInNow, Error> {
    let now = app.clock.now();
    let signing = SigningIn::read(app, now, (&input.id, &input.credential)).await?;
    let credential_id = signing.credential_id();
    let mut conn = app.db.read().await?;
    let found = store::find_by_credential(&mut conn, &credential_id).await?;
    drop(conn);
    let account = found.as_ref().map_or(&credential_id, |found| &found.email);
    let tries = accounts::take_try(app, now, account, address).await?;
    let found = found.ok_or(Code::PasskeyRefused)?;
    match signing.judge(app, &found.person_id, &found.credential)? {
        Verdict::Wrong => refuse(app, now, &found, visit).await,
        Verdict::Copied => {
            end_copied(app, now, &found).await?;
            refuse(app, now, &found, visit).await
        }
        Verdict::Right(passkey) => {
            let is = serde_json::to_string(&passkey).map_err(anyhow::Error::from)?;
            let mut tx = app.db.write().await?;
            if !store::mark_used(&mut tx, &found.id, (&found.credential, &is), now).await? {
                return Err(Code::PasskeyRefused.into());
            }
            let owner = (found.person_id.as_str(), Some(found.email.as_str()));
            let way = (visit, Way::Passkey(&found.id));
            let admitted = accounts::admit(app, &mut tx, now, owner, (draft, way)).await?;
            tx.commit().await?;
            limits::clear(app, &tries).await?;
            app.letter_bell.notify_one();
            accounts::welcome(app, admitted).await
        }
    }
}

async fn refuse<T>(app: &App, now: Instant, found: &OwnedRow, visit: &Visit) -> Result<T, Error> {
    security::note_refused(app, now, &found.email, (visit, Way::Passkey(&found.id))).await?;
    Err(Code::PasskeyRefused.into())
}

/// Two devices hold what only one should: the passkey opens nothing any more, and the owner learns
/// of it once.
async fn end_copied(app: &App, now: Instant, found: &OwnedRow) -> Result<(), Error> {
    let person = found.person_id.as_str();
    let mut tx = app.db.write().await?;
    let ended = store::mark_ended(&mut tx, (person, &found.id), now).await?;
    if ended.is_some() {
        tell(app, &mut tx, now, person, ("passkey_copied", &found.device)).await?;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}
