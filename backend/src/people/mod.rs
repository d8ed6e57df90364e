//! The steps in which people tell who they are: citizenship, number, name, details, study;
//! and correcting name and phone afterwards.

mod profile;
mod routes;
mod service;

pub use routes::router;
pub use service::{take_name, take_number};
