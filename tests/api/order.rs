//! The order of steps: nothing early, back without loss, nothing after the end.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp, pictures};

/// Every step after the first, in order, with the page's own bodies.
const STEPS: &[&str] = &[
    "personal_number",
    "email",
    "email_code",
    "password",
    "biometric_consent",
    "face_photo",
    "identity_document",
    "personal_data_consent",
    "person_name",
    "personal_details",
    "study",
    "finish",
];

async fn hand_in(browser: &Browser, step: &str) -> Answer {
    match step {
        "identity_document" => {
            let body = json!({ "document": "passport" });
            browser.put("/registration/document-kind", body).await
        }
        step => {
            let code = async |_: &str| "000000".to_owned();
            browser.take_step(step, &Person::new(1), &code).await
        }
    }
}

#[tokio::test]
async fn no_step_is_taken_before_its_turn() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let person = Person::new(1);
    let code = async |email: &str| app.last_code(email).await;
    let mut next = browser.start("ru").await["next"].clone();
    while let Some(step) = next.as_str() {
        let signed_in = !["citizenship", "personal_number", "email", "email_code"]
            .iter()
            .chain(&["password", "sign_in"])
            .any(|earlier| *earlier == step);
        let turn = STEPS.iter().position(|known| *known == step);
        let turn = match step {
            "sign_in" => 3,
            _ => turn.map_or(-1, |turn| i32::try_from(turn).unwrap()),
        };
        for (index, later) in (0..).zip(STEPS) {
            if index <= turn {
                continue;
            }
            let for_accounts = index >= 4;
            let refusal = if for_accounts && !signed_in {
                (401, "sign_in_required")
            } else {
                (409, "step_out_of_order")
            };
            hand_in(&browser, later).await.refused(refusal.0, refusal.1);
        }
        assert_eq!(browser.next().await, step, "the refusals changed nothing");
        browser.take_step(step, &person, &code).await.ok();
        next = browser.get("/registration").await.ok()["next"].clone();
    }
    assert_eq!(app.count("SELECT count(*) FROM picture_refusals").await, 0);
}

#[tokio::test]
async fn nobody_takes_a_step_without_a_session() {
    let app = TestApp::spawn().await;
    let stranger = app.browser();
    for step in STEPS.iter().chain(&["citizenship"]) {
        hand_in(&stranger, step)
            .await
            .refused(401, "sign_in_required");
    }
    for path in ["/registration", "/registration/pictures/face", "/cabinet"] {
        stranger.get(path).await.refused(401, "sign_in_required");
    }
    stranger
        .post("/registration/email-code/resend", Value::Null)
        .await
        .refused(401, "sign_in_required");
    let language = json!({ "language": "ru" });
    stranger
        .put("/registration/language", language)
        .await
        .refused(401, "sign_in_required");
}

#[tokio::test]
async fn a_side_of_a_document_needs_its_kind() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::IdentityDocument).await;
    let send = async |kind: &str| {
        browser
            .send_picture(kind, "image/jpeg", pictures::card())
            .await
    };
    send("document_front")
        .await
        .refused(409, "step_out_of_order");
    let passport = json!({ "document": "passport" });
    browser
        .put("/registration/document-kind", passport)
        .await
        .ok();
    send("document_back")
        .await
        .refused(409, "step_out_of_order");
    let told = send("document_front").await.ok();
    assert_eq!(told["next"], "personal_data_consent");
}

#[tokio::test]
async fn another_kind_of_document_asks_for_its_sides_anew() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalDataConsent).await;
    assert_eq!(app.objects().len(), 3);
    let choose = async |document: &str| {
        let body = json!({ "document": document });
        browser.put("/registration/document-kind", body).await.ok()
    };
    let same = choose("identity_card").await;
    assert_eq!(same["next"], "personal_data_consent", "nothing was lost");
    let other = choose("residence_permit").await;
    assert_eq!(other["next"], "identity_document");
    assert_eq!(other["facts"]["document"]["front"], Value::Null);
    assert_eq!(app.objects().len(), 1, "objects of the other kind are gone");
}

#[tokio::test]
async fn back_through_the_whole_wizard_keeps_every_later_answer() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Finish).await;
    let person = Person::new(1);
    let nobody = async |_: &str| String::new();
    for step in ["study", "personal_details", "person_name"]
        .iter()
        .chain(&["personal_data_consent", "face_photo", "biometric_consent"])
        .chain(&["personal_number", "citizenship"])
    {
        let told = browser.take_step(step, &person, &nobody).await.ok();
        assert_eq!(told["next"], "finish", "{step} again");
    }
    // The address and the password are the login by now.
    for step in ["email", "password"] {
        let told = browser.take_step(step, &person, &nobody).await.ok();
        assert_eq!(told["next"], "finish", "{step} again");
    }
    let code = json!({ "code": "000000" });
    let told = browser.post("/registration/email-code", code).await.ok();
    assert_eq!(told["next"], "finish", "a proved address is asked no more");
    assert_eq!(app.mails(&person.email).await.len(), 1);
}

#[tokio::test]
async fn nothing_is_changed_after_the_end() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let before = browser.get("/cabinet").await.ok();
    for step in STEPS {
        let answer = hand_in(&browser, step).await;
        if *step == "finish" {
            answer.ok();
        } else {
            answer.refused(409, "registration_finished");
        }
    }
    assert_eq!(browser.get("/cabinet").await.ok(), before);
}

#[tokio::test]
async fn the_login_cannot_be_changed_by_going_back() {
    let app = TestApp::spawn().await;
    let other = json!({ "email": "other@example.kz" });
    // With the password set and not yet signed in, and after it.
    for step in [Requirement::SignIn, Requirement::BiometricConsent] {
        let browser = app.browser();
        app.walk(&browser, &Person::new(step as u32), Some(step))
            .await;
        browser
            .put("/registration/email", other.clone())
            .await
            .refused(409, "email_fixed");
        assert_eq!(json!(browser.next().await), json!(step));
    }
    assert_eq!(app.mails("other@example.kz").await.len(), 0);
}

#[tokio::test]
async fn a_wrong_address_is_corrected_before_the_code() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let old_code = app.last_code("person1@example.kz").await;
    let other = json!({ "email": "right@example.kz" });
    let told = browser.put("/registration/email", other).await.ok();
    assert_eq!(told["facts"]["email"], "right@example.kz");
    let enter = async |code: String| {
        let body = json!({ "code": code });
        browser.post("/registration/email-code", body).await
    };
    enter(old_code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    let code = app.last_code("right@example.kz").await;
    assert_eq!(enter(code).await.ok()["next"], "password");
}
