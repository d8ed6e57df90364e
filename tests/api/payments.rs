//! Orders, refunds, the repeated attempt: what a payer sees and asks for.

use serde_json::{Value, json};
use shared::payments::RefundState;
use tests::{Browser, FEE, TestApp, iin, named};

async fn open() -> (TestApp, String, Vec<Browser>) {
    let app = TestApp::spawn().await;
    let people = app.crowd(2).await;
    app.paid_campaign("paid").await;
    let sitting = app.sitting("paid", "09:00", 5).await;
    (app, sitting, people)
}

fn claim() -> Value {
    json!({
        "iban": "KZ86 125K ZT50 0410 0100", "bank": "Демо банк", "holder_surname": "Сынақова",
        "holder_first_name": "Әлия", "holder_iin": iin(7),
    })
}

async fn withdraw(browser: &Browser, id: &str) -> Value {
    let version = browser.get(&format!("/applications/{id}")).await.ok()["version"].clone();
    let body = json!({ "version": version });
    browser
        .post(&format!("/applications/{id}/withdrawal"), body)
        .await
        .ok()
}

/// The own payments, which are as many.
async fn payments(browser: &Browser, count: usize) -> Vec<Value> {
    let told = browser.get("/payments").await.ok();
    let payments = told["payments"].as_array().expect("it is told").clone();
    assert_eq!(payments.len(), count, "{told}");
    payments
}

#[tokio::test]
async fn an_application_that_costs_something_waits_for_its_money() {
    let (app, sitting, people) = open().await;
    let made = people[0].apply("paid", &sitting).await.ok();
    let (id, number) = named(&made);
    assert_eq!(made["status"], "held");
    assert_eq!(made["order"]["state"], "waiting");
    assert_eq!(made["order"]["amount"], 564_000);
    assert_eq!(made["order"]["number"], json!(number));
    assert_eq!(made["order"]["pay_until"], made["held_until"]);
    let told = people[0]
        .get(&format!("/applications/{id}/payment"))
        .await
        .ok();
    assert_eq!(told["ways"][1]["provider"], "kaspi");
    let link = told["ways"][1]["link"].as_str().unwrap();
    assert!(link.contains(&number), "{link}");
    for path in ["payment", "card", "card/return"] {
        let path = format!("/applications/{id}/{path}");
        let answer = if path.ends_with("payment") {
            people[1].get(&path).await
        } else {
            people[1].post(&path, json!({ "language": "kk" })).await
        };
        answer.refused(404, "not_found");
    }
    let stranger = app.browser();
    stranger
        .get("/payments")
        .await
        .refused(401, "sign_in_required");
    stranger
        .get("/prepayments/nqt")
        .await
        .refused(401, "sign_in_required");
    payments(&people[0], 0).await;
}

#[tokio::test]
async fn place_and_time_stay_and_the_language_may_be_corrected() {
    let (app, sitting, people) = open().await;
    app.campaign("paid", |campaign| {
        campaign.fee = Some(shared::money::Tiyn::of_tenge(5640));
        campaign.hold_minutes = Some(60);
        campaign.moves = false;
        campaign.editable = vec![shared::forms::FieldKind::Language];
    })
    .await;
    let other = app.sitting("paid", "15:00", 5).await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.pay("1", &number, FEE).await;
    let edit = async |version: i64, change: (&str, Value)| {
        let mut answers = Browser::answers(&sitting);
        answers[change.0] = change.1;
        let body = json!({ "version": version, "answers": answers });
        people[0].put(&format!("/applications/{id}"), body).await
    };
    edit(2, ("sitting", json!(other)))
        .await
        .refused_fields(&[("sitting", "move_closed")]);
    edit(2, ("attendance", json!("online")))
        .await
        .refused_fields(&[("attendance", "answer_fixed")]);
    edit(2, ("specialty", json!("dentistry")))
        .await
        .refused_fields(&[("specialty", "answer_fixed")]);
    assert_eq!(app.seats(&sitting).await, (1, 1));
    let edited = edit(2, ("language", json!("ru"))).await.ok();
    assert_eq!(edited["answers"]["language"], "ru");
    assert_eq!(edited["order"]["state"], "paid");
}

/// A paid application that was withdrawn; the path of its refund.
async fn withdrawn(app: &TestApp, browser: &Browser, sitting: &str) -> String {
    let (id, number) = named(&browser.apply("paid", sitting).await.ok());
    app.pay("1", &number, FEE).await;
    let paid = payments(browser, 1).await.remove(0);
    assert_eq!(paid["refundable"], Value::Null, "it pays an exam");
    let path = format!("/payments/{}/refund", paid["number"].as_str().expect("one"));
    browser
        .post(&path, claim())
        .await
        .refused(409, "nothing_to_refund");
    let withdrawn = withdraw(browser, &id).await;
    assert_eq!(withdrawn["order"]["state"], "cancelled");
    assert_eq!(app.seats(sitting).await, (0, 0));
    path
}

