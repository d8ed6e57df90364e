//! What a thief of database, files, logs or metrics would have: no number, no picture.

use reqwest::Method;
use tests::{Answer, PASSWORD, Person, TestApp, iin};

#[tokio::test]
async fn a_dump_of_everything_shows_no_number_and_no_picture() {
    let app = TestApp::spawn().await;
    app.registered(&Person::new(1)).await;
    app.registered(&Person::from_abroad(3)).await;
    let dump = app.dump().await;
    assert!(dump.len() > 50_000, "there is something to look at");
    assert!(
        contains(&dump, b"person1@example.kz"),
        "it is the right one"
    );
    let session = app.browser();
    session.sign_in("person1@example.kz").await.ok();
    let cookies = session.cookies().unwrap();
    let (_, token) = cookies.split_once('=').unwrap();
    for secret in [iin(1).as_str(), "C01X00003", "c01x00003", PASSWORD, token] {
        assert!(!contains(&app.dump().await, secret.as_bytes()), "{secret}");
    }
    let objects = app.objects();
    assert_eq!(objects.len(), 5, "three pictures, and two with a passport");
    for bytes in objects.iter().chain([&dump]) {
        assert!(!bytes.starts_with(b"\xff\xd8"));
        assert!(!contains(bytes, b"\xff\xd8\xff\xe0\0\x10JFIF"));
    }
}

#[tokio::test]
async fn a_stolen_object_opens_in_no_other_row() {
    let app = TestApp::spawn().await;
    let owner = app.registered(&Person::new(1)).await;
    let folder = app.app.config.data.join("files/pictures");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    // The object of the face in the place of the document's front.
    std::fs::copy(&paths[0], &paths[1]).unwrap();
    owner
        .get("/registration/pictures/document_front")
        .await
        .refused(500, "internal");
}

#[tokio::test]
async fn metrics_and_problems_name_nobody() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    let browser = app.registered(&person).await;
    browser
        .get(&format!("/programmes/{}", iin(1)))
        .await
        .refused(404, "not_found");
    let metrics = Answer::of(browser.bare(Method::GET, "/metrics")).await;
    let text = String::from_utf8(metrics.bytes).unwrap();
    assert!(text.contains("tirkeu_requests_total"), "{text}");
    assert!(text.contains("/api/v1/registration/name"), "{text}");
    assert!(
        text.contains("route=\"/api/v1/programmes/{code}\""),
        "{text}"
    );
    for personal in [iin(1).as_str(), "example.kz", "990101", "Әлия"] {
        assert!(!text.contains(personal), "{personal}");
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
