//! What holds for every call: headers, origin, form of bodies, form of refusals.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const START: &str = "/api/v1/registration";

fn start(browser: &Browser) -> RequestBuilder {
    let body = json!({ "programme": "ncie", "language": "ru" });
    browser.bare(Method::POST, START).json(&body)
}

/// What the page may use of the browser, and no page inside it.
const OWN_DEVICES: [&str; 3] = [
    "camera",
    "publickey-credentials-create",
    "publickey-credentials-get",
];

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let own = |method: Method, path: &str| browser.bare(method, path).header("tirkeu-request", "1");
    for call in [
        own(Method::GET, "/"),
        own(Method::GET, "/register/email"),
        own(Method::GET, "/missing.js"),
        own(Method::POST, "/"),
        own(Method::GET, "/api/v1/programmes/ncie"),
        own(Method::GET, START),
        own(Method::PATCH, START),
        own(Method::POST, START).body("{"),
        browser.bare(Method::POST, START),
        own(Method::GET, "/api/v1/nothing/here"),
        own(Method::GET, "/api/openapi.json"),
        own(Method::GET, "/api/docs/"),
        own(Method::OPTIONS, START),
        own(Method::GET, "/health/live"),
        own(Method::GET, "/health/ready"),
        own(Method::GET, "/metrics"),
        own(Method::GET, "/outbox"),
    ] {
        let call = call.build().unwrap();
        let what = format!("{} {}", call.method(), call.url().path());
        let answer = Answer::of(RequestBuilder::from_parts(reqwest_client(), call)).await;
        let policy = answer.header("content-security-policy");
        for part in ["object-src", "base-uri", "frame-ancestors"] {
            assert!(
                policy.contains(&format!("{part} 'none'")),
                "{what}: {policy}"
            );
        }
        let mut parts = policy.split(';');
        let scripts = parts.find(|part| part.contains("script-src")).unwrap();
        assert!(
            !scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"),
            "{what}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{what}");
        }
        let permissions = answer.header("permissions-policy");
        let own = OWN_DEVICES.map(|device| format!("{device}=(self)"));
        assert!(own.iter().all(|own| permissions.contains(own)), "{what}");
        assert!(!answer.header("x-request-id").is_empty(), "{what}");
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "{what}: http"
        );
    }
}

fn reqwest_client() -> reqwest::Client {
    reqwest::Client::builder().build().expect("a client")
}

#[tokio::test]
async fn https_is_for_good() {
    let app =
        TestApp::spawn_with(|config| "https://exam.example.kz".clone_into(&mut config.page_url))
            .await;
    let answer = Answer::of(app.browser().bare(Method::GET, "/health/live")).await;
    let transport = answer.header("strict-transport-security");
    assert!(transport.contains("max-age=63072000"), "{transport}");
}

#[tokio::test]
async fn answers_about_people_are_not_stored() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::IdentityDocument).await;
    for path in [
        "/registration",
        "/sessions/current",
        "/registration/pictures/face",
        "/cabinet",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_foreign_page_changes_nothing() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    Answer::of(start(&browser))
        .await
        .refused(403, "foreign_origin");
    for origin in [
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "https://cdn.example.kz.evil.example",
        "https://cdn.example.kz:8443",
    ] {
        let call = start(&browser)
            .header("tirkeu-request", "1")
            .header("origin", origin);
        let answer = Answer::of(call).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        answer.refused(403, "foreign_origin");
    }
    assert_eq!(app.count("SELECT count(*) FROM people").await, 0);
    for origin in [app.address.as_str(), "https://cdn.example.kz"] {
        let call = start(&browser)
            .header("tirkeu-request", "1")
            .header("origin", origin);
        Answer::of(call).await.ok();
    }
}

