//! Consent of a guardian: a minor waits and goes on by itself; who may agree, for whom, by which link;
//! taking it back; and that nobody learns whether a child is here.

use std::path::Path;

use serde_json::{Value, json};
use shared::requirements::Requirement;
use tests::{Answer, Browser, PASSWORD, Person, TestApp, iin_of};

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

async fn spawn() -> TestApp {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/programmes");
    TestApp::spawn_with(|config| config.programmes = Some(folder)).await
}

fn named(person: Person, surname: &str, first_name: &str) -> Person {
    Person {
        name: json!({ "surname": surname, "first_name": first_name, "patronymic": "" }),
        ..person
    }
}

fn mother() -> Person {
    named(Person::new(50), "Өтеғұлова", "Асель")
}

/// A minor who is asked for a guardian, in an own browser.
async fn waiting(app: &TestApp, person: &Person) -> Browser {
    let browser = app.browser();
    let until = Some(Requirement::GuardianConsent);
    app.walk(&browser, person, until).await;
    browser
}

async fn ask(child: &Browser, body: Value) -> Value {
    child.post("/registration/guardian-link", body).await.ok()
}

/// The token of the link that a child has now.
async fn token(child: &Browser) -> String {
    let told = ask(child, json!({})).await;
    token_of(&told)
}

fn token_of(told: &Value) -> String {
    let address = told["link"]["address"].as_str().expect("there is a link");
    let (_, token) = address.split_once("/guardian#").expect("it has a token");
    token.to_owned()
}

async fn look(browser: &Browser, token: &str) -> Answer {
    let body = json!({ "token": token });
    browser.post("/guardian-links/look", body).await
}

async fn agree(guardian: &Browser, token: &str, iin: &str, first_name: &str) -> Answer {
    let terms = guardian.acceptance("terms").await;
    let privacy = guardian.acceptance("privacy").await;
    let body = json!({
        "token": token, "iin": iin, "first_name": first_name, "terms": terms, "privacy": privacy,
    });
    guardian.post("/guardianships", body).await
}

async fn withdraw(guardian: &Browser, id: &str) -> Answer {
    let body = json!({ "current": PASSWORD });
    guardian
        .post(&format!("/guardianships/{id}/withdrawal"), body)
        .await
}

async fn facts(child: &Browser) -> Value {
    child.get("/registration").await.ok()["facts"]["guardian"].clone()
}

async fn subjects(app: &TestApp, email: &str) -> Vec<String> {
    let letters = app.mails(email).await;
    letters.into_iter().map(|letter| letter.subject).collect()
}

#[tokio::test]
async fn a_minor_waits_and_goes_on_by_itself_when_a_guardian_agrees() {
    let app = spawn().await;
    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    assert_eq!(
        facts(&child).await,
        json!({ "needed": true, "agreed": null })
    );
    child
        .post("/registration/finish", Value::Null)
        .await
        .refused(409, "step_out_of_order");
    let told = child.get("/registration/guardian-link").await.ok();
    assert_eq!(told, json!({ "link": null, "refused_at": null }));

    let told = ask(&child, json!({})).await;
    let made_at = app.clock.now();
    assert_eq!(told["link"]["made_at"], json!(made_at));
    let until = made_at.plus_seconds(7 * DAY);
    assert_eq!(told["link"]["expires_at"], json!(until));
    // The same link is seen again, and on another device of the child.
    app.clock.advance_seconds(60);
    assert_eq!(child.get("/registration/guardian-link").await.ok(), told);
    assert_eq!(ask(&child, json!({})).await, told);
    let token = token_of(&told);

    let guardian = app.proved_guardian(&mother()).await;
    let seen = look(&guardian, &token).await.ok();
    let expected = json!({
        "programme": "guarded", "child": "Әлия Ө.", "expires_at": until, "obstacle": null,
    });
    assert_eq!(seen, expected);
    assert_eq!(
        child.next().await,
        "guardian_consent",
        "looking changes nothing"
    );

    // Case and letters that a keyboard lacks do not matter.
    let told = agree(&guardian, &token, &person.iin(), " алия ").await.ok();
    let row = &told["guardianships"][0];
    assert_eq!(row["first_name"], "алия");
    assert_eq!(row["iin"], "081122******");
    assert_eq!(row["state"], "in_force");
    assert_eq!(row["kinship_confirmed_at"], json!(null));
    let agreed = json!({ "guardian": "Асель Ө.", "at": app.clock.now() });
    assert_eq!(
        facts(&child).await,
        json!({ "needed": true, "agreed": agreed })
    );
    assert_eq!(child.next().await, "finish");
    child.post("/registration/finish", Value::Null).await.ok();

    let letters = subjects(&app, &person.email).await;
    assert!(letters.contains(&"Пробная система: согласие получено".to_owned()));
    let letter = app.mails(&mother().email).await.pop().unwrap();
    assert!(
        letter.subject.ends_with("Вы дали согласие за ребёнка"),
        "{}",
        letter.subject
    );
    assert!(letter.text.contains("/id/children"), "{}", letter.text);
    let open = "SELECT count(*) FROM cases WHERE kind = 'kinship_unconfirmed'";
    assert_eq!(app.count(open).await, 1);
}

