//! Applying, correcting, moving, withdrawing; and everything that is in the way.

use serde_json::{Value, json};
use tests::{Browser, Person, TestApp};

/// A program with one open campaign and two sittings that do not clash.
async fn open_campaign() -> (TestApp, String, String) {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let morning = app.sitting("c", "09:00", 10).await;
    let afternoon = app.sitting("c", "14:00", 10).await;
    (app, morning, afternoon)
}

fn path(application: &Value) -> String {
    format!(
        "/applications/{}",
        application["id"].as_str().expect("an id")
    )
}

#[tokio::test]
async fn a_graduate_applies_corrects_moves_and_withdraws() {
    let (app, morning, afternoon) = open_campaign().await;
    let person = Person::new(1).in_person();
    let browser = app.registered(&person).await;
    let form = browser.get("/campaigns/c").await.ok();
    assert_eq!(form["obstacle"], json!(null));
    assert_eq!(form["form"]["sections"].as_array().unwrap().len(), 2);
    assert_eq!(form["options"]["services"].as_array().unwrap().len(), 3);

    let applied = browser.apply("c", &morning).await.ok();
    assert_eq!(applied["status"], "submitted");
    assert_eq!(applied["version"], 1);
    assert_eq!(applied["number"].as_str().unwrap().len(), 10);
    assert_eq!(
        applied["names"]["specialty:nursing"]["ru"],
        "Сестринское дело (образец)"
    );
    assert_eq!(applied["sitting"]["free"], 9);
    let letter = app.mails(&person.email).await.pop().unwrap();
    let number = applied["number"].as_str().unwrap();
    assert!(letter.text.contains(number) && letter.text.contains("28.11.2026 09:00"));

    let mut answers = Browser::answers(&afternoon);
    answers["language"] = json!("ru");
    let body = json!({ "version": 1, "answers": answers });
    let id = applied["id"].as_str().unwrap();
    let edited = browser.put(&format!("/applications/{id}"), body).await.ok();
    assert_eq!(edited["version"], 2);
    assert_eq!(app.seats(&morning).await, (0, 0));
    assert_eq!(app.seats(&afternoon).await, (1, 1));
    let history = edited["history"].as_array().unwrap();
    assert_eq!(history[1]["fields"], json!(["language", "sitting"]));

    let gone = browser
        .post(
            &format!("/applications/{id}/withdrawal"),
            json!({ "version": 2 }),
        )
        .await
        .ok();
    assert_eq!(gone["status"], "withdrawn");
    assert_eq!(app.seats(&afternoon).await, (0, 0));
    let list = browser.get("/applications").await.ok();
    assert_eq!(
        list["applications"][0]["status"], "withdrawn",
        "nothing disappears"
    );
    // The seat is free, and so is the way to apply anew.
    browser.apply("c", &afternoon).await.ok();
    assert_eq!(app.mails(&person.email).await.len(), 6);
}

