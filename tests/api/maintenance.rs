//! What is deleted when its time has come, and what is not.

use shared::requirements::Requirement;
use tests::{Person, TestApp};

const DAY: i64 = 86_400;

async fn sweep_after(app: &TestApp, seconds: i64) {
    app.clock.advance_seconds(seconds);
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("it is swept");
}

#[tokio::test]
async fn codes_are_kept_for_a_week() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::Password).await;
    let codes = "SELECT count(*) FROM email_codes";
    sweep_after(&app, 7 * DAY).await;
    assert_eq!(app.count(codes).await, 1);
    sweep_after(&app, 1).await;
    assert_eq!(app.count(codes).await, 0);
}

#[tokio::test]
async fn drafts_are_forgotten_after_ninety_days_and_accounts_are_not() {
    let app = TestApp::spawn().await;
    let (draft, account) = (app.browser(), app.browser());
    app.walk(&draft, &Person::new(1), Some(Requirement::Password))
        .await;
    app.walk(
        &account,
        &Person::new(2),
        Some(Requirement::PersonalDataConsent),
    )
    .await;
    let drafts = "SELECT count(*) FROM facts WHERE person_id NOT IN (SELECT person_id FROM logins)";
    let accounts = "SELECT count(*) FROM facts WHERE person_id IN (SELECT person_id FROM logins)";
    sweep_after(&app, 90 * DAY).await;
    assert!(app.count(drafts).await > 0);
    let known = app.count(accounts).await;
    sweep_after(&app, 1).await;
    assert_eq!(app.count(drafts).await, 0);
    assert_eq!(app.count(accounts).await, known);
    // Pictures that were never handed in are drafts too, whoever took them.
    assert_eq!(app.objects().len(), 0);
    let back = app.browser();
    back.sign_in("person2@example.kz").await.ok();
    assert_eq!(back.next().await, "face_photo");
}

#[tokio::test]
async fn limits_and_dead_sessions_do_not_pile_up() {
    let app = TestApp::spawn().await;
    app.registered_until(Requirement::Password).await;
    assert!(app.count("SELECT count(*) FROM limits").await > 0);
    sweep_after(&app, 2 * DAY + 1).await;
    assert_eq!(app.count("SELECT count(*) FROM limits").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM sessions").await, 1);
    sweep_after(&app, 90 * DAY).await;
    assert_eq!(app.count("SELECT count(*) FROM sessions").await, 0);
}
