//! Seats under a rush, and finding them.

use std::sync::Arc;

use serde_json::json;
use tests::{Browser, EXAM_DAY, Person, TestApp};
use tokio::task::JoinSet;

const PEOPLE: usize = 400;
const SEATS: i64 = 100;
const ROUNDS: usize = 20;

/// Everybody applies for the same sitting at once; how many were told that they have it.
async fn rush(people: &[Browser], campaign: &str, sitting: &str) -> i64 {
    let mut calls = JoinSet::new();
    for browser in people {
        let browser = browser.clone();
        let (campaign, sitting) = (campaign.to_owned(), sitting.to_owned());
        calls.spawn(async move { browser.apply(&campaign, &sitting).await });
    }
    let mut granted = 0;
    while let Some(answer) = calls.join_next().await {
        let answer = answer.expect("no caller fails");
        if answer.status == 201 {
            granted += 1;
        } else {
            answer.refused_fields(&[("sitting", "sitting_full")]);
        }
    }
    granted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_hundred_people_get_a_hundred_seats_every_time() {
    let app = TestApp::spawn().await;
    let people = app.crowd(PEOPLE).await;
    for round in 0..ROUNDS {
        let campaign = format!("round-{round}");
        app.campaign(&campaign, |_| ()).await;
        let time = format!("2026-12-{:02} 09:00", round + 1);
        let sitting = app.sitting(&campaign, &time, SEATS).await;
        assert_eq!(rush(&people, &campaign, &sitting).await, SEATS);
        assert_eq!(app.seats(&sitting).await, (SEATS, SEATS), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_seats_are_sold_twice() {
    let app = TestApp::spawn_unguarded().await;
    let people = app.crowd(PEOPLE).await;
    app.campaign("control", |_| ()).await;
    let sitting = app.sitting("control", "09:00", SEATS).await;
    let granted = rush(&people, "control", &sitting).await;
    let (_, rows) = app.seats(&sitting).await;
    assert_eq!(granted, rows);
    assert!(rows > SEATS, "the control sold {rows} of {SEATS} seats");
}

/// The same numbers in every run, different for each caller.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}

/// What one person does: applies, moves, withdraws, in an order of chance.
async fn live(app: Arc<TestApp>, browser: Browser, sittings: Vec<String>, mut dice: Dice) {
    for _ in 0..12 {
        let sitting = &sittings[dice.roll(sittings.len())];
        let own = browser.get("/applications").await.ok();
        let live = own["applications"].as_array().and_then(|all| {
            all.iter()
                .find(|a| matches!(a["status"].as_str(), Some("held" | "submitted")))
                .cloned()
        });
        let answer = match (live, dice.roll(4)) {
            (None, _) => browser.apply("mixed", sitting).await,
            (Some(own), 0) => {
                let path = format!(
                    "/applications/{}/withdrawal",
                    own["id"].as_str().unwrap_or("")
                );
                browser
                    .post(&path, json!({ "version": own["version"] }))
                    .await
            }
            (Some(own), 1) => {
                // Somebody's time passes: everybody's holds are older now.
                app.clock.advance_seconds(600);
                browser
                    .get(&format!(
                        "/applications/{}",
                        own["id"].as_str().unwrap_or("")
                    ))
                    .await
            }
            (Some(own), _) => {
                let path = format!("/applications/{}", own["id"].as_str().unwrap_or(""));
                let answers = Browser::answers(sitting);
                let body = json!({ "version": own["version"], "answers": answers });
                browser.put(&path, body).await
            }
        };
        assert!(
            matches!(answer.status, 200 | 201 | 409 | 422),
            "{} {}",
            answer.status,
            answer.body
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_order_of_events_loses_or_doubles_a_seat() {
    let app = Arc::new(TestApp::spawn().await);
    app.campaign("mixed", |campaign| campaign.hold_minutes = Some(60))
        .await;
    let mut sittings = Vec::new();
    for (time, seats) in [("09:00", 3), ("09:30", 5), ("14:00", 2)] {
        sittings.push(app.sitting("mixed", time, seats).await);
    }
    let mut lives = JoinSet::new();
    for (seed, browser) in app.crowd(24).await.into_iter().enumerate() {
        let dice = Dice(u64::try_from(seed).unwrap_or(0) + 1);
        lives.spawn(live(app.clone(), browser, sittings.clone(), dice));
    }
    while let Some(done) = lives.join_next().await {
        done.expect("nobody met a fault");
    }
    for sitting in &sittings {
        let (counter, rows) = app.seats(sitting).await;
        assert_eq!(counter, rows, "the counter equals the rows");
    }
    // All holds end; every seat is free again without anybody asking for it.
    app.clock.advance_seconds(3600);
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("the sweep runs");
    for sitting in &sittings {
        assert_eq!(app.seats(sitting).await, (0, 0));
    }
    let versions = app.count("SELECT count(*) FROM application_versions").await;
    let counted = app
        .count("SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM applications")
        .await;
    assert_eq!(versions, counted, "every change left its version");
    let applied = app.count("SELECT count(*) FROM applications").await;
    assert!(applied > 24, "{applied} applications were tried");
}

#[tokio::test]
async fn an_expired_hold_blocks_nobody_while_the_worker_is_dead() {
    let app = TestApp::spawn().await;
    let people = app.crowd(2).await;
    app.campaign("held", |campaign| campaign.hold_minutes = Some(60))
        .await;
    let sitting = app.sitting("held", "09:00", 1).await;
    let held = people[0].apply("held", &sitting).await.ok();
    assert_eq!(held["status"], "held");
    people[1]
        .apply("held", &sitting)
        .await
        .refused_fields(&[("sitting", "sitting_full")]);
    let free = format!("/campaigns/held/sittings/{sitting}");
    app.clock.advance_seconds(3599);
    assert_eq!(people[1].get(&free).await.ok()["free"], 0);
    app.clock.advance_seconds(1);
    assert_eq!(people[1].get(&free).await.ok()["free"], 1);
    people[1].apply("held", &sitting).await.ok();
    let id = held["id"].as_str().unwrap();
    let first = people[0].get(&format!("/applications/{id}")).await.ok();
    assert_eq!(first["status"], "annulled");
    assert_eq!(first["history"].as_array().unwrap().len(), 2);
    assert_eq!(app.seats(&sitting).await, (1, 1));
}

async fn found(browser: &Browser, query: &str) -> Vec<String> {
    let body = browser
        .get(&format!("/campaigns/c/sittings?{query}"))
        .await
        .ok();
    let sittings = body["sittings"].as_array().expect("a list");
    let names = sittings.iter().map(|sitting| {
        let place = sitting["place"]["code"].as_str().expect("a code");
        format!("{place} {}", sitting["free"])
    });
    names.collect()
}

#[tokio::test]
async fn sittings_are_found_by_region_city_date_and_free_seats() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    for (place, time, seats) in [
        ("almaty", "2026-11-28 09:00", 1),
        ("oral", "2026-11-28 09:00", 20),
        ("oral-2", "2026-11-29 09:00", 20),
        ("petropavl", "2026-11-29 00:00", 20),
    ] {
        app.sitting_at("c", (place, time), seats).await;
    }
    let browser = app.crowd(1).await.remove(0);
    assert_eq!(
        found(&browser, "").await,
        ["almaty 1", "oral 20", "petropavl 20", "oral-2 20"]
    );
    assert_eq!(
        found(&browser, "region=KZ-27").await,
        ["oral 20", "oral-2 20"]
    );
    for city in ["орал", "Ура", "ORAL"] {
        assert_eq!(
            found(&browser, &format!("city={city}")).await.len(),
            2,
            "{city}"
        );
    }
    assert_eq!(
        found(&browser, "region=KZ-75&city=орал").await,
        [""; 0],
        "there is no Oral there"
    );
    assert_eq!(
        found(&browser, "date=2026-11-29").await,
        ["petropavl 20", "oral-2 20"]
    );
    assert_eq!(found(&browser, "date=2026-11-30").await, [""; 0]);
    assert_eq!(found(&browser, "attendance=online").await, [""; 0]);
    let places = browser.get("/campaigns/c/places").await.ok();
    assert_eq!(places["dates"], json!(["2026-11-28", "2026-11-29"]));
    assert_eq!(places["cities"].as_array().unwrap().len(), 3);
    let full = browser.get("/campaigns/c/sittings?region=KZ-75").await.ok();
    let almaty = full["sittings"][0]["id"].as_str().unwrap();
    browser.apply("c", almaty).await.ok();
    assert_eq!(found(&browser, "region=KZ-75").await, ["almaty 0"]);
    assert_eq!(found(&browser, "region=KZ-75&free=true").await, [""; 0]);
    app.clock.advance_seconds(7 * 86_400);
    assert_eq!(
        found(&browser, "").await,
        ["petropavl 20", "oral-2 20"],
        "what has begun is not offered"
    );
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    for minute in 0..60 {
        let time = format!("{EXAM_DAY} 09:{minute:02}");
        app.sitting("c", &time, 5).await;
    }
    let browser = app.browser();
    let first = browser.get("/campaigns/c/sittings").await.ok();
    assert_eq!(first["sittings"].as_array().unwrap().len(), 50);
    assert_eq!(first["more"], true);
    let last = first["sittings"][49]["id"].as_str().unwrap();
    let rest = browser
        .get(&format!("/campaigns/c/sittings?after={last}"))
        .await
        .ok();
    assert_eq!(rest["sittings"].as_array().unwrap().len(), 10);
    assert_eq!(rest["more"], false);
}

#[tokio::test]
async fn searches_that_make_no_sense_are_refused() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let browser = app.browser();
    let search = async |query: &str| browser.get(&format!("/campaigns/c/sittings?{query}")).await;
    search("date=2026-02-30")
        .await
        .refused_fields(&[("date", "date_impossible")]);
    search("after=nobody")
        .await
        .refused_fields(&[("after", "unknown_choice")]);
    search("seat=1").await.refused(400, "bad_request");
    search("free=perhaps").await.refused(400, "bad_request");
    for path in [
        "/campaigns/x/sittings",
        "/campaigns/x/places",
        "/campaigns/c/sittings/x",
    ] {
        browser.get(path).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn development_offers_campaigns_to_try() {
    let app = TestApp::spawn_with(|config| config.without_demo = false).await;
    let browser = app.registered(&Person::new(1).in_person()).await;
    let body = browser.get("/campaigns?programme=ncie").await.ok();
    let ids: Vec<_> = body["campaigns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|campaign| campaign["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["ncie-demo", "ncie-demo-spring"], "the open one first");
    let form = browser.get("/campaigns/ncie-demo").await.ok();
    assert_eq!(form["obstacle"], json!(null));
    let sittings = browser.get("/campaigns/ncie-demo/sittings?free=true").await;
    let sittings = sittings.ok();
    assert!(sittings["sittings"].as_array().unwrap().len() > 10);
    browser
        .get("/campaigns?programme=chess")
        .await
        .refused(404, "not_found");
}
