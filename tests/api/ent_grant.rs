//! The unified national testing on a grant through the API: where the applicant studies, the certificate
//! with its picture, and the place that the centre assigns.

use backend::applications::check_again;
use backend::registries::{Kind, Source};
use backend::{assignments, scans};
use serde_json::{Value, json};
use tests::{Answer, Behaviour, Browser, FakeRegistry, PASSWORD, Person, TestApp, pictures};

const DAY: i64 = 24 * 3600;
const CASES: &str = "SELECT count(*) FROM cases WHERE decided_at IS NULL";

/// Makes a person of another exam a registered one of this: how that comes about is not told here.
async fn register(app: &TestApp) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    sqlx::query(
        "INSERT INTO registrations (person_id, programme, began_at, finished_at)
         SELECT person_id, 'ent-grant', began_at, finished_at FROM registrations
         WHERE programme = 'ent' ON CONFLICT DO NOTHING",
    )
    .execute(&mut *tx)
    .await
    .expect("they are registered");
    sqlx::query(
        "INSERT INTO sharings (id, person_id, programme, asked_at, agreed_at)
         SELECT person_id, person_id, programme, began_at, began_at FROM registrations
         WHERE programme = 'ent-grant' ON CONFLICT DO NOTHING",
    )
    .execute(&mut *tx)
    .await
    .expect("it is shared");
    tx.commit().await.expect("it is there");
}

/// A program with an open campaign whose places are assigned, and somebody who is registered.
async fn open_campaign(app: &TestApp) -> Browser {
    app.campaign("g", |campaign| {
        "ent-grant".clone_into(&mut campaign.programme);
        campaign.places_after = Some(campaign.closes_at);
        campaign.moves = false;
    })
    .await;
    let browser = app.registered(&Person::leaver(1)).await;
    register(app).await;
    browser
}

/// What the registry of education knows of the person.
async fn teach(app: &TestApp) {
    let iin = tests::iin(1);
    let text = format!("iin,kind,institution,speciality\n{iin},school,№ 5 мектеп,11А\n");
    let done = backend::registries::import(
        &app.app,
        Kind::Education,
        Source::Bytes(text.as_bytes()),
        |_| (),
    );
    done.await.expect("the row is imported");
}

fn answers() -> Value {
    json!({
        "language": "kk", "english_certificate": "none", "contact_phone": "8 (701) 123-45-67",
    })
}

async fn apply(browser: &Browser, answers: Value) -> Answer {
    let body = json!({ "answers": answers, "rules": Browser::rules() });
    browser.post("/campaigns/g/applications", body).await
}

fn with_certificate(scan: &str) -> Value {
    let mut answers = answers();
    answers["english_certificate"] = json!("ielts");
    answers["english_number"] = json!(" 22KZ001234ABC1 ");
    answers["english_date"] = json!({ "day": "5", "month": "7", "year": "2026" });
    answers["english_score"] = json!("6,5");
    answers["english_scan"] = json!(scan);
    answers
}

