//! The definition of a programme as the page gets it.

use shared::requirements::Requirement;
use tests::TestApp;

#[tokio::test]
async fn the_programme_tells_its_centre_order_and_texts() {
    let app = TestApp::spawn().await;
    let answer = app.browser().get("/programmes/ncie").await;
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    let programme = answer.ok();
    let order: Vec<Requirement> =
        serde_json::from_value(programme["requirements"].clone()).unwrap();
    let names = order.iter().map(|asked| asked.page());
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "citizenship",
            "citizenship",
            "number",
            "email",
            "code",
            "password",
            "sign-in",
            "camera",
            "face",
            "document",
            "consent",
            "name",
            "details",
            "study",
            "check",
        ]
    );
    for part in ["name", "head", "address", "hours"] {
        for language in ["kk", "ru", "en"] {
            let text = programme["centre"][part][language].as_str().unwrap();
            assert!(!text.is_empty(), "{part} {language}");
        }
    }
    for part in ["mail", "phone", "site", "bin"] {
        assert!(!programme["centre"][part].as_str().unwrap().is_empty());
    }
    for text in ["terms", "biometrics", "personal_data"] {
        assert!(!programme["texts"][text].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_unknown_programme_is_not_found() {
    let app = TestApp::spawn().await;
    app.browser()
        .get("/programmes/driving")
        .await
        .refused(404, "not_found");
}
