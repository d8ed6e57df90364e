//! Where somebody works: by number, and by place while typing.

use serde_json::{Value, json};
use tests::{Behaviour, Browser, FakeRegistry, TestApp, iin};

use super::{districts, look_up_organisation as look_up, open_cases, search, signed_in};

async fn found(browser: &Browser, query: &str) -> Vec<Value> {
    let found = search(browser, query).await.ok();
    found.as_array().expect("a list").clone()
}

fn ids(found: &[Value]) -> Vec<&str> {
    let ids = found.iter().map(|found| found["id"].as_str());
    ids.map(|id| id.expect("an id")).collect()
}

#[tokio::test]
async fn an_organisation_is_found_by_its_bin_and_a_sole_trader_by_the_iin() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let school = look_up(&browser, "6801 4099-0005").await.ok();
    assert_eq!(
        school,
        json!({
            "state": "found",
            "organisation": {
                "id": "demo-001",
                "number": "680140990005",
                "name": {
                    "kk": "№900 жалпы білім беретін мектеп",
                    "ru": "Общеобразовательная школа № 900",
                    "en": "General School No. 900",
                },
                "region": "KZ-71",
                "district": "KZ-71-01",
                "address": "Үлгі көшесі, 1",
            },
        })
    );
    let trader = look_up(&browser, "680909399080").await.ok();
    let organisation = &trader["organisation"];
    assert_eq!(
        (&organisation["id"], &organisation["number"]),
        (&json!("demo-009"), &json!("")),
        "the number of a person is not repeated"
    );
    let mut conn = app.app.db.read().await.unwrap();
    let known = backend::registries::find_organisation(&mut conn, "demo-009").await;
    assert_eq!(known.unwrap().unwrap().region, "KZ-71");
    let unknown = backend::registries::find_organisation(&mut conn, "demo-999").await;
    assert_eq!(unknown.unwrap(), None);
}

#[tokio::test]
async fn a_number_of_no_organisation_is_refused_or_not_found() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    for (number, code) in [
        ("", "required"),
        ("680140990006", "bin_form"),
        ("12", "bin_form"),
    ] {
        look_up(&browser, number)
            .await
            .refused_fields(&[("number", code)]);
    }
    let missing = look_up(&browser, &iin(1)).await.ok();
    assert_eq!(
        missing,
        json!({ "state": "not_found", "organisation": null })
    );
    assert_eq!(open_cases(&app).await, 1);
    look_up(&browser, "680140990005").await.ok();
    assert_eq!(open_cases(&app).await, 0, "it was a slip");
    let log =
        "SELECT count(*) FROM look_ups WHERE registry = 'organisations' AND purpose = 'workplace'";
    assert_eq!(app.count(log).await, 2);
}

#[tokio::test]
async fn what_a_registry_tells_is_kept_and_can_be_named() {
    let record = json!({
        "name": { "kk": "«Үміт» балабақшасы", "ru": "", "en": "" },
        "region": "KZ-75", "district": "KZ-71-01", "address": "Абай даңғылы, 1",
    });
    let answer = json!({ "state": "found", "record": record });
    let registry = FakeRegistry::start(Behaviour::Answers(200, answer)).await;
    let app = TestApp::spawn_with(|config| {
        config.registries.organisation_registry_url = Some(registry.address.clone());
        config.registries.registry_timeout_ms = 250;
    })
    .await;
    let browser = signed_in(&app, 1).await;
    assert!(found(&browser, "region=KZ-75&q=үміт").await.is_empty());
    let told = look_up(&browser, &iin(5)).await.ok();
    let organisation = &told["organisation"];
    assert_eq!(organisation["name"]["en"], "«Үміт» балабақшасы");
    assert_eq!(
        (&organisation["region"], &organisation["district"]),
        (&json!("KZ-75"), &json!("")),
        "a district of another region is left out"
    );
    let by_place = found(&browser, "region=KZ-75&q=умит").await;
    assert_eq!(by_place, std::slice::from_ref(organisation));
    assert_eq!(look_up(&browser, &iin(5)).await.ok(), told);
    assert_eq!(registry.asked().len(), 1, "the second time it was known");
    app.clock.advance_seconds(30 * 86_400 + 1);
    browser.sign_in("person1@example.kz").await.ok();
    assert_eq!(look_up(&browser, &iin(5)).await.ok(), told);
    assert_eq!(registry.asked().len(), 2, "a month later it is asked again");
}

