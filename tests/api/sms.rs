//! How an SMS leaves: gateways over HTTP, the second when the first cannot, and the budget of the day.

use backend::config::Config;
use backend::notify::SmsGateway;
use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Behaviour, Browser, FakeRegistry, Person, TestApp};

const NUMBER: &str = "+77010000001";

fn sent_by_mobizon() -> Behaviour {
    Behaviour::Answers(
        200,
        json!({ "code": 0, "data": { "messageId": "71" }, "message": "" }),
    )
}

fn sent_by_smsc() -> Behaviour {
    Behaviour::Answers(200, json!({ "id": 72, "cnt": 1 }))
}

/// Mobizon first, SMSC behind it.
fn both(mobizon: &FakeRegistry, smsc: &FakeRegistry) -> impl FnOnce(&mut Config) + use<> {
    let (mobizon, smsc) = (mobizon.address.clone(), smsc.address.clone());
    move |config| {
        config.sms.sms_gateway = Some(SmsGateway::Mobizon);
        config.sms.sms_second_gateway = Some(SmsGateway::Smsc);
        config.sms.sms_sender = Some("Tirkeu".to_owned());
        config.sms.sms_timeout_ms = 300;
        config.sms.mobizon_url = mobizon;
        config.sms.mobizon_key = Some("mobizon-key".to_owned());
        config.sms.smsc_url = smsc;
        config.sms.smsc_login = Some("login".to_owned());
        config.sms.smsc_password = Some("smsc-password".to_owned());
    }
}

async fn asked_for_code(app: &TestApp) -> Browser {
    let browser = app.browser();
    app.walk(&browser, &Person::holder(1), Some(Requirement::MobileCode))
        .await;
    browser
}

