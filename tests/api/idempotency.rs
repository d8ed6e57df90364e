//! A creating call that comes twice with one key acts once.

use reqwest::Method;
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp, pictures};

const KEY: &str = "0197a1f0-0000-7000-8000-000000000001";

async fn send_face(browser: &Browser, key: &str) -> Answer {
    let call = browser
        .call(Method::POST, "/registration/pictures/face")
        .header("idempotency-key", key)
        .header("content-type", "image/jpeg")
        .body(pictures::face());
    Answer::of(call).await
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let first = send_face(&browser, KEY).await;
    assert_eq!(
        (first.status, first.header("idempotency-replayed")),
        (201, "")
    );
    app.clock.advance_seconds(20);
    let again = send_face(&browser, KEY).await;
    assert_eq!(
        (again.status, again.header("idempotency-replayed")),
        (201, "true")
    );
    assert_eq!(again.header("content-type"), "application/json");
    assert_eq!(again.body, first.body);
    assert_eq!(app.count("SELECT count(*) FROM pictures").await, 1);
    let other = send_face(&browser, "another-key").await;
    assert_ne!(
        other.body["facts"]["face"]["id"],
        first.body["facts"]["face"]["id"]
    );
}

#[tokio::test]
async fn a_refusal_is_replayed_as_a_refusal() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let send = async || {
        let call = browser
            .call(Method::POST, "/registration/pictures/face")
            .header("idempotency-key", KEY)
            .header("content-type", "image/jpeg")
            .body(pictures::face_file("none_brick.jpg"));
        Answer::of(call).await
    };
    let (first, again) = (send().await, send().await);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(first.body["errors"], again.body["errors"]);
    again.refused(422, "invalid");
    let refusals = "SELECT count(*) FROM picture_refusals";
    assert_eq!(app.count(refusals).await, 1, "counted once");
}

#[tokio::test]
async fn a_key_belongs_to_one_person_and_one_call() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let other = app.browser();
    app.walk(&other, &Person::new(2), Some(Requirement::FacePhoto))
        .await;
    send_face(&browser, KEY).await.ok();
    let others = send_face(&other, KEY).await;
    assert_eq!(others.header("idempotency-replayed"), "");
    assert_eq!(app.count("SELECT count(*) FROM pictures").await, 2);
    let finish = browser
        .call(Method::POST, "/registration/finish")
        .header("idempotency-key", KEY);
    Answer::of(finish).await.refused(409, "step_out_of_order");
}

#[tokio::test]
async fn a_key_is_kept_for_a_day() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    send_face(&browser, KEY).await.ok();
    let statement = "SELECT count(*) FROM idempotency_keys";
    for (seconds, left) in [(86_400, 1), (1, 0)] {
        app.clock.advance_seconds(seconds);
        backend::maintenance::sweep(&app.app, app.clock.now())
            .await
            .unwrap();
        assert_eq!(app.count(statement).await, left);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn at_the_same_time_one_acts_and_the_others_wait_or_repeat() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    let calls = (0..6).map(|_| {
        let browser = browser.clone();
        tokio::spawn(async move { send_face(&browser, KEY).await })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        let answer = call.await.unwrap();
        if answer.status == 409 {
            assert_eq!(answer.retry_after(), 1);
            answer.refused(409, "in_progress");
        } else {
            assert_eq!(answer.status, 201);
        }
    }
    assert_eq!(app.count("SELECT count(*) FROM pictures").await, 1);
}

#[tokio::test]
async fn an_odd_key_is_no_key() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::FacePhoto).await;
    for key in [String::new(), "k".repeat(101), "k".repeat(6000)] {
        for _ in 0..2 {
            let answer = send_face(&browser, &key).await;
            assert_eq!(
                (answer.status, answer.header("idempotency-replayed")),
                (201, "")
            );
        }
    }
}
