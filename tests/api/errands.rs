//! A step of the camera on a phone: a code for one phone, one step and a quarter of an hour, and
//! nothing else for whoever holds it.

use reqwest::Method;
use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp, pictures};

const EMAIL: &str = "person1@example.kz";
const QUARTER: i64 = 15 * 60;

/// Sends a phone for a step; returns the token behind the `#`.
async fn send(computer: &Browser, task: &str) -> String {
    let body = json!({ "task": task });
    let told = computer.post("/registration/errand", body).await.ok();
    assert_eq!(told["errand"]["state"], "waiting");
    let address = told["address"].as_str().expect("an address");
    let (page, token) = address.split_once("/phone#").expect("the page of phones");
    assert!(page.starts_with("http://127.0.0.1"), "{page}");
    let qr = told["qr"].as_str().expect("a drawing");
    assert!(qr.starts_with("<svg") && !qr.contains(token), "{qr}");
    token.to_owned()
}

async fn open(phone: &Browser, token: &str) -> Answer {
    phone
        .post("/errands/opening", json!({ "token": token }))
        .await
}

async fn look(phone: &Browser, token: &str) -> Answer {
    phone.post("/errands/look", json!({ "token": token })).await
}

async fn state(computer: &Browser) -> Value {
    computer.get("/registration/errand").await.ok()["state"].clone()
}

/// A computer that asks for a face, and a phone at work for it.
async fn at_work(app: &TestApp) -> (Browser, Browser) {
    let computer = app.registered_until(Requirement::FacePhoto).await;
    let token = send(&computer, "face_photo").await;
    let phone = app.browser();
    open(&phone, &token).await.ok();
    (computer, phone)
}

async fn photograph(phone: &Browser, kind: &str, picture: Vec<u8>) -> Answer {
    phone
        .send_picture(&format!("{kind}?errand=1"), "image/jpeg", picture)
        .await
}

#[tokio::test]
async fn a_phone_takes_the_face_and_the_computer_goes_on() {
    let app = TestApp::spawn().await;
    let computer = app.registered_until(Requirement::FacePhoto).await;
    computer
        .get("/registration/errand")
        .await
        .refused(404, "not_found");
    let token = send(&computer, "face_photo").await;
    let phone = app.browser();
    let seen = look(&phone, &token).await.ok();
    assert_eq!(seen, json!({ "task": "face_photo", "programme": "ncie" }));
    assert_eq!(state(&computer).await, "waiting");
    let opened = open(&phone, &token).await;
    let cookie = opened.set_cookie("__Host-tirkeu-errand");
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure"));
    assert_eq!(opened.ok()["registration"]["next"], "face_photo");
    assert_eq!(state(&computer).await, "opened");
    let early = phone.post("/errands/current/finish", Value::Null).await;
    early.refused(409, "step_out_of_order");
    let told = photograph(&phone, "face", pictures::face()).await.ok();
    assert_eq!(told["next"], Value::Null);
    let face = phone.get("/registration/pictures/face?errand=1").await;
    assert_eq!(face.header("content-type"), "image/jpeg");
    phone
        .post("/errands/current/finish", Value::Null)
        .await
        .ok();
    assert_eq!(state(&computer).await, "done");
    assert_eq!(computer.next().await, "identity_document");
    // The phone's part is over.
    for again in [
        phone.get("/errands/current").await,
        phone.post("/errands/current/finish", Value::Null).await,
        phone.get("/registration/pictures/face?errand=1").await,
        photograph(&phone, "face", pictures::face()).await,
        open(&app.browser(), &token).await,
    ] {
        again.refused(410, "errand_done");
    }
}

