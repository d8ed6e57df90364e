//! The teachers' testing through the API: kinds and blocks, languages that a subject fixes, workplaces,
//! attempts of a calendar year, and one account in two programmes.

use serde_json::{Value, json};
use tests::{Answer, Browser, Person, TestApp};

/// A program with an open campaign of the teachers, a sitting, and a teacher who is registered.
async fn open_campaign() -> (TestApp, String, Browser) {
    let app = TestApp::spawn_with(|config| config.without_demo = false).await;
    app.campaign("t", |campaign| "nqt".clone_into(&mut campaign.programme))
        .await;
    let sitting = app.sitting("t", "09:00", 10).await;
    let browser = app.registered(&Person::teacher(1)).await;
    (app, sitting, browser)
}

/// Good answers of a teacher of history.
fn answers(sitting: &str) -> Value {
    json!({
        "kind": "general", "specialty_text": "Тарих мұғалімі", "study_from": "2008",
        "study_to": "2012", "qualification_now": "moderator",
        "qualification_until": { "day": "31", "month": "12", "year": "2027" },
        "qualification_sought": "expert", "impaired_vision": true,
        "workplace": {
            "way": "registered", "organisation": "demo-001", "name": "№900 мектеп",
            "number": "680140990005",
        },
        "blocks": [
            { "block": "content", "subject": "s10", "language": "kk" },
            { "block": "pedagogy", "subject": "pedagogy", "language": "ru" },
        ],
        "sitting": sitting,
    })
}

async fn apply(browser: &Browser, campaign: &str, answers: Value) -> Answer {
    let body = json!({ "answers": answers, "rules": Browser::rules() });
    browser
        .post(&format!("/campaigns/{campaign}/applications"), body)
        .await
}

