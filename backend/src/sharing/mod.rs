//! Sharing a Digital ID: a programme asks, the person agrees, refuses or takes it back, and sees it all in
//! the history of operations. What the centre gets is what `shared::sharing` lists; making the Digital ID
//! itself is the registration's matter.

mod routes;
mod service;
mod store;

pub use routes::router;
pub use service::{delete_of_person, is_shared, own_data};