#[tokio::test]
async fn a_claim_is_checked_field_by_field_and_belongs_to_the_payer() {
    let (app, sitting, people) = open().await;
    let path = withdrawn(&app, &people[0], &sitting).await;
    let number = path
        .trim_start_matches("/payments/")
        .trim_end_matches("/refund");
    let waiting = payments(&people[0], 1).await.remove(0);
    assert_eq!(waiting["state"], "unapplied");
    assert_eq!(waiting["refundable"], "account");
    people[1]
        .post(&path, claim())
        .await
        .refused(404, "not_found");
    let ask = async |body: Value| {
        people[0]
            .post(&format!("/payments/{number}/refund"), body)
            .await
    };
    let mut wrong = claim();
    wrong["iban"] = json!("KZ86125KZT5004100101");
    wrong["holder_iin"] = json!("000000000000");
    ask(wrong)
        .await
        .refused_fields(&[("iban", "iban_wrong"), ("holder_iin", "iin_checksum")]);
    ask(json!({})).await.refused_fields(&[
        ("iban", "required"),
        ("bank", "required"),
        ("holder_surname", "required"),
        ("holder_first_name", "required"),
        ("holder_iin", "required"),
    ]);
    ask(json!({ "sum": 1 })).await.refused(400, "bad_request");
    let asked = ask(claim()).await.ok();
    assert_eq!(asked["refund"]["state"], "requested");
    assert_eq!(asked["refund"]["amount"], 564_000);
    assert_eq!(asked["refund"]["account"], "KZ** **** 0100");
    ask(claim()).await.refused(409, "nothing_to_refund");
    let dump = app.dump().await;
    for clear in ["KZ86125KZT5004100100", &iin(7)] {
        let found = dump
            .windows(clear.len())
            .any(|part| part == clear.as_bytes());
        assert!(!found, "{clear}");
    }
}

#[tokio::test]
async fn withdrawn_before_the_close_the_fee_goes_to_the_account_of_a_claim() {
    let (app, sitting, people) = open().await;
    let path = withdrawn(&app, &people[0], &sitting).await;
    people[0].post(&path, claim()).await.ok();
    let open = backend::payments::list_open(&app.app).await.unwrap();
    assert_eq!(open[0].claim.as_ref().unwrap().holder_iin, iin(7));
    let refund = open[0].number.clone();
    let step =
        async |to, reason: &str| backend::payments::step(&app.app, &refund, to, reason).await;
    assert!(step(RefundState::Refused, " ").await.is_err(), "why?");
    step(RefundState::Sent, "").await.unwrap();
    let backwards = step(RefundState::Checked, "").await;
    assert!(backwards.is_err(), "not backwards");
    assert_eq!(app.books().await.unapplied.tenge(), 5640);
    step(RefundState::Paid, "").await.unwrap();
    assert!(step(RefundState::Paid, "").await.is_err(), "once");
    assert_eq!(app.books().await.refunded.tenge(), 5640);
    let done = payments(&people[0], 1).await.remove(0);
    assert_eq!(done["state"], "refunded");
    assert_eq!(done["refund"]["changes"].as_array().unwrap().len(), 3);
    let file = people[0].get("/account/data").await.ok();
    assert_eq!(file["payments"][0]["state"], "refunded");
    let told = people[0].apply("paid", &sitting).await.ok();
    assert_eq!(told["status"], "held", "what was given back pays nothing");
}

#[tokio::test]
async fn a_refused_refund_may_be_asked_for_anew() {
    let (app, sitting, people) = open().await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.pay("1", &number, FEE).await;
    withdraw(&people[0], &id).await;
    let number = payments(&people[0], 1).await[0]["number"].clone();
    let path = format!("/payments/{}/refund", number.as_str().unwrap());
    people[0].post(&path, claim()).await.ok();
    let refund = backend::payments::list_open(&app.app).await.unwrap();
    let refused = RefundState::Refused;
    backend::payments::step(&app.app, &refund[0].number, refused, "Шот жабық")
        .await
        .unwrap();
    let told = payments(&people[0], 1).await.remove(0);
    assert_eq!(told["refund"]["state"], "refused");
    assert_eq!(told["refund"]["changes"][1]["reason"], "Шот жабық");
    let again = people[0].post(&path, claim()).await.ok();
    assert_eq!(again["refund"]["state"], "requested");
    assert_ne!(again["refund"]["number"], json!(refund[0].number));
    assert_eq!(app.books().await.unapplied.tenge(), 5640);
}

#[tokio::test]
async fn money_that_is_on_its_way_back_pays_nothing_more() {
    let (app, sitting, people) = open().await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.pay("1", &number, FEE).await;
    withdraw(&people[0], &id).await;
    let number = payments(&people[0], 1).await[0]["number"].clone();
    let path = format!("/payments/{}/refund", number.as_str().unwrap());
    people[0].post(&path, claim()).await.ok();
    let next = people[0].apply("paid", &sitting).await.ok();
    assert_eq!(next["status"], "held");
}

