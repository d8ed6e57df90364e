//! Letters about money: each says the sum, where it stands and what to do, in the person's language,
//! and none an account.

use backend::notify;
use serde_json::{Value, json};
use shared::applications::Application;
use shared::payments::Payment;
use tests::{Person, TestApp};

/// A payment of the application as it would be told.
fn payment(application: &Value, refund: &Value) -> Payment {
    let told = json!({
        "number": "100000001", "provider": "kaspi", "amount": 564_000,
        "received_at": 1_795_233_600_000_000_i64, "state": "unapplied",
        "order": application["number"], "application": application["id"], "programme": "ncie",
        "card_mask": "", "refund": refund, "refundable": null,
    });
    serde_json::from_value(told).expect("a payment")
}

async fn owner_of(app: &TestApp) -> String {
    let mut conn = app.app.db.read().await.expect("the database answers");
    let found = sqlx::query_scalar("SELECT person_id FROM logins").fetch_one(&mut *conn);
    found.await.expect("one person")
}

#[tokio::test]
async fn what_is_to_be_paid_and_what_was_is_told() {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    let sitting = app.sitting("c", "09:00", 10).await;
    let person = Person::new(1).in_person();
    let browser = app.registered(&person).await;
    let applied = browser.apply("c", &sitting).await.ok();
    let mut application: Application = serde_json::from_value(applied.clone()).unwrap();
    application.order = serde_json::from_value(json!({
        "number": application.number, "amount": 564_000, "state": "waiting",
        "pay_until": 1_795_237_200_000_000_i64, "refund_until": 1_796_000_000_000_000_i64,
    }))
    .unwrap();
    let id = owner_of(&app).await;
    let now = app.clock.now();
    let about = (id.as_str(), &application);
    let paid = payment(&applied, &json!(null));
    let mut tx = app.app.db.write().await.unwrap();
    notify::held_letter(&app.app, &mut tx, now, about)
        .await
        .unwrap();
    notify::annulled_letter(&app.app, &mut tx, now, about)
        .await
        .unwrap();
    notify::paid_letter(&app.app, &mut tx, now, about, &paid)
        .await
        .unwrap();
    let nobody = ("nobody", &application);
    notify::held_letter(&app.app, &mut tx, now, nobody)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let letters = app.mails(&person.email).await;
    let [.., held, annulled, paid] = letters.as_slice() else {
        panic!("three letters");
    };
    let page = format!("/cabinet/applications/{}/payment", application.id);
    for part in [
        "5\u{a0}640\u{a0}₸",
        "21.11.2026 10:00 (UTC+5)",
        "28.11.2026 09:00",
        &page,
    ] {
        assert!(held.text.contains(part), "{part}: {}", held.text);
    }
    assert!(
        annulled.text.contains(&application.number),
        "{}",
        annulled.text
    );
    for part in [
        "5\u{a0}640\u{a0}₸",
        "100000001",
        "28.11.2026 09:00",
        &application.number,
    ] {
        assert!(paid.text.contains(part), "{part}: {}", paid.text);
    }
    assert!(!held.text.contains("\n\n\n"), "no gaps");
}

#[tokio::test]
async fn money_that_pays_nothing_is_explained() {
    let app = TestApp::spawn().await;
    let person = Person::new(1).in_person();
    app.registered(&person).await;
    let id = owner_of(&app).await;
    let now = app.clock.now();
    let named = payment(&json!({ "number": "1234567890", "id": "a" }), &json!(null));
    let early = payment(&json!({ "number": "", "id": "" }), &json!(null));
    let mut tx = app.app.db.write().await.unwrap();
    for (payment, reason) in [
        (&named, "late"),
        (&named, "twice"),
        (&named, "wrong_sum"),
        (&named, "withdrawn"),
        (&early, "prepaid"),
    ] {
        notify::unapplied_letter(&app.app, &mut tx, now, &id, payment, reason)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let letters = app.mails(&person.email).await;
    let told = &letters[letters.len() - 5..];
    let mut subjects: Vec<&str> = told.iter().map(|letter| letter.subject.as_str()).collect();
    subjects.dedup();
    assert_eq!(subjects.len(), 5, "each reason has its own words");
    for letter in told {
        assert!(letter.text.contains("5\u{a0}640\u{a0}₸"), "{}", letter.text);
        assert!(letter.text.contains("/cabinet/payments"), "{}", letter.text);
    }
    assert!(told[0].text.contains("1234567890"));
    assert!(told[4].text.contains("/cabinet/applications"));
}

#[tokio::test]
async fn each_step_of_a_refund_is_told_and_no_account() {
    let app = TestApp::spawn().await;
    let person = Person::new(1).in_person();
    app.registered(&person).await;
    let id = owner_of(&app).await;
    let now = app.clock.now();
    let mut tx = app.app.db.write().await.unwrap();
    for state in ["requested", "checked", "sent", "paid", "refused"] {
        let refund = json!({
            "number": "100001", "amount": 564_000, "way": "account", "state": state,
            "account": "KZ** **** **** **** 0123",
            "changes": [{ "at": now, "state": state, "reason": "Счёт закрыт" }],
        });
        let told = payment(&json!({ "number": "1234567890", "id": "a" }), &refund);
        notify::refund_letter(&app.app, &mut tx, now, &id, &told)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let letters = app.mails(&person.email).await;
    let told = &letters[letters.len() - 5..];
    for letter in told {
        assert!(letter.text.contains("100001"), "{}", letter.text);
        assert!(!letter.text.contains("KZ"), "{}", letter.text);
    }
    assert!(told[4].text.contains("Счёт закрыт"));
    assert!(
        !told[3].text.contains("Счёт закрыт"),
        "a reason only where it was refused"
    );
}
