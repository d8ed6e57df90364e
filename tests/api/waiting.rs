//! Waiting for a seat: in the order of joining, each seat offered once and for a while.

use std::sync::Arc;

use serde_json::{Value, json};
use tests::{Browser, FEE, Person, TestApp, named};
use tokio::task::JoinSet;

const DAY: i64 = 86_400;

fn body(sitting: &str) -> Value {
    json!({ "answers": Browser::answers(sitting), "rules": Browser::rules() })
}

async fn join(browser: &Browser, sitting: &str) -> Value {
    browser
        .post("/campaigns/c/waiting", body(sitting))
        .await
        .ok()
}

async fn withdraw(browser: &Browser, application: &Value) {
    let path = format!("/applications/{}/withdrawal", named(application).0);
    let body = json!({ "version": application["version"] });
    browser.post(&path, body).await.ok();
}

/// Where one stands in the lists.
async fn positions(browser: &Browser) -> Vec<i64> {
    let told = browser.get("/waiting").await.ok();
    let entries = told["entries"].as_array().expect("a list");
    let positions = entries.iter().map(|entry| entry["position"].as_i64());
    positions.map(|one| one.expect("a number")).collect()
}

/// The newest application.
async fn newest(browser: &Browser) -> Value {
    let told = browser.get("/applications").await.ok();
    told["applications"][0].clone()
}

/// Id of the newest application, and what its owner says to confirm it.
async fn confirm(browser: &Browser) -> tests::Answer {
    let own = newest(browser).await;
    let path = format!("/applications/{}/confirmation", named(&own).0);
    let body = json!({ "version": own["version"] });
    browser.post(&path, body).await
}

async fn subjects(app: &TestApp, serial: usize) -> Vec<String> {
    let letters = app.mails(&format!("crowd-{serial:05}@example.kz")).await;
    letters.into_iter().map(|letter| letter.subject).collect()
}

/// A sitting of one seat that the first of the crowd has; the others wait in their order.
async fn full(size: usize) -> (TestApp, String, Vec<Browser>, Value) {
    let app = TestApp::spawn().await;
    let people = app.crowd(size).await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 1).await;
    let first = people[0].apply("c", &sitting).await.ok();
    for (position, browser) in (1..).zip(&people[1..]) {
        assert_eq!(join(browser, &sitting).await["position"], position);
        app.clock.advance_seconds(1);
    }
    (app, sitting, people, first)
}

const OFFERED: &str = "Орын босады: растауыңызды күтеміз";

#[tokio::test]
async fn who_waits_longest_is_offered_the_seat_and_takes_it() {
    let (app, sitting, people, first) = full(4).await;
    app.work().await;
    assert_eq!(positions(&people[1]).await, [1], "there is no seat");
    withdraw(&people[0], &first).await;
    // A seat that others wait for is not to be had by the quick.
    people[0]
        .apply("c", &sitting)
        .await
        .refused_fields(&[("sitting", "sitting_full")]);
    assert_eq!(join(&people[0], &sitting).await["position"], 4);
    app.work().await;
    app.work().await;
    let offered = newest(&people[1]).await;
    assert_eq!(offered["status"], "held");
    assert_eq!(offered["order"], json!(null));
    let until = app.clock.now().plus_seconds(DAY);
    assert_eq!(offered["held_until"], json!(until));
    assert_eq!(positions(&people[1]).await, [0; 0]);
    assert_eq!(positions(&people[2]).await, [1]);
    assert_eq!(positions(&people[3]).await, [2]);
    assert_eq!(app.seats(&sitting).await, (1, 1));
    assert_eq!(subjects(&app, 1).await, [OFFERED]);
    let letter = app.mails("crowd-00001@example.kz").await.remove(0);
    let address = format!("/cabinet/applications/{}", named(&offered).0);
    for part in ["22.11.2026 09:00", "28.11.2026 09:00", &address] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }

    let path = format!("/applications/{}/confirmation", named(&offered).0);
    let version = json!({ "version": 1 });
    people[2]
        .post(&path, version.clone())
        .await
        .refused(404, "not_found");
    people[1]
        .post(&path, json!({ "version": 7 }))
        .await
        .refused(409, "changed_elsewhere");
    people[1]
        .post(&path, json!({ "seat": 1 }))
        .await
        .refused(400, "bad_request");
    let taken = people[1].post(&path, version.clone()).await.ok();
    assert_eq!(taken["status"], "submitted");
    assert_eq!(taken["held_until"], json!(null));
    assert_eq!(taken["history"].as_array().unwrap().len(), 2);
    people[1]
        .post(&path, version)
        .await
        .refused(409, "changed_elsewhere");
    assert_eq!(subjects(&app, 1).await.len(), 2, "it is accepted");
}

