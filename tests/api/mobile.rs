//! The mobile number of a Digital ID: typed, proved by a code from an SMS, and the login from then on.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp};

const NUMBER: &str = "+77010000001";

async fn enter(browser: &Browser, code: &str) -> Answer {
    browser.enter_mobile_code(code).await
}

async fn resend(browser: &Browser) -> Answer {
    browser
        .post("/registration/mobile-code/resend", Value::Null)
        .await
}

/// Another code than this one.
fn wrong(code: &str) -> String {
    let first = if code.starts_with('1') { '2' } else { '1' };
    format!("{first}{}", &code[1..])
}

async fn holder_until(app: &TestApp, serial: u32, until: Requirement) -> Browser {
    let browser = app.browser();
    app.walk(&browser, &Person::holder(serial), Some(until))
        .await;
    browser
}

#[tokio::test]
async fn a_person_makes_a_digital_id_in_person() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let begun = browser.open("digital-id", "ru").await;
    assert_eq!(
        (&begun["next"], &begun["next_page"]),
        (&json!("mobile_number"), &json!("mobile"))
    );
    let told = browser.set_mobile("8 701 000 00 01").await.ok();
    assert_eq!(told["next"], "mobile_code");
    assert_eq!(
        told["facts"]["mobile"], NUMBER,
        "a draft sees its own number"
    );
    assert_eq!(told["facts"]["mobile_proved"], false);
    assert!(told["facts"]["privacy"]["version"].is_string());
    let message = app.mails(NUMBER).await.pop().unwrap();
    assert_eq!(message.channel, "sms");
    let code = app.last_code(NUMBER).await;
    assert_eq!(
        message.text,
        format!("Tirkeu: {code} – код подтверждения. Никому его не сообщайте.")
    );
    let state = &browser.get("/registration").await.ok()["code"];
    assert!(state["sent_at"].is_i64());
    let told = enter(&browser, &format!(" {} {} ", &code[..3], &code[3..]))
        .await
        .ok();
    assert_eq!(
        (&told["next"], &told["facts"]["signed_in"]),
        (&json!("biometric_consent"), &json!(true))
    );
    let session = browser.get("/sessions/current").await.ok();
    assert_eq!(
        (&session["email"], &session["mobile"]),
        (&Value::Null, &json!("+7 (701) •••-••-01"))
    );
    app.walk(&browser, &Person::holder(1).in_person(), None)
        .await;
    let told = browser.get("/registration").await.ok();
    assert!(told["facts"]["finished_at"].is_i64());
    assert_eq!(app.mails(NUMBER).await.len(), 1);
    let dump = app.dump().await;
    let in_clear = |wanted: &[u8]| dump.windows(wanted.len()).any(|part| part == wanted);
    assert!(!in_clear(b"7010000001"), "the number is sealed");
}

#[tokio::test]
async fn what_is_typed_is_refused_at_its_field() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileNumber).await;
    for (phone, code) in [
        ("", "required"),
        ("12", "phone_form"),
        ("+7 717 212 34 56", "phone_not_mobile"),
        ("+7 916 123 45 67", "mobile_foreign"),
        ("+49 1512 3456789", "mobile_foreign"),
    ] {
        let refused = browser.set_mobile(phone).await;
        refused.refused_fields(&[("phone", code)]);
    }
    let body = json!({ "phone": NUMBER, "terms": {}, "privacy": {} });
    let unread = json!({ "version": "1", "language": "ru", "read": false, "agreed": false });
    let body = match body {
        Value::Object(mut body) => {
            body.insert("terms".into(), unread.clone());
            body.insert("privacy".into(), unread);
            Value::Object(body)
        }
        other => other,
    };
    browser
        .put("/registration/mobile", body)
        .await
        .refused_fields(&[
            ("read", "text_not_read"),
            ("agreed", "agreement_required"),
            ("privacy_read", "text_not_read"),
            ("privacy_agreed", "agreement_required"),
        ]);
    let mut body = json!({
        "phone": NUMBER,
        "terms": browser.acceptance_of("terms", "digital-id").await,
        "privacy": browser.acceptance_of("privacy", "digital-id").await,
    });
    body["privacy"]["version"] = json!("0");
    let refused = browser.put("/registration/mobile", body).await;
    refused.refused(409, "text_changed");
    assert_eq!(app.send_letters().await, 0);
    assert_eq!(
        app.count("SELECT count(*) FROM limits WHERE key LIKE 'sms%'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_code_is_good_for_five_minutes_and_once() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileCode).await;
    let code = app.last_code(NUMBER).await;
    app.clock.advance_seconds(300);
    enter(&browser, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    resend(&browser).await.ok();
    let second = app.last_code(NUMBER).await;
    app.clock.advance_seconds(299);
    let other = app.browser();
    other.open("digital-id", "ru").await;
    enter(&other, &second)
        .await
        .refused(409, "step_out_of_order");
    enter(&browser, &second).await.ok();
    assert_eq!(app.count("SELECT count(*) FROM mobile_logins").await, 1);
    enter(&browser, &second).await.ok();
    let used = "SELECT count(*) FROM mobile_codes WHERE used_at IS NOT NULL";
    assert_eq!(app.count(used).await, 1);
}

#[tokio::test]
async fn an_earlier_code_works_while_the_next_is_on_its_way() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileCode).await;
    let first = app.last_code(NUMBER).await;
    app.clock.advance_seconds(60);
    resend(&browser).await.ok();
    assert_eq!(app.mails(NUMBER).await.len(), 2);
    enter(&browser, &first).await.ok();
}

