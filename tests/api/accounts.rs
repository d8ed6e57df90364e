//! The address and the password of a registration.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp, iin};

#[tokio::test]
async fn an_address_is_refused_for_its_form() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let put = async |email: &str| {
        let body = json!({ "email": email });
        browser.put("/registration/email", body).await
    };
    let long = format!("{}@example.kz", "a".repeat(10_000));
    for (email, code) in [
        ("", "required"),
        ("  ", "required"),
        ("person", "email_form"),
        ("person@", "email_form"),
        ("person@localhost", "email_form"),
        ("two words@example.kz", "email_form"),
        ("тест@example.kz", "email_form"),
        ("😀@example.kz", "email_form"),
        ("a@example.kz\r\nBcc: b@example.kz", "email_form"),
        (long.as_str(), "email_form"),
    ] {
        put(email).await.refused_fields(&[("email", code)]);
    }
    assert_eq!(app.send_letters().await, 0);
    let told = put("  Person1@Example.KZ ").await.ok();
    assert_eq!(told["facts"]["email"], "person1@example.kz");
    assert_eq!(app.mails("person1@example.kz").await.len(), 1);
}

#[tokio::test]
async fn the_same_address_again_sends_no_second_letter() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Email).await;
    let body = json!({ "email": "person1@example.kz" });
    for _ in 0..3 {
        let told = browser.put("/registration/email", body.clone()).await.ok();
        assert_eq!(told["next"], "email_code");
    }
    assert_eq!(app.mails("person1@example.kz").await.len(), 1);
}

async fn put_password(browser: &Browser, password: &str, confirmation: &str) -> Answer {
    let body = json!({ "password": password, "confirmation": confirmation });
    browser.put("/registration/password", body).await
}

#[tokio::test]
async fn passwords_follow_the_rules() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Password).await;
    let (long, longer) = ("vV9#kd82-п".repeat(13), "я".repeat(10_000));
    let with_iin = format!("тұлпар {} жауқазын", iin(1));
    for (password, code) in [
        ("", "required"),
        ("жауқазын4", "password_short"),
        (&long[..], "password_long"),
        (longer.as_str(), "password_long"),
        ("Пароль12345", "password_common"),
        ("құпиясөз123", "password_common"),
        ("password1234", "password_weak"),
        ("aaaaaaaaaaaa", "password_weak"),
        ("😀😀😀😀😀😀😀😀😀😀", "password_weak"),
        (with_iin.as_str(), "password_own_data"),
        ("тұлпар person1@example.kz", "password_own_data"),
    ] {
        put_password(&browser, password, password)
            .await
            .refused_fields(&[("password", code)]);
    }
    put_password(&browser, PASSWORD, "another one entirely")
        .await
        .refused_fields(&[("confirmation", "password_mismatch")]);
    assert_eq!(browser.next().await, "password");
    assert_eq!(app.count("SELECT count(*) FROM logins").await, 0);
    let told = put_password(&browser, PASSWORD, PASSWORD).await.ok();
    assert_eq!(told["next"], "sign_in");
}

#[tokio::test]
async fn a_password_of_128_characters_of_any_script_works() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Password).await;
    let password: String = "Ұзақ-құпия 密码 passphrase "
        .chars()
        .cycle()
        .take(128)
        .collect();
    put_password(&browser, &password, &password).await.ok();
    let body = json!({ "email": "person1@example.kz", "password": password });
    browser.post("/sessions", body).await.ok();
}

#[tokio::test]
async fn a_password_is_the_same_from_every_keyboard() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Password).await;
    // "й" as one letter, and as "и" with a mark.
    put_password(&browser, "синий трамвай 48 ждёт", "синий трамвай 48 ждёт")
        .await
        .ok();
    let password =
        "сини\u{438}\u{306} трамва\u{438}\u{306} 48 жде\u{308}т".replace("и\u{438}\u{306}", "ий");
    let body = json!({ "email": "person1@example.kz", "password": password });
    browser.post("/sessions", body).await.ok();
}

#[tokio::test]
async fn a_password_is_set_once() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::SignIn).await;
    let other = "другая фраза про степь 73";
    let told = put_password(&browser, other, other).await.ok();
    assert_eq!(told["next"], "sign_in");
    let body = json!({ "email": "person1@example.kz", "password": other });
    browser
        .post("/sessions", body)
        .await
        .refused(401, "credentials_wrong");
    browser.sign_in("person1@example.kz").await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_click_on_the_password_makes_one_login() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Password).await;
    let (first, second, third) = tokio::join!(
        put_password(&browser, PASSWORD, PASSWORD),
        put_password(&browser, PASSWORD, PASSWORD),
        put_password(&browser, PASSWORD, PASSWORD),
    );
    for answer in [first, second, third] {
        assert_eq!(answer.ok()["next"], "sign_in");
    }
    assert_eq!(app.count("SELECT count(*) FROM logins").await, 1);
}

#[tokio::test]
async fn two_drafts_of_one_address_get_one_login() {
    let app = TestApp::spawn().await;
    let (first, second) = (app.browser(), app.browser());
    let person = Person::new(1);
    app.walk(&first, &person, Some(Requirement::EmailCode))
        .await;
    let first_code = app.last_code(&person.email).await;
    app.clock.advance_seconds(60);
    app.walk(&second, &person, Some(Requirement::Password))
        .await;
    first
        .post("/registration/email-code", json!({ "code": first_code }))
        .await
        .ok();
    put_password(&first, PASSWORD, PASSWORD).await.ok();
    let other = "другая фраза про степь 73";
    let told = put_password(&second, other, other).await.ok();
    assert_eq!(told["next"], "sign_in");
    assert_eq!(told["facts"]["login_is_earlier"], true);
    assert_eq!(app.count("SELECT count(*) FROM logins").await, 1);
    second.sign_in(&person.email).await.ok();
    let facts = second.get("/registration").await.ok()["facts"].clone();
    assert_eq!(facts["login_is_earlier"], Value::Bool(false));
}
