//! The check of movements: what passes, what does not and why, what is kept and for how long.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use shared::movement::Move::{self, Left, Nod, Right};
use shared::requirements::Requirement;
use tests::movements::{Recording, Seen, frames, shrunk};
use tests::{Answer, Browser, PASSWORD, Person, TestApp, pictures};

const DAY: i64 = 86_400;
const ORDER: [Move; 3] = [Left, Right, Nod];

async fn spawn(order: Option<[Move; 3]>) -> TestApp {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
    TestApp::spawn_with(|config| {
        config.programmes = Some(folder);
        config.movement_order = order.map(backend::config::MovementOrder);
    })
    .await
}

/// Somebody of whom the movements are asked next.
async fn at_the_check(app: &TestApp, serial: u32) -> Browser {
    let browser = app.browser();
    let person = Person::new(serial).of("movement");
    let until = Some(Requirement::MovementCheck);
    app.walk(&browser, &person, until).await;
    browser
}

/// A challenge, old enough for a recording that answers it.
async fn challenge(app: &TestApp, browser: &Browser) -> (String, Vec<Move>) {
    let told = browser
        .post("/registration/movement-checks", Value::Null)
        .await
        .ok();
    app.clock.advance_seconds(20);
    let moves = serde_json::from_value(told["moves"].clone()).expect("movements");
    let id = told["id"].as_str().expect("an id").to_owned();
    (id, moves)
}

async fn send_body(browser: &Browser, id: &str, body: Vec<u8>) -> Answer {
    let call = browser.call(
        Method::POST,
        &format!("/registration/movement-checks/{id}/clip"),
    );
    let call = call.header("content-type", "application/octet-stream");
    decided(browser, id, Answer::of(call.body(body)).await).await
}

/// As the page does: on a busy machine the decision is asked for until it is there.
async fn decided(browser: &Browser, id: &str, mut told: Answer) -> Answer {
    while told.body["code"] == "in_progress" {
        told = browser
            .get(&format!("/registration/movement-checks/{id}"))
            .await;
    }
    told
}

async fn send(browser: &Browser, id: &str, recording: &Recording) -> Answer {
    send_body(browser, id, recording.body()).await
}

/// One go with a challenge of its own.
async fn go(app: &TestApp, browser: &Browser, recording: &Recording) -> Answer {
    let (id, _) = challenge(app, browser).await;
    send(browser, &id, recording).await
}

/// A go that fails as fast as can be.
async fn fail(app: &TestApp, browser: &Browser) {
    let still = Recording::still(Seen::One, 20);
    let told = go(app, browser, &still).await;
    told.refused_fields(&[("clip", "movement_still")]);
}

async fn review(browser: &Browser, id: &str) -> Answer {
    browser
        .post(
            &format!("/registration/movement-checks/{id}/review"),
            Value::Null,
        )
        .await
}

/// The recordings in the store, as they lie there.
fn recordings(app: &TestApp) -> Vec<Vec<u8>> {
    let folder = app.app.config.data.join("files/movements");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| std::fs::read(path).expect("an object"))
        .collect()
}

async fn sweep(app: &TestApp) {
    backend::maintenance::sweep(&app.app, app.clock.now())
        .await
        .expect("it is swept");
}

