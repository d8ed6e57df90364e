//! The way through: whole journeys, the order of steps, resuming, restarting.

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Person, TestApp, iin};

#[tokio::test]
async fn a_bachelor_reaches_the_cabinet() {
    let app = TestApp::spawn().await;
    let person = Person::new(1);
    let browser = app.registered(&person).await;
    let cabinet = browser.get("/cabinet").await.ok();
    assert_eq!(cabinet["email"], person.email);
    assert_eq!(cabinet["personal_number"]["masked"], "990101******");
    assert_eq!(cabinet["identity"], "in_review");
    assert_eq!(cabinet["applies_online"], true);
    assert_eq!(cabinet["details"]["phone"], "+77011234567");
    assert!(!cabinet.to_string().contains(&iin(1)));
    let letters = app.mails(&person.email).await;
    assert_eq!(letters.len(), 2, "the code and the good news");
    let _ = (json!(null), Requirement::Finish);
}
