//! The API document: as it was agreed, and every operation of it is called by some story.

use std::path::Path;

use reqwest::Method;
use tests::{Answer, TestApp};

#[tokio::test]
async fn the_document_is_as_agreed() {
    let app = TestApp::spawn().await;
    let answer = Answer::of(app.browser().bare(Method::GET, "/api/openapi.json")).await;
    // A wanted change: `INSTA_UPDATE=always cargo test --package tests openapi`, and read the diff.
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!("openapi", answer.ok());
    });
    let reader = Answer::of(app.browser().bare(Method::GET, "/api/docs/")).await;
    assert_eq!(reader.status, 200);
}

/// Sources without white space, so that a call is found however it is broken into lines.
fn sources(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = std::fs::read_dir(folder).expect("a folder");
    let texts = files.map(|file| std::fs::read_to_string(file.expect("a file").path()));
    texts
        .filter_map(Result::ok)
        .collect::<String>()
        .split_whitespace()
        .collect()
}

#[test]
fn every_operation_is_called_by_some_story() {
    let stories = sources("api") + &sources("support");
    let (_, document) = backend::api();
    let document = serde_json::to_value(document).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap();
        let (start, open) = path
            .split_once('{')
            .map_or((path, false), |(start, _)| (start, true));
        for method in item.as_object().unwrap().keys() {
            let end = if open { "" } else { "\"" };
            let capitals = method.to_uppercase();
            let named = [
                format!(".{method}(\"{start}{end}"),
                format!(".{method}(&format!(\"{start}"),
                format!("Method::{capitals},\"{start}{end}"),
                format!("Method::{capitals},&format!(\"{start}"),
            ];
            assert!(
                named.iter().any(|call| stories.contains(call.as_str())),
                "no story calls {capitals} {path}"
            );
        }
    }
}
