//! Passkeys: added with the password, used without it, ended by whoever they belong to; and devices
//! that answer what they should not.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Authenticator, Browser, PASSWORD, Person, TestApp};

const EMAIL: &str = "person1@example.kz";
const CHALLENGES: &str = "SELECT count(*) FROM passkey_challenges";
const WORKING: &str = "SELECT count(*) FROM passkeys WHERE ended_at IS NULL";

/// A program at a name: addresses of numbers have no passkeys.
async fn spawn() -> TestApp {
    TestApp::spawn_with(|config| {
        config.page_url = format!("http://localhost:{}", config.listen.port());
    })
    .await
}

/// A person who is signed in, some time after the registration.
async fn signed_in(app: &TestApp, serial: u32) -> Browser {
    let browser = app.browser();
    let until = Some(Requirement::BiometricConsent);
    app.walk(&browser, &Person::new(serial), until).await;
    app.clock.advance_seconds(60);
    browser
}

fn device(app: &TestApp) -> Authenticator {
    Authenticator::new(&app.app.config.page_url)
}

fn of_challenge(challenge: &Value) -> (&str, &str) {
    let text = |name: &str| challenge[name].as_str().expect("a text");
    (text("id"), text("options"))
}

async fn ask_to_add(browser: &Browser) -> Value {
    let body = json!({ "current": PASSWORD });
    browser.post("/account/passkeys/challenge", body).await.ok()
}

async fn hand_in(browser: &Browser, id: &str, credential: &str) -> Answer {
    let body = json!({ "id": id, "credential": credential });
    browser.post("/account/passkeys", body).await
}

/// Adds a passkey on a new device.
async fn add(app: &TestApp, browser: &Browser) -> Authenticator {
    let mut device = device(app);
    let challenge = ask_to_add(browser).await;
    let (id, options) = of_challenge(&challenge);
    hand_in(browser, id, &device.create(options)).await.ok();
    device
}

async fn ask_to_sign_in(browser: &Browser) -> Value {
    let asked = browser.post("/sessions/passkey/challenge", Value::Null);
    asked.await.ok()
}

async fn enter(browser: &Browser, id: &str, credential: &str) -> Answer {
    let body = json!({ "id": id, "credential": credential });
    browser.post("/sessions/passkey", body).await
}

async fn sign_in(browser: &Browser, device: &mut Authenticator) -> Answer {
    let challenge = ask_to_sign_in(browser).await;
    let (id, options) = of_challenge(&challenge);
    enter(browser, id, &device.get(options)).await
}

async fn security(browser: &Browser) -> Value {
    browser.get("/account/security").await.ok()
}

async fn remove(browser: &Browser, id: &str, current: &str) -> Answer {
    let body = json!({ "current": current });
    browser
        .post(&format!("/account/passkeys/{id}/removal"), body)
        .await
}

async fn newest_letter(app: &TestApp) -> (String, String) {
    let letter = app.mails(EMAIL).await.pop().expect("a letter came");
    let link = letter
        .text
        .lines()
        .find_map(|line| line.split_once("/link#"));
    let token = link.map(|(_, token)| token.to_owned()).unwrap_or_default();
    (letter.subject, token)
}

