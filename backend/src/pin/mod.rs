//! PINs: setting one, opening an account with it, ending it. The key of the device proves the device,
//! the digits its holder; five wrong tries end the PIN of that device.

mod routes;
mod service;
mod store;
mod unlock;

pub use routes::router;
pub use service::{delete_all, end_all, sweep};
