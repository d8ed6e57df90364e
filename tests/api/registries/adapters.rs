//! A registry behind HTTP: quick, late, silent, broken; and what the person sees meanwhile.

use serde_json::{Value, json};
use tests::{Behaviour, Browser, FakeRegistry, TestApp, iin};

use super::{DAY, id, look_up, open_cases, reveal, signed_in, state};

fn found() -> Behaviour {
    let record = json!({
        "surname": "Степная", "first_name": "Ольга", "birth_date": "1991-05-17", "sex": "female",
    });
    Behaviour::Answers(200, json!({ "state": "found", "record": record }))
}

fn later() -> Behaviour {
    Behaviour::Answers(202, json!({ "poll": "answers/47-11" }))
}

fn down() -> Behaviour {
    Behaviour::Answers(500, Value::Null)
}

fn set(config: &mut backend::config::Config, registry: &FakeRegistry) {
    config.registries.person_registry_url = Some(registry.address.clone());
    config.registries.person_registry_token = Some("our-token".to_owned());
    config.registries.registry_timeout_ms = 250;
}

/// A program that asks this registry about people, and somebody who is signed in.
async fn program(registry: &FakeRegistry) -> (TestApp, Browser) {
    let app = TestApp::spawn_with(|config| set(config, registry)).await;
    let browser = signed_in(&app, 1).await;
    (app, browser)
}

async fn ask(app: &TestApp) -> usize {
    let asked = backend::registries::ask_waiting(&app.app).await;
    asked.expect("the registries are asked")
}

#[tokio::test]
async fn a_registry_is_asked_in_the_background() {
    let registry = FakeRegistry::start(found()).await;
    let (app, browser) = program(&registry).await;
    let waiting = look_up(&browser, &iin(7)).await.ok();
    assert_eq!(waiting["state"], "waiting");
    let again = look_up(&browser, &iin(7)).await.ok();
    assert_eq!(again, waiting, "it is not asked twice");
    assert_eq!(registry.asked(), [], "nobody waited for it in the call");
    assert_eq!(ask(&app).await, 1);
    let asked = registry.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        (asked[0].method.as_str(), asked[0].path.as_str()),
        ("POST", "/registry"),
        "numbers stand in no address"
    );
    assert_eq!(asked[0].token, "Bearer our-token");
    assert_eq!(asked[0].body, json!({ "number": iin(7) }).to_string());
    assert_eq!(asked[0].question, id(&waiting));
    let path = format!("/registries/persons/{}", id(&waiting));
    let found = browser.get(&path).await.ok();
    assert_eq!(
        (&found["state"], &found["masked"]),
        (&json!("found"), &json!("С****** О****"))
    );
    let right = json!({ "birth_date": "1991-05-17" });
    let told = reveal(&browser, &id(&waiting), right).await.ok();
    assert_eq!(told["patronymic"], "");
    assert_eq!(ask(&app).await, 0, "nothing is left to ask");
    assert_eq!(registry.asked().len(), 1);
}

#[tokio::test]
async fn somebody_unknown_to_the_registry_has_a_case() {
    let unknown = Behaviour::Answers(200, json!({ "state": "not_found" }));
    let registry = FakeRegistry::start(unknown).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    assert_eq!(open_cases(&app).await, 0);
    ask(&app).await;
    assert_eq!(state(&browser, &waiting).await, "not_found");
    assert_eq!(open_cases(&app).await, 1);
}

#[tokio::test]
async fn a_silent_registry_stops_nobody_and_is_asked_again() {
    let registry = FakeRegistry::start(Behaviour::Silent).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    assert_eq!(ask(&app).await, 0);
    assert_eq!(registry.asked().len(), 1, "who was silent is given time");
    assert_eq!(state(&browser, &waiting).await, "unavailable");
    assert_eq!(open_cases(&app).await, 1);
    registry.set(found());
    ask(&app).await;
    assert_eq!(registry.asked().len(), 1, "not at once");
    app.clock.advance_seconds(5);
    assert_eq!(ask(&app).await, 1);
    assert_eq!(state(&browser, &waiting).await, "found");
    assert_eq!(open_cases(&app).await, 0, "nobody has to look any more");
}

#[tokio::test]
async fn what_cannot_be_used_is_no_answer() {
    for behaviour in [
        Behaviour::Garbage,
        Behaviour::Answers(200, json!({ "state": "found", "record": {} })),
        Behaviour::Answers(202, json!({ "poll": "https://elsewhere.kz/" })),
        Behaviour::Answers(401, Value::Null),
        Behaviour::Answers(404, Value::Null),
        Behaviour::Answers(302, Value::Null),
        Behaviour::Answers(200, json!("ә".repeat(40_000))),
    ] {
        let registry = FakeRegistry::start(behaviour.clone()).await;
        let (app, browser) = program(&registry).await;
        let waiting = id(&look_up(&browser, &iin(7)).await.ok());
        assert_eq!(ask(&app).await, 0, "{behaviour:?}");
        assert_eq!(state(&browser, &waiting).await, "unavailable");
        assert_eq!(registry.asked().len(), 1, "it will not change at once");
    }
}