#[tokio::test]
async fn a_passkey_is_added_used_and_removed() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    let told = security(&browser).await;
    assert_eq!(told["passkeys"].as_array().unwrap().len(), 1);
    assert_eq!(told["passkeys"][0]["used_at"], Value::Null);
    let (subject, token) = newest_letter(&app).await;
    assert_eq!(subject, "В Ваш профиль добавлен ключ входа");
    assert!(!token.is_empty(), "it can be disowned");

    let phone = app.browser();
    let session = sign_in(&phone, &mut device).await;
    assert!(session.set_cookie("__Host-tirkeu").contains("HttpOnly"));
    assert_eq!(session.ok()["email"], EMAIL);
    let (subject, _) = newest_letter(&app).await;
    assert_eq!(subject, "Вход с нового устройства", "as with a password");
    let letters = app.mails(EMAIL).await.len();
    sign_in(&phone, &mut device).await.ok();
    assert_eq!(app.mails(EMAIL).await.len(), letters, "it is known now");

    let told = security(&phone).await;
    let by = told["sign_ins"].as_array().unwrap().iter();
    let by: Vec<_> = by.map(|one| &one["by_passkey"]).collect();
    assert_eq!(by, [true, true, false]);
    assert!(told["passkeys"][0]["used_at"].is_i64());
    assert_eq!(told["sessions"].as_array().unwrap().len(), 2);

    let id = told["passkeys"][0]["id"].as_str().unwrap();
    remove(&phone, id, "not it")
        .await
        .refused_fields(&[("current", "password_wrong")]);
    let left = remove(&phone, id, PASSWORD).await.ok();
    assert_eq!(left["passkeys"], json!([]));
    assert_eq!(
        newest_letter(&app).await.0,
        "Из Вашего профиля удалён ключ входа"
    );
    remove(&phone, id, PASSWORD).await.refused(404, "not_found");
    sign_in(&app.browser(), &mut device)
        .await
        .refused(401, "passkey_refused");
    browser.sign_in(EMAIL).await.ok();
}

#[tokio::test]
async fn only_the_owner_adds_and_removes_and_by_the_password() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let stranger = signed_in(&app, 2).await;
    let ask = async |browser: &Browser, current: &str| {
        let body = json!({ "current": current });
        browser.post("/account/passkeys/challenge", body).await
    };
    ask(&browser, "")
        .await
        .refused_fields(&[("current", "required")]);
    ask(&browser, "not it")
        .await
        .refused_fields(&[("current", "password_wrong")]);
    assert_eq!(app.count(CHALLENGES).await, 0);
    let nobody = app.browser();
    ask(&nobody, PASSWORD)
        .await
        .refused(401, "sign_in_required");
    hand_in(&nobody, "", "")
        .await
        .refused(401, "sign_in_required");
    remove(&nobody, "x", PASSWORD)
        .await
        .refused(401, "sign_in_required");

    add(&app, &browser).await;
    let told = security(&browser).await;
    let id = told["passkeys"][0]["id"].as_str().unwrap();
    remove(&stranger, id, PASSWORD)
        .await
        .refused(404, "not_found");
    // Somebody else's challenge.
    let challenge = ask_to_add(&browser).await;
    let (id, options) = of_challenge(&challenge);
    hand_in(&stranger, id, &device(&app).create(options))
        .await
        .refused(401, "passkey_refused");
    assert_eq!(app.count(WORKING).await, 1);
}

#[tokio::test]
async fn the_device_must_remember_and_unlock_for_everybody_alike() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    add(&app, &browser).await;
    let challenge = ask_to_add(&browser).await;
    let options: Value = serde_json::from_str(of_challenge(&challenge).1).unwrap();
    assert_eq!(
        options["rp"],
        json!({ "id": "localhost", "name": "Tirkeu" })
    );
    assert_eq!(options["user"]["name"], EMAIL);
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(
        options["authenticatorSelection"]["userVerification"],
        "required"
    );
    assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 1);

    let mut asked = Vec::new();
    for who in [&browser, &app.browser()] {
        let challenge = ask_to_sign_in(who).await;
        let mut options: Value = serde_json::from_str(of_challenge(&challenge).1).unwrap();
        assert!(options["challenge"].take().is_string());
        asked.push(options);
    }
    assert_eq!(asked[0], asked[1]);
    assert_eq!(asked[0]["allowCredentials"], json!([]));
    assert_eq!(asked[0]["userVerification"], "required");
}

