//! Looking oneself and one's workplace up in the state registries: parts of forms, for the pages
//! that have them. A registry fills in what a person would type; none of these parts stops anybody.

mod latest;
mod person;
mod school;
mod workplace;
mod workplace_ways;

pub use person::{PersonSearch, PersonSearchProps};
pub use school::{SchoolSearch, SchoolSearchProps};
pub use workplace::{TypedWorkplace, WorkplaceSearch, WorkplaceSearchProps};
