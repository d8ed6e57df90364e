//! What guards an account: devices, sessions, another password or address, own data, deletion.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp, iin, token_in};

const EMAIL: &str = "person1@example.kz";
const OTHER: &str = "another@example.kz";
const NEW: &str = "другая фраза про степь 73";
const DAY: i64 = 86_400;

async fn newest_token(app: &TestApp, to: &str) -> String {
    let mails = app.mails(to).await;
    token_in(&mails.last().expect("a letter came").text).expect("it has a link")
}

async fn security(browser: &Browser) -> Value {
    browser.get("/account/security").await.ok()
}

async fn change_password(browser: &Browser, current: &str, password: &str) -> Answer {
    let body = json!({ "current": current, "password": password, "confirmation": password });
    browser.put("/account/password", body).await
}

async fn change_email(browser: &Browser, email: &str) -> Answer {
    let body = json!({ "email": email, "current": PASSWORD });
    browser.post("/account/email", body).await
}

async fn look(browser: &Browser, token: &str) -> Answer {
    browser.post("/links/look", json!({ "token": token })).await
}

async fn use_link(browser: &Browser, token: &str) -> Answer {
    browser.post("/links/use", json!({ "token": token })).await
}

async fn sign_in(browser: &Browser, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    browser.post("/sessions", body).await
}

