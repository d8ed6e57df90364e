//! Card payments, against a bank that speaks the real protocol: told once, twice, by one side only, by
//! nobody; declined; silent; late; of a wrong sum; given back.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Browser, FEE, TestApp, named};

struct Payer {
    browser: Browser,
    id: String,
    number: String,
}

/// A paid campaign with one sitting of so many seats, and people who applied.
async fn open(seats: i64, people: usize) -> (Arc<TestApp>, String, Vec<Payer>) {
    let app = Arc::new(TestApp::spawn().await);
    let browsers = app.crowd(people).await;
    app.paid_campaign("paid").await;
    let sitting = app.sitting("paid", "09:00", seats).await;
    let mut payers = Vec::new();
    for browser in browsers {
        let (id, number) = named(&browser.apply("paid", &sitting).await.ok());
        payers.push(Payer {
            browser,
            id,
            number,
        });
    }
    (app, sitting, payers)
}

impl Payer {
    async fn try_begin(&self) -> Answer {
        let path = format!("/applications/{}/card", self.id);
        self.browser.post(&path, json!({ "language": "kk" })).await
    }

    /// Begins a card payment; its invoice.
    async fn begin(&self) -> String {
        let begun = self.try_begin().await.ok();
        begun["payment"]["invoiceId"]
            .as_str()
            .expect("it is told")
            .to_owned()
    }

    async fn order(&self) -> Value {
        let path = format!("/applications/{}/payment", self.id);
        self.browser.get(&path).await.ok()
    }

    async fn back(&self) -> Value {
        let path = format!("/applications/{}/card/return", self.id);
        self.browser.post(&path, json!({})).await.ok()
    }

    async fn state(&self) -> String {
        self.order().await["order"]["state"]
            .as_str()
            .expect("it is told")
            .to_owned()
    }

    /// Seconds until the hold ends.
    async fn left(&self, app: &TestApp) -> i64 {
        let until = self.order().await["order"]["pay_until"]
            .as_i64()
            .expect("it is told");
        (until - app.clock.now().0) / 1_000_000
    }
}

/// What the bank does about an invoice.
async fn happens(app: &TestApp, invoice: &str, outcome: &str) -> Value {
    let bank = Browser::new(&app.address, None);
    let body = json!({ "invoice": invoice, "outcome": outcome });
    let call = bank
        .bare(Method::POST, "/sandbox/halyk/outcome")
        .json(&body);
    Answer::of(call).await.ok()
}

async fn is_down(app: &TestApp, down: bool) {
    let bank = Browser::new(&app.address, None);
    let call = bank.bare(Method::POST, "/sandbox/halyk/down");
    let answer = Answer::of(call.json(&json!({ "down": down }))).await;
    assert_eq!(answer.status, 204);
}

/// The bank's message, as somebody else could send it.
async fn posts(app: &TestApp, body: Value) -> Answer {
    app.browser().post("/payments/halyk", body).await
}

async fn letters(app: &TestApp, words: &str) -> usize {
    let mails = app.mails("crowd-00000@example.kz").await;
    mails
        .iter()
        .filter(|mail| mail.text.contains(words))
        .count()
}

#[tokio::test]
async fn told_before_the_return_it_is_paid_and_the_return_changes_nothing() {
    let (app, sitting, payers) = open(3, 1).await;
    let payer = &payers[0];
    let begun = payer.try_begin().await.ok();
    let payment = &begun["payment"];
    assert_eq!(payment["amount"], 5640);
    assert_eq!(payment["currency"], "KZT");
    assert_eq!(payment["language"], "kaz");
    let back = payment["backLink"].as_str().unwrap();
    assert!(back.ends_with(&format!(
        "/cabinet/applications/{}/payment?back=1",
        payer.id
    )));
    let invoice = payment["invoiceId"].as_str().unwrap().to_owned();
    assert!((6..=15).contains(&invoice.len()));
    assert_eq!(payer.order().await["card"]["state"], "begun");
    let told = happens(&app, &invoice, "paid").await;
    assert_eq!(told["told"], json!([200]), "{told}");
    assert_eq!(payer.state().await, "paid");
    let view = payer.back().await;
    assert_eq!(view["card"]["state"], "charged");
    let mask = view["payments"][0]["card_mask"].as_str().unwrap();
    assert!(
        mask.len() < 20 && mask.contains('*') || mask.contains('.') || mask.contains('X'),
        "{mask}"
    );
    app.clock.advance_seconds(120);
    app.work().await;
    assert_eq!(app.count("SELECT count(*) FROM payments").await, 1);
    assert_eq!(letters(&app, &payer.number).await, 2, "held, and paid once");
    assert_eq!(app.books().await.applied.tenge(), 5640);
    assert_eq!(app.seats(&sitting).await, (1, 1));
    payer.try_begin().await.refused(409, "not_payable");
    assert_eq!(app.pay("1", &payer.number, FEE).await["result"], 3);
}

