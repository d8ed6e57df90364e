//! Lists that people choose from: seeded from CSV, kept in tables, served as one cacheable answer.

mod routes;
mod seed;
mod service;
mod store;

pub use routes::router;
pub use seed::seed;
pub use service::{contingent, exists_country, exists_region, place_kind};
