//! The password that is asked again before something of weight: how often it can be wrong.

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, TestApp};

const EMAIL: &str = "person1@example.kz";
const NEW: &str = "другая фраза про степь 73";

async fn change_password(browser: &Browser, current: &str, password: &str) -> Answer {
    let body = json!({ "current": current, "password": password, "confirmation": password });
    browser.put("/account/password", body).await
}

/// A person who is signed in, some time after the registration.
async fn signed_in(app: &TestApp) -> Browser {
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    app.clock.advance_seconds(60);
    browser
}

#[tokio::test]
async fn the_password_is_asked_again_five_times_a_minute() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    for _ in 0..5 {
        change_password(&browser, "not it", NEW)
            .await
            .refused(422, "invalid");
    }
    let sixth = change_password(&browser, PASSWORD, NEW).await;
    assert_eq!(sixth.retry_after(), 60);
    sixth.refused(429, "sign_in_paused");
    app.clock.advance_seconds(60);
    assert_eq!(change_password(&browser, PASSWORD, NEW).await.status, 204);
}

#[tokio::test]
async fn twenty_wrong_passwords_pause_what_asks_for_it_and_are_told() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    let guess = async |passed: i64| {
        for _ in 0..5 {
            change_password(&browser, "not it", NEW)
                .await
                .refused(422, "invalid");
        }
        let refused = change_password(&browser, PASSWORD, NEW).await;
        assert_eq!(refused.retry_after(), passed);
        refused.refused(429, "sign_in_paused");
    };
    for wait in [60, 120, 240] {
        guess(wait).await;
        app.clock.advance_seconds(wait);
    }
    let letters = app.mails(EMAIL).await.len();
    guess(3600 - 420).await;
    let told = app.mails(EMAIL).await;
    assert_eq!(told.len(), letters + 1);
    assert_eq!(
        told[letters].subject,
        "В Вашем профиле несколько раз неверно ввели пароль"
    );
    // Every call that asks for the password, and no letter more.
    let body = json!({ "email": "another@example.kz", "current": PASSWORD });
    let email = browser.post("/account/email", body).await;
    email.refused(429, "sign_in_paused");
    let body = json!({ "current": PASSWORD, "agreed": true });
    let deletion = browser.post("/account/deletion", body).await;
    deletion.refused(429, "sign_in_paused");
    let body = json!({ "current": PASSWORD });
    let passkey = browser.post("/account/passkeys/challenge", body).await;
    passkey.refused(429, "sign_in_paused");
    assert_eq!(app.mails(EMAIL).await.len(), letters + 1);
    // Signing in is another matter: the owner is not locked out.
    app.browser().sign_in(EMAIL).await.ok();

    // Kept alive, as by a page that is open.
    for seconds in [1000, 1000, 1000, 179] {
        app.clock.advance_seconds(seconds);
        browser.get("/account/security").await.ok();
    }
    change_password(&browser, PASSWORD, NEW)
        .await
        .refused(429, "sign_in_paused");
    app.clock.advance_seconds(1);
    assert_eq!(change_password(&browser, PASSWORD, NEW).await.status, 204);

    let mut lines = told[letters].text.lines();
    let link = lines.find_map(|line| line.split_once("/link#"));
    let body = json!({ "token": link.expect("the letter has a link").1 });
    let anyone = app.browser();
    let seen = anyone.post("/links/look", body).await.ok();
    assert_eq!(seen["kind"], "not_me");
}