#[tokio::test]
async fn wrong_answers_add_nothing() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let refused = async |id: &str, credential: &str| {
        hand_in(&browser, id, credential)
            .await
            .refused(401, "passkey_refused");
    };
    let origin = app.app.config.page_url.as_str();
    for (origin, unlocked) in [("http://elsewhere.example", true), (origin, false)] {
        let mut device = Authenticator::new(origin);
        device.unlocked = unlocked;
        let challenge = ask_to_add(&browser).await;
        let (id, options) = of_challenge(&challenge);
        refused(id, &device.create(options)).await;
    }
    for garbage in ["", "{}", "null", "{\"id\": 7}", &"[".repeat(10_000)] {
        let challenge = ask_to_add(&browser).await;
        refused(of_challenge(&challenge).0, garbage).await;
        refused(garbage, garbage).await;
    }
    // The answer to one challenge, handed in for another; then the challenge is gone all the same.
    let (one, other) = (ask_to_add(&browser).await, ask_to_add(&browser).await);
    let answer = device(&app).create(of_challenge(&other).1);
    refused(of_challenge(&one).0, &answer).await;
    refused(of_challenge(&one).0, &answer).await;
    // A challenge to sign in with is none to add with.
    let challenge = ask_to_sign_in(&browser).await;
    refused(of_challenge(&challenge).0, &answer).await;
    browser
        .post("/account/passkeys", json!({ "id": 7 }))
        .await
        .refused(400, "bad_request");
    assert_eq!(app.count("SELECT count(*) FROM passkeys").await, 0);

    let id = of_challenge(&other).0;
    hand_in(&browser, id, &answer).await.ok();
    refused(id, &answer).await;
    assert_eq!(app.count(WORKING).await, 1);
}

#[tokio::test]
async fn a_challenge_ends_after_five_minutes_and_is_swept() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let (in_time, late) = (ask_to_add(&browser).await, ask_to_add(&browser).await);
    app.clock.advance_seconds(299);
    let (id, options) = of_challenge(&in_time);
    let mut kept = device(&app);
    hand_in(&browser, id, &kept.create(options)).await.ok();
    app.clock.advance_seconds(1);
    let (id, options) = of_challenge(&late);
    hand_in(&browser, id, &device(&app).create(options))
        .await
        .refused(401, "passkey_refused");

    let (in_time, late) = (
        ask_to_sign_in(&browser).await,
        ask_to_sign_in(&browser).await,
    );
    app.clock.advance_seconds(299);
    let (id, options) = of_challenge(&in_time);
    enter(&app.browser(), id, &kept.get(options)).await.ok();
    app.clock.advance_seconds(1);
    let (id, options) = of_challenge(&late);
    enter(&app.browser(), id, &kept.get(options))
        .await
        .refused(401, "passkey_refused");

    assert!(app.count(CHALLENGES).await > 0);
    app.clock.advance_seconds(1);
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("it is swept");
    assert_eq!(app.count(CHALLENGES).await, 0);
    assert_eq!(app.count(WORKING).await, 1);
}

#[tokio::test]
async fn every_wrong_key_is_refused_in_the_same_words() {
    let app = spawn().await;
    let (browser, other) = (signed_in(&app, 1).await, signed_in(&app, 2).await);
    let mut own = add(&app, &browser).await;
    let theirs = add(&app, &other).await;
    let stranger = app.browser();
    let mut answers = Vec::new();
    let mut attempt = async |device: &mut Authenticator, spoil: fn(&str) -> String| {
        let challenge = ask_to_sign_in(&stranger).await;
        let (id, options) = of_challenge(&challenge);
        let credential = spoil(&device.get(options));
        let mut answer = enter(&stranger, id, &credential).await;
        assert_eq!(answer.header("set-cookie"), "");
        answer.body["request_id"].take();
        answers.push((answer.status, answer.body));
        app.clock.advance_seconds(60);
    };
    let as_it_is: fn(&str) -> String = str::to_owned;
    attempt(&mut device(&app), as_it_is).await;
    // Another person's name on the own key.
    let owner = std::mem::replace(&mut own.owner, theirs.owner.clone());
    attempt(&mut own, as_it_is).await;
    own.owner = owner;
    own.unlocked = false;
    attempt(&mut own, as_it_is).await;
    own.unlocked = true;
    let origin = std::mem::replace(&mut own.origin, "http://elsewhere.example".to_owned());
    attempt(&mut own, as_it_is).await;
    own.origin = origin;
    // A signature of something else.
    attempt(&mut own, |credential| {
        let (start, end) = credential
            .split_once("\"signature\":\"")
            .expect("it is signed");
        let (_, end) = end.split_once('"').expect("it ends");
        format!("{start}\"signature\":\"MEUCIQ\"{end}")
    })
    .await;
    attempt(&mut own, |_| "{\"type\": \"public-key\"}".to_owned()).await;
    for (status, body) in &answers {
        assert_eq!((*status, body), (401, &answers[0].1));
        assert_eq!(body["code"], "passkey_refused");
    }
    sign_in(&stranger, &mut own).await.ok();
    let tries = security(&stranger).await["sign_ins"].clone();
    let refused = tries.as_array().unwrap().iter();
    let refused = refused.filter(|one| one["succeeded"] == false && one["by_passkey"] == true);
    assert_eq!(refused.count(), 4, "those that named the passkey: {tries}");
}

