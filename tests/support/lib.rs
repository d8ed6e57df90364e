//! What the stories stand on: the whole program on a real socket, with a database of its own, a
//! clock that is moved by hand and letters kept in memory; and browsers that call it.
//!
//! It deliberately knows no rule of the product: what is right is said in the stories.

mod app;
mod authenticator;
mod browser;
mod crowd;
mod database;
mod digital_id;
mod money;
pub mod movements;
mod person;
pub mod pictures;
mod process;
mod registry;

pub use app::{Stopped, TestApp, password_in, token_in};
pub use authenticator::Authenticator;
pub use browser::{Answer, Browser};
pub use crowd::EXAM_DAY;
pub use digital_id::iin_of;
pub use money::{FEE, named};
pub use person::{PASSWORD, Person, iin};
pub use process::{Program, run};
pub use registry::{Behaviour, FakeRegistry};
