//! The check of movements: a challenge, a recording that answers it, and the decision. The server
//! measures every frame itself; what the page thinks of them is not asked.
//!
//! It does not know who a person is, nor whether a camera was there: see `docs/movement.md`.

mod clip;
mod judge;
mod routes;
mod service;
mod store;

pub use routes::router;
pub use service::{delete_of_person, own_data, standing, sweep};
