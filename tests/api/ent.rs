//! The unified national testing through the API: the mailed password, what each category is asked, pairs
//! of subjects, and what a campaign leaves of the lists.

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp};

const EMAIL: &str = "person1@example.kz";

/// A program with an open campaign in which nothing is paid, a sitting, and somebody who is registered.
async fn open_campaign() -> (TestApp, String, Browser) {
    let app = TestApp::spawn().await;
    app.campaign("e", |campaign| "ent".clone_into(&mut campaign.programme))
        .await;
    let sitting = app.sitting("e", "09:00", 10).await;
    let browser = app.registered(&Person::leaver(1)).await;
    (app, sitting, browser)
}

/// Good answers of a category.
fn answers(participant: &str, sitting: &str) -> Value {
    let mut answers = json!({
        "participant": participant, "special_conditions": "none", "language": "kk",
        "subject_pair": "math-phys", "sitting": sitting,
    });
    let data = match participant {
        "grade11" | "graduate_year" => json!({ "school": "№ 5 мектеп", "grade": "11" }),
        "creative_transfer" => university(),
        "conditional" | "pedagogy_transfer" => {
            let mut data = university();
            data["certificate_number"] = json!("1234567");
            data["certificate_date"] = json!({ "day": "5", "month": "7", "year": "2025" });
            data
        }
        _ => json!({ "graduated_from": "№ 7 колледж", "graduated_in": "2020" }),
    };
    let data = data.as_object().expect("an object").clone();
    answers.as_object_mut().expect("an object").extend(data);
    answers
}

fn university() -> Value {
    json!({
        "university": "Үлгі университеті", "study_form": "full_time",
        "programme_group": "B057 Ақпараттық технологиялар",
    })
}

async fn apply(browser: &Browser, answers: Value) -> Answer {
    let body = json!({ "answers": answers, "rules": Browser::rules() });
    browser.post("/campaigns/e/applications", body).await
}

async fn withdraw(browser: &Browser, application: &Value) {
    let id = application["id"].as_str().expect("an id");
    let path = format!("/applications/{id}/withdrawal");
    browser.post(&path, json!({ "version": 1 })).await.ok();
}

#[tokio::test]
async fn a_school_leaver_registers_with_a_mailed_password() {
    let app = TestApp::spawn().await;
    let programme = app.browser().get("/programmes/ent").await.ok();
    assert_eq!(programme["language_first"], true);
    assert_eq!(
        programme["centre"]["refund_mail"],
        "refund@testcenter.example"
    );
    let browser = app.browser();
    let person = Person::leaver(1);
    app.walk(&browser, &person, Some(Requirement::EmailCode))
        .await;
    let letter = app.mails(EMAIL).await.pop().unwrap();
    assert!(
        letter.subject.starts_with("Ұлттық бірыңғай тестілеу:"),
        "{}",
        letter.subject
    );
    app.walk(&browser, &person, Some(Requirement::SignIn)).await;
    browser
        .sign_in(EMAIL)
        .await
        .refused(401, "credentials_wrong");
    app.walk(&browser, &person, Some(Requirement::OwnPassword))
        .await;
    let early = browser.put("/registration/name", person.name.clone()).await;
    early.refused(409, "step_out_of_order");
    app.walk(&browser, &person, None).await;
    assert_eq!(browser.get("/cabinet").await.ok()["programme"], "ent");
    let again = json!({ "email": EMAIL, "password": PASSWORD });
    app.browser().post("/sessions", again).await.ok();
}

#[tokio::test]
async fn each_category_applies_with_its_own_data() {
    let (app, sitting, browser) = open_campaign().await;
    let form = browser.get("/campaigns/e").await.ok();
    let participants = form["options"]["participants"].as_array().unwrap().clone();
    assert_eq!(participants.len(), 9);
    for participant in participants {
        let code = participant["code"].as_str().unwrap();
        let mut typed = answers(code, &sitting);
        // What another category is asked is not kept.
        let foreign = if code == "grade11" {
            "university"
        } else {
            "grade"
        };
        let asked = typed.get(foreign).cloned();
        if asked.is_none() {
            typed[foreign] = json!("12");
        }
        let applied = apply(&browser, typed).await.ok();
        let kept = asked.unwrap_or_else(|| json!(""));
        assert_eq!(applied["answers"][foreign], kept, "{code}");
        let named = &applied["names"][format!("participant:{code}")]["kk"];
        assert_eq!(*named, participant["name"]["kk"]);
        withdraw(&browser, &applied).await;
    }
    assert_eq!(app.seats(&sitting).await, (0, 0));
}