#[tokio::test]
async fn five_tries_a_code_and_ten_in_ten_minutes() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileCode).await;
    let code = app.last_code(NUMBER).await;
    for left in [None, None, Some("2"), Some("1"), Some("0")] {
        let refused = enter(&browser, &wrong(&code)).await;
        let refused = refused.refused_fields(&[("code", "code_wrong")]);
        assert_eq!(refused["errors"][0]["params"]["tries_left"].as_str(), left);
    }
    enter(&browser, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    app.clock.advance_seconds(60);
    resend(&browser).await.ok();
    let code = app.last_code(NUMBER).await;
    for _ in 0..4 {
        enter(&browser, &wrong(&code))
            .await
            .refused_fields(&[("code", "code_wrong")]);
    }
    let paused = enter(&browser, &code).await;
    assert_eq!(paused.retry_after(), 540);
    paused.refused(429, "code_tries_used");
    app.clock.advance_seconds(540);
    resend(&browser).await.ok();
    let code = app.last_code(NUMBER).await;
    enter(&browser, &code).await.ok();
}

#[tokio::test]
async fn sending_has_a_limit_of_a_minute_an_hour_and_a_day() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileCode).await;
    let early = resend(&browser).await;
    assert_eq!(early.retry_after(), 60);
    early.refused(429, "sms_too_early");
    app.clock.advance_seconds(59);
    resend(&browser).await.refused(429, "sms_too_early");
    let mut sent = 1;
    for _ in 0..4 {
        app.clock.advance_seconds(60);
        resend(&browser).await.ok();
        sent += 1;
    }
    app.clock.advance_seconds(60);
    resend(&browser).await.refused(429, "sms_limit");
    for _ in 0..2 {
        app.clock.advance_seconds(3600);
        for _ in 0..5 {
            app.clock.advance_seconds(60);
            resend(&browser).await.ok();
            sent += 1;
        }
    }
    assert_eq!(sent, 15);
    app.clock.advance_seconds(3600);
    let limited = resend(&browser).await;
    let wait = limited.retry_after();
    limited.refused(429, "sms_limit");
    assert!(wait > 3600, "{wait}");
    app.clock.advance_seconds(wait);
    resend(&browser).await.ok();
}

#[tokio::test]
async fn one_person_asks_for_fifteen_messages_a_day_whatever_the_numbers() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileNumber).await;
    for serial in 1..=15 {
        browser.set_mobile(&format!("+7702{serial:07}")).await.ok();
    }
    let limited = browser.set_mobile("+77020000016").await;
    assert_eq!(limited.retry_after(), 86_400);
    limited.refused(429, "sms_limit");
    let other = holder_until(&app, 2, Requirement::MobileNumber).await;
    other.set_mobile("+77020000017").await.ok();
    app.clock.advance_seconds(86_400);
    browser.set_mobile("+77020000016").await.ok();
}

#[tokio::test]
async fn the_same_number_again_sends_no_second_message() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileNumber).await;
    for _ in 0..3 {
        let told = browser.set_mobile(NUMBER).await.ok();
        assert_eq!(told["next"], "mobile_code");
    }
    assert_eq!(app.mails(NUMBER).await.len(), 1);
}

#[tokio::test]
async fn of_two_tabs_the_newer_number_counts() {
    let app = TestApp::spawn().await;
    let browser = holder_until(&app, 1, Requirement::MobileCode).await;
    let first = app.last_code(NUMBER).await;
    browser.set_mobile("+77020000002").await.ok();
    enter(&browser, &first)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    let second = app.last_code("+77020000002").await;
    let told = enter(&browser, &second).await.ok();
    assert_eq!(told["facts"]["mobile"], "+77020000002");
    browser
        .set_mobile(NUMBER)
        .await
        .refused(409, "mobile_fixed");
    browser.set_mobile("+77020000002").await.ok();
}

