//! Every number the judgement compares with, and where it comes from.
//!
//! The face numbers were measured on 472 frames made from five public-domain photographs of three
//! people. That is enough to prove the plumbing, not fairness: mean brightness depends on skin tone,
//! so its lower bound is loose, and every refusal is a hint to try again, never a wall.

/// Detector score that counts as a face when the landmark model confirms it.
pub const FACE_SCORE_CONFIRMED: f32 = 0.5;
/// Detector score that counts as a face on its own (2 of 185 pictures without a face pass it).
pub const FACE_SCORE_ALONE: f32 = 0.7;
/// Landmark model's own belief that it looks at a face.
pub const PRESENCE: f32 = 0.5;
/// Boxes that overlap more than this (intersection over union) are one face.
pub const SAME_FACE: f32 = 0.3;

/// Fine detail in a face at least: sharp 0.09-0.69, blurred with sigma 3 0.01-0.05. Noise hides blur.
pub const FACE_SHARPNESS: f32 = 0.07;
/// Mean brightness of the face: normal 100-165, half light 51-80, quarter light 25-41.
pub const FACE_BRIGHTNESS: std::ops::RangeInclusive<f32> = 55.0..=200.0;
/// A pixel brighter than this is burnt out.
pub const BURNT: f32 = 245.0;
/// Share of burnt pixels at most: normal 0, exposure x1.5 from 4 %, x2.2 from 15 %.
pub const FACE_BURNT: f32 = 0.10;
/// Standard deviation of brightness at least: normal 28-60, quarter light 8-13.
pub const FACE_CONTRAST: f32 = 18.0;

/// Width of the face box against the height of the frame.
pub const FACE_SIZE: std::ops::RangeInclusive<f32> = 0.36..=0.60;
/// How far the middle of the face may be from the middle of the oval, in fractions of the frame.
pub const FACE_OFFSET: f32 = 0.12;
/// Degrees to either side.
pub const YAW: f32 = 15.0;
/// Degrees of nodding as the landmark model counts them. Looking straight read 2 to 17, depending on
/// the person; nods of 20 degrees read -12 and 32.
pub const PITCH: std::ops::RangeInclusive<f32> = -8.0..=24.0;
/// Degrees of leaning.
pub const ROLL: f32 = 12.0;

/// The server's still: the face box in pixels at least, so that a print of it is usable.
pub const STILL_FACE_PIXELS: f32 = 120.0;
/// The server's still: the face box against the height of the picture at least. Wider than the
/// page's range, because uploads are not framed by an oval.
pub const STILL_FACE_SIZE: f32 = 0.20;
/// The server's still: share of the face box that may lie outside the picture.
pub const STILL_CUT: f32 = 0.12;
/// Degrees by which the server is looser with the pose than the page; with blur and light it is as
/// strict.
pub const STILL_SLACK: f32 = 4.0;

/// Mean brightness of a document at least.
pub const DOCUMENT_BRIGHTNESS: f32 = 60.0;
/// Standard deviation of brightness inside the document at least: paper with print has it, an empty
/// table does not.
pub const DOCUMENT_CONTRAST: f32 = 12.0;
/// Fine detail of a document at least, in its most detailed part.
pub const DOCUMENT_SHARPNESS: f32 = 0.3;
/// Share of the document covered by burnt-out patches at most.
pub const DOCUMENT_GLARE: f32 = 0.03;
/// Width of the document against its guide.
pub const DOCUMENT_FILL: std::ops::RangeInclusive<f32> = 0.85..=1.08;
/// How far the middle of the document may be from that of the guide, in fractions of the guide.
pub const DOCUMENT_OFFSET: f32 = 0.06;
/// A straight edge: brightness step across the line, averaged along it, in levels of 255.
pub const DOCUMENT_EDGE: f32 = 9.0;
/// Mean change of brightness between two frames that counts as movement, against its spread.
pub const DOCUMENT_MOVED: f32 = 0.08;
/// The server's document picture: share of the picture the document covers at least.
pub const DOCUMENT_COVER: f32 = 0.25;
