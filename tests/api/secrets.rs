//! What a thief of database, files, logs or metrics would have: no number, no picture.

use reqwest::Method;
use shared::requirements::Requirement;
use tests::{Answer, PASSWORD, Person, TestApp, iin};

#[tokio::test]
async fn a_dump_of_everything_shows_no_number_and_no_picture() {
    let app = TestApp::spawn().await;
    app.registered(&Person::new(1)).await;
    app.registered(&Person::from_abroad(3)).await;
    let dump = app.dump().await;
    assert!(dump.len() > 20_000, "there is something to look at");
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
async fn a_new_key_seals_from_now_on_and_the_old_one_still_opens() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::IdentityDocument).await;
    let before = browser.get("/registration").await.ok();
    let key_file = app.app.config.key_path();
    let mut keys = std::fs::read_to_string(&key_file).unwrap();
    let newer = backend::secrets::Secrets::new_file();
    keys += newer.lines().find(|line| line.starts_with("seal")).unwrap();
    std::fs::write(&key_file, keys).unwrap();
    let app = app.restart().await;
    let browser = browser.moved_to(&app.address);
    assert_eq!(browser.get("/registration").await.ok(), before);
    let face = browser.get("/registration/pictures/face").await;
    assert_eq!(face.status, 200);
    app.walk(&browser, &Person::new(1), None).await;
    let sealed = "SELECT count(DISTINCT substr(wrapped_key, 1, 8)) FROM pictures";
    assert_eq!(app.count(sealed).await, 2);
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