#[tokio::test]
async fn an_adult_is_not_asked_and_a_birthday_ends_the_waiting() {
    let app = spawn().await;
    let adult = app.registered(&Person::new(2).of("guarded")).await;
    assert_eq!(facts(&adult).await["needed"], false);
    adult
        .post("/registration/guardian-link", json!({}))
        .await
        .refused(409, "guardian_not_needed");
    let elsewhere = app.registered(&Person::new(3)).await;
    elsewhere
        .post("/registration/guardian-link", json!({}))
        .await
        .refused(409, "guardian_not_needed");

    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    let token = token(&child).await;
    // 2026-11-22 00:00 in Kazakhstan.
    app.clock.advance_seconds(15 * HOUR - 1);
    child.sign_in(&person.email).await.ok();
    assert_eq!(child.next().await, "guardian_consent");
    app.clock.advance_seconds(1);
    assert_eq!(child.next().await, "finish");
    let guardian = app.proved_guardian(&mother()).await;
    agree(&guardian, &token, &person.iin(), "Әлия")
        .await
        .refused_fields(&[("iin", "child_adult")]);
}

#[tokio::test]
async fn at_eighteen_a_consent_holds_no_longer() {
    let app = spawn().await;
    let person = Person::minor(1);
    let guardian = app.proved_guardian(&mother()).await;
    agree(&guardian, "", &person.iin(), "Әлия").await.ok();
    app.clock.advance_seconds(15 * HOUR);
    guardian.sign_in(&mother().email).await.ok();
    let told = guardian.get("/guardianships").await.ok();
    assert_eq!(told["guardianships"][0]["state"], "of_age");
    let id = told["guardianships"][0]["id"].as_str().unwrap().to_owned();
    withdraw(&guardian, &id).await.refused(404, "not_found");
}

#[tokio::test]
async fn who_may_agree() {
    let app = spawn().await;
    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    let token = token(&child).await;
    let obstacle = async |browser: &Browser| look(browser, &token).await.ok()["obstacle"].clone();
    let refused = async |browser: &Browser, code: &str| {
        assert_eq!(obstacle(browser).await, code);
        let answer = agree(browser, &token, &person.iin(), "Әлия").await;
        answer.refused(409, code);
    };

    let stranger = app.browser();
    assert_eq!(obstacle(&stranger).await, "sign_in_required");
    agree(&stranger, &token, &person.iin(), "Әлия")
        .await
        .refused(401, "sign_in_required");
    // The child itself, although it has a Digital ID.
    app.give_digital_id(&person.email).await;
    refused(&child, "guardian_own_session").await;
    let body = json!({ "token": token });
    child
        .post("/guardian-links/refusal", body)
        .await
        .refused(409, "guardian_own_session");

    let no_id = app.registered(&mother()).await;
    refused(&no_id, "guardian_id_missing").await;
    let told = no_id.get("/guardianships").await.ok();
    assert_eq!(told["obstacle"], "guardian_id_missing");
    let in_person = app.proved_guardian(&Person::new(51).in_person()).await;
    refused(&in_person, "guardian_document_missing").await;
    let brother = Person {
        number: json!({ "kind": "iin", "number": iin_of("0901016", 3) }),
        ..Person::new(52)
    };
    let brother = app.proved_guardian(&brother).await;
    refused(&brother, "guardian_not_adult").await;
    let foreigner = app.proved_guardian(&Person::from_abroad(53)).await;
    refused(&foreigner, "guardian_not_adult").await;
    assert_eq!(child.next().await, "guardian_consent");
}

