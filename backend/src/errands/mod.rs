//! Errands: a step of the camera that a computer sends to a phone. The first phone that opens the
//! code may take the pictures of this step and nothing else; the computer's session decides how long.

mod qr;
mod routes;
mod service;
mod store;

pub use routes::router;
pub use service::{OnPhone, delete_of_person, end_of_person, find_on_phone, shown, sweep};
