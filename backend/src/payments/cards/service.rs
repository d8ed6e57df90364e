//! The life of a card payment.

use shared::payments::{
    BeginCard, CardAttempt, CardPayment, CardState, OrderState, OrderView, Provider, Steps,
};
use shared::problem::Code;
use shared::time::Instant;

use super::store::{self, AttemptRow, NewAttempt};
use crate::app::App;
use crate::applications::{self, Start};
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::payments::halyk::{Halyk, Invoice, PostLink, Silent, Status, Transaction};
use crate::payments::service as orders;
use crate::payments::settle::{self, Money};
use crate::payments::store::{self as money_store, NewCall, OrderRow, sum};
use crate::registration;
use crate::secrets::new_token;

/// Waits between questions about a card payment, in seconds; the last repeats.
const WAITS: &[i64] = &[20, 20, 30, 60, 120, 300, 600, 1800];
/// Seconds after which a card payment that the bank has never heard of is given up: its page's token
/// has ended by then.
const UNKNOWN_SECONDS: i64 = 3 * 3600;
/// Seconds after which a card payment that never ends is left to the bank's register.
const ENDLESS_SECONDS: i64 = 3 * 86_400;
/// Most questions in one go.
const AT_ONCE: i64 = 20;
/// How long an open card payment is gone on with in the place of a new one.
const SAME_SECONDS: i64 = 20 * 60;

fn state_of(row: &AttemptRow) -> Result<CardState, Error> {
    let state = CardState::from_text(&row.state);
    Ok(state.ok_or_else(|| anyhow::anyhow!("a card payment is in a state nobody knows"))?)
}

/// The newest card payment of an order.
pub(in crate::payments) async fn newest(
    conn: &mut Conn,
    application_id: &str,
) -> Result<Option<CardAttempt>, Error> {
    let row = store::find_newest(conn, application_id).await?;
    row.map(|row| {
        Ok(CardAttempt {
            state: state_of(&row)?,
            begun_at: Instant(row.begun_at),
        })
    })
    .transpose()
}

/// Whether a card payment of this order was begun since then and has not ended.
pub(in crate::payments) async fn is_open(
    conn: &mut Conn,
    application_id: &str,
    since: Instant,
) -> Result<bool, Error> {
    let newest = store::find_newest(conn, application_id).await?;
    let open = newest.filter(|row| row.state == CardState::Begun.as_str());
    Ok(open.is_some_and(|row| row.begun_at > since.0))
}

fn halyk(app: &App) -> Result<&Halyk, Error> {
    app.halyk.as_deref().ok_or(Code::WayClosed.into())
}

/// Begins a card payment, or goes on with the one that is open: two tabs have one invoice, which the
/// bank lets be paid once.
pub(in crate::payments) async fn begin(
    app: &App,
    who: &Applicant,
    application_id: &str,
    input: &BeginCard,
) -> Result<CardPayment, Error> {
    let bank = halyk(app)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    let order = orders::find_own_order(&mut tx, who, application_id).await?;
    if orders::state_of(&order, now)? != OrderState::Waiting {
        return Err(Code::NotPayable.into());
    }
    let newest = store::find_newest(&mut tx, application_id).await?;
    let open = newest.filter(|row| {
        row.state == CardState::Begun.as_str()
            && row.terminal == bank.terminal()
            && row.begun_at > now.plus_seconds(-SAME_SECONDS).0
    });
    let (attempt, is_new) = match open {
        Some(row) => (row, false),
        None => (insert(&mut tx, now, (&order, bank)).await?, true),
    };
    tx.commit().await?;
    let page = app.config.page_url.trim_end_matches('/');
    let return_to = format!("{page}/cabinet/applications/{application_id}/payment?back=1");
    let post = app.config.callback_url();
    let invoice = Invoice {
        number: &attempt.invoice,
        amount: sum(attempt.amount),
        secret_hash: &attempt.secret_hash,
        post_link: &format!("{post}/api/v1/payments/halyk"),
        back_link: &return_to,
        failure_back_link: &return_to,
        language: &input.language,
        description: &order.number,
        account: &order.number,
    };
    // Never inside a transaction: a bank takes its time.
    let begun = bank.begin(&invoice).await;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let Ok(payment) = begun else {
        if is_new {
            // Nobody has seen its page, so the other way need not wait for it.
            let lost = (CardState::Begun.as_str(), CardState::Lost.as_str());
            store::mark_ended(&mut tx, &attempt.invoice, lost).await?;
            tx.commit().await?;
        }
        return Err(Code::BankSilent.into());
    };
    applications::prolong(&mut tx, now, application_id, Start::Payment).await?;
    tx.commit().await?;
    let view = orders::view(app, who, application_id).await?;
    Ok(CardPayment {
        script: bank.script().to_owned(),
        pay_until: view.order.pay_until.ok_or(Code::NotPayable)?,
        payment,
    })
}

