//! One account, several programmes: each asks only for what is missing, and is finished on its own.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Browser, PASSWORD, Person, TestApp};

const EMAIL: &str = "person1@example.kz";

/// What is asked, step after step, until nothing is.
async fn asked(app: &TestApp, browser: &Browser, person: &Person) -> Vec<String> {
    let mut asked = Vec::new();
    loop {
        let next = browser.next().await;
        if next.is_empty() {
            return asked;
        }
        let code = async |email: &str| app.last_proof(email).await;
        browser.take_step(&next, person, &code).await.ok();
        asked.push(next);
    }
}

async fn session(browser: &Browser) -> Value {
    browser.get("/sessions/current").await.ok()
}

fn finished(session: &Value) -> Vec<(String, bool)> {
    let programmes = session["programmes"].as_array().expect("a list").iter();
    let told = programmes.map(|one| {
        let code = one["code"].as_str().expect("a code").to_owned();
        (code, one["finished_at"].is_i64())
    });
    told.collect()
}

#[tokio::test]
async fn a_registered_graduate_opens_the_testing_of_teachers() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    let browser = app.registered(&person).await;
    let told = browser.open("nqt", "ru").await;
    assert_eq!(told["next"], "personal_data_consent", "another centre");
    assert_eq!(told["facts"]["finished_at"], Value::Null);
    assert_eq!(told["facts"]["name"]["first_name"], "Әлия");
    assert_eq!(session(&browser).await["registered"], false);
    let wanted = ["personal_data_consent", "finish"];
    assert_eq!(asked(&app, &browser, &person.of("nqt")).await, wanted);

    let now = session(&browser).await;
    assert_eq!(
        (&now["programme"], &now["registered"]),
        (&json!("nqt"), &json!(true))
    );
    let both = [("ncie".to_owned(), true), ("nqt".to_owned(), true)];
    assert_eq!(finished(&now), both);
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(
        (&cabinet["programme"], &cabinet["study"]),
        (&json!("nqt"), &Value::Null)
    );
    assert_eq!(browser.open("ncie", "ru").await["next"], Value::Null);
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(cabinet["study"]["place"], "kaznmu");
    assert_eq!(cabinet["identity"], "in_review");
}

#[tokio::test]
async fn a_registered_teacher_opens_the_assessment() {
    let app = TestApp::spawn().await;
    let person = Person::teacher(1);
    let browser = app.registered(&person).await;
    let told = browser.open("ncie", "kk").await;
    assert_eq!(told["facts"]["phone"], "+77011234567", "offered again");
    let wanted = [
        "citizenship",
        "biometric_consent",
        "face_photo",
        "identity_document",
        "personal_data_consent",
        "personal_details",
        "study",
        "finish",
    ];
    assert_eq!(asked(&app, &browser, &person.of("ncie")).await, wanted);
    assert_eq!(app.mails(EMAIL).await.len(), 3, "a link and two good news");
}

#[tokio::test]
async fn consents_are_given_to_a_centre() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let text = async |programme: &str, language: &str| {
        let path = format!("/texts/personal_data?language={language}&programme={programme}");
        let text = browser.get(&path).await.ok();
        text["html"].as_str().expect("a text").to_owned()
    };
    for (language, centre, picture) in [
        ("kk", "Ұлттық тестілеу орталығы", "сурет"),
        ("ru", "Национальный центр тестирования", "снимк"),
        ("en", "National Testing Centre", "picture"),
    ] {
        let teachers = text("nqt", language).await;
        assert!(
            teachers.contains(centre) && !teachers.contains(picture),
            "{teachers}"
        );
        let graduates = text("ncie", language).await;
        assert!(
            !graduates.contains(centre) && graduates.contains(picture),
            "{graduates}"
        );
    }
    browser
        .get("/texts/personal_data?programme=driving")
        .await
        .refused(404, "not_found");
    app.registered(&Person::new(1)).await;
    let scopes = "SELECT count(*) FROM consents WHERE scope = '171140004577'";
    assert_eq!(app.count(scopes).await, 3);
}

