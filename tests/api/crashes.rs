//! The program ends without a farewell between any two steps: nothing confirmed is lost.

use serde_json::Value;
use tests::{Browser, PASSWORD, Person, Program, TestApp, iin};

#[tokio::test]
async fn a_restart_between_any_two_steps_loses_nothing() {
    let mut app = TestApp::spawn().await;
    let person = Person::new(1);
    let mut browser = app.browser();
    let mut told = browser.start("ru").await;
    while let Some(step) = told["next"].as_str() {
        let step = step.to_owned();
        app = app.restart().await;
        browser = browser.moved_to(&app.address);
        let found = browser.get("/registration").await.ok();
        assert_eq!(found, told, "before {step}");
        let code = async |email: &str| app.last_code(email).await;
        browser.take_step(&step, &person, &code).await.ok();
        told = browser.get("/registration").await.ok();
    }
    assert_eq!(app.mails(&person.email).await.len(), 2);
    assert_eq!(browser.get("/cabinet").await.status, 200);
}

#[tokio::test]
async fn kill_nine_between_any_two_steps_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let person = Person::new(1);
    let mut program = Program::start(folder.path());
    let mut browser = Browser::new(program.address(), None);
    let mut told = browser.start("ru").await;
    while let Some(step) = told["next"].as_str() {
        let step = step.to_owned();
        program.kill();
        program = Program::start(folder.path());
        browser = browser.moved_to(program.address());
        let found = browser.get("/registration").await.ok();
        assert_eq!(found["facts"], told["facts"], "before {step}");
        assert_eq!(found["next"], step);
        let code = async |email: &str| program.last_code(email).await;
        browser.take_step(&step, &person, &code).await.ok();
        if step == "email" {
            // A letter in the hands of the killed worker would be tried again after a minute.
            program.last_code(&person.email).await;
        }
        told = browser.get("/registration").await.ok();
    }
    assert_eq!(told["next"], Value::Null);
    program.kill();
    let log = std::fs::read_to_string(folder.path().join("program.log")).unwrap();
    assert!(
        log.contains("\"route\":\"/api/v1/registration/name\""),
        "{log}"
    );
    for personal in [iin(1).as_str(), person.email.as_str(), PASSWORD, "Әлия"] {
        assert!(!log.contains(personal), "the log names {personal}");
    }
}
