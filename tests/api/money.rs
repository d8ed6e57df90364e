//! Everything at once: people, both banks and the clock in no order at all, the program cut off between
//! any two statements, and killed. No seat is oversold and no tiyn unaccounted for.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Browser, FEE, TestApp, iin, named};
use tokio::task::JoinSet;

/// How many call at once.
const LANES: usize = 8;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// The newest own application that has not ended, and the newest of all.
async fn own(browser: &Browser) -> (Option<Value>, Option<Value>) {
    let told = browser.get("/applications").await.ok();
    let all = told["applications"].as_array().expect("a list").clone();
    let live = |a: &&Value| matches!(a["status"].as_str(), Some("held" | "submitted"));
    (all.iter().find(live).cloned(), all.first().cloned())
}

/// A call of the bank that may be cut off between any two statements, as by a crash; the bank repeats it.
async fn cut(app: &TestApp, dice: &mut Dice, query: Value) {
    let query: shared::kaspi::Query = serde_json::from_value(query).expect("a query");
    let limit = Duration::from_micros(dice.roll(20_000));
    let call = backend::payments::answer_kaspi(&app.app, query.clone());
    drop(tokio::time::timeout(limit, call).await);
    if dice.roll(3) > 0 {
        drop(backend::payments::answer_kaspi(&app.app, query).await);
    }
}

async fn bank_acts(app: &TestApp, invoice: &str, dice: &mut Dice) {
    let outcomes = [
        "paid",
        "declined",
        "twice",
        "late",
        "wrong_amount",
        "never_back",
    ];
    let at = usize::try_from(dice.roll(6)).unwrap_or(0);
    let bank = Browser::new(&app.address, None);
    let body = json!({ "invoice": invoice, "outcome": outcomes[at] });
    let call = bank
        .bare(Method::POST, "/sandbox/halyk/outcome")
        .json(&body);
    Answer::of(call).await;
}

async fn pay_by_card(app: &TestApp, browser: &Browser, (id, dice): (&str, &mut Dice)) {
    let path = format!("/applications/{id}/card");
    let begun = browser.post(&path, json!({ "language": "kk" })).await;
    if let Some(invoice) = begun.body["payment"]["invoiceId"].as_str() {
        bank_acts(app, invoice, dice).await;
        browser.post(&format!("{path}/return"), json!({})).await;
    }
}

async fn claim_everything(browser: &Browser) {
    let told = browser.get("/payments").await.ok();
    for payment in told["payments"].as_array().expect("a list") {
        let number = payment["number"].as_str().unwrap_or_default();
        let claim = json!({
            "iban": "KZ86125KZT5004100100", "bank": "Демо", "holder_surname": "Ә",
            "holder_first_name": "Б", "holder_iin": iin(3),
        });
        browser
            .post(&format!("/payments/{number}/refund"), claim)
            .await;
    }
}