#[tokio::test]
async fn an_answer_is_good_once() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    let challenge = ask_to_sign_in(&browser).await;
    let (id, options) = of_challenge(&challenge);
    let answer = device.get(options);
    let (one, two) = (app.browser(), app.browser());
    let (one, two) = tokio::join!(enter(&one, id, &answer), enter(&two, id, &answer));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
    enter(&app.browser(), id, &answer)
        .await
        .refused(401, "passkey_refused");
}

#[tokio::test]
async fn a_copied_key_opens_nothing_and_its_owner_is_told() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    sign_in(&browser, &mut device).await.ok();
    sign_in(&browser, &mut device).await.ok();
    device.counter -= 1;
    sign_in(&app.browser(), &mut device)
        .await
        .refused(401, "passkey_refused");
    let (subject, token) = newest_letter(&app).await;
    assert_eq!(subject, "Ваш ключ входа остановлен");
    assert!(!token.is_empty());
    let told = security(&browser).await;
    assert_eq!(told["passkeys"], json!([]));
    assert_eq!(told["sign_ins"][0]["succeeded"], false);
    let letters = app.mails(EMAIL).await.len();
    device.counter += 10;
    sign_in(&app.browser(), &mut device)
        .await
        .refused(401, "passkey_refused");
    assert_eq!(app.mails(EMAIL).await.len(), letters);
    browser.sign_in(EMAIL).await.ok();
}

#[tokio::test]
async fn this_was_not_me_ends_passkeys_too() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut thief = add(&app, &browser).await;
    let (_, token) = newest_letter(&app).await;
    let anyone = app.browser();
    let seen = anyone.post("/links/use", json!({ "token": token }));
    assert_eq!(seen.await.ok()["kind"], "not_me");
    assert_eq!(app.count(WORKING).await, 0);
    sign_in(&app.browser(), &mut thief)
        .await
        .refused(401, "passkey_refused");
}

#[tokio::test]
async fn taking_an_address_back_ends_passkeys_too() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    add(&app, &browser).await;
    let body = json!({ "email": "another@example.kz", "current": PASSWORD });
    browser.post("/account/email", body).await.ok();
    let (_, token) = newest_letter(&app).await;
    let anyone = app.browser();
    let used = anyone.post("/links/use", json!({ "token": token }));
    assert_eq!(used.await.ok()["kind"], "email_undo");
    assert_eq!(app.count(WORKING).await, 0);
}

#[tokio::test]
async fn another_address_keeps_the_passkey() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    let body = json!({ "email": "another@example.kz", "current": PASSWORD });
    browser.post("/account/email", body).await.ok();
    let letter = app.mails("another@example.kz").await.pop().unwrap();
    let link = letter
        .text
        .lines()
        .find_map(|line| line.split_once("/link#"));
    let token = link.expect("the letter has a link").1;
    let used = browser.post("/links/use", json!({ "token": token }));
    assert_eq!(used.await.ok()["kind"], "email_confirm");
    let session = sign_in(&app.browser(), &mut device).await.ok();
    assert_eq!(session["email"], "another@example.kz");
}

