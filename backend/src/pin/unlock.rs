//! Opening an account with a PIN: a challenge signed by the device's key, and the digits. A signature
//! that is wrong costs no try, because whoever has no device could end a PIN by it.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::pin::{
    BeginUnlock, PIN_CHALLENGE_MINUTES, PIN_TRIES, PinChallenge, UnlockWithPin, signed_text,
};
use shared::problem::{Code, FieldError};
use shared::text::without_separators;

use super::service::{parse_key, peppered};
use super::store::{self, DeviceRow};
use crate::accounts::{self, SignedInNow};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Applicant, Visit};
use crate::limits::{self, Limit};
use crate::secrets::{new_token, token_hash};
use crate::security::{self, Way};

/// A challenge for a device whose PIN works.
pub(super) async fn begin(
    app: &App,
    address: IpAddr,
    input: &BeginUnlock,
) -> Result<PinChallenge, Error> {
    let now = app.clock.now();
    let network = app.secrets.blind(&format!("network:{address}")).0;
    let limit = Limit {
        uses: 300,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    limits::take(app, now, &[(format!("pin:{network}"), limit)]).await?;
    let challenge = new_token();
    let until = now.plus_seconds(PIN_CHALLENGE_MINUTES * 60);
    let mut tx = app.db.write().await?;
    let device = store::find_device(&mut tx, &input.device, PIN_TRIES).await?;
    let device = device.ok_or(Code::PinEnded)?;
    let row = (token_hash(&challenge), device.id);
    store::insert_challenge(&mut tx, (&row.0, &row.1), (now, until)).await?;
    tx.commit().await?;
    Ok(PinChallenge { challenge })
}

/// Uses the challenge up and finds the device that signed it.
async fn signing_device(app: &App, input: &UnlockWithPin) -> Result<DeviceRow, Error> {
    let mut tx = app.db.write().await?;
    let row = (token_hash(&input.challenge), input.device.as_str());
    let taken = store::take_challenge(&mut tx, (&row.0, row.1), app.clock.now()).await?;
    let device = store::find_device(&mut tx, &input.device, PIN_TRIES).await?;
    tx.commit().await?;
    let device = device.ok_or(Code::PinEnded)?;
    let text = signed_text(&input.device, &input.challenge);
    let signature = URL_SAFE_NO_PAD.decode(&input.signature);
    let signature = signature.map_err(|_| Code::PinRefused)?;
    let key = parse_key(&device.public_key)?;
    let signed = key.verify_sig(text.as_bytes(), &signature).is_ok();
    if taken && signed {
        Ok(device)
    } else {
        Err(Code::PinRefused.into())
    }
}

/// Takes a try and compares; the last wrong one ends the PIN.
async fn compare(app: &App, device: &DeviceRow, typed: &str) -> Result<bool, Error> {
    let mut tx = app.db.write().await?;
    let tries = store::take_try(&mut tx, &device.id, PIN_TRIES).await?;
    tx.commit().await?;
    let tries = tries.ok_or(Code::PinEnded)?;
    let pin = peppered(app, &device.id, &without_separators(typed));
    if accounts::verify_secret(app, pin, &device.pin_hash).await? {
        return Ok(true);
    }
    if tries < PIN_TRIES {
        let wrong = FieldError::new("pin", Code::PinWrong);
        return Err(wrong.with("tries_left", PIN_TRIES - tries).into());
    }
    let mut tx = app.db.write().await?;
    let ending = (app.clock.now(), PIN_TRIES);
    store::mark_guessed(&mut tx, &device.id, ending).await?;
    tx.commit().await?;
    Ok(false)
}

/// Opens the account.
pub(super) async fn finish(
    app: &App,
    visit: &Visit,
    draft: Option<&Applicant>,
    input: &UnlockWithPin,
) -> Result<SignedInNow, Error> {
    let device = signing_device(app, input).await?;
    let person = device.person_id.as_str();
    let mut conn = app.db.read().await?;
    let email = accounts::email_of(&mut conn, person).await?;
    drop(conn);
    let compared = compare(app, &device, &input.pin).await;
    if !matches!(compared, Ok(true)) {
        security::note_refused_of(app, app.clock.now(), person, (visit, Way::Pin)).await?;
    }
    if !compared? {
        return Err(Code::PinEnded.into());
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !store::mark_used(&mut tx, &device.id, now).await? {
        return Err(Code::PinEnded.into());
    }
    let owner = (person, email.as_deref());
    let by = (draft, (visit, Way::Pin));
    let admitted = accounts::admit(app, &mut tx, now, owner, by).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    accounts::welcome(app, admitted).await
}
