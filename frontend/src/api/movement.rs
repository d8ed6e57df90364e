//! Calls of the check of movements.

use gloo_net::http::Method;
use shared::movement::{Challenge, Goes};
use shared::registration::Registration;
use web_sys::Blob;

use super::errands::of_camera;
use super::{Answer, Call};

/// The goes of the check of movements so far.
pub async fn movement_goes() -> Answer<Goes> {
    let path = of_camera("/registration/movement-checks".to_owned());
    Call::get(path).send().await
}

/// Asks for movements to show.
pub async fn begin_movement_check() -> Answer<Challenge> {
    let path = of_camera("/registration/movement-checks".to_owned());
    Call::new(Method::POST, path).send().await
}

/// Answers with a recording. The `key` makes a repeat after a lost answer act once.
pub async fn send_movements(id: &str, clip: &Blob, key: Option<String>) -> Answer<Registration> {
    let path = of_camera(format!("/registration/movement-checks/{id}/clip"));
    let call = Call::new(Method::POST, path);
    Call {
        body: Some(clip.into()),
        content_type: "application/octet-stream".to_owned(),
        key,
        ..call
    }
    .send()
    .await
}

/// What became of a recording; `in_progress` while the server looks.
pub async fn movement_outcome(id: &str) -> Answer<Registration> {
    let path = of_camera(format!("/registration/movement-checks/{id}"));
    Call::get(path).send().await
}

/// Asks a person to look at the last recording.
pub async fn ask_for_review(id: &str) -> Answer<Registration> {
    let path = of_camera(format!("/registration/movement-checks/{id}/review"));
    Call::new(Method::POST, path).send().await
}