#[tokio::test]
async fn for_whom_one_may_agree() {
    let app = spawn().await;
    let guardian = app.proved_guardian(&mother()).await;
    let refused = async |iin: &str, name: &str, fields: &[(&str, &str)]| {
        let answer = agree(&guardian, "", iin, name).await;
        answer.refused_fields(fields);
    };
    refused("", "", &[("first_name", "required"), ("iin", "required")]).await;
    refused("850101300006", "Әлия", &[("iin", "iin_checksum")]).await;
    refused(&mother().iin(), "Әлия", &[("iin", "child_is_oneself")]).await;
    refused(&iin_of("0811216", 1), "Әлия", &[("iin", "child_adult")]).await;
    refused(
        &iin_of("0811220", 1),
        "Әлия",
        &[("iin", "child_birth_unknown")],
    )
    .await;
    let mut terms = guardian.acceptance("terms").await;
    let privacy = guardian.acceptance("privacy").await;
    let iin = iin_of("1501016", 1);
    let mut body = json!({
        "iin": iin, "first_name": "Дана", "terms": terms, "privacy": { "agreed": false,
        "version": "1", "language": "ru" },
    });
    let answer = guardian.post("/guardianships", body.clone()).await;
    answer.refused_fields(&[("privacy", "agreement_required")]);
    terms["version"] = json!("0");
    body["terms"] = terms;
    body["privacy"] = privacy;
    let answer = guardian.post("/guardianships", body).await;
    answer.refused(409, "text_changed");
    assert_eq!(app.count("SELECT count(*) FROM guardianships").await, 0);

    // Several children; the same one twice is one row, a corrected name takes the place of the first.
    agree(&guardian, "", &iin, "Дана").await.ok();
    agree(&guardian, "", &iin, "ДАНА").await.ok();
    let other = iin_of("1601016", 2);
    let told = agree(&guardian, "", &other, "Айша").await.ok();
    assert_eq!(told["guardianships"].as_array().unwrap().len(), 2);
    let told = agree(&guardian, "", &other, "Айшагүл").await.ok();
    let names = told["guardianships"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|row| row["first_name"].clone()).collect();
    assert_eq!(names, ["Айшагүл", "Дана"]);
}

#[tokio::test]
async fn nobody_learns_whether_a_child_is_here() {
    let app = spawn().await;
    let (here, absent) = (Person::minor(1), Person::minor(2));
    let child = waiting(&app, &here).await;
    let guardian = app.proved_guardian(&mother()).await;
    let without_ids = |mut told: Value| {
        told["guardianships"][0]["id"] = json!(null);
        told["guardianships"].as_array().unwrap()[0].clone()
    };
    let known = without_ids(agree(&guardian, "", &here.iin(), "Әлия").await.ok());
    assert_eq!(child.next().await, "finish");
    let unknown = without_ids(agree(&guardian, "", &absent.iin(), "Әлия").await.ok());
    assert_eq!(known, unknown);

    // Kept, and found when the child comes.
    let later = app.browser();
    app.walk(&later, &absent, Some(Requirement::Finish)).await;
    assert_eq!(facts(&later).await["agreed"]["guardian"], "Асель Ө.");
    // A name that does not fit is no consent.
    let other = named(Person::minor(3), "Өтеғұлова", "Дана");
    agree(&guardian, "", &other.iin(), "Диана").await.ok();
    let waits = waiting(&app, &other).await;
    assert_eq!(facts(&waits).await["agreed"], json!(null));
}

#[tokio::test]
async fn a_link_is_good_once_and_for_a_week() {
    let app = spawn().await;
    let person = Person::minor(1);
    // Eighteen in years: the link is older than the waiting.
    let person = Person {
        number: json!({ "kind": "iin", "number": iin_of("1501016", 9) }),
        ..person
    };
    let child = waiting(&app, &person).await;
    let guardian = app.proved_guardian(&mother()).await;
    look(&guardian, "nonsense")
        .await
        .refused(410, "link_useless");

    let first = token(&child).await;
    let second = token_of(&ask(&child, json!({ "anew": true })).await);
    for answer in [
        look(&guardian, &first).await,
        agree(&guardian, &first, &person.iin(), "Әлия").await,
    ] {
        answer.refused(410, "guardian_link_replaced");
    }
    app.clock.advance_seconds(7 * DAY - 1);
    look(&guardian, &second).await.ok();
    app.clock.advance_seconds(1);
    look(&guardian, &second)
        .await
        .refused(410, "guardian_link_expired");
    child.sign_in(&person.email).await.ok();
    guardian.sign_in(&mother().email).await.ok();
    let told = child.get("/registration/guardian-link").await.ok();
    assert_eq!(told["link"], json!(null));

    let third = token(&child).await;
    let body = json!({ "token": third });
    let path = "/guardian-links/refusal";
    assert_eq!(guardian.post(path, body.clone()).await.status, 204);
    guardian
        .post(path, body)
        .await
        .refused(410, "guardian_link_used");
    let told = child.get("/registration/guardian-link").await.ok();
    assert_eq!(told["refused_at"], json!(app.clock.now()));
    let letters = subjects(&app, &person.email).await;
    assert!(letters.contains(&"Пробная система: согласия не дали".to_owned()));

    let fourth = token(&child).await;
    agree(&guardian, &fourth, &person.iin(), "Әлия").await.ok();
    agree(&guardian, &fourth, &person.iin(), "Әлия")
        .await
        .refused(410, "guardian_link_used");
    child
        .post("/registration/guardian-link", json!({}))
        .await
        .refused(409, "guardian_not_needed");
}

