//! The life of a refund.

use shared::iban::kz_iban;
use shared::money::Tiyn;
use shared::payments::{
    ClaimRefund, MoneyState, Payment, Provider, Refund, RefundChange, RefundState, RefundWay, Steps,
};
use shared::problem::Code;
use shared::time::Instant;

use super::store::{self, NewRefund, RefundRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::notify;
use crate::payments::halyk::{Halyk, RefundAnswer, Silent, Status};
use crate::payments::service::tell;
use crate::payments::settle::move_money;
use crate::payments::store::{self as money_store, PaymentRow, sum};
use crate::registration;
use crate::secrets::Sealed;

const fn way_text(way: RefundWay) -> &'static str {
    match way {
        RefundWay::Card => "card",
        RefundWay::Account => "account",
    }
}

fn place(id: &str) -> String {
    format!("refunds.claim:{id}")
}

/// How the money of a payment can be given back now. A card that the bank refused to pay back to gives
/// way to an account.
pub(in crate::payments) fn way(
    state: MoneyState,
    provider: Provider,
    newest: Option<&Refund>,
) -> Option<RefundWay> {
    let open = newest.is_some_and(|refund| refund.state != RefundState::Refused);
    if state != MoneyState::Unapplied || open {
        return None;
    }
    Some(match provider {
        Provider::Halyk if newest.is_none() => RefundWay::Card,
        Provider::Halyk | Provider::Kaspi => RefundWay::Account,
    })
}

async fn told(conn: &mut Conn, row: RefundRow) -> Result<Refund, Error> {
    let unknown = || anyhow::anyhow!("a refund is in a state nobody knows");
    let mut changes = Vec::new();
    for step in store::list_steps(conn, &row.id).await? {
        changes.push(RefundChange {
            at: Instant(step.at),
            state: RefundState::from_text(&step.state).ok_or_else(unknown)?,
            reason: step.reason,
        });
    }
    Ok(Refund {
        number: row.number,
        amount: sum(row.amount),
        way: if row.way == way_text(RefundWay::Card) {
            RefundWay::Card
        } else {
            RefundWay::Account
        },
        state: RefundState::from_text(&row.state).ok_or_else(unknown)?,
        account: row.account_mask,
        changes,
    })
}

/// The newest refund of a payment.
pub(in crate::payments) async fn newest(
    conn: &mut Conn,
    payment_id: &str,
) -> Result<Option<Refund>, Error> {
    match store::find_newest(conn, payment_id).await? {
        Some(row) => Ok(Some(told(conn, row).await?)),
        None => Ok(None),
    }
}

async fn new_number(conn: &mut Conn) -> Result<String, Error> {
    loop {
        let number = rand::random_range(100_000_000..1_000_000_000_u64).to_string();
        if store::count_number(conn, &number).await? == 0 {
            return Ok(number);
        }
    }
}

/// Opens a refund; of two at once one.
async fn open(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (row, way, claim): (&PaymentRow, RefundWay, Option<&ClaimRefund>),
) -> Result<(), Error> {
    let before = store::find_newest(conn, &row.id).await?;
    if before
        .as_ref()
        .is_some_and(|before| before.state != RefundState::Refused.as_str())
    {
        return Err(Code::NothingToRefund.into());
    }
    let (id, number) = (new_id(), new_number(conn).await?);
    let iban = claim.and_then(|claim| kz_iban(&claim.iban));
    let sealed = match claim {
        Some(claim) => {
            app.secrets
                .seal(&place(&id), &serde_json::to_string(claim)?)?
                .0
        }
        None => String::new(),
    };
    let mask = iban.map_or_else(String::new, |iban| format!("KZ** **** {}", &iban[16..]));
    let refund = NewRefund {
        id: &id,
        number: &number,
        payment_id: &row.id,
        try_: before.map_or(1, |before| before.try_ + 1),
        amount: row.amount,
        way: way_text(way),
        claim: &sealed,
        account_mask: &mask,
    };
    if store::insert_refund(conn, &refund, now).await? == 0 {
        return Err(Code::NothingToRefund.into());
    }
    store::insert_step(conn, (&id, 1), (RefundState::Requested.as_str(), ""), now).await?;
    Ok(())
}

/// Opens the refund of a card payment that goes back by itself; the worker calls the bank.
pub(in crate::payments) async fn open_for_card(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    row: &PaymentRow,
) -> Result<(), Error> {
    open(app, conn, now, (row, RefundWay::Card, None)).await
}

/// A person asks for money back.
pub(in crate::payments) async fn claim(
    app: &App,
    who: &Applicant,
    number: &str,
    input: &ClaimRefund,
) -> Result<Payment, Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    let row = money_store::find_own_payment(&mut tx, &who.person_id, number).await?;
    let row = row.ok_or(Code::NotFound)?;
    let payment = tell(&mut tx, &row).await?;
    let way = payment.refundable.ok_or(Code::NothingToRefund)?;
    let claim = match way {
        RefundWay::Card => None,
        RefundWay::Account => {
            let refusals = input.refusals();
            if !refusals.is_empty() {
                return Err(Error::Invalid(refusals));
            }
            Some(input)
        }
    };
    open(app, &mut tx, now, (&row, way, claim)).await?;
    let payment = tell(&mut tx, &row).await?;
    notify::refund_letter(app, &mut tx, now, &who.person_id, &payment).await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(payment)
}

