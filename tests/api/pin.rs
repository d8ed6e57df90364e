//! PINs: four digits and a key of the device, five tries, and the password as before.

use std::path::Path;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp, token_in};

const EMAIL: &str = "person1@example.kz";
const PIN: &str = "2580";

/// The browser's part: a key that stays where it was made.
struct Device {
    key: EcdsaKeyPair,
    id: String,
}

impl Device {
    fn new() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key is made");
        Self {
            key,
            id: String::new(),
        }
    }

    fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.public_key().as_ref())
    }

    fn form(&self, pin: &str) -> Value {
        json!({ "pin": pin, "repeat": pin, "public_key": self.public() })
    }

    fn signature(&self, device: &str, challenge: &str) -> String {
        let text = format!("tirkeu pin\n{device}\n{challenge}");
        let signed = self.key.sign(&SystemRandom::new(), text.as_bytes());
        URL_SAFE_NO_PAD.encode(signed.expect("it is signed").as_ref())
    }

    async fn challenge(&self, browser: &Browser) -> String {
        let body = json!({ "device": self.id });
        let asked = browser.post("/sessions/pin/challenge", body).await.ok();
        asked["challenge"].as_str().expect("a text").to_owned()
    }

    /// An answer to a challenge, as the page sends it.
    fn answer(&self, challenge: &str, pin: &str) -> Value {
        json!({
            "device": self.id, "challenge": challenge, "pin": pin,
            "signature": self.signature(&self.id, challenge),
        })
    }

    async fn unlock(&self, browser: &Browser, pin: &str) -> Answer {
        let challenge = self.challenge(browser).await;
        let answer = self.answer(&challenge, pin);
        browser.post("/sessions/pin", answer).await
    }
}

async fn spawn() -> TestApp {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
    TestApp::spawn_with(|config| config.programmes = Some(folder)).await
}

/// Somebody who is asked for a PIN.
async fn asked(app: &TestApp, serial: u32) -> Browser {
    let browser = app.browser();
    let person = Person::new(serial).of("pin");
    app.walk(&browser, &person, Some(Requirement::Pin)).await;
    browser
}

/// Somebody who has set one, and the device.
async fn with_pin(app: &TestApp) -> (Browser, Device) {
    let browser = asked(app, 1).await;
    let mut device = Device::new();
    let set = browser
        .put("/registration/pin", device.form(PIN))
        .await
        .ok();
    assert_eq!(set["registration"]["next"], "finish");
    assert_eq!(set["registration"]["facts"]["pin_settled"], true);
    let name = set["device"].as_str().expect("a name");
    name.clone_into(&mut device.id);
    (browser, device)
}

#[tokio::test]
async fn a_device_opens_the_account_by_its_pin() {
    let app = spawn().await;
    let (browser, device) = with_pin(&app).await;
    browser.post("/registration/finish", Value::Null).await.ok();
    browser.delete("/sessions/current").await.ok();
    let opened = device.unlock(&browser, " 25 80 ").await;
    assert!(opened.set_cookie("__Host-tirkeu").contains("HttpOnly"));
    let session = opened.ok();
    assert_eq!(
        (&session["email"], &session["registered"]),
        (&json!(EMAIL), &json!(true))
    );
    let pins = browser.get("/account/pins").await.ok();
    assert_eq!(pins.as_array().map(Vec::len), Some(1));
    assert_eq!(pins[0]["used_at"], json!(app.clock.now()));
    // Neither the digits nor anything that tells them lies in the database.
    let dump = String::from_utf8_lossy(&app.dump().await).into_owned();
    assert!(!dump.contains("\"2580\"") && dump.contains("$argon2id$"));
}

#[tokio::test]
async fn whoever_wants_none_goes_on_without() {
    let app = spawn().await;
    let browser = asked(&app, 1).await;
    let told = browser.post("/registration/pin/skip", Value::Null).await;
    assert_eq!(told.ok()["next"], "finish");
    browser
        .post("/registration/pin/skip", Value::Null)
        .await
        .ok();
    assert_eq!(browser.get("/account/pins").await.ok(), json!([]));
    browser.post("/registration/finish", Value::Null).await.ok();
    let late = browser
        .put("/registration/pin", Device::new().form(PIN))
        .await;
    late.refused(409, "registration_finished");
    // In another programme nobody is asked.
    let stranger = app.browser();
    let refused = stranger.post("/registration/pin/skip", Value::Null).await;
    refused.refused(401, "sign_in_required");
}

