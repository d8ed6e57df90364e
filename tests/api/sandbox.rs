//! The banks to practise with: they speak the real protocols, so the adapter is what is tried here.

use std::sync::Arc;

use backend::config::Config;
use backend::payments::{Halyk, Invoice, RefundAnswer, Silent, Status, Transaction};
use reqwest::Method;
use serde_json::{Value, json};
use shared::money::Tiyn;
use tests::{Answer, Behaviour, FakeRegistry, TestApp};

const NUMBER: &str = "100000000000001";
const FEE: Tiyn = Tiyn::of_tenge(5640);

fn adapter(app: &TestApp) -> Arc<Halyk> {
    app.app.halyk.clone().expect("the sandbox stands in")
}

/// Begins a payment as the service does; returns the object for the script.
async fn begin(app: &TestApp, number: &str) -> Value {
    let link = |path: &str| format!("{}{path}", app.address);
    let back = link("/cabinet/applications/1/payment");
    let invoice = Invoice {
        number,
        amount: FEE,
        secret_hash: "our-own-secret",
        post_link: &link("/api/v1/payments/halyk"),
        back_link: &back,
        failure_back_link: &format!("{back}?failed=1"),
        language: "ru",
        description: "Оплата <экзамена>",
        account: "1000000001",
    };
    let begun = adapter(app).begin(&invoice).await;
    begun.expect("the bank gives a token")
}

async fn control(app: &TestApp, path: &str, body: Value) -> Answer {
    let call = app
        .browser()
        .bare(Method::POST, &format!("/sandbox/{path}"));
    Answer::of(call.json(&body)).await
}

async fn happen(app: &TestApp, number: &str, outcome: &str) -> Value {
    let body = json!({ "invoice": number, "outcome": outcome });
    control(app, "halyk/outcome", body).await.ok()
}

async fn status(app: &TestApp, number: &str) -> Result<Status, Silent> {
    adapter(app).status(number).await
}

#[track_caller]
fn charged(status: Result<Status, Silent>) -> Transaction {
    match status {
        Ok(Status::Charged(transaction)) => transaction,
        other => panic!("it is not charged: {other:?}"),
    }
}

