//! The calls of sharing a Digital ID.

use gloo_net::http::Method;
use shared::passkeys::ConfirmByPassword;
use shared::registration::Registration;
use shared::sharing::{AgreeSharing, AskSharing, Operations};

use super::{Answer, Call};
use crate::browser::encoded;

fn of_sharing(id: &str, rest: &str) -> String {
    format!("/sharings/{}{rest}", encoded(id))
}

/// The history of operations.
pub async fn sharings() -> Answer<Operations> {
    Call::get("/sharings").send().await
}

/// Notes that a programme asks for the Digital ID.
pub async fn ask_sharing(programme: &str) -> Answer<Operations> {
    let body = AskSharing {
        programme: programme.to_owned(),
    };
    Call::json(Method::POST, "/sharings", &body).send().await
}

/// Shares the Digital ID.
pub async fn agree_sharing(id: &str, body: &AgreeSharing) -> Answer<Registration> {
    let path = of_sharing(id, "/agreement");
    Call::json(Method::POST, &path, body).send().await
}

/// Says no.
pub async fn refuse_sharing(id: &str) -> Answer<Operations> {
    Call::new(Method::DELETE, of_sharing(id, "")).send().await
}

/// Takes an agreement back.
pub async fn withdraw_sharing(id: &str, body: &ConfirmByPassword) -> Answer<Operations> {
    let path = of_sharing(id, "/withdrawal");
    Call::json(Method::POST, &path, body).send().await
}
