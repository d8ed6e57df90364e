//! The check of movements as a person meets it: what will be asked, the camera that leads through it,
//! sending, and what to change when it did not work.
//!
//! The course that leads is the one by which the server judges; its verdict is not sent. Where frames
//! cannot be analysed here, the clock leads and the server decides all the same.

mod leader;
mod page;
mod recorder;
mod stage;
mod words;

pub use page::MovementPage;
