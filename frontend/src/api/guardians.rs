//! The calls of guardians: asking one, answering, own children.

use gloo_net::http::Method;
use shared::guardians::{
    AgreeAsGuardian, AskGuardian, GuardianLinkView, GuardianWait, Guardianships, OpenGuardianLink,
};
use shared::passkeys::ConfirmByPassword;

use super::{Answer, Call};
use crate::browser::encoded;

/// How the asking of a guardian stands.
pub async fn guardian_link() -> Answer<GuardianWait> {
    Call::get("/registration/guardian-link").send().await
}

/// The link for a guardian, or another one; mailed where an address is typed.
pub async fn ask_guardian(body: &AskGuardian) -> Answer<GuardianWait> {
    Call::json(Method::POST, "/registration/guardian-link", body)
        .send()
        .await
}

/// Who asks for what.
pub async fn look_at_guardian_link(body: &OpenGuardianLink) -> Answer<GuardianLinkView> {
    Call::json(Method::POST, "/guardian-links/look", body)
        .send()
        .await
}

/// Says no.
pub async fn refuse_guardian_link(body: &OpenGuardianLink) -> Answer<()> {
    Call::json(Method::POST, "/guardian-links/refusal", body)
        .send_without_answer()
        .await
}

/// Own children.
pub async fn guardianships() -> Answer<Guardianships> {
    Call::get("/guardianships").send().await
}

/// Agrees for a child.
pub async fn agree_as_guardian(body: &AgreeAsGuardian) -> Answer<Guardianships> {
    Call::json(Method::POST, "/guardianships", body)
        .send()
        .await
}

/// Takes a consent back.
pub async fn withdraw_guardianship(id: &str, body: &ConfirmByPassword) -> Answer<Guardianships> {
    let path = format!("/guardianships/{}/withdrawal", encoded(id));
    Call::json(Method::POST, &path, body).send().await
}