#[tokio::test]
async fn an_offer_that_runs_out_goes_to_the_next() {
    let (app, sitting, people, first) = full(3).await;
    withdraw(&people[0], &first).await;
    app.work().await;
    app.clock.advance_seconds(DAY - 1);
    app.work().await;
    assert_eq!(newest(&people[1]).await["status"], "held");
    app.clock.advance_seconds(1);
    confirm(&people[1]).await.refused(409, "application_ended");
    app.work().await;
    assert_eq!(newest(&people[1]).await["status"], "annulled");
    assert_eq!(
        subjects(&app, 1).await,
        [OFFERED, "Уақыты бітті, орын босатылды"]
    );
    assert_eq!(newest(&people[2]).await["status"], "held");
    confirm(&people[2]).await.ok();
    assert_eq!(app.seats(&sitting).await, (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_seats_for_thirty_who_wait_are_five_offers() {
    let app = Arc::new(TestApp::spawn().await);
    let people = app.crowd(35).await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 5).await;
    let mut applied = Vec::new();
    for browser in &people[..5] {
        applied.push(browser.apply("c", &sitting).await.ok());
    }
    for browser in &people[5..] {
        join(browser, &sitting).await;
        app.clock.advance_seconds(1);
    }
    let mut calls = JoinSet::new();
    for (browser, own) in people[..5].iter().cloned().zip(applied) {
        calls.spawn(async move { withdraw(&browser, &own).await });
        let app = app.clone();
        calls.spawn(async move { app.work().await });
    }
    while let Some(done) = calls.join_next().await {
        done.expect("nobody met a fault");
    }
    // Several programs at once are as one.
    tokio::join!(app.work(), app.work(), app.work());
    assert_eq!(app.seats(&sitting).await, (5, 5));
    for (place, browser) in people[5..].iter().enumerate() {
        let offers = browser.get("/applications").await.ok();
        let offers = offers["applications"].as_array().unwrap().len();
        assert_eq!(offers, usize::from(place < 5), "{place}");
        let letters = subjects(&app, place + 5).await;
        assert_eq!(letters.len(), usize::from(place < 5), "{place}");
    }
    assert_eq!(positions(&people[10]).await, [1]);
    assert_eq!(positions(&people[34]).await, [25]);
}

#[tokio::test]
async fn where_something_is_paid_the_offer_is_paid() {
    let app = TestApp::spawn().await;
    let people = app.crowd(2).await;
    app.paid_campaign("c").await;
    let sitting = app.sitting("c", "09:00", 1).await;
    let first = people[0].apply("c", &sitting).await.ok();
    join(&people[1], &sitting).await;
    withdraw(&people[0], &first).await;
    app.work().await;
    let offered = newest(&people[1]).await;
    assert_eq!(offered["status"], "held");
    let until = app.clock.now().plus_seconds(3600);
    assert_eq!(offered["held_until"], json!(until));
    assert_eq!(offered["order"]["state"], "waiting");
    let letter = app.mails("crowd-00001@example.kz").await.remove(0);
    assert!(letter.text.contains("5\u{a0}640\u{a0}₸") && letter.text.contains("/payment"));
    confirm(&people[1]).await.refused(409, "payment_due");
    app.pay("1", &named(&offered).1, FEE).await;
    let paid = newest(&people[1]).await;
    assert_eq!(
        (&paid["status"], &paid["order"]["state"]),
        (&json!("submitted"), &json!("paid"))
    );
    assert_eq!(app.seats(&sitting).await, (1, 1));
    app.books().await;
}

#[tokio::test]
async fn joining_is_checked_like_applying() {
    let (app, sitting, people, _) = full(3).await;
    let free = app.sitting("c", "14:00", 1).await;
    let ask =
        async |browser: &Browser, body: Value| browser.post("/campaigns/c/waiting", body).await;
    ask(&people[1], body(&sitting))
        .await
        .refused(409, "already_waiting");
    ask(&people[0], body(&sitting))
        .await
        .refused_fields(&[("sitting", "sitting_clash")]);
    ask(&people[0], body(&free))
        .await
        .refused(409, "already_applied");
    people[1]
        .delete(&format!("/waiting/{}", entry(&people[1]).await))
        .await;
    ask(&people[1], body(&free))
        .await
        .refused(409, "seats_free");
    ask(&people[1], body("nowhere"))
        .await
        .refused_fields(&[("sitting", "unknown_choice")]);
    let mut unread = body(&sitting);
    unread["rules"]["agreed"] = json!(false);
    ask(&people[1], unread)
        .await
        .refused_fields(&[("agreed", "agreement_required")]);
    let mut empty = body(&sitting);
    empty["answers"]["language"] = json!("");
    ask(&people[1], empty)
        .await
        .refused_fields(&[("language", "required")]);
    ask(&people[1], json!({ "sitting": sitting }))
        .await
        .refused(400, "bad_request");
    people[1]
        .post("/campaigns/x/waiting", body(&sitting))
        .await
        .refused(404, "not_found");
    app.browser()
        .post("/campaigns/c/waiting", body(&sitting))
        .await
        .refused(401, "sign_in_required");
    app.clock.advance_seconds(5 * DAY);
    ask(&people[1], body(&sitting))
        .await
        .refused(409, "campaign_closed");
}

async fn entry(browser: &Browser) -> String {
    let told = browser.get("/waiting").await.ok();
    told["entries"][0]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn one_leaves_ones_own_place_alone() {
    let (app, sitting, people, first) = full(4).await;
    people[1]
        .put(
            "/campaigns/c/draft",
            json!({ "answers": Browser::answers(&sitting) }),
        )
        .await
        .ok();
    let path = format!("/waiting/{}", entry(&people[1]).await);
    people[2].delete(&path).await.refused(404, "not_found");
    app.browser()
        .delete(&path)
        .await
        .refused(401, "sign_in_required");
    assert_eq!(people[1].delete(&path).await.status, 204);
    people[1].delete(&path).await.refused(404, "not_found");
    assert_eq!(positions(&people[2]).await, [1]);
    let form = people[1].get("/campaigns/c").await.ok();
    assert_eq!(
        form["draft"]["answers"]["sitting"], sitting,
        "the draft stays"
    );
    // Who applies elsewhere in the campaign waits no longer.
    let other = app.sitting("c", "14:00", 1).await;
    people[2].apply("c", &other).await.ok();
    assert_eq!(positions(&people[2]).await, [0; 0]);
    withdraw(&people[0], &first).await;
    app.work().await;
    assert_eq!(newest(&people[1]).await, json!(null));
    assert_eq!(newest(&people[3]).await["status"], "held");
}

#[tokio::test]
async fn who_may_not_apply_any_more_is_told_and_the_next_comes() {
    let (app, _, people, first) = full(3).await;
    app.campaign("other", |_| ()).await;
    let same_time = app.sitting("other", "09:00", 1).await;
    people[1].apply("other", &same_time).await.ok();
    withdraw(&people[0], &first).await;
    app.work().await;
    assert_eq!(positions(&people[1]).await, [0; 0]);
    let told = subjects(&app, 1).await;
    assert_eq!(told[1], "Күту тізімінен шығарылдыңыз: өтінішті тексеріңіз");
    assert_eq!(newest(&people[2]).await["status"], "held");
}

#[tokio::test]
async fn waiting_ends_with_the_intake() {
    let (app, sitting, people, first) = full(3).await;
    app.clock.advance_seconds(5 * DAY);
    withdraw(&people[0], &first).await;
    app.work().await;
    app.work().await;
    assert_eq!(app.seats(&sitting).await, (0, 0));
    for serial in [1, 2] {
        assert_eq!(positions(&people[serial]).await, [0; 0]);
        let over = ["Күту аяқталды: орын босамады"];
        assert_eq!(subjects(&app, serial).await, over);
    }
}

#[tokio::test]
async fn what_is_waited_with_is_sealed_told_to_its_owner_and_forgotten() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 1).await;
    app.crowd(1).await.remove(0).apply("c", &sitting).await.ok();
    let person = Person::new(1).in_person();
    let browser = app.registered(&person).await;
    join(&browser, &sitting).await;
    let file = browser.get("/account/data").await.ok();
    assert_eq!(file["waiting"][0]["answers"]["specialty"], "nursing");
    assert_eq!(file["waiting"][0]["sitting"], sitting);
    let clear = app
        .count("SELECT count(*) FROM waiting WHERE answers LIKE '%nursing%'")
        .await;
    let sealed = app
        .count("SELECT count(*) FROM waiting WHERE answers <> ''")
        .await;
    assert_eq!((clear, sealed), (0, 1));
    let agreed = json!({ "current": tests::PASSWORD, "agreed": true });
    let gone = browser.post("/account/deletion", agreed).await;
    assert_eq!(gone.status, 204, "{}", gone.body);
    assert_eq!(app.count("SELECT count(*) FROM waiting").await, 0);
}
