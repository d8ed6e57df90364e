//! The address proved by the link of a letter: on any device, once, and only where it was pressed.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Browser, Person, TestApp, token_in};

const EMAIL: &str = "person1@example.kz";

/// A teacher who waits for the letter.
async fn waiting(app: &TestApp, serial: u32) -> Browser {
    let browser = app.browser();
    let teacher = Person::teacher(serial);
    app.walk(&browser, &teacher, Some(Requirement::EmailCode))
        .await;
    browser
}

async fn look(browser: &Browser, token: &str) -> tests::Answer {
    browser.post("/links/look", json!({ "token": token })).await
}

async fn resend_by(browser: &Browser, token: &str) -> tests::Answer {
    browser
        .post("/links/resend", json!({ "token": token }))
        .await
}

#[tokio::test]
async fn a_teacher_goes_from_the_address_to_the_cabinet() {
    let app = TestApp::spawn().await;
    let browser = waiting(&app, 1).await;
    let told = browser.get("/registration").await.ok();
    assert_eq!(told["next_page"], "code");
    assert_eq!(told["code"]["delayed"], false);
    assert_eq!(told["path"].as_array().unwrap().len(), 6, "one page a step");

    let letter = app.mails(EMAIL).await.remove(0);
    assert!(letter.subject.starts_with("Ұлттық біліктілік тестілеуі:"));
    assert!(letter.text.contains("Ұлттық тестілеу орталығы"));
    let token = token_in(&letter.text).unwrap();
    let seen = look(&browser, &token).await.ok();
    assert_eq!(
        seen,
        json!({ "kind": "email_proof", "email": EMAIL, "programme": "nqt" })
    );
    assert_eq!(
        browser.next().await,
        "email_code",
        "looking changes nothing"
    );

    let before = browser.copied();
    let used = browser.use_link(&token).await;
    assert!(used.set_cookie("__Host-tirkeu").contains("Max-Age"));
    used.ok();
    assert_eq!(browser.next().await, "password");
    before
        .get("/registration")
        .await
        .refused(401, "sign_in_required");

    app.walk(&browser, &Person::teacher(1), None).await;
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(cabinet["programme"], "nqt");
    assert_eq!(cabinet["phone"], "+77011234567");
    for not_asked in ["details", "study", "identity"] {
        assert_eq!(cabinet[not_asked], Value::Null, "{not_asked}");
    }
    let letters = app.mails(EMAIL).await;
    assert_eq!(letters.len(), 2);
    assert!(letters[1].text.contains("Ұлттық тестілеу орталығы"));
}

#[tokio::test]
async fn the_registration_goes_on_where_the_button_was_pressed() {
    let app = TestApp::spawn().await;
    let computer = waiting(&app, 1).await;
    let token = app.last_proof(EMAIL).await;
    let phone = app.browser();
    phone.use_link(&token).await.ok();
    assert_eq!(phone.next().await, "password");
    let left = computer.get("/registration").await;
    left.refused(401, "sign_in_required");
    app.walk(
        &phone,
        &Person::teacher(1),
        Some(Requirement::PersonalDataConsent),
    )
    .await;
    computer.sign_in(EMAIL).await.ok();
    assert_eq!(computer.next().await, "personal_data_consent");
}

#[tokio::test]
async fn whoever_began_with_a_strange_address_gains_nothing_by_its_owners_press() {
    let app = TestApp::spawn().await;
    let stranger = waiting(&app, 1).await;
    let token = app.last_proof(EMAIL).await;
    let owner = app.browser();
    owner.use_link(&token).await.ok();
    let password = json!({ "password": tests::PASSWORD, "confirmation": tests::PASSWORD });
    stranger
        .put("/registration/password", password)
        .await
        .refused(401, "sign_in_required");
    assert_eq!(owner.next().await, "password");
}

#[tokio::test]
async fn a_link_works_for_an_hour_and_another_one_can_be_asked_for() {
    let app = TestApp::spawn().await;
    let browser = waiting(&app, 1).await;
    let token = app.last_proof(EMAIL).await;
    app.clock.advance_seconds(3599);
    look(&browser, &token).await.ok();
    app.clock.advance_seconds(1);
    look(&browser, &token).await.refused(410, "link_expired");
    let other = app.browser();
    other.use_link(&token).await.refused(410, "link_expired");

    assert_eq!(resend_by(&other, &token).await.status, 204);
    let again = resend_by(&other, &token).await;
    assert_eq!(again.retry_after(), 60);
    again.refused(429, "resend_too_early");
    let fresh = app.last_proof(EMAIL).await;
    assert_ne!(fresh, token);
    other.use_link(&fresh).await.ok();
    assert_eq!(other.next().await, "password");
    resend_by(&other, &token).await.refused(410, "link_useless");
    look(&other, &token).await.refused(410, "link_useless");
}

