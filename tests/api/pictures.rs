//! Files that strangers send as pictures: each bad one is told apart, a sound one loses everything
//! but its pixels.

use image::ImageFormat;
use shared::requirements::Requirement;
use tests::{Answer, Browser, TestApp, pictures};

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const WEBP: &str = "image/webp";

async fn send(browser: &Browser, content_type: &str, bytes: Vec<u8>) -> Answer {
    browser
        .send_picture("face?source=upload", content_type, bytes)
        .await
}

/// Sends each file; none is taken, none is kept, none counts as an attempt.
async fn refuse_each(files: Vec<(&str, Vec<u8>, &str)>) {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    for (content_type, bytes, code) in files {
        let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(12)]).into_owned();
        let answer = send(&browser, content_type, bytes).await;
        assert_eq!(answer.body["errors"][0]["code"], code, "{begin:?}");
        answer.refused_fields(&[("picture", code)]);
    }
    assert_eq!(browser.next().await, "face_photo");
    assert_eq!(app.objects().len(), 0);
    let counted = "SELECT count(*) FROM picture_refusals";
    assert_eq!(app.count(counted).await, 0);
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    refuse_each(vec![
        (JPEG, Vec::new(), "picture_empty"),
        (JPEG, b"no picture at all".to_vec(), "picture_format"),
        (PNG, b"<svg onload=alert(1)>".to_vec(), "picture_format"),
        (JPEG, b"%PDF-1.7\n".to_vec(), "picture_format"),
        (JPEG, b"PK\x03\x04\0\0".to_vec(), "picture_format"),
        (PNG, b"GIF89a\x01\0\x01\0\0".to_vec(), "picture_format"),
    ])
    .await;
}

#[tokio::test]
async fn a_picture_that_is_cut_short_is_refused() {
    let face = pictures::face();
    let half = face[..face.len() / 2].to_vec();
    let half_png = pictures::face_as(ImageFormat::Png)[..5000].to_vec();
    let half_webp = pictures::face_as(ImageFormat::WebP)[..5000].to_vec();
    refuse_each(vec![
        (JPEG, face[..20].to_vec(), "picture_damaged"),
        (JPEG, half, "picture_damaged"),
        (PNG, half_png, "picture_damaged"),
        (WEBP, half_webp, "picture_damaged"),
    ])
    .await;
}

#[tokio::test]
async fn a_picture_that_is_too_large_to_decode_or_moves_is_refused() {
    let png = pictures::huge_png;
    refuse_each(vec![
        (PNG, png(10_000, 10_000), "picture_too_large"),
        (PNG, png(6404, 6404), "picture_too_large"),
        (PNG, png(60_000, 60_000), "picture_too_large"),
        (JPEG, pictures::huge_jpeg(), "picture_too_large"),
        (PNG, pictures::moving_png(), "picture_animated"),
        (WEBP, pictures::moving_webp(), "picture_animated"),
    ])
    .await;
}

#[tokio::test]
async fn only_pictures_are_taken_and_only_so_large() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    for content_type in [
        "image/gif",
        "image/heic",
        "text/html",
        "application/json",
        "",
    ] {
        send(&browser, content_type, pictures::face())
            .await
            .refused(415, "media_type");
    }
    let mut padded = pictures::face();
    padded.resize(10 * 1024 * 1024 + 1, 0);
    send(&browser, JPEG, padded.clone())
        .await
        .refused(413, "too_large");
    padded.truncate(10 * 1024 * 1024);
    send(&browser, JPEG, padded).await.ok();
}

#[tokio::test]
async fn png_and_webp_become_jpeg() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    for (content_type, format) in [(PNG, ImageFormat::Png), (WEBP, ImageFormat::WebP)] {
        let taken = send(&browser, content_type, pictures::face_as(format)).await;
        assert_eq!(taken.status, 201, "{}", taken.body);
        let stored = browser.get("/registration/pictures/face").await;
        assert_eq!(stored.header("content-type"), "image/jpeg");
        assert_eq!(stored.header("cache-control"), "no-store");
        assert!(stored.bytes.starts_with(b"\xff\xd8\xff"));
    }
    assert_eq!(app.objects().len(), 1, "the first one is gone");
    // The declared type is not believed: what counts is the file.
    send(&browser, PNG, pictures::face()).await.ok();
}

#[tokio::test]
async fn nothing_but_pixels_is_stored() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let mut polyglot = pictures::with_exif(&pictures::face(), 1);
    polyglot.extend_from_slice(b"PK\x03\x04<script>alert(document.cookie)</script>");
    assert!(contains(&polyglot, b"GPS 51.1605N"));
    send(&browser, JPEG, polyglot).await.ok();
    let stored = browser.get("/registration/pictures/face").await.bytes;
    for trace in [
        b"Exif".as_slice(),
        b"GPS",
        b"PK\x03\x04",
        b"<script",
        b"serial number",
    ] {
        assert!(!contains(&stored, trace));
    }
    assert!(stored.ends_with(b"\xff\xd9"), "nothing follows the picture");
}

#[tokio::test]
async fn a_turned_picture_is_stored_upright() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let told = send(&browser, JPEG, pictures::turned_face()).await.ok();
    let face = &told["facts"]["face"];
    assert_eq!(
        (face["width"].as_i64(), face["height"].as_i64()),
        (Some(640), Some(480))
    );
    let stored = browser.get("/registration/pictures/face").await.bytes;
    let (stored, upright) = (
        pictures::decoded(&stored),
        pictures::decoded(&pictures::face()),
    );
    let differ = stored.as_raw().iter().zip(upright.as_raw());
    let differ: u64 = differ
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    let mean = differ / stored.as_raw().len() as u64;
    assert!(mean < 8, "the pixels differ by {mean} on average");
}

#[tokio::test]
async fn an_unknown_kind_of_picture_is_not_found() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    browser
        .send_picture("selfie", JPEG, pictures::face())
        .await
        .refused(404, "not_found");
    browser
        .get("/registration/pictures/face")
        .await
        .refused(404, "not_found");
    browser
        .send_picture("face?source=satellite", JPEG, pictures::face())
        .await
        .refused(400, "bad_request");
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
