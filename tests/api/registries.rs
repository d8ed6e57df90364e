//! Looking people up in a registry: masked names, limits, the log, and what waits for the staff.

mod adapters;
mod imports;
mod organisations;

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp, iin};

const DAY: i64 = 86_400;

/// Invented people of the development mode: Тұлпарова Айгерім Маратқызы, born 1962-01-01, and others.
const KNOWN: [&str; 6] = [
    "620101499003",
    "690612399018",
    "761123499024",
    "830406399039",
    "900917499049",
    "970228399058",
];

/// A person whose account is made and who is signed in.
async fn signed_in(app: &TestApp, serial: u32) -> Browser {
    let browser = app.browser();
    let until = Some(Requirement::BiometricConsent);
    app.walk(&browser, &Person::new(serial), until).await;
    browser
}

async fn look_up(browser: &Browser, iin: &str) -> Answer {
    let body = json!({ "iin": iin, "purpose": "profile" });
    browser.post("/registries/persons", body).await
}

async fn state(browser: &Browser, look_up: &str) -> Value {
    let told = browser.get(&format!("/registries/persons/{look_up}")).await;
    told.ok()["state"].clone()
}

async fn reveal(browser: &Browser, look_up: &str, body: Value) -> Answer {
    browser
        .post(&format!("/registries/persons/{look_up}/reveal"), body)
        .await
}

async fn look_up_organisation(browser: &Browser, number: &str) -> Answer {
    let body = json!({ "number": number });
    browser.post("/registries/organisations", body).await
}

async fn search(browser: &Browser, query: &str) -> Answer {
    browser
        .get(&format!("/registries/organisations?{query}"))
        .await
}

async fn districts(browser: &Browser, query: &str) -> Answer {
    browser.get(&format!("/registries/districts?{query}")).await
}

fn id(look_up: &Value) -> String {
    look_up["look_up"].as_str().expect("an id").to_owned()
}

async fn open_cases(app: &TestApp) -> i64 {
    app.count("SELECT count(*) FROM cases WHERE decided_at IS NULL")
        .await
}

#[tokio::test]
async fn a_name_is_masked_until_its_person_says_the_first_name() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let found = look_up(&browser, " 620101-499 003 ").await.ok();
    assert_eq!(found["state"], "found");
    assert_eq!(found["masked"], "Т******** А****** М********");
    let text = found.to_string();
    assert!(
        !text.contains("Айгерім") && !text.contains("620101"),
        "{text}"
    );
    let refused = reveal(&browser, &id(&found), json!({ "first_name": "Айгүл" })).await;
    let refused = refused.refused_fields(&[("first_name", "reveal_wrong")]);
    assert_eq!(refused["errors"][0]["params"]["tries_left"], "2");
    let right = json!({ "first_name": " айгерим" });
    assert_eq!(
        reveal(&browser, &id(&found), right).await.ok(),
        json!({
            "surname": "Тұлпарова", "first_name": "Айгерім", "patronymic": "Маратқызы",
            "birth_date": "1962-01-01", "sex": "female",
        })
    );
    let by_date = json!({ "birth_date": "1962-01-01" });
    reveal(&browser, &id(&found), by_date).await.ok();
    let path = format!("/registries/persons/{}", id(&found));
    assert_eq!(browser.get(&path).await.ok(), found, "masked as before");
}

#[tokio::test]
async fn a_wrong_number_is_told_before_anybody_is_asked() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    for (iin, code) in [
        ("", "required"),
        ("12345", "iin_digits"),
        ("850101300006", "iin_checksum"),
    ] {
        look_up(&browser, iin)
            .await
            .refused_fields(&[("iin", code)]);
    }
    let body = json!({ "iin": KNOWN[0], "purpose": "curiosity" });
    browser
        .post("/registries/persons", body)
        .await
        .refused(400, "bad_request");
    assert_eq!(app.count("SELECT count(*) FROM look_ups").await, 0);
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    for (body, field, code) in [
        (json!({}), "first_name", "required"),
        (json!({ "first_name": " " }), "first_name", "required"),
        (
            json!({ "birth_date": "1962-02-30" }),
            "birth_date",
            "date_impossible",
        ),
    ] {
        reveal(&browser, &found, body)
            .await
            .refused_fields(&[(field, code)]);
    }
    assert_eq!(app.count("SELECT count(*) FROM look_up_misses").await, 0);
}

