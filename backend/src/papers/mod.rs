//! Papers: admission ticket, receipt, file for a calendar. Drawn when they are asked for and never
//! stored; what they say stands with applications, sittings and payments.

mod calendar;
mod receipt;
mod routes;
mod service;
mod sheet;
mod signature;
mod store;
mod ticket;
mod words;

pub use receipt::{ReceiptFacts, receipt_pdf};
pub use routes::router;
pub use signature::{Ticket, public_key, verify};
