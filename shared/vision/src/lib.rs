//! Judges pictures: is there one face, where, how sharp and how lit; does a document fill its frame.
//!
//! Pure functions over pixels, used by the page's worker (live hints) and by the server (which
//! decides). The page itself takes the crate without the `models` feature: guides, hints, the
//! [`Guidance`] state machine and the worker's [`protocol`].
//!
//! What it deliberately does not do: it knows no browser and no server types, decodes no files,
//! checks no text that it reads, recognises nobody, and never claims that a living person was in front of the camera.
//!
//! ```text
//! frame ──► faces ──► landmarks ──► quality ──► judge ──► FaceHint ──► Guidance ──► Shoot
//!      └──► document (inside a guide rectangle) ────────► DocumentHint ─────┘
//! still ──► judge_still / judge_document ──► reasons (the server)
//!      └──► zone ──► lines of the machine-readable zone (the server)
//! frames ─► MovementWatch ──► Measurement ──► Course ──► Progress (the page), Fault (the server)
//! ```

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixel arithmetic goes back and forth between indices and fractions; sides are small"
)]

pub mod document;
mod edges;
pub mod face;
mod frame;
pub mod guidance;
pub mod guide;
pub mod movement;
pub mod protocol;
pub mod quality;
pub mod repeats;
pub mod thresholds;
pub mod zone;

#[cfg(feature = "models")]
mod detector;
#[cfg(feature = "models")]
mod judge;
#[cfg(feature = "models")]
mod landmarks;
#[cfg(feature = "models")]
mod measure;
#[cfg(feature = "models")]
mod model;
#[cfg(feature = "models")]
mod still;

pub use document::{
    DocumentFigures, DocumentHint, DocumentLook, DocumentReason, DocumentVerdict, DocumentWatch,
    document, judge_document,
};
pub use face::{
    Face, FaceBox, FaceFigures, FaceHint, FaceVerdict, Point, Pose, StillReason, StillVerdict,
};
pub use frame::Frame;
pub use guidance::{Guidance, Hint, Observation, Stage, Timing};
pub use guide::{DocumentShape, Oval, Rect};
pub use quality::{Quality, quality};
pub use zone::{Character, ZoneLine, ZoneShape, ZoneText, strip, zone};

#[cfg(feature = "models")]
pub use {
    detector::Detector,
    judge::{FaceWatch, judge},
    landmarks::{Landmarks, Mesh},
    measure::MovementWatch,
    model::{ModelError, Models},
    still::judge_still,
};
