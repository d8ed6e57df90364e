//! What guards an account after it was made: who signed in, new devices, changing password and
//! address, links in letters, own data, deletion. Signing in itself is the accounts' matter, and a
//! feature of its own are passkeys.

mod email_change;
mod email_proof;
mod links;
mod own_data;
mod routes;
mod service;
mod store;

pub use email_proof::{has_live_proof, proof_state, send_proof};
pub use links::disowning_link;
pub use routes::router;
pub use service::{Way, note_guessing, note_refused, note_refused_of, note_sign_in, sweep, view};