/// The fields of a form.
fn fields(body: &str) -> Vec<(String, String)> {
    let address = format!("http://form?{body}");
    let address: reqwest::Url = address.parse().expect("a form");
    address.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn mobizon_is_asked_in_a_form_and_judged_by_its_body() {
    let (mobizon, smsc) = (
        FakeRegistry::start(sent_by_mobizon()).await,
        FakeRegistry::start(sent_by_smsc()).await,
    );
    let app = TestApp::spawn_with(both(&mobizon, &smsc)).await;
    asked_for_code(&app).await;
    assert_eq!(app.send_letters().await, 1);
    let asked = mobizon.asked();
    assert_eq!((asked.len(), asked[0].method.as_str()), (1, "POST"));
    let told = fields(&asked[0].body);
    let value = |name: &str| {
        let found = told.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    assert_eq!(
        (value("recipient"), value("apiKey"), value("from")),
        ("77010000001", "mobizon-key", "Tirkeu")
    );
    assert_eq!((value("output"), value("api")), ("json", "v1"));
    assert!(value("text").starts_with("Tirkeu: "), "{told:?}");
    assert!(smsc.asked().is_empty());
    let known = "SELECT count(*) FROM outbox WHERE gateway_id = 'mobizon:71' AND recipient = ''";
    assert_eq!(app.count(known).await, 1);
}

#[tokio::test]
async fn the_second_gateway_takes_over_when_the_first_cannot() {
    for refusal in [
        Behaviour::Answers(200, json!({ "code": 14, "data": null })),
        Behaviour::Answers(200, json!({ "code": 30, "data": null })),
        Behaviour::Answers(200, json!({ "code": 3, "data": null })),
        Behaviour::Garbage,
        Behaviour::Silent,
    ] {
        let (mobizon, smsc) = (
            FakeRegistry::start(refusal).await,
            FakeRegistry::start(sent_by_smsc()).await,
        );
        let app = TestApp::spawn_with(both(&mobizon, &smsc)).await;
        asked_for_code(&app).await;
        assert_eq!(app.send_letters().await, 1);
        let asked = smsc.asked();
        let told = fields(&asked[0].body);
        for (name, value) in [
            ("login", "login"),
            ("psw", "smsc-password"),
            ("phones", "77010000001"),
            ("fmt", "3"),
            ("charset", "utf-8"),
            ("sender", "Tirkeu"),
        ] {
            assert!(
                told.contains(&(name.to_owned(), value.to_owned())),
                "{told:?}"
            );
        }
        let known = "SELECT count(*) FROM outbox WHERE gateway_id = 'smsc:72'";
        assert_eq!(app.count(known).await, 1);
    }
}

#[tokio::test]
async fn a_wrong_number_is_given_up_and_asks_nobody_else() {
    let wrong = Behaviour::Answers(200, json!({ "code": 1, "data": { "recipient": ["?"] } }));
    let (mobizon, smsc) = (
        FakeRegistry::start(wrong).await,
        FakeRegistry::start(sent_by_smsc()).await,
    );
    let app = TestApp::spawn_with(both(&mobizon, &smsc)).await;
    asked_for_code(&app).await;
    assert_eq!(app.send_letters().await, 0);
    assert!(smsc.asked().is_empty());
    let failed = "SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL AND recipient = ''";
    assert_eq!(app.count(failed).await, 1);
}

#[tokio::test]
async fn what_no_gateway_takes_is_tried_again_and_told_on_the_page() {
    let poor = Behaviour::Answers(200, json!({ "error": "no money", "error_code": 3 }));
    let busy = Behaviour::Answers(200, json!({ "code": 30, "data": null }));
    let (mobizon, smsc) = (
        FakeRegistry::start(busy).await,
        FakeRegistry::start(poor).await,
    );
    let app = TestApp::spawn_with(both(&mobizon, &smsc)).await;
    let browser = asked_for_code(&app).await;
    assert_eq!(app.send_letters().await, 0);
    app.clock.advance_seconds(5);
    assert_eq!(app.send_letters().await, 0);
    let told = browser.get("/registration").await.ok();
    assert_eq!(
        (&told["code"]["delayed"], &told["code"]["sent_at"]),
        (&json!(true), &Value::Null)
    );
    smsc.set(sent_by_smsc());
    app.clock.advance_seconds(15);
    assert_eq!(app.send_letters().await, 1);
    let told = browser.get("/registration").await.ok();
    assert_eq!(told["code"]["delayed"], false);
}

#[tokio::test]
async fn a_code_that_ran_out_is_not_sent() {
    let app = TestApp::spawn().await;
    app.set_mail_down(true);
    asked_for_code(&app).await;
    app.send_letters().await;
    app.set_mail_down(false);
    app.clock.advance_seconds(300);
    assert_eq!(app.mails(NUMBER).await.len(), 0);
}

#[tokio::test]
async fn the_budget_of_the_day_ends_and_begins_anew() {
    let app = TestApp::spawn_with(|config| config.sms.sms_per_day = 5).await;
    let send = async |serial: u32| {
        let browser = app.browser();
        let person = Person::holder(serial);
        app.walk(&browser, &person, Some(Requirement::MobileNumber))
            .await;
        browser.set_mobile(&person.mobile).await
    };
    for serial in 1..=5 {
        send(serial).await.ok();
    }
    let over = send(6).await;
    assert_eq!(over.retry_after(), 86_400);
    over.refused(503, "sms_budget");
    for phone in [NUMBER, "+77019999999"] {
        let asked = app
            .browser()
            .post("/sessions/mobile", json!({ "phone": phone }))
            .await;
        asked.refused(503, "sms_budget");
    }
    let metrics = reqwest::get(format!("{}/metrics", app.address));
    let metrics = metrics.await.unwrap().text().await.unwrap();
    assert!(
        metrics.contains("tirkeu_sms_budget_near_total"),
        "{metrics}"
    );
    app.clock.advance_seconds(86_399);
    send(7).await.refused(503, "sms_budget");
    app.clock.advance_seconds(1);
    send(7).await.ok();
}

#[tokio::test]
async fn where_no_sms_is_sent_everybody_is_told_so() {
    let app = TestApp::spawn_with(|config| config.sms.without_sms = true).await;
    let browser = app.browser();
    browser.open("digital-id", "ru").await;
    browser.set_mobile(NUMBER).await.refused(503, "sms_absent");
    let asked = browser
        .post("/sessions/mobile", json!({ "phone": NUMBER }))
        .await;
    asked.refused(503, "sms_absent");
    assert_eq!(app.count("SELECT count(*) FROM outbox").await, 0);
}
