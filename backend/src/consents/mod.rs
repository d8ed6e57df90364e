//! Texts that people accept, and the record of acceptances. Which text a step asks for is the
//! programme's matter, not this module's.

mod routes;
mod service;
mod store;
mod texts;

pub use routes::router;
pub use service::{accept, check_version, latest, list};
pub use texts::{Texts, centre_values, escape, fill};