#[tokio::test]
async fn after_the_close_nothing_is_given_back() {
    let (app, sitting, people) = open().await;
    app.campaign("paid", |campaign| {
        campaign.fee = Some(shared::money::Tiyn::of_tenge(5640));
        campaign.hold_minutes = Some(60);
        campaign.closes_at = campaign.opens_at.plus_seconds(86_400);
    })
    .await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.pay("1", &number, FEE).await;
    app.clock.advance_seconds(86_400);
    withdraw(&people[0], &id).await;
    let kept = payments(&people[0], 1).await.remove(0);
    assert_eq!(kept["state"], "applied");
    assert_eq!(kept["refundable"], Value::Null);
    app.books().await;
}

#[tokio::test]
async fn a_repeated_attempt_is_paid_by_iin_before_it_is_applied_for() {
    let (app, sitting, browser) = crate::nqt::open_campaign().await;
    app.campaign("again", |campaign| {
        "nqt".clone_into(&mut campaign.programme);
    })
    .await;
    let next = app.sitting("again", "15:00", 5).await;
    crate::nqt::apply(&browser, "t", crate::nqt::answers(&sitting))
        .await
        .ok();
    let own = iin(1);
    let told = browser.get("/prepayments/nqt").await.ok();
    assert_eq!(told["amount"], 277_800);
    assert_eq!(told["ways"][0]["service"], "Ustudy");
    assert_eq!(told["waiting"], 0);
    assert!(!told.to_string().contains(&own));
    for other in ["ncie", "chess"] {
        let answer = browser.get(&format!("/prepayments/{other}")).await;
        answer.refused(404, "not_found");
    }
    let checked = app.check("1", &own).await;
    assert_eq!(
        (&checked["result"], &checked["sum"]),
        (&json!(0), &json!("2778.00"))
    );
    assert_eq!(app.check("2", &iin(400)).await["result"], 1);
    crate::nqt::apply(&browser, "again", crate::nqt::answers(&next))
        .await
        .refused(409, "repeat_unpaid");
    assert_eq!(app.pay("3", &own, "2777.00").await["result"], 0);
    assert_eq!(browser.get("/prepayments/nqt").await.ok()["waiting"], 0);
    let paid = app.pay("4", &own, "2778.00").await;
    assert_eq!(app.pay("4", &own, "2778.00").await, paid);
    assert_eq!(browser.get("/prepayments/nqt").await.ok()["waiting"], 1);
    let dump = app.dump().await;
    let clear = own.as_bytes();
    assert!(!dump.windows(clear.len()).any(|part| part == clear));
    let made = crate::nqt::apply(&browser, "again", crate::nqt::answers(&next))
        .await
        .ok();
    assert_eq!(made["status"], "submitted");
    assert_eq!(made["order"]["state"], "paid");
    assert_eq!(app.books().await.applied.tenge(), 2778);
    let id = made["id"].as_str().unwrap();
    withdraw(&browser, id).await;
    assert_eq!(
        browser.get("/prepayments/nqt").await.ok()["waiting"],
        1,
        "pays the next one"
    );
    let again = crate::nqt::apply(&browser, "again", crate::nqt::answers(&next))
        .await
        .ok();
    assert_eq!(again["order"]["state"], "paid");
    let books = app.books().await;
    assert_eq!(
        (books.applied.tenge(), books.unapplied.tenge()),
        (2778, 2777)
    );
}

#[tokio::test]
async fn a_card_is_refused_where_there_is_no_bank() {
    let app = TestApp::spawn_with(|config| config.payments.without_sandbox = true).await;
    let people = app.crowd(1).await;
    app.paid_campaign("paid").await;
    let sitting = app.sitting("paid", "09:00", 5).await;
    let (id, _) = named(&people[0].apply("paid", &sitting).await.ok());
    let told = people[0]
        .get(&format!("/applications/{id}/payment"))
        .await
        .ok();
    assert_eq!(told["ways"], json!([]));
    people[0]
        .post(
            &format!("/applications/{id}/card"),
            json!({ "language": "kk" }),
        )
        .await
        .refused(409, "way_closed");
    people[0]
        .post(
            &format!("/applications/{id}/card"),
            json!({ "language": "fr" }),
        )
        .await
        .refused_fields(&[("language", "unknown_choice")]);
}

#[tokio::test]
async fn an_account_is_not_deleted_while_its_money_waits() {
    let (app, sitting, _) = open().await;
    let person = tests::Person::new(1).in_person();
    let browser = app.registered(&person).await;
    let path = withdrawn(&app, &browser, &sitting).await;
    let ask = json!({ "current": tests::PASSWORD, "agreed": true });
    let delete = async || browser.post("/account/deletion", ask.clone()).await;
    delete().await.refused(409, "money_waits");
    browser.post(&path, claim()).await.ok();
    delete().await.refused(409, "money_waits");
    let refund = backend::payments::list_open(&app.app).await.unwrap();
    backend::payments::step(&app.app, &refund[0].number, RefundState::Paid, "")
        .await
        .unwrap();
    delete().await.ok();
    assert_eq!(app.books().await.refunded.tenge(), 5640);
}