#[tokio::test]
async fn only_who_is_signed_in_asks_and_only_about_own_look_ups() {
    let app = TestApp::spawn().await;
    let nobody = app.browser();
    let draft = app.registered_until(Requirement::Password).await;
    for browser in [&nobody, &draft] {
        look_up(browser, KNOWN[0])
            .await
            .refused(401, "sign_in_required");
        for path in [
            "/registries/organisations?region=KZ-75",
            "/registries/districts?region=KZ-75",
            "/registries/persons/any",
        ] {
            browser.get(path).await.refused(401, "sign_in_required");
        }
    }
    let (browser, stranger) = (signed_in(&app, 2).await, signed_in(&app, 3).await);
    let own = id(&look_up(&browser, KNOWN[0]).await.ok());
    let path = format!("/registries/persons/{own}");
    stranger.get(&path).await.refused(404, "not_found");
    let right = json!({ "first_name": "Айгерім" });
    reveal(&stranger, &own, right)
        .await
        .refused(404, "not_found");
    assert_eq!(app.count("SELECT count(*) FROM look_up_misses").await, 0);
    browser.get(&path).await.ok();
}

#[tokio::test]
async fn five_people_a_day() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    for iin in &KNOWN[..5] {
        app.clock.advance_seconds(60);
        look_up(&browser, iin).await.ok();
    }
    let sixth = look_up(&browser, KNOWN[5]).await;
    assert_eq!(sixth.retry_after(), DAY - 4 * 60);
    sixth.refused(429, "look_up_limit");
    look_up(&browser, KNOWN[4]).await.ok();
    app.clock.advance_seconds(DAY - 4 * 60 - 1);
    browser.sign_in("person1@example.kz").await.ok();
    look_up(&browser, KNOWN[5])
        .await
        .refused(429, "look_up_limit");
    app.clock.advance_seconds(1);
    look_up(&browser, KNOWN[5]).await.ok();
    look_up(&browser, KNOWN[0])
        .await
        .refused(429, "look_up_limit");
}

#[tokio::test]
async fn five_people_a_day_also_when_asked_about_at_once() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let mut asking = tokio::task::JoinSet::new();
    for serial in 1..=12 {
        let browser = browser.clone();
        asking.spawn(async move { look_up(&browser, &iin(serial)).await.status });
    }
    let statuses = asking.join_all().await;
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(taken, 5, "{statuses:?}");
    let numbers = "SELECT count(DISTINCT number_key) FROM look_ups";
    assert_eq!(app.count(numbers).await, 5);
}

#[tokio::test]
async fn three_wrong_guesses_a_day() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    let right = || json!({ "first_name": "Айгерім" });
    for left in ["2", "1", "0"] {
        reveal(&browser, &found, right()).await.ok();
        let wrong = json!({ "birth_date": "1962-01-02" });
        let refused = reveal(&browser, &found, wrong).await;
        let refused = refused.refused_fields(&[("birth_date", "reveal_wrong")]);
        assert_eq!(refused["errors"][0]["params"]["tries_left"], left);
    }
    let refused = reveal(&browser, &found, right()).await;
    assert_eq!(refused.retry_after(), DAY);
    refused.refused(429, "look_up_misses");
    let another = look_up(&browser, KNOWN[1]).await;
    another.refused(429, "look_up_misses");
    app.clock.advance_seconds(DAY - 1);
    browser.sign_in("person1@example.kz").await.ok();
    reveal(&browser, &found, right())
        .await
        .refused(429, "look_up_misses");
    app.clock.advance_seconds(1);
    reveal(&browser, &found, right()).await.ok();
    look_up(&browser, KNOWN[1]).await.ok();
}

#[tokio::test]
async fn three_wrong_guesses_also_when_made_at_once() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    let mut guessing = tokio::task::JoinSet::new();
    for day in 2..=21 {
        let (browser, found) = (browser.clone(), found.clone());
        let body = json!({ "birth_date": format!("1962-01-{day:02}") });
        guessing.spawn(async move { reveal(&browser, &found, body).await.status });
    }
    let statuses = guessing.join_all().await;
    let judged = statuses.iter().filter(|status| **status == 422).count();
    assert_eq!(judged, 3, "{statuses:?}");
    assert_eq!(app.count("SELECT count(*) FROM look_up_misses").await, 3);
}

#[tokio::test]
async fn thirty_questions_an_hour() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    for _ in 0..30 {
        look_up(&browser, KNOWN[0]).await.ok();
    }
    let refused = look_up(&browser, KNOWN[0]).await;
    assert_eq!(refused.retry_after(), 3600);
    refused.refused(429, "too_many_requests");
    app.clock.advance_seconds(3600);
    browser.sign_in("person1@example.kz").await.ok();
    look_up(&browser, KNOWN[0]).await.ok();
}

