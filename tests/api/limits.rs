//! Limits that are nobody's in particular: drafts from one network, and whose network it is.

use std::rc::Rc;

use reqwest::Method;
use serde_json::json;
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp};
use tokio::task::{JoinSet, LocalSet};

async fn begin(browser: &Browser) -> Answer {
    let body = json!({ "programme": "ncie", "language": "ru" });
    browser.post("/registration", body).await
}

/// Goes on with everybody at once until the page asks them for this.
async fn all_at_once(app: &Rc<TestApp>, class: &[Browser], until: Requirement) {
    let mut walking = JoinSet::new();
    let walks = async {
        for (serial, browser) in (1..).zip(class) {
            let (app, browser) = (app.clone(), browser.clone());
            walking.spawn_local(async move {
                app.walk(&browser, &Person::new(serial), Some(until)).await;
            });
        }
        while let Some(walked) = walking.join_next().await {
            walked.expect("nobody is stopped");
        }
    };
    LocalSet::new().run_until(walks).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_class_of_forty_behind_one_address_registers_at_once_without_a_stop() {
    let app = Rc::new(TestApp::spawn().await);
    let class: Vec<Browser> = (0..40).map(|_| app.browser_at("203.0.113.7")).collect();
    all_at_once(&app, &class, Requirement::EmailCode).await;
    // The worker's turn: later everybody only looks into their own mailbox.
    assert_eq!(app.send_letters().await, 40);
    all_at_once(&app, &class, Requirement::SignIn).await;
    assert_eq!(app.count("SELECT count(*) FROM logins").await, 40);
    all_at_once(&app, &class, Requirement::BiometricConsent).await;
    let signed_in = "SELECT count(*) FROM sessions WHERE kind = 'account' AND ended_at IS NULL";
    assert_eq!(app.count(signed_in).await, 40);
}

#[tokio::test]
async fn three_hundred_drafts_an_hour_from_one_network() {
    let app = TestApp::spawn().await;
    let call = async || begin(&app.browser_at("203.0.113.7")).await;
    for _ in 0..300 {
        call().await.ok();
    }
    let refused = call().await;
    assert_eq!(refused.retry_after(), 3600);
    refused.refused(429, "too_many_requests");
    begin(&app.browser_at("198.51.100.4")).await.ok();
    app.clock.advance_seconds(3600);
    call().await.ok();
}

#[tokio::test]
async fn only_a_trusted_proxy_names_the_network() {
    let app = TestApp::spawn_with(|config| config.trusted_proxies.clear()).await;
    app.registered_until(Requirement::SignIn).await;
    for (guess, expected) in (0..6).zip([401, 401, 401, 401, 401, 429]) {
        let browser = app.browser_at(&format!("203.0.113.{guess}"));
        let body = json!({ "email": "person1@example.kz", "password": "wrong" });
        assert_eq!(browser.post("/sessions", body).await.status, expected);
    }
}

#[tokio::test]
async fn a_caller_cannot_choose_the_network_behind_a_proxy() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::SignIn).await;
    for (guess, expected) in (0..6).zip([401, 401, 401, 401, 401, 429]) {
        // The caller wrote the first part, our proxy the last.
        let forwarded = format!("192.0.2.{guess}, 203.0.113.7");
        let call = app
            .browser()
            .call(Method::POST, "/sessions")
            .header("x-forwarded-for", forwarded)
            .json(&json!({ "email": "person1@example.kz", "password": "wrong" }));
        assert_eq!(Answer::of(call).await.status, expected);
    }
}

#[tokio::test]
async fn limits_name_neither_addresses_nor_networks() {
    let app = TestApp::spawn().await;
    let browser = app.browser_at("203.0.113.7");
    app.walk(
        &browser,
        &Person::new(1),
        Some(Requirement::BiometricConsent),
    )
    .await;
    let keys = "SELECT count(*) FROM limits";
    assert!(app.count(keys).await > 0);
    let telling = "SELECT count(*) FROM limits WHERE key LIKE '%example%' OR key LIKE '%203.0%'";
    assert_eq!(app.count(telling).await, 0);
}
