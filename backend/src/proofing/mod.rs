//! Pictures that prove who a person is: taken over, judged, stored encrypted. The decision about a
//! person is a person's; this module only refuses pictures that nobody could decide on.

mod decode;
mod face;
mod files;
mod judge;
mod routes;
mod service;
mod store;

pub(crate) use decode::{decode_frame, decode_stored, encode};
pub use face::{NewFace, keep_face, prepare_face};
pub use files::Files;
pub use judge::Judge;
pub use routes::router;
pub use service::{delete_objects, delete_pictures, hand_in, handed_over, own_picture, sweep};
