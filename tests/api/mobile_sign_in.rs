//! Signing in by the mobile number, and what an account without an e-mail can do.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp};

const NUMBER: &str = "+77010000001";
const UNKNOWN: &str = "+77019999999";

async fn ask(browser: &Browser, phone: &str) -> Answer {
    browser
        .post("/sessions/mobile", json!({ "phone": phone }))
        .await
}

async fn enter(browser: &Browser, phone: &str, code: &str) -> Answer {
    let body = json!({ "phone": phone, "code": code });
    browser.post("/sessions/mobile/code", body).await
}

/// Somebody with a Digital ID and nothing else.
async fn holder(app: &TestApp) -> Browser {
    let browser = app.browser();
    app.walk(&browser, &Person::holder(1).in_person(), None)
        .await;
    app.clock.advance_seconds(60);
    browser
}

#[tokio::test]
async fn the_number_and_a_code_open_the_account() {
    let app = TestApp::spawn().await;
    holder(&app).await;
    let browser = app.browser();
    assert_eq!(ask(&browser, "8 701 000 00 01").await.status, 204);
    let message = app.mails(NUMBER).await.pop().unwrap();
    assert!(message.text.contains("код для входа"), "{}", message.text);
    let code = app.last_code(NUMBER).await;
    let session = enter(&browser, NUMBER, &code).await.ok();
    assert_eq!(session["mobile"], "+7 (701) •••-••-01");
    assert_eq!(session["registered"], true);
    assert_eq!(browser.next().await, "");
    let security = browser.get("/account/security").await.ok();
    assert_eq!(
        (&security["email"], &security["password_set_at"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(security["sign_ins"][0]["by_mobile"], true);
    assert_eq!(security["sessions"].as_array().unwrap().len(), 2);
    enter(&app.browser(), NUMBER, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
}

#[tokio::test]
async fn an_unknown_number_gets_the_same_answers_and_no_message() {
    let app = TestApp::spawn().await;
    holder(&app).await;
    let attempts = async |phone: &str| {
        let stranger = app.browser_at("203.0.113.7");
        let mut answers = vec![ask(&stranger, phone).await, ask(&stranger, phone).await];
        for code in [
            "", "12", "000000", "000000", "000000", "000000", "000000", "000000",
        ] {
            answers.push(enter(&stranger, phone, code).await);
        }
        let told = answers.into_iter().map(|answer| {
            let mut body = answer.body;
            if let Some(id) = body.get_mut("request_id") {
                id.take();
            }
            (answer.status, body)
        });
        told.collect::<Vec<_>>()
    };
    let known = attempts(NUMBER).await;
    assert_eq!(known, attempts(UNKNOWN).await);
    let statuses: Vec<_> = known.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [204, 429, 422, 422, 422, 422, 422, 422, 422, 429]);
    assert_eq!(app.mails(UNKNOWN).await.len(), 0);
    assert_eq!(app.mails(NUMBER).await.len(), 2);
}

#[tokio::test]
async fn wrong_codes_pause_a_network_and_leave_the_owner_in() {
    let app = TestApp::spawn().await;
    holder(&app).await;
    let stranger = app.browser_at("203.0.113.7");
    for _ in 0..5 {
        enter(&stranger, NUMBER, "000000")
            .await
            .refused_fields(&[("code", "code_wrong")]);
    }
    let paused = enter(&stranger, NUMBER, "000000").await;
    assert_eq!(paused.retry_after(), 60);
    paused.refused(429, "sign_in_paused");
    let owner = app.browser_at("203.0.113.8");
    ask(&owner, NUMBER).await;
    let code = app.last_code(NUMBER).await;
    enter(&owner, NUMBER, &code).await.ok();
    let refused = "SELECT count(*) FROM sign_ins WHERE way = 'mobile' AND outcome = 'refused'";
    assert_eq!(app.count(refused).await, 5);
}

#[tokio::test]
async fn a_foreign_number_is_refused_at_its_field() {
    let app = TestApp::spawn().await;
    ask(&app.browser(), "+79161234567")
        .await
        .refused_fields(&[("phone", "mobile_foreign")]);
    enter(&app.browser(), "+49 1512 3456789", "123456")
        .await
        .refused_fields(&[("phone", "mobile_foreign")]);
}

#[tokio::test]
async fn without_a_password_a_code_confirms_the_deletion() {
    let app = TestApp::spawn().await;
    let browser = holder(&app).await;
    let delete = async |current: &str| {
        let body = json!({ "current": current, "agreed": true });
        browser.post("/account/deletion", body).await
    };
    delete("000000")
        .await
        .refused_fields(&[("current", "code_wrong")]);
    assert_eq!(
        browser
            .post("/account/mobile-code", Value::Null)
            .await
            .status,
        204
    );
    let code = app.last_code(NUMBER).await;
    assert_eq!(delete(&code).await.status, 204);
    assert_eq!(app.count("SELECT count(*) FROM mobile_logins").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM facts").await, 0);
    app.clock.advance_seconds(60);
    let again = app.browser();
    app.walk(
        &again,
        &Person::holder(1),
        Some(Requirement::BiometricConsent),
    )
    .await;
}

#[tokio::test]
async fn what_needs_an_address_says_so() {
    let app = TestApp::spawn().await;
    let browser = holder(&app).await;
    browser.post("/account/mobile-code", Value::Null).await;
    let code = app.last_code(NUMBER).await;
    let body = json!({ "email": "new@example.kz", "current": code });
    browser
        .post("/account/email", body)
        .await
        .refused(409, "email_missing");
    let data = browser.get("/account/data").await.ok();
    assert_eq!(data["facts"]["mobile"], NUMBER);
}

#[tokio::test]
async fn an_account_by_number_is_no_draft_that_is_swept_away() {
    let app = TestApp::spawn().await;
    holder(&app).await;
    app.clock.advance_seconds(91 * 86_400);
    backend::maintenance::sweep(&app.app, app.app.clock.now())
        .await
        .unwrap();
    assert_eq!(app.count("SELECT count(*) FROM mobile_codes").await, 0);
    let browser = app.browser();
    ask(&browser, NUMBER).await;
    let code = app.last_code(NUMBER).await;
    enter(&browser, NUMBER, &code).await.ok();
    assert_eq!(browser.next().await, "");
}
