//! The steps in which people tell who they are: citizenship, number, name, details, study.

mod routes;
mod service;

pub use routes::router;
