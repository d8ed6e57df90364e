//! What people type about themselves: what is taken, what is refused and in which words.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp};

async fn put_iin(browser: &Browser, number: &str) -> Answer {
    let body = json!({ "kind": "iin", "number": number });
    browser.put("/registration/personal-number", body).await
}

#[tokio::test]
async fn an_iin_is_refused_for_its_form_or_its_control_digit() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalNumber).await;
    let long = "9".repeat(10_000);
    for (number, code) in [
        ("", "required"),
        ("   ", "required"),
        ("85010130000", "iin_digits"),
        ("8501013000055", "iin_digits"),
        ("85010130000x", "iin_digits"),
        ("😀😀😀😀😀😀😀😀😀😀😀😀", "iin_digits"),
        ("٨٥٠١٠١٣٠٠٠٠٥", "iin_digits"),
        (long.as_str(), "iin_digits"),
        ("850101300006", "iin_checksum"),
        ("000000000000", "iin_checksum"),
    ] {
        put_iin(&browser, number)
            .await
            .refused_fields(&[("number", code)]);
    }
    assert_eq!(browser.next().await, "personal_number");
    let told = put_iin(&browser, " 850101 300-005 ").await.ok();
    let number = &told["facts"]["personal_number"];
    assert_eq!(number["masked"], "850101******");
    assert_eq!(number["birth_date"], "1985-01-01");
    assert_eq!(number["sex"], "male");
    assert_eq!(told["next"], "email");
}

#[tokio::test]
async fn printed_so_on_the_document_goes_to_a_person() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalNumber).await;
    let put = async |number: &str| {
        let body = json!({ "kind": "iin", "number": number, "printed_so": true });
        browser.put("/registration/personal-number", body).await
    };
    put("85010130000")
        .await
        .refused_fields(&[("number", "iin_digits")]);
    let told = put("850101300006").await.ok();
    assert_eq!(told["facts"]["personal_number"]["in_review"], true);
    let told = put("850101300005").await.ok();
    assert_eq!(told["facts"]["personal_number"]["in_review"], false);
}

#[tokio::test]
async fn an_impossible_date_in_an_iin_is_only_a_warning() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalNumber).await;
    let told = put_iin(&browser, "990230400001").await.ok();
    let number = &told["facts"]["personal_number"];
    assert_eq!(number["odd_structure"], true);
    assert_eq!(number["birth_date"], Value::Null);
    assert_eq!(told["next"], "email");
}

#[tokio::test]
async fn a_foreign_passport_needs_a_number_and_a_country() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalNumber).await;
    let put = async |number: &str, country: &str| {
        let body = json!({ "kind": "passport", "number": number, "country": country });
        browser.put("/registration/personal-number", body).await
    };
    let long = "A".repeat(10_000);
    for (number, country, field, code) in [
        ("", "DEU", "number", "required"),
        ("N1", "DEU", "number", "passport_form"),
        ("ПАСПОРТ1", "DEU", "number", "passport_form"),
        ("N0000😀17", "DEU", "number", "passport_form"),
        (long.as_str(), "DEU", "number", "passport_form"),
        ("C01X00047", "", "country", "required"),
        ("C01X00047", "XXX", "country", "unknown_choice"),
    ] {
        put(number, country).await.refused_fields(&[(field, code)]);
    }
    let told = put(" c01x 00047 ", "DEU").await.ok();
    let number = &told["facts"]["personal_number"];
    assert_eq!(number["masked"], "••••047");
    assert_eq!(number["country"], "DEU");
}

#[tokio::test]
async fn names_are_letters_of_any_script() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonName).await;
    let put = async |surname: &str, first_name: &str| {
        let body = json!({ "surname": surname, "first_name": first_name });
        browser.put("/registration/name", body).await
    };
    let long = "ә".repeat(10_000);
    for (surname, code) in [
        ("", "required"),
        ("  ", "required"),
        ("😀", "name_letters"),
        ("Али2", "name_letters"),
        ("<script>", "name_letters"),
        ("-", "name_letters"),
        (long.as_str(), "too_long"),
    ] {
        let refusal = put(surname, "Ә").await.refused_fields(&[("surname", code)]);
        if code == "too_long" {
            assert_eq!(refusal["errors"][0]["params"]["max"], "100");
        }
    }
    put("", "😀")
        .await
        .refused_fields(&[("first_name", "name_letters"), ("surname", "required")]);
    for (surname, first_name) in [("Ә", "І"), ("李", "明"), ("O’Connor", "Jean-Luc")] {
        let told = put(surname, first_name).await.ok();
        assert_eq!(told["facts"]["name"]["surname"], surname);
    }
    let told = put("  Өтеген   Құлұлы ", "Ғани\u{a0}").await.ok();
    assert_eq!(told["facts"]["name"]["surname"], "Өтеген Құлұлы");
    assert_eq!(told["facts"]["name"]["first_name"], "Ғани");
    assert_eq!(told["facts"]["name"]["patronymic"], "");
}

