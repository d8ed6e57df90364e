//! Texts that people accept: shown in three languages, accepted by version, kept for good.

use serde_json::json;
use shared::requirements::Requirement;
use tests::TestApp;

#[tokio::test]
async fn every_text_is_there_in_three_languages_with_one_version() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for kind in ["terms", "biometrics", "personal_data"] {
        let mut versions = Vec::new();
        for language in ["kk", "ru", "en"] {
            let answer = browser
                .get(&format!("/texts/{kind}?language={language}"))
                .await;
            assert_eq!(answer.header("cache-control"), "public, max-age=60");
            let text = answer.ok();
            assert_eq!(
                (&text["kind"], &text["language"]),
                (&json!(kind), &json!(language))
            );
            let html = text["html"].as_str().unwrap();
            assert!(
                html.contains("<h2") && !html.contains("{{"),
                "{kind} {language}"
            );
            for forbidden in ["<script", "<style", "onclick", "javascript:"] {
                assert!(!html.contains(forbidden), "{kind} {language}: {forbidden}");
            }
            versions.push(text["version"].clone());
        }
        versions.dedup();
        assert_eq!(versions.len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn an_unknown_text_or_language_is_told() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser
        .get("/texts/recipes?language=ru")
        .await
        .refused(404, "not_found");
    let strange = browser.get("/texts/terms?language=xx").await;
    strange.refused(400, "bad_request");
}

#[tokio::test]
async fn biometrics_are_agreed_to_by_version() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::BiometricConsent).await;
    let answer = async |answer: &str, version: &str| {
        let body = json!({ "answer": answer, "version": version, "language": "kk" });
        browser.put("/registration/biometric-consent", body).await
    };
    answer("agreed", "0").await.refused(409, "text_changed");
    answer("perhaps", "1").await.refused(400, "bad_request");
    browser.answer_biometrics(false).await.ok();
    browser.answer_biometrics(false).await.ok();
    let rows = "SELECT count(*) FROM consents WHERE text_kind = 'biometrics'";
    assert_eq!(app.count(rows).await, 1, "a double click is one acceptance");
}

#[tokio::test]
async fn personal_data_are_processed_by_consent_only() {
    let app = TestApp::spawn().await;
    let browser = app.registered_until(Requirement::PersonalDataConsent).await;
    let good = browser.acceptance("personal_data").await;
    let put = async |field: &str, value: serde_json::Value| {
        let mut consent = good.clone();
        consent[field] = value;
        let body = json!({ "consent": consent });
        browser
            .put("/registration/personal-data-consent", body)
            .await
    };
    put("read", json!(false))
        .await
        .refused_fields(&[("read", "text_not_read")]);
    put("agreed", json!(false))
        .await
        .refused_fields(&[("agreed", "agreement_required")]);
    put("version", json!("0"))
        .await
        .refused(409, "text_changed");
    let told = put("language", json!("en")).await.ok();
    assert_eq!(told["facts"]["personal_data"]["language"], "en");
    assert_eq!(told["next"], "person_name");
}