#[tokio::test]
async fn a_draft_moves_to_another_programme_with_what_it_knows() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let told = browser.open("nqt", "ru").await;
    assert_eq!(
        (&told["programme"], &told["next"]),
        (&json!("nqt"), &json!("email"))
    );
    let email = json!({ "email": EMAIL });
    browser.put("/registration/email", email).await.ok();
    let letter = app.mails(EMAIL).await.pop().unwrap();
    assert!(letter.text.contains("/link#"), "{}", letter.text);
    let told = browser.open("ncie", "ru").await;
    assert_eq!(told["next"], "email_code");
    assert_eq!(told["facts"]["citizenship"], "KAZ");
    assert_eq!(app.count("SELECT count(*) FROM people").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM registrations").await, 2);
}

#[tokio::test]
async fn a_known_address_proved_for_another_programme_opens_that_one() {
    let app = TestApp::spawn().await;
    app.registered(&Person::new(1)).await;
    app.clock.advance_seconds(60);
    let browser = app.browser();
    let teacher = Person::teacher(1);
    app.walk(&browser, &teacher, Some(Requirement::SignIn))
        .await;
    browser.sign_in(EMAIL).await.ok();
    assert_eq!(session(&browser).await["programme"], "nqt");
    assert_eq!(browser.next().await, "personal_data_consent");
}

#[tokio::test]
async fn programmes_are_listed_and_unknown_ones_refused() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let list = browser.get("/programmes").await.ok();
    let codes: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert_eq!(codes, ["digital-id", "ent", "ent-grant", "ncie", "nqt"]);
    let body = json!({ "programme": "driving", "language": "ru" });
    browser
        .post("/registration", body)
        .await
        .refused_fields(&[("programme", "unknown_choice")]);
    assert_eq!(session(&browser).await["programme"], "ncie");
}

#[tokio::test]
async fn own_data_name_the_programmes_and_deletion_forgets_them() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    browser.open("nqt", "ru").await;
    let data = browser.get("/account/data").await.ok();
    assert_eq!(data["programme"], "nqt");
    assert_eq!(finished(&data).len(), 2);
    let gone = json!({ "current": PASSWORD, "agreed": true });
    assert_eq!(browser.post("/account/deletion", gone).await.status, 204);
    assert_eq!(app.count("SELECT count(*) FROM registrations").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM facts").await, 0);
    let letter = app.mails(EMAIL).await.pop().unwrap();
    assert!(letter.text.contains("Национальный центр тестирования"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn opening_a_programme_many_times_at_once_is_once() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let tabs = (0..8).map(|tab| {
        let browser = browser.clone();
        let programme = if tab % 2 == 0 { "nqt" } else { "ncie" };
        tokio::spawn(async move { browser.open(programme, "ru").await })
    });
    let tabs: Vec<_> = tabs.collect();
    for tab in tabs {
        tab.await.unwrap();
    }
    assert_eq!(app.count("SELECT count(*) FROM registrations").await, 2);
    let finished = "SELECT count(*) FROM registrations WHERE finished_at IS NOT NULL";
    assert_eq!(app.count(finished).await, 1);
}

#[tokio::test]
async fn what_was_finished_before_there_were_several_programmes_stays_finished() {
    let app = TestApp::spawn_on_older(
        6,
        &[
            "INSERT INTO people VALUES ('one', 'ncie', 'ru', 1, 2), ('two', 'ncie', 'kk', 3, 4),
                ('erased', 'ncie', 'kk', 5, 6)",
            "INSERT INTO facts VALUES
                ('f1', 'one', 'finished', 'true', NULL, 'typed', 9, NULL, NULL),
                ('f2', 'one', 'citizenship', '\"KAZ\"', NULL, 'typed', 8, NULL, NULL),
                ('f3', 'two', 'email', '\"a@b.kz\"', NULL, 'typed', 8, NULL, NULL)",
            "INSERT INTO consents VALUES ('c', 'one', 'terms', '1', 'ru', 7)",
        ],
    )
    .await;
    for (statement, count) in [
        ("SELECT count(*) FROM registrations", 2),
        (
            "SELECT count(*) FROM registrations
             WHERE person_id = 'one' AND programme = 'ncie' AND began_at = 1 AND finished_at = 9",
            1,
        ),
        ("SELECT count(*) FROM facts", 2),
        (
            "SELECT count(*) FROM consents WHERE scope = '171140004577'",
            1,
        ),
    ] {
        assert_eq!(app.count(statement).await, count, "{statement}");
    }
}
