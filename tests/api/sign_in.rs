//! Signing in: the same answer for everybody, limits for the guesser, never for the owner.

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Answer, Browser, TestApp};

const EMAIL: &str = "person1@example.kz";

async fn guess(browser: &Browser, email: &str) -> Answer {
    let body = json!({ "email": email, "password": "not the right password" });
    browser.post("/sessions", body).await
}

#[tokio::test]
async fn fields_are_refused_for_their_form_only() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let empty = json!({ "email": "", "password": "" });
    browser
        .post("/sessions", empty)
        .await
        .refused_fields(&[("email", "required"), ("password", "required")]);
    let long = json!({ "email": EMAIL, "password": "я".repeat(10_000) });
    browser
        .post("/sessions", long)
        .await
        .refused_fields(&[("password", "required")]);
    let short = json!({ "email": EMAIL, "password": "1" });
    browser
        .post("/sessions", short)
        .await
        .refused(401, "credentials_wrong");
}

#[tokio::test]
async fn five_tries_a_minute_for_account_and_network() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    for email in [EMAIL, "nobody@example.kz"] {
        let guesser = app.browser_at("203.0.113.7");
        for _ in 0..5 {
            guess(&guesser, email)
                .await
                .refused(401, "credentials_wrong");
        }
        let sixth = guess(&guesser, email).await;
        assert_eq!(sixth.retry_after(), 60);
        sixth.refused(429, "sign_in_paused");
    }
    // The right password has to wait there too; elsewhere it does not.
    let guesser = app.browser_at("203.0.113.7");
    guesser.sign_in(EMAIL).await.refused(429, "sign_in_paused");
    app.browser_at("198.51.100.4").sign_in(EMAIL).await.ok();
    app.clock.advance_seconds(60);
    guesser.sign_in(EMAIL).await.ok();
}

#[tokio::test]
async fn a_success_forgets_the_failures() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    let owner = app.browser();
    for _ in 0..3 {
        for _ in 0..4 {
            guess(&owner, EMAIL).await.refused(401, "credentials_wrong");
        }
        owner.sign_in(EMAIL).await.ok();
    }
}

/// Five guesses, each judged.
async fn five_guesses(guesser: &Browser) {
    for _ in 0..5 {
        guess(guesser, EMAIL)
            .await
            .refused(401, "credentials_wrong");
    }
}

#[tokio::test]
async fn the_wait_doubles_with_each_five_failures() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    let guesser = app.browser_at("203.0.113.7");
    for wait in [60, 120, 240] {
        five_guesses(&guesser).await;
        // Impatience is no guess: however often somebody presses, the wait stays what it is.
        for _ in 0..10 {
            let refused = guess(&guesser, EMAIL).await;
            assert_eq!(refused.retry_after(), wait);
            refused.refused(429, "sign_in_paused");
        }
        app.clock.advance_seconds(wait - 1);
        let refused = guess(&guesser, EMAIL).await;
        assert_eq!(refused.retry_after(), 1);
        app.clock.advance_seconds(1);
    }
    assert_eq!(app.mails(EMAIL).await.len(), 1, "the code, and no warning");
    guesser.sign_in(EMAIL).await.ok();
    // A success begins anew.
    five_guesses(&guesser).await;
    assert_eq!(guess(&guesser, EMAIL).await.retry_after(), 60);
}

#[tokio::test]
async fn who_mistypes_slowly_never_waits() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    let owner = app.browser();
    for _ in 0..19 {
        guess(&owner, EMAIL).await.refused(401, "credentials_wrong");
        app.clock.advance_seconds(120);
    }
    owner.sign_in(EMAIL).await.ok();
}

#[tokio::test]
async fn twenty_failures_an_hour_pause_that_network_only() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    let guesser = app.browser_at("203.0.113.7");
    for wait in [60, 120, 240] {
        five_guesses(&guesser).await;
        app.clock.advance_seconds(wait);
    }
    five_guesses(&guesser).await;
    let gone = 60 + 120 + 240;
    let paused = guesser.sign_in(EMAIL).await;
    assert_eq!(paused.retry_after(), 3600 - gone);
    paused.refused(429, "sign_in_paused");
    guess(&guesser, EMAIL).await.refused(429, "sign_in_paused");

    let letters = app.mails(EMAIL).await;
    assert_eq!(letters.len(), 2, "the code, and one warning");
    assert_eq!(letters[1].subject, "Неудачные попытки входа в Ваш профиль");

    app.browser_at("198.51.100.4").sign_in(EMAIL).await.ok();
    let recovery = json!({ "email": EMAIL });
    let open = guesser.post("/password-recovery", recovery).await;
    assert_eq!(open.status, 204, "a new password can always be asked for");

    app.clock.advance_seconds(3600 - gone - 1);
    guesser.sign_in(EMAIL).await.refused(429, "sign_in_paused");
    app.clock.advance_seconds(1);
    guesser.sign_in(EMAIL).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_guesses_at_once_get_no_more_tries() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    let guesser = app.browser();
    let calls = (0..15).map(|_| {
        let guesser = guesser.clone();
        tokio::spawn(async move { guess(&guesser, EMAIL).await.status })
    });
    let calls: Vec<_> = calls.collect();
    let mut judged = 0;
    for call in calls {
        judged += usize::from(call.await.unwrap() == 401);
    }
    assert_eq!(judged, 5);
}