#[tokio::test]
async fn birth_dates_are_days_of_the_calendar() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalDetails).await;
    let put = async |day: &str, month: &str, year: &str| {
        let mut body = Person::new(1).details;
        body["birth_day"] = json!(day);
        body["birth_month"] = json!(month);
        body["birth_year"] = json!(year);
        browser.put("/registration/personal-details", body).await
    };
    for ((day, month, year), code) in [
        (("", "", ""), "required"),
        (("31", "", "1999"), "date_impossible"),
        (("30", "2", "2000"), "date_impossible"),
        (("29", "2", "1900"), "date_impossible"),
        (("0", "1", "2000"), "date_impossible"),
        (("1", "13", "2000"), "date_impossible"),
        (("1", "1", "99"), "date_impossible"),
        (("-1", "1", "2000"), "date_impossible"),
        (("😀", "1", "2000"), "date_impossible"),
        // The clock stands at 2026-11-21 in Kazakhstan.
        (("22", "11", "2026"), "date_future"),
        (("20", "11", "1905"), "date_too_old"),
    ] {
        put(day, month, year)
            .await
            .refused_fields(&[("birth_date", code)]);
    }
    for (day, month, year) in [
        ("21", "11", "2026"),
        ("29", "02", "2000"),
        (" 7 ", "6", "1999"),
    ] {
        put(day, month, year).await.ok();
    }
    let known = browser.get("/registration").await.ok();
    assert_eq!(known["facts"]["details"]["birth_date"], "1999-06-07");
}

#[tokio::test]
async fn details_are_refused_in_the_order_of_the_form() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalDetails).await;
    let empty = json!({
        "sex": null, "birth_day": "", "birth_month": "", "birth_year": "", "region": "", "phone": "",
    });
    browser
        .put("/registration/personal-details", empty)
        .await
        .refused_fields(&[
            ("sex", "required"),
            ("birth_date", "required"),
            ("region", "required"),
            ("phone", "required"),
        ]);
    let put = async |field: &str, value: &str| {
        let mut body = Person::new(1).details;
        body[field] = json!(value);
        browser.put("/registration/personal-details", body).await
    };
    let long = "7".repeat(10_000);
    for (field, value, code) in [
        ("region", "KZ-00", "unknown_choice"),
        ("region", long.as_str(), "unknown_choice"),
        ("phone", "8 7172 74 58 08", "phone_not_mobile"),
        ("phone", "123", "phone_form"),
        ("phone", "+7 701 123 45 6😀", "phone_form"),
        ("phone", long.as_str(), "phone_form"),
    ] {
        put(field, value).await.refused_fields(&[(field, code)]);
    }
    let told = put("phone", " +7 (701) 123-45-67 ").await.ok();
    assert_eq!(told["facts"]["details"]["phone"], "+77011234567");
}

#[tokio::test]
async fn citizenship_needs_a_country_and_the_agreement() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.start("ru").await;
    let terms = browser.acceptance("terms").await;
    let put = async |country: &str, change: Value| {
        let mut terms = terms.clone();
        for (name, value) in change.as_object().unwrap() {
            terms[name] = value.clone();
        }
        let body = json!({ "country": country, "terms": terms });
        browser.put("/registration/citizenship", body).await
    };
    put("XXX", json!({}))
        .await
        .refused_fields(&[("country", "unknown_choice")]);
    put("", json!({ "agreed": false, "read": false }))
        .await
        .refused_fields(&[
            ("country", "required"),
            ("agreed", "agreement_required"),
            ("read", "text_not_read"),
        ]);
    put("KAZ", json!({ "agreed": false }))
        .await
        .refused_fields(&[("agreed", "agreement_required")]);
    put("KAZ", json!({ "version": "0" }))
        .await
        .refused(409, "text_changed");
    assert_eq!(browser.next().await, "citizenship");
    assert_eq!(put("KAZ", json!({})).await.ok()["next"], "personal_number");
}

#[tokio::test]
async fn the_place_of_study_fits_the_contingent() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::Study).await;
    let put = async |contingent: &str, place: &str, other: &str| {
        let body = json!({ "contingent": contingent, "place": place, "other_place": other });
        browser.put("/registration/study", body).await
    };
    let long = "Ұ".repeat(201);
    for (contingent, place, other, field, code) in [
        ("", "kaznmu", "", "contingent", "required"),
        ("pilot", "kaznmu", "", "contingent", "unknown_choice"),
        ("bachelor", "", "", "place", "required"),
        ("bachelor", "", "   ", "place", "required"),
        ("bachelor", "nowhere", "", "place", "unknown_choice"),
        ("college_graduate", "kaznmu", "", "place", "unknown_choice"),
        ("bachelor", "", long.as_str(), "other_place", "too_long"),
    ] {
        put(contingent, place, other)
            .await
            .refused_fields(&[(field, code)]);
    }
    let told = put("bachelor", "kaznmu", "Демо университет").await.ok();
    let study = &told["facts"]["study"];
    assert_eq!(study["other_place"], "", "the list's place is enough");
    let told = put("foreign_specialist", "kaznmu", "Демо").await.ok();
    let study = &told["facts"]["study"];
    assert_eq!(
        (&study["place"], &study["other_place"]),
        (&json!(""), &json!(""))
    );
    assert_eq!(told["next"], "finish");
}