#[tokio::test]
async fn a_teacher_applies_with_two_languages() {
    let (app, sitting, browser) = open_campaign().await;
    let form = browser.get("/campaigns/t").await.ok();
    assert_eq!(form["options"]["kinds"].as_array().unwrap().len(), 6);
    let sections: Vec<_> = form["form"]["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["code"].as_str().unwrap())
        .collect();
    assert_eq!(sections, ["kind", "personal", "employed", "testing"]);
    let applied = apply(&browser, "t", answers(&sitting)).await.ok();
    assert_eq!(applied["names"]["subject:s10"]["kk"], "Қазақстан тарихы");
    assert_eq!(applied["names"]["category:expert"]["kk"], "Педагог-сарапшы");
    assert_eq!(app.seats(&sitting).await, (1, 1));
    let letter = app.mails("person1@example.kz").await.pop().unwrap();
    assert!(letter.subject.contains("қабылданды"), "{}", letter.subject);
    assert!(
        letter.text.contains("Ұлттық тестілеу орталығы"),
        "{}",
        letter.text
    );
}

#[tokio::test]
async fn answers_of_a_teacher_are_checked_again() {
    let (app, sitting, browser) = open_campaign().await;
    let changed = async |change: fn(&mut Value)| {
        let mut answers = answers(&sitting);
        change(&mut answers);
        apply(&browser, "t", answers).await
    };
    changed(|a| a["blocks"][0]["subject"] = json!("s18"))
        .await
        .refused_fields(&[("content_language", "language_fixed")]);
    changed(|a| a["blocks"][0]["subject"] = json!("pedagogy"))
        .await
        .refused_fields(&[("content_subject", "unknown_choice")]);
    changed(|a| a["blocks"][1]["language"] = json!("en"))
        .await
        .refused_fields(&[("pedagogy_language", "unknown_choice")]);
    changed(|a| a["kind"] = json!("pilots"))
        .await
        .refused_fields(&[("kind", "unknown_choice")]);
    changed(|a| a["study_to"] = json!("2007"))
        .await
        .refused_fields(&[("study_to", "years_reversed")]);
    changed(|a| a["qualification_until"]["year"] = json!("2025"))
        .await
        .refused_fields(&[("qualification_until", "validity_past")]);
    changed(|a| a["workplace"]["organisation"] = json!("nowhere"))
        .await
        .refused_fields(&[("workplace", "unknown_choice")]);
    changed(|a| {
        a["workplace"] = json!({
            "way": "by_hand", "name": "№ 5 мектеп", "number": "680140990006", "region": "KZ-75",
            "district": "",
        });
    })
    .await
    .refused_fields(&[("workplace_number", "bin_form")]);
    changed(|a| a["service"] = json!("certification"))
        .await
        .refused_fields(&[("service", "not_asked")]);
    assert_eq!(app.seats(&sitting).await, (0, 0));
}

#[tokio::test]
async fn a_campaign_leaves_out_kinds_categories_and_languages() {
    let (app, sitting, browser) = open_campaign().await;
    app.campaign("t", |campaign| {
        "nqt".clone_into(&mut campaign.programme);
        campaign.allowed.kinds = vec!["preschool".to_owned()];
        campaign.allowed.categories = vec!["master".to_owned()];
        campaign.allowed.languages = vec!["kk".to_owned()];
    })
    .await;
    apply(&browser, "t", answers(&sitting))
        .await
        .refused_fields(&[
            ("kind", "unknown_choice"),
            ("qualification_sought", "unknown_choice"),
        ]);
}

#[tokio::test]
async fn a_workplace_by_hand_waits_for_somebody_to_look() {
    let (app, sitting, browser) = open_campaign().await;
    let mut typed = answers(&sitting);
    typed["workplace"] = json!({
        "way": "by_hand", "name": "№ 5 мектеп", "number": "", "region": "KZ-75", "district": "",
    });
    apply(&browser, "t", typed).await.ok();
    let waiting = "SELECT count(*) FROM cases WHERE kind = 'workplace_by_hand'";
    assert_eq!(app.count(waiting).await, 1);
    let dump = app.dump().await;
    let clear = "№ 5 мектеп".as_bytes();
    assert!(!dump.windows(clear.len()).any(|part| part == clear));
}

#[tokio::test]
async fn the_second_attempt_of_a_calendar_year_opens_later() {
    let (app, sitting, browser) = open_campaign().await;
    app.campaign("again", |campaign| {
        "nqt".clone_into(&mut campaign.programme);
    })
    .await;
    let december = app.sitting("again", "2026-12-31 09:00", 10).await;
    let january = app.sitting("again", "2027-01-01 00:00", 10).await;
    let first = apply(&browser, "t", answers(&sitting)).await.ok();
    let form = browser.get("/campaigns/again").await.ok();
    assert_eq!(form["obstacle"], "repeat_unpaid");
    apply(&browser, "again", answers(&december))
        .await
        .refused(409, "repeat_unpaid");
    // The next year begins by the clocks of Kazakhstan, five hours before that of Greenwich.
    let next_year = apply(&browser, "again", answers(&january)).await.ok();
    let id = next_year["id"].as_str().unwrap();
    let moved = json!({ "version": 1, "answers": answers(&december) });
    browser
        .put(&format!("/applications/{id}"), moved)
        .await
        .refused(409, "repeat_unpaid");
    browser
        .post(
            &format!("/applications/{id}/withdrawal"),
            json!({ "version": 1 }),
        )
        .await
        .ok();
    // An attempt that was withdrawn is none.
    let id = first["id"].as_str().unwrap();
    browser
        .post(
            &format!("/applications/{id}/withdrawal"),
            json!({ "version": 1 }),
        )
        .await
        .ok();
    apply(&browser, "again", answers(&december)).await.ok();
}

#[tokio::test]
async fn an_account_applies_in_both_of_its_programmes() {
    let (app, sitting, browser) = open_campaign().await;
    app.campaign("g", |_| ()).await;
    let graduates = app.sitting("g", "2026-11-29 09:00", 10).await;
    let form = browser.get("/campaigns/g").await.ok();
    assert_eq!(form["obstacle"], "step_out_of_order", "not a graduate yet");
    let graduate = Person::teacher(1).of("ncie").in_person();
    app.walk(&browser, &graduate, None).await;
    browser.apply("g", &graduates).await.ok();
    apply(&browser, "t", answers(&sitting)).await.ok();
    let own = browser.get("/applications").await.ok();
    assert_eq!(own["applications"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_workplace_of_the_list_is_written_as_the_list_has_it() {
    let (_app, sitting, browser) = open_campaign().await;
    let mut claimed = answers(&sitting);
    claimed["workplace"]["name"] = json!("Министрлік");
    claimed["workplace"]["number"] = json!("171140004577");
    let applied = apply(&browser, "t", claimed).await.ok();
    let kept = &applied["answers"]["workplace"];
    assert_eq!(kept["name"], "№900 жалпы білім беретін мектеп");
    assert_eq!(kept["number"], "680140990005");
}

#[tokio::test]
async fn nothing_is_changed_once_the_exam_has_begun() {
    let (app, _, _) = open_campaign().await;
    app.campaign("long", |campaign| {
        campaign.edits_until = campaign.edits_until.plus_seconds(30 * 86_400);
    })
    .await;
    let first = app.sitting("long", "09:00", 10).await;
    let later = app.sitting("long", "2026-12-05 09:00", 10).await;
    let person = app.crowd(1).await.remove(0);
    let applied = person.apply("long", &first).await.ok();
    assert_eq!(applied["edits_until"], applied["sitting"]["starts_at"]);
    let id = applied["id"].as_str().unwrap();
    let moved = json!({ "version": 1, "answers": Browser::answers(&later) });
    app.clock.advance_seconds(7 * 86_400);
    let path = format!("/applications/{id}");
    person.put(&path, moved).await.refused(409, "edits_closed");
    person
        .post(&format!("{path}/withdrawal"), json!({ "version": 1 }))
        .await
        .refused(409, "edits_closed");
    assert_eq!(app.seats(&first).await, (1, 1));
}
