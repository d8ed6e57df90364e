//! Consent of a guardian: the child's page that waits for it, the page that the child's link opens, the
//! guardian's list of children, and the early word on the page of the number.

mod answer;
mod child;
mod children;
mod early;
mod share;
mod wait;

pub use answer::{GuardianAnswerPage, way_back};
pub use children::ChildrenPage;
pub use early::{early_link, early_note};
pub use wait::GuardianPage;