#[tokio::test]
async fn a_registry_that_is_down_is_given_a_pause() {
    let registry = FakeRegistry::start(down()).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    // 5, 15, 60, 300 seconds later, each time with one repetition.
    for (wait, calls) in [(0, 2), (5, 4), (15, 6), (60, 8), (300, 10)] {
        app.clock.advance_seconds(wait);
        ask(&app).await;
        assert_eq!(registry.asked().len(), calls);
    }
    let questions = registry.asked();
    assert!(questions.iter().all(|asked| asked.question == waiting));
    look_up(&browser, &iin(8)).await.ok();
    ask(&app).await;
    assert_eq!(registry.asked().len(), 10, "nobody asks during the pause");
    registry.set(found());
    app.clock.advance_seconds(29);
    ask(&app).await;
    assert_eq!(registry.asked().len(), 10);
    app.clock.advance_seconds(15);
    assert_eq!(ask(&app).await, 1, "one tries, and the way is free");
    app.clock.advance_seconds(900);
    browser.sign_in("person1@example.kz").await.ok();
    ask(&app).await;
    assert_eq!(state(&browser, &waiting).await, "found");
}

#[tokio::test]
async fn an_answer_may_come_later() {
    let registry = FakeRegistry::start(later()).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    assert_eq!(ask(&app).await, 0);
    assert_eq!(state(&browser, &waiting).await, "waiting");
    assert_eq!(open_cases(&app).await, 0, "it promised");
    app.clock.advance_seconds(1);
    ask(&app).await;
    registry.set(found());
    app.clock.advance_seconds(1);
    assert_eq!(ask(&app).await, 1);
    let asked = registry.asked();
    let calls: Vec<_> = asked
        .iter()
        .map(|asked| (asked.method.as_str(), asked.path.as_str()))
        .collect();
    let late = ("GET", "/registry/answers/47-11");
    assert_eq!(calls, [("POST", "/registry"), late, late]);
    assert_eq!(state(&browser, &waiting).await, "found");
}

#[tokio::test]
async fn a_forgotten_promise_is_asked_anew() {
    let registry = FakeRegistry::start(later()).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    ask(&app).await;
    registry.set(Behaviour::Answers(404, Value::Null));
    app.clock.advance_seconds(1);
    ask(&app).await;
    registry.set(found());
    app.clock.advance_seconds(15);
    assert_eq!(ask(&app).await, 1);
    assert_eq!(registry.asked()[2].method, "POST");
    assert_eq!(state(&browser, &waiting).await, "found");
}

#[tokio::test]
async fn after_a_day_a_question_is_given_up_and_the_case_stays() {
    let registry = FakeRegistry::start(later()).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    ask(&app).await;
    app.clock.advance_seconds(DAY - 1);
    browser.sign_in("person1@example.kz").await.ok();
    ask(&app).await;
    assert_eq!(state(&browser, &waiting).await, "waiting");
    app.clock.advance_seconds(1);
    ask(&app).await;
    assert_eq!(ask(&app).await, 0);
    assert_eq!(state(&browser, &waiting).await, "unavailable");
    assert_eq!(open_cases(&app).await, 1);
    registry.set(found());
    app.clock.advance_seconds(DAY);
    assert_eq!(ask(&app).await, 0, "nobody asks any more");
}

#[tokio::test]
async fn a_restart_loses_no_question() {
    let registry = FakeRegistry::start(later()).await;
    let (app, browser) = program(&registry).await;
    let promised = id(&look_up(&browser, &iin(7)).await.ok());
    ask(&app).await;
    let unasked = id(&look_up(&browser, &iin(8)).await.ok());
    let app = app.restart_with(|config| set(config, &registry)).await;
    let browser = browser.moved_to(&app.address);
    assert_eq!(state(&browser, &promised).await, "waiting");
    registry.set(found());
    app.clock.advance_seconds(1);
    assert_eq!(ask(&app).await, 2);
    let mut methods: Vec<_> = registry.asked().into_iter().map(|a| a.method).collect();
    methods.sort();
    assert_eq!(methods, ["GET", "POST", "POST"]);
    for look_up in [promised, unasked] {
        assert_eq!(state(&browser, &look_up).await, "found");
    }
}

#[tokio::test]
async fn a_question_that_a_dead_worker_held_is_free_again() {
    let registry = FakeRegistry::start(found()).await;
    let (app, browser) = program(&registry).await;
    let waiting = id(&look_up(&browser, &iin(7)).await.ok());
    // What a worker does first, before it was killed.
    let mut tx = app.app.db.write().await.unwrap();
    sqlx::query("UPDATE registry_checks SET run_at = run_at + 30000000, attempts = 1")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ask(&app).await, 0);
    app.clock.advance_seconds(30);
    assert_eq!(ask(&app).await, 1);
    assert_eq!(state(&browser, &waiting).await, "found");
}

#[tokio::test]
async fn an_answer_for_a_deleted_account_is_not_written() {
    let registry = FakeRegistry::start(found()).await;
    let (app, browser) = program(&registry).await;
    look_up(&browser, &iin(7)).await.ok();
    let body = json!({ "current": tests::PASSWORD, "agreed": true });
    assert_eq!(browser.post("/account/deletion", body).await.status, 204);
    assert_eq!(ask(&app).await, 0);
    assert_eq!(registry.asked(), []);
}

#[tokio::test]
async fn production_asks_registries_over_https_alone() {
    let app = TestApp::spawn().await;
    let mut config = (*app.app.config).clone();
    config.mode = backend::config::Mode::Production;
    config.registries.education_registry_url = Some("http://registry.example.kz".to_owned());
    let faults = config.faults().join("\n");
    assert!(faults.contains("--education-registry-url"), "{faults}");
    config.registries.education_registry_url = Some("https://registry.example.kz".to_owned());
    assert!(!config.faults().join("\n").contains("registries"));
}
