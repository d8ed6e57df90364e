//! The calls of PINs.

use gloo_net::http::Method;
use shared::accounts::Session;
use shared::pin::{
    AddPin, BeginUnlock, PinAdded, PinChallenge, PinDevice, PinSet, SetPin, UnlockWithPin,
};
use shared::registration::Registration;

use super::{Answer, Call};
use crate::browser::encoded;

/// Sets the PIN of this device, as a step of the registration.
pub async fn set_pin(body: &SetPin) -> Answer<PinSet> {
    Call::json(Method::PUT, "/registration/pin", body)
        .send()
        .await
}

/// Does without a PIN.
pub async fn skip_pin() -> Answer<Registration> {
    Call::new(Method::POST, "/registration/pin/skip")
        .send()
        .await
}

/// Sets the PIN of this device, by the password.
pub async fn add_pin(body: &AddPin) -> Answer<PinAdded> {
    Call::json(Method::POST, "/account/pins", body).send().await
}

/// What the device has to sign.
pub async fn begin_unlock(body: &BeginUnlock) -> Answer<PinChallenge> {
    Call::json(Method::POST, "/sessions/pin/challenge", body)
        .send()
        .await
}

/// Signs in with the device and its PIN.
pub async fn unlock_with_pin(body: &UnlockWithPin) -> Answer<Session> {
    Call::json(Method::POST, "/sessions/pin", body).send().await
}

/// The devices that open the account by a PIN.
pub async fn pins() -> Answer<Vec<PinDevice>> {
    Call::get("/account/pins").send().await
}

/// Ends the PIN of a device.
pub async fn end_pin(id: &str) -> Answer<Vec<PinDevice>> {
    let path = format!("/account/pins/{}", encoded(id));
    Call::new(Method::DELETE, path).send().await
}
