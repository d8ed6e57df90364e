//! The way through as different people go it, and a draft's own life: begun, found again, erased.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Person, TestApp};

#[tokio::test]
async fn a_bachelor_goes_through_to_the_cabinet() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    let browser = app.registered(&person).await;
    let registration = browser.get("/registration").await.ok();
    assert_eq!(registration["next"], Value::Null);
    assert_eq!(registration["path"].as_array().unwrap().len(), 14);
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(cabinet["email"], person.email);
    assert_eq!(cabinet["identity"], "in_review");
    assert_eq!(cabinet["study"]["place"], "kaznmu");
    let letters = app.mails(&person.email).await;
    assert_eq!(letters.len(), 2, "the code and the good news");
}

#[tokio::test]
async fn a_college_graduate_names_a_college_that_is_not_in_the_list() {
    let app = TestApp::spawn().await;
    let person = Person::of_college(2);
    let browser = app.registered(&person).await;
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(cabinet["study"]["other_place"], "Демо медицина колледжі");
    assert_eq!(cabinet["name"]["surname"], "Өтегенқызы");
    let letters = app.mails(&person.email).await;
    assert!(letters[0].text.starts_with("Сәлем"), "{}", letters[0].text);
}

#[tokio::test]
async fn somebody_from_abroad_registers_with_a_passport() {
    let app = TestApp::spawn().await;
    let person = Person::from_abroad(3);
    let browser = app.registered(&person).await;
    let cabinet = browser.get("/cabinet").await.ok();
    let number = &cabinet["personal_number"];
    assert_eq!(number["kind"], "passport");
    assert_eq!(number["masked"], "••••003");
    assert_eq!(number["country"], "DEU");
    assert_eq!(cabinet["details"]["region"], "outside");
    assert_eq!(cabinet["details"]["birth_date"], "2000-02-29");
    assert_eq!(cabinet["name"]["first_name"], "José");
}

#[tokio::test]
async fn identity_in_person_leaves_the_pictures_out() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1).in_person()).await;
    assert_eq!(browser.get("/cabinet").await.ok()["identity"], "in_person");
    let registration = browser.get("/registration").await.ok();
    assert_eq!(registration["path"].as_array().unwrap().len(), 12);
    assert_eq!(app.objects().len(), 0);
}

#[tokio::test]
async fn in_person_may_be_changed_into_pictures_and_back_before_the_end() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    let told = browser.answer_biometrics(true).await.ok();
    assert_eq!(told["next"], "personal_data_consent");
    let told = browser.answer_biometrics(false).await.ok();
    assert_eq!(told["next"], "face_photo");
    let told = browser.answer_biometrics(true).await.ok();
    assert_eq!(told["next"], "personal_data_consent");
}

#[tokio::test]
async fn a_browser_finds_its_draft_again() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let before = browser.get("/registration").await.ok();
    let again = browser.start("kk").await;
    assert_eq!(again, before, "a reload begins nothing new");
    assert_eq!(app.count("SELECT count(*) FROM people").await, 1);
    assert_eq!(before["facts"]["citizenship"], "KAZ");
    assert_eq!(before["saved_at"], before["server_now"]);
}

#[tokio::test]
async fn a_second_device_goes_on_where_the_first_one_was() {
    let app = TestApp::spawn().await;
    let first = app.registered_until(Requirement::PersonalDetails).await;
    let second = app.browser();
    second.sign_in("person1@example.kz").await.ok();
    let (here, there) = (
        first.get("/registration").await.ok(),
        second.get("/registration").await.ok(),
    );
    assert_eq!(there, here);
    assert_eq!(there["next"], "personal_details");
    second
        .put("/registration/personal-details", Person::new(1).details)
        .await
        .ok();
    assert_eq!(first.next().await, "study", "the first one sees it too");
}

