//! The mobile number as a login: its code, signing in by it, and the code that is asked again of who
//! has no password. How a message travels, `notify` knows.

mod codes;
mod routes;
mod service;
mod store;

pub use routes::router;
pub use service::{
    code_state, confirm, delete_login, has_login, known, masked_number_of, number_of, sweep,
};
