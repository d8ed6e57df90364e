//! Sessions: how they begin, how long they live, how they end.

use reqwest::Method;
use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Person, TestApp};

const EMAIL: &str = "person1@example.kz";

#[tokio::test]
async fn the_cookie_is_for_the_server_alone() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let body = json!({ "programme": "ncie", "language": "ru" });
    let begun = browser.post("/registration", body).await;
    let cookie = begun.header("set-cookie");
    let (name, attributes) = cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-tirkeu");
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(attributes.contains(attribute), "{cookie}");
    }
    assert!(attributes.contains("Max-Age=7776000"), "90 days: {cookie}");
    assert!(!cookie.contains("Domain"));
    app.walk(&browser, &Person::new(1), Some(Requirement::SignIn))
        .await;
    let signed_in = browser.sign_in(EMAIL).await;
    let cookie = signed_in.set_cookie("__Host-tirkeu");
    assert!(
        !cookie.contains("Max-Age"),
        "an account's ends with the browser"
    );
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure"));
    let device = signed_in.set_cookie("__Host-tirkeu-device");
    assert!(device.contains("HttpOnly") && device.contains("Secure"));
    assert!(device.contains("Max-Age=31536000"), "a year: {device}");
}

#[tokio::test]
async fn signing_in_gives_a_new_token_and_ends_the_draft() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::SignIn).await;
    let before = browser.copied();
    browser.sign_in(EMAIL).await.ok();
    assert_ne!(browser.cookies(), before.cookies());
    before
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
    let before = browser.copied();
    browser.sign_in(EMAIL).await.ok();
    before
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
    assert_eq!(browser.get("/registration").await.status, 200);
}

#[tokio::test]
async fn nobody_is_an_answer_too() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let session = browser.get("/sessions/current").await.ok();
    assert_eq!(session["active"], false);
    assert_eq!(
        (&session["email"], &session["idle_until"]),
        (&Value::Null, &Value::Null)
    );
    browser.start("ru").await;
    let session = browser.get("/sessions/current").await.ok();
    assert_eq!(
        (&session["active"], &session["email"]),
        (&json!(true), &Value::Null)
    );
    app.walk(
        &browser,
        &Person::new(1),
        Some(Requirement::BiometricConsent),
    )
    .await;
    let session = browser.get("/sessions/current").await.ok();
    assert_eq!(
        (&session["email"], &session["registered"]),
        (&json!(EMAIL), &json!(false))
    );
    let left = session["idle_until"].as_i64().unwrap() - session["server_now"].as_i64().unwrap();
    assert_eq!(left, 30 * 60 * 1_000_000);
}

#[tokio::test]
async fn thirty_idle_minutes_end_an_account_session() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    for _ in 0..3 {
        app.clock.advance_seconds(30 * 60 - 1);
        browser.get("/registration").await.ok();
    }
    app.clock.advance_seconds(30 * 60);
    browser
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
    let session = browser.get("/sessions/current").await.ok();
    assert_eq!(session["active"], false);
    browser.sign_in(EMAIL).await.ok();
    assert_eq!(browser.next().await, "biometric_consent", "nothing is lost");
}

#[tokio::test]
async fn twelve_hours_end_even_a_busy_session() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    for _ in 0..35 {
        app.clock.advance_seconds(20 * 60);
        browser.get("/sessions/current").await.ok();
    }
    app.clock.advance_seconds(20 * 60 - 1);
    let session = browser.get("/sessions/current").await.ok();
    let left = session["idle_until"].as_i64().unwrap() - session["server_now"].as_i64().unwrap();
    assert_eq!(left, 1_000_000, "it says so before");
    app.clock.advance_seconds(1);
    browser
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
}

#[tokio::test]
async fn a_draft_lives_ninety_days_from_its_last_visit() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let day = 86_400;
    app.clock.advance_seconds(90 * day - 1);
    assert_eq!(browser.next().await, "email");
    app.clock.advance_seconds(90 * day);
    browser
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    let copy = browser.copied();
    assert_eq!(copy.get("/registration").await.status, 200);
    let out = browser.delete("/sessions/current").await;
    assert_eq!(out.status, 204);
    assert!(out.set_cookie("__Host-tirkeu").contains("Max-Age=0"));
    // What stays only tells this browser from a new one.
    let left = browser.cookies().unwrap_or_default();
    assert!(left.starts_with("__Host-tirkeu-device="), "{left}");
    assert!(!left.contains(';'), "{left}");
    copy.get("/registration")
        .await
        .refused(401, "sign_in_required");
    let again = browser.delete("/sessions/current").await;
    assert_eq!(again.status, 204, "twice is fine");
}

#[tokio::test]
async fn a_made_up_token_is_nobody() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for cookie in [
        "__Host-tirkeu=".to_owned(),
        "__Host-tirkeu=' OR 1=1 --".to_owned(),
        format!("__Host-tirkeu={}", "A".repeat(6000)),
        "__Host-tirkeu=😀".to_owned(),
        "tirkeu=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
    ] {
        let call = browser
            .call(Method::GET, "/registration")
            .header("cookie", cookie.as_bytes());
        Answer::of(call).await.refused(401, "sign_in_required");
    }
}