#[tokio::test]
async fn digits_that_others_try_first_are_refused_with_the_reason() {
    let app = spawn().await;
    let browser = app.browser();
    // The number and the phone are known from another programme.
    app.walk(&browser, &Person::new(1), None).await;
    browser.open("pin", "ru").await;
    let device = Device::new();
    let tail = tests::iin(1)[8..].to_owned();
    for (pin, code) in [
        ("258", "pin_digits"),
        ("258a", "pin_digits"),
        ("1111", "pin_repeats"),
        ("1234", "pin_run"),
        ("9876", "pin_run"),
        ("0123", "pin_run"),
        ("1212", "pin_pairs"),
        ("1999", "pin_birth_year"),
        (tail.as_str(), "pin_tail"),
    ] {
        let refused = browser.put("/registration/pin", device.form(pin)).await;
        refused.refused_fields(&[("pin", code)]);
    }
    let mut form = device.form(PIN);
    form["repeat"] = json!("2581");
    let refused = browser.put("/registration/pin", form).await;
    refused.refused_fields(&[("repeat", "pin_mismatch")]);
    for key in ["", "nothing", &URL_SAFE_NO_PAD.encode([4_u8; 65])] {
        let mut form = device.form(PIN);
        form["public_key"] = json!(key);
        let refused = browser.put("/registration/pin", form).await;
        refused.refused(401, "pin_refused");
    }
    assert_eq!(app.count("SELECT count(*) FROM pin_devices").await, 0);
    browser
        .put("/registration/pin", device.form(PIN))
        .await
        .ok();
}

#[tokio::test]
async fn five_wrong_tries_end_the_pin_of_this_device_alone() {
    let app = spawn().await;
    let (browser, device) = with_pin(&app).await;
    let mut other = Device::new();
    let form = json!({ "current": PASSWORD, "set": other.form("4711") });
    let added = browser.post("/account/pins", form).await.ok();
    other.id = added["device"].as_str().expect("a name").to_owned();
    let thief = app.browser();
    for left in ["4", "3", "2", "1"] {
        let wrong = device.unlock(&thief, "2581").await;
        let body = wrong.refused_fields(&[("pin", "pin_wrong")]);
        assert_eq!(body["errors"][0]["params"]["tries_left"], left);
    }
    // A right one begins the tries anew.
    device.unlock(&browser, PIN).await.ok();
    for _ in 0..4 {
        let wrong = device.unlock(&thief, "2581").await;
        wrong.refused_fields(&[("pin", "pin_wrong")]);
    }
    let last = device.unlock(&thief, "2581").await;
    last.refused(401, "pin_ended");
    let body = json!({ "device": device.id });
    let over = browser.post("/sessions/pin/challenge", body).await;
    over.refused(401, "pin_ended");
    let pins = browser.get("/account/pins").await.ok();
    assert_eq!(pins[0]["id"], json!(other.id));
    assert_eq!(pins.as_array().map(Vec::len), Some(1));
    other.unlock(&thief, "4711").await.ok();
    // The password opens it as before; the owner sees who tried.
    browser.sign_in(EMAIL).await.ok();
    let security = browser.get("/account/security").await.ok();
    let tries = security["sign_ins"].as_array().expect("a list");
    let refused = tries.iter().filter(|one| one["succeeded"] == false);
    assert_eq!(refused.count(), 9);
}

#[tokio::test]
async fn twenty_at_once_get_no_more_than_five_tries() {
    let app = spawn().await;
    let (_, device) = with_pin(&app).await;
    let mut answers = Vec::new();
    for number in 0..20 {
        let thief = app.browser();
        let challenge = device.challenge(&thief).await;
        // The last of them would be right.
        let pin = if number == 19 { PIN } else { "2581" };
        answers.push((thief, device.answer(&challenge, pin)));
    }
    let calls = answers.into_iter().map(|(thief, answer)| {
        tokio::spawn(async move { thief.post("/sessions/pin", answer).await })
    });
    let (mut compared, mut opened) = (0, 0);
    for call in calls.collect::<Vec<_>>() {
        let answer = call.await.expect("the call was made");
        match answer.status {
            422 => compared += 1,
            200 => opened += 1,
            _ => drop(answer.refused(401, "pin_ended")),
        }
    }
    // Before the right one and after it there may be four wrong ones each, never more.
    assert!(compared <= 4 + 4 * opened, "{compared} and {opened}");
    let tried = app.count("SELECT count(*) FROM sign_ins WHERE outcome = 'refused'");
    assert!(tried.await >= 5, "the last wrong ones found it ended");
}

