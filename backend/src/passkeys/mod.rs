//! Passkeys: adding, signing in, removing. A key can be used by whoever unlocks its device and by
//! nobody else; the password stays, and recovery by mail with it.

mod ceremony;
mod routes;
mod service;
mod sign_in;
mod store;

pub use routes::router;
pub use service::{delete_all, end_all, list, sweep};