#[tokio::test]
async fn who_is_not_found_goes_on_by_hand_and_a_case_waits() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let missing = look_up(&browser, &iin(1)).await.ok();
    assert_eq!(
        (&missing["state"], &missing["masked"]),
        (&json!("not_found"), &json!(""))
    );
    let kind = "SELECT count(*) FROM cases WHERE kind = 'person_not_found' AND decided_at IS NULL";
    assert_eq!(app.count(kind).await, 1);
    reveal(&browser, &id(&missing), json!({ "first_name": "Әлия" }))
        .await
        .refused(404, "not_found");
    // It was a slip: the right number is found, and nobody has to look at the wrong one.
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    assert_eq!(
        open_cases(&app).await,
        1,
        "only a name that was opened tells"
    );
    reveal(&browser, &found, json!({ "first_name": "Айгерім" }))
        .await
        .ok();
    assert_eq!(open_cases(&app).await, 0);
}

#[tokio::test]
async fn look_ups_are_logged_shown_to_their_person_and_forgotten_with_the_account() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    reveal(&browser, &found, json!({ "birth_date": "1962-01-02" }))
        .await
        .refused(422, "invalid");
    reveal(&browser, &found, json!({ "birth_date": "1962-01-01" }))
        .await
        .ok();
    let body = json!({ "iin": iin(1), "purpose": "application" });
    browser.post("/registries/persons", body).await.ok();
    let data = browser.get("/account/data").await.ok();
    let at = app.clock.now().0;
    assert_eq!(
        data["look_ups"],
        json!([
            { "registry": "persons", "purpose": "profile", "outcome": "found", "at": at, "revealed_at": at },
            { "registry": "persons", "purpose": "application", "outcome": "not_found", "at": at, "revealed_at": null },
        ])
    );
    assert_eq!(open_cases(&app).await, 1);
    let body = json!({ "current": tests::PASSWORD, "agreed": true });
    assert_eq!(browser.post("/account/deletion", body).await.status, 204);
    let left = "SELECT (SELECT count(*) FROM look_ups) + (SELECT count(*) FROM registry_checks)
        + (SELECT count(*) FROM look_up_misses) + (SELECT count(*) FROM cases)";
    assert_eq!(app.count(left).await, 0);
}

#[tokio::test]
async fn neither_numbers_nor_names_lie_in_clear() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    let right = json!({ "first_name": "Айгерім" });
    reveal(&browser, &found, right).await.ok();
    let dump = app.dump().await;
    for secret in [KNOWN[0], KNOWN[1], "Тұлпарова", "Маратқызы", "1962-01-01"] {
        let bytes = secret.as_bytes();
        let seen = dump.windows(bytes.len()).any(|part| part == bytes);
        assert!(!seen, "{secret} lies in the database");
    }
}

#[tokio::test]
async fn answers_are_kept_for_a_week_and_the_log_for_three_years() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let found = id(&look_up(&browser, KNOWN[0]).await.ok());
    let path = format!("/registries/persons/{found}");
    let sweep = async || {
        backend::maintenance::sweep(&app.app, app.clock.now())
            .await
            .unwrap();
        browser.sign_in("person1@example.kz").await.ok();
    };
    app.clock.advance_seconds(7 * DAY);
    sweep().await;
    browser.get(&path).await.ok();
    app.clock.advance_seconds(1);
    sweep().await;
    browser.get(&path).await.refused(404, "not_found");
    let log = "SELECT count(*) FROM look_ups";
    app.clock.advance_seconds((3 * 365 - 7) * DAY - 1);
    sweep().await;
    assert_eq!(app.count(log).await, 1);
    app.clock.advance_seconds(1);
    sweep().await;
    assert_eq!(app.count(log).await, 0);
}

#[tokio::test]
async fn features_ask_without_a_log_and_open_cases_once() {
    use backend::registries::{CaseKind, Told, find_education, find_person, open_case};
    use shared::iin::Iin;

    let app = TestApp::spawn().await;
    signed_in(&app, 1).await;
    let known = Iin::parse(KNOWN[0]).unwrap();
    let Told::Found(person) = find_person(&app.app, &known).await.unwrap() else {
        panic!("the person is known");
    };
    assert_eq!(person.surname, "Тұлпарова");
    let Told::Found(education) = find_education(&app.app, &known).await.unwrap() else {
        panic!("the education is known");
    };
    assert_eq!(education.kind, "university");
    let unknown = Iin::parse(&iin(1)).unwrap();
    let told = find_education(&app.app, &unknown).await.unwrap();
    assert!(matches!(told, Told::NotFound));
    assert_eq!(app.count("SELECT count(*) FROM look_ups").await, 0);

    let mut tx = app.app.db.write().await.unwrap();
    let person: String = sqlx::query_scalar("SELECT id FROM people")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let now = app.clock.now();
    for subject in ["application-1", "application-1", "application-2"] {
        open_case(&mut tx, now, &person, CaseKind::WorkplaceByHand, subject)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(open_cases(&app).await, 2);
}
