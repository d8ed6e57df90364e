//! The cabinet of a registered person. Applications and results come with their own features.

mod routes;
mod service;

pub use routes::router;
