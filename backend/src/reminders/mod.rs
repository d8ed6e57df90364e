//! Letters a week and a day before an exam, once each, by day. Whoever was written to about the seat
//! since then, because the application was made or changed, needs none.

mod service;
mod store;

pub use service::send_due;
