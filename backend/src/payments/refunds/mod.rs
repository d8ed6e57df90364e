//! Giving money back: to a card by the bank's call, to an account by the centre's accounting. A refund
//! is of a whole payment whose money pays nothing.

mod service;
mod store;

pub use service::{OpenRefund, list_open, step};
pub(super) use service::{call_bank, claim, newest, open_for_card, way};
