//! The server's own look at a picture, by the same rules as the page's. The networks are loaded at
//! the first picture, so that an idle program stays small.

use std::sync::{Arc, OnceLock};

use anyhow::Context;
use image::RgbImage;
use shared::problem::Code;
use shared::proofing::PictureKind;
use tokio::sync::Semaphore;
use vision::{DocumentReason, Frame, Models, StillReason};

use super::decode;

static DETECTOR: &[u8] = include_bytes!("../../../shared/vision/models/detector.rten");
static LANDMARKS: &[u8] = include_bytes!("../../../shared/vision/models/landmarks.rten");

/// What was found on one picture.
#[derive(Debug)]
pub(super) struct Judged {
    /// The picture in its stored form.
    pub(super) jpeg: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Why it should not be used, most important first; empty when it may.
    pub(super) reasons: Vec<Code>,
    /// What was measured, as JSON.
    pub(super) figures: String,
}

/// Judges pictures on blocking threads, at most two at once: one needs up to 160 MB to decode.
#[derive(Clone)]
pub struct Judge {
    models: Arc<OnceLock<Models>>,
    turn: Arc<Semaphore>,
}

impl Default for Judge {
    fn default() -> Self {
        Self::new()
    }
}

impl Judge {
    /// Loads nothing yet.
    pub fn new() -> Self {
        Self {
            models: Arc::new(OnceLock::new()),
            turn: Arc::new(Semaphore::new(2)),
        }
    }

    /// Decodes and writes anew, without a look at what is on it. The outer error is ours, the inner one
    /// is the file's.
    pub async fn clean(&self, bytes: axum::body::Bytes) -> anyhow::Result<Result<Vec<u8>, Code>> {
        let work = move || match decode::decode(&bytes) {
            Ok(picture) if decode::is_small(&picture) => Ok(Err(Code::PictureTooSmall)),
            Ok(picture) => decode::encode(&picture).map(Ok),
            Err(code) => Ok(Err(code)),
        };
        self.in_turn(work).await?
    }

    /// Other work on pixels, on a blocking thread when its turn has come.
    pub(crate) async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let turn = self.turn.clone().acquire_owned().await?;
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        Ok(work.await?)
    }

    /// Does work on pixels when it is its turn, on a thread of its own.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Models) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let turn = self.turn.clone().acquire_owned().await?;
        let models = self.models.clone();
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(load(&models)?)
        });
        work.await?
    }

    /// Decodes and judges. The outer error is ours, the inner one is the file's.
    pub(super) async fn judge(
        &self,
        kind: PictureKind,
        bytes: axum::body::Bytes,
    ) -> anyhow::Result<Result<Judged, Code>> {
        let turn = self.turn.clone().acquire_owned().await?;
        let models = self.models.clone();
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let picture = match decode::decode(&bytes) {
                Ok(picture) => picture,
                Err(code) => return Ok(Err(code)),
            };
            look(&models, kind, picture).map(Ok)
        });
        work.await?
    }
}

fn look(models: &OnceLock<Models>, kind: PictureKind, picture: RgbImage) -> anyhow::Result<Judged> {
    let jpeg = decode::encode(&picture)?;
    let (width, height) = picture.dimensions();
    let small = decode::is_small(&picture).then_some(Code::PictureTooSmall);
    let frame = Frame::from_rgb(width, height, picture.into_raw()).context("an empty picture")?;
    let (found, figures) = if kind == PictureKind::Face {
        let verdict = vision::judge_still(load(models)?, &frame)?;
        let reasons: Vec<Code> = verdict.reasons.iter().copied().map(face_code).collect();
        (reasons, serde_json::to_string(&verdict)?)
    } else {
        let verdict = vision::judge_document(&frame);
        let reasons: Vec<Code> = verdict.reasons.iter().copied().map(document_code).collect();
        (reasons, serde_json::to_string(&verdict)?)
    };
    let reasons = small.into_iter().chain(found).collect();
    Ok(Judged {
        jpeg,
        width,
        height,
        reasons,
        figures,
    })
}

fn load(models: &OnceLock<Models>) -> anyhow::Result<&Models> {
    if let Some(models) = models.get() {
        return Ok(models);
    }
    let loaded = Models::load(DETECTOR.to_vec(), LANDMARKS.to_vec())?;
    Ok(models.get_or_init(|| loaded))
}

fn face_code(reason: StillReason) -> Code {
    match reason {
        StillReason::NoFace => Code::FaceNone,
        StillReason::SeveralFaces => Code::FaceSeveral,
        StillReason::TooSmall => Code::FaceSmall,
        StillReason::CutByFrame => Code::FaceOffCentre,
        StillReason::TooDark => Code::PictureDark,
        StillReason::TooBright => Code::PictureBright,
        StillReason::NotStraight => Code::FaceTurned,
        StillReason::Blurred => Code::PictureBlurred,
    }
}

fn document_code(reason: DocumentReason) -> Code {
    match reason {
        DocumentReason::NoDocument => Code::DocumentNone,
        DocumentReason::TooSmall => Code::DocumentSmall,
        DocumentReason::TooDark => Code::PictureDark,
        DocumentReason::Glare => Code::DocumentGlare,
        DocumentReason::Blurred => Code::PictureBlurred,
    }
}
