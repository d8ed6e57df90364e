//! Kaspi calls us: `check` before, `pay` after the payer was debited. What is answered, `shared::kaspi`
//! decides; here it is looked up and carried out. There is no signature: the caller's address is
//! compared with a list, see [`super::routes`].

use serde::Serialize;
use shared::kaspi::{Command, Outcome, Query, Request, Standing, decide};
use shared::money::Tiyn;
use shared::payments::{CARD_FIRST_SECONDS, Provider};
use shared::time::Instant;

use super::settle::{self, Money};
use super::store::{self, NewCall, OrderRow, sum};
use super::{cards, prepayments};
use crate::app::App;
use crate::applications::{self, Start};
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;
use crate::registration;

/// What Kaspi is told.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
pub struct KaspiAnswer {
    /// The bank's number of the operation, as it came.
    pub txn_id: String,
    /// The protocol's code: 0 found or accepted, 1 unknown, 2 cancelled, 3 paid, 4 in progress, 5 failed.
    pub result: u8,
    /// What it costs, two decimals; empty where there is nothing to pay.
    pub sum: String,
    /// A word for the bank's people.
    pub comment: String,
    /// Our number of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prv_txn_id: Option<String>,
}

/// What a request is about.
enum Account {
    Order(OrderRow),
    /// An IIN, and the payment that comes before its application.
    Person(prepayments::Account),
}

fn comment(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "ok",
        Outcome::Unknown => "not found",
        Outcome::Cancelled => "cancelled",
        Outcome::AlreadyPaid => "already paid",
        Outcome::InProgress => "payment in progress",
        Outcome::Failed => "error",
    }
}

fn told(txn_id: &str, outcome: Outcome, fee: Option<Tiyn>) -> KaspiAnswer {
    KaspiAnswer {
        txn_id: txn_id.to_owned(),
        result: outcome as u8,
        sum: fee.map_or_else(String::new, |fee| fee.to_string()),
        comment: comment(outcome).to_owned(),
        prv_txn_id: None,
    }
}

/// Numbers of people are not kept with the calls.
fn masked(account: &str) -> String {
    if account.len() > 10 {
        let tail: Vec<char> = account.chars().rev().take(2).collect();
        return format!("**********{}", tail.iter().rev().collect::<String>());
    }
    account.to_owned()
}

/// Answers one call. A fault of ours is told as such: the bank repeats.
pub async fn answer(app: &App, query: Query) -> Result<KaspiAnswer, Error> {
    let raw = query.clone();
    let now = app.clock.now();
    let answer = match query.read() {
        Err(outcome) => told(&raw.txn_id(), outcome, None),
        Ok(request) => match act(app, now, &request).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::error!(?error, "a call of Kaspi failed");
                told(&request.txn_id, Outcome::Failed, None)
            }
        },
    };
    let mut tx = app.db.write().await?;
    let call = NewCall {
        id: &new_id(),
        provider: Provider::Kaspi.as_str(),
        command: &raw.command(),
        external_id: &raw.txn_id(),
        account: &masked(&raw.account()),
        amount: &raw.sum(),
        answer: &serde_json::to_string(&answer)?,
    };
    store::insert_call(&mut tx, &call, now).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn act(app: &App, now: Instant, request: &Request) -> Result<KaspiAnswer, Error> {
    let mut conn = app.db.read().await?;
    let account = find(app, &mut conn, &request.account).await?;
    drop(conn);
    let Some(account) = account else {
        return Ok(told(&request.txn_id, Outcome::Unknown, None));
    };
    let person = match &account {
        Account::Order(order) => order.person_id.clone(),
        Account::Person(person) => person.person_id.clone(),
    };
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &person, now).await?;
    let answer = match account {
        Account::Order(order) => of_order(app, &mut tx, now, (request, &order)).await?,
        Account::Person(account) => of_person(app, &mut tx, now, (request, &account)).await?,
    };
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(answer)
}

