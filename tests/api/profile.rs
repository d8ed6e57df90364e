//! Number, name and phone on one page, and correcting name and phone afterwards.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Browser, Person, TestApp, iin};

async fn teacher_until(app: &TestApp, until: Option<Requirement>) -> Browser {
    let browser = app.browser();
    app.walk(&browser, &Person::teacher(1), until).await;
    browser
}

fn profile(number: &Value) -> Value {
    json!({ "number": number, "name": Person::teacher(1).name, "phone": "8 701 123 45 67" })
}

#[tokio::test]
async fn one_call_keeps_the_page_and_finishes() {
    let app = TestApp::spawn().await;
    let browser = teacher_until(&app, Some(Requirement::PersonalNumber)).await;
    let told = browser.get("/registration").await.ok();
    assert_eq!(told["next_page"], "profile");
    let path = "/registration/profile";
    let told = browser
        .put(path, profile(&Person::teacher(1).number))
        .await
        .ok();
    assert_eq!(
        (&told["next"], &told["next_page"]),
        (&Value::Null, &Value::Null)
    );
    assert!(!told.to_string().contains(&iin(1)));
    let again = browser.put(path, profile(&Value::Null)).await.ok();
    assert_eq!(again["next"], Value::Null, "a lost answer does no harm");
    assert_eq!(app.mails("person1@example.kz").await.len(), 2);
}

#[tokio::test]
async fn bad_input_keeps_nothing_of_the_page() {
    let app = TestApp::spawn().await;
    let browser = teacher_until(&app, Some(Requirement::PersonalNumber)).await;
    let path = "/registration/profile";
    let empty = json!({
        "number": { "kind": "iin", "number": "" },
        "name": { "surname": "", "first_name": "" }, "phone": "",
    });
    browser.put(path, empty).await.refused_fields(&[
        ("number", "required"),
        ("surname", "required"),
        ("first_name", "required"),
        ("phone", "required"),
    ]);
    let wrong = json!({
        "number": { "kind": "iin", "number": "990101400000" },
        "name": { "surname": "<b>", "first_name": "Гүлнар" }, "phone": "8 7172 00 00 00",
    });
    browser.put(path, wrong).await.refused_fields(&[
        ("number", "iin_checksum"),
        ("surname", "name_letters"),
        ("phone", "phone_not_mobile"),
    ]);
    browser
        .put(path, profile(&Value::Null))
        .await
        .refused_fields(&[("number", "required")]);
    for nonsense in [json!([]), json!({ "phone": 7 }), Value::Null] {
        browser
            .put(path, nonsense)
            .await
            .refused(400, "bad_request");
    }
    let facts = browser.get("/registration").await.ok()["facts"].clone();
    assert_eq!(
        (&facts["name"], &facts["phone"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(browser.next().await, "personal_number");
}

#[tokio::test]
async fn the_page_is_only_where_the_programme_has_it_and_nothing_is_finished_early() {
    let app = TestApp::spawn().await;
    let graduate = app.registered_until(Requirement::PersonName).await;
    let body = profile(&Person::new(1).number);
    graduate
        .put("/registration/profile", body.clone())
        .await
        .refused(409, "step_out_of_order");
    graduate
        .put("/registration/phone", json!({ "phone": "8 701 123 45 67" }))
        .await
        .refused(409, "step_out_of_order");
    let teacher = app.browser();
    let second = Person::teacher(2);
    app.walk(&teacher, &second, Some(Requirement::PersonalDataConsent))
        .await;
    teacher
        .put("/registration/profile", body)
        .await
        .refused(409, "step_out_of_order");
    app.walk(&teacher, &second, Some(Requirement::Phone)).await;
    teacher
        .post("/registration/finish", Value::Null)
        .await
        .refused(409, "step_out_of_order");
}

#[tokio::test]
async fn name_and_phone_are_corrected_and_the_old_ones_kept() {
    let app = TestApp::spawn().await;
    let browser = teacher_until(&app, None).await;
    let name = json!({ "surname": "Сәрсен", "first_name": "Гүлнар", "patronymic": "" });
    let edit = json!({ "name": name, "phone": "+7 702 987 65 43" });
    for _ in 0..2 {
        assert_eq!(browser.put("/profile", edit.clone()).await.status, 204);
    }
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(
        (&cabinet["name"], &cabinet["phone"]),
        (&name, &json!("+77029876543"))
    );
    assert_eq!(cabinet["name_fixed"], false);
    for kind in [
        "SELECT count(*) FROM facts WHERE kind = 'name'",
        "SELECT count(*) FROM facts WHERE kind = 'phone'",
    ] {
        assert_eq!(app.count(kind).await, 2, "{kind}");
    }
    browser
        .put(
            "/profile",
            json!({ "name": { "surname": "", "first_name": "1" }, "phone": "12" }),
        )
        .await
        .refused_fields(&[
            ("surname", "required"),
            ("first_name", "name_letters"),
            ("phone", "phone_form"),
        ]);
}

#[tokio::test]
async fn a_name_that_staff_compares_with_a_document_stays() {
    let app = TestApp::spawn().await;
    let browser = app.registered(&Person::new(1)).await;
    let mut name = Person::new(1).name;
    let edit = json!({ "name": name, "phone": "+7 702 987 65 43" });
    assert_eq!(browser.put("/profile", edit).await.status, 204);
    let details = browser.get("/cabinet").await.ok()["details"].clone();
    assert_eq!(details["phone"], "+77029876543", "one phone everywhere");
    name["surname"] = json!("Басқа");
    let path = "/profile";
    let edit = json!({ "name": name, "phone": "+7 702 987 65 43" });
    browser
        .put(path, edit)
        .await
        .refused_fields(&[("surname", "corrected_by_staff")]);

    browser.open("nqt", "ru").await;
    browser
        .put("/registration/personal-data-consent", {
            let path = "/texts/personal_data?programme=nqt&language=ru";
            let text = browser.get(path).await.ok();
            let version = &text["version"];
            json!({ "consent": {
                "version": version, "language": "ru", "read": true, "agreed": true,
            } })
        })
        .await
        .ok();
    browser
        .put("/registration/profile", profile(&Person::new(2).number))
        .await
        .refused_fields(&[("number", "corrected_by_staff")]);
    browser
        .put("/registration/profile", profile(&Value::Null))
        .await
        .refused_fields(&[("surname", "corrected_by_staff")]);
}

#[tokio::test]
async fn nothing_is_corrected_before_the_end_or_by_strangers() {
    let app = TestApp::spawn().await;
    let browser = teacher_until(&app, Some(Requirement::Phone)).await;
    let edit = json!({ "name": Person::teacher(1).name, "phone": "8 701 123 45 67" });
    let early = browser.put("/profile", edit.clone()).await;
    early.refused(409, "step_out_of_order");
    let stranger = app.browser();
    stranger.open("nqt", "kk").await;
    let refused = stranger.put("/profile", edit).await;
    refused.refused(401, "sign_in_required");
}
