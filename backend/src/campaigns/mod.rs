//! Campaigns: windows, lists of choices, and their files. Who applied in them, `applications` knows;
//! seats are the matter of `sittings`.

mod demo;
mod file;
mod routes;
mod service;
mod store;

pub use demo::seed;
pub use file::{SittingRow, import_campaigns, import_sittings, save_sittings, when};
pub use routes::router;
pub use service::{find, form_of, names, options, save};