#[tokio::test]
async fn a_link_survives_a_restart_and_is_mailed_within_limits() {
    let app = spawn().await;
    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    let to = "mother@example.kz";
    let body = json!({ "email": " Mother@example.kz " });
    child
        .post(
            "/registration/guardian-link",
            json!({ "email": "no address" }),
        )
        .await
        .refused_fields(&[("email", "email_form")]);
    let told = ask(&child, body.clone()).await;
    assert_eq!(told["link"]["mailed_at"], json!(app.clock.now()));
    let letter = app.mails(to).await.pop().expect("it came");
    for part in ["Әлия Ө.", told["link"]["address"].as_str().unwrap()] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }
    let early = child
        .post("/registration/guardian-link", body.clone())
        .await;
    early.refused(429, "resend_too_early");
    // The one that came too early is counted too.
    for _ in 0..3 {
        app.clock.advance_seconds(60);
        assert_eq!(
            ask(&child, body.clone()).await["link"]["address"],
            told["link"]["address"]
        );
    }
    app.clock.advance_seconds(60);
    child
        .post(
            "/registration/guardian-link",
            json!({ "email": "another@example.kz" }),
        )
        .await
        .refused(429, "sending_limit");
    assert_eq!(app.mails(to).await.len(), 4);

    let token = token_of(&told);
    let dump = app.dump().await;
    for secret in [token.as_str(), &person.iin()] {
        let found = dump
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret} lies there in clear");
    }
    let guardian = app.proved_guardian(&mother()).await;
    let folder = app.app.config.programmes.clone();
    let app = app.restart_with(|config| config.programmes = folder).await;
    let child = child.moved_to(&app.address);
    assert_eq!(
        token_of(&child.get("/registration/guardian-link").await.ok()),
        token
    );
    let guardian = guardian.moved_to(&app.address);
    agree(&guardian, &token, &person.iin(), "Әлия").await.ok();
    assert_eq!(child.next().await, "finish");
}

#[tokio::test]
async fn names_are_not_to_be_guessed() {
    let app = spawn().await;
    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    let token = token(&child).await;
    let guardian = app.proved_guardian(&mother()).await;
    for left in [None, None, Some("2"), Some("1"), Some("0")] {
        let told = agree(&guardian, &token, &person.iin(), "Дана").await;
        let told = told.refused_fields(&[("iin", "child_differs")]);
        assert_eq!(told["errors"][0]["params"]["tries_left"].as_str(), left);
    }
    let pause = agree(&guardian, &token, &person.iin(), "Әлия").await;
    assert_eq!(pause.retry_after(), HOUR);
    pause.refused(429, "child_tries_used");
    // Nor by another guardian with the same link.
    let father = app
        .proved_guardian(&named(Person::new(54), "Өтеғұлов", "Ерлан"))
        .await;
    agree(&father, &token, &person.iin(), "Әлия")
        .await
        .refused(429, "child_tries_used");
    app.clock.advance_seconds(HOUR);
    guardian.sign_in(&mother().email).await.ok();
    agree(&guardian, &token, &person.iin(), "Әлия").await.ok();
}

