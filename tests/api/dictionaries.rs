//! The lists: complete in three languages, ranked, and cheap to ask for again.

use reqwest::Method;
use tests::{Answer, TestApp};

#[tokio::test]
async fn lists_are_complete_and_ranked() {
    let app = TestApp::spawn().await;
    let lists = app.browser().get("/dictionaries").await.ok();
    let list = |name: &str| lists[name].as_array().unwrap().clone();
    assert_eq!(list("countries").len(), 249);
    assert_eq!(list("regions").len(), 20);
    assert_eq!(list("contingents").len(), 9);
    for name in ["countries", "regions", "contingents", "places"] {
        for entry in list(name) {
            for language in ["kk", "ru", "en"] {
                let text = entry["name"][language].as_str().unwrap();
                assert!(!text.trim().is_empty(), "{name} {entry}");
            }
        }
    }
    let first = list("countries")
        .into_iter()
        .min_by_key(|country| country["rank"].as_i64());
    assert_eq!(first.unwrap()["code"], "KAZ");
    let contingents = list("contingents");
    assert_eq!(contingents[0]["code"], "bachelor");
    assert_eq!(contingents[1]["education"], "college");
}

#[tokio::test]
async fn an_unchanged_list_is_not_sent_again() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let first = browser.get("/dictionaries").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() > 10);
    assert_eq!(first.header("cache-control"), "public, max-age=300");
    let ask = async |tag: &str| {
        let call = browser.call(Method::GET, "/dictionaries");
        Answer::of(call.header("if-none-match", tag.to_owned())).await
    };
    let again = ask(&tag).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    assert_eq!(ask("\"other\"").await.status, 200);
}

#[tokio::test]
async fn a_second_start_changes_no_row() {
    let app = TestApp::spawn().await;
    let tag = async |app: &TestApp| {
        let answer = app.browser().get("/dictionaries").await;
        answer.header("etag").to_owned()
    };
    let before = tag(&app).await;
    let app = app.restart().await;
    assert_eq!(tag(&app).await, before);
    assert_eq!(app.count("SELECT count(*) FROM countries").await, 249);
}
