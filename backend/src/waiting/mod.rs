//! Waiting lists of full sittings: joining, leaving, and offering each seat that becomes free to whoever
//! waits longest. An offer is a held application, made as if its person had handed it in; seats are
//! counted by `sittings`, holds ended by `applications`.

mod offers;
mod routes;
mod service;
mod store;

pub use offers::offer;
pub use routes::router;
pub use service::{delete_of_person, end_by_applying, keep_turn, own_data};
