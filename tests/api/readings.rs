//! What stands in a document is read, corrected, confirmed; what is in doubt, a person decides.

use std::path::Path;

use backend::config::Config;
use serde_json::{Value, json};
use shared::readings::READINGS_AN_HOUR;
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp, pictures};

const IIN: &str = "990101400003";
const OPEN_CASES: &str =
    "SELECT count(*) FROM cases WHERE kind = 'document_data' AND decided_at IS NULL";

/// With the programme that asks for nothing else.
fn with_programme(config: &mut Config) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
    config.programmes = Some(folder);
}

async fn spawn() -> TestApp {
    TestApp::spawn_with(with_programme).await
}

/// Somebody who is asked for a document and chose one.
async fn choosing(app: &TestApp, serial: u32, document: &str) -> Browser {
    let browser = app.browser();
    let person = Person::new(serial).of("readings");
    app.walk(&browser, &person, Some(Requirement::IdentityDocument))
        .await;
    let body = json!({ "document": document });
    browser.put("/registration/document-kind", body).await.ok();
    browser
}

async fn send(browser: &Browser, kind: &str, file: &str) -> Answer {
    let jpeg = pictures::document_file(file);
    browser.send_picture(kind, "image/jpeg", jpeg).await
}

/// Somebody with these two pictures of a card.
async fn with_card(app: &TestApp, front: &str, back: &str) -> Browser {
    let browser = choosing(app, 1, "identity_card").await;
    send(&browser, "document_front", front).await.ok();
    let told = send(&browser, "document_back", back).await.ok();
    assert_eq!(told["next"], "document_data");
    browser
}

async fn read(browser: &Browser) -> Value {
    browser
        .post("/registration/reading", Value::Null)
        .await
        .ok()
}

fn values(reading: &Value) -> Vec<(&str, &str, u64)> {
    let values = reading["values"].as_array().expect("a list");
    values
        .iter()
        .map(|value| {
            let text = |name: &str| value[name].as_str().expect("a text");
            (
                text("field"),
                text("value"),
                value["line"].as_u64().expect("a line"),
            )
        })
        .collect()
}

/// The data as the card has them, with the name in Cyrillic.
fn data(reading: &Value) -> Value {
    json!({
        "reading": reading["id"], "iin": IIN, "number": "000000017",
        "surname": " Өтегенқызы ", "first_name": "Әлия", "patronymic": "",
        "birth_date": "1999-1-1", "expires": "2034-01-01", "right": true,
    })
}

async fn confirm(browser: &Browser, body: Value) -> Answer {
    browser.put("/registration/document-data", body).await
}

fn with(mut body: Value, field: &str, value: &str) -> Value {
    body[field] = json!(value);
    body
}

#[tokio::test]
async fn a_card_is_read_and_confirmed() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let reading = read(&browser).await;
    assert_eq!(
        values(&reading),
        [
            ("iin", IIN, 0),
            ("number", "000000017", 0),
            ("surname", "OTEGENKYZY", 2),
            ("first_name", "ALIYA", 2),
            ("birth_date", "1999-01-01", 1),
            ("expires", "2034-01-01", 1),
        ]
    );
    assert_eq!(reading["notices"], json!([]));
    assert_eq!(read(&browser).await["id"], reading["id"], "once is enough");
    let told = confirm(&browser, data(&reading)).await.ok();
    assert_eq!(told["next"], "finish");
    let facts = &told["facts"];
    assert_eq!(facts["document_data"]["in_review"], false);
    assert_eq!(facts["document_data"]["masked_number"], "••••017");
    assert_eq!(facts["document_data"]["expires"], "2034-01-01");
    assert_eq!(facts["name"]["surname"], "Өтегенқызы");
    assert_eq!(facts["personal_number"]["masked"], "990101******");
    assert_eq!(app.count(OPEN_CASES).await, 0);
    let again = confirm(&browser, data(&reading)).await.ok();
    assert_eq!(again["next"], "finish", "twice is once");
    browser.post("/registration/finish", Value::Null).await.ok();
    let dump = String::from_utf8_lossy(&app.dump().await).into_owned();
    assert!(!dump.contains(IIN) && !dump.contains("OTEGENKYZY"));
}

