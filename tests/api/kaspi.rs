//! Kaspi calls: the cases of the protocol, and everything that can go wrong between the bank, the hour
//! and the seat. The bank has no signature; who calls is decided by the address.

use std::sync::Arc;

use serde_json::{Value, json};
use tests::{Browser, FEE, TestApp, named};

const VECTORS: &str = include_str!("../../shared/testdata/kaspi_protocol_vectors.json");

/// A paid campaign with one sitting of so many seats, and so many people.
async fn open(seats: i64, people: usize) -> (TestApp, String, Vec<Browser>) {
    let app = TestApp::spawn().await;
    let people = app.crowd(people).await;
    app.paid_campaign("paid").await;
    let sitting = app.sitting("paid", "09:00", seats).await;
    (app, sitting, people)
}

async fn order(browser: &Browser, id: &str) -> Value {
    browser
        .get(&format!("/applications/{id}/payment"))
        .await
        .ok()
}

/// Letters of a person whose subject holds these words.
async fn letters(app: &TestApp, serial: usize, words: &str) -> usize {
    let mails = app.mails(&format!("crowd-{serial:05}@example.kz")).await;
    mails
        .iter()
        .filter(|mail| mail.text.contains(words))
        .count()
}

/// Digits, at most twenty.
fn is_number(text: &str) -> bool {
    text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The orders that the cases of the protocol speak of.
struct Vectors {
    app: TestApp,
    people: Vec<Browser>,
    /// By their names there: id and number.
    orders: Vec<(&'static str, (String, String))>,
    /// The first answer to what was paid before.
    first: Value,
}

async fn prepare() -> Vectors {
    let (app, sitting, people) = open(5, 7).await;
    let last = app.sitting("paid", "15:00", 1).await;
    let apply = async |person: usize, sitting: &str| {
        named(&people[person].apply("paid", sitting).await.ok())
    };
    // Two ran out; the seat of the one is free, that of the other somebody has.
    let mut orders = vec![
        ("100005", apply(4, &sitting).await),
        ("100006", apply(5, &last).await),
        ("100002", apply(1, &sitting).await),
    ];
    app.clock.advance_seconds(3600);
    app.work().await;
    orders.push(("100001", apply(0, &sitting).await));
    orders.push(("fresh", apply(6, &sitting).await));
    let paid = apply(2, &sitting).await;
    let first = app.pay("900000000000003", &paid.1, FEE).await;
    orders.push(("100003", paid));
    let locked = apply(3, &last).await;
    app.begun_card(&locked.0).await;
    orders.push(("100004", locked));
    Vectors {
        app,
        people,
        orders,
        first,
    }
}

#[tokio::test]
async fn the_cases_of_the_protocol_are_answered_as_written() {
    let Vectors {
        app,
        people,
        orders,
        first,
    } = prepare().await;
    // The cases are independent but for the payments of one order.
    let real = |account: &str, was_paid: bool| {
        let name = match account.trim() {
            "100001" if was_paid => "fresh",
            other => other,
        };
        let order = orders.iter().find(|(known, _)| *known == name);
        order.map_or_else(|| account.to_owned(), |(_, (_, number))| number.clone())
    };
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let (mut number, mut is_paid) = (Value::Null, false);
    for case in cases {
        let query = case["query"].as_object().unwrap();
        let query: Vec<(String, String)> = query
            .iter()
            .map(|(name, value)| {
                let value = value.as_str().unwrap();
                let value = if name == "account" {
                    real(value, is_paid)
                } else {
                    value.to_owned()
                };
                (name.clone(), value)
            })
            .collect();
        let query: Vec<(&str, &str)> = query.iter().map(|(n, v)| (&**n, &**v)).collect();
        let answer = app.kaspi_call(&query).await.ok();
        let (name, expect) = (&case["name"], &case["expect"]);
        assert_eq!(answer["result"], expect["result"], "{name}: {answer}");
        if let Some(sum) = expect.get("sum") {
            assert_eq!(&answer["sum"], sum, "{name}");
        }
        match expect["prv_txn_id"].as_str() {
            Some("digits, at most 20") => number = answer["prv_txn_id"].clone(),
            Some(_) if name == "pay repeated for an order paid earlier" => {
                assert_eq!(answer["prv_txn_id"], first["prv_txn_id"]);
            }
            Some(_) => assert_eq!(answer["prv_txn_id"], number, "{name}"),
            None => {}
        }
        is_paid |= name == "pay again, other txn_id";
    }
    assert_eq!(cases.len(), 20, "cases were added; do they pass?");
    assert!(is_number(number.as_str().unwrap()));
    let back = order(&people[4], &orders[0].1.0).await;
    assert_eq!(back["order"]["state"], "paid", "its seat was free");
    let late = order(&people[5], &orders[1].1.0).await;
    assert_eq!(late["order"]["state"], "annulled");
    assert_eq!(late["payments"][0]["state"], "unapplied");
    let books = app.books().await;
    assert_eq!(books.applied.tenge(), 3 * 5640);
    assert_eq!(books.unapplied.tenge(), 5640 + 5000);
    let calls = app.count("SELECT count(*) FROM bank_calls").await;
    assert_eq!(calls, 21, "every call is kept");
}

#[tokio::test]
async fn one_payment_told_twenty_times_at_once_is_one_payment_and_one_letter() {
    let (app, sitting, people) = open(3, 1).await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    let app = Arc::new(app);
    let answers = app.pay_at_once(vec!["77".to_owned(); 20], &number).await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
        assert_eq!(answer["result"], 0);
    }
    let paid = order(&people[0], &id).await;
    assert_eq!(paid["payments"].as_array().unwrap().len(), 1);
    assert_eq!(paid["order"]["state"], "paid");
    assert_eq!(paid["ways"], json!([]));
    assert_eq!(app.count("SELECT count(*) FROM payments").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM money_steps").await, 1);
    assert_eq!(letters(&app, 0, &number).await, 2, "held, and paid once");
    assert_eq!(app.seats(&sitting).await, (1, 1));
    // Another operation for the same order is the protocol's own answer, and no money of ours.
    assert_eq!(app.pay("78", &number, FEE).await["result"], 3);
    assert_eq!(app.books().await.came.tenge(), 5640);
}

#[tokio::test]
async fn twenty_operations_at_once_pay_an_order_once() {
    let (app, sitting, people) = open(3, 1).await;
    let (_, number) = named(&people[0].apply("paid", &sitting).await.ok());
    let app = Arc::new(app);
    let txns = (100..120).map(|txn| txn.to_string()).collect();
    let answers = app.pay_at_once(txns, &number).await;
    let count = |result| answers.iter().filter(|a| a["result"] == result).count();
    assert_eq!((count(0), count(3)), (1, 19));
    assert_eq!(app.books().await.applied.tenge(), 5640);
}

#[tokio::test]
async fn who_pays_gets_time_for_it_once() {
    let (app, sitting, people) = open(3, 1).await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    let until = async || {
        let told = order(&people[0], &id).await;
        let (until, now) = (&told["order"]["pay_until"], &told["server_now"]);
        (until.as_i64().unwrap() - now.as_i64().unwrap()) / 1_000_000
    };
    assert_eq!(until().await, 3600);
    app.check("1", &number).await;
    assert_eq!(until().await, 3600, "never shorter");
    app.clock.advance_seconds(3599);
    assert_eq!(app.check("2", &number).await["result"], 0);
    assert_eq!(
        until().await,
        1,
        "once an order, and that was when it began"
    );
    app.clock.advance_seconds(1);
    assert_eq!(app.check("3", &number).await["result"], 2);
    let (other, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.clock.advance_seconds(3599);
    assert_eq!(app.check("4", &number).await["result"], 0);
    let told = order(&people[0], &other).await;
    let left = told["order"]["pay_until"].as_i64().unwrap() - app.clock.now().0;
    assert_eq!(left / 1_000_000, 20 * 60);
}

#[tokio::test]
async fn late_money_brings_the_seat_back_while_it_is_free() {
    let (app, sitting, people) = open(1, 2).await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.clock.advance_seconds(3600);
    // Nobody has released the hold: the seat is still theirs.
    assert_eq!(app.pay("1", &number, FEE).await["result"], 0);
    assert_eq!(order(&people[0], &id).await["order"]["state"], "paid");
    assert_eq!(app.seats(&sitting).await, (1, 1));
    people[1]
        .apply("paid", &sitting)
        .await
        .refused_fields(&[("sitting", "sitting_full")]);

    let again = app.sitting("paid", "15:00", 1).await;
    let (id, number) = named(&people[1].apply("paid", &again).await.ok());
    app.clock.advance_seconds(3600);
    app.work().await;
    assert_eq!(app.seats(&again).await, (0, 0));
    assert_eq!(letters(&app, 1, &number).await, 2, "held, and annulled");
    app.work().await;
    assert_eq!(letters(&app, 1, &number).await, 2, "told once");
    assert_eq!(app.pay("2", &number, FEE).await["result"], 0);
    assert_eq!(order(&people[1], &id).await["order"]["state"], "paid");
    assert_eq!(app.seats(&again).await, (1, 1));
    assert_eq!(letters(&app, 1, &number).await, 3);
}

#[tokio::test]
async fn late_money_without_a_seat_waits_and_pays_the_next_application() {
    let (app, sitting, people) = open(1, 2).await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.clock.advance_seconds(3600);
    people[1].apply("paid", &sitting).await.ok();
    assert_eq!(app.pay("1", &number, FEE).await["result"], 0);
    let told = order(&people[0], &id).await;
    assert_eq!(told["order"]["state"], "annulled");
    assert_eq!(told["payments"][0]["state"], "unapplied");
    assert_eq!(told["payments"][0]["refundable"], "account");
    assert_eq!(app.books().await.unapplied.tenge(), 5640);
    assert_eq!(app.seats(&sitting).await, (1, 1));
    let other = app.sitting("paid", "15:00", 1).await;
    let next = people[0].apply("paid", &other).await.ok();
    assert_eq!(next["status"], "submitted", "the money was there");
    assert_eq!(next["order"]["state"], "paid");
    assert_eq!(app.books().await.applied.tenge(), 5640);
}

#[tokio::test]
async fn money_for_a_lost_application_pays_the_one_made_instead() {
    let (app, sitting, people) = open(1, 2).await;
    let (_, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.clock.advance_seconds(3600);
    people[1].apply("paid", &sitting).await.ok();
    let other = app.sitting("paid", "15:00", 1).await;
    let (id, _) = named(&people[0].apply("paid", &other).await.ok());
    assert_eq!(app.pay("1", &number, FEE).await["result"], 0);
    assert_eq!(order(&people[0], &id).await["order"]["state"], "paid");
    assert_eq!(app.books().await.applied.tenge(), 5640);
}

#[tokio::test]
async fn a_wrong_sum_is_kept_and_pays_nothing() {
    let (app, sitting, people) = open(2, 1).await;
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    for (txn, sum, result) in [
        ("1", "5639.99", 0),
        ("2", "9999999999.99", 0),
        ("3", "5640.001", 5),
        ("4", "-5640.00", 5),
        ("5", "99999999999999999999.00", 5),
        ("6", "5640,00", 5),
        ("7", "0.00", 5),
        ("8", "", 5),
    ] {
        assert_eq!(app.pay(txn, &number, sum).await["result"], result, "{sum}");
    }
    let told = order(&people[0], &id).await;
    assert_eq!(told["order"]["state"], "waiting");
    assert_eq!(told["payments"].as_array().unwrap().len(), 2);
    assert_eq!(app.books().await.applied.tiyn(), 0);
    assert_eq!(app.pay("9", &number, FEE).await["result"], 0);
    assert_eq!(order(&people[0], &id).await["order"]["state"], "paid");
    app.books().await;
}

#[tokio::test]
async fn only_the_bank_is_answered() {
    let app = TestApp::spawn_with(|config| {
        config.payments.kaspi_service = Some("Test".to_owned());
        config.payments.kaspi_addresses = vec!["194.187.247.152".parse().unwrap()];
        config.payments.kaspi_path = Some("known-to-the-bank".to_owned());
    })
    .await;
    let call = async |network: &str, path: &str| {
        let bank = app.browser_at(network);
        let query = "command=check&txn_id=1&account=1&sum=1.00";
        bank.get(&format!("/payments/kaspi{path}?{query}")).await
    };
    let answer = call("194.187.247.152", "/known-to-the-bank").await.ok();
    assert_eq!(answer["result"], 1);
    let secret = "known-to-the-bank";
    let bank = app.browser_at("194.187.247.152");
    let query = "command=check&txn_id=1&account=1&sum=1.00";
    let answer = bank.get(&format!("/payments/kaspi/{secret}?{query}")).await;
    assert_eq!(answer.ok()["result"], 1);
    let foreign = call("194.187.247.153", "/known-to-the-bank").await;
    assert_eq!((foreign.status, &foreign.body), (403, &Value::Null));
    for path in ["", "/known-to-nobody"] {
        call("194.187.247.152", path)
            .await
            .refused(404, "not_found");
    }
    // A header that anybody can write changes nothing for who does not come through our proxy.
    let absent = TestApp::spawn_with(|config| config.payments.without_sandbox = true).await;
    let answer = absent.kaspi_call(&[("command", "check")]).await;
    answer.refused(404, "not_found");
}

#[tokio::test]
async fn the_close_of_the_campaign_and_midnight_change_nothing_while_paying() {
    let app = TestApp::spawn().await;
    let people = app.crowd(1).await;
    // Midnight in Kazakhstan is 19:00 by the clock of Greenwich.
    let midnight = 24 * 3600 - (app.clock.now().0 / 1_000_000 + 5 * 3600) % (24 * 3600);
    app.paid_campaign("paid").await;
    app.campaign("paid", |campaign| {
        campaign.fee = Some(shared::money::Tiyn::of_tenge(5640));
        campaign.hold_minutes = Some(60);
        campaign.closes_at = campaign.opens_at.plus_seconds(midnight);
        campaign.edits_until = campaign.closes_at;
    })
    .await;
    let sitting = app.sitting("paid", "09:00", 1).await;
    app.clock.advance_seconds(midnight - 1);
    let (id, number) = named(&people[0].apply("paid", &sitting).await.ok());
    app.clock.advance_seconds(1800);
    people[0]
        .apply("paid", &sitting)
        .await
        .refused(409, "campaign_closed");
    assert_eq!(app.check("1", &number).await["result"], 0);
    assert_eq!(app.pay("1", &number, FEE).await["result"], 0);
    let told = order(&people[0], &id).await;
    assert_eq!(
        told["order"]["state"], "paid",
        "formed in time, paid in its hour"
    );
}