async fn send_scan(browser: &Browser) -> String {
    let sent = browser
        .send_bytes("/campaigns/g/scans", "image/jpeg", pictures::card())
        .await;
    sent.ok()["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn whom_the_registry_knows_applies_with_what_it_says() {
    let app = TestApp::spawn().await;
    let browser = open_campaign(&app).await;
    teach(&app).await;
    let told = browser.post("/registries/education", json!({})).await.ok();
    assert_eq!(
        told,
        json!({ "state": "found", "place": "№ 5 мектеп, 11А" })
    );
    let mut typed = answers();
    typed["place_of_study"] = json!("Гарвард");
    let applied = apply(&browser, typed).await.ok();
    assert_eq!(applied["answers"]["place_of_study"], "№ 5 мектеп, 11А");
    assert_eq!(applied["answers"]["contact_phone"], "+77011234567");
    assert_eq!(applied["status"], "submitted");
    assert!(applied["places_after"].is_i64());
    assert_eq!(applied["sitting"], json!(null));
    assert_eq!(app.count(CASES).await, 0);
    let logged = "SELECT count(*) FROM look_ups WHERE registry = 'education' AND outcome = 'found'";
    assert_eq!(app.count(logged).await, 2, "each question is in the log");
}

#[tokio::test]
async fn whom_the_registry_does_not_know_says_it_and_a_case_waits() {
    let app = TestApp::spawn().await;
    let browser = open_campaign(&app).await;
    let told = browser.post("/registries/education", json!({})).await.ok();
    assert_eq!(told["state"], "not_found");
    apply(&browser, answers())
        .await
        .refused_fields(&[("place_of_study", "required")]);
    assert_eq!(app.count(CASES).await, 0, "a refusal changes nothing");
    let mut typed = answers();
    typed["place_of_study"] = json!("ә".repeat(201));
    apply(&browser, typed.clone())
        .await
        .refused_fields(&[("place_of_study", "too_long")]);
    typed["place_of_study"] = json!("  № 7   колледж ");
    let applied = apply(&browser, typed).await.ok();
    assert_eq!(applied["answers"]["place_of_study"], "№ 7 колледж");
    let case = "SELECT count(*) FROM cases WHERE kind = 'education_not_found'";
    assert_eq!(app.count(case).await, 1);
}

#[tokio::test]
async fn a_silent_registry_stops_nobody_and_is_asked_again() {
    let registry = FakeRegistry::start(Behaviour::Answers(500, Value::Null)).await;
    let address = registry.address.clone();
    let app = TestApp::spawn_with(|config| {
        config.registries.education_registry_url = Some(address);
        config.registries.registry_timeout_ms = 250;
    })
    .await;
    let browser = open_campaign(&app).await;
    let told = browser.post("/registries/education", json!({})).await.ok();
    assert_eq!(told["state"], "unavailable");
    apply(&browser, answers()).await.ok();
    let unchecked = "SELECT count(*) FROM cases WHERE kind = 'education_unchecked'
        AND decided_at IS NULL";
    assert_eq!(app.count(unchecked).await, 1);
    check_again(&app.app, app.clock.now()).await.expect("asked");
    assert_eq!(app.count(unchecked).await, 1, "it is silent still");
    registry.set(Behaviour::Answers(200, json!({ "state": "not_found" })));
    app.clock.advance_seconds(60);
    check_again(&app.app, app.clock.now()).await.expect("asked");
    assert_eq!(app.count(unchecked).await, 0);
    assert_eq!(app.count(CASES).await, 1, "now a person has to look");
}

#[tokio::test]
async fn a_certificate_has_a_score_of_its_scale_and_a_picture() {
    let app = TestApp::spawn().await;
    let browser = open_campaign(&app).await;
    teach(&app).await;
    let form = browser.get("/campaigns/g").await.ok();
    let kinds = form["options"]["certificates"].as_array().unwrap();
    assert_eq!(kinds.len(), 4);
    let scan = send_scan(&browser).await;
    let changed = async |field: &str, value: Value| {
        let mut answers = with_certificate(&scan);
        answers[field] = value;
        apply(&browser, answers).await
    };
    changed("english_score", json!("9.5"))
        .await
        .refused_fields(&[("english_score", "score_outside")]);
    changed("english_score", json!("6.3"))
        .await
        .refused_fields(&[("english_score", "score_step")]);
    changed("english_score", json!("good"))
        .await
        .refused_fields(&[("english_score", "score_form")]);
    changed("english_certificate", json!("kaztest"))
        .await
        .refused_fields(&[("english_certificate", "unknown_choice")]);
    changed(
        "english_date",
        json!({ "day": "22", "month": "11", "year": "2026" }),
    )
    .await
    .refused_fields(&[("english_date", "date_future")]);
    changed("english_scan", json!(""))
        .await
        .refused_fields(&[("english_scan", "required")]);
    changed(
        "english_scan",
        json!("01a1fe85-2b76-70c9-a079-690fbf52f312"),
    )
    .await
    .refused_fields(&[("english_scan", "unknown_choice")]);
    changed("contact_phone", json!("12"))
        .await
        .refused_fields(&[("contact_phone", "phone_form")]);
    let applied = apply(&browser, with_certificate(&scan)).await.ok();
    assert_eq!(applied["answers"]["english_number"], "22KZ001234ABC1");
    assert_eq!(applied["names"]["english_certificate:ielts"]["ru"], "IELTS");
}

#[tokio::test]
async fn pictures_are_their_owners_alone_and_end_with_them() {
    let app = TestApp::spawn().await;
    let browser = open_campaign(&app).await;
    teach(&app).await;
    let used = send_scan(&browser).await;
    let unused = send_scan(&browser).await;
    let path = format!("/campaigns/g/scans/{used}");
    let shown = browser.get(&path).await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.headers["cache-control"], "no-store");
    app.browser()
        .get(&path)
        .await
        .refused(401, "sign_in_required");
    let other = app.registered(&Person::leaver(2)).await;
    register(&app).await;
    other.get(&path).await.refused(404, "not_found");
    apply(&other, with_certificate(&used))
        .await
        .refused_fields(&[("place_of_study", "required")]);
    let mut foreign = with_certificate(&used);
    foreign["place_of_study"] = json!("№ 7 колледж");
    apply(&other, foreign)
        .await
        .refused_fields(&[("english_scan", "unknown_choice")]);
    for (kind, bytes, status, code) in [
        ("image/gif", pictures::card(), 415, "media_type"),
        ("image/jpeg", b"no picture".to_vec(), 422, "invalid"),
        ("image/jpeg", Vec::new(), 422, "invalid"),
    ] {
        let sent = browser.send_bytes("/campaigns/g/scans", kind, bytes).await;
        sent.refused(status, code);
    }
    let applied = apply(&browser, with_certificate(&used)).await.ok();
    let count = "SELECT count(*) FROM application_scans";
    assert_eq!(app.count(count).await, 2);
    app.clock.advance_seconds(90 * DAY);
    scans::sweep(&app.app, app.clock.now())
        .await
        .expect("swept");
    assert_eq!(app.count(count).await, 2, "on its last day");
    app.clock.advance_seconds(1);
    scans::sweep(&app.app, app.clock.now())
        .await
        .expect("swept");
    assert_eq!(app.count(count).await, 1, "{unused} was never handed in");
    assert_eq!(applied["answers"]["english_scan"], used.as_str());
}