/// One person, for a while.
async fn live(app: Arc<TestApp>, browser: Browser, sittings: Vec<String>, mut dice: Dice) {
    for turn in 0..14 {
        let (current, newest) = own(&browser).await;
        let at = usize::try_from(dice.roll(3)).unwrap_or(0);
        let of = |a: &Value| a["id"].as_str().unwrap_or_default().to_owned();
        match (dice.roll(8), current, newest) {
            (0, Some(a), _) => {
                let body = json!({ "version": a["version"] });
                let path = format!("/applications/{}/withdrawal", of(&a));
                browser.post(&path, body).await;
            }
            (1, Some(a), _) => {
                let body = json!({
                    "version": a["version"], "answers": Browser::answers(&sittings[at]),
                });
                browser
                    .put(&format!("/applications/{}", of(&a)), body)
                    .await;
            }
            (2 | 3, Some(a), _) => {
                pay_by_card(&app, &browser, (&of(&a), &mut dice)).await;
            }
            (4 | 5, _, Some(a)) => {
                let number = a["number"].as_str().unwrap_or_default();
                let txn = dice.roll(1_000_000_000);
                let sum = if dice.roll(5) == 0 { "5000.00" } else { FEE };
                let query = json!({
                    "command": "pay", "txn_id": txn.to_string(), "account": number, "sum": sum,
                    "txn_date": "20261121101530",
                });
                cut(&app, &mut dice, query).await;
            }
            (6, _, _) => {
                claim_everything(&browser).await;
            }
            (7, _, _) => {
                app.clock
                    .advance_seconds(i64::try_from(dice.roll(1500)).unwrap_or(0));
                let limit = Duration::from_micros(dice.roll(30_000));
                drop(tokio::time::timeout(limit, backend::payments::work(&app.app)).await);
            }
            (_, None, _) => {
                browser.apply("paid", &sittings[at]).await;
            }
            _ => {}
        }
        if turn % 3 == 0 {
            app.books().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_order_of_events_loses_a_tiyn_or_sells_a_seat_twice() {
    let app = Arc::new(TestApp::spawn().await);
    app.paid_campaign("paid").await;
    app.campaign("paid", |campaign| {
        campaign.fee = Some(shared::money::Tiyn::of_tenge(5640));
        campaign.hold_minutes = Some(60);
        campaign.applications_allowed = 2;
    })
    .await;
    let mut sittings = Vec::new();
    for (time, seats) in [("09:00", 3), ("09:30", 4), ("14:00", 5)] {
        sittings.push(app.sitting("paid", time, seats).await);
    }
    let mut lives = JoinSet::new();
    for (seed, browser) in app.crowd(16).await.into_iter().enumerate() {
        let dice = Dice(u64::try_from(seed).unwrap_or(0) * 7919 + 1);
        lives.spawn(live(app.clone(), browser, sittings.clone(), dice));
    }
    while let Some(done) = lives.join_next().await {
        done.expect("nobody met a fault");
    }
    for sitting in &sittings {
        let (counter, rows) = app.seats(sitting).await;
        assert_eq!(counter, rows, "the counter equals the rows");
    }
    // What is submitted is paid, by exactly one payment each.
    let submitted = "SELECT count(*) FROM applications WHERE state = 'submitted'";
    let paid = app
        .count(
            "SELECT count(DISTINCT s.application_id) FROM money_steps s WHERE s.state = 'applied'
                 AND s.step = (SELECT max(m.step) FROM money_steps m
                     WHERE m.payment_id = s.payment_id)",
        )
        .await;
    assert_eq!(app.count(submitted).await, paid);
    let books = app.books().await;
    let applied = i64::try_from(books.applied.tenge()).unwrap();
    assert_eq!(applied, paid * 5640, "no order is paid twice");
    assert!(
        books.came.tenge() > 5640 * 10,
        "{books:?}: too little happened"
    );
    assert!(
        books.unapplied.tiyn() + books.refunded.tiyn() > 0,
        "{books:?}"
    );
}

/// Pays the order of one number, as the bank does; nothing when the program is gone.
async fn pay(address: &str, index: usize, number: &str) -> Option<Value> {
    let bank = Browser::new(address, None);
    let txn_id = (500_000 + index).to_string();
    let query = [
        ("command", "pay"),
        ("txn_id", &txn_id),
        ("account", number),
        ("sum", FEE),
        ("txn_date", "20261121101530"),
    ];
    let call = bank.bare(Method::GET, "/api/v1/payments/kaspi");
    let answer = call.query(&query).send().await.ok()?;
    answer.json().await.ok()
}

/// Lets everybody apply, eight at a time; the numbers of their orders.
async fn apply_all(people: Vec<Browser>, sitting: &str) -> Vec<String> {
    let mut lanes = JoinSet::new();
    for lane in people.chunks(people.len().div_ceil(LANES)) {
        let (lane, sitting) = (lane.to_vec(), sitting.to_owned());
        lanes.spawn(async move {
            let mut numbers = Vec::new();
            for person in lane {
                numbers.push(named(&person.apply("paid", &sitting).await.ok()).1);
            }
            numbers
        });
    }
    lanes.join_all().await.concat()
}

/// Pays these orders, eight at a time; each is answered as paid.
async fn pay_all(app: &TestApp, numbers: &Arc<Vec<String>>, indices: Vec<usize>) {
    let mut lanes = JoinSet::new();
    for lane in indices.chunks(indices.len().div_ceil(LANES)) {
        let (lane, numbers, address) = (lane.to_vec(), numbers.clone(), app.address.clone());
        lanes.spawn(async move {
            for index in lane {
                let answer = pay(&address, index, &numbers[index]).await;
                assert_eq!(answer.expect("it answers")["result"], 0);
            }
        });
    }
    lanes.join_all().await;
}

#[tokio::test]
async fn killed_among_a_thousand_payments_nothing_that_was_answered_is_lost() {
    let app = TestApp::spawn().await;
    app.catch_up();
    let people = app.crowd(1000).await;
    app.paid_campaign("paid").await;
    let sitting = app.sitting("paid", "today+4 09:00", 1000).await;
    let numbers = Arc::new(apply_all(people, &sitting).await);
    let (stopped, program) = app.give_way();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel::<usize>();
    let mut calls = JoinSet::new();
    for lane in 0..LANES {
        let (numbers, told) = (numbers.clone(), told.clone());
        let address = program.address().to_owned();
        calls.spawn(async move {
            for index in (lane..numbers.len()).step_by(LANES) {
                let Some(answer) = pay(&address, index, &numbers[index]).await else {
                    return;
                };
                assert_eq!(answer["result"], 0);
                told.send(index).expect("somebody listens");
            }
        });
    }
    drop(told);
    let mut confirmed = Vec::new();
    while confirmed.len() < 400 {
        confirmed.push(heard.recv().await.expect("the program pays on"));
    }
    program.kill();
    while let Some(index) = heard.recv().await {
        confirmed.push(index);
    }
    calls.join_all().await;
    let confirmed_count = u64::try_from(confirmed.len()).unwrap();
    assert!(confirmed_count < 1000, "it was killed in the middle");
    let app = stopped.open().await;
    let paid = app.books().await.applied.tenge() / 5640;
    assert!(paid >= confirmed_count, "{paid} of {confirmed_count}");
    pay_all(&app, &numbers, confirmed).await;
    let after = app.books().await.applied.tenge() / 5640;
    assert_eq!(after, paid, "what was confirmed was there");
    pay_all(&app, &numbers, (0..1000).collect()).await;
    assert_eq!(app.books().await.applied.tenge(), 1000 * 5640);
    assert_eq!(app.seats(&sitting).await, (1000, 1000));
}
