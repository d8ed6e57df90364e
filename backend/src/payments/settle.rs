//! What money does: it pays an order, or it waits. The only place that decides where it goes.
//!
//! Whoever comes here holds the person's line (`registration::lock_person`), so that two tellings of
//! one payment, or two payments of one order, come one after the other.

use shared::kaspi::{self, Command, Decision, Request, Standing};
use shared::money::Tiyn;
use shared::payments::{MoneyState, OrderState, Provider, Steps};
use shared::time::Instant;

use super::service::{state_of, tell};
use super::store::{self, NewPayment, NewStep, OrderRow, PaymentRow, column, sum};
use super::{new_number, refunds};
use crate::app::App;
use crate::applications;
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;
use crate::notify;

/// Money as a bank told it.
pub(super) struct Money<'a> {
    pub(super) provider: Provider,
    /// The bank's number of the operation.
    pub(super) external_id: &'a str,
    pub(super) amount: Tiyn,
    /// The bank's accounting time.
    pub(super) bank_time: &'a str,
    /// Empty but for cards.
    pub(super) card_mask: &'a str,
    /// Number of the card payment; empty otherwise.
    pub(super) invoice: &'a str,
}

/// For whom money came: the order it named, or a programme that is paid before applying.
#[derive(Clone, Copy)]
pub(super) struct Purpose<'a> {
    pub(super) person_id: &'a str,
    pub(super) programme: &'a str,
    pub(super) application_id: Option<&'a str>,
}

/// How an order stands when money for it arrives. Asks whether an annulled one could come back.
pub(super) async fn standing<'a>(
    conn: &mut Conn,
    now: Instant,
    (order, paid): (&OrderRow, &'a Option<PaymentRow>),
) -> Result<Standing<'a>, Error> {
    if order.state == "held" {
        // Also after its time, as long as nobody took the seat.
        return Ok(Standing::Payable);
    }
    Ok(match state_of(order, now)? {
        OrderState::Waiting => Standing::Payable,
        OrderState::Cancelled => Standing::Cancelled,
        OrderState::Paid => Standing::Paid {
            txn_id: paid
                .as_ref()
                .filter(|paid| paid.provider == Provider::Kaspi.as_str())
                .map_or("", |paid| &paid.external_id),
        },
        OrderState::Annulled => {
            let of = (order.person_id.as_str(), order.application_id.as_str());
            Standing::Expired {
                seat_free: applications::may_come_back(conn, now, of).await?,
            }
        }
    })
}

/// Records money for an order and lets it do what it can. The same operation again changes nothing.
pub(super) async fn receive(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (order, money): (&OrderRow, &Money<'_>),
) -> Result<PaymentRow, Error> {
    let paid = store::find_applied(conn, &order.application_id).await?;
    let standing = standing(conn, now, (order, &paid)).await?;
    let request = Request {
        txn_id: money.external_id.to_owned(),
        account: order.number.clone(),
        command: Command::Pay {
            sum: money.amount,
            at: jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0),
        },
    };
    let mut decision = kaspi::decide(&request, sum(order.amount), standing);
    let of = (order.person_id.as_str(), order.application_id.as_str());
    let done = match decision {
        Decision::Pay => applications::settle(conn, now, of).await?,
        Decision::Reinstate => applications::come_back(conn, now, of).await?,
        _ => false,
    };
    if !done {
        decision = Decision::KeepUnapplied;
    }
    let reason = match (decision, standing) {
        (Decision::Pay, _) => "paid",
        (Decision::Reinstate, _) => "came_back",
        _ if column(money.amount) != order.amount => "wrong_sum",
        (_, Standing::Paid { .. }) => "twice",
        (_, Standing::Cancelled) => "withdrawn",
        _ => "late",
    };
    let purpose = Purpose {
        person_id: &order.person_id,
        programme: &order.programme,
        application_id: Some(&order.application_id),
    };
    let row = record(conn, now, (purpose, money), (done, reason)).await?;
    let row = if reason == "late" {
        find_another_order(conn, now, row).await?
    } else {
        row
    };
    tell_person(app, conn, now, &row).await?;
    Ok(row)
}

