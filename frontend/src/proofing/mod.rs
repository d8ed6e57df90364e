//! Proving who a person is: consent and camera, the face, the document.
//!
//! Three steps of the registration, each with a route of equal standing without a camera. What is
//! seen here is advice; the server judges every picture again, and a person decides in doubt.

mod advice;
mod camera_page;
mod checks;
mod director;
mod document_page;
mod face_page;
mod geometry;
mod in_person;
mod movement;
mod place;
mod review;
mod side;
mod stage;
mod still;
mod tips;
mod trouble;
mod upload;
mod ways;
mod words;

pub use camera_page::CameraPage;
pub use document_page::DocumentPage;
pub use face_page::FacePage;
pub use movement::MovementPage;
pub use upload::{FilePicker, FilePickerProps};
