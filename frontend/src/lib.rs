//! The applicant's page: everything a person sees, from the first page to the cabinet.
//!
//! It holds no rule of its own: what may be typed and what is asked next stands in `shared`, and the
//! server decides. Nothing personal is kept in the browser but the choice of language and theme.
#![expect(
    unreachable_pub,
    reason = "one program: `pub` says that an item serves other modules, not other crates"
)]

pub mod agreement;
pub mod api;
pub mod app;
pub mod applications;
pub mod browser;
pub mod cabinet;
pub mod clock;
pub mod device;
pub mod entry;
pub mod errands;
pub mod guardians;
pub mod help;
pub mod identity;
pub mod language;
pub mod mobile;
pub mod passkeys;
pub mod payments;
pub mod pin;
pub mod programmes;
pub mod proofing;
pub mod readings;
pub mod registration;
pub mod registries;
pub mod security;
pub mod sessions;
pub mod sharing;
pub mod sorting;
pub mod start;
pub mod texts;
pub mod ui;

pub use app::{start_cabinet_pages, start_entry_pages, start_first_page, start_identity_pages};
