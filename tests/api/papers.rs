//! Papers: the ticket and what its QR code proves, the receipt, the file for a calendar.

use serde_json::{Value, json};
use tests::{Browser, FEE, Person, TestApp, named};

/// A person who applied, with the application.
async fn applied(person: &Person) -> (TestApp, Browser, Value) {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 10).await;
    let browser = app.registered(person).await;
    let applied = browser.apply("c", &sitting).await.ok();
    (app, browser, applied)
}

fn path(application: &Value, paper: &str) -> String {
    let id = application["id"].as_str().expect("an id");
    format!("/applications/{id}/{paper}")
}

/// Looks like one page of a PDF and is small.
fn is_one_page(pdf: &[u8], most: usize) {
    assert!(pdf.starts_with(b"%PDF-"), "a PDF");
    assert!(pdf.len() < most, "{} bytes", pdf.len());
    let count = |what: &[u8]| pdf.windows(what.len()).filter(|part| part == &what).count();
    assert_eq!(
        count(b"/Type/Page/") + count(b"/Type /Page\n"),
        1,
        "one page"
    );
}

#[tokio::test]
async fn the_ticket_is_there_for_its_owner_while_the_application_stands() {
    let (app, browser, application) = applied(&Person::new(1).in_person()).await;
    let ticket = browser.get(&path(&application, "ticket.pdf")).await;
    assert_eq!(ticket.header("content-type"), "application/pdf");
    assert_eq!(ticket.header("cache-control"), "no-store");
    let name = ticket.header("content-disposition");
    assert_eq!(name, "attachment; filename=\"ticket.pdf\"");
    is_one_page(&ticket.bytes, 60_000);

    let stranger = app.crowd(1).await.remove(0);
    for paper in ["ticket.pdf", "calendar.ics"] {
        let path = path(&application, paper);
        stranger.get(&path).await.refused(404, "not_found");
        app.browser()
            .get(&path)
            .await
            .refused(401, "sign_in_required");
    }
    let withdrawal = path(&application, "withdrawal");
    browser
        .post(&withdrawal, json!({ "version": 1 }))
        .await
        .ok();
    for paper in ["ticket.pdf", "calendar.ics"] {
        let gone = browser.get(&path(&application, paper)).await;
        gone.refused(409, "ticket_not_ready");
    }
}

#[tokio::test]
async fn a_held_application_has_no_ticket() {
    let app = TestApp::spawn().await;
    app.campaign("c", |campaign| campaign.hold_minutes = Some(60))
        .await;
    let sitting = app.sitting("c", "09:00", 10).await;
    let browser = app.crowd(1).await.remove(0);
    let application = browser.apply("c", &sitting).await.ok();
    let ticket = browser.get(&path(&application, "ticket.pdf")).await;
    ticket.refused(409, "ticket_not_ready");
}

#[tokio::test]
async fn the_ticket_shows_the_face_that_was_taken_over() {
    let (_app, browser, application) = applied(&Person::new(1)).await;
    let ticket = browser.get(&path(&application, "ticket.pdf")).await;
    is_one_page(&ticket.bytes, 120_000);
    let jpeg = ticket
        .bytes
        .windows(3)
        .any(|bytes| bytes == b"\xff\xd8\xff");
    assert!(jpeg, "the photo is in it");
}

#[tokio::test]
async fn the_key_of_the_tickets_is_public() {
    let app = TestApp::spawn().await;
    let told = app.browser().get("/tickets/key").await.ok();
    assert_eq!(told["algorithm"], "Ed25519");
    let key = backend::papers::public_key(&app.app.secrets);
    assert_eq!(told["key"], key);
    assert_eq!(
        app.restart().await.browser().get("/tickets/key").await.ok(),
        told
    );
}

#[tokio::test]
async fn the_exam_goes_into_a_calendar() {
    let (app, browser, application) = applied(&Person::new(1).in_person()).await;
    let answer = browser.get(&path(&application, "calendar.ics")).await;
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    let number = application["number"].as_str().unwrap();
    let id = application["id"].as_str().unwrap();
    let text = String::from_utf8(answer.bytes.clone()).unwrap();
    assert!(
        !text.replace("\r\n", "").contains(['\r', '\n']),
        "lines end alike"
    );
    let page = format!("URL:{}/cabinet/applications/{id}", app.address);
    // The page's address has a port that differs each time, and so has the place of its fold.
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains(&page), "{unfolded}");
    let told = unfolded
        .replace(&page, "URL:[page]")
        .replace(number, "[number]");
    insta::assert_snapshot!(told.replace("\r\n", "\n"));
}

#[tokio::test]
async fn a_corrected_application_moves_the_event() {
    let (app, browser, application) = applied(&Person::new(1).in_person()).await;
    let afternoon = app.sitting("c", "14:00", 10).await;
    let body = json!({ "version": 1, "answers": Browser::answers(&afternoon) });
    let id = application["id"].as_str().unwrap();
    browser.put(&format!("/applications/{id}"), body).await.ok();
    let answer = browser.get(&path(&application, "calendar.ics")).await;
    let text = String::from_utf8(answer.bytes.clone()).unwrap();
    assert!(text.contains("\r\nSEQUENCE:2\r\n"), "{text}");
    assert!(text.contains("\r\nDTSTART:20261128T090000Z\r\n"), "{text}");
}

#[tokio::test]
async fn the_receipt_is_there_for_the_payer_alone() {
    let app = TestApp::spawn().await;
    app.paid_campaign("c").await;
    let sitting = app.sitting("c", "09:00", 10).await;
    let browser = app.registered(&Person::new(1).in_person()).await;
    let application = browser.apply("c", &sitting).await.ok();
    let ticket = browser.get(&path(&application, "ticket.pdf")).await;
    ticket.refused(409, "ticket_not_ready");
    let (_, number) = named(&application);
    assert_eq!(app.pay("77000111222", &number, FEE).await["result"], 0);
    let payments = browser.get("/payments").await.ok();
    let number = payments["payments"][0]["number"].as_str().unwrap();
    let path_of = format!("/payments/{number}/receipt.pdf");
    let receipt = browser.get(&path_of).await;
    assert_eq!(receipt.header("content-type"), "application/pdf");
    assert_eq!(receipt.header("cache-control"), "no-store");
    is_one_page(&receipt.bytes, 60_000);
    let ticket = browser.get(&path(&application, "ticket.pdf")).await;
    is_one_page(&ticket.bytes, 60_000);

    let stranger = app.crowd(1).await.remove(0);
    stranger.get(&path_of).await.refused(404, "not_found");
    app.browser()
        .get(&path_of)
        .await
        .refused(401, "sign_in_required");
    let unknown = browser.get("/payments/1/receipt.pdf").await;
    unknown.refused(404, "not_found");
}