#[tokio::test]
async fn a_phone_asks_for_the_consent_first_and_shows_whose_it_is() {
    let app = TestApp::spawn().await;
    let computer = app.registered_until(Requirement::BiometricConsent).await;
    let body = json!({ "task": "identity_document" });
    let early = computer.post("/registration/errand", body).await;
    early.refused(409, "step_out_of_order");
    let token = send(&computer, "face_photo").await;
    let phone = app.browser();
    let opened = open(&phone, &token).await.ok();
    assert_eq!(opened["registration"]["next"], "biometric_consent");
    let text = phone.acceptance("biometrics").await;
    let answer =
        |answer: &str| json!({ "answer": answer, "version": text["version"], "language": "ru" });
    let consent = "/registration/biometric-consent?errand=1";
    let in_person = phone.put(consent, answer("in_person")).await;
    in_person.refused(401, "sign_in_required");
    let told = phone.put(consent, answer("agreed")).await.ok();
    assert_eq!(told["next"], "face_photo");
    photograph(&phone, "face", pictures::face()).await.ok();
    phone
        .post("/errands/current/finish", Value::Null)
        .await
        .ok();
    assert_eq!(computer.next().await, "identity_document");
}

#[tokio::test]
async fn a_document_has_its_kind_and_sides_from_the_phone() {
    let app = TestApp::spawn().await;
    let computer = app.registered_until(Requirement::IdentityDocument).await;
    let token = send(&computer, "identity_document").await;
    let phone = app.browser();
    open(&phone, &token).await.ok();
    let kind = json!({ "document": "identity_card" });
    let told = phone
        .put("/registration/document-kind?errand=1", kind)
        .await
        .ok();
    assert_eq!(told["facts"]["document"]["kind"], "identity_card");
    assert_eq!(told["facts"]["face"], Value::Null);
    for side in ["document_front", "document_back"] {
        photograph(&phone, side, pictures::card()).await.ok();
    }
    let face = photograph(&phone, "face", pictures::face()).await;
    face.refused(401, "sign_in_required");
    phone
        .post("/errands/current/finish", Value::Null)
        .await
        .ok();
    assert_eq!(computer.next().await, "personal_data_consent");
    // Whoever is through sends nobody.
    app.walk(&computer, &Person::new(1), None).await;
    let body = json!({ "task": "face_photo" });
    let late = computer.post("/registration/errand", body).await;
    late.refused(409, "registration_finished");
}

#[tokio::test]
async fn the_first_phone_alone_opens_a_code() {
    let app = TestApp::spawn().await;
    let computer = app.registered_until(Requirement::FacePhoto).await;
    let token = send(&computer, "face_photo").await;
    let phones: Vec<Browser> = (0..10).map(|_| app.browser()).collect();
    let opened = futures_of(&phones, &token).await;
    let firsts = opened.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(firsts, 1);
    for second in opened.into_iter().filter(|answer| answer.status != 200) {
        second.refused(409, "errand_taken");
    }
    look(&app.browser(), &token)
        .await
        .refused(409, "errand_taken");
    for wrong in ["", "nothing"] {
        open(&app.browser(), wrong)
            .await
            .refused(410, "errand_unknown");
    }
    let nobody = app.browser().get("/errands/current").await;
    nobody.refused(410, "errand_unknown");
}

async fn futures_of(phones: &[Browser], token: &str) -> Vec<Answer> {
    let calls = phones.iter().map(|phone| {
        let (phone, token) = (phone.clone(), token.to_owned());
        tokio::spawn(async move { open(&phone, &token).await })
    });
    let mut answers = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        answers.push(call.await.expect("the call was made"));
    }
    answers
}

#[tokio::test]
async fn a_code_lives_a_quarter_of_an_hour_and_a_phone_another() {
    let app = TestApp::spawn().await;
    let computer = app.registered_until(Requirement::FacePhoto).await;
    let late = send(&computer, "face_photo").await;
    app.clock.advance_seconds(QUARTER);
    assert_eq!(state(&computer).await, "expired");
    open(&app.browser(), &late)
        .await
        .refused(410, "errand_expired");
    let token = send(&computer, "face_photo").await;
    app.clock.advance_seconds(QUARTER - 1);
    let phone = app.browser();
    open(&phone, &token).await.ok();
    app.clock.advance_seconds(QUARTER - 1);
    // The computer asks every few seconds: that keeps its session.
    assert_eq!(state(&computer).await, "opened");
    phone.get("/errands/current").await.ok();
    app.clock.advance_seconds(1);
    assert_eq!(state(&computer).await, "expired");
    for over in [
        phone.get("/errands/current").await,
        photograph(&phone, "face", pictures::face()).await,
        phone.post("/errands/current/finish", Value::Null).await,
    ] {
        over.refused(410, "errand_expired");
    }
}

