//! Money: what an application costs, paying it, giving it back. Banks are behind adapters; where each
//! record may go next, `shared::payments` says.
//!
//! `applications` opens and releases orders here; here applications are settled and brought back. Both
//! hold the person's line first, then sittings, then applications.

mod books;
mod cards;
mod halyk;
mod kaspi;
mod prepayments;
mod refunds;
mod routes;
mod service;
mod settings;
mod settle;
mod store;
mod worker;

use crate::db::Conn;
use crate::error::Error;

pub use books::{Books, Unapplied, books, list_unapplied};
pub use halyk::{Halyk, Invoice, PostLink, RefundAnswer, Silent, Status, Transaction};
pub(crate) use halyk::{SANDBOX, faults, own_address};
pub use kaspi::{KaspiAnswer, answer as answer_kaspi};
pub use prepayments::price;
pub use refunds::{OpenRefund, list_open, step};
pub use routes::router;
pub use service::{count_waiting, open_order, order_of, own_data, refuse_while_money_waits};
pub use settings::PaymentSettings;
pub use settle::release;
pub use worker::{run_worker, work};

/// Twelve digits that no payment has.
async fn new_number(conn: &mut Conn) -> Result<String, Error> {
    loop {
        let number = rand::random_range(100_000_000_000..1_000_000_000_000_u64).to_string();
        if store::count_payment_number(conn, &number).await? == 0 {
            return Ok(number);
        }
    }
}
