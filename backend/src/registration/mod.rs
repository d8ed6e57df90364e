//! The registration of one person: what is known (facts), which step is open, what is next.
//!
//! It owns people and facts. What a step stores is the matter of the feature that has the step.

mod begin;
mod facts;
mod known;
mod routes;
mod sealed;
mod service;
mod store;

pub use begin::{
    DRAFT_DAYS, adopt_draft, awaits_proof, delete_person, list_programmes, move_to, prove_email,
    sweep_drafts,
};
pub use facts::{FactKind, Source};
pub use known::{Known, known_of};
pub use routes::router;
pub use sealed::{number_in, open_sealed, record_sealed};
pub use service::{
    Step, current, find_owner_of_number, finish_in, language_of, lock_person, open_finished,
    open_step, plain_number, programme_of, proved_email, record_fact, record_number, standing,
};
