//! Mailed codes: right, wrong, late, used, sent again; and every limit at n, n + 1 and after it.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp};

const EMAIL: &str = "person1@example.kz";

async fn enter(browser: &Browser, code: &str) -> Answer {
    let body = json!({ "code": code });
    browser.post("/registration/email-code", body).await
}

async fn resend(browser: &Browser) -> Answer {
    browser
        .post("/registration/email-code/resend", Value::Null)
        .await
}

/// A code that is not this one.
fn wrong(code: &str) -> String {
    let number: u32 = code.parse().expect("digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test]
async fn a_code_works_with_the_spaces_that_people_paste() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let code = app.last_code(EMAIL).await;
    let spaced = format!(" {} {}\n", &code[..3], &code[3..]);
    assert_eq!(enter(&browser, &spaced).await.ok()["next"], "password");
    let again = enter(&browser, &code).await.ok();
    assert_eq!(again["next"], "password", "a double click is no mistake");
}

#[tokio::test]
async fn a_code_is_six_digits() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let long = "1".repeat(10_000);
    for (code, refusal) in [
        ("", "required"),
        ("   ", "required"),
        ("12345", "code_digits"),
        ("1234567", "code_digits"),
        ("12345a", "code_digits"),
        ("١٢٣٤٥٦", "code_digits"),
        ("😀", "code_digits"),
        (long.as_str(), "code_digits"),
    ] {
        enter(&browser, code)
            .await
            .refused_fields(&[("code", refusal)]);
    }
    // None of them cost a try.
    let code = app.last_code(EMAIL).await;
    enter(&browser, &code).await.ok();
}

#[tokio::test]
async fn the_state_of_a_code_is_told_while_it_is_waited_for() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let state = async || browser.get("/registration").await.ok();
    let before = state().await;
    assert_eq!(before["code"]["sent_at"], Value::Null);
    assert_eq!(before["code"]["delayed"], false);
    let now = before["server_now"].as_i64().unwrap();
    let after = |seconds: i64| json!(now + seconds * 1_000_000);
    assert_eq!(before["code"]["expires_at"], after(3600));
    assert_eq!(before["code"]["resend_at"], after(60));
    app.send_letters().await;
    assert_eq!(state().await["code"]["sent_at"], after(0));
    let code = app.last_code(EMAIL).await;
    assert_eq!(enter(&browser, &code).await.ok()["code"], Value::Null);
}

#[tokio::test]
async fn the_fifth_try_counts_and_the_sixth_does_not() {
    let app = TestApp::spawn().await;
    let fifth = app.registered_until(Requirement::EmailCode).await;
    let code = app.last_code(EMAIL).await;
    for left in [None, None, Some("2"), Some("1")] {
        let refusal = enter(&fifth, &wrong(&code)).await;
        let refusal = refusal.refused_fields(&[("code", "code_wrong")]);
        let told = refusal["errors"][0]["params"]["tries_left"].as_str();
        assert_eq!(told, left);
    }
    enter(&fifth, &code).await.ok();

    let sixth = app.browser();
    let person = Person::new(2);
    app.walk(&sixth, &person, Some(Requirement::EmailCode))
        .await;
    let code = app.last_code(&person.email).await;
    for _ in 0..5 {
        enter(&sixth, &wrong(&code))
            .await
            .refused_fields(&[("code", "code_wrong")]);
    }
    enter(&sixth, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    app.clock.advance_seconds(60);
    resend(&sixth).await.ok();
    let code = app.last_code(&person.email).await;
    enter(&sixth, &code).await.ok();
}

#[tokio::test]
async fn ten_tries_in_ten_minutes_then_a_wait() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    for round in 0..2 {
        let code = app.last_code(EMAIL).await;
        for _ in 0..5 {
            enter(&browser, &wrong(&code))
                .await
                .refused_fields(&[("code", "code_wrong")]);
        }
        app.clock.advance_seconds(60 + round);
        resend(&browser).await.ok();
    }
    let code = app.last_code(EMAIL).await;
    let paused = enter(&browser, &code).await;
    assert_eq!(paused.retry_after(), 600 - 121);
    paused.refused(429, "code_tries_used");
    app.clock.advance_seconds(600 - 121 - 1);
    let paused = enter(&browser, &code).await;
    assert_eq!(paused.retry_after(), 1);
    app.clock.advance_seconds(1);
    enter(&browser, &code).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_guesses_at_once_get_no_more_tries() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let code = app.last_code(EMAIL).await;
    let guesses = (0..20).map(|_| {
        let (browser, guess) = (browser.clone(), wrong(&code));
        tokio::spawn(async move { enter(&browser, &guess).await.status })
    });
    let guesses: Vec<_> = guesses.collect();
    let mut judged = 0;
    for guess in guesses {
        judged += usize::from(guess.await.unwrap() == 422);
    }
    assert_eq!(judged, 10, "the others were told to wait");
    let tries = "SELECT count(*) FROM email_codes WHERE tries = 5";
    assert_eq!(app.count(tries).await, 1);
}

