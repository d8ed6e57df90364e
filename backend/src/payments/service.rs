//! What is told of orders and payments, and opening an order.

use shared::applications::Status;
use shared::money::Tiyn;
use shared::payments::{
    MoneyState, Order, OrderState, OrderView, Payment, Payments, Provider, Way,
};
use shared::problem::Code;
use shared::time::Instant;

use super::store::{self, OrderRow, PaymentRow, column, sum};
use super::{cards, refunds, settle};
use crate::app::App;
use crate::campaigns;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;

/// What an order's application says of it. A hold whose time is over is annulled, whether or not
/// anybody has released it.
pub(super) fn state_of(row: &OrderRow, now: Instant) -> Result<OrderState, Error> {
    let status = Status::from_text(&row.state);
    let status = status.ok_or_else(|| anyhow::anyhow!("an order is in a state nobody knows"))?;
    Ok(match status {
        Status::Held if row.held_until.is_some_and(|until| until <= now.0) => OrderState::Annulled,
        Status::Held => OrderState::Waiting,
        Status::Submitted => OrderState::Paid,
        Status::Annulled => OrderState::Annulled,
        Status::Withdrawn => OrderState::Cancelled,
    })
}

fn order_from(row: &OrderRow, now: Instant) -> Result<Order, Error> {
    let state = state_of(row, now)?;
    let waiting = state == OrderState::Waiting;
    Ok(Order {
        number: row.number.clone(),
        amount: sum(row.amount),
        state,
        pay_until: row.held_until.map(Instant).filter(|_| waiting),
        refund_until: Instant(row.closes_at),
    })
}

/// What an application costs and where that stands; nothing where nothing is paid.
pub async fn order_of(
    conn: &mut Conn,
    now: Instant,
    application_id: &str,
) -> Result<Option<Order>, Error> {
    let row = store::find_order(conn, application_id).await?;
    row.map(|row| order_from(&row, now)).transpose()
}

/// Opens the order of an application that was just made, and pays it with money of its person that
/// pays nothing yet. Returns whether it is paid.
pub async fn open_order(
    conn: &mut Conn,
    now: Instant,
    application_id: &str,
    fee: Tiyn,
) -> Result<bool, Error> {
    store::insert_order(conn, application_id, column(fee), now).await?;
    let order = store::find_order(conn, application_id).await?;
    let order = order.ok_or(Code::NotFound)?;
    settle::use_unapplied(conn, now, &order).await
}

/// How many payments of a person wait for an application that costs so much.
pub async fn count_waiting(
    conn: &mut Conn,
    person_id: &str,
    programme: &str,
    fee: Tiyn,
) -> Result<i64, Error> {
    let rows = store::list_unapplied(conn, person_id, programme).await?;
    let fitting = rows.iter().filter(|row| row.amount == column(fee)).count();
    Ok(i64::try_from(fitting).unwrap_or(i64::MAX))
}

/// The ways to pay that are open, for this account and sum.
pub(super) fn ways(app: &App, account: &str, amount: Tiyn, with_card: bool) -> Vec<Way> {
    let mut ways = Vec::new();
    if with_card && app.halyk.is_some() {
        ways.push(Way::Halyk);
    }
    if let Some(service) = app.config.kaspi_service() {
        let link = app.config.kaspi_link();
        // An IIN does not stand in addresses.
        let link = link.filter(|_| !account.is_empty()).unwrap_or_default();
        let link = link
            .replace("{account}", account)
            .replace("{tenge}", &amount.tenge().to_string());
        ways.push(Way::Kaspi { service, link });
    }
    ways
}

pub(super) async fn find_own_order(
    conn: &mut Conn,
    who: &Applicant,
    application_id: &str,
) -> Result<OrderRow, Error> {
    let row = store::find_order(conn, application_id).await?;
    let row = row.filter(|row| row.person_id == who.person_id);
    Ok(row.ok_or(Code::NotFound)?)
}

pub(super) async fn view(app: &App, who: &Applicant, id: &str) -> Result<OrderView, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let row = find_own_order(&mut conn, who, id).await?;
    let order = order_from(&row, now)?;
    let ways = if order.state == OrderState::Waiting {
        ways(app, &order.number, order.amount, true)
    } else {
        Vec::new()
    };
    let campaign = campaigns::find(&mut conn, &row.campaign_id).await?;
    let mut payments = Vec::new();
    for payment in store::list_payments_of_order(&mut conn, id).await? {
        payments.push(tell(&mut conn, &payment).await?);
    }
    Ok(OrderView {
        order,
        application: row.application_id.clone(),
        campaign_name: campaign.name,
        ways,
        card: cards::newest(&mut conn, id).await?,
        payments,
        server_now: now,
    })
}

pub(super) async fn list(app: &App, who: &Applicant) -> Result<Payments, Error> {
    let mut conn = app.db.read().await?;
    let mut payments = Vec::new();
    for row in store::list_payments(&mut conn, &who.person_id).await? {
        payments.push(tell(&mut conn, &row).await?);
    }
    Ok(Payments {
        payments,
        server_now: app.clock.now(),
    })
}

/// An account is not deleted while money of its person pays nothing or is on its way back. What was
/// paid and used stays in the books: payments are kept as tax law says, under a person without facts.
pub async fn refuse_while_money_waits(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    let rows = store::list_payments(conn, person_id).await?;
    let waits = |row: &PaymentRow| row.state == MoneyState::Unapplied.as_str();
    if rows.iter().any(waits) {
        return Err(Code::MoneyWaits.into());
    }
    Ok(())
}

/// Payments for their owner's file.
pub async fn own_data(app: &App, who: &Applicant) -> Result<serde_json::Value, Error> {
    Ok(serde_json::json!(list(app, who).await?.payments))
}

/// A payment as its payer sees it.
pub(super) async fn tell(conn: &mut Conn, row: &PaymentRow) -> Result<Payment, Error> {
    let unknown = || anyhow::anyhow!("a payment is in a state nobody knows");
    let state = MoneyState::from_text(&row.state).ok_or_else(unknown)?;
    let provider = Provider::from_text(&row.provider).ok_or_else(unknown)?;
    let refund = refunds::newest(conn, &row.id).await?;
    let application = row.pays.clone().or_else(|| row.application_id.clone());
    let application = application.unwrap_or_default();
    let order = store::find_order(conn, &application).await?;
    Ok(Payment {
        number: row.number.clone(),
        provider,
        amount: sum(row.amount),
        received_at: Instant(row.received_at),
        state,
        order: order.map(|order| order.number).unwrap_or_default(),
        application,
        programme: row.programme.clone(),
        card_mask: row.card_mask.clone(),
        refundable: refunds::way(state, provider, refund.as_ref()),
        refund,
    })
}
