//! Programmes that mail the first password: once, for three days, and never for good.

use std::path::Path;

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp, password_in};

const EMAIL: &str = "person1@example.kz";
const HOUR: i64 = 3600;

async fn spawn() -> TestApp {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
    TestApp::spawn_with(|config| config.programmes = Some(folder)).await
}

/// The password alone on a line of the newest letter.
async fn mailed(app: &TestApp) -> String {
    let letter = app.mails(EMAIL).await.pop().expect("a letter came");
    password_in(&letter.text).expect("it has a password")
}

async fn sign_in(browser: &Browser, password: &str) -> Answer {
    let body = json!({ "email": EMAIL, "password": password });
    browser.post("/sessions", body).await
}

async fn choose(browser: &Browser, password: &str) -> Answer {
    let body = json!({ "password": password, "confirmation": password });
    browser.put("/registration/own-password", body).await
}

/// Somebody whose address is proved and who got a password.
async fn with_password(app: &TestApp, programme: &str) -> (Browser, String) {
    let browser = app.browser();
    let person = Person::new(1).of(programme);
    app.walk(&browser, &person, Some(Requirement::SignIn)).await;
    let password = mailed(app).await;
    (browser, password)
}

#[tokio::test]
async fn a_mailed_password_is_replaced_at_the_first_sign_in() {
    for programme in ["mailed", "mailed-link"] {
        let app = spawn().await;
        let (browser, password) = with_password(&app, programme).await;
        let elsewhere = app.browser();
        for browser in [&browser, &elsewhere] {
            sign_in(browser, &password).await.ok();
            assert_eq!(browser.next().await, "own_password");
        }
        let early = browser.put("/registration/name", Person::new(1).name).await;
        early.refused(409, "step_out_of_order");
        browser
            .get("/cabinet")
            .await
            .refused(409, "step_out_of_order");
        choose(&browser, &password)
            .await
            .refused_fields(&[("password", "password_same")]);
        choose(&browser, "password1234")
            .await
            .refused_fields(&[("password", "password_weak")]);
        let told = choose(&browser, PASSWORD).await.ok();
        assert_eq!(told["next"], "personal_number");
        let left = elsewhere.get("/registration").await;
        left.refused(401, "sign_in_required");
        let other = "другая фраза про степь 73";
        choose(&browser, other).await.ok();
        sign_in(&elsewhere, other)
            .await
            .refused(401, "credentials_wrong");
        sign_in(&elsewhere, &password)
            .await
            .refused(401, "credentials_wrong");
        app.walk(&browser, &Person::new(1).of(programme), None)
            .await;
        assert_eq!(browser.get("/cabinet").await.ok()["programme"], programme);
        let letter = app.mails(EMAIL).await.pop().unwrap();
        assert!(letter.text.contains("Пробный центр"), "{}", letter.text);
    }
}

#[tokio::test]
async fn another_programme_does_not_let_anybody_keep_it() {
    let app = spawn().await;
    let (browser, password) = with_password(&app, "mailed").await;
    sign_in(&browser, &password).await.ok();
    assert_eq!(browser.open("ncie", "ru").await["next"], "own_password");
    let terms = browser.acceptance("terms").await;
    let body = json!({ "country": "KAZ", "terms": terms });
    browser
        .put("/registration/citizenship", body)
        .await
        .refused(409, "step_out_of_order");
    assert_eq!(choose(&browser, PASSWORD).await.ok()["next"], "citizenship");
}

#[tokio::test]
async fn it_opens_the_login_for_seventy_two_hours() {
    let app = spawn().await;
    let (browser, password) = with_password(&app, "mailed").await;
    app.clock.advance_seconds(72 * HOUR - 1);
    sign_in(&browser, &password).await.ok();
    app.clock.advance_seconds(1);
    let late = app.browser();
    sign_in(&late, &password)
        .await
        .refused(401, "first_password_expired");
    sign_in(&late, "not it at all")
        .await
        .refused(401, "credentials_wrong");

    let start = json!({ "email": EMAIL });
    assert_eq!(late.post("/password-recovery", start).await.status, 204);
    let code = app.last_code(EMAIL).await;
    let finish = json!({
        "email": EMAIL, "code": code, "password": PASSWORD, "confirmation": PASSWORD,
    });
    let done = late.post("/password-recovery/confirm", finish).await;
    assert_eq!(done.status, 204);
    late.sign_in(EMAIL).await.ok();
    assert_eq!(
        late.next().await,
        "personal_number",
        "it is the owner's own"
    );
}

#[tokio::test]
async fn it_is_mailed_once_and_left_nowhere() {
    let app = spawn().await;
    let (browser, password) = with_password(&app, "mailed").await;
    assert_eq!(app.mails(EMAIL).await.len(), 2, "the code and the password");
    let dump = app.dump().await;
    let found = dump
        .windows(password.len())
        .any(|bytes| bytes == password.as_bytes());
    assert!(!found, "nothing but its hash is kept");
    let code = json!({ "code": "000000" });
    browser.post("/registration/email-code", code).await.ok();
    assert_eq!(app.mails(EMAIL).await.len(), 2);
    let logins = "SELECT count(*) FROM logins WHERE first_password_until IS NOT NULL";
    assert_eq!(app.count(logins).await, 1);
}

#[tokio::test]
async fn an_address_with_a_login_gets_no_other_password() {
    let app = spawn().await;
    app.registered(&Person::new(1)).await;
    app.clock.advance_seconds(60);
    let letters = app.mails(EMAIL).await.len();
    let browser = app.browser();
    let again = Person::new(1).of("mailed-link");
    app.walk(&browser, &again, Some(Requirement::SignIn)).await;
    assert_eq!(app.mails(EMAIL).await.len(), letters + 1, "the link alone");
    browser.sign_in(EMAIL).await.ok();
    assert_eq!(browser.next().await, "finish");
}

#[tokio::test]
async fn whoever_proved_the_address_elsewhere_gets_one_on_opening_the_programme() {
    let app = spawn().await;
    let browser = app.registered_until(Requirement::Password).await;
    let told = browser.open("mailed", "ru").await;
    assert_eq!(told["next"], "sign_in");
    let password = mailed(&app).await;
    sign_in(&browser, &password).await.ok();
    assert_eq!(browser.next().await, "own_password");
    assert_eq!(browser.open("mailed", "ru").await["next"], "own_password");
    assert_eq!(app.mails(EMAIL).await.len(), 2);
}

#[tokio::test]
async fn a_wrong_definition_stops_the_start_with_a_line_for_each_fault() {
    let folder = tempfile::tempdir().unwrap();
    let good = include_str!("../fixtures/programmes/mailed.toml");
    let bad = good
        .replace("\"own_password\",", "")
        .replace("210750000002", "1");
    std::fs::write(folder.path().join("bad.toml"), bad).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "not a definition").unwrap();
    let told = backend::programmes::Programmes::load(Some(folder.path())).unwrap_err();
    let told = format!("{told:#}");
    for words in [
        "bad.toml:5: first_password: is mailed, but not replaced",
        "centre.bin: is not a BIN",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
    let twice = good.replace("code = \"mailed\"", "code = \"ncie\"");
    std::fs::write(folder.path().join("bad.toml"), twice).unwrap();
    let told = backend::programmes::Programmes::load(Some(folder.path())).unwrap_err();
    assert!(told.to_string().contains("ncie: defined twice"), "{told}");
}