async fn assign(app: &TestApp, lines: &str) -> Result<usize, String> {
    let text = format!("number,place,room,starts\n{lines}");
    let done = assignments::import(&app.app, &text).await;
    done.map_err(|error| format!("{error:#}"))
}

/// An applicant of the campaign, with the address and the number of the application.
async fn applicant(app: &TestApp) -> (Browser, String, String) {
    let browser = open_campaign(app).await;
    teach(app).await;
    let applied = apply(&browser, answers()).await.ok();
    let (id, number) = (applied["id"].as_str(), applied["number"].as_str());
    let path = format!("/applications/{}", id.expect("an id"));
    (browser, path, number.expect("a number").to_owned())
}

async fn two_sittings(app: &TestApp) -> (String, String) {
    let first = app.sitting_at("g", ("astana", "2026-12-10 09:00"), 1).await;
    let second = app.sitting_at("g", ("almaty", "2026-12-11 09:00"), 1).await;
    (first, second)
}

#[tokio::test]
async fn the_centre_assigns_a_place_and_moves_it() {
    let app = TestApp::spawn().await;
    let (browser, path, number) = applicant(&app).await;
    let (first, second) = two_sittings(&app).await;
    let line = format!("{number},astana,1,2026-12-10 09:00\n");
    assert_eq!(assign(&app, &line).await, Ok(1));
    assert_eq!(assign(&app, &line).await, Ok(0), "the same is no news");
    let told = browser.get(&path).await.ok();
    assert_eq!(told["sitting"]["place"]["code"], "astana");
    assert_eq!(told["history"][1]["fields"], json!(["sitting"]));
    let seats = (app.seats(&first).await, app.seats(&second).await);
    assert_eq!(seats, ((1, 1), (0, 0)));
    let line = format!("{number},almaty,1,2026-12-11 09:00\n");
    assert_eq!(assign(&app, &line).await, Ok(1));
    let seats = (app.seats(&first).await, app.seats(&second).await);
    assert_eq!(seats, ((0, 0), (1, 1)));
    let letters = app.mails("person1@example.kz").await;
    let placed = letters
        .iter()
        .filter(|letter| letter.subject == "Емтихан орны мен уақыты белгілі");
    assert_eq!(placed.count(), 2);
}

