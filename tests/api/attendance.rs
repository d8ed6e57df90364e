//! Who came to an exam: noted out of a file, shown to its owner, and what an absence means.

use backend::attendance::import;
use serde_json::{Value, json};
use tests::TestApp;

const DAY: i64 = 24 * 3600;

/// A program and two people who applied, an hour after their exam began; the campaign is open still.
async fn after_the_exam() -> (TestApp, Vec<tests::Browser>, Vec<Value>) {
    let app = TestApp::spawn().await;
    app.campaign("c", |campaign| {
        campaign.closes_at = campaign.closes_at.plus_seconds(30 * DAY);
        campaign.edits_until = campaign.closes_at;
        campaign.applications_allowed = 2;
    })
    .await;
    let sitting = app.sitting("c", "09:00", 10).await;
    let people = app.crowd(2).await;
    let mut applications = Vec::new();
    for person in &people {
        applications.push(person.apply("c", &sitting).await.ok());
    }
    app.clock.advance_seconds(7 * DAY + 3600);
    (app, people, applications)
}

fn number(application: &Value) -> &str {
    application["number"].as_str().expect("a number")
}

async fn noted(app: &TestApp, lines: &str) -> Result<usize, String> {
    let text = format!("number,attendance\n{lines}");
    let done = import(&app.app, &text).await;
    done.map_err(|error| format!("{error:#}"))
}

#[tokio::test]
async fn whoever_was_absent_may_not_apply_again_until_they_are_excused() {
    let (app, people, applications) = after_the_exam().await;
    let later = app.sitting("c", "2026-12-05 09:00", 10).await;
    let (first, second) = (number(&applications[0]), number(&applications[1]));
    let lines = format!("{first},absent\n{second},came\n");
    assert_eq!(noted(&app, &lines).await, Ok(2));

    let form = people[0].get("/campaigns/c").await.ok();
    assert_eq!(form["obstacle"], "no_show");
    people[0].apply("c", &later).await.refused(409, "no_show");
    let own = people[0].get("/applications").await.ok();
    assert_eq!(own["applications"][0]["attendance"], "absent");
    assert_eq!(app.seats(&later).await, (0, 0));

    let form = people[1].get("/campaigns/c").await.ok();
    assert_eq!(
        form["obstacle"],
        json!(null),
        "two are allowed, and they came"
    );
    let own = people[1].get("/applications").await.ok();
    assert_eq!(own["applications"][0]["attendance"], "came");

    assert_eq!(noted(&app, &format!("{first},excused\n")).await, Ok(1));
    people[0].apply("c", &later).await.ok();
    let kept = "SELECT count(*) FROM attendances";
    assert_eq!(app.count(kept).await, 3, "what was noted first is kept");
}

#[tokio::test]
async fn an_absence_in_one_campaign_closes_no_other() {
    let (app, people, applications) = after_the_exam().await;
    app.campaign("d", |_| ()).await;
    let other = app.sitting("d", "2026-12-05 14:00", 10).await;
    let line = format!("{},absent\n", number(&applications[0]));
    assert_eq!(noted(&app, &line).await, Ok(1));
    people[0].apply("d", &other).await.ok();
}

#[tokio::test]
async fn a_file_with_a_mistake_notes_nothing_and_names_the_line() {
    let (app, _, applications) = after_the_exam().await;
    let good = format!("{},absent\n", number(&applications[0]));
    for (line, told) in [
        ("1000000000,came\n", "line 3: no submitted application"),
        ("1000000000,late\n", "line 3: \"late\" is none of came"),
        ("1000000000\n", "line 3"),
    ] {
        let refused = noted(&app, &format!("{good}{line}")).await;
        let refused = refused.expect_err("it is refused");
        assert!(refused.contains(told), "{refused}");
    }
    assert_eq!(app.count("SELECT count(*) FROM attendances").await, 0);
}

#[tokio::test]
async fn nobody_is_absent_before_the_exam_or_after_withdrawing() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 10).await;
    let people = app.crowd(2).await;
    let early = people[0].apply("c", &sitting).await.ok();
    let line = format!("{},absent\n", number(&early));
    assert!(noted(&app, &line).await.is_err(), "it has not begun");
    let gone = people[1].apply("c", &sitting).await.ok();
    let id = gone["id"].as_str().unwrap();
    let path = format!("/applications/{id}/withdrawal");
    people[1].post(&path, json!({ "version": 1 })).await.ok();
    app.clock.advance_seconds(7 * DAY);
    let line = format!("{},absent\n", number(&gone));
    assert!(noted(&app, &line).await.is_err(), "it was withdrawn");
}