#[tokio::test]
async fn the_page_on_a_cdn_may_call_and_no_other() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let ask = async |origin: &str| {
        let call = browser
            .bare(Method::OPTIONS, START)
            .header("origin", origin.to_owned())
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "tirkeu-request,content-type",
            );
        Answer::of(call).await
    };
    let own = ask("https://cdn.example.kz").await;
    assert_eq!(own.status, 204);
    assert_eq!(
        own.header("access-control-allow-origin"),
        "https://cdn.example.kz"
    );
    assert_eq!(own.header("access-control-allow-credentials"), "true");
    assert_eq!(own.header("vary"), "Origin");
    assert!(
        own.header("access-control-allow-headers")
            .contains("tirkeu-request")
    );
    assert!(own.header("access-control-allow-methods").contains("PUT"));
    let foreign = ask("https://evil.example").await;
    assert_eq!(foreign.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn bodies_have_a_form() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let put = |content_type: &str, body: Vec<u8>| {
        let call = browser
            .call(Method::PUT, "/registration/email")
            .header("content-type", content_type.to_owned())
            .body(body);
        Answer::of(call)
    };
    let json = "application/json";
    for body in [
        "",
        "{",
        "[]",
        "null",
        "{\"email\": 1}",
        "{\"email\": null}",
        "{}",
        "{\"email\":\"a@example.kz\"",
    ] {
        put(json, body.as_bytes().to_vec())
            .await
            .refused(400, "bad_request");
    }
    put(json, b"{\"email\":\"\xff\xfe\"}".to_vec())
        .await
        .refused(400, "bad_request");
    let deep = "[".repeat(10_000).into_bytes();
    put(json, deep).await.refused(400, "bad_request");
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        put(kind, b"{\"email\":\"a@example.kz\"}".to_vec())
            .await
            .refused(415, "media_type");
    }
    let large = json!({ "email": "a".repeat(64 * 1024) });
    put(json, large.to_string().into_bytes())
        .await
        .refused(413, "too_large");
    assert_eq!(browser.next().await, "email");
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_told_as_problems() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for path in ["/nothing", "/registration/nothing", "/texts", "/"] {
        browser.get(path).await.refused(404, "not_found");
    }
    browser
        .post("/nothing", Value::Null)
        .await
        .refused(404, "not_found");
    browser
        .delete("/cabinet")
        .await
        .refused(405, "method_not_allowed");
    browser
        .get("/registration/finish")
        .await
        .refused(405, "method_not_allowed");
    browser
        .get("/programmes/%FF")
        .await
        .refused(404, "not_found");
    let file = Answer::of(browser.bare(Method::GET, "/missing.js")).await;
    assert_eq!(file.status, 404);
    let outside = Answer::of(browser.bare(Method::GET, "/..%2f..%2fCargo.toml")).await;
    assert!(!String::from_utf8_lossy(&outside.bytes).contains("[workspace]"));
}

#[tokio::test]
async fn a_refusal_names_its_request() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let (one, other) = (
        browser.get("/registration").await,
        browser.get("/registration").await,
    );
    assert_eq!(one.header("x-request-id"), one.body["request_id"]);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
    let mut body = one.refused(401, "sign_in_required");
    body["request_id"].take();
    insta::assert_json_snapshot!(body, @r#"
    {
      "code": "sign_in_required",
      "request_id": null,
      "status": 401,
      "title": "sign in required",
      "type": "/problems/sign_in_required"
    }
    "#);
}

#[tokio::test]
async fn the_program_says_that_it_lives_and_is_ready() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for path in ["/health/live", "/health/ready"] {
        let answer = Answer::of(browser.bare(Method::GET, path)).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    app.app.db.close().await;
    let live = Answer::of(browser.bare(Method::GET, "/health/live")).await;
    assert_eq!(live.status, 200);
    let ready = Answer::of(browser.bare(Method::GET, "/health/ready")).await;
    assert_eq!(ready.status, 503);
    browser.get("/dictionaries").await.refused(500, "internal");
}

#[tokio::test]
async fn production_shows_no_letters_and_needs_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    backend::secrets::Secrets::read_or_make(&key).unwrap();
    let app = TestApp::spawn_with(|config| {
        config.mode = backend::config::Mode::Production;
        config.key_file = Some(key);
    })
    .await;
    let letters = Answer::of(app.browser().bare(Method::GET, "/outbox.json")).await;
    assert_eq!(letters.status, 404);
    let faults = app.app.config.faults();
    assert_eq!(faults.len(), 2, "no mail server, no https: {faults:?}");
}

#[tokio::test]
async fn a_refusal_leaves_the_connection_whole_although_nobody_wanted_the_body() {
    let app = TestApp::spawn().await;
    let address = app.address.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let length = 9 * 1024 * 1024;
    let head = format!(
        "POST /api/v1/registration/pictures/face?source=camera HTTP/1.1\r\nhost: {address}\r\n\
         tirkeu-request: 1\r\ncontent-type: image/jpeg\r\ncontent-length: {length}\r\n\r\n"
    );
    // Nobody is signed in: each is refused long before its picture has arrived.
    for _ in 0..3 {
        connection.write_all(head.as_bytes()).await.unwrap();
        connection.write_all(&vec![7; length]).await.unwrap();
        let answer = answer_on(&mut connection).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(answer.contains("sign_in_required"), "{answer}");
    }
}

/// One answer with a length, as text.
async fn answer_on(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&answer).to_lowercase();
        let length = text
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
        if let (Some(head), Some(length)) = (text.find("\r\n\r\n"), length)
            && answer.len() >= head + 4 + length
        {
            return String::from_utf8(answer).expect("an answer is text");
        }
        let read = connection.read_buf(&mut answer).await.expect("it is read");
        assert_ne!(read, 0, "the connection is closed");
    }
}