#[tokio::test]
async fn a_code_works_for_an_hour() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let code = app.last_code(EMAIL).await;
    app.clock.advance_seconds(3600);
    enter(&browser, &code)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    resend(&browser).await.ok();
    let code = app.last_code(EMAIL).await;
    app.clock.advance_seconds(3599);
    enter(&browser, &code).await.ok();
}

#[tokio::test]
async fn an_earlier_code_still_works_while_a_new_one_is_on_its_way() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let first = app.last_code(EMAIL).await;
    app.clock.advance_seconds(60);
    resend(&browser).await.ok();
    assert_eq!(app.mails(EMAIL).await.len(), 2);
    enter(&browser, &first).await.ok();
}

#[tokio::test]
async fn a_code_is_good_for_one_draft_only() {
    let app = TestApp::spawn().await;
    let (browser, stranger) = (app.browser(), app.browser());
    app.walk(&browser, &Person::new(1), Some(Requirement::EmailCode))
        .await;
    app.clock.advance_seconds(60);
    let mut person = Person::new(2);
    EMAIL.clone_into(&mut person.email);
    app.walk(&stranger, &person, Some(Requirement::EmailCode))
        .await;
    let strangers = app.last_code(EMAIL).await;
    enter(&browser, &strangers)
        .await
        .refused_fields(&[("code", "code_wrong")]);
    enter(&stranger, &strangers).await.ok();
}

#[tokio::test]
async fn a_proof_stays_with_its_address() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Password).await;
    let put = async |email: &str| {
        let body = json!({ "email": email });
        browser.put("/registration/email", body).await.ok()
    };
    let away = put("other@example.kz").await;
    assert_eq!(away["next"], "email_code");
    app.clock.advance_seconds(60);
    assert_eq!(put(EMAIL).await["next"], "password");
}

#[tokio::test]
async fn a_letter_goes_out_once_a_minute() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let early = resend(&browser).await;
    assert_eq!(early.retry_after(), 60);
    early.refused(429, "resend_too_early");
    app.clock.advance_seconds(59);
    assert_eq!(resend(&browser).await.retry_after(), 1);
    app.clock.advance_seconds(1);
    resend(&browser).await.ok();
    assert_eq!(app.mails(EMAIL).await.len(), 2);
    // Another draft shares the limit of the address, whoever's it is.
    let other = app.browser();
    app.walk(&other, &Person::new(2), Some(Requirement::Email))
        .await;
    other
        .put("/registration/email", json!({ "email": EMAIL }))
        .await
        .refused(429, "resend_too_early");
    assert_eq!(other.next().await, "email", "nothing was kept");
}

#[tokio::test]
async fn five_letters_an_hour_and_fifteen_a_day() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::EmailCode).await;
    let mut sent = app.send_letters().await;
    for hour in 0..3 {
        // The first letter of the first hour left with the address.
        let begin = i64::from(hour == 0);
        for _ in begin..5 {
            app.clock.advance_seconds(60);
            resend(&browser).await.ok();
            sent += app.send_letters().await;
        }
        app.clock.advance_seconds(60);
        let sixth = resend(&browser).await;
        if hour < 2 {
            assert!((1..3600).contains(&sixth.retry_after()));
        }
        sixth.refused(429, "sending_limit");
        app.clock.advance_seconds(3600);
    }
    assert_eq!((sent, app.mails(EMAIL).await.len()), (15, 15));
    let sixteenth = resend(&browser).await;
    let wait = sixteenth.retry_after();
    assert!(wait > 60_000, "until tomorrow: {wait}");
    sixteenth.refused(429, "sending_limit");
    app.clock.advance_seconds(wait);
    resend(&browser).await.ok();
}