/// Writes the payment and where its money is first.
pub(super) async fn record(
    conn: &mut Conn,
    now: Instant,
    (purpose, money): (Purpose<'_>, &Money<'_>),
    (applied, reason): (bool, &str),
) -> Result<PaymentRow, Error> {
    let (id, number) = (new_id(), new_number(conn).await?);
    let payment = NewPayment {
        id: &id,
        number: &number,
        provider: money.provider.as_str(),
        external_id: money.external_id,
        person_id: purpose.person_id,
        programme: purpose.programme,
        application_id: purpose.application_id,
        amount: column(money.amount),
        bank_time: money.bank_time,
        card_mask: money.card_mask,
        invoice: money.invoice,
    };
    if store::insert_payment(conn, &payment, now).await? == 0 {
        return Err(anyhow::anyhow!("a payment was told twice past the line of its person").into());
    }
    let state = if applied {
        MoneyState::Applied
    } else {
        MoneyState::Unapplied
    };
    let step = NewStep {
        payment_id: &id,
        step: 1,
        state: state.as_str(),
        application_id: purpose.application_id.filter(|_| applied),
        reason,
    };
    store::insert_step(conn, &step, now).await?;
    let row = store::find_payment_by_id(conn, &id).await?;
    Ok(row.ok_or_else(|| anyhow::anyhow!("a payment that was just written is not there"))?)
}

/// Moves the money of a payment by one step, if the states allow it and nobody was first.
pub(super) async fn move_money(
    conn: &mut Conn,
    now: Instant,
    row: &PaymentRow,
    (state, application_id, reason): (MoneyState, Option<&str>, &str),
) -> Result<bool, Error> {
    let from = MoneyState::from_text(&row.state);
    if !from.is_some_and(|from| from.may_become(state)) {
        return Ok(false);
    }
    let step = NewStep {
        payment_id: &row.id,
        step: row.step + 1,
        state: state.as_str(),
        application_id,
        reason,
    };
    Ok(store::insert_step(conn, &step, now).await? == 1)
}

/// Pays a waiting order with money of its person that pays nothing. Returns whether it is paid.
pub(super) async fn use_unapplied(
    conn: &mut Conn,
    now: Instant,
    order: &OrderRow,
) -> Result<bool, Error> {
    let waiting = store::list_unapplied(conn, &order.person_id, &order.programme).await?;
    let Some(row) = waiting.iter().find(|row| row.amount == order.amount) else {
        return Ok(false);
    };
    let of = (order.person_id.as_str(), order.application_id.as_str());
    // One that costs before applying is submitted already.
    if order.state == "held" && !applications::settle(conn, now, of).await? {
        return Ok(false);
    }
    let to = (
        MoneyState::Applied,
        Some(order.application_id.as_str()),
        "waited",
    );
    move_money(conn, now, row, to).await
}

/// Money for an application that lost its seat pays the one its person made instead, when there is
/// one of the same price.
async fn find_another_order(
    conn: &mut Conn,
    now: Instant,
    row: PaymentRow,
) -> Result<PaymentRow, Error> {
    let orders = store::list_waiting_orders(conn, &row.person_id, &row.programme, now).await?;
    for order in orders {
        if use_unapplied(conn, now, &order).await? {
            let moved = store::find_payment_by_id(conn, &row.id).await?;
            return Ok(moved.unwrap_or(row));
        }
    }
    Ok(row)
}

/// Gives back what a withdrawn application has cost: the money pays nothing any more, and goes back to
/// its card by itself where there is one.
pub async fn release(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    application_id: &str,
) -> Result<(), Error> {
    let Some(order) = store::find_order(conn, application_id).await? else {
        return Ok(());
    };
    // After the close nothing is given back, which was said before paying.
    if now.0 >= order.closes_at {
        return Ok(());
    }
    let Some(row) = store::find_applied(conn, application_id).await? else {
        return Ok(());
    };
    let to = (MoneyState::Unapplied, None, "withdrawn");
    if move_money(conn, now, &row, to).await? && row.provider == Provider::Halyk.as_str() {
        refunds::open_for_card(app, conn, now, &row).await?;
    }
    Ok(())
}

/// The letter about money that came, and its way back where it can go by itself: who paid twice by
/// card, or after withdrawing, asks for nothing.
async fn tell_person(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    row: &PaymentRow,
) -> Result<(), Error> {
    let person = row.person_id.as_str();
    if let Some(application_id) = &row.pays {
        let application = applications::find_of(app, conn, person, application_id).await?;
        let payment = tell(conn, row).await?;
        return notify::paid_letter(app, conn, now, (person, &application), &payment).await;
    }
    let by_itself = matches!(row.reason.as_str(), "twice" | "withdrawn");
    if by_itself && row.provider == Provider::Halyk.as_str() {
        refunds::open_for_card(app, conn, now, row).await?;
    }
    let payment = tell(conn, row).await?;
    notify::unapplied_letter(app, conn, now, person, &payment, &row.reason).await
}

/// The letter about money that came before its application.
pub(super) async fn tell_waiting(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    row: &PaymentRow,
) -> Result<(), Error> {
    let payment = tell(conn, row).await?;
    notify::unapplied_letter(app, conn, now, &row.person_id, &payment, &row.reason).await
}
