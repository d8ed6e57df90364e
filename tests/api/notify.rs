//! Letters: what they say, and what happens while the mail server is down.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Browser, Person, TestApp};

const EMAIL: &str = "person1@example.kz";

async fn code_state(browser: &Browser) -> Value {
    browser.get("/registration").await.ok()["code"].clone()
}

#[tokio::test]
async fn while_the_mail_server_is_down_the_page_says_so_and_the_code_comes_later() {
    let app = TestApp::spawn().await;
    app.set_mail_down(true);
    let browser = app.registered_until(Requirement::EmailCode).await;
    assert_eq!(app.send_letters().await, 0);
    app.clock.advance_seconds(5);
    assert_eq!(app.send_letters().await, 0);
    let state = code_state(&browser).await;
    assert_eq!(
        (&state["delayed"], &state["sent_at"]),
        (&json!(true), &Value::Null)
    );

    app.set_mail_down(false);
    assert_eq!(app.send_letters().await, 0, "it waits longer each time");
    app.clock.advance_seconds(15);
    assert_eq!(app.send_letters().await, 1);
    let state = code_state(&browser).await;
    assert_eq!(state["delayed"], false);
    assert!(state["sent_at"].is_i64());
    assert_eq!(
        app.count("SELECT count(*) FROM email_codes").await,
        1,
        "the same code"
    );
    let code = app.last_code(EMAIL).await;
    let told = browser
        .post("/registration/email-code", json!({ "code": code }))
        .await;
    assert_eq!(told.ok()["next"], "password");
}

#[tokio::test]
async fn a_letter_that_is_of_no_use_any_more_is_not_sent() {
    let app = TestApp::spawn().await;
    app.set_mail_down(true);
    app.registered_until(Requirement::EmailCode).await;
    app.send_letters().await;
    app.set_mail_down(false);
    app.clock.advance_seconds(3600);
    assert_eq!(app.mails(EMAIL).await.len(), 0);
    let waiting = "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL";
    assert_eq!(app.count(waiting).await, 0);
}

#[tokio::test]
async fn the_letter_with_the_code_says_all_that_matters() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::EmailCode).await;
    let code = app.last_code(EMAIL).await;
    let letter = app.mails(EMAIL).await.remove(0);
    assert_eq!(
        (letter.channel.as_str(), letter.to.as_str()),
        ("email", EMAIL)
    );
    let text = letter.text.replace(&code, "123456");
    insta::assert_snapshot!(format!("{}\n\n{text}", letter.subject));
    assert!(letter.html.contains(&code));
    assert!(letter.html.contains("lang=\"ru\""));
}

#[tokio::test]
async fn the_end_of_the_registration_is_told_in_the_persons_language() {
    let app = TestApp::spawn().await;
    for person in [
        Person::of_college(1),
        Person::new(2),
        Person::from_abroad(3),
    ] {
        let person = person.in_person();
        app.registered(&person).await;
        let letter = app.mails(&person.email).await.pop().unwrap();
        insta::with_settings!({ snapshot_suffix => person.language.clone() }, {
            let text = letter.text.replace(&app.address, "[page]");
            insta::assert_snapshot!(format!("{}\n\n{text}", letter.subject));
        });
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_letter_that_left() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::EmailCode).await;
    let kept = "SELECT count(*) FROM outbox WHERE recipient <> '' OR parameters <> ''";
    assert_eq!(app.count(kept).await, 1);
    app.send_letters().await;
    assert_eq!(app.count(kept).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_at_once_send_each_letter_once() {
    let app = TestApp::spawn().await;
    for serial in 1..=5 {
        let browser = app.browser();
        app.walk(&browser, &Person::new(serial), Some(Requirement::Email))
            .await;
        let body = json!({ "email": format!("person{serial}@example.kz") });
        browser.put("/registration/email", body).await.ok();
    }
    let sent = tokio::join!(
        app.send_letters(),
        app.send_letters(),
        app.send_letters(),
        app.send_letters(),
    );
    assert_eq!(sent.0 + sent.1 + sent.2 + sent.3, 5);
    for serial in 1..=5 {
        let to = format!("person{serial}@example.kz");
        assert_eq!(app.mails(&to).await.len(), 1);
    }
}

#[tokio::test]
async fn a_dead_workers_letter_is_sent_by_another() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::EmailCode).await;
    // A worker took the letter and died with it.
    let mut tx = app.app.db.write().await.unwrap();
    sqlx::query("UPDATE outbox SET attempts = 1, run_at = run_at + 60000000")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.send_letters().await, 0);
    app.clock.advance_seconds(60);
    assert_eq!(app.send_letters().await, 1);
}
