//! State registries: people by IIN, organisations by BIN, education. Each is a service behind HTTP or
//! a table that `tirkeu import` fills; all of them help and none decides. What a form does with an
//! answer is the matter of the feature that has the form.

mod adapter;
mod http;
mod import;
mod routes;
mod service;
mod settings;
mod store;
mod tables;
mod worker;

pub use adapter::{Registries, Registry, Told};
pub use http::Http;
pub use import::{Fault, Faults, Kind, Progress, Report, Source, fill, import};
pub use routes::router;
pub use service::{
    CaseKind, decide_case, delete_of_person, find_education, find_person, list_look_ups,
    list_unchecked_education, open_case, own_education, sweep, take_look_up,
};
pub use settings::RegistrySettings;
pub use tables::{Index, exists_district, find_organisation};
pub use worker::{ask_waiting, run_worker};
