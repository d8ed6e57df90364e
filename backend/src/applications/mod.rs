//! Applications: applying in a campaign, correcting, moving to another sitting, withdrawing; drafts,
//! history, results. Seats are counted by `sittings`, windows kept by `campaigns`.

mod change;
mod confirm;
mod drafts;
mod holds;
mod paying;
mod routes;
mod service;
mod store;
mod study;
mod submit;
mod view;

pub use holds::{release_own, sweep};
pub use paying::{Start, come_back, find_of, may_come_back, prolong, settle, tell_annulled};
pub use routes::router;
pub use service::{
    delete_of_person, find, find_with, has_exam_ahead, has_live, note_version, own_data, read,
    write, year_of,
};
pub use study::check_again;
pub use submit::{Asked, examine, offer};
