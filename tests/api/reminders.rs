//! Reminders of an exam: a week and a day before, once each, by day, and only of what still stands.

use backend::reminders::send_due;
use serde_json::json;
use tests::{Browser, TestApp};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

async fn due(app: &TestApp) -> usize {
    send_due(&app.app, app.clock.now())
        .await
        .expect("they are sent")
}

/// Letters whose subject says this, to the first of the crowd.
async fn told(app: &TestApp, words: &str) -> usize {
    let letters = app.mails("crowd-00000@example.kz").await;
    let named = letters
        .iter()
        .filter(|letter| letter.subject.contains(words));
    named.count()
}

const WEEK: &str = "бір апта";
const TOMORROW: &str = "рұқсаттаманы дайындаңыз";

/// A program ten days before the exam, which is at 09:00.
async fn ten_days_before() -> (TestApp, String) {
    let app = TestApp::spawn().await;
    app.campaign("c", |campaign| {
        campaign.edits_until = campaign.closes_at.plus_seconds(30 * DAY);
    })
    .await;
    let sitting = app.sitting("c", "2026-12-01 09:00", 10).await;
    (app, sitting)
}

#[tokio::test]
async fn a_week_and_a_day_before_the_exam_its_person_is_reminded_once_each() {
    let (app, sitting) = ten_days_before().await;
    let browser = app.crowd(1).await.remove(0);
    let applied = browser.apply("c", &sitting).await.ok();
    assert_eq!(due(&app).await, 0, "ten days are far");
    // A week before to the second; the clock of the story stands at 09:00.
    app.clock.advance_seconds(3 * DAY - 1);
    assert_eq!(due(&app).await, 0);
    app.clock.advance_seconds(1);
    let at_once = tokio::join!(due(&app), due(&app), due(&app));
    assert_eq!(at_once.0 + at_once.1 + at_once.2, 1);
    let app = app.restart().await;
    assert_eq!(due(&app).await, 0, "a restart forgets nothing");
    assert_eq!(told(&app, WEEK).await, 1);
    let letter = app.mails("crowd-00000@example.kz").await.pop().unwrap();
    assert!(letter.text.contains(applied["number"].as_str().unwrap()));
    assert!(
        letter.text.contains("01.12.2026 09:00 (UTC+5)"),
        "{}",
        letter.text
    );

    app.clock.advance_seconds(6 * DAY);
    assert_eq!((due(&app).await, due(&app).await), (1, 0));
    assert_eq!(told(&app, TOMORROW).await, 1);
    app.clock.advance_seconds(DAY);
    assert_eq!(due(&app).await, 0, "it has begun");
}

#[tokio::test]
async fn nobody_is_reminded_at_night() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "2026-12-01 08:00", 10).await;
    app.crowd(1).await.remove(0).apply("c", &sitting).await.ok();
    // 08:00 a day before.
    app.clock.advance_seconds(9 * DAY - HOUR);
    assert_eq!(due(&app).await, 0);
    app.clock.advance_seconds(HOUR);
    assert_eq!(due(&app).await, 1, "09:00");
    assert_eq!(told(&app, TOMORROW).await, 1);
    assert_eq!(told(&app, WEEK).await, 0, "its time is over");
}

#[tokio::test]
async fn what_was_withdrawn_or_applied_for_late_is_not_reminded_of() {
    let (app, sitting) = ten_days_before().await;
    let people = app.crowd(2).await;
    let applied = people[0].apply("c", &sitting).await.ok();
    let id = applied["id"].as_str().unwrap();
    let path = format!("/applications/{id}/withdrawal");
    people[0].post(&path, json!({ "version": 1 })).await.ok();
    app.clock.advance_seconds(4 * DAY);
    people[1].apply("c", &sitting).await.ok();
    assert_eq!(
        due(&app).await,
        0,
        "six days before, the other letter was just sent"
    );
    app.clock.advance_seconds(5 * DAY);
    assert_eq!(due(&app).await, 1, "the one that stands, a day before");
    assert_eq!(told(&app, TOMORROW).await, 0);
}

#[tokio::test]
async fn another_sitting_is_reminded_of_anew() {
    let (app, sitting) = ten_days_before().await;
    let later = app.sitting("c", "2026-12-11 09:00", 10).await;
    let browser = app.crowd(1).await.remove(0);
    let applied = browser.apply("c", &sitting).await.ok();
    app.clock.advance_seconds(3 * DAY);
    assert_eq!(due(&app).await, 1);
    assert_eq!(told(&app, WEEK).await, 1);
    let id = applied["id"].as_str().unwrap();
    let body = json!({ "version": 1, "answers": Browser::answers(&later) });
    browser.put(&format!("/applications/{id}"), body).await.ok();
    app.clock.advance_seconds(6 * DAY);
    assert_eq!(due(&app).await, 0, "the old sitting is not theirs any more");
    app.clock.advance_seconds(4 * DAY);
    assert_eq!(due(&app).await, 1);
    assert_eq!((told(&app, WEEK).await, told(&app, TOMORROW).await), (2, 0));
}

#[tokio::test]
async fn a_seat_that_is_only_held_is_not_reminded_of() {
    let app = TestApp::spawn().await;
    app.campaign("c", |campaign| campaign.hold_minutes = Some(60 * 24 * 30))
        .await;
    let sitting = app.sitting("c", "2026-12-01 09:00", 10).await;
    app.crowd(1).await.remove(0).apply("c", &sitting).await.ok();
    app.clock.advance_seconds(3 * DAY);
    assert_eq!(due(&app).await, 0);
}