#[tokio::test]
async fn a_file_with_a_mistake_assigns_nothing() {
    let app = TestApp::spawn().await;
    let (browser, path, number) = applicant(&app).await;
    let (first, second) = two_sittings(&app).await;
    for (line, words) in [
        (
            "1234567890,astana,1,2026-12-10 09:00\n",
            "line 2: no application",
        ),
        (
            "NUMBER,astana,2,2026-12-10 09:00\n",
            "line 2: campaign \"g\" has no sitting",
        ),
        ("NUMBER,astana,1,tomorrow\n", "line 2: starts"),
        ("NUMBER,astana\n", "line 2"),
    ] {
        let told = assign(&app, &line.replace("NUMBER", &number)).await;
        let told = told.unwrap_err();
        assert!(told.contains(words), "{told}");
    }
    assert_eq!(browser.get(&path).await.ok()["version"], 1);
    // A full sitting takes nobody more.
    let other = app.registered(&Person::leaver(2)).await;
    register(&app).await;
    let mut theirs = answers();
    theirs["place_of_study"] = json!("№ 7 колледж");
    let theirs = apply(&other, theirs).await.ok();
    let lines = format!(
        "{number},astana,1,2026-12-10 09:00\n{},astana,1,2026-12-10 09:00\n",
        theirs["number"].as_str().unwrap()
    );
    let told = assign(&app, &lines).await.unwrap_err();
    assert!(
        told.contains("line 3: the sitting takes nobody more"),
        "{told}"
    );
    let seats = (app.seats(&first).await, app.seats(&second).await);
    assert_eq!(seats, ((0, 0), (0, 0)));
}

#[tokio::test]
async fn an_assigned_place_stays_with_corrections_and_ends_with_the_application() {
    let app = TestApp::spawn().await;
    let (browser, path, number) = applicant(&app).await;
    let (first, second) = two_sittings(&app).await;
    let line = format!("{number},astana,1,2026-12-10 09:00\n");
    assert_eq!(assign(&app, &line).await, Ok(1));
    let mut corrected = answers();
    corrected["place_of_study"] = json!("№ 5 мектеп, 11А");
    corrected["language"] = json!("ru");
    let body = json!({ "version": 2, "answers": corrected });
    let told = browser.put(&path, body).await.ok();
    assert_eq!(told["sitting"]["place"]["code"], "astana");
    corrected["sitting"] = json!(second);
    let body = json!({ "version": 3, "answers": corrected });
    browser
        .put(&path, body)
        .await
        .refused_fields(&[("sitting", "not_asked")]);
    let forget = json!({ "current": PASSWORD, "agreed": true });
    let forgotten = browser.post("/account/deletion", forget).await;
    forgotten.refused(409, "exam_ahead");
    let withdrawal = format!("{path}/withdrawal");
    let withdrawn = browser.post(&withdrawal, json!({ "version": 3 })).await;
    assert_eq!(withdrawn.ok()["status"], "withdrawn");
    assert_eq!(app.seats(&first).await, (0, 0));
}