#[tokio::test]
async fn either_side_ends_it_and_the_other_is_told() {
    let app = TestApp::spawn().await;
    let (computer, phone) = at_work(&app).await;
    computer.delete("/registration/errand").await.ok();
    computer.delete("/registration/errand").await.ok();
    assert_eq!(state(&computer).await, "cancelled");
    for over in [
        phone.get("/errands/current").await,
        phone.delete("/errands/current").await,
        photograph(&phone, "face", pictures::face()).await,
    ] {
        over.refused(410, "errand_cancelled");
    }
    let token = send(&computer, "face_photo").await;
    open(&phone, &token).await.ok();
    phone.delete("/errands/current").await.ok();
    assert_eq!(state(&computer).await, "cancelled");
    assert_eq!(computer.next().await, "face_photo");
}

#[tokio::test]
async fn a_newer_code_ends_the_older_and_its_phone() {
    let app = TestApp::spawn().await;
    let (computer, phone) = at_work(&app).await;
    let waiting = send(&computer, "face_photo").await;
    let over = phone.get("/errands/current").await;
    over.refused(410, "errand_cancelled");
    let newest = send(&computer, "face_photo").await;
    let old = open(&phone, &waiting).await;
    old.refused(410, "errand_cancelled");
    open(&phone, &newest).await.ok();
    assert_eq!(app.count("SELECT count(*) FROM errands").await, 3);
    app.clock.advance_seconds(24 * 3600 + 1);
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("it is swept");
    assert_eq!(app.count("SELECT count(*) FROM errands").await, 0);
}

#[tokio::test]
async fn a_phone_goes_with_the_session_that_sent_it() {
    let app = TestApp::spawn().await;
    let (computer, phone) = at_work(&app).await;
    let elsewhere = app.browser();
    elsewhere.sign_in(EMAIL).await.ok();
    // Another session of the same person neither sees the errand nor ends it.
    let unseen = elsewhere.get("/registration/errand").await;
    unseen.refused(404, "not_found");
    elsewhere.delete("/registration/errand").await.ok();
    phone.get("/errands/current").await.ok();
    let waiting = send(&elsewhere, "face_photo").await;
    computer.delete("/sessions/current").await.ok();
    for over in [
        phone.get("/errands/current").await,
        photograph(&phone, "face", pictures::face()).await,
    ] {
        over.refused(410, "errand_cancelled");
    }
    let words = "другая фраза про степь 73";
    let body = json!({ "current": PASSWORD, "password": words, "confirmation": words });
    elsewhere.put("/account/password", body).await.ok();
    let over = open(&phone, &waiting).await;
    over.refused(410, "errand_cancelled");
    let kept = send(&elsewhere, "face_photo").await;
    elsewhere.delete("/account/sessions").await.ok();
    open(&phone, &kept).await.refused(410, "errand_cancelled");
}

#[tokio::test]
async fn an_idle_computer_has_no_phone() {
    let app = TestApp::spawn_with(|config| config.idle_minutes = 5).await;
    let (_, phone) = at_work(&app).await;
    phone.get("/errands/current").await.ok();
    app.clock.advance_seconds(5 * 60);
    let over = phone.get("/errands/current").await;
    over.refused(410, "errand_cancelled");
}

