//! The cabinet: for those who are through, and never a full number in it.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Person, TestApp, iin};

#[tokio::test]
async fn the_cabinet_shows_what_was_told() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let mut cabinet = browser.get("/cabinet").await.ok();
    assert!(!cabinet.to_string().contains(&iin(1)));
    assert!(cabinet["registered_at"].take().is_i64());
    insta::assert_json_snapshot!(cabinet, @r#"
    {
      "applies_online": true,
      "details": {
        "birth_date": "1999-01-01",
        "phone": "+77011234567",
        "region": "KZ-75",
        "sex": "female"
      },
      "email": "person1@example.kz",
      "identity": "in_review",
      "name": {
        "first_name": "Әлия",
        "patronymic": "",
        "surname": "Өтегенқызы"
      },
      "name_fixed": true,
      "personal_number": {
        "birth_date": "1999-01-01",
        "in_review": false,
        "kind": "iin",
        "masked": "990101******",
        "odd_structure": false,
        "sex": "female"
      },
      "phone": "+77011234567",
      "programme": "ncie",
      "registered_at": null,
      "study": {
        "contingent": "bachelor",
        "other_place": "",
        "place": "kaznmu"
      }
    }
    "#);
}

#[tokio::test]
async fn there_is_no_cabinet_before_the_end() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Finish).await;
    browser
        .get("/cabinet")
        .await
        .refused(409, "step_out_of_order");
    browser.post("/registration/finish", Value::Null).await.ok();
    browser.get("/cabinet").await.ok();
    let draft = app.browser();
    draft.start("ru").await;
    draft.get("/cabinet").await.refused(401, "sign_in_required");
}

#[tokio::test]
async fn signing_in_again_leads_into_the_cabinet() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    app.registered(&person).await;
    let browser = app.browser();
    let session = browser.sign_in(&person.email).await.ok();
    assert_eq!(session["registered"], true);
    assert_eq!(session["name"], "Өтегенқызы Әлия");
    assert_eq!(browser.start("ru").await["next"], json!(null));
    assert_eq!(browser.get("/cabinet").await.status, 200);
}
