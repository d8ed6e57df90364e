//! Places that the centre assigns, where applicants do not choose them. Seats are counted by `sittings`,
//! applications kept by `applications`.

mod import;
mod store;

pub use import::import;
