//! Rows of orders, payments and what the banks said. Added, never edited.

use shared::money::Tiyn;
use shared::time::Instant;

use crate::db::Conn;

/// A sum as the database keeps it.
pub(super) fn column(sum: Tiyn) -> i64 {
    i64::try_from(sum.tiyn()).unwrap_or(i64::MAX)
}

/// A sum as the database kept it.
pub(super) fn sum(column: i64) -> Tiyn {
    Tiyn::new(u64::try_from(column).unwrap_or(0))
}

/// An order with what its application says of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct OrderRow {
    pub(crate) application_id: String,
    pub(crate) number: String,
    pub(crate) person_id: String,
    pub(crate) campaign_id: String,
    pub(crate) programme: String,
    pub(crate) amount: i64,
    /// State of the application.
    pub(crate) state: String,
    pub(crate) held_until: Option<i64>,
    /// Close of the campaign, after which nothing is given back.
    pub(crate) closes_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct PaymentRow {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) provider: String,
    pub(super) external_id: String,
    pub(super) person_id: String,
    pub(super) programme: String,
    /// The order that the payer named.
    pub(super) application_id: Option<String>,
    pub(super) amount: i64,
    pub(super) card_mask: String,
    /// Number of the card payment; empty otherwise.
    pub(super) invoice: String,
    pub(super) received_at: i64,
    /// Where the money is now.
    pub(super) step: i64,
    pub(super) state: String,
    /// The order that it pays now.
    pub(super) pays: Option<String>,
    pub(super) reason: String,
}

pub(super) struct NewPayment<'a> {
    pub(super) id: &'a str,
    pub(super) number: &'a str,
    pub(super) provider: &'a str,
    pub(super) external_id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) programme: &'a str,
    pub(super) application_id: Option<&'a str>,
    pub(super) amount: i64,
    pub(super) bank_time: &'a str,
    pub(super) card_mask: &'a str,
    pub(super) invoice: &'a str,
}

pub(super) struct NewStep<'a> {
    pub(super) payment_id: &'a str,
    pub(super) step: i64,
    pub(super) state: &'a str,
    pub(super) application_id: Option<&'a str>,
    pub(super) reason: &'a str,
}

pub(super) struct NewCall<'a> {
    pub(super) id: &'a str,
    pub(super) provider: &'a str,
    pub(super) command: &'a str,
    pub(super) external_id: &'a str,
    pub(super) account: &'a str,
    pub(super) amount: &'a str,
    pub(super) answer: &'a str,
}

macro_rules! order_where {
    ($rest:literal) => {
        concat!(
            "SELECT o.application_id, o.number, o.person_id, o.campaign_id, o.programme, o.amount,
                 a.state, a.held_until, c.closes_at
             FROM orders o JOIN applications a ON a.id = o.application_id
                 JOIN campaigns c ON c.id = o.campaign_id ",
            $rest
        )
    };
}

macro_rules! payment_where {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.number, p.provider, p.external_id, p.person_id, p.programme,
                 p.application_id, p.amount, p.card_mask, p.invoice, p.received_at, s.step,
                 s.state, s.application_id AS pays, s.reason
             FROM payments p JOIN money_steps s ON s.payment_id = p.id
                 AND s.step = (SELECT max(m.step) FROM money_steps m WHERE m.payment_id = p.id) ",
            $rest
        )
    };
}

