//! Pictures that belong to applications, of a certificate for instance. Pictures that prove who a person
//! is are the matter of `proofing`.

mod routes;
mod service;
mod store;

pub use routes::router;
pub use service::{delete_of_person, keep, sweep};
