//! What the server sees on a picture, and what a person may do about its refusals.

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp, pictures};

async fn send(browser: &Browser, path: &str, bytes: Vec<u8>) -> Answer {
    browser.send_picture(path, "image/jpeg", bytes).await
}

fn first_code(answer: &Answer) -> &str {
    answer.body["errors"][0]["code"].as_str().unwrap_or("taken")
}

#[tokio::test]
async fn a_good_face_is_taken_and_a_bad_one_is_not() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    for (file, code) in [
        ("none_brick.jpg", "face_none"),
        ("none_chelsea.jpg", "face_none"),
        ("none_body_astro.jpg", "face_none"),
        ("two_astro_obama_0.jpg", "face_several"),
        ("two_astro_obama_1.jpg", "face_several"),
        ("astro_scale90.jpg", "face_small"),
        ("obama_scale90.jpg", "face_small"),
        ("astro_dark0.12.jpg", "picture_dark"),
        ("astro_blur6.jpg", "picture_blurred"),
        ("obama_bright2.2.jpg", "picture_bright"),
        ("astro_offD.jpg", "face_off_centre"),
        ("astro_yaw25.jpg", "face_turned"),
        ("astro_rot-30.jpg", "face_turned"),
    ] {
        let answer = send(&browser, "face", pictures::face_file(file)).await;
        assert_eq!((answer.status, first_code(&answer)), (422, code), "{file}");
        assert_eq!(browser.next().await, "face_photo", "{file}");
    }
    let taken = send(&browser, "face", pictures::other_face()).await;
    assert_eq!(taken.status, 201, "{}", taken.body);
    let face = &taken.body["facts"]["face"];
    assert_eq!(
        (&face["kind"], &face["in_review"]),
        (&json!("face"), &json!(false))
    );
}

#[tokio::test]
async fn after_two_refusals_the_person_may_insist_and_a_human_decides() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let [first, second, third] =
        ["none_brick.jpg", "astro_blur6.jpg", "astro_dark0.12.jpg"].map(pictures::face_file);
    let early = send(&browser, "face?anyway=true", first).await;
    assert_eq!(early.status, 422, "nobody insists on the first");
    assert_eq!(params(&early), ("1", "false"));
    let refused = send(&browser, "face", second.clone()).await;
    assert_eq!(params(&refused), ("2", "true"));
    let refused = send(&browser, "face", third.clone()).await;
    assert_eq!(params(&refused), ("3", "true"));
    let taken = send(&browser, "face?anyway=true", third).await;
    assert_eq!(taken.status, 201, "{}", taken.body);
    assert_eq!(taken.body["facts"]["face"]["in_review"], true);
    assert_eq!(taken.body["next"], "identity_document");
    let again = send(&browser, "face", pictures::face()).await.ok();
    assert_eq!(
        again["facts"]["face"]["in_review"], false,
        "a better one replaces it"
    );
}

fn params(answer: &Answer) -> (&str, &str) {
    let params = &answer.body["errors"][0]["params"];
    let text = |name: &str| params[name].as_str().unwrap_or_default();
    (text("refusals"), text("may_send_anyway"))
}

#[tokio::test]
async fn nobody_insists_on_an_unsound_file() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    for file in ["none_brick.jpg", "astro_blur6.jpg"] {
        let answer = send(&browser, "face", pictures::face_file(file)).await;
        assert_eq!(answer.status, 422);
    }
    for (bytes, code) in [
        (Vec::new(), "picture_empty"),
        (pictures::face()[..3000].to_vec(), "picture_damaged"),
        (b"text".to_vec(), "picture_format"),
    ] {
        send(&browser, "face?anyway=true", bytes)
            .await
            .refused_fields(&[("picture", code)]);
    }
}

