//! Calls of the mobile number.

use gloo_net::http::Method;
use shared::accounts::{EnterCode, Session};
use shared::mobile::{FinishMobileSignIn, SetMobile, StartMobileSignIn};
use shared::registration::Registration;

use super::{Answer, Call};

/// Saves the number with both acceptances and sends an SMS with the code.
pub async fn set_mobile(body: &SetMobile) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/mobile", body)
        .send()
        .await
}

/// Sends another SMS.
pub async fn resend_mobile_code() -> Answer<Registration> {
    Call::new(Method::POST, "/registration/mobile-code/resend")
        .send()
        .await
}

/// Proves the number, and signs in.
pub async fn enter_mobile_code(body: &EnterCode) -> Answer<Registration> {
    Call::json(Method::POST, "/registration/mobile-code", body)
        .send()
        .await
}

/// Sends a code to sign in with; says nothing about whether the number is known.
pub async fn start_mobile_sign_in(body: &StartMobileSignIn) -> Answer<()> {
    Call::json(Method::POST, "/sessions/mobile", body)
        .send_without_answer()
        .await
}

/// Signs in by the code.
pub async fn finish_mobile_sign_in(body: &FinishMobileSignIn) -> Answer<Session> {
    Call::json(Method::POST, "/sessions/mobile/code", body)
        .send()
        .await
}

/// Sends a code to the own number, to confirm with.
pub async fn send_confirmation() -> Answer<()> {
    Call::new(Method::POST, "/account/mobile-code")
        .send_without_answer()
        .await
}