pub(super) async fn insert_order(
    conn: &mut Conn,
    application_id: &str,
    amount: i64,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO orders (application_id, number, person_id, campaign_id, programme, amount,
             created_at)
         SELECT id, number, person_id, campaign_id, programme, CAST($2 AS BIGINT),
             CAST($3 AS BIGINT)
         FROM applications WHERE id = $1",
    )
    .bind(application_id)
    .bind(amount)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_order(
    conn: &mut Conn,
    application_id: &str,
) -> Result<Option<OrderRow>, sqlx::Error> {
    sqlx::query_as(order_where!("WHERE o.application_id = $1"))
        .bind(application_id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn find_order_by_number(
    conn: &mut Conn,
    number: &str,
) -> Result<Option<OrderRow>, sqlx::Error> {
    sqlx::query_as(order_where!("WHERE o.number = $1"))
        .bind(number)
        .fetch_optional(conn)
        .await
}

/// Orders of a person in a programme that wait for their money.
pub(super) async fn list_waiting_orders(
    conn: &mut Conn,
    person_id: &str,
    programme: &str,
    now: Instant,
) -> Result<Vec<OrderRow>, sqlx::Error> {
    sqlx::query_as(order_where!(
        "WHERE o.person_id = $1 AND o.programme = $2 AND a.state = 'held'
             AND a.ended_at IS NULL AND a.held_until > $3 ORDER BY o.created_at"
    ))
    .bind(person_id)
    .bind(programme)
    .bind(now.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn count_payment_number(
    conn: &mut Conn,
    number: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM payments WHERE number = $1")
        .bind(number)
        .fetch_one(conn)
        .await
}

/// Adds a payment; no row when the bank told this operation before.
pub(super) async fn insert_payment(
    conn: &mut Conn,
    new: &NewPayment<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO payments (id, number, provider, external_id, person_id, programme,
             application_id, amount, bank_time, card_mask, invoice, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (provider, external_id) DO NOTHING",
    )
    .bind(new.id)
    .bind(new.number)
    .bind(new.provider)
    .bind(new.external_id)
    .bind(new.person_id)
    .bind(new.programme)
    .bind(new.application_id)
    .bind(new.amount)
    .bind(new.bank_time)
    .bind(new.card_mask)
    .bind(new.invoice)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Moves the money of a payment; no row when somebody else moved it first.
pub(super) async fn insert_step(
    conn: &mut Conn,
    new: &NewStep<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO money_steps (payment_id, step, state, application_id, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (payment_id, step) DO NOTHING",
    )
    .bind(new.payment_id)
    .bind(new.step)
    .bind(new.state)
    .bind(new.application_id)
    .bind(new.reason)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn find_payment(
    conn: &mut Conn,
    provider: &str,
    external_id: &str,
) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!(
        "WHERE p.provider = $1 AND p.external_id = $2"
    ))
    .bind(provider)
    .bind(external_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_own_payment(
    conn: &mut Conn,
    person_id: &str,
    number: &str,
) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!("WHERE p.person_id = $1 AND p.number = $2"))
        .bind(person_id)
        .bind(number)
        .fetch_optional(conn)
        .await
}

pub(super) async fn find_payment_by_id(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!("WHERE p.id = $1"))
        .bind(id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn list_payments(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!(
        "WHERE p.person_id = $1 ORDER BY p.received_at DESC, p.id DESC"
    ))
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Payments that named an order or pay it now, the newest first.
pub(super) async fn list_payments_of_order(
    conn: &mut Conn,
    application_id: &str,
) -> Result<Vec<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!(
        "WHERE p.application_id = $1 OR s.application_id = $1
         ORDER BY p.received_at DESC, p.id DESC"
    ))
    .bind(application_id)
    .fetch_all(conn)
    .await
}

/// The payment whose money pays an order.
pub(super) async fn find_applied(
    conn: &mut Conn,
    application_id: &str,
) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!(
        "WHERE s.application_id = $1 AND s.state = 'applied'"
    ))
    .bind(application_id)
    .fetch_optional(conn)
    .await
}

/// Money of a person in a programme that pays nothing and is not on its way back, the oldest first.
pub(super) async fn list_unapplied(
    conn: &mut Conn,
    person_id: &str,
    programme: &str,
) -> Result<Vec<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!(
        "WHERE p.person_id = $1 AND p.programme = $2 AND s.state = 'unapplied'
             AND NOT EXISTS (SELECT 1 FROM refunds r JOIN refund_steps t ON t.refund_id = r.id
                     AND t.step = (SELECT max(n.step) FROM refund_steps n WHERE n.refund_id = r.id)
                 WHERE r.payment_id = p.id AND t.state <> 'refused')
         ORDER BY p.received_at, p.id"
    ))
    .bind(person_id)
    .bind(programme)
    .fetch_all(conn)
    .await
}

/// Money that pays nothing, of everybody: what the cashier looks at.
pub(super) async fn list_all_unapplied(conn: &mut Conn) -> Result<Vec<PaymentRow>, sqlx::Error> {
    sqlx::query_as(payment_where!(
        "WHERE s.state = 'unapplied' ORDER BY p.received_at, p.id"
    ))
    .fetch_all(conn)
    .await
}

/// Sums of payments by where their money is, and as `came` everything that ever came: one statement, so
/// that both are of one moment.
pub(super) async fn sum_by_state(conn: &mut Conn) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT s.state, CAST(SUM(p.amount) AS BIGINT) FROM payments p JOIN money_steps s
             ON s.payment_id = p.id
                 AND s.step = (SELECT max(m.step) FROM money_steps m WHERE m.payment_id = p.id)
         GROUP BY s.state
         UNION ALL
         SELECT 'came', CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payments",
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn insert_call(
    conn: &mut Conn,
    call: &NewCall<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO bank_calls (id, provider, command, external_id, account, amount, answer, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(call.id)
    .bind(call.provider)
    .bind(call.command)
    .bind(call.external_id)
    .bind(call.account)
    .bind(call.amount)
    .bind(call.answer)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}
