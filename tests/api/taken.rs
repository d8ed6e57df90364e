//! An IIN or an address that somebody has already: a stranger learns nothing, the owner does.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Browser, Person, TestApp};

/// What differs between any two answers of the same kind.
fn without_times(mut body: Value) -> Value {
    for name in ["saved_at", "kept_until", "server_now"] {
        body[name].take();
    }
    for name in ["sent_at", "expires_at", "resend_at"] {
        if body["code"].is_object() {
            body["code"][name].take();
        }
    }
    if body["facts"]["terms"].is_object() {
        body["facts"]["terms"]["at"].take();
    }
    body
}

async fn at_number(app: &TestApp, serial: u32) -> Browser {
    let browser = app.browser();
    app.walk(
        &browser,
        &Person::new(serial),
        Some(Requirement::PersonalNumber),
    )
    .await;
    browser
}

#[tokio::test]
async fn a_taken_number_tells_a_stranger_nothing_and_its_owner_once_a_day() {
    let app = TestApp::spawn().await;
    let owner = Person::new(1);
    app.registered(&owner).await;
    let taken = owner.number.clone();
    let letters = async || app.mails(&owner.email).await.len();
    assert_eq!(letters().await, 2);

    let (fresh, stranger) = (at_number(&app, 2).await, at_number(&app, 3).await);
    // Born on the same day, so that the masked numbers are alike.
    let free = Person::new(4).number;
    let path = "/registration/personal-number";
    let (free, taken_answer) = (
        fresh.put(path, free).await,
        stranger.put(path, taken.clone()).await,
    );
    assert_eq!(free.status, taken_answer.status);
    assert_eq!(without_times(free.ok()), without_times(taken_answer.ok()));
    assert_eq!(letters().await, 3, "the owner is told");
    let cases = "SELECT count(*) FROM duplicate_cases WHERE decided_at IS NULL";
    assert_eq!(app.count(cases).await, 1);

    stranger.put(path, taken.clone()).await.ok();
    let second = at_number(&app, 5).await;
    second.put(path, taken.clone()).await.ok();
    assert_eq!(letters().await, 3, "not twice a day");
    assert_eq!(app.count(cases).await, 2, "a case for each pair");

    app.clock.advance_seconds(86_400);
    second.put(path, taken).await.ok();
    assert_eq!(letters().await, 4);
}

#[tokio::test]
async fn a_number_of_somebody_without_a_login_is_free() {
    let app = TestApp::spawn().await;
    let first = at_number(&app, 1).await;
    let number = Person::new(1).number;
    let path = "/registration/personal-number";
    first.put(path, number.clone()).await.ok();
    at_number(&app, 2).await.put(path, number).await.ok();
    assert_eq!(app.count("SELECT count(*) FROM duplicate_cases").await, 0);
    assert_eq!(app.send_letters().await, 0);
}

#[tokio::test]
async fn a_taken_address_looks_like_a_free_one_until_the_code() {
    let app = TestApp::spawn().await;
    let owner = Person::new(1);
    app.registered(&owner).await;
    app.clock.advance_seconds(60);
    let (fresh, stranger) = (app.browser(), app.browser());
    for (browser, serial) in [(&fresh, 2), (&stranger, 3)] {
        app.walk(browser, &Person::new(serial), Some(Requirement::Email))
            .await;
    }
    let put = async |browser: &Browser, email: &str| {
        let body = json!({ "email": email });
        let answer = browser.put("/registration/email", body).await;
        assert_eq!(answer.status, 200);
        let mut body = without_times(answer.ok());
        body["facts"]["email"].take();
        body
    };
    let free = put(&fresh, "free@example.kz").await;
    let taken = put(&stranger, &owner.email).await;
    assert_eq!(free, taken);
    assert_eq!(taken["facts"]["login_exists"], false);

    let code = app.last_code(&owner.email).await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let wrong = json!({ "code": wrong });
    let path = "/registration/email-code";
    let (mut one, mut other) = (
        fresh.post(path, wrong.clone()).await,
        stranger.post(path, wrong).await,
    );
    one.body["request_id"].take();
    other.body["request_id"].take();
    assert_eq!((one.status, one.body), (other.status, other.body));
    let letter = app.mails(&owner.email).await.pop().unwrap();
    assert!(letter.text.contains("/sign-in"), "{}", letter.text);
}

#[tokio::test]
async fn whoever_proves_a_taken_address_is_led_to_its_login() {
    let app = TestApp::spawn().await;
    let owner = Person::new(1);
    app.registered(&owner).await;
    app.clock.advance_seconds(60);
    let returned = app.browser();
    let mut draft = Person::from_abroad(2);
    draft.email.clone_from(&owner.email);
    app.walk(&returned, &draft, Some(Requirement::SignIn)).await;
    let told = returned.get("/registration").await.ok();
    assert_eq!(told["facts"]["login_is_earlier"], true);
    for hidden in ["name", "details", "study", "face", "finished_at"] {
        assert_eq!(told["facts"][hidden], Value::Null, "{hidden}");
    }
    let other = "другая фраза про степь 73";
    let password = json!({ "password": other, "confirmation": other });
    returned.put("/registration/password", password).await.ok();
    let before = returned.copied();
    returned.sign_in(&owner.email).await.ok();
    before
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
    let facts = returned.get("/registration").await.ok()["facts"].clone();
    assert_eq!(facts["citizenship"], "KAZ", "the draft fills gaps only");
    assert_eq!(facts["personal_number"]["kind"], "iin");
    assert_eq!(returned.get("/cabinet").await.status, 200);
}

#[tokio::test]
async fn an_unproved_draft_gives_nothing_to_an_account() {
    let app = TestApp::spawn().await;
    let owner = app.registered_until(Requirement::BiometricConsent).await;
    let browser = app.browser();
    app.walk(
        &browser,
        &Person::from_abroad(2),
        Some(Requirement::EmailCode),
    )
    .await;
    browser.sign_in("person1@example.kz").await.ok();
    let (here, there) = (
        browser.get("/registration").await.ok(),
        owner.get("/registration").await.ok(),
    );
    assert_eq!(here, there);
    assert_eq!(here["facts"]["citizenship"], "KAZ");
}