async fn insert(
    conn: &mut Conn,
    now: Instant,
    (order, bank): (&OrderRow, &Halyk),
) -> Result<AttemptRow, Error> {
    let invoice = store::next_invoice(conn).await?.to_string();
    let secret_hash = new_token();
    let attempt = NewAttempt {
        invoice: &invoice,
        application_id: &order.application_id,
        terminal: bank.terminal(),
        tail: &invoice[invoice.len() - 6..],
        amount: order.amount,
        secret_hash: &secret_hash,
        ask_at: now.plus_seconds(WAITS[0]),
    };
    store::insert_attempt(conn, &attempt, now).await?;
    let row = store::find_attempt(conn, &invoice).await?;
    Ok(row.ok_or_else(|| anyhow::anyhow!("a card payment that was just begun is not there"))?)
}

/// The person is back from the bank's page, which proves nothing: the bank is asked.
pub(in crate::payments) async fn returned(
    app: &App,
    who: &Applicant,
    application_id: &str,
) -> Result<OrderView, Error> {
    let mut conn = app.db.read().await?;
    orders::find_own_order(&mut conn, who, application_id).await?;
    let newest = store::find_newest(&mut conn, application_id).await?;
    drop(conn);
    if let Some(row) = newest.filter(|row| row.state == CardState::Begun.as_str()) {
        ask(app, &row).await?;
    }
    orders::view(app, who, application_id).await
}

/// The bank told us something. It is not signed: when what only the bank and we know is right, the
/// bank is asked; the sum it writes here is not looked at twice.
pub(in crate::payments) async fn called(app: &App, body: &[u8]) -> Result<(), Error> {
    let Some(told) = PostLink::read(body) else {
        return Err(Code::BadRequest.into());
    };
    let mut conn = app.db.read().await?;
    let row = store::find_attempt(&mut conn, &told.invoice).await?;
    drop(conn);
    let row = row.ok_or(Code::NotFound)?;
    let known = same(&told.secret_hash, &row.secret_hash);
    let fits = told.terminal == row.terminal
        && told.currency == "KZT"
        && told.amount.is_none_or(|amount| amount == sum(row.amount));
    let answer = match (known, fits) {
        (false, _) => "wrong_secret",
        (true, false) => "does_not_fit",
        (true, true) => "asked",
    };
    note(
        app,
        (&row.invoice, "post"),
        told.amount.map_or_else(String::new, |a| a.to_string()),
        answer,
    )
    .await?;
    if !known {
        return Err(Code::ForeignOrigin.into());
    }
    ask(app, &row).await?;
    Ok(())
}

/// Compares in a time that tells nothing.
fn same(told: &str, known: &str) -> bool {
    use subtle::ConstantTimeEq;
    told.as_bytes().ct_eq(known.as_bytes()).into()
}

