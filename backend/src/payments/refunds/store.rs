//! Rows of refunds and their steps.

use shared::time::Instant;

use crate::db::Conn;

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct RefundRow {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) payment_id: String,
    pub(super) try_: i64,
    pub(super) amount: i64,
    pub(super) way: String,
    pub(super) claim: String,
    pub(super) account_mask: String,
    pub(super) step: i64,
    pub(super) state: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct StepRow {
    pub(super) state: String,
    pub(super) reason: String,
    pub(super) at: i64,
}

pub(super) struct NewRefund<'a> {
    pub(super) id: &'a str,
    pub(super) number: &'a str,
    pub(super) payment_id: &'a str,
    pub(super) try_: i64,
    pub(super) amount: i64,
    pub(super) way: &'a str,
    pub(super) claim: &'a str,
    pub(super) account_mask: &'a str,
}

macro_rules! refund_where {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.number, r.payment_id, r.try AS try_, r.amount, r.way, r.claim,
                 r.account_mask, t.step, t.state
             FROM refunds r JOIN refund_steps t ON t.refund_id = r.id
                 AND t.step = (SELECT max(n.step) FROM refund_steps n WHERE n.refund_id = r.id) ",
            $rest
        )
    };
}

pub(super) async fn count_number(conn: &mut Conn, number: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM refunds WHERE number = $1")
        .bind(number)
        .fetch_one(conn)
        .await
}

/// Adds a refund; no row when there is one of this try, or when the sum is above what was paid.
pub(super) async fn insert_refund(
    conn: &mut Conn,
    new: &NewRefund<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO refunds (id, number, payment_id, try, amount, way, claim, account_mask,
             created_at)
         SELECT $1, $2, p.id, CAST($4 AS BIGINT), CAST($5 AS BIGINT), $6, $7, $8,
             CAST($9 AS BIGINT)
         FROM payments p WHERE p.id = $3 AND p.amount >= CAST($5 AS BIGINT)
         ON CONFLICT (payment_id, try) DO NOTHING",
    )
    .bind(new.id)
    .bind(new.number)
    .bind(new.payment_id)
    .bind(new.try_)
    .bind(new.amount)
    .bind(new.way)
    .bind(new.claim)
    .bind(new.account_mask)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Notes where a refund stands now; no row when somebody else did so first.
pub(super) async fn insert_step(
    conn: &mut Conn,
    (refund_id, step): (&str, i64),
    (state, reason): (&str, &str),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO refund_steps (refund_id, step, state, reason, at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (refund_id, step) DO NOTHING",
    )
    .bind(refund_id)
    .bind(step)
    .bind(state)
    .bind(reason)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The newest refund of a payment.
pub(super) async fn find_newest(
    conn: &mut Conn,
    payment_id: &str,
) -> Result<Option<RefundRow>, sqlx::Error> {
    sqlx::query_as(refund_where!(
        "WHERE r.payment_id = $1 ORDER BY r.try DESC LIMIT 1"
    ))
    .bind(payment_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_by_number(
    conn: &mut Conn,
    number: &str,
) -> Result<Option<RefundRow>, sqlx::Error> {
    sqlx::query_as(refund_where!("WHERE r.number = $1"))
        .bind(number)
        .fetch_optional(conn)
        .await
}

/// Refunds that are not at their end, the oldest first.
pub(super) async fn list_open(conn: &mut Conn) -> Result<Vec<RefundRow>, sqlx::Error> {
    sqlx::query_as(refund_where!(
        "WHERE t.state IN ('requested', 'checked', 'sent') ORDER BY r.created_at, r.id"
    ))
    .fetch_all(conn)
    .await
}

/// Refunds to cards that the bank is to be asked for.
pub(super) async fn list_to_call(conn: &mut Conn) -> Result<Vec<RefundRow>, sqlx::Error> {
    sqlx::query_as(refund_where!(
        "WHERE r.way = 'card' AND t.state = 'requested' ORDER BY r.created_at, r.id LIMIT 20"
    ))
    .fetch_all(conn)
    .await
}

pub(super) async fn list_steps(
    conn: &mut Conn,
    refund_id: &str,
) -> Result<Vec<StepRow>, sqlx::Error> {
    sqlx::query_as("SELECT state, reason, at FROM refund_steps WHERE refund_id = $1 ORDER BY step")
        .bind(refund_id)
        .fetch_all(conn)
        .await
}