#[tokio::test]
async fn whoever_does_what_is_asked_passes_and_leaves_little_behind() {
    let app = spawn(None).await;
    let browser = at_the_check(&app, 1).await;
    let (id, moves) = challenge(&app, &browser).await;
    assert!(moves.contains(&Left) || moves.contains(&Right));
    let mut recording = Recording::performed(Seen::One, &moves);
    let large = frames("clips/live_astro.mjpeg");
    recording.still = Some((6, large[60].clone()));
    let told = send(&browser, &id, &recording).await.ok();
    assert_eq!(told["next"], "finish");
    assert_eq!(told["facts"]["movement"]["state"], "passed");
    assert_eq!(
        told["facts"]["face"]["kind"], "face",
        "the still is the photo"
    );
    send(&browser, &id, &recording)
        .await
        .refused(409, "step_out_of_order");
    browser
        .post("/registration/movement-checks", Value::Null)
        .await
        .refused(409, "step_out_of_order");

    let kept = recordings(&app);
    assert_eq!(kept.len(), 1);
    let head = kept[0].windows(3).any(|bytes| bytes == b"\xff\xd8\xff");
    assert!(!head, "the recording is sealed");
    let own = browser.get("/account/data").await.ok();
    assert_eq!(own["movement_checks"][0]["outcome"], "passed");
    assert_eq!(own["movement_checks"][0]["recording_kept"], true);

    app.clock.advance_seconds(DAY);
    sweep(&app).await;
    assert_eq!(recordings(&app).len(), 1, "not before its time");
    app.clock.advance_seconds(1);
    sweep(&app).await;
    assert_eq!(recordings(&app).len(), 0);
    browser.sign_in("person1@example.kz").await.ok();
    browser.post("/registration/finish", Value::Null).await.ok();
    let body = json!({ "current": PASSWORD, "agreed": true });
    let deleted = browser.post("/account/deletion", body).await;
    assert_eq!(deleted.status, 204, "{}", deleted.body);
    for table in [
        "SELECT count(*) FROM movement_checks",
        "SELECT count(*) FROM movement_frames",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn each_recording_that_does_not_pass_says_why() {
    let app = spawn(Some(ORDER)).await;
    let good = Recording::performed(Seen::One, &ORDER);
    let piece = |seen, what| Recording::performed(seen, what).frames;
    let mut spliced = piece(Seen::One, &[Left]);
    spliced.extend_from_slice(&piece(Seen::Other, &[Right, Nod])[6..]);
    let looped = piece(Seen::One, &[Left, Left, Left]);
    let mut turned = good.frames.clone();
    turned[9..].reverse();
    let shuffled = (0..50).map(|at| good.frames[at * 37 % 50].clone());
    let cases = [
        (
            Recording::performed(Seen::One, &[Right, Left, Nod]),
            "movement_wrong",
        ),
        (Recording::of(spliced), "movement_jump"),
        (Recording::of(looped), "movement_wrong"),
        (Recording::of(turned), "movement_wrong"),
        (Recording::of(good.frames[..31].to_vec()), "movement_slow"),
        (Recording::still(Seen::Other, 75), "movement_still"),
        (Recording::whole(Seen::Print), "movement_wrong"),
        (
            shrunk("clips/second_person_enters.mjpeg"),
            "movement_second_face",
        ),
        (
            shrunk("clips/face_leaves_and_returns.mjpeg"),
            "movement_lost",
        ),
        (Recording::of(shuffled.collect()), "movement_jump"),
    ];
    // Four people, so that nobody comes to the pause.
    let mut browsers = Vec::new();
    for serial in 1..=4 {
        browsers.push(at_the_check(&app, serial).await);
    }
    for (at, (recording, code)) in cases.iter().enumerate() {
        let told = go(&app, &browsers[at % 4], recording).await;
        told.refused_fields(&[("clip", code)]);
    }
    // What was asked, by the one who failed before, with a still of somebody else.
    let mut again = good.from_elsewhere(2);
    again.still = Some((6, pictures::other_face()));
    let told = go(&app, &browsers[3], &again).await.ok();
    assert_eq!(told["next"], "finish");
    assert_eq!(told["facts"]["face"], Value::Null);
}

#[tokio::test]
async fn what_was_sent_before_does_not_pass() {
    let app = spawn(Some([Right, Left, Nod])).await;
    let (one, other) = (at_the_check(&app, 1).await, at_the_check(&app, 2).await);
    let recording = Recording::performed(Seen::One, &ORDER);
    go(&app, &one, &recording)
        .await
        .refused_fields(&[("clip", "movement_wrong")]);
    let app = app
        .restart_with(|config| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
            config.programmes = Some(folder);
            config.movement_order = Some(backend::config::MovementOrder(ORDER));
        })
        .await;
    let (one, other) = (one.moved_to(&app.address), other.moved_to(&app.address));
    let told = go(&app, &one, &recording.compressed()).await;
    told.refused_fields(&[("clip", "movement_replayed")]);
    let told = go(&app, &other, &recording).await;
    told.refused_fields(&[("clip", "movement_replayed")]);
    go(&app, &one, &recording.from_elsewhere(2)).await.ok();
}

#[tokio::test]
async fn five_goes_make_a_pause_that_says_its_end() {
    let app = spawn(None).await;
    let browser = at_the_check(&app, 1).await;
    for gone in 1..=5 {
        let told = go(&app, &browser, &Recording::still(Seen::One, 20)).await;
        let params = &told.body["errors"][0]["params"];
        assert_eq!(params["failed"], gone.to_string());
        assert_eq!(params["of"], "5");
        assert_eq!(params["may_ask_review"], (gone > 2).to_string());
    }
    let paused = browser
        .post("/registration/movement-checks", Value::Null)
        .await;
    assert_eq!(paused.retry_after(), 900);
    paused.refused(429, "movement_paused");
    let goes = browser.get("/registration/movement-checks").await.ok();
    assert_eq!(goes["failed"], 5);
    assert!(goes["paused_until"].is_i64());
    app.clock.advance_seconds(899);
    let paused = browser
        .post("/registration/movement-checks", Value::Null)
        .await;
    assert_eq!(paused.retry_after(), 1);
    app.clock.advance_seconds(1);
    let (_, _) = challenge(&app, &browser).await;
    assert_eq!(
        browser.get("/registration/movement-checks").await.ok()["failed"],
        0
    );
    // Another person is not stopped by it.
    challenge(&app, &at_the_check(&app, 2).await).await;
}

#[tokio::test]
async fn after_three_goes_a_person_can_be_asked_to_look() {
    let app = spawn(Some(ORDER)).await;
    let (browser, stranger) = (at_the_check(&app, 1).await, at_the_check(&app, 2).await);
    fail(&app, &browser).await;
    let (early, _) = challenge(&app, &browser).await;
    review(&browser, &early)
        .await
        .refused(409, "review_too_early");
    send(&browser, &early, &Recording::still(Seen::One, 20)).await;
    assert_eq!(
        browser.get("/registration/movement-checks").await.ok()["for_review"],
        Value::Null
    );
    fail(&app, &browser).await;
    let goes = browser.get("/registration/movement-checks").await.ok();
    let last = goes["for_review"].as_str().expect("a check").to_owned();
    review(&browser, &early)
        .await
        .refused(409, "review_too_early");
    review(&stranger, &last).await.refused(404, "not_found");
    for _ in 0..2 {
        let told = review(&browser, &last).await.ok();
        assert_eq!(told["facts"]["movement"]["state"], "in_review");
        assert_eq!(told["next"], "finish");
    }
    let open = "SELECT count(*) FROM cases WHERE kind = 'movement_check' AND decided_at IS NULL";
    assert_eq!(app.count(open).await, 1);
    app.clock.advance_seconds(DAY + 60);
    sweep(&app).await;
    assert_eq!(recordings(&app).len(), 1, "only the one to be looked at");
    browser.sign_in("person1@example.kz").await.ok();
    // Who tries again meanwhile and passes needs nobody to look.
    let told = go(&app, &browser, &Recording::performed(Seen::One, &ORDER))
        .await
        .ok();
    assert_eq!(told["facts"]["movement"]["state"], "passed");
    assert_eq!(app.count(open).await, 0);
    app.clock.advance_seconds(DAY + 1);
    sweep(&app).await;
    assert_eq!(recordings(&app).len(), 0);
}

#[tokio::test]
async fn a_recording_nobody_looks_at_is_deleted_in_the_end() {
    let app = spawn(None).await;
    let browser = at_the_check(&app, 1).await;
    for _ in 0..3 {
        fail(&app, &browser).await;
    }
    let goes = browser.get("/registration/movement-checks").await.ok();
    review(&browser, goes["for_review"].as_str().expect("a check"))
        .await
        .ok();
    for (seconds, left) in [(90 * DAY, 1), (1, 0)] {
        app.clock.advance_seconds(seconds);
        sweep(&app).await;
        assert_eq!(recordings(&app).len(), left);
    }
}

#[tokio::test]
async fn a_challenge_is_good_once_for_its_owner_and_for_two_minutes() {
    let app = spawn(Some(ORDER)).await;
    let (browser, stranger) = (at_the_check(&app, 1).await, at_the_check(&app, 2).await);
    let still = Recording::still(Seen::One, 20);
    let (first, _) = challenge(&app, &browser).await;
    send(&stranger, &first, &still)
        .await
        .refused(404, "not_found");
    send(&browser, "nothing", &still)
        .await
        .refused(404, "not_found");
    let (second, _) = challenge(&app, &browser).await;
    send(&browser, &first, &still)
        .await
        .refused(410, "challenge_expired");
    app.clock.advance_seconds(99);
    let told = send(&browser, &second, &still).await;
    told.refused_fields(&[("clip", "movement_still")]);
    send(&browser, &second, &still)
        .await
        .refused(409, "challenge_used");
    let (third, _) = challenge(&app, &browser).await;
    app.clock.advance_seconds(100);
    send(&browser, &third, &still)
        .await
        .refused(410, "challenge_expired");
    // The same call twice with one key acts once.
    let (fourth, _) = challenge(&app, &browser).await;
    let mut answers = Vec::new();
    for _ in 0..2 {
        let path = format!("/registration/movement-checks/{fourth}/clip");
        let call = browser
            .call(Method::POST, &path)
            .header("idempotency-key", "one");
        let call = call.header("content-type", "application/octet-stream");
        let told = Answer::of(call.body(still.body())).await;
        answers.push(told.header("idempotency-replayed").to_owned());
        let told = decided(&browser, &fourth, told).await;
        told.refused_fields(&[("clip", "movement_still")]);
    }
    assert_eq!(answers, ["", "true"]);
    assert_eq!(
        browser.get("/registration/movement-checks").await.ok()["failed"],
        2
    );
}

#[tokio::test]
async fn bodies_that_are_no_recordings_are_told_apart_and_cost_nothing() {
    let app = spawn(Some(ORDER)).await;
    let browser = at_the_check(&app, 1).await;
    let (id, _) = challenge(&app, &browser).await;
    let path = format!("/registration/movement-checks/{id}/clip");
    let still = |count| Recording::still(Seen::One, count);
    let call = browser.call(Method::POST, &path).body(still(20).body());
    Answer::of(call).await.refused(415, "media_type");
    send_body(&browser, &id, b"frames".to_vec())
        .await
        .refused(400, "bad_request");
    let too_large = vec![b' '; 4_100_000];
    send_body(&browser, &id, too_large)
        .await
        .refused(413, "too_large");
    let mut wide = still(20);
    wide.frames[3].resize(40_001, 0);
    send(&browser, &id, &wide).await.refused(413, "too_large");
    let mut backwards = still(20);
    backwards.times.swap(7, 8);
    let slow = Recording {
        times: (0..20).map(|frame| frame * 1_300).collect(),
        ..still(20)
    };
    let mut cut = still(20).body();
    cut.truncate(cut.len() - 10);
    for (body, code) in [
        (still(0).body(), "clip_short"),
        (still(19).body(), "clip_short"),
        (still(121).body(), "clip_long"),
        (backwards.body(), "clip_times"),
        // Twenty-five seconds, for a challenge that is twenty seconds old.
        (slow.body(), "clip_times"),
        (cut, "clip_damaged"),
    ] {
        let told = send_body(&browser, &id, body).await;
        told.refused_fields(&[("clip", code)]);
    }
    assert_eq!(
        browser.get("/registration/movement-checks").await.ok()["failed"],
        0
    );
}

#[tokio::test]
async fn frames_that_are_no_pictures_cost_a_go_and_nothing_of_them_is_kept() {
    let app = spawn(Some(ORDER)).await;
    let browser = at_the_check(&app, 1).await;
    let still = |count| Recording::still(Seen::One, count);
    let mut half = still(20);
    let length = half.frames[5].len();
    half.frames[5].truncate(length / 2);
    let mut text = still(20);
    text.frames[19] = b"no picture".to_vec();
    let mut mixed = still(20);
    mixed.frames[10] = pictures::face();
    for (recording, code) in [
        (half, "clip_damaged"),
        (text, "clip_damaged"),
        (mixed, "clip_mixed"),
    ] {
        let told = go(&app, &browser, &recording).await;
        told.refused_fields(&[("clip", code)]);
    }
    assert_eq!(
        browser.get("/registration/movement-checks").await.ok()["failed"],
        3
    );
    assert_eq!(
        recordings(&app).len(),
        0,
        "nothing is kept of a broken file"
    );
}

#[tokio::test]
async fn the_check_has_its_place_in_the_order() {
    let app = spawn(None).await;
    app.browser()
        .post("/registration/movement-checks", Value::Null)
        .await
        .refused(401, "sign_in_required");
    let browser = app.browser();
    let person = Person::new(1).of("movement");
    app.walk(&browser, &person, Some(Requirement::BiometricConsent))
        .await;
    let early = browser
        .post("/registration/movement-checks", Value::Null)
        .await;
    early.refused(409, "step_out_of_order");
    browser.answer_biometrics(true).await.ok();
    assert_eq!(browser.next().await, "finish");
    let needless = browser
        .post("/registration/movement-checks", Value::Null)
        .await;
    needless.refused(409, "step_out_of_order");
    // Who changes their mind does it with the camera after all.
    browser.answer_biometrics(false).await.ok();
    let (id, moves) = challenge(&app, &browser).await;
    let other = Recording::performed(Seen::Other, &moves);
    let told = send(&browser, &id, &other).await.ok();
    assert_eq!(told["next"], "finish");
    assert_eq!(told["facts"]["face"], Value::Null, "no still came");
}
