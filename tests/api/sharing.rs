//! Sharing a Digital ID with the programme that asks for it: asked, agreed, refused, taken back, and all of
//! it in the history.

use std::path::Path;

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp};

async fn spawn() -> TestApp {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
    TestApp::spawn_with(|config| config.programmes = Some(folder)).await
}

/// Somebody whom the programme asks for a Digital ID.
async fn asked(app: &TestApp, person: &Person) -> Browser {
    let browser = app.browser();
    let until = Some(Requirement::DigitalId);
    app.walk(&browser, person, until).await;
    browser
}

fn client() -> Person {
    Person::new(1).of("client")
}

/// The newest request.
async fn ask(browser: &Browser) -> Value {
    let body = json!({ "programme": "client" });
    browser.post("/sharings", body).await.ok()["sharings"][0].clone()
}

fn id_of(sharing: &Value) -> String {
    sharing["id"].as_str().expect("it has an id").to_owned()
}

async fn agree(browser: &Browser, id: &str) -> Answer {
    let body = json!({ "version": "1", "language": "kk", "agreed": true });
    browser
        .post(&format!("/sharings/{id}/agreement"), body)
        .await
}

async fn withdraw(browser: &Browser, id: &str) -> Answer {
    let body = json!({ "current": PASSWORD });
    browser
        .post(&format!("/sharings/{id}/withdrawal"), body)
        .await
}

async fn refuse(browser: &Browser, id: &str) -> Answer {
    browser.delete(&format!("/sharings/{id}")).await
}

#[tokio::test]
async fn a_digital_id_is_shared_with_the_programme_that_asks() {
    let app = spawn().await;
    let browser = asked(&app, &client()).await;
    browser
        .post("/registration/finish", Value::Null)
        .await
        .refused(409, "step_out_of_order");
    let none = browser.get("/sharings").await.ok();
    let expected = json!({
        "sharings": [], "given": [], "received": [], "identity_proved": false,
    });
    assert_eq!(none, expected);
    for wrong in ["ncie", "nowhere", ""] {
        let code = if wrong.is_empty() {
            "required"
        } else {
            "unknown_choice"
        };
        let body = json!({ "programme": wrong });
        let answer = browser.post("/sharings", body).await;
        answer.refused_fields(&[("programme", code)]);
    }

    let sharing = ask(&browser).await;
    assert_eq!(sharing["state"], "asked");
    assert_eq!(sharing["data"].as_array().unwrap().len(), 6);
    assert_eq!(ask(&browser).await, sharing, "asked once");
    let id = id_of(&sharing);
    agree(&browser, &id)
        .await
        .refused(409, "digital_id_missing");
    app.give_digital_id(&client().email).await;
    let told = browser.get("/sharings").await.ok();
    assert_eq!(told["identity_proved"], true);
    for (body, code) in [
        (
            json!({ "version": "0", "language": "kk", "agreed": true }),
            "text_changed",
        ),
        (
            json!({ "version": "1", "language": "kk", "agreed": false }),
            "invalid",
        ),
    ] {
        let path = format!("/sharings/{id}/agreement");
        let answer = browser.post(&path, body).await;
        assert_eq!(answer.body["code"], code);
    }
    // Whoever went to another programme meanwhile comes back to the one that asked.
    browser.open("mailed", "ru").await;
    let told = agree(&browser, &id).await.ok();
    assert_eq!(told["programme"], "client");
    assert_eq!(told["next"], "finish");
    assert_eq!(told["facts"]["identity_shared"], true);
    agree(&browser, &id).await.ok();
    let told = browser.get("/sharings").await.ok();
    assert_eq!(told["sharings"][0]["state"], "agreed");
    assert_eq!(told["sharings"][0]["agreed_at"], json!(app.clock.now()));
    browser.post("/registration/finish", Value::Null).await.ok();
    let told = browser.get("/account/data").await.ok();
    assert_eq!(told["sharings"][0]["programme"], "client");
}

#[tokio::test]
async fn it_is_shared_with_that_programme_alone_and_by_its_owner() {
    let app = spawn().await;
    let browser = asked(&app, &client()).await;
    let id = id_of(&ask(&browser).await);
    app.give_digital_id(&client().email).await;
    let other = asked(&app, &Person::new(2).of("client")).await;
    app.give_digital_id(&Person::new(2).email).await;
    agree(&other, &id).await.refused(404, "not_found");
    refuse(&other, &id).await.refused(404, "not_found");
    withdraw(&other, &id).await.refused(404, "not_found");
    let stranger = app.browser();
    agree(&stranger, &id).await.refused(401, "sign_in_required");
    agree(&browser, &id).await.ok();
    let elsewhere = browser.open("mailed", "ru").await;
    assert_eq!(elsewhere["facts"]["identity_shared"], false);
    assert_eq!(other.next().await, "digital_id");
}

#[tokio::test]
async fn what_is_refused_or_taken_back_stays_in_the_history() {
    let app = spawn().await;
    let browser = asked(&app, &client()).await;
    let first = id_of(&ask(&browser).await);
    withdraw(&browser, &first)
        .await
        .refused(409, "sharing_ended");
    let told = refuse(&browser, &first).await.ok();
    assert_eq!(told["sharings"][0]["state"], "refused");
    refuse(&browser, &first).await.refused(409, "sharing_ended");
    app.give_digital_id(&client().email).await;
    agree(&browser, &first).await.refused(409, "sharing_ended");

    app.clock.advance_seconds(60);
    let second = id_of(&ask(&browser).await);
    assert_ne!(first, second);
    agree(&browser, &second).await.ok();
    refuse(&browser, &second)
        .await
        .refused(409, "sharing_ended");
    let body = json!({ "current": "not the password" });
    browser
        .post(&format!("/sharings/{second}/withdrawal"), body)
        .await
        .refused_fields(&[("current", "password_wrong")]);
    let told = withdraw(&browser, &second).await.ok();
    let states = told["sharings"].as_array().unwrap().iter();
    let states: Vec<_> = states.map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["withdrawn", "refused"]);
    assert_eq!(browser.next().await, "digital_id", "it is asked again");
    let body = json!({ "current": PASSWORD, "agreed": true });
    assert_eq!(browser.post("/account/deletion", body).await.status, 204);
    assert_eq!(app.count("SELECT count(*) FROM sharings").await, 0);
}

#[tokio::test]
async fn nothing_is_taken_back_while_an_application_waits() {
    let app = spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let id = id_of(&ask(&browser).await);
    app.give_digital_id(&client().email).await;
    agree(&browser, &id).await.ok();
    browser.open("ncie", "ru").await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 1).await;
    browser.apply("c", &sitting).await.ok();
    // As if the programme that asked took the application.
    app.move_campaign("c", "client").await;
    withdraw(&browser, &id).await.refused(409, "sharing_in_use");
    app.move_campaign("c", "ncie").await;
    withdraw(&browser, &id).await.ok();
}