#[tokio::test]
async fn a_line_is_cut_out_for_its_owner_alone() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let path = "/registration/reading/crops/2";
    browser.get(path).await.refused(404, "not_found");
    read(&browser).await;
    let crop = browser.get(path).await;
    assert_eq!(
        (crop.status, crop.header("cache-control")),
        (200, "no-store")
    );
    assert_eq!(crop.header("content-type"), "image/jpeg");
    let other = choosing(&app, 2, "identity_card").await;
    other.get(path).await.refused(404, "not_found");
    app.browser()
        .get(path)
        .await
        .refused(401, "sign_in_required");
    for line in ["3", "-1", "x"] {
        let refused = browser
            .get(&format!("/registration/reading/crops/{line}"))
            .await;
        refused.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_passport_is_read_from_its_page() {
    let app = spawn().await;
    let browser = choosing(&app, 1, "passport").await;
    send(&browser, "document_front", "passport.jpg").await.ok();
    let reading = read(&browser).await;
    assert_eq!(values(&reading)[1], ("number", "N00000017", 1));
    assert_eq!(values(&reading)[2], ("surname", "OTEGENKYZY", 0));
    let body = with(data(&reading), "number", "N00000017");
    let told = confirm(&browser, body).await.ok();
    assert_eq!(told["facts"]["document_data"]["in_review"], false);
}

#[tokio::test]
async fn what_was_not_read_is_typed_and_a_person_decides() {
    let app = spawn().await;
    // Two fronts: there is no zone on either.
    let browser = with_card(&app, "front.jpg", "front.jpg").await;
    let reading = read(&browser).await;
    assert_eq!(reading["values"], json!([]));
    assert_eq!(reading["notices"], json!(["no_zone"]));
    let told = confirm(&browser, data(&reading)).await.ok();
    assert_eq!(told["next"], "finish");
    assert_eq!(told["facts"]["document_data"]["in_review"], true);
    assert_eq!(app.count(OPEN_CASES).await, 1);
}

#[tokio::test]
async fn a_correction_goes_to_a_person() {
    let app = spawn().await;
    let other_iin = tests::iin(5);
    for (field, value) in [
        ("iin", other_iin.as_str()),
        ("birth_date", "1999-01-02"),
        ("surname", "Мерзімді"),
    ] {
        let before = app.count(OPEN_CASES).await;
        let serial = u32::try_from(before).expect("few") + 1;
        let browser = choosing(&app, serial, "identity_card").await;
        send(&browser, "document_front", "front.jpg").await.ok();
        send(&browser, "document_back", "back.jpg").await.ok();
        let reading = read(&browser).await;
        let told = confirm(&browser, with(data(&reading), field, value))
            .await
            .ok();
        assert_eq!(told["facts"]["document_data"]["in_review"], true, "{field}");
        assert_eq!(app.count(OPEN_CASES).await, before + 1, "{field}");
    }
}

#[tokio::test]
async fn an_iin_other_than_the_one_told_before_is_pointed_out() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let reading = read(&browser).await;
    let body = with(data(&reading), "iin", &tests::iin(5));
    confirm(&browser, body).await.ok();
    let reading = read(&browser).await;
    assert_eq!(reading["notices"], json!(["other_iin"]));
    let told = confirm(&browser, data(&reading)).await.ok();
    assert_eq!(told["facts"]["document_data"]["in_review"], true);
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_told_apart() {
    let app = spawn().await;
    for (serial, front, back, notices) in [
        (1, "back.jpg", "front.jpg", json!(["sides_swapped"])),
        (2, "back.jpg", "back.jpg", json!(["two_backs"])),
        (3, "passport.jpg", "front.jpg", json!(["other_kind"])),
        (4, "front.jpg", "back_foreign.jpg", json!(["foreign_card"])),
        (
            5,
            "front.jpg",
            "back_other_birth.jpg",
            json!(["iin_disagrees"]),
        ),
        (6, "front.jpg", "back_expired.jpg", json!(["expired"])),
    ] {
        let browser = choosing(&app, serial, "identity_card").await;
        send(&browser, "document_front", front).await.ok();
        send(&browser, "document_back", back).await.ok();
        let reading = read(&browser).await;
        assert_eq!(reading["notices"], notices, "{front} {back}");
        if serial == 6 {
            let body = with(data(&reading), "expires", "2024-01-01");
            let refused = confirm(&browser, body).await;
            refused.refused_fields(&[("expires", "document_expired")]);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_at_its_field() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let reading = read(&browser).await;
    let empty = json!({ "reading": reading["id"] });
    confirm(&browser, empty).await.refused_fields(&[
        ("iin", "required"),
        ("surname", "required"),
        ("first_name", "required"),
        ("birth_date", "required"),
        ("expires", "required"),
        ("right", "agreement_required"),
    ]);
    for (field, value, code) in [
        ("iin", "990101400004", "iin_checksum"),
        ("birth_date", "1999-02-29", "date_impossible"),
        ("first_name", "Али2", "name_letters"),
        ("issued", "1998-01-01", "issued_before_birth"),
    ] {
        let body = with(data(&reading), field, value);
        confirm(&browser, body)
            .await
            .refused_fields(&[(field, code)]);
    }
    assert_eq!(browser.next().await, "document_data");
}

#[tokio::test]
async fn a_newer_picture_ends_what_was_confirmed() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let first = read(&browser).await;
    confirm(&browser, data(&first)).await.ok();
    let told = send(&browser, "document_back", "back.jpg").await.ok();
    assert_eq!(told["next"], "document_data");
    assert_eq!(told["facts"]["document_data"], Value::Null);
    let late = confirm(&browser, data(&first)).await;
    late.refused(409, "reading_outdated");
    let second = read(&browser).await;
    assert_ne!(second["id"], first["id"]);
    let told = confirm(&browser, data(&second)).await.ok();
    assert_eq!(told["next"], "finish");
}

#[tokio::test]
async fn a_restart_in_the_middle_loses_nothing() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let reading = read(&browser).await;
    let app = app.restart_with(with_programme).await;
    let browser = browser.moved_to(&app.address);
    assert_eq!(read(&browser).await, reading);
    confirm(&browser, data(&reading)).await.ok();
    let app = app.restart_with(with_programme).await;
    let browser = browser.moved_to(&app.address);
    assert_eq!(browser.next().await, "finish");
}

#[tokio::test]
async fn whoever_comes_in_person_has_nothing_to_read() {
    let app = spawn().await;
    let browser = app.browser();
    let person = Person::new(1).of("readings").in_person();
    app.walk(&browser, &person, Some(Requirement::Finish)).await;
    let refused = browser.post("/registration/reading", Value::Null).await;
    refused.refused(409, "step_out_of_order");
    let early = choosing(&app, 2, "identity_card").await;
    let refused = early.post("/registration/reading", Value::Null).await;
    refused.refused(409, "step_out_of_order");
}

#[tokio::test]
async fn what_was_read_is_forgotten_with_its_person() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let reading = read(&browser).await;
    confirm(&browser, data(&reading)).await.ok();
    let readings = "SELECT count(*) FROM readings";
    assert_eq!(app.count(readings).await, 1);
    app.clock.advance_seconds(91 * 86_400);
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("the sweep runs");
    assert_eq!(app.count(readings).await, 0);
}

#[tokio::test]
async fn asking_again_and_again_ends_for_an_hour() {
    let app = spawn().await;
    let browser = with_card(&app, "front.jpg", "back.jpg").await;
    let first = read(&browser).await;
    for _ in 1..READINGS_AN_HOUR {
        assert_eq!(read(&browser).await, first);
    }
    let refused = browser.post("/registration/reading", Value::Null).await;
    assert_eq!(refused.retry_after(), 3600);
    refused.refused(429, "too_many_requests");
    app.clock.advance_seconds(3600);
    browser.sign_in("person1@example.kz").await.ok();
    assert_eq!(read(&browser).await, first);
}
