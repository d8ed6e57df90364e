//! Campaigns that cost something, and the banks' side of paying.

use std::sync::Arc;

use backend::payments::Books;
use reqwest::Method;
use serde_json::Value;
use shared::money::Tiyn;
use tokio::task::JoinSet;

use crate::app::TestApp;
use crate::browser::{Answer, Browser};

/// What a paid campaign of the stories costs.
pub const FEE: &str = "5640.00";
/// The bank's accounting time of every payment of the stories.
const BANK_TIME: &str = "20261121101530";

impl TestApp {
    /// A campaign that costs 5640 tenge, held for an hour, in which place and time stay.
    pub async fn paid_campaign(&self, id: &str) {
        self.campaign(id, |campaign| {
            campaign.fee = Some(Tiyn::of_tenge(5640));
            campaign.hold_minutes = Some(60);
            campaign.moves = false;
            campaign.edits_until = campaign.closes_at;
        })
        .await;
    }

    /// A call of Kaspi, as the bank makes it.
    pub async fn kaspi_call(&self, query: &[(&str, &str)]) -> Answer {
        let bank = Browser::new(&self.address, None);
        let call = bank.bare(Method::GET, "/api/v1/payments/kaspi");
        Answer::of(call.query(query)).await
    }

    /// `check`.
    pub async fn check(&self, txn_id: &str, account: &str) -> Value {
        let query = [
            ("command", "check"),
            ("txn_id", txn_id),
            ("account", account),
            ("sum", "1.00"),
        ];
        self.kaspi_call(&query).await.ok()
    }

    /// `pay`.
    pub async fn pay(&self, txn_id: &str, account: &str, sum: &str) -> Value {
        let query = [
            ("command", "pay"),
            ("txn_id", txn_id),
            ("account", account),
            ("sum", sum),
            ("txn_date", BANK_TIME),
        ];
        self.kaspi_call(&query).await.ok()
    }

    /// The same payment told so many times at once.
    pub async fn pay_at_once(self: &Arc<Self>, txns: Vec<String>, account: &str) -> Vec<Value> {
        let mut calls = JoinSet::new();
        for txn in txns {
            let (app, account) = (self.clone(), account.to_owned());
            calls.spawn(async move { app.pay(&txn, &account, FEE).await });
        }
        calls.join_all().await
    }

    /// A card payment that was begun a moment ago and of which nothing is known.
    pub async fn begun_card(&self, application_id: &str) {
        let mut tx = self.app.db.write().await.expect("a transaction");
        let now = self.clock.now().0;
        let done = sqlx::query(
            "INSERT INTO card_attempts (invoice, application_id, terminal, tail, amount,
                 secret_hash, state, begun_at)
             VALUES ('19999999', $1, 't', '999999', 564000, 's', 'begun', $2)",
        )
        .bind(application_id)
        .bind(now)
        .execute(&mut *tx)
        .await;
        done.expect("it is begun");
        tx.commit().await.expect("it is there");
    }

    /// What happens without anybody asking.
    pub async fn work(&self) {
        backend::payments::work(&self.app)
            .await
            .expect("the worker works");
    }

    /// The books, which must balance at every step.
    pub async fn books(&self) -> Books {
        let books = backend::payments::books(&self.app).await;
        let books = books.expect("the books are read");
        assert!(books.balance(), "{books:?}");
        books
    }
}

/// Id and number of an application.
pub fn named(application: &Value) -> (String, String) {
    let text = |key: &str| application[key].as_str().expect("a text").to_owned();
    (text("id"), text("number"))
}
