//! Results of exams: published by the centre, seen by their owner.

mod import;
mod routes;
mod service;
mod store;

pub use import::import;
pub use routes::router;