#[tokio::test]
async fn the_data_of_a_category_are_checked() {
    let (app, sitting, browser) = open_campaign().await;
    let changed = async |participant: &str, change: fn(&mut Value)| {
        let mut answers = answers(participant, &sitting);
        change(&mut answers);
        apply(&browser, answers).await
    };
    changed("grade11", |a| a["school"] = json!("  "))
        .await
        .refused_fields(&[("school", "required")]);
    changed("grade11", |a| a["grade"] = json!("9"))
        .await
        .refused_fields(&[("grade", "unknown_choice")]);
    changed("grade11", |a| a["participant"] = json!("conditional"))
        .await
        .refused_fields(&[
            ("university", "required"),
            ("study_form", "required"),
            ("programme_group", "required"),
            ("certificate_number", "required"),
            ("certificate_date", "required"),
        ]);
    changed("conditional", |a| {
        a["certificate_date"]["year"] = json!("2027");
    })
    .await
    .refused_fields(&[("certificate_date", "date_future")]);
    changed("conditional", |a| a["study_form"] = json!("by_post"))
        .await
        .refused_fields(&[("study_form", "unknown_choice")]);
    changed("creative_transfer", |a| {
        a["programme_group"] = json!("ә".repeat(201));
    })
    .await
    .refused_fields(&[("programme_group", "too_long")]);
    changed("graduate_past", |a| a["graduated_in"] = json!("20"))
        .await
        .refused_fields(&[("graduated_in", "year_form")]);
    changed("pilot", |_| ())
        .await
        .refused_fields(&[("participant", "unknown_choice")]);
    changed("grade11", |a| {
        a["special_conditions"] = json!("helper");
        a["special_note"] = json!("ж".repeat(201));
    })
    .await
    .refused_fields(&[("special_note", "too_long")]);
    changed("grade11", |a| a["special_conditions"] = json!(""))
        .await
        .refused_fields(&[("special_conditions", "required")]);
    changed("grade11", |a| a["language"] = json!("uz"))
        .await
        .refused_fields(&[("language", "unknown_choice")]);
    changed("grade11", |a| a["kind"] = json!("general"))
        .await
        .refused_fields(&[("kind", "not_asked")]);
    assert_eq!(app.seats(&sitting).await, (0, 0));
}

#[tokio::test]
async fn a_pair_fits_its_category_and_names_its_language() {
    let (_app, sitting, browser) = open_campaign().await;
    let pair = async |participant: &str, pair: &str, language: &str| {
        let mut answers = answers(participant, &sitting);
        answers["subject_pair"] = json!(pair);
        answers["foreign_language"] = json!(language);
        apply(&browser, answers).await
    };
    let form = browser.get("/campaigns/e").await.ok();
    assert_eq!(form["options"]["pairs"].as_array().unwrap().len(), 13);
    pair("creative_transfer", "creative", "")
        .await
        .refused_fields(&[("subject_pair", "pair_not_allowed")]);
    pair("pedagogy_transfer", "wh-law", "")
        .await
        .refused_fields(&[("subject_pair", "pair_not_allowed")]);
    pair("grade11", "maths-music", "")
        .await
        .refused_fields(&[("subject_pair", "unknown_choice")]);
    pair("grade11", "", "")
        .await
        .refused_fields(&[("subject_pair", "required")]);
    pair("grade11", "geo-fl", "")
        .await
        .refused_fields(&[("foreign_language", "required")]);
    pair("grade11", "geo-fl", "es")
        .await
        .refused_fields(&[("foreign_language", "unknown_choice")]);
    let applied = pair("grade11", "geo-fl", "de").await.ok();
    assert_eq!(
        applied["names"]["foreign_language:de"]["ru"],
        "Немецкий язык"
    );
    assert_eq!(
        applied["names"]["pair:geo-fl"]["kk"],
        "География – Шетел тілі"
    );
    withdraw(&browser, &applied).await;
    let applied = pair("pedagogy_transfer", "creative", "de").await.ok();
    assert_eq!(applied["answers"]["foreign_language"], "");
}

