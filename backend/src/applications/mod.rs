//! Applications: applying in a campaign, correcting, moving to another sitting, withdrawing; drafts,
//! history, results. Seats are counted by `sittings`, windows kept by `campaigns`.

mod change;
mod drafts;
mod holds;
mod routes;
mod service;
mod store;
mod submit;
mod view;

pub use holds::sweep;
pub use routes::router;
pub use service::{delete_of_person, own_data};
