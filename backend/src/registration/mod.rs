//! The registration of one person: what is known (facts), which step is open, what is next.
//!
//! It owns people and facts. What a step stores is the matter of the feature that has the step.

mod facts;
mod routes;
mod service;
mod store;

pub use facts::{FactKind, Source};
pub use routes::router;
pub use service::{
    DRAFT_DAYS, Step, adopt_draft, current, delete_person, language_of, lock_person, open_step,
    plain_number, proved_email, record_fact, record_number, standing, sweep_drafts,
};
