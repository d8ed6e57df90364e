//! A stranger learns nothing: whole answers for an address with a login and for one without.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp};

/// Has a login.
const KNOWN: &str = "person1@example.kz";
/// Has none; as long as the other.
const UNKNOWN: &str = "persons@example.kz";

/// Everything of an answer that a stranger sees, without what is new in each and the address that
/// they wrote themselves.
fn seen(answer: &Answer, email: &str) -> (u16, Vec<(String, String)>, String) {
    let own = ["x-request-id", "date"];
    let headers = answer.headers.iter();
    let headers = headers.filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()))
        .collect();
    headers.sort();
    let mut body = answer.body.clone();
    if let Some(id) = body.get_mut("request_id") {
        id.take();
    }
    (answer.status, headers, body.to_string().replace(email, "…"))
}

#[track_caller]
fn alike(known: &[Answer], unknown: &[Answer]) {
    assert!(!known.is_empty() && known.len() == unknown.len());
    for (known, unknown) in known.iter().zip(unknown) {
        assert_eq!(seen(known, KNOWN), seen(unknown, UNKNOWN));
    }
}

#[tokio::test]
async fn signing_in_tells_nothing() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    let attempts = async |email: &str| {
        let stranger = app.browser_at("203.0.113.7");
        let mut answers = Vec::new();
        for password in ["not the right password", "", "1", &"я".repeat(1025)] {
            let body = json!({ "email": email, "password": password });
            answers.push(stranger.post("/sessions", body).await);
        }
        // Until the wait, and in it.
        for _ in 0..5 {
            let body = json!({ "email": email, "password": "not the right password" });
            answers.push(stranger.post("/sessions", body).await);
        }
        answers
    };
    let (known, unknown) = (attempts(KNOWN).await, attempts(UNKNOWN).await);
    alike(&known, &unknown);
    let statuses: Vec<_> = known.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [401, 422, 401, 422, 401, 401, 401, 429, 429]);
}

#[tokio::test]
async fn asking_for_a_new_password_tells_nothing() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    app.clock.advance_seconds(3600);
    let attempts = async |email: &str| {
        let stranger = app.browser_at("203.0.113.7");
        let mut answers = Vec::new();
        for _ in 0..2 {
            let body = json!({ "email": email });
            answers.push(stranger.post("/password-recovery", body).await);
        }
        for turn in 0..11 {
            let body = json!({
                "email": email, "code": if turn == 0 { "12" } else { "000000" },
                "password": PASSWORD, "confirmation": PASSWORD,
            });
            answers.push(stranger.post("/password-recovery/confirm", body).await);
        }
        answers
    };
    let (known, unknown) = (attempts(KNOWN).await, attempts(UNKNOWN).await);
    alike(&known, &unknown);
    let statuses: Vec<_> = known[..4].iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [204, 429, 422, 422]);
}

/// A draft whose person has given a number, the same each time.
async fn draft(app: &TestApp) -> Browser {
    let browser = app.browser_at("203.0.113.7");
    app.walk(&browser, &Person::new(2), Some(Requirement::Email))
        .await;
    browser
}

#[tokio::test]
async fn registering_tells_nothing_before_the_address_is_proved() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    app.clock.advance_seconds(3600);
    let attempts = async |email: &str| {
        let stranger = draft(&app).await;
        let mut answers = Vec::new();
        let body = json!({ "email": email });
        answers.push(stranger.put("/registration/email", body.clone()).await);
        answers.push(stranger.put("/registration/email", body).await);
        let again = "/registration/email-code/resend";
        answers.push(stranger.post(again, Value::Null).await);
        for code in [
            "12", "000000", "000001", "000002", "000003", "000004", "000005",
        ] {
            let body = json!({ "code": code });
            answers.push(stranger.post("/registration/email-code", body).await);
        }
        answers.push(stranger.get("/registration").await);
        answers
    };
    let (known, unknown) = (attempts(KNOWN).await, attempts(UNKNOWN).await);
    alike(&known, &unknown);
    let statuses: Vec<_> = known[..4].iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 200, 429, 422]);
    assert_eq!(known[10].body["next"], "email_code");
}