/// Brings a refund one step further; what is at its end moves the money. Nothing when the states do
/// not allow it, or somebody was first.
async fn advance(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (row, to, reason): (&RefundRow, RefundState, &str),
) -> Result<bool, Error> {
    let from = RefundState::from_text(&row.state);
    if !from.is_some_and(|from| from.may_become(to)) {
        return Ok(false);
    }
    let at = (row.id.as_str(), row.step + 1);
    if store::insert_step(conn, at, (to.as_str(), reason), now).await? == 0 {
        return Ok(false);
    }
    let payment = money_store::find_payment_by_id(conn, &row.payment_id).await?;
    let mut payment = payment.ok_or(Code::NotFound)?;
    if to == RefundState::Paid {
        let moved = (MoneyState::Refunded, None, row.number.as_str());
        if !move_money(conn, now, &payment, moved).await? {
            return Err(anyhow::anyhow!("money of a refund was elsewhere").into());
        }
        payment = money_store::find_payment_by_id(conn, &row.payment_id)
            .await?
            .ok_or(Code::NotFound)?;
    }
    let told = tell(conn, &payment).await?;
    notify::refund_letter(app, conn, now, &payment.person_id, &told).await?;
    Ok(true)
}

/// Asks the bank for every refund to a card that waits. The bank knows a repeated question by the
/// refund's number. Returns how many ended.
pub(in crate::payments) async fn call_bank(app: &App) -> Result<usize, Error> {
    let Some(bank) = app.halyk.as_deref() else {
        return Ok(0);
    };
    let mut conn = app.db.read().await?;
    let waiting = store::list_to_call(&mut conn).await?;
    let mut found = Vec::new();
    for row in waiting {
        if let Some(payment) = money_store::find_payment_by_id(&mut conn, &row.payment_id).await? {
            found.push((row, payment));
        }
    }
    drop(conn);
    let mut ended = 0;
    for (row, payment) in found {
        // Asked again at the next look when the bank is silent.
        let Ok((to, reason)) = give_back(bank, (&row, &payment)).await else {
            continue;
        };
        let now = app.clock.now();
        let mut tx = app.db.write().await?;
        registration::lock_person(&mut tx, &payment.person_id, now).await?;
        ended += usize::from(advance(app, &mut tx, now, (&row, to, &reason)).await?);
        tx.commit().await?;
        app.letter_bell.notify_one();
    }
    Ok(ended)
}

/// Asks the bank to give the money of a card back, unless it says that it has.
async fn give_back(
    bank: &Halyk,
    (row, payment): (&RefundRow, &PaymentRow),
) -> Result<(RefundState, String), Silent> {
    if matches!(bank.status(&payment.invoice).await?, Status::Returned(_)) {
        return Ok((RefundState::Paid, String::new()));
    }
    let sum = sum(row.amount);
    Ok(
        match bank.refund(&payment.external_id, sum, &row.number).await? {
            RefundAnswer::Done => (RefundState::Paid, String::new()),
            RefundAnswer::Refused(code) => (RefundState::Refused, code),
        },
    )
}

/// A refund as accounting needs it.
#[derive(Debug)]
pub struct OpenRefund {
    /// Its number.
    pub number: String,
    /// What is given back.
    pub amount: Tiyn,
    /// Where it stands.
    pub state: String,
    /// Number of the payment.
    pub payment: String,
    /// Account, bank, holder; nothing for a card.
    pub claim: Option<ClaimRefund>,
}

/// Refunds that are not at their end, with where the money is to go.
pub async fn list_open(app: &App) -> Result<Vec<OpenRefund>, Error> {
    let mut conn = app.db.read().await?;
    let mut open = Vec::new();
    for row in store::list_open(&mut conn).await? {
        let payment = money_store::find_payment_by_id(&mut conn, &row.payment_id).await?;
        let claim = if row.claim.is_empty() {
            None
        } else {
            let plain = app
                .secrets
                .open(&place(&row.id), &Sealed(row.claim.clone()))?;
            Some(serde_json::from_str(&plain)?)
        };
        open.push(OpenRefund {
            number: row.number,
            amount: sum(row.amount),
            state: row.state,
            payment: payment.map(|payment| payment.number).unwrap_or_default(),
            claim,
        });
    }
    Ok(open)
}

/// Accounting brings a refund to an account one step further. Says why not.
pub async fn step(app: &App, number: &str, to: RefundState, reason: &str) -> anyhow::Result<()> {
    use crate::error::internal;
    anyhow::ensure!(
        to != RefundState::Refused || !reason.trim().is_empty(),
        "a refusal needs its reason: the person reads it (--reason)"
    );
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let row = store::find_by_number(&mut tx, number).await?;
    let Some(row) = row else {
        anyhow::bail!("there is no refund {number}")
    };
    let payment = money_store::find_payment_by_id(&mut tx, &row.payment_id).await?;
    let Some(payment) = payment else {
        anyhow::bail!("the payment of refund {number} is not there")
    };
    registration::lock_person(&mut tx, &payment.person_id, now)
        .await
        .map_err(internal)?;
    let row = store::find_by_number(&mut tx, number).await?.unwrap_or(row);
    let done = advance(app, &mut tx, now, (&row, to, reason)).await;
    anyhow::ensure!(
        done.map_err(internal)?,
        "refund {number} is {}; it cannot become {}",
        row.state,
        to.as_str()
    );
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}