async fn note(
    app: &App,
    (invoice, command): (&str, &str),
    amount: String,
    answer: &str,
) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let call = NewCall {
        id: &new_id(),
        provider: Provider::Halyk.as_str(),
        command,
        external_id: invoice,
        account: "",
        amount: &amount,
        answer,
    };
    money_store::insert_call(&mut tx, &call, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks the bank about every card payment whose time has come. Returns how many.
pub(in crate::payments) async fn ask_due(app: &App) -> Result<usize, Error> {
    if app.halyk.is_none() {
        return Ok(0);
    }
    let mut conn = app.db.read().await?;
    let due = store::list_due(&mut conn, app.clock.now(), AT_ONCE).await?;
    drop(conn);
    for row in &due {
        ask(app, row).await?;
    }
    Ok(due.len())
}

/// Asks the bank how a card payment stands, and does what follows. Twice at once is as once.
async fn ask(app: &App, row: &AttemptRow) -> Result<(), Error> {
    let answer = halyk(app)?.status(&row.invoice).await;
    let now = app.clock.now();
    match answer {
        Ok(Status::Charged(transaction)) => charged(app, now, row, &transaction).await,
        // Charged and given back before anybody here heard of it: as if declined.
        Ok(Status::Rejected | Status::Returned(_)) => failed(app, now, row).await,
        Ok(Status::Unknown) => later(app, now, row, UNKNOWN_SECONDS).await,
        Ok(Status::Waiting) | Err(Silent) => later(app, now, row, ENDLESS_SECONDS).await,
    }
}

async fn charged(
    app: &App,
    now: Instant,
    row: &AttemptRow,
    told: &Transaction,
) -> Result<(), Error> {
    if told.currency != "KZT" || told.terminal.as_ref().is_some_and(|t| *t != row.terminal) {
        // Not money that our records can hold: staff see it with the bank's calls.
        note(
            app,
            (&row.invoice, "status"),
            told.amount.to_string(),
            "wrong_currency",
        )
        .await?;
        tracing::error!(
            invoice = row.invoice,
            "a card payment is of another currency or terminal"
        );
        return failed(app, now, row).await;
    }
    let mut conn = app.db.read().await?;
    let order = money_store::find_order(&mut conn, &row.application_id).await?;
    drop(conn);
    let order = order.ok_or(Code::NotFound)?;
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &order.person_id, now).await?;
    let known = money_store::find_payment(&mut tx, Provider::Halyk.as_str(), &told.id).await?;
    if known.is_none() {
        // As it stands now that its person's line is ours.
        let order = money_store::find_order(&mut tx, &row.application_id).await?;
        let order = order.ok_or(Code::NotFound)?;
        let money = Money {
            provider: Provider::Halyk,
            external_id: &told.id,
            amount: told.amount,
            bank_time: "",
            card_mask: &told.card_mask,
            invoice: &row.invoice,
        };
        settle::receive(app, &mut tx, now, (&order, &money)).await?;
    }
    for from in CardState::ALL {
        if from.may_become(CardState::Charged) {
            let to = (from.as_str(), CardState::Charged.as_str());
            store::mark_ended(&mut tx, &row.invoice, to).await?;
        }
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Declined: the person gets time for another try.
async fn failed(app: &App, now: Instant, row: &AttemptRow) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let to = (CardState::Begun.as_str(), CardState::Failed.as_str());
    if store::mark_ended(&mut tx, &row.invoice, to).await? == 1 {
        applications::prolong(&mut tx, now, &row.application_id, Start::AfterFailure).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Asked again later, or given up.
async fn later(app: &App, now: Instant, row: &AttemptRow, longest: i64) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    if Instant(row.begun_at).seconds_until(now) > longest {
        let to = (CardState::Begun.as_str(), CardState::Lost.as_str());
        store::mark_ended(&mut tx, &row.invoice, to).await?;
    } else {
        let done = usize::try_from(row.asked + 1).unwrap_or(usize::MAX);
        let wait = WAITS.get(done).or(WAITS.last()).copied().unwrap_or(60);
        store::mark_asked(&mut tx, &row.invoice, now.plus_seconds(wait)).await?;
    }
    tx.commit().await?;
    Ok(())
}