/// A person whose account is made and who is signed in.
async fn signed_in(app: &TestApp) -> Browser {
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    app.clock.advance_seconds(60);
    browser
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let app = TestApp::spawn().await;
    let (browser, elsewhere) = (signed_in(&app).await, app.browser());
    elsewhere.sign_in(EMAIL).await.ok();
    change_password(&browser, "not it", NEW)
        .await
        .refused_fields(&[("current", "password_wrong")]);
    change_password(&browser, PASSWORD, "person1@example.kz")
        .await
        .refused_fields(&[("password", "password_own_data")]);
    change_password(&browser, PASSWORD, "password1234")
        .await
        .refused_fields(&[("password", "password_weak")]);
    assert_eq!(
        security(&elsewhere).await["email"],
        EMAIL,
        "nothing changed"
    );

    assert_eq!(change_password(&browser, PASSWORD, NEW).await.status, 204);
    assert_eq!(security(&browser).await["email"], EMAIL, "this one stays");
    let refused = elsewhere.get("/account/security").await;
    refused.refused(401, "sign_in_required");
    sign_in(&elsewhere, EMAIL, PASSWORD)
        .await
        .refused(401, "credentials_wrong");
    sign_in(&elsewhere, EMAIL, NEW).await.ok();
    let told = app.mails(EMAIL).await;
    let subjects: Vec<_> = told.iter().map(|mail| mail.subject.as_str()).collect();
    assert!(subjects.contains(&"Ваш пароль изменён"), "{subjects:?}");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    let app = TestApp::spawn().await;
    let (browser, phone) = (signed_in(&app).await, app.browser());
    phone.sign_in(EMAIL).await.ok();
    let stranger = app.browser();
    app.walk(
        &stranger,
        &Person::new(2),
        Some(Requirement::BiometricConsent),
    )
    .await;

    let sessions = security(&browser).await["sessions"].clone();
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(
        (&sessions[0]["current"], &sessions[1]["current"]),
        (&json!(true), &json!(false))
    );
    let id = sessions[1]["id"].as_str().unwrap();
    let path = format!("/account/sessions/{id}");
    stranger.delete(&path).await.refused(404, "not_found");
    let left = browser.delete(&path).await.ok();
    assert_eq!(left["sessions"].as_array().unwrap().len(), 1);
    phone
        .get("/account/security")
        .await
        .refused(401, "sign_in_required");
    browser.delete(&path).await.refused(404, "not_found");
    browser
        .delete("/account/sessions/%20")
        .await
        .refused(404, "not_found");

    phone.sign_in(EMAIL).await.ok();
    let left = browser.delete("/account/sessions").await.ok();
    assert_eq!(left["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(left["sessions"][0]["current"], true);
    assert_eq!(stranger.next().await, "biometric_consent", "not theirs");
}

#[tokio::test]
async fn sessions_that_ran_out_are_not_listed() {
    let app = TestApp::spawn().await;
    let (browser, phone) = (signed_in(&app).await, app.browser());
    phone.sign_in(EMAIL).await.ok();
    app.clock.advance_seconds(28 * 60);
    let sessions = security(&browser).await["sessions"].clone();
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    app.clock.advance_seconds(2 * 60);
    let sessions = security(&browser).await["sessions"].clone();
    assert_eq!(sessions.as_array().unwrap().len(), 1, "{sessions}");
}

#[tokio::test]
async fn tries_to_sign_in_are_remembered_for_ninety_days() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    let agent = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/132.0";
    let body = json!({ "email": EMAIL, "password": "not it" });
    let call = app
        .browser()
        .call(reqwest::Method::POST, "/sessions")
        .header("user-agent", agent)
        .json(&body);
    Answer::of(call).await.refused(401, "credentials_wrong");
    let tries = security(&browser).await["sign_ins"].clone();
    assert_eq!(tries.as_array().unwrap().len(), 2);
    assert_eq!(
        (&tries[0]["succeeded"], &tries[0]["device"]),
        (&json!(false), &json!("Firefox · Windows"))
    );
    assert_eq!(tries[1]["succeeded"], true);

    let unknown = sign_in(&app.browser(), "nobody@example.kz", PASSWORD).await;
    unknown.refused(401, "credentials_wrong");
    let count = "SELECT count(*) FROM sign_ins";
    assert_eq!(app.count(count).await, 2, "of nobody nothing is kept");
    let sweep = async |seconds| {
        app.clock.advance_seconds(seconds);
        let done = backend::maintenance::sweep(&app.app, app.clock.now()).await;
        done.expect("it is swept");
    };
    sweep(90 * DAY - 60).await;
    assert_eq!(app.count(count).await, 2);
    sweep(61).await;
    assert_eq!(app.count(count).await, 0);
}

#[tokio::test]
async fn a_new_device_is_told_and_can_be_disowned() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    let letters = app.mails(EMAIL).await.len();
    browser.sign_in(EMAIL).await.ok();
    assert_eq!(app.mails(EMAIL).await.len(), letters, "the same browser");

    let thief = app.browser();
    thief.sign_in(EMAIL).await.ok();
    let mails = app.mails(EMAIL).await;
    assert_eq!(mails.len(), letters + 1);
    assert_eq!(mails[letters].subject, "Вход с нового устройства");
    let token = token_in(&mails[letters].text).expect("it has a link");
    let anyone = app.browser();
    let seen = look(&anyone, &token).await.ok();
    assert_eq!(
        seen,
        json!({ "kind": "not_me", "email": EMAIL, "programme": "ncie" })
    );
    look(&anyone, &token).await.ok();
    assert_eq!(
        security(&thief).await["email"],
        EMAIL,
        "looking changes nothing"
    );

    use_link(&anyone, &token).await.ok();
    for ended in [&thief, &browser] {
        ended
            .get("/account/security")
            .await
            .refused(401, "sign_in_required");
    }
    sign_in(&thief, EMAIL, PASSWORD)
        .await
        .refused(401, "credentials_wrong");
    use_link(&anyone, &token).await.refused(410, "link_useless");
    look(&anyone, &token).await.refused(410, "link_useless");

    // The owner comes back by the way that is always open.
    app.clock.advance_seconds(60);
    let begun = browser.post("/password-recovery", json!({ "email": EMAIL }));
    assert_eq!(begun.await.status, 204);
    let code = app.last_code(EMAIL).await;
    let body = json!({ "email": EMAIL, "code": code, "password": NEW, "confirmation": NEW });
    let recovered = browser.post("/password-recovery/confirm", body).await;
    assert_eq!(recovered.status, 204);
    sign_in(&browser, EMAIL, NEW).await.ok();
}

