//! What the page and the vision worker say to each other.
//!
//! Page to worker: a JavaScript object `{ message: string, bitmap?: ImageBitmap }`, where `message`
//! is a [`Request`] in JSON and `bitmap` (only with [`Request::Frame`]) is in the list of transferred
//! objects. Worker to page: an [`Answer`] in JSON, as a plain string.
//!
//! The page keeps one frame in flight: it sends the next one only after the answer with that `id`.

use serde::{Deserialize, Serialize};

use crate::document::DocumentLook;
use crate::face::FaceVerdict;
use crate::guide::Rect;
use crate::movement::Measurement;

/// Page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Request {
    /// Must come first, once. The addresses are absolute or relative to the worker's script; the
    /// worker fetches the program, then the detector, then the landmarks.
    Load {
        wasm_url: String,
        detector_url: String,
        landmarks_url: String,
    },
    /// Judge the bitmap that travels beside this message.
    Frame { id: u32, mode: Mode },
}

/// What is looked for in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "look_for", rename_all = "snake_case")]
pub enum Mode {
    /// One face in the oval of [`crate::guide::face_oval`].
    Face,
    /// A face that is measured for the check of movements; needs both models.
    Movement,
    /// A document inside `guide`, as drawn with [`crate::guide::document_frame`].
    Document { guide: Rect },
}

/// Worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// The program runs: documents can be judged already, faces after `Loaded` with `Detector`.
    Ready,
    /// A model has arrived and works.
    Loaded { part: Part },
    /// A part could not be fetched or started. Without `Landmarks` guidance still works; without
    /// the others the manual shutter remains. `cause` is for the log, never for a person.
    Failed { part: Part, cause: String },
    /// What the frame shows.
    Verdict {
        id: u32,
        verdict: Verdict,
        took_ms: f64,
    },
    /// The frame could not be judged (detector not there yet, or unreadable pixels); send another.
    Skipped { id: u32 },
}

/// A part of the worker that is fetched on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Program,
    Detector,
    Landmarks,
}

/// The verdict, by [`Mode`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Face(FaceVerdict),
    Movement(Measurement),
    Document(DocumentLook),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::{FaceHint, FaceVerdict};

    #[test]
    fn messages_look_as_documented() {
        let frame = r#"{"kind":"frame","id":7,"mode":{"look_for":"face"}}"#;
        let request: Request = serde_json::from_str(frame).expect("a frame");
        assert_eq!(
            request,
            Request::Frame {
                id: 7,
                mode: Mode::Face
            }
        );

        let face = FaceVerdict {
            hint: FaceHint::NoFace,
            faces: 0,
            landmarks: true,
            figures: None,
        };
        let answer = Answer::Verdict {
            id: 7,
            verdict: Verdict::Face(face),
            took_ms: 12.5,
        };
        assert_eq!(
            serde_json::to_string(&answer).expect("an answer"),
            r#"{"kind":"verdict","id":7,"verdict":{"face":{"hint":"no_face","faces":0,"landmarks":true,"figures":null}},"took_ms":12.5}"#
        );
        let loaded = Answer::Loaded {
            part: Part::Detector,
        };
        assert_eq!(
            serde_json::to_string(&loaded).expect("an answer"),
            r#"{"kind":"loaded","part":"detector"}"#
        );
    }
}