#[tokio::test]
async fn a_number_of_somebody_leads_its_owner_back() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    app.walk(&browser, &Person::holder(1).in_person(), None)
        .await;
    let other = app.browser();
    app.clock.advance_seconds(60);
    let told = other.open("digital-id", "ru").await;
    assert_eq!(told["next"], "mobile_number");
    let told = other.set_mobile(NUMBER).await.ok();
    assert_eq!(
        told["next"], "mobile_code",
        "nothing is told before the code"
    );
    let code = app.last_code(NUMBER).await;
    let told = enter(&other, &code).await.ok();
    assert_eq!(told["next"], Value::Null, "the Digital ID that was made");
    assert_eq!(app.count("SELECT count(*) FROM mobile_logins").await, 1);
    let devices = "SELECT count(*) FROM devices";
    assert_eq!(app.count(devices).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_drafts_of_one_number_become_one_account() {
    let app = TestApp::spawn().await;
    let first = holder_until(&app, 1, Requirement::MobileCode).await;
    let first_code = app.last_code(NUMBER).await;
    app.clock.advance_seconds(60);
    let second = holder_until(&app, 1, Requirement::MobileCode).await;
    let second_code = app.last_code(NUMBER).await;
    let (one, two) = tokio::join!(enter(&first, &first_code), enter(&second, &second_code));
    assert_eq!(one.ok()["facts"]["signed_in"], true);
    assert_eq!(two.ok()["facts"]["signed_in"], true);
    assert_eq!(app.count("SELECT count(*) FROM mobile_logins").await, 1);
}

#[tokio::test]
async fn an_account_with_an_address_gets_a_number_too() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    let browser = app.registered(&person).await;
    let told = browser.open("digital-id", "ru").await;
    assert_eq!(told["next"], "mobile_number");
    let until = Some(Requirement::MovementCheck);
    app.walk(&browser, &person.clone().of("digital-id"), until)
        .await;
    let session = browser.get("/sessions/current").await.ok();
    assert_eq!(
        (&session["email"], &session["mobile"]),
        (&json!(person.email), &json!("+7 (701) •••-••-01"))
    );
    let both = "SELECT count(*) FROM logins
        JOIN mobile_logins ON mobile_logins.person_id = logins.person_id";
    assert_eq!(app.count(both).await, 1);

    let other = app.registered(&Person::new(2)).await;
    other.open("digital-id", "ru").await;
    app.clock.advance_seconds(60);
    other.set_mobile(NUMBER).await.ok();
    let code = app.last_code(NUMBER).await;
    enter(&other, &code).await.refused(409, "mobile_taken");
    assert_eq!(app.count("SELECT count(*) FROM mobile_logins").await, 1);
}

#[tokio::test]
async fn an_address_that_is_proved_later_opens_the_same_account() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    app.walk(&browser, &Person::holder(1).in_person(), None)
        .await;
    app.walk(&browser, &Person::new(1).in_person(), None).await;
    let both = "SELECT count(*) FROM logins
        JOIN mobile_logins ON mobile_logins.person_id = logins.person_id";
    assert_eq!(app.count(both).await, 1);
    assert_eq!(app.count("SELECT count(*) FROM people").await, 1);
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(cabinet["email"], "person1@example.kz");
    let elsewhere = app.browser();
    elsewhere.sign_in("person1@example.kz").await.ok();
    let session = elsewhere.get("/sessions/current").await.ok();
    assert_eq!(session["mobile"], "+7 (701) •••-••-01");
}

#[tokio::test]
async fn a_mailed_link_proves_the_address_only_where_the_account_is_open() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    app.walk(&browser, &Person::holder(1).in_person(), None)
        .await;
    let teacher = Person::teacher(1);
    app.walk(&browser, &teacher, Some(Requirement::EmailCode))
        .await;
    let token = app.last_proof(&teacher.email).await;
    let stranger = app.browser();
    stranger
        .use_link(&token)
        .await
        .refused(409, "link_elsewhere");
    assert_eq!(
        stranger.get("/registration").await.status,
        401,
        "nothing was opened"
    );
    browser.use_link(&token).await.ok();
    assert_eq!(browser.next().await, "password");
    app.walk(&browser, &teacher, None).await;
    assert_eq!(app.count("SELECT count(*) FROM people").await, 1);
}

#[tokio::test]
async fn an_address_of_an_earlier_account_asks_to_sign_in_there() {
    let app = TestApp::spawn().await;
    app.registered(&Person::new(1)).await;
    app.clock.advance_seconds(60);
    let browser = app.browser();
    app.walk(&browser, &Person::holder(1).in_person(), None)
        .await;
    let person = Person::new(1).in_person();
    app.walk(&browser, &person, Some(Requirement::SignIn)).await;
    let told = browser.get("/registration").await.ok();
    assert_eq!(told["facts"]["login_is_earlier"], true);
    browser.sign_in(&person.email).await.ok();
    assert_eq!(browser.next().await, "", "that account is registered");
}