#[tokio::test]
async fn a_class_behind_one_browser_is_not_told_of_each_other() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    browser.delete("/sessions/current").await;
    // The next pupil at the same computer: a new device for them, but their first.
    app.walk(
        &browser,
        &Person::new(2),
        Some(Requirement::BiometricConsent),
    )
    .await;
    browser.sign_in(EMAIL).await.ok();
    let letters = app.mails("person2@example.kz").await.len();
    assert_eq!(letters, 1, "only the code");
    assert_eq!(app.mails(EMAIL).await.len(), 1);
}

#[tokio::test]
async fn another_address_is_provisional_until_it_is_proved() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    app.clock.advance_seconds(60);
    let told = change_email(&browser, " Another@Example.KZ ").await.ok();
    assert_eq!(told["pending_email"]["email"], OTHER);
    assert_eq!(told["email"], EMAIL);
    app.browser().sign_in(EMAIL).await.ok();
    sign_in(&app.browser(), OTHER, PASSWORD)
        .await
        .refused(401, "credentials_wrong");

    let token = newest_token(&app, OTHER).await;
    let anyone = app.browser();
    let seen = look(&anyone, &token).await.ok();
    assert_eq!(
        seen,
        json!({ "kind": "email_confirm", "email": OTHER, "programme": "ncie" })
    );
    use_link(&anyone, &token).await.ok();
    browser
        .get("/cabinet")
        .await
        .refused(401, "sign_in_required");
    sign_in(&browser, EMAIL, PASSWORD)
        .await
        .refused(401, "credentials_wrong");
    sign_in(&browser, OTHER, PASSWORD).await.ok();
    assert_eq!(browser.get("/cabinet").await.ok()["email"], OTHER);
    use_link(&anyone, &token).await.refused(410, "link_useless");
    let subjects: Vec<_> = app
        .mails(EMAIL)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert!(subjects.contains(&"Запрошена смена адреса".to_owned()));
    assert_eq!(subjects.last().unwrap(), "Адрес Вашего профиля изменён");
}

#[tokio::test]
async fn the_old_address_takes_a_change_back_for_a_week() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    app.clock.advance_seconds(60);
    change_email(&browser, OTHER).await.ok();
    let confirm = newest_token(&app, OTHER).await;
    use_link(&browser, &confirm).await.ok();
    let undo = newest_token(&app, EMAIL).await;
    app.clock.advance_seconds(7 * DAY - 1);
    let owner = app.browser();
    let seen = look(&owner, &undo).await.ok();
    assert_eq!(
        seen,
        json!({ "kind": "email_undo", "email": EMAIL, "programme": "ncie" })
    );
    sign_in(&browser, OTHER, PASSWORD).await.ok();
    use_link(&owner, &undo).await.ok();
    browser
        .get("/cabinet")
        .await
        .refused(401, "sign_in_required");
    // Whoever changed the address knew the password.
    for email in [EMAIL, OTHER] {
        sign_in(&owner, email, PASSWORD)
            .await
            .refused(401, "credentials_wrong");
    }
    owner
        .post("/password-recovery", json!({ "email": EMAIL }))
        .await;
    let code = app.last_code(EMAIL).await;
    let body = json!({ "email": EMAIL, "code": code, "password": NEW, "confirmation": NEW });
    let recovered = owner.post("/password-recovery/confirm", body).await;
    assert_eq!(recovered.status, 204);
    sign_in(&owner, EMAIL, NEW).await.ok();
    assert_eq!(owner.get("/cabinet").await.ok()["email"], EMAIL);
}

#[tokio::test]
async fn a_thief_who_changes_the_address_twice_loses_it_all_the_same() {
    let app = TestApp::spawn().await;
    let thief = signed_in(&app).await;
    change_email(&thief, OTHER).await.ok();
    let confirm = newest_token(&app, OTHER).await;
    use_link(&thief, &confirm).await.ok();
    let undo = newest_token(&app, EMAIL).await;
    sign_in(&thief, OTHER, PASSWORD).await.ok();
    change_email(&thief, "third@example.kz").await.ok();
    let confirm = newest_token(&app, "third@example.kz").await;
    use_link(&thief, &confirm).await.ok();

    use_link(&app.browser(), &undo).await.ok();
    let logins = "SELECT count(*) FROM logins WHERE email = 'person1@example.kz'";
    assert_eq!(app.count(logins).await, 1);
    // The letters in the thief's own mailboxes take nothing away again.
    let undo = newest_token(&app, OTHER).await;
    use_link(&thief, &undo).await.refused(410, "link_useless");
    assert_eq!(app.count(logins).await, 1);
}