#[tokio::test]
async fn the_script_is_given_what_the_bank_wants() {
    let app = TestApp::spawn().await;
    let mut payment = begin(&app, NUMBER).await;
    let token = payment["auth"]["access_token"].take();
    assert!(token.as_str().is_some_and(|token| token.len() > 20));
    assert_eq!(payment["terminal"], adapter(&app).terminal());
    payment["auth"].take();
    for link in ["backLink", "failureBackLink", "postLink", "failurePostLink"] {
        let text = payment[link].as_str().unwrap();
        payment[link] = text.strip_prefix(&app.address).unwrap().into();
    }
    insta::assert_json_snapshot!(payment, @r#"
    {
      "accountId": "1000000001",
      "amount": 5640,
      "auth": null,
      "backLink": "/cabinet/applications/1/payment",
      "currency": "KZT",
      "description": "Оплата <экзамена>",
      "failureBackLink": "/cabinet/applications/1/payment?failed=1",
      "failurePostLink": "/api/v1/payments/halyk",
      "invoiceId": "100000000000001",
      "language": "rus",
      "postLink": "/api/v1/payments/halyk",
      "terminal": "5a9d0b8e-0000-4000-8000-00000000beef"
    }
    "#);
    assert_eq!(adapter(&app).script(), "/sandbox/halyk/payment-api.js");
    let script = Answer::of(app.browser().bare(Method::GET, adapter(&app).script())).await;
    assert!(script.header("content-type").starts_with("text/javascript"));
}

#[tokio::test]
async fn each_outcome_is_told_by_the_status() {
    let app = TestApp::spawn().await;
    assert_eq!(status(&app, NUMBER).await, Ok(Status::Unknown));
    begin(&app, NUMBER).await;
    assert_eq!(status(&app, NUMBER).await, Ok(Status::Unknown));
    let declined = happen(&app, NUMBER, "declined").await;
    assert_eq!(declined["told"].as_array().unwrap().len(), 1);
    assert_eq!(status(&app, NUMBER).await, Ok(Status::Rejected));
    happen(&app, NUMBER, "paid").await;
    let paid = charged(status(&app, NUMBER).await);
    assert_eq!((paid.invoice.as_str(), paid.amount), (NUMBER, FEE));
    assert_eq!(paid.terminal.as_deref(), Some(adapter(&app).terminal()));
    assert_eq!(
        (&*paid.currency, &*paid.card_mask),
        ("KZT", "440043...1234")
    );

    begin(&app, "100000000000002").await;
    let twice = happen(&app, "100000000000002", "twice").await;
    let told = twice["told"].as_array().unwrap();
    assert!(told.len() == 2 && told.iter().all(|status| *status != 0));
    begin(&app, "100000000000003").await;
    happen(&app, "100000000000003", "wrong_amount").await;
    let wrong = charged(status(&app, "100000000000003").await);
    assert_eq!(wrong.amount, Tiyn::of_tenge(5639));
    begin(&app, "100000000000004").await;
    let silent = happen(&app, "100000000000004", "never_back").await;
    assert_eq!(
        (&silent["told"], &silent["back"]),
        (&json!([]), &Value::Null)
    );
    charged(status(&app, "100000000000004").await);
}

#[tokio::test]
async fn slow_and_late_payments_are_charged_in_the_end() {
    let app = TestApp::spawn().await;
    for (number, outcome, seconds) in [
        ("100000000000005", "slow", 20),
        ("100000000000006", "late", 65 * 60),
    ] {
        begin(&app, number).await;
        let answer = happen(&app, number, outcome).await;
        assert_eq!(answer["state"], "charged_untold");
        assert_eq!(answer["told"], json!([]), "{outcome}");
        app.clock.advance_seconds(seconds - 1);
        assert_eq!(status(&app, number).await, Ok(Status::Waiting), "{outcome}");
        app.clock.advance_seconds(1);
        charged(status(&app, number).await);
    }
    begin(&app, "100000000000007").await;
    happen(&app, "100000000000007", "late").await;
    let told = happen(&app, "100000000000007", "tell").await;
    assert_eq!(told["told"].as_array().unwrap().len(), 1);
    charged(status(&app, "100000000000007").await);
}

#[tokio::test]
async fn money_goes_back_once_and_no_more_than_was_taken() {
    let app = TestApp::spawn().await;
    begin(&app, NUMBER).await;
    happen(&app, NUMBER, "paid").await;
    let id = charged(status(&app, NUMBER).await).id;
    let bank = adapter(&app);
    let refused = |code: &str| Ok(RefundAnswer::Refused(code.to_owned()));
    let above = bank.refund(&id, Tiyn::of_tenge(5641), "1").await;
    assert_eq!(above, refused("4"));
    let unknown = bank.refund("no-such-transaction", FEE, "1").await;
    assert_eq!(unknown, refused("404"));
    for _ in 0..2 {
        assert_eq!(bank.refund(&id, FEE, "1").await, Ok(RefundAnswer::Done));
    }
    assert_eq!(bank.refund(&id, FEE, "2").await, refused("4"));
    let Ok(Status::Returned(returned)) = status(&app, NUMBER).await else {
        panic!("the bank says that it gave it back");
    };
    assert_eq!(returned.id, id);
    let known = Answer::of(
        app.browser()
            .bare(Method::GET, &format!("/sandbox/halyk/invoices/{NUMBER}")),
    );
    assert_eq!(known.await.ok()["returned"], 564_000);
}

#[tokio::test]
async fn a_bank_that_is_down_is_silent_and_then_given_a_pause() {
    let app = TestApp::spawn().await;
    begin(&app, NUMBER).await;
    happen(&app, NUMBER, "paid").await;
    let set = async |down: bool| {
        let answer = control(&app, "halyk/down", json!({ "down": down })).await;
        assert_eq!(answer.status, 204);
    };
    set(true).await;
    for _ in 0..5 {
        assert_eq!(status(&app, NUMBER).await, Err(Silent));
    }
    set(false).await;
    assert_eq!(status(&app, NUMBER).await, Err(Silent), "nobody asks yet");
    app.clock.advance_seconds(30);
    let id = charged(status(&app, NUMBER).await).id;
    set(true).await;
    assert_eq!(adapter(&app).refund(&id, FEE, "1").await, Err(Silent));
    set(false).await;
    assert_eq!(
        adapter(&app).refund(&id, FEE, "1").await,
        Ok(RefundAnswer::Done)
    );
}

fn of_bank(config: &mut Config, address: &str) {
    let text = |text: &str| Some(text.to_owned());
    let payments = &mut config.payments;
    payments.halyk_token_url = text(address);
    payments.halyk_api_url = text(address);
    payments.halyk_script_url = text("https://epay.bank.example/payform/payment-api.js");
    payments.halyk_client_id = text("centre");
    payments.halyk_client_secret = text("secret");
    payments.halyk_terminal = text("terminal");
}

#[tokio::test]
async fn an_odd_answer_about_one_payment_keeps_nobody_from_theirs() {
    let answers = |code: &str| {
        let body = json!({ "access_token": "fresh", "resultCode": code });
        Behaviour::Answers(200, body)
    };
    let bank = FakeRegistry::start(answers("103")).await;
    let app = TestApp::spawn_with(|config| of_bank(config, &bank.address)).await;
    for _ in 0..6 {
        assert_eq!(status(&app, NUMBER).await, Err(Silent));
    }
    bank.set(answers("102"));
    assert_eq!(status(&app, NUMBER).await, Ok(Status::Unknown));
    let asked = bank.asked();
    let last = asked.last().expect("it was asked");
    assert_eq!(last.token, "Bearer fresh");
    let path = format!("/registry/check-status/payment/transaction/{NUMBER}");
    assert_eq!((&*last.method, &*last.path), ("GET", &*path));
    assert!(asked[0].body.contains("secret") && !asked[0].path.contains("secret"));
    for behaviour in [Behaviour::Garbage, Behaviour::Answers(401, json!({}))] {
        bank.set(behaviour);
        assert_eq!(status(&app, NUMBER).await, Err(Silent));
        let refund = adapter(&app).refund("t-1", FEE, "1").await;
        assert_eq!(refund, Err(Silent));
    }
}

#[tokio::test]
async fn a_bank_outlives_the_program() {
    let app = TestApp::spawn().await;
    begin(&app, NUMBER).await;
    happen(&app, NUMBER, "never_back").await;
    let app = app.restart().await;
    charged(status(&app, NUMBER).await);
}

#[tokio::test]
async fn the_bank_lets_nobody_in_without_a_fresh_token() {
    let app = TestApp::spawn().await;
    let (browser, bank) = (app.browser(), adapter(&app));
    let form = |secret: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", "sandbox"),
            ("client_secret", secret),
            ("terminal", bank.terminal()),
        ];
        let empty = reqwest::multipart::Form::new();
        fields.iter().fold(empty, |form, (name, value)| {
            form.text(*name, (*value).to_owned())
        })
    };
    let token = async |secret: &str| {
        let call = browser.bare(Method::POST, "/sandbox/halyk/oauth2/token");
        Answer::of(call.multipart(form(secret))).await
    };
    assert_eq!(token("guessed").await.status, 401);
    let fresh = token("sandbox-secret").await.ok();
    let fresh = fresh["access_token"].as_str().unwrap();
    let path = format!("/sandbox/halyk/check-status/payment/transaction/{NUMBER}");
    let ask = async |token: &str| {
        let call = browser.bare(Method::GET, &path).bearer_auth(token);
        Answer::of(call).await
    };
    assert_eq!(ask("guessed").await.status, 401);
    assert_eq!(ask(fresh).await.ok()["resultCode"], "102");
    assert_eq!(ask(fresh).await.status, 401, "one token, one operation");
    let bare = Answer::of(browser.bare(Method::GET, &path)).await;
    assert_eq!(bare.status, 401);
}

