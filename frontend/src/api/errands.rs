//! The calls of errands: of the computer that sends a phone, and of the phone. The calls of the camera
//! say which of the two they come from.

use gloo_net::http::Method;
use shared::errands::{Errand, ErrandView, NewErrand, OpenErrand, PhoneErrand, SendErrand};

use super::{Answer, Call};
use crate::browser;

/// Whether this page works for a computer.
pub fn on_phone() -> bool {
    let address = browser::address();
    address.trim_end_matches('/') == "/phone" || address.starts_with("/phone/")
}

/// The path of a call of the camera, with the word that it comes from a phone.
pub(super) fn of_camera(path: String) -> String {
    if !on_phone() {
        return path;
    }
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}errand=1")
}

/// Makes the code that sends a step to a phone; the one before it ends.
pub async fn send_errand(body: &SendErrand) -> Answer<NewErrand> {
    Call::json(Method::POST, "/registration/errand", body)
        .send()
        .await
}

/// How the errand stands.
pub async fn errand() -> Answer<Errand> {
    Call::get("/registration/errand").send().await
}

/// Calls the phone back.
pub async fn cancel_errand() -> Answer<()> {
    Call::new(Method::DELETE, "/registration/errand")
        .send_without_answer()
        .await
}

/// What a code is for.
pub async fn look_at_errand(body: &OpenErrand) -> Answer<ErrandView> {
    Call::json(Method::POST, "/errands/look", body).send().await
}

/// Opens a code: from now on this phone works for the computer.
pub async fn open_errand(body: &OpenErrand) -> Answer<PhoneErrand> {
    Call::json(Method::POST, "/errands/opening", body)
        .send()
        .await
}

/// What this phone was sent for.
pub async fn phone_errand() -> Answer<PhoneErrand> {
    Call::get("/errands/current").send().await
}

/// Gives up on the phone.
pub async fn give_errand_up() -> Answer<()> {
    Call::new(Method::DELETE, "/errands/current")
        .send_without_answer()
        .await
}

/// The step is handed in: the computer goes on.
pub async fn finish_errand() -> Answer<()> {
    Call::new(Method::POST, "/errands/current/finish")
        .send_without_answer()
        .await
}