#[tokio::test]
async fn a_change_that_was_taken_back_cannot_be_proved() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    change_email(&browser, OTHER).await.ok();
    let confirm = newest_token(&app, OTHER).await;
    let undo = newest_token(&app, EMAIL).await;
    use_link(&app.browser(), &undo).await.ok();
    for call in [
        look(&browser, &confirm).await,
        use_link(&browser, &confirm).await,
    ] {
        call.refused(410, "link_useless");
    }
    let logins = app
        .count("SELECT count(*) FROM logins WHERE email = 'person1@example.kz'")
        .await;
    assert_eq!(logins, 1);
}

#[tokio::test]
async fn a_newer_change_replaces_the_one_before() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    change_email(&browser, "first@example.kz").await.ok();
    change_email(&browser, OTHER).await.ok();
    let first = newest_token(&app, "first@example.kz").await;
    use_link(&browser, &first)
        .await
        .refused(410, "link_useless");
    let second = newest_token(&app, OTHER).await;
    use_link(&browser, &second).await.ok();
    sign_in(&browser, OTHER, PASSWORD).await.ok();
}

#[tokio::test]
async fn links_end_on_time() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    change_email(&browser, OTHER).await.ok();
    let confirm = newest_token(&app, OTHER).await;
    let undo = newest_token(&app, EMAIL).await;
    app.clock.advance_seconds(3599);
    look(&browser, &confirm).await.ok();
    app.clock.advance_seconds(1);
    use_link(&browser, &confirm)
        .await
        .refused(410, "link_useless");
    app.clock.advance_seconds(7 * DAY - 3601);
    look(&browser, &undo).await.ok();
    app.clock.advance_seconds(1);
    use_link(&browser, &undo).await.refused(410, "link_useless");
    assert_eq!(app.count("SELECT count(*) FROM links").await, 2);
    app.clock.advance_seconds(7 * DAY + 1);
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("it is swept");
    assert_eq!(app.count("SELECT count(*) FROM links").await, 0);
}

#[tokio::test]
async fn an_address_that_is_a_login_already_changes_nothing_that_can_be_seen() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    let owner = app.browser();
    let second = Person::new(2);
    app.walk(&owner, &second, Some(Requirement::BiometricConsent))
        .await;
    app.clock.advance_seconds(60);
    let told = change_email(&browser, &second.email).await.ok();
    assert_eq!(told["pending_email"]["email"], second.email);
    let letters = app.mails(&second.email).await;
    let last = letters.last().unwrap();
    assert_eq!(last.subject, "Ваш адрес указали в другом профиле");
    assert!(!last.text.contains("/link#"));
    owner.sign_in(&second.email).await.ok();
}

#[tokio::test]
async fn a_change_of_address_is_refused_with_reasons_and_limits() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    change_email(&browser, "person")
        .await
        .refused_fields(&[("email", "email_form")]);
    change_email(&browser, "PERSON1@example.kz")
        .await
        .refused_fields(&[("email", "email_same")]);
    let body = json!({ "email": OTHER, "current": "not it" });
    browser
        .post("/account/email", body)
        .await
        .refused_fields(&[("current", "password_wrong")]);
    assert_eq!(app.mails(OTHER).await.len(), 0);
    for serial in 0..5 {
        change_email(&browser, &format!("new{serial}@example.kz"))
            .await
            .ok();
    }
    change_email(&browser, OTHER)
        .await
        .refused(429, "sending_limit");
    app.clock.advance_seconds(20 * 60);
    security(&browser).await;
    app.clock.advance_seconds(20 * 60);
    security(&browser).await;
    app.clock.advance_seconds(20 * 60);
    change_email(&browser, OTHER).await.ok();
}