#[tokio::test]
async fn the_very_same_file_again_is_told() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let blurred = pictures::face_file("astro_blur6.jpg");
    let first = send(&browser, "face", blurred.clone()).await;
    assert_eq!(first_code(&first), "picture_blurred");
    let again = send(&browser, "face", blurred).await;
    assert_eq!(first_code(&again), "picture_repeated");
    assert_eq!(again.body["errors"][1]["code"], "picture_blurred");
    let other = send(&browser, "face", pictures::face_file("obama_blur3.jpg")).await;
    assert_ne!(first_code(&other), "picture_repeated");
}

#[tokio::test]
async fn refusals_are_counted_for_one_kind_of_one_person() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::IdentityDocument).await;
    let card = json!({ "document": "identity_card" });
    browser.put("/registration/document-kind", card).await.ok();
    let nothing = pictures::empty_png(800, 600);
    let front = browser
        .send_picture("document_front", "image/png", nothing.clone())
        .await;
    assert_eq!((front.status, first_code(&front)), (422, "document_none"));
    assert_eq!(params(&front).0, "1");
    let back = browser
        .send_picture("document_back", "image/png", nothing)
        .await;
    assert_eq!(params(&back).0, "1");
    send(&browser, "document_front", pictures::card())
        .await
        .ok();
    let told = send(&browser, "document_back", pictures::card()).await.ok();
    assert_eq!(told["next"], "personal_data_consent");
}

#[tokio::test]
async fn a_picture_with_too_few_pixels_is_refused() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::IdentityDocument).await;
    let passport = json!({ "document": "passport" });
    browser
        .put("/registration/document-kind", passport)
        .await
        .ok();
    let small = pictures::empty_png(800, 479);
    let answer = browser
        .send_picture("document_front", "image/png", small)
        .await;
    assert_eq!(first_code(&answer), "picture_too_small");
}

#[tokio::test]
async fn a_picture_is_its_owners_alone() {
    let app = TestApp::spawn().await;
    let owner = app.registered_until(Requirement::IdentityDocument).await;
    let other = app.browser();
    app.walk(&other, &Person::new(2), Some(Requirement::FacePhoto))
        .await;
    other
        .get("/registration/pictures/face")
        .await
        .refused(404, "not_found");
    let own = owner.get("/registration/pictures/face").await;
    assert_eq!(own.status, 200);
    let draft = app.browser();
    draft.start("ru").await;
    draft
        .get("/registration/pictures/face")
        .await
        .refused(401, "sign_in_required");
}

#[tokio::test]
async fn in_person_takes_no_picture() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    browser.answer_biometrics(true).await.ok();
    send(&browser, "face", pictures::face())
        .await
        .refused(409, "step_out_of_order");
    assert_eq!(app.objects().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_click_on_a_picture_leaves_one() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let (one, other) = tokio::join!(
        send(&browser, "face", pictures::face()),
        send(&browser, "face", pictures::face()),
    );
    assert_eq!((one.status, other.status), (201, 201));
    let current = "SELECT count(*) FROM pictures WHERE superseded_at IS NULL";
    assert_eq!(app.count(current).await, 1);
    assert_eq!(app.objects().len(), 1);
    let stored = browser.get("/registration/pictures/face").await;
    assert_eq!(stored.status, 200);
}

#[tokio::test]
async fn pictures_are_drafts_until_the_consent() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalDataConsent).await;
    let handed_in = "SELECT count(*) FROM pictures WHERE handed_in_at IS NOT NULL";
    assert_eq!(app.count(handed_in).await, 0);
    let tick = json!({"consent": {"version": "1", "language": "ru", "read": true, "agreed": true}});
    browser
        .put("/registration/personal-data-consent", tick)
        .await
        .ok();
    assert_eq!(app.count(handed_in).await, 3);
}

#[tokio::test]
async fn whoever_changes_to_in_person_leaves_no_picture_behind() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalDataConsent).await;
    assert_eq!(app.objects().len(), 3);
    let answer = json!({"answer": "in_person", "version": "1", "language": "ru"});
    browser
        .put("/registration/biometric-consent", answer)
        .await
        .ok();
    assert_eq!(app.objects().len(), 0);
    assert_eq!(browser.next().await, "personal_data_consent");
}
