//! Who came to an exam, as the centre notes it. Whoever stayed away without a good reason may not
//! apply again in the same campaign; that rule itself is `shared::campaigns::may_apply`.

mod import;
mod service;
mod store;

pub use import::import;
pub use service::{of, was_absent};
