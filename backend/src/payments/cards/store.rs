//! Rows of card payments that were begun at the bank.

use shared::time::Instant;

use crate::db::Conn;

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct AttemptRow {
    pub(super) invoice: String,
    pub(super) application_id: String,
    pub(super) terminal: String,
    pub(super) amount: i64,
    pub(super) secret_hash: String,
    pub(super) state: String,
    pub(super) begun_at: i64,
    pub(super) asked: i64,
}

pub(super) struct NewAttempt<'a> {
    pub(super) invoice: &'a str,
    pub(super) application_id: &'a str,
    pub(super) terminal: &'a str,
    pub(super) tail: &'a str,
    pub(super) amount: i64,
    pub(super) secret_hash: &'a str,
    pub(super) ask_at: Instant,
}

/// The next number of the bank's counter of invoices.
pub(super) async fn next_invoice(conn: &mut Conn) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE counters SET value = value + 1 WHERE code = 'invoice' RETURNING value",
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert_attempt(
    conn: &mut Conn,
    new: &NewAttempt<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO card_attempts (invoice, application_id, terminal, tail, amount, secret_hash,
             state, begun_at, ask_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'begun', $7, $8)",
    )
    .bind(new.invoice)
    .bind(new.application_id)
    .bind(new.terminal)
    .bind(new.tail)
    .bind(new.amount)
    .bind(new.secret_hash)
    .bind(now.0)
    .bind(new.ask_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_attempt(
    conn: &mut Conn,
    invoice: &str,
) -> Result<Option<AttemptRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT invoice, application_id, terminal, amount, secret_hash, state, begun_at, asked
         FROM card_attempts WHERE invoice = $1",
    )
    .bind(invoice)
    .fetch_optional(conn)
    .await
}

/// The newest card payment of an order.
pub(super) async fn find_newest(
    conn: &mut Conn,
    application_id: &str,
) -> Result<Option<AttemptRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT invoice, application_id, terminal, amount, secret_hash, state, begun_at, asked
         FROM card_attempts WHERE application_id = $1 ORDER BY begun_at DESC, invoice DESC LIMIT 1",
    )
    .bind(application_id)
    .fetch_optional(conn)
    .await
}

/// Card payments about which the bank is to be asked now.
pub(super) async fn list_due(
    conn: &mut Conn,
    now: Instant,
    most: i64,
) -> Result<Vec<AttemptRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT invoice, application_id, terminal, amount, secret_hash, state, begun_at, asked
         FROM card_attempts WHERE ask_at IS NOT NULL AND ask_at <= $1 ORDER BY ask_at LIMIT $2",
    )
    .bind(now.0)
    .bind(most)
    .fetch_all(conn)
    .await
}

/// Ends a card payment that stands at one state; no row when it stands elsewhere.
pub(super) async fn mark_ended(
    conn: &mut Conn,
    invoice: &str,
    (from, to): (&str, &str),
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE card_attempts SET state = $3, ask_at = NULL WHERE invoice = $1 AND state = $2",
    )
    .bind(invoice)
    .bind(from)
    .bind(to)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Puts the next question off.
pub(super) async fn mark_asked(
    conn: &mut Conn,
    invoice: &str,
    ask_at: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE card_attempts SET asked = asked + 1, ask_at = $2
         WHERE invoice = $1 AND ask_at IS NOT NULL",
    )
    .bind(invoice)
    .bind(ask_at.0)
    .execute(conn)
    .await?;
    Ok(())
}