#[tokio::test]
async fn a_code_is_made_for_the_camera_by_whoever_signed_in() {
    let app = TestApp::spawn().await;
    let draft = app.registered_until(Requirement::SignIn).await;
    let body = json!({ "task": "face_photo" });
    let refused = draft.post("/registration/errand", body).await;
    refused.refused(401, "sign_in_required");
    let computer = app.browser();
    app.walk(
        &computer,
        &Person::new(2),
        Some(Requirement::BiometricConsent),
    )
    .await;
    let body = json!({ "task": "person_name" });
    let refused = computer.post("/registration/errand", body).await;
    refused.refused(422, "unknown_choice");
    for _ in 0..60 {
        send(&computer, "face_photo").await;
    }
    let body = json!({ "task": "face_photo" });
    let refused = computer.post("/registration/errand", body).await;
    refused.refused(429, "too_many_requests");
}

#[tokio::test]
async fn a_phone_learns_nothing_of_the_person() {
    let app = TestApp::spawn().await;
    let (_, phone) = at_work(&app).await;
    let told = photograph(&phone, "face", pictures::face()).await;
    let current = phone.get("/errands/current").await;
    for answer in [told, current] {
        let text = String::from_utf8(answer.bytes).expect("a text");
        for secret in ["example.kz", "990101", "KAZ", "Өтегенқызы", "path\":[\""] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

/// What a phone at work for a face may call.
const ALLOWED: [(&str, &str); 6] = [
    ("put", "/registration/biometric-consent"),
    ("post", "/registration/pictures/{kind}"),
    ("get", "/registration/pictures/{kind}"),
    ("get", "/errands/current"),
    ("delete", "/errands/current"),
    ("post", "/errands/current/finish"),
];

async fn called(browser: &Browser, method: &str, path: &str) -> (u16, Value) {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
    let call = browser.call(method.clone(), path);
    let call = if method == Method::GET || method == Method::DELETE {
        call
    } else {
        call.json(&json!({}))
    };
    let answer = Answer::of(call).await;
    (answer.status, answer.body["code"].clone())
}

#[tokio::test]
async fn a_phone_may_nowhere_more_than_a_stranger_but_for_its_own_step() {
    let app = TestApp::spawn().await;
    let (_, phone) = at_work(&app).await;
    let (_, document) = backend::api();
    let document = serde_json::to_value(document).expect("a document");
    let (mut refused, mut allowed) = (0, 0);
    for (path, item) in document["paths"].as_object().expect("paths") {
        let path = path.strip_prefix("/api/v1").expect("below the API");
        for method in item.as_object().expect("methods").keys() {
            // The last of all is ended by hand below.
            if ALLOWED.contains(&(method.as_str(), path)) {
                allowed += 1;
                continue;
            }
            let parts = path.split('/').map(|part| match part {
                "{kind}" => "document_front",
                part if part.starts_with('{') => "01980000-0000-7000-8000-000000000000",
                part => part,
            });
            let path = parts.collect::<Vec<_>>().join("/");
            for path in [path.clone(), format!("{path}?errand=1")] {
                let told = called(&phone.copied(), method, &path).await;
                let stranger = called(&app.browser(), method, &path).await;
                // Where the camera asks for a cookie, a stranger has none.
                let camera = path == "/registration/document-kind?errand=1"
                    || path.starts_with("/registration/movement-checks")
                        && path.ends_with("?errand=1");
                if !camera {
                    assert_eq!(told, stranger, "{method} {path}");
                }
                if told == (401, json!("sign_in_required")) {
                    refused += 1;
                }
            }
        }
    }
    assert_eq!(allowed, ALLOWED.len());
    assert!(refused > 100, "{refused}");
    // Of another step even the camera's own calls are refused.
    for (method, path) in [
        ("put", "/registration/document-kind?errand=1"),
        ("get", "/registration/movement-checks?errand=1"),
        ("post", "/registration/movement-checks?errand=1"),
        ("get", "/registration/pictures/document_front?errand=1"),
    ] {
        let body = json!({ "document": "passport" });
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        let answer = Answer::of(phone.call(method, path).json(&body)).await;
        answer.refused(401, "sign_in_required");
    }
    // Without the word a camera's call is the call of whoever signed in.
    phone
        .get("/registration/pictures/face")
        .await
        .refused(401, "sign_in_required");
    phone.get("/errands/current").await.ok();
}