#[tokio::test]
async fn another_browser_sees_nothing_of_a_draft() {
    let app = TestApp::spawn().await;
    let owner = app.registered_until(Requirement::Email).await;
    let stranger = app.browser();
    stranger
        .get("/registration")
        .await
        .refused(401, "sign_in_required");
    let fresh = stranger.start("ru").await;
    assert_eq!(fresh["next"], "citizenship");
    assert_eq!(fresh["facts"]["personal_number"], Value::Null);
    stranger
        .put("/registration/email", json!({ "email": "a@example.kz" }))
        .await
        .refused(409, "step_out_of_order");
    assert_eq!(owner.next().await, "email", "the owner's is untouched");
}

#[tokio::test]
async fn a_draft_is_erased_on_wish() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let copy = browser.copied();
    let gone = browser.delete("/registration").await;
    assert_eq!(gone.status, 204);
    for left in [&browser, &copy] {
        left.get("/registration")
            .await
            .refused(401, "sign_in_required");
    }
    assert_eq!(app.count("SELECT count(*) FROM facts").await, 0);
    assert_eq!(browser.start("ru").await["next"], "citizenship");
}

#[tokio::test]
async fn an_account_is_not_erased_by_the_call_for_drafts() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    browser
        .delete("/registration")
        .await
        .refused(409, "email_fixed");
    assert_eq!(browser.next().await, "biometric_consent");
}

#[tokio::test]
async fn an_unknown_programme_begins_nothing() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let begin = |programme: String| {
        let body = json!({ "programme": programme, "language": "ru" });
        browser.post("/registration", body)
    };
    begin("driving".to_owned())
        .await
        .refused_fields(&[("programme", "unknown_choice")]);
    for wrong in [String::new(), "x".repeat(10_000)] {
        begin(wrong)
            .await
            .refused_fields(&[("programme", "required")]);
    }
    assert_eq!(app.count("SELECT count(*) FROM people").await, 0);
}

#[tokio::test]
async fn letters_follow_the_language_of_the_page() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let changed = browser
        .put("/registration/language", json!({ "language": "en" }))
        .await;
    assert_eq!(changed.status, 204);
    let email = json!({ "email": "person1@example.kz" });
    browser.put("/registration/email", email).await.ok();
    let letters = app.mails("person1@example.kz").await;
    assert!(letters[0].text.starts_with("Hello"), "{}", letters[0].text);
    browser
        .put("/registration/language", json!({ "language": "de" }))
        .await
        .refused(400, "bad_request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_click_on_finish_finishes_once() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Finish).await;
    let clicks = (0..8).map(|_| {
        let browser = browser.clone();
        tokio::spawn(async move { browser.post("/registration/finish", Value::Null).await })
    });
    let clicks: Vec<_> = clicks.collect();
    for click in clicks {
        let answer: Answer = click.await.unwrap();
        assert_eq!(answer.ok()["next"], Value::Null);
    }
    let finished = "SELECT count(*) FROM registrations WHERE finished_at IS NOT NULL";
    assert_eq!(app.count(finished).await, 1);
    let letters = app.mails("person1@example.kz").await;
    assert_eq!(letters.len(), 2, "one code, one good news");
    let pictures = "SELECT count(*) FROM pictures WHERE handed_in_at IS NOT NULL";
    assert_eq!(app.count(pictures).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_leave_one_answer() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonName).await;
    let tabs = (0..10).map(|tab| {
        let (browser, mut name) = (browser.clone(), Person::new(1).name);
        tokio::spawn(async move {
            name["first_name"] = json!(format!("Айша-{}", "а".repeat(tab)));
            browser.put("/registration/name", name).await
        })
    });
    let tabs: Vec<_> = tabs.collect();
    for tab in tabs {
        tab.await.unwrap().ok();
    }
    let current = "SELECT count(*) FROM facts WHERE kind = 'name' AND superseded_at IS NULL";
    assert_eq!(app.count(current).await, 1);
    assert_eq!(
        app.count("SELECT count(*) FROM facts WHERE kind = 'name'")
            .await,
        10,
        "earlier answers stay in the history"
    );
}