#[tokio::test]
async fn the_owners_file_names_passkeys_and_deletion_forgets_them() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    sign_in(&browser, &mut device).await.ok();
    ask_to_add(&browser).await;
    let data = browser.get("/account/data").await.ok();
    assert!(data["security"]["passkeys"][0]["added_at"].is_i64());
    assert_eq!(data["security"]["sign_ins"][0]["by_passkey"], true);
    let body = json!({ "current": PASSWORD, "agreed": true });
    assert_eq!(browser.post("/account/deletion", body).await.status, 204);
    assert_eq!(app.count("SELECT count(*) FROM passkeys").await, 0);
    let own = "SELECT count(*) FROM passkey_challenges WHERE person_id IS NOT NULL";
    assert_eq!(app.count(own).await, 0);
    sign_in(&browser, &mut device)
        .await
        .refused(401, "passkey_refused");
}

#[tokio::test]
async fn tries_are_counted_with_those_of_the_password() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    let guesser = app.browser_at("203.0.113.7");
    device.unlocked = false;
    for _ in 0..3 {
        sign_in(&guesser, &mut device)
            .await
            .refused(401, "passkey_refused");
    }
    let guess = json!({ "email": EMAIL, "password": "not the right password" });
    for _ in 0..2 {
        let judged = guesser.post("/sessions", guess.clone()).await;
        judged.refused(401, "credentials_wrong");
    }
    device.unlocked = true;
    let paused = sign_in(&guesser, &mut device).await;
    assert_eq!(paused.retry_after(), 60);
    paused.refused(429, "sign_in_paused");
    sign_in(&app.browser_at("198.51.100.4"), &mut device)
        .await
        .ok();
    app.clock.advance_seconds(60);
    sign_in(&guesser, &mut device).await.ok();
    // A key that nobody has is counted like one that somebody has.
    let mut unknown = Authenticator::new(&app.app.config.page_url);
    for _ in 0..5 {
        sign_in(&guesser, &mut unknown)
            .await
            .refused(401, "passkey_refused");
    }
    let paused = sign_in(&guesser, &mut unknown).await;
    assert_eq!(paused.retry_after(), 60);
    paused.refused(429, "sign_in_paused");
}

#[tokio::test]
async fn three_hundred_challenges_an_hour_for_one_network() {
    let app = spawn().await;
    let guest = app.browser_at("203.0.113.7");
    for _ in 0..300 {
        ask_to_sign_in(&guest).await;
    }
    let ask = async |browser: &Browser| {
        let asked = browser.post("/sessions/passkey/challenge", Value::Null);
        asked.await
    };
    let refused = ask(&guest).await;
    assert_eq!(refused.retry_after(), 3600);
    refused.refused(429, "too_many_requests");
    ask(&app.browser_at("198.51.100.4")).await.ok();
    app.clock.advance_seconds(3600);
    ask(&guest).await.ok();
}

#[tokio::test]
async fn ten_passkeys_are_enough() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let spare = ask_to_add(&browser).await;
    for _ in 0..10 {
        add(&app, &browser).await;
    }
    let ask = async || {
        let body = json!({ "current": PASSWORD });
        browser.post("/account/passkeys/challenge", body).await
    };
    ask().await.refused(409, "passkeys_full");
    let (id, options) = of_challenge(&spare);
    hand_in(&browser, id, &device(&app).create(options))
        .await
        .refused(401, "passkey_refused");
    let told = security(&browser).await;
    let id = told["passkeys"][3]["id"].as_str().unwrap();
    remove(&browser, id, PASSWORD).await.ok();
    ask().await.ok();
}

#[tokio::test]
async fn a_draft_of_the_browser_is_not_mixed_in() {
    let app = spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut device = add(&app, &browser).await;
    let draft = app.browser();
    app.walk(&draft, &Person::new(2), Some(Requirement::Password))
        .await;
    sign_in(&draft, &mut device).await.ok();
    let email = draft.get("/registration").await.ok()["facts"]["email"].clone();
    assert_eq!(email, EMAIL);
}

#[tokio::test]
async fn a_page_at_an_address_of_numbers_has_no_passkeys() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let body = json!({ "current": PASSWORD });
    browser
        .post("/account/passkeys/challenge", body)
        .await
        .refused(401, "passkey_refused");
    browser
        .post("/sessions/passkey/challenge", Value::Null)
        .await
        .refused(401, "passkey_refused");
}