#[tokio::test]
async fn a_challenge_is_for_one_device_and_one_answer() {
    let app = spawn().await;
    let (browser, device) = with_pin(&app).await;
    let challenge = device.challenge(&browser).await;
    let answer = device.answer(&challenge, PIN);
    browser.post("/sessions/pin", answer.clone()).await.ok();
    let again = app.browser().post("/sessions/pin", answer).await;
    again.refused(401, "pin_refused");

    let late = device.challenge(&browser).await;
    app.clock.advance_seconds(2 * 60);
    let answer = device.answer(&late, PIN);
    let refused = browser.post("/sessions/pin", answer).await;
    refused.refused(401, "pin_refused");

    // Another device knows the PIN, and its key is not the one.
    let stranger = Device {
        id: device.id.clone(),
        ..Device::new()
    };
    let refused = stranger.unlock(&app.browser(), PIN).await;
    refused.refused(401, "pin_refused");
    // A signature for another device, or over nothing that was asked.
    let challenge = device.challenge(&browser).await;
    let mut answer = device.answer(&challenge, PIN);
    answer["signature"] = json!(device.signature("another", &challenge));
    let refused = browser.post("/sessions/pin", answer).await;
    refused.refused(401, "pin_refused");
    let refused = browser
        .post("/sessions/pin", device.answer("made up", PIN))
        .await;
    refused.refused(401, "pin_refused");
    let unknown = json!({ "device": "nobody" });
    let refused = browser.post("/sessions/pin/challenge", unknown).await;
    refused.refused(401, "pin_ended");
    // None of it cost a try.
    let wrong = device.unlock(&browser, "2581").await;
    let body = wrong.refused_fields(&[("pin", "pin_wrong")]);
    assert_eq!(body["errors"][0]["params"]["tries_left"], "4");
}

#[tokio::test]
async fn its_owner_ends_it_and_a_new_password_ends_them_all() {
    let app = spawn().await;
    let (browser, mut device) = with_pin(&app).await;
    let elsewhere = asked(&app, 2).await;
    let end = async |browser: &Browser| {
        browser
            .delete(&format!("/account/pins/{}", device.id))
            .await
    };
    end(&elsewhere).await.refused(404, "not_found");
    assert_eq!(end(&browser).await.ok(), json!([]));
    end(&browser).await.refused(404, "not_found");
    let body = json!({ "device": device.id });
    let over = app.browser().post("/sessions/pin/challenge", body).await;
    over.refused(401, "pin_ended");

    let mut form = json!({ "current": "not it at all", "set": device.form(PIN) });
    let refused = browser.post("/account/pins", form.clone()).await;
    refused.refused_fields(&[("current", "password_wrong")]);
    form["current"] = json!(PASSWORD);
    for _ in 0..10 {
        let added = browser.post("/account/pins", form.clone()).await.ok();
        device.id = added["device"].as_str().expect("a name").to_owned();
    }
    let full = browser.post("/account/pins", form.clone()).await;
    full.refused(409, "pin_devices_full");
    device.unlock(&app.browser(), PIN).await.ok();
    let words = "другая фраза про степь 73";
    let change = json!({ "current": PASSWORD, "password": words, "confirmation": words });
    browser.put("/account/password", change).await.ok();
    assert_eq!(browser.get("/account/pins").await.ok(), json!([]));
    let waits = json!({ "device": device.id });
    let over = app.browser().post("/sessions/pin/challenge", waits).await;
    over.refused(401, "pin_ended");
}

#[tokio::test]
async fn recovery_and_the_letter_that_disowns_end_it_too() {
    let app = spawn().await;
    let (browser, device) = with_pin(&app).await;
    let elsewhere = app.browser();
    elsewhere.sign_in(EMAIL).await.ok();
    let letter = app.mails(EMAIL).await.pop().expect("a new device is told");
    let link = token_in(&letter.text).expect("it has a link");
    app.browser().use_link(&link).await.ok();
    let body = json!({ "device": device.id });
    let over = browser.post("/sessions/pin/challenge", body).await;
    over.refused(401, "pin_ended");

    let (browser, device) = {
        let browser = asked(&app, 2).await;
        let mut device = Device::new();
        let set = browser
            .put("/registration/pin", device.form(PIN))
            .await
            .ok();
        device.id = set["device"].as_str().expect("a name").to_owned();
        (browser, device)
    };
    let email = "person2@example.kz";
    app.clock.advance_seconds(60);
    let start = json!({ "email": email });
    browser.post("/password-recovery", start).await.ok();
    let code = app.last_code(email).await;
    let words = "другая фраза про степь 73";
    let finish = json!({
        "email": email, "code": code, "password": words, "confirmation": words,
    });
    let done = browser.post("/password-recovery/confirm", finish).await;
    done.ok();
    let body = json!({ "device": device.id });
    let over = browser.post("/sessions/pin/challenge", body).await;
    over.refused(401, "pin_ended");
}

#[tokio::test]
async fn a_deleted_account_leaves_no_device() {
    let app = spawn().await;
    let (browser, device) = with_pin(&app).await;
    device.challenge(&browser).await;
    let body = json!({ "current": PASSWORD, "agreed": true });
    browser.post("/account/deletion", body).await.ok();
    assert_eq!(app.count("SELECT count(*) FROM pin_devices").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM pin_challenges").await, 0);
}
