//! A new password by a mailed code.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, TestApp};

const EMAIL: &str = "person1@example.kz";
const NEW: &str = "другая фраза про степь 73";

async fn begin(browser: &Browser, email: &str) -> Answer {
    let body = json!({ "email": email });
    browser.post("/password-recovery", body).await
}

async fn confirm(browser: &Browser, email: &str, code: &str) -> Answer {
    let body = json!({ "email": email, "code": code, "password": NEW, "confirmation": NEW });
    browser.post("/password-recovery/confirm", body).await
}

async fn sign_in(browser: &Browser, password: &str) -> Answer {
    let body = json!({ "email": EMAIL, "password": password });
    browser.post("/sessions", body).await
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    app.clock.advance_seconds(60);
    let elsewhere = app.browser();
    assert_eq!(begin(&elsewhere, EMAIL).await.status, 204);
    let code = app.last_code(EMAIL).await;
    assert_eq!(confirm(&elsewhere, EMAIL, &code).await.status, 204);
    browser
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
    sign_in(&browser, PASSWORD)
        .await
        .refused(401, "credentials_wrong");
    sign_in(&browser, NEW).await.ok();
    assert_eq!(browser.next().await, "biometric_consent");
    let letters = app.mails(EMAIL).await;
    assert_eq!(letters.len(), 3, "registration, recovery, 'it was changed'");
    confirm(&elsewhere, EMAIL, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
}

#[tokio::test]
async fn known_and_unknown_addresses_look_the_same() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    app.clock.advance_seconds(60);
    let stranger = app.browser();
    for email in [EMAIL, "nobody@example.kz"] {
        assert_eq!(begin(&stranger, email).await.status, 204);
        assert_eq!(begin(&stranger, email).await.retry_after(), 60);
    }
    assert_eq!(app.mails("nobody@example.kz").await.len(), 0);
    assert_eq!(app.mails(EMAIL).await.len(), 2);
    let mut answers = Vec::new();
    for email in [EMAIL, "nobody@example.kz"] {
        let mut told = Vec::new();
        for _ in 0..11 {
            let mut answer = confirm(&stranger, email, "000000").await;
            answer.body["request_id"].take();
            told.push((answer.status, answer.body));
        }
        answers.push(told);
    }
    assert_eq!(answers[0][10].0, 429, "ten tries in ten minutes");
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_recovery_code_works_for_ten_minutes() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    app.clock.advance_seconds(60);
    let browser = app.browser();
    begin(&browser, EMAIL).await;
    let code = app.last_code(EMAIL).await;
    app.clock.advance_seconds(600);
    confirm(&browser, EMAIL, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    begin(&browser, EMAIL).await;
    let code = app.last_code(EMAIL).await;
    app.clock.advance_seconds(599);
    assert_eq!(confirm(&browser, EMAIL, &code).await.status, 204);
}

#[tokio::test]
async fn codes_are_good_for_their_purpose_only() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::SignIn).await;
    let registration_code = app.last_code(EMAIL).await;
    confirm(&browser, EMAIL, &registration_code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    sign_in(&browser, PASSWORD).await.ok();
}

#[tokio::test]
async fn the_new_password_follows_the_rules() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    app.clock.advance_seconds(60);
    let browser = app.browser();
    begin(&browser, EMAIL).await;
    let code = app.last_code(EMAIL).await;
    let put = async |password: &str, confirmation: &str| {
        let body = json!({
            "email": EMAIL, "code": code, "password": password, "confirmation": confirmation,
        });
        browser.post("/password-recovery/confirm", body).await
    };
    for (password, code) in [
        ("short", "password_short"),
        ("Пароль12345", "password_common"),
        ("password1234", "password_weak"),
        ("тұлпар person1@example.kz", "password_own_data"),
    ] {
        put(password, password)
            .await
            .refused_fields(&[("password", code)]);
    }
    put(NEW, "another")
        .await
        .refused_fields(&[("confirmation", "password_mismatch")]);
    // None of them used the code up.
    assert_eq!(put(NEW, NEW).await.status, 204);
}

#[tokio::test]
async fn recovery_asks_for_a_well_formed_address() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    begin(&browser, "person")
        .await
        .refused_fields(&[("email", "email_form")]);
    let empty = json!({ "email": "", "code": "", "password": "", "confirmation": "" });
    let answer = browser.post("/password-recovery/confirm", empty).await;
    let body = answer.refused(422, "invalid");
    assert_eq!(body["errors"].as_array().unwrap().len(), 3);
    assert_eq!(app.mails("person").await.len(), 0);
    assert_ne!(body["request_id"], Value::Null);
}
