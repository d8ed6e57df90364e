//! Consent of a parent or legal representative: the link that a child passes on, the consent itself, and
//! whether one is in force. That the two are related, a registry or the staff confirms; who is under age,
//! `shared::guardians` says.

mod links;
mod routes;
mod service;
mod standing;
mod store;

pub use routes::router;
pub use service::{history, own_data};
pub use standing::{delete_of_person, guarded, sweep};