#[tokio::test]
async fn letters_are_limited_like_those_with_codes_and_an_earlier_link_still_works() {
    let app = TestApp::spawn().await;
    let browser = waiting(&app, 1).await;
    let resend = async || {
        let path = "/registration/email-code/resend";
        browser.post(path, Value::Null).await
    };
    resend().await.refused(429, "resend_too_early");
    let first = app.last_proof(EMAIL).await;
    for _ in 0..4 {
        app.clock.advance_seconds(60);
        resend().await.ok();
    }
    app.clock.advance_seconds(60);
    resend().await.refused(429, "sending_limit");
    assert_eq!(app.mails(EMAIL).await.len(), 5);
    browser.use_link(&first).await.ok();
    assert_eq!(browser.next().await, "password");
    let last = app.last_proof(EMAIL).await;
    look(&browser, &last).await.refused(410, "link_useless");
}

#[tokio::test]
async fn a_useless_link_says_only_that() {
    let app = TestApp::spawn().await;
    let browser = waiting(&app, 1).await;
    let token = app.last_proof(EMAIL).await;
    for wrong in ["", "x", &token[1..], &format!("{token}A")] {
        look(&browser, wrong).await.refused(410, "link_useless");
        browser.use_link(wrong).await.refused(410, "link_useless");
        resend_by(&browser, wrong)
            .await
            .refused(410, "link_useless");
    }
    // Another address was typed meanwhile: the letter to the first one proves nothing.
    app.clock.advance_seconds(60);
    let other = json!({ "email": "other@example.kz" });
    browser.put("/registration/email", other).await.ok();
    look(&browser, &token).await.refused(410, "link_useless");
    browser.use_link(&token).await.refused(410, "link_useless");
    let fresh = app.last_proof("other@example.kz").await;
    browser.use_link(&fresh).await.ok();
    browser.use_link(&fresh).await.refused(410, "link_useless");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_presses_at_once_are_one() {
    let app = TestApp::spawn().await;
    waiting(&app, 1).await;
    let token = app.last_proof(EMAIL).await;
    let presses = (0..8).map(|_| {
        let (browser, token) = (app.browser(), token.clone());
        tokio::spawn(async move { browser.use_link(&token).await.status })
    });
    let presses: Vec<_> = presses.collect();
    let mut done = 0;
    for press in presses {
        done += usize::from(press.await.unwrap() == 200);
    }
    assert_eq!(done, 1);
    let alive = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";
    assert_eq!(app.count(alive).await, 1);
}

/// What differs between any two answers of the same kind.
fn without_times(mut body: Value) -> Value {
    for name in ["saved_at", "kept_until", "server_now"] {
        body[name].take();
    }
    for name in ["sent_at", "expires_at", "resend_at"] {
        body["code"][name].take();
    }
    body["facts"]["email"].take();
    body
}

#[tokio::test]
async fn an_address_with_a_login_looks_like_any_other_and_its_letter_says_so() {
    let app = TestApp::spawn().await;
    let owner = Person::teacher(1);
    app.registered(&owner).await;
    app.clock.advance_seconds(60);
    let (fresh, stranger) = (app.browser(), app.browser());
    let mut answers = Vec::new();
    for (browser, email) in [(&fresh, "free@example.kz"), (&stranger, EMAIL)] {
        browser.open("nqt", "kk").await;
        let put = json!({ "email": email });
        let answer = browser.put("/registration/email", put).await;
        assert_eq!(answer.status, 200);
        answers.push(without_times(answer.ok()));
        app.send_letters().await;
        answers.push(without_times(browser.get("/registration").await.ok()));
    }
    assert_eq!(answers[..2], answers[2..]);

    let letter = app.mails(EMAIL).await.pop().unwrap();
    assert!(letter.text.contains("/sign-in"), "{}", letter.text);
    stranger
        .use_link(&token_in(&letter.text).unwrap())
        .await
        .ok();
    let told = stranger.get("/registration").await.ok();
    assert_eq!(
        (&told["next"], &told["facts"]["name"]),
        (&json!("sign_in"), &Value::Null)
    );
    assert_eq!(told["facts"]["login_is_earlier"], true);
    stranger.sign_in(EMAIL).await.ok();
    assert_eq!(stranger.get("/cabinet").await.status, 200);
}

#[tokio::test]
async fn a_draft_that_was_erased_is_not_proved() {
    let app = TestApp::spawn().await;
    let browser = waiting(&app, 1).await;
    let token = app.last_proof(EMAIL).await;
    assert_eq!(browser.delete("/registration").await.status, 204);
    browser.use_link(&token).await.refused(410, "link_useless");
    assert_eq!(app.count("SELECT count(*) FROM registrations").await, 0);
}
