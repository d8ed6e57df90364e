//! Seats: how many are free, taking one, giving it back. The only place that counts them.
//!
//! Whoever books locks sittings before applications, and of two sittings the one with the smaller
//! id first, so that nobody waits for each other in a circle.

mod routes;
mod service;
mod store;

pub use routes::router;
pub use service::{find, find_ahead, find_at, give_back, lock, swap, take};

#[cfg(feature = "control")]
pub use service::{set_taken, taken_now};