#[tokio::test]
async fn a_consent_is_taken_back_and_the_other_guardian_keeps_theirs() {
    let app = spawn().await;
    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    let guardian = app.proved_guardian(&mother()).await;
    let father = named(Person::new(54), "Өтеғұлов", "Ерлан");
    let other = app.proved_guardian(&father).await;
    let told = agree(&guardian, "", &person.iin(), "Әлия").await.ok();
    let id = told["guardianships"][0]["id"].as_str().unwrap().to_owned();
    app.clock.advance_seconds(60);
    agree(&other, "", &person.iin(), "Әлия").await.ok();
    assert_eq!(facts(&child).await["agreed"]["guardian"], "Асель Ө.");

    let path = format!("/guardianships/{id}/withdrawal");
    guardian
        .post(&path, json!({ "current": "not the password" }))
        .await
        .refused_fields(&[("current", "password_wrong")]);
    withdraw(&other, &id).await.refused(404, "not_found");
    let told = withdraw(&guardian, &id).await.ok();
    assert_eq!(told["guardianships"][0]["state"], "withdrawn");
    assert_eq!(
        told["guardianships"][0]["withdrawn_at"],
        json!(app.clock.now())
    );
    withdraw(&guardian, &id).await.refused(404, "not_found");
    assert_eq!(facts(&child).await["agreed"]["guardian"], "Ерлан Ө.");
    assert_eq!(child.next().await, "finish");
    let told = other.get("/guardianships").await.ok();
    let id = told["guardianships"][0]["id"].as_str().unwrap().to_owned();
    withdraw(&other, &id).await.ok();
    assert_eq!(child.next().await, "guardian_consent", "it waits again");

    let withdrawn = "Пробная система: согласие отозвано".to_owned();
    let letters = subjects(&app, &person.email).await;
    assert_eq!(letters.iter().filter(|one| **one == withdrawn).count(), 2);
    let letter = app.mails(&father.email).await.pop().unwrap();
    assert!(letter.subject.ends_with("Вы отозвали согласие"));
    let open = "SELECT count(*) FROM cases WHERE kind = 'guardianship_withdrawn'";
    assert_eq!(app.count(open).await, 2);
    // Agreed anew, it goes on.
    agree(&guardian, "", &person.iin(), "Әлия").await.ok();
    assert_eq!(child.next().await, "finish");
}

#[tokio::test]
async fn own_data_names_consents_and_deletion_ends_them() {
    let app = spawn().await;
    let person = Person::minor(1);
    let child = waiting(&app, &person).await;
    let guardian = app.proved_guardian(&mother()).await;
    agree(&guardian, "", &person.iin(), "Әлия").await.ok();
    let told = guardian.get("/account/data").await.ok();
    assert_eq!(told["guardianships"]["given"][0]["first_name"], "Әлия");
    let told = child.get("/account/data").await.ok();
    assert_eq!(told["guardianships"]["received"][0]["guardian"], "Асель Ө.");
    let body = json!({ "current": PASSWORD, "agreed": true });
    assert_eq!(guardian.post("/account/deletion", body).await.status, 204);
    assert_eq!(child.next().await, "guardian_consent");
    let left = "SELECT count(*) FROM guardianships WHERE child <> '' OR child_key <> ''";
    assert_eq!(app.count(left).await, 0);
}

#[tokio::test]
async fn the_guardian_of_a_child_with_an_exam_ahead_stays() {
    let app = spawn().await;
    let person = Person::minor(1).of("ncie");
    let child = app.registered(&person).await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 1).await;
    child.apply("c", &sitting).await.ok();
    let guardian = app.proved_guardian(&mother()).await;
    agree(&guardian, "", &person.iin(), "Әлия").await.ok();
    let body = json!({ "current": PASSWORD, "agreed": true });
    guardian
        .post("/account/deletion", body)
        .await
        .refused(409, "child_exam_ahead");
    // Nothing of it was done.
    let told = guardian.get("/guardianships").await.ok();
    assert_eq!(told["guardianships"][0]["state"], "in_force");
    let told = guardian.get("/sharings").await.ok();
    assert_eq!(told["given"][0]["first_name"], "Әлия");
    let told = child.get("/sharings").await.ok();
    assert_eq!(told["received"][0]["guardian"], "Асель Ө.");
}

#[tokio::test]
async fn a_guardian_enters_twenty_children_a_day() {
    let app = spawn().await;
    let guardian = app.proved_guardian(&mother()).await;
    for serial in 1..=20 {
        let iin = iin_of("1501016", serial);
        agree(&guardian, "", &iin, "Дана").await.ok();
    }
    let last = iin_of("1501016", 21);
    let pause = agree(&guardian, "", &last, "Дана").await;
    assert_eq!(pause.retry_after(), DAY);
    pause.refused(429, "child_tries_used");
    app.clock.advance_seconds(DAY);
    guardian.sign_in(&mother().email).await.ok();
    agree(&guardian, "", &last, "Дана").await.ok();
}
