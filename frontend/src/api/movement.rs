//! Calls of the check of movements.

use gloo_net::http::Method;
use shared::movement::{Challenge, Goes};
use shared::registration::Registration;
use web_sys::Blob;

use super::{Answer, Call};

/// The goes of the check of movements so far.
pub async fn movement_goes() -> Answer<Goes> {
    Call::get("/registration/movement-checks").send().await
}

/// Asks for movements to show.
pub async fn begin_movement_check() -> Answer<Challenge> {
    Call::new(Method::POST, "/registration/movement-checks")
        .send()
        .await
}

/// Answers with a recording. The `key` makes a repeat after a lost answer act once.
pub async fn send_movements(id: &str, clip: &Blob, key: Option<String>) -> Answer<Registration> {
    let call = Call::new(
        Method::POST,
        format!("/registration/movement-checks/{id}/clip"),
    );
    Call {
        body: Some(clip.into()),
        content_type: "application/octet-stream".to_owned(),
        key,
        ..call
    }
    .send()
    .await
}

/// What became of a recording; [`Code::InProgress`] while the server looks.
pub async fn movement_outcome(id: &str) -> Answer<Registration> {
    Call::get(format!("/registration/movement-checks/{id}"))
        .send()
        .await
}

/// Asks a person to look at the last recording.
pub async fn ask_for_review(id: &str) -> Answer<Registration> {
    Call::new(
        Method::POST,
        format!("/registration/movement-checks/{id}/review"),
    )
    .send()
    .await
}