#[tokio::test]
async fn a_registry_of_organisations_may_answer_a_little_later() {
    let promise = Behaviour::Answers(202, json!({ "poll": "later" }));
    let registry = FakeRegistry::start(promise).await;
    let app = TestApp::spawn_with(|config| {
        config.registries.organisation_registry_url = Some(registry.address.clone());
    })
    .await;
    let browser = signed_in(&app, 1).await;
    let asking = tokio::spawn(async move { look_up(&browser, &iin(5)).await.ok() });
    while registry.asked().len() < 2 {
        tokio::task::yield_now().await;
    }
    registry.set(Behaviour::Answers(200, json!({ "state": "not_found" })));
    assert_eq!(asking.await.unwrap()["state"], "not_found");
    assert_eq!(registry.asked()[1].path, "/registry/later");
}

#[tokio::test]
async fn a_registry_that_is_down_leaves_a_case() {
    for behaviour in [
        Behaviour::Silent,
        Behaviour::Garbage,
        Behaviour::Answers(503, Value::Null),
    ] {
        let registry = FakeRegistry::start(behaviour).await;
        let app = TestApp::spawn_with(|config| {
            config.registries.organisation_registry_url = Some(registry.address.clone());
            config.registries.registry_timeout_ms = 100;
        })
        .await;
        let browser = signed_in(&app, 1).await;
        let silent = look_up(&browser, &iin(5)).await.ok();
        assert_eq!(
            silent,
            json!({ "state": "unavailable", "organisation": null })
        );
        let kind = "SELECT count(*) FROM cases WHERE kind = 'organisation_unchecked'";
        assert_eq!(app.count(kind).await, 1);
        let known = look_up(&browser, "680140990005").await.ok();
        assert_eq!(known["state"], "found", "what was imported is known");
    }
}

#[tokio::test]
async fn organisations_of_a_place_are_found_while_typing() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let all = found(&browser, "region=KZ-71&limit=100").await;
    assert_eq!(all.len(), 10);
    assert_eq!(found(&browser, "region=KZ-71&limit=3").await.len(), 3);
    let district = found(&browser, "region=KZ-71&district=KZ-71-03").await;
    let of = |found: &Value| found["district"] == "KZ-71-03";
    assert!(district.len() == 2 && district.iter().all(of));
    for typed in [
        "900",
        "№900",
        "ЖАЛПЫ 900",
        "школа 90",
        "general sch",
        "бразовательная 900",
    ] {
        let list = found(&browser, &format!("region=KZ-71&q={typed}")).await;
        assert_eq!(ids(&list)[0], "demo-001", "{typed}");
    }
    let kazakh = found(&browser, "region=KZ-71&q=адистемелик").await;
    assert_eq!(ids(&kazakh), ["demo-007"]);
    for query in [
        "region=KZ-71&q=nothing-like-it",
        "region=KZ-75&district=KZ-71-01",
        "region=elsewhere&q=900",
        "region=",
    ] {
        assert!(found(&browser, query).await.is_empty(), "{query}");
    }
    for query in ["", "q=900", "region=KZ-71&limit=many"] {
        let refused = search(&browser, query).await;
        refused.refused(400, "bad_request");
    }
    let long = "ә".repeat(101);
    let refused = search(&browser, &format!("region=KZ-71&q={long}")).await;
    refused.refused(400, "bad_request");
}

#[tokio::test]
async fn every_region_has_districts_and_organisations_in_three_languages() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    let lists = app.browser().get("/dictionaries").await.ok();
    for region in lists["regions"].as_array().unwrap() {
        let region = region["code"].as_str().unwrap();
        let districts = districts(&browser, &format!("region={region}")).await.ok();
        let districts = districts.as_array().unwrap();
        assert!(districts.len() >= 3, "{region}");
        for entry in districts
            .iter()
            .chain(&found(&browser, &format!("region={region}")).await)
        {
            for language in ["kk", "ru", "en"] {
                assert!(!entry["name"][language].as_str().unwrap().is_empty());
            }
        }
    }
    let nowhere = districts(&browser, "region=nowhere").await;
    assert_eq!(nowhere.ok(), json!([]));
    let refused = districts(&browser, "").await;
    refused.refused(400, "bad_request");
}