#[tokio::test]
async fn a_campaign_takes_some_categories_and_pairs() {
    let (app, sitting, browser) = open_campaign().await;
    app.campaign("e", |campaign| {
        "ent".clone_into(&mut campaign.programme);
        campaign.allowed.participants = vec!["grade11".to_owned()];
        campaign.allowed.pairs = vec!["bio-chem".to_owned()];
    })
    .await;
    let options = browser.get("/campaigns/e").await.ok()["options"].clone();
    assert_eq!(options["participants"].as_array().unwrap().len(), 1);
    assert_eq!(options["pairs"][0]["subjects"], json!(["bio", "chem"]));
    apply(&browser, answers("graduate_past", &sitting))
        .await
        .refused_fields(&[
            ("participant", "unknown_choice"),
            ("subject_pair", "unknown_choice"),
        ]);
    let mut typed = answers("grade11", &sitting);
    typed["subject_pair"] = json!("bio-chem");
    apply(&browser, typed).await.ok();
}

#[tokio::test]
async fn development_opens_an_intake_of_january() {
    let app = TestApp::spawn_with(|config| config.without_demo = false).await;
    let browser = app.registered(&Person::leaver(1)).await;
    let form = browser.get("/campaigns/ent-demo").await.ok();
    assert_eq!(form["obstacle"], Value::Null);
    let participants = form["options"]["participants"].as_array().unwrap();
    let codes: Vec<_> = participants.iter().map(|one| &one["code"]).collect();
    assert_eq!(
        codes,
        [
            "grade11",
            "conditional",
            "creative_transfer",
            "pedagogy_transfer"
        ]
    );
    let campaign = &form["campaign"];
    assert_eq!(campaign["moves"], false);
    assert_eq!(campaign["hold_minutes"], 60);
    assert_eq!(campaign["editable"], json!(["language", "subject_pair"]));
    let sittings = browser.get("/campaigns/ent-demo/sittings?free=true").await;
    assert!(!sittings.ok()["sittings"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_rules_are_its_own_in_three_languages() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for (language, words) in [
        ("kk", "ақы қайтарылмайды"),
        ("ru", "оплата не возвращается"),
        ("en", "the fee is not returned"),
    ] {
        let path =
            |programme: &str| format!("/texts/rules?language={language}&programme={programme}");
        let own = browser.get(&path("ent")).await.ok();
        assert!(own["html"].as_str().unwrap().contains(words), "{language}");
        let other = browser.get(&path("nqt")).await.ok();
        assert!(!other["html"].as_str().unwrap().contains(words));
    }
}

/// The definition of this programme, changed and under another name, in a folder of its own.
fn changed_definition(change: (&str, &str)) -> tempfile::TempDir {
    let good = include_str!("../../backend/programmes/ent.toml");
    let text = good.replacen("code = \"ent\"", "code = \"ent-two\"", 1);
    assert!(text.contains(change.0), "{}", change.0);
    let folder = tempfile::tempdir().expect("a folder");
    let text = text.replacen(change.0, change.1, 1);
    std::fs::write(folder.path().join("two.toml"), text).expect("it is written");
    folder
}

#[tokio::test]
async fn a_broken_definition_stops_the_start() {
    let read = |change| {
        let folder = changed_definition(change);
        let read = backend::programmes::Programmes::load(Some(folder.path()));
        read.map(drop).map_err(|error| format!("{error:#}"))
    };
    assert_eq!(read(("", "")), Ok(()));
    for (change, words) in [
        (
            ("asks = [\"school\"]", "asks = [\"sitting\"]"),
            "two.toml:127: form.participants[0].asks[0]: \"Sitting\" is asked of everybody; name",
        ),
        (
            (
                "{ kind = \"university\" }",
                "{ kind = \"university\", optional = 1 }",
            ),
            "invalid type",
        ),
        (
            ("asks = [\"school\"]", "ask = [\"school\"]"),
            "form.participants[0].ask: is no key of a definition; correct its name",
        ),
    ] {
        let told = read(change).unwrap_err();
        assert!(told.contains(words), "{words} in {told}");
    }
}

#[tokio::test]
async fn categories_and_pairs_that_are_no_rows_stop_the_start() {
    let app = TestApp::spawn().await;
    let folder = changed_definition(("", ""));
    let mut other = app.app.clone();
    let programmes = backend::programmes::Programmes::load(Some(folder.path()));
    other.programmes = std::sync::Arc::new(programmes.unwrap());
    let told = backend::campaigns::seed(&other).await.unwrap_err();
    let words = "ent-two.toml: form.participants: \"grade11\" is no participant";
    assert!(told.to_string().contains(words), "{told}");
}
