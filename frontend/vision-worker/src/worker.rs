//! What the worker holds, and what it does with a request.

use std::cell::{OnceCell, RefCell};

use vision::protocol::{Answer, Mode, Part, Verdict};
use vision::{Detector, DocumentWatch, FaceWatch, Frame, Landmarks, MovementWatch};
use wasm_bindgen::JsValue;
use web_sys::{DedicatedWorkerGlobalScope, ImageBitmap};

use crate::canvas::Canvas;
use crate::fetch::fetch;

/// Longest side, in pixels, that a face is judged at: more changes no verdict.
const FACE_PIXELS: u32 = 320;
/// The same for a document, whose print must stay visible.
const DOCUMENT_PIXELS: u32 = 640;

/// The worker's state. Single-threaded: cells are enough.
pub(crate) struct Worker {
    scope: DedicatedWorkerGlobalScope,
    detector: OnceCell<Detector>,
    landmarks: OnceCell<Landmarks>,
    canvas: RefCell<Canvas>,
    face: RefCell<FaceWatch>,
    movement: RefCell<MovementWatch>,
    document: RefCell<DocumentWatch>,
}

impl Worker {
    pub(crate) fn new(scope: DedicatedWorkerGlobalScope) -> Self {
        Self {
            scope,
            detector: OnceCell::new(),
            landmarks: OnceCell::new(),
            canvas: RefCell::default(),
            face: RefCell::default(),
            movement: RefCell::default(),
            document: RefCell::default(),
        }
    }

    pub(crate) fn answer(&self, answer: &Answer) {
        if let Ok(message) = serde_json::to_string(answer) {
            // Fails only for values that cannot be copied; a string can.
            let _ = self.scope.post_message(&JsValue::from_str(&message));
        }
    }

    /// Fetches both models, one after the other: the small one must not wait for the large one.
    pub(crate) async fn load(&self, detector_url: &str, landmarks_url: &str) {
        let detector = fetch(&self.scope, detector_url).await;
        self.loaded(Part::Detector, detector, Detector::load, &self.detector);
        let landmarks = fetch(&self.scope, landmarks_url).await;
        self.loaded(Part::Landmarks, landmarks, Landmarks::load, &self.landmarks);
    }

    fn loaded<M>(
        &self,
        part: Part,
        bytes: Result<Vec<u8>, String>,
        load: impl FnOnce(Vec<u8>) -> Result<M, vision::ModelError>,
        place: &OnceCell<M>,
    ) {
        let model = bytes.and_then(|bytes| load(bytes).map_err(|error| error.to_string()));
        self.answer(&match model {
            Ok(model) => {
                // A second load changes nothing: the first model stays.
                let _ = place.set(model);
                Answer::Loaded { part }
            }
            Err(cause) => Answer::Failed { part, cause },
        });
    }

    pub(crate) fn frame(&self, id: u32, mode: Mode, bitmap: Option<&ImageBitmap>) {
        let started = self.now();
        let verdict = bitmap.and_then(|bitmap| self.judge(mode, bitmap));
        self.answer(&match verdict {
            Some(verdict) => Answer::Verdict {
                id,
                verdict,
                took_ms: self.now() - started,
            },
            None => Answer::Skipped { id },
        });
    }

    fn judge(&self, mode: Mode, bitmap: &ImageBitmap) -> Option<Verdict> {
        match mode {
            Mode::Face => {
                let frame = self.pixels(bitmap, FACE_PIXELS)?;
                let detector = self.detector.get()?;
                let mut watch = self.face.borrow_mut();
                watch
                    .look(detector, self.landmarks.get(), &frame)
                    .ok()
                    .map(Verdict::Face)
            }
            Mode::Movement => {
                let frame = self.pixels(bitmap, FACE_PIXELS)?;
                let (detector, landmarks) = (self.detector.get()?, self.landmarks.get()?);
                let mut watch = self.movement.borrow_mut();
                watch
                    .look(detector, landmarks, &frame)
                    .ok()
                    .map(Verdict::Movement)
            }
            Mode::Document { guide } => {
                let frame = self.pixels(bitmap, DOCUMENT_PIXELS)?;
                Some(Verdict::Document(
                    self.document.borrow_mut().look(&frame, guide),
                ))
            }
        }
    }

    /// Reads the pixels and closes the bitmap, which holds memory outside this program.
    fn pixels(&self, bitmap: &ImageBitmap, longest: u32) -> Option<Frame> {
        let frame = self.canvas.borrow_mut().read(bitmap, longest);
        bitmap.close();
        frame
    }

    fn now(&self) -> f64 {
        self.scope
            .performance()
            .map_or(0.0, |performance| performance.now())
    }
}