#[tokio::test]
async fn links_that_never_were_are_refused() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for token in ["", "x", "' OR 1=1 --", &"я".repeat(5_000)] {
        look(&browser, token).await.refused(410, "link_useless");
        use_link(&browser, token).await.refused(410, "link_useless");
    }
    browser
        .post("/links/use", json!({ "token": 7 }))
        .await
        .refused(400, "bad_request");
}

#[tokio::test]
async fn two_presses_of_a_link_are_one() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app).await;
    change_email(&browser, OTHER).await.ok();
    let token = newest_token(&app, OTHER).await;
    let (one, two) = tokio::join!(use_link(&browser, &token), use_link(&browser, &token));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410]);
    let changed = app.mails(EMAIL).await;
    let told = changed
        .iter()
        .filter(|mail| mail.subject == "Адрес Вашего профиля изменён");
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn own_data_is_whole_and_for_its_owner_alone() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let answer = browser.get("/account/data").await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"tirkeu.json\""
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let data = answer.ok();
    assert_eq!(data["personal_number"], iin(1));
    assert_eq!(data["facts"]["name"]["first_name"], "Әлия");
    assert_eq!(data["pictures"].as_array().unwrap().len(), 3);
    assert_eq!(data["acceptances"].as_array().unwrap().len(), 3);
    assert!(data["letters"].as_array().unwrap().len() >= 2);
    assert_eq!(data["security"]["email"], EMAIL);
    let draft = app.browser();
    app.walk(&draft, &Person::new(2), Some(Requirement::Password))
        .await;
    for nobody in [&app.browser(), &draft] {
        nobody
            .get("/account/data")
            .await
            .refused(401, "sign_in_required");
    }
}

#[tokio::test]
async fn a_deleted_account_leaves_nothing_that_says_whose_it_was() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    let browser = app.registered(&person).await;
    app.clock.advance_seconds(60);
    change_email(&browser, OTHER).await.ok();
    let delete = async |current: &str, agreed: bool| {
        let body = json!({ "current": current, "agreed": agreed });
        browser.post("/account/deletion", body).await
    };
    delete(PASSWORD, false)
        .await
        .refused_fields(&[("agreed", "agreement_required")]);
    delete("not it", true)
        .await
        .refused_fields(&[("current", "password_wrong")]);
    assert_eq!(browser.get("/cabinet").await.status, 200, "nothing changed");

    let gone = delete(PASSWORD, true).await;
    assert_eq!(gone.status, 204);
    assert!(gone.set_cookie("__Host-tirkeu").contains("Max-Age=0"));
    browser
        .get("/cabinet")
        .await
        .refused(401, "sign_in_required");
    assert_eq!(app.objects().len(), 0);
    for table in [
        "SELECT count(*) FROM logins",
        "SELECT count(*) FROM sessions",
        "SELECT count(*) FROM facts",
        "SELECT count(*) FROM pictures",
        "SELECT count(*) FROM sign_ins",
        "SELECT count(*) FROM devices",
        "SELECT count(*) FROM links",
        "SELECT count(*) FROM email_changes",
        "SELECT count(*) FROM email_codes",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert_eq!(app.count("SELECT count(*) FROM consents").await, 3);
    let last = app.mails(EMAIL).await.pop().unwrap();
    assert_eq!(last.subject, "Ваш профиль удалён");
    assert_eq!(app.mails(OTHER).await.len(), 0, "what waited is given up");
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("it is swept");
    let dump = String::from_utf8_lossy(&app.dump().await).into_owned();
    assert!(!dump.contains(EMAIL) && !dump.contains("Өтегенқызы"));
    sign_in(&browser, EMAIL, PASSWORD)
        .await
        .refused(401, "credentials_wrong");
    // The address is free again.
    app.clock.advance_seconds(60);
    let again = app.registered(&person).await;
    assert_eq!(again.get("/cabinet").await.ok()["email"], EMAIL);
}