#[tokio::test]
async fn a_message_told_twice_or_twenty_times_at_once_is_one_payment() {
    let (app, _, payers) = open(3, 1).await;
    let invoice = payers[0].begin().await;
    let told = happens(&app, &invoice, "twice").await;
    assert_eq!(told["told"], json!([200, 200]));
    let mut calls = tokio::task::JoinSet::new();
    for turn in 0..20 {
        let (app, invoice) = (app.clone(), invoice.clone());
        let (browser, id) = (payers[0].browser.clone(), payers[0].id.clone());
        calls.spawn(async move {
            match turn % 3 {
                0 => drop(happens(&app, &invoice, "tell").await),
                1 => app.work().await,
                _ => {
                    let path = format!("/applications/{id}/card/return");
                    browser.post(&path, json!({})).await.ok();
                }
            }
        });
    }
    calls.join_all().await;
    assert_eq!(payers[0].state().await, "paid");
    assert_eq!(app.count("SELECT count(*) FROM payments").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM money_steps").await, 1);
    assert_eq!(letters(&app, &payers[0].number).await, 2);
    app.books().await;
}

#[tokio::test]
async fn two_tabs_have_one_invoice() {
    let (app, _, payers) = open(3, 1).await;
    let first = payers[0].begin().await;
    assert_eq!(payers[0].begin().await, first);
    happens(&app, &first, "declined").await;
    let second = payers[0].begin().await;
    assert_ne!(second, first, "a declined one is not used again");
}

#[tokio::test]
async fn the_return_alone_is_enough() {
    let (app, _, payers) = open(3, 1).await;
    let invoice = payers[0].begin().await;
    happens(&app, &invoice, "never_back").await;
    assert_eq!(payers[0].state().await, "waiting", "nobody has told");
    assert_eq!(payers[0].back().await["order"]["state"], "paid");
    assert_eq!(app.books().await.applied.tenge(), 5640);
}

#[tokio::test]
async fn asking_rescues_a_payment_that_nobody_tells_of() {
    let (app, _, payers) = open(3, 1).await;
    let invoice = payers[0].begin().await;
    happens(&app, &invoice, "never_back").await;
    app.work().await;
    assert_eq!(payers[0].state().await, "waiting", "not asked yet");
    app.clock.advance_seconds(20);
    app.work().await;
    assert_eq!(payers[0].state().await, "paid");
    assert_eq!(letters(&app, &payers[0].number).await, 2);
}

#[tokio::test]
async fn a_slow_bank_is_asked_again() {
    let (app, _, payers) = open(3, 1).await;
    let invoice = payers[0].begin().await;
    happens(&app, &invoice, "slow").await;
    let view = payers[0].back().await;
    assert_eq!(
        (&view["order"]["state"], &view["card"]["state"]),
        (&json!("waiting"), &json!("begun"))
    );
    app.clock.advance_seconds(120);
    app.work().await;
    assert_eq!(payers[0].state().await, "paid");
}

#[tokio::test]
async fn a_declined_card_leaves_ten_minutes_and_the_other_way() {
    let (app, _, payers) = open(3, 1).await;
    let payer = &payers[0];
    app.clock.advance_seconds(59 * 60);
    let invoice = payer.begin().await;
    assert_eq!(
        payer.left(&app).await,
        20 * 60,
        "who begins has twenty minutes"
    );
    app.clock.advance_seconds(15 * 60);
    happens(&app, &invoice, "declined").await;
    let view = payer.back().await;
    assert_eq!(view["card"]["state"], "failed");
    assert_eq!(payer.left(&app).await, 10 * 60);
    assert_eq!(
        app.check("1", &payer.number).await["result"],
        0,
        "the other way is open"
    );
    for _ in 0..9 {
        let invoice = payer.begin().await;
        happens(&app, &invoice, "declined").await;
    }
    app.clock.advance_seconds(10 * 60);
    assert_eq!(
        payer.state().await,
        "annulled",
        "failing does not keep a seat for ever"
    );
}

#[tokio::test]
async fn while_a_card_is_being_paid_kaspi_waits() {
    let (app, _, payers) = open(3, 1).await;
    payers[0].begin().await;
    assert_eq!(app.check("1", &payers[0].number).await["result"], 4);
    app.clock.advance_seconds(5 * 60);
    assert_eq!(app.check("2", &payers[0].number).await["result"], 0);
}

#[tokio::test]
async fn paid_twice_the_card_gets_its_money_back_by_itself() {
    let (app, _, payers) = open(3, 1).await;
    let payer = &payers[0];
    let invoice = payer.begin().await;
    assert_eq!(
        app.pay("1", &payer.number, FEE).await["result"],
        0,
        "what was debited is taken"
    );
    happens(&app, &invoice, "paid").await;
    let books = app.books().await;
    assert_eq!(
        (books.applied.tenge(), books.unapplied.tenge()),
        (5640, 5640)
    );
    let told = payer.order().await;
    let card = &told["payments"][0];
    assert_eq!(card["refund"]["way"], "card");
    assert_eq!(card["refund"]["state"], "requested");
    app.work().await;
    app.work().await;
    let books = app.books().await;
    assert_eq!(
        (books.applied.tenge(), books.refunded.tenge()),
        (5640, 5640)
    );
    assert_eq!(payer.order().await["payments"][0]["state"], "refunded");
    let bank = Browser::new(&app.address, None);
    let told = bank.bare(Method::GET, &format!("/sandbox/halyk/invoices/{invoice}"));
    let told = Answer::of(told).await.ok();
    assert_eq!(told["refunds"].as_array().map_or(1, Vec::len), 1, "{told}");
}

#[tokio::test]
async fn withdrawn_the_money_goes_back_to_the_card_without_a_claim() {
    let (app, sitting, payers) = open(3, 1).await;
    let payer = &payers[0];
    let invoice = payer.begin().await;
    happens(&app, &invoice, "paid").await;
    is_down(&app, true).await;
    let path = format!("/applications/{}/withdrawal", payer.id);
    payer
        .browser
        .post(&path, json!({ "version": 2 }))
        .await
        .ok();
    assert_eq!(app.seats(&sitting).await, (0, 0));
    app.work().await;
    assert_eq!(
        app.books().await.unapplied.tenge(),
        5640,
        "the bank is silent"
    );
    is_down(&app, false).await;
    app.clock.advance_seconds(600);
    app.work().await;
    assert_eq!(app.books().await.refunded.tenge(), 5640);
    let told = payer.order().await;
    assert_eq!(told["payments"][0]["refund"]["state"], "paid");
    assert_eq!(told["order"]["state"], "cancelled");
}

#[tokio::test]
async fn a_bank_that_is_silent_for_ten_minutes_loses_nothing() {
    let (app, _, payers) = open(3, 2).await;
    let invoice = payers[0].begin().await;
    happens(&app, &invoice, "never_back").await;
    is_down(&app, true).await;
    payers[1].try_begin().await.refused(503, "bank_silent");
    assert_eq!(payers[1].state().await, "waiting", "the seat stays");
    assert_eq!(
        app.check("1", &payers[1].number).await["result"],
        0,
        "the other way is open"
    );
    for _ in 0..20 {
        app.clock.advance_seconds(30);
        app.work().await;
    }
    assert_eq!(payers[0].state().await, "waiting");
    is_down(&app, false).await;
    for _ in 0..12 {
        app.clock.advance_seconds(60);
        app.work().await;
    }
    assert_eq!(payers[0].state().await, "paid");
    assert_eq!(payers[1].begin().await.len(), 8);
}

#[tokio::test]
async fn money_after_the_hour_comes_back_or_waits() {
    let (app, sitting, payers) = open(2, 2).await;
    let first = payers[0].begin().await;
    let second = payers[1].begin().await;
    app.clock.advance_seconds(3600);
    app.work().await;
    assert_eq!(app.seats(&sitting).await, (0, 0));
    happens(&app, &first, "paid").await;
    assert_eq!(payers[0].state().await, "paid", "its seat was free");
    app.paid_campaign("other").await;
    let rival = app.sitting("other", "2026-11-29 09:00", 5).await;
    assert_ne!(rival, sitting);
    // The last seat goes to somebody else before the second payer's money comes.
    let mut tx = app.app.db.write().await.unwrap();
    sqlx::query("UPDATE sittings SET capacity = taken WHERE id = $1")
        .bind(&sitting)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    happens(&app, &second, "paid").await;
    assert_eq!(payers[1].state().await, "annulled");
    let told = payers[1].order().await;
    assert_eq!(told["payments"][0]["state"], "unapplied");
    assert_eq!(told["payments"][0]["refundable"], "card");
    let number = told["payments"][0]["number"].as_str().unwrap();
    let path = format!("/payments/{number}/refund");
    payers[1].browser.post(&path, json!({})).await.ok();
    payers[1]
        .browser
        .post(&path, json!({}))
        .await
        .refused(409, "nothing_to_refund");
    app.work().await;
    let books = app.books().await;
    assert_eq!(
        (books.applied.tenge(), books.refunded.tenge()),
        (5640, 5640)
    );
}

#[tokio::test]
async fn a_wrong_sum_at_the_bank_is_kept_and_pays_nothing() {
    let (app, _, payers) = open(3, 1).await;
    let invoice = payers[0].begin().await;
    happens(&app, &invoice, "wrong_amount").await;
    payers[0].back().await;
    assert_eq!(payers[0].state().await, "waiting");
    let books = app.books().await;
    assert_eq!((books.came.tenge(), books.unapplied.tenge()), (5639, 5639));
    let told = payers[0].order().await;
    assert_eq!(told["payments"][0]["refundable"], "card");
}

#[tokio::test]
async fn what_anybody_could_write_is_not_believed() {
    let (app, _, payers) = open(3, 1).await;
    let begun = payers[0].try_begin().await.ok();
    let payment = &begun["payment"];
    let invoice = payment["invoiceId"].as_str().unwrap();
    let message = |change: (&str, Value)| {
        let mut body = json!({
            "invoiceId": invoice, "amount": 5640, "currency": "KZT", "code": "ok",
            "terminal": payment["terminal"], "secret_hash": "guessed",
        });
        body[change.0] = change.1;
        body
    };
    posts(&app, message(("code", json!("ok"))))
        .await
        .refused(403, "foreign_origin");
    posts(&app, message(("invoiceId", json!("99999999"))))
        .await
        .refused(404, "not_found");
    posts(&app, json!([])).await.refused(400, "bad_request");
    posts(&app, json!({ "invoiceId": null }))
        .await
        .refused(400, "bad_request");
    let secret: String = {
        let mut conn = app.app.db.read().await.unwrap();
        sqlx::query_scalar("SELECT secret_hash FROM card_attempts WHERE invoice = $1")
            .bind(invoice)
            .fetch_one(&mut *conn)
            .await
            .unwrap()
    };
    for change in [
        ("amount", json!(-5640)),
        ("amount", json!(5640.004)),
        ("amount", json!(1e300)),
        ("amount", json!(1)),
        ("currency", json!("USD")),
        ("terminal", json!("another")),
        ("code", json!("ok")),
    ] {
        let mut body = message(change);
        body["secret_hash"] = json!(secret);
        posts(&app, body).await;
        assert_eq!(
            payers[0].state().await,
            "waiting",
            "the bank says that nobody has paid"
        );
    }
    assert_eq!(app.books().await.came.tiyn(), 0);
    let noted = app
        .count("SELECT count(*) FROM bank_calls WHERE provider = 'halyk'")
        .await;
    assert!(noted >= 7, "{noted} messages are kept");
}

#[tokio::test]
async fn a_payment_that_was_never_made_is_forgotten() {
    let (app, _, payers) = open(3, 1).await;
    payers[0].begin().await;
    for _ in 0..40 {
        app.clock.advance_seconds(600);
        app.work().await;
    }
    let told = payers[0].order().await;
    assert_eq!(told["card"]["state"], "lost");
    assert_eq!(told["order"]["state"], "annulled");
    let waiting = "SELECT count(*) FROM card_attempts WHERE ask_at IS NOT NULL";
    assert_eq!(app.count(waiting).await, 0);
}