/// An order's number has ten digits, an IIN twelve.
async fn find(app: &App, conn: &mut Conn, account: &str) -> Result<Option<Account>, Error> {
    if let Some(order) = store::find_order_by_number(conn, account).await? {
        return Ok(Some(Account::Order(order)));
    }
    let person = prepayments::find_account(app, conn, account).await?;
    Ok(person.map(Account::Person))
}

async fn of_order(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (request, known): (&Request, &OrderRow),
) -> Result<KaspiAnswer, Error> {
    // As it stands now that its person's line is ours.
    let order = store::find_order(conn, &known.application_id).await?;
    let order = order.unwrap_or_else(|| known.clone());
    let fee = sum(order.amount);
    let Command::Pay { sum: paid, at } = request.command else {
        return check(conn, now, (request, &order)).await;
    };
    let provider = Provider::Kaspi.as_str();
    if let Some(row) = store::find_payment(conn, provider, &request.txn_id).await? {
        // The first answer again, even when the order has changed meanwhile.
        return Ok(KaspiAnswer {
            prv_txn_id: Some(row.number),
            ..told(&request.txn_id, Outcome::Accepted, Some(fee))
        });
    }
    let applied = store::find_applied(conn, &order.application_id).await?;
    let standing = settle::standing(conn, now, (&order, &applied)).await?;
    let outcome = decide(request, fee, standing).outcome();
    if outcome != Outcome::Accepted {
        return Ok(told(&request.txn_id, outcome, Some(fee)));
    }
    let money = Money {
        provider: Provider::Kaspi,
        external_id: &request.txn_id,
        amount: paid,
        bank_time: &at.to_string(),
        card_mask: "",
        invoice: "",
    };
    let row = settle::receive(app, conn, now, (&order, &money)).await?;
    Ok(KaspiAnswer {
        prv_txn_id: Some(row.number),
        ..told(&request.txn_id, outcome, Some(fee))
    })
}

/// `check`: whoever may pay now gets time for it.
async fn check(
    conn: &mut Conn,
    now: Instant,
    (request, order): (&Request, &OrderRow),
) -> Result<KaspiAnswer, Error> {
    let fee = sum(order.amount);
    let expired = order.held_until.is_some_and(|until| until <= now.0);
    let applied = store::find_applied(conn, &order.application_id).await?;
    let mut standing = match settle::standing(conn, now, (order, &applied)).await? {
        Standing::Payable if expired => Standing::Expired { seat_free: false },
        standing => standing,
    };
    if standing == Standing::Payable {
        let since = now.plus_seconds(-CARD_FIRST_SECONDS);
        if cards::is_open(conn, &order.application_id, since).await? {
            standing = Standing::Locked;
        }
    }
    let outcome = decide(request, fee, standing).outcome();
    if outcome == Outcome::Accepted {
        applications::prolong(conn, now, &order.application_id, Start::Payment).await?;
    }
    Ok(told(&request.txn_id, outcome, Some(fee)))
}

async fn of_person(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (request, account): (&Request, &prepayments::Account),
) -> Result<KaspiAnswer, Error> {
    let Command::Pay { sum: paid, at } = request.command else {
        return Ok(told(&request.txn_id, Outcome::Accepted, Some(account.fee)));
    };
    let accepted = told(&request.txn_id, Outcome::Accepted, Some(account.fee));
    let provider = Provider::Kaspi.as_str();
    if let Some(row) = store::find_payment(conn, provider, &request.txn_id).await? {
        return Ok(KaspiAnswer {
            prv_txn_id: Some(row.number),
            ..accepted
        });
    }
    let time = at.to_string();
    let money = Money {
        provider: Provider::Kaspi,
        external_id: &request.txn_id,
        amount: paid,
        bank_time: &time,
        card_mask: "",
        invoice: "",
    };
    let row = prepayments::receive(app, conn, now, (account, &money)).await?;
    Ok(KaspiAnswer {
        prv_txn_id: Some(row.number),
        ..accepted
    })
}