#[tokio::test]
async fn drafts_are_kept_as_typed_and_go_when_they_are_handed_in() {
    let (app, morning, _) = open_campaign().await;
    let people = app.crowd(2).await;
    let typed = json!({ "answers": { "service": "readiness", "specialty": "  " } });
    let saved = people[0].put("/campaigns/c/draft", typed).await.ok();
    let form = people[0].get("/campaigns/c").await.ok();
    assert_eq!(form["draft"], saved);
    assert_eq!(form["draft"]["answers"]["specialty"], "  ");
    let other = people[1].get("/campaigns/c").await.ok();
    assert_eq!(other["draft"], json!(null));
    people[0].apply("c", &morning).await.ok();
    let form = people[0].get("/campaigns/c").await.ok();
    assert_eq!(form["draft"], json!(null));
    assert_eq!(form["obstacle"], "already_applied");
    assert_eq!(form["applications"].as_array().unwrap().len(), 1);
    let unknown = json!({ "answers": { "seat": "window" } });
    people[0]
        .put("/campaigns/c/draft", unknown)
        .await
        .refused(400, "bad_request");
    people[0]
        .put("/campaigns/x/draft", json!({ "answers": {} }))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn answers_are_checked_again() {
    let (app, morning, _) = open_campaign().await;
    let browser = app.crowd(1).await.remove(0);
    let apply = async |change: fn(&mut Value)| {
        let mut answers = Browser::answers(&morning);
        change(&mut answers);
        let body = json!({ "answers": answers, "rules": Browser::rules() });
        browser.post("/campaigns/c/applications", body).await
    };
    apply(|answers| *answers = json!({}))
        .await
        .refused_fields(&[
            ("service", "required"),
            ("specialty", "required"),
            ("language", "required"),
            ("attendance", "required"),
            ("sitting", "required"),
        ]);
    apply(|answers| answers["language"] = json!("uz"))
        .await
        .refused_fields(&[("language", "unknown_choice")]);
    apply(|answers| answers["kind"] = json!("general"))
        .await
        .refused_fields(&[("kind", "not_asked")]);
    apply(|answers| answers["sitting"] = json!("nowhere"))
        .await
        .refused_fields(&[("sitting", "unknown_choice")]);
    apply(|answers| answers["attendance"] = json!("online"))
        .await
        .refused_fields(&[("sitting", "unknown_choice")]);
    apply(|answers| answers["seat"] = json!(1))
        .await
        .refused(400, "bad_request");
    assert_eq!(app.seats(&morning).await, (0, 0), "nothing was changed");
}

#[tokio::test]
async fn the_rules_are_accepted_in_their_version() {
    let (app, morning, _) = open_campaign().await;
    let browser = app.crowd(1).await.remove(0);
    let apply = async |change: fn(&mut Value)| {
        let mut rules = Browser::rules();
        change(&mut rules);
        let body = json!({ "answers": Browser::answers(&morning), "rules": rules });
        browser.post("/campaigns/c/applications", body).await
    };
    apply(|rules| rules["agreed"] = json!(false))
        .await
        .refused_fields(&[("agreed", "agreement_required")]);
    apply(|rules| rules["read"] = json!(false))
        .await
        .refused_fields(&[("read", "text_not_read")]);
    apply(|rules| rules["version"] = json!("0"))
        .await
        .refused(409, "text_changed");
    apply(|_| ()).await.ok();
    let kept = "SELECT count(*) FROM consents WHERE text_kind = 'rules'";
    assert_eq!(app.count(kept).await, 1);
}

#[tokio::test]
async fn the_window_has_edges() {
    let (app, morning, _) = open_campaign().await;
    let people = app.crowd(2).await;
    app.campaign("later", |campaign| {
        campaign.opens_at = campaign.opens_at.plus_seconds(60);
    })
    .await;
    let later = app.sitting("later", "09:00", 10).await;
    let form = people[0].get("/campaigns/later").await.ok();
    assert_eq!(form["obstacle"], "campaign_not_open");
    people[0]
        .apply("later", &later)
        .await
        .refused(409, "campaign_not_open");
    app.clock.advance_seconds(59);
    people[0]
        .apply("later", &later)
        .await
        .refused(409, "campaign_not_open");
    app.clock.advance_seconds(1);
    let applied = people[0].apply("later", &later).await.ok();
    app.clock.advance_seconds(5 * 86_400 - 61);
    people[1].apply("c", &morning).await.ok();
    app.clock.advance_seconds(1);
    people[0]
        .apply("c", &morning)
        .await
        .refused(409, "campaign_closed");
    // Corrections have their own end.
    let body = json!({ "version": 1, "answers": Browser::answers(&later) });
    people[0].put(&path(&applied), body.clone()).await.ok();
    app.clock.advance_seconds(86_400);
    let mut body = body;
    body["version"] = json!(2);
    people[0]
        .put(&path(&applied), body)
        .await
        .refused(409, "edits_closed");
    people[0]
        .post(
            &format!("{}/withdrawal", path(&applied)),
            json!({ "version": 2 }),
        )
        .await
        .refused(409, "edits_closed");
    let seen = people[0].get(&path(&applied)).await.ok();
    assert_eq!(seen["edits_until"], json!(null));
}

#[tokio::test]
async fn one_application_a_campaign_unless_more_are_allowed() {
    let (app, morning, afternoon) = open_campaign().await;
    let browser = app.crowd(1).await.remove(0);
    browser.apply("c", &morning).await.ok();
    browser
        .apply("c", &afternoon)
        .await
        .refused(409, "already_applied");
    app.campaign("two", |campaign| campaign.applications_allowed = 2)
        .await;
    let mut seats = Vec::new();
    for time in ["2026-12-01 09:00", "2026-12-02 09:00", "2026-12-03 09:00"] {
        seats.push(app.sitting("two", time, 10).await);
    }
    let first = browser.apply("two", &seats[0]).await.ok();
    browser.apply("two", &seats[1]).await.ok();
    browser
        .apply("two", &seats[2])
        .await
        .refused(409, "already_applied");
    browser
        .post(
            &format!("{}/withdrawal", path(&first)),
            json!({ "version": 1 }),
        )
        .await
        .ok();
    browser.apply("two", &seats[2]).await.ok();
}

#[tokio::test]
async fn two_tabs_apply_once() {
    let (app, morning, afternoon) = open_campaign().await;
    let browser = app.crowd(1).await.remove(0);
    let (one, other) = tokio::join!(browser.apply("c", &morning), browser.apply("c", &afternoon));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let taken = app.seats(&morning).await.0 + app.seats(&afternoon).await.0;
    assert_eq!(taken, 1);
}

#[tokio::test]
async fn exams_at_the_same_time_clash() {
    let (app, morning, afternoon) = open_campaign().await;
    app.campaign("other", |_| ()).await;
    let clashing = app.sitting("other", "11:59", 10).await;
    let later = app.sitting("other", "12:00", 10).await;
    let browser = app.crowd(1).await.remove(0);
    browser.apply("c", &morning).await.ok();
    browser
        .apply("other", &clashing)
        .await
        .refused_fields(&[("sitting", "sitting_clash")]);
    let applied = browser.apply("other", &later).await.ok();
    // Moving the first one would clash now: 14:00 is before 15:00.
    let first = browser.get("/applications").await.ok();
    let first = first["applications"]
        .as_array()
        .unwrap()
        .iter()
        .find(|application| application["campaign"] == "c")
        .cloned()
        .unwrap();
    let body = json!({ "version": 1, "answers": Browser::answers(&afternoon) });
    browser
        .put(&path(&first), body)
        .await
        .refused_fields(&[("sitting", "sitting_clash")]);
    assert_eq!(app.seats(&morning).await, (1, 1));
    browser
        .post(
            &format!("{}/withdrawal", path(&applied)),
            json!({ "version": 1 }),
        )
        .await
        .ok();
    browser
        .apply("other", &clashing)
        .await
        .refused_fields(&[("sitting", "sitting_clash")]);
}

#[tokio::test]
async fn another_persons_application_is_not_found() {
    let (app, morning, _) = open_campaign().await;
    let people = app.crowd(2).await;
    let applied = people[0].apply("c", &morning).await.ok();
    let path = path(&applied);
    people[1].get(&path).await.refused(404, "not_found");
    let body = json!({ "version": 1, "answers": Browser::answers(&morning) });
    people[1].put(&path, body).await.refused(404, "not_found");
    people[1]
        .post(&format!("{path}/withdrawal"), json!({ "version": 1 }))
        .await
        .refused(404, "not_found");
    app.browser()
        .get(&path)
        .await
        .refused(401, "sign_in_required");
    assert_eq!(
        people[1].get("/applications").await.ok()["applications"],
        json!([])
    );
}

#[tokio::test]
async fn the_second_of_two_edits_is_told_and_nothing_is_lost() {
    let (app, morning, afternoon) = open_campaign().await;
    let browser = app.crowd(1).await.remove(0);
    let applied = browser.apply("c", &morning).await.ok();
    let edit = async |sitting: &str, language: &str| {
        let mut answers = Browser::answers(sitting);
        answers["language"] = json!(language);
        let body = json!({ "version": 1, "answers": answers });
        browser.put(&path(&applied), body).await
    };
    edit(&afternoon, "kk").await.ok();
    edit(&morning, "ru").await.refused(409, "changed_elsewhere");
    let stands = browser.get(&path(&applied)).await.ok();
    assert_eq!(stands["answers"]["language"], "kk");
    assert_eq!(stands["version"], 2);
    let withdrawal = format!("{}/withdrawal", path(&applied));
    browser
        .post(&withdrawal, json!({ "version": 1 }))
        .await
        .refused(409, "changed_elsewhere");
    browser
        .post(&withdrawal, json!({ "version": 2 }))
        .await
        .ok();
    browser
        .post(&withdrawal, json!({ "version": 3 }))
        .await
        .refused(409, "application_ended");
    assert_eq!(app.seats(&afternoon).await, (0, 0), "given back once");
}

#[tokio::test]
async fn a_full_sitting_keeps_the_seat_that_one_has() {
    let (app, morning, _) = open_campaign().await;
    let full = app.sitting("c", "18:00", 1).await;
    let people = app.crowd(2).await;
    people[0].apply("c", &full).await.ok();
    let applied = people[1].apply("c", &morning).await.ok();
    let body = json!({ "version": 1, "answers": Browser::answers(&full) });
    people[1]
        .put(&path(&applied), body)
        .await
        .refused_fields(&[("sitting", "sitting_full")]);
    assert_eq!(app.seats(&morning).await, (1, 1));
    app.clock.advance_seconds(5 * 86_400);
}

#[tokio::test]
async fn only_the_campaigns_contingents_apply() {
    let (app, morning, _) = open_campaign().await;
    app.campaign("c", |campaign| {
        campaign.allowed.contingents = vec!["bachelor".to_owned()];
        campaign.allowed.languages = vec!["kk".to_owned()];
    })
    .await;
    let nurse = app.crowd(1).await.remove(0);
    nurse
        .apply("c", &morning)
        .await
        .refused(409, "contingent_not_allowed");
    let bachelor = app.registered(&Person::new(1).in_person()).await;
    let form = bachelor.get("/campaigns/c").await.ok();
    assert_eq!(form["options"]["languages"].as_array().unwrap().len(), 1);
    let mut answers = Browser::answers(&morning);
    answers["language"] = json!("ru");
    let body = json!({ "answers": answers, "rules": Browser::rules() });
    bachelor
        .post("/campaigns/c/applications", body)
        .await
        .refused_fields(&[("language", "unknown_choice")]);
    bachelor.apply("c", &morning).await.ok();
}

#[tokio::test]
async fn who_is_not_through_does_not_apply() {
    let (app, morning, _) = open_campaign().await;
    let browser = app
        .registered_until(shared::requirements::Requirement::PersonName)
        .await;
    let form = browser.get("/campaigns/c").await.ok();
    assert_eq!(form["obstacle"], "step_out_of_order");
    browser
        .apply("c", &morning)
        .await
        .refused(409, "step_out_of_order");
}

#[tokio::test]
async fn an_account_with_an_exam_ahead_stays() {
    let (app, morning, _) = open_campaign().await;
    let person = Person::new(1).in_person();
    let browser = app.registered(&person).await;
    let applied = browser.apply("c", &morning).await.ok();
    let body = json!({ "current": tests::PASSWORD, "agreed": true });
    browser
        .post("/account/deletion", body.clone())
        .await
        .refused(409, "exam_ahead");
    let data = browser.get("/account/data").await.ok();
    assert_eq!(data["applications"][0]["number"], applied["number"]);
    browser
        .post(
            &format!("{}/withdrawal", path(&applied)),
            json!({ "version": 1 }),
        )
        .await
        .ok();
    browser.post("/account/deletion", body).await.ok();
    let kept = "SELECT count(*) FROM applications WHERE answers <> ''";
    assert_eq!(app.count(kept).await, 0);
    assert_eq!(
        app.count("SELECT count(*) FROM application_versions").await,
        0
    );
}

#[tokio::test]
async fn applications_lie_sealed() {
    let (app, morning, _) = open_campaign().await;
    let browser = app.crowd(1).await.remove(0);
    browser
        .put(
            "/campaigns/c/draft",
            json!({ "answers": { "specialty_text": "сирек мамандық" } }),
        )
        .await
        .ok();
    browser.apply("c", &morning).await.ok();
    let dump = app.dump().await;
    for clear in ["сирек мамандық", "nursing\\\""] {
        let found = dump
            .windows(clear.len())
            .any(|part| part == clear.as_bytes());
        assert!(!found, "{clear}");
    }
}

#[tokio::test]
async fn published_results_appear_and_are_corrected() {
    let (app, morning, _) = open_campaign().await;
    let people = app.crowd(2).await;
    let applied = people[0].apply("c", &morning).await.ok();
    let number = applied["number"].as_str().unwrap();
    assert_eq!(people[0].get("/results").await.ok()["results"], json!([]));
    let file = |score: &str, outcome: &str| {
        format!(
            "number,stage_kk,stage_ru,stage_en,score,max_score,outcome,date\n\
             {number},Тест,Тест,Test,{score},100,{outcome},2026-11-28\n"
        )
    };
    let import = async |text: String| backend::results::import(&app.app, &text).await;
    assert_eq!(import(file("71", "failed")).await.unwrap(), 1);
    assert_eq!(import(file("81", "passed")).await.unwrap(), 1);
    let own = people[0].get("/results").await.ok();
    assert_eq!(own["results"].as_array().unwrap().len(), 1);
    assert_eq!(own["results"][0]["score"], 81);
    assert_eq!(own["results"][0]["passed"], true);
    assert_eq!(people[1].get("/results").await.ok()["results"], json!([]));
    for (text, words) in [
        (file("101", "passed"), "line 2: score 101 is not between"),
        (file("50", "maybe"), "neither passed nor failed"),
        (file("x", "passed"), "line 2"),
        (
            file("50", "passed").replace(number, "1"),
            "no application has this number",
        ),
        (
            file("50", "passed").replace("2026-11-28", "soon"),
            "date \"soon\" is no day",
        ),
        (
            file("50", "passed").replace(",Test,", ",,"),
            "has no name in one of the languages",
        ),
        (file("50", "passed").replace("outcome", "result"), "line 2"),
    ] {
        let error = format!("{:#}", import(text).await.unwrap_err());
        assert!(error.contains(words), "{words} in {error}");
    }
    assert_eq!(
        people[0].get("/results").await.ok()["results"][0]["score"],
        81
    );
}