#[tokio::test]
async fn there_is_no_sandbox_but_in_development() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    backend::secrets::Secrets::read_or_make(&key).unwrap();
    let production = TestApp::spawn_with(|config| {
        config.mode = backend::config::Mode::Production;
        config.key_file = Some(key);
    })
    .await;
    let without = TestApp::spawn_with(|config| config.payments.without_sandbox = true).await;
    for app in [production, without] {
        assert!(app.app.halyk.is_none(), "cards are not taken");
        let browser = app.browser();
        for path in ["halyk/payment-api.js", "sandbox.css"] {
            let call = browser.bare(Method::GET, &format!("/sandbox/{path}"));
            assert_eq!(Answer::of(call).await.status, 404, "{path}");
        }
        for path in [
            "halyk/outcome",
            "halyk/down",
            "halyk/pay",
            "kaspi",
            "kaspi/pay",
        ] {
            let answer = control(&app, path, json!({})).await;
            assert_eq!(answer.status, 405, "{path}");
        }
        let page = Answer::of(browser.bare(Method::GET, "/sandbox/kaspi")).await;
        assert!(!String::from_utf8_lossy(&page.bytes).contains("Sandbox"));
    }
}

/// The page of the bank, opened by its script.
fn page_query(app: &TestApp, payment: &Value, back: &str) -> [(&'static str, String); 6] {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    assert!(text(&payment["backLink"]).starts_with(&app.address));
    [
        ("invoiceId", text(&payment["invoiceId"])),
        ("token", text(&payment["auth"]["access_token"])),
        ("backLink", back.to_owned()),
        ("failureBackLink", text(&payment["failureBackLink"])),
        ("language", text(&payment["language"])),
        ("description", text(&payment["description"])),
    ]
}

#[tokio::test]
async fn the_page_of_the_bank_leads_back_to_us_only() {
    let app = TestApp::spawn().await;
    let payment = begin(&app, NUMBER).await;
    let own = payment["backLink"].as_str().unwrap();
    // Redirects are looked at, not followed.
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let address = format!("{}/sandbox/halyk/pay", app.address);
    let show = async |query: &[(&str, String)]| Answer::of(client.get(&address).query(query)).await;
    let press = async |query: &[(&'static str, String)], outcome: &str| {
        let mut form = query.to_vec();
        form.push(("outcome", outcome.to_owned()));
        Answer::of(client.post(&address).form(&form)).await
    };
    let query = page_query(&app, &payment, own);
    let html = |answer: &Answer| String::from_utf8_lossy(&answer.bytes).into_owned();
    let page = show(&query).await;
    let words = html(&page);
    assert!(words.contains("5\u{a0}640\u{a0}₸") && words.contains("Оплата &lt;экзамена&gt;"));
    assert!(words.contains("lang=\"ru\"") && words.contains("Песочница"));
    let mut stranger = query.clone();
    stranger[1].1 = "guessed".to_owned();
    assert_eq!(show(&stranger).await.status, 404);
    assert_eq!(press(&stranger, "paid").await.status, 404);

    let declined = press(&query, "declined").await;
    let failed = payment["failureBackLink"].as_str().unwrap();
    assert_eq!(
        (declined.status, declined.header("location")),
        (303, failed)
    );
    let foreign = page_query(&app, &payment, "https://evil.example/");
    let paid = press(&foreign, "paid").await;
    assert_eq!((paid.status, paid.header("location")), (200, ""));
    let again = press(&query, "paid").await;
    assert_eq!(again.status, 200, "one charge for one invoice");
    assert!(html(&again).contains("Второй раз деньги не спишутся"));
    assert!(html(&again).contains(&format!("href=\"{own}\"")));
}

#[tokio::test]
async fn nobody_but_this_program_is_called() {
    let app = TestApp::spawn().await;
    for (number, post_link) in [
        (
            "100000000000011",
            "http://127.0.0.1:1/api/v1/payments/halyk",
        ),
        ("100000000000012", "http://evil.example/"),
        ("100000000000013", &format!("{}.evil.example/", app.address)),
        ("100000000000014", &format!("{}@evil.example/", app.address)),
        ("100000000000015", "file:///etc/passwd"),
        ("100000000000016", ""),
    ] {
        let invoice = Invoice {
            number,
            amount: FEE,
            secret_hash: "",
            post_link,
            back_link: "",
            failure_back_link: "",
            language: "kk",
            description: "",
            account: "",
        };
        adapter(&app).begin(&invoice).await.unwrap();
        let told = happen(&app, number, "paid").await;
        assert_eq!(told["told"], json!([0]), "{post_link}");
    }
}

#[tokio::test]
async fn kaspi_is_asked_and_told_by_its_protocol() {
    let app = TestApp::spawn().await;
    let wanted = json!({ "account": "1000000001", "sum": "5640.00" });
    let paid = control(&app, "kaspi/pay", wanted).await.ok();
    let txn_id = paid["txn_id"].as_str().unwrap();
    assert!((15..=20).contains(&txn_id.len()) && txn_id.bytes().all(|byte| byte.is_ascii_digit()));
    assert_ne!(paid["status"], 0, "the program answers");
    let again = json!({ "account": "1000000001", "sum": "x", "txn_id": "42" });
    assert_eq!(control(&app, "kaspi/pay", again).await.ok()["txn_id"], "42");
    let asked = json!({ "account": "1000000001" });
    assert_ne!(control(&app, "kaspi/check", asked).await.ok()["status"], 0);

    let browser = app.browser();
    let page = browser.bare(Method::GET, "/sandbox/kaspi?account=1000000001&language=kk");
    let html = async |call: reqwest::RequestBuilder| {
        let answer = Answer::of(call).await;
        assert_eq!(answer.status, 200);
        String::from_utf8_lossy(&answer.bytes).into_owned()
    };
    let page = html(page).await;
    assert!(page.contains("value=\"1000000001\"") && page.contains("lang=\"kk\""));
    let iin = browser.bare(Method::GET, "/sandbox/kaspi?account=850101300005");
    assert!(
        !html(iin).await.contains("850101300005"),
        "not from an address"
    );
    for (action, messages) in [("check", 1), ("pay", 1), ("twice", 2), ("wrong_sum", 1)] {
        let form = [
            ("account", "850101300005"),
            ("sum", "5 640,00"),
            ("txn_id", ""),
            ("language", "en"),
            ("action", action),
        ];
        let call = browser.bare(Method::POST, "/sandbox/kaspi").form(&form);
        let page = html(call).await;
        assert_eq!(page.matches("<pre>").count(), messages, "{action}");
        assert!(page.contains("value=\"850101300005\""), "{action}");
        assert_eq!(page.contains("value=\"repeat\""), action != "check");
    }
}

#[tokio::test]
async fn only_the_hand_off_page_may_load_the_script_of_the_bank() {
    let policy = async |app: &TestApp, path: &str| {
        let answer = Answer::of(app.browser().bare(Method::GET, path)).await;
        answer.header("content-security-policy").to_owned()
    };
    let sandbox = TestApp::spawn().await;
    let own = policy(&sandbox, "/hand-off.html").await;
    assert!(own.contains("script-src 'self';") && own.contains("form-action 'self'"));
    let address = "https://api.bank.example";
    let bank = TestApp::spawn_with(|config| of_bank(config, address)).await;
    let open = policy(&bank, "/hand-off.html").await;
    assert!(
        open.contains("script-src 'self' https://epay.bank.example;"),
        "{open}"
    );
    for part in ["object-src", "base-uri", "frame-ancestors", "default-src"] {
        assert!(open.contains(&format!("{part} 'none'")), "{open}");
    }
    for path in [
        "/",
        "/hand-off",
        "/hand-off.html/x",
        "/cabinet",
        "/api/v1/programmes/ncie",
    ] {
        let strict = policy(&bank, path).await;
        assert!(!strict.contains("bank.example"), "{path}: {strict}");
    }
}
