//! The server's own look at a recording: every frame is decoded within limits, measured and put
//! through the same course as in the page.

use std::collections::BTreeSet;

use anyhow::Context;
use image::RgbImage;
use shared::movement::{Clip, ClipHeader, FramePart, Move, SIDES};
use shared::problem::Code;
use vision::movement::{Assessment, Course, Fault, Measurement, Rigour, assess};
use vision::repeats::Look;
use vision::{Frame, Models, MovementWatch};

use crate::proofing::{decode_frame, encode};
use crate::secrets::{hex, sha256};

/// How alike the still and its frame must be.
const SAME_SCENE: f32 = 0.15;
/// The share of frames that must differ from all others of the recording.
const DIFFERENT: f32 = 0.67;

/// What was found.
pub(super) struct Judged {
    /// Nothing, or why the recording does not pass.
    pub(super) refusal: Option<Code>,
    /// Digests of the pixels of frames that show one face.
    pub(super) digests: BTreeSet<String>,
    pub(super) looks: Vec<Look>,
    /// What was measured, as JSON.
    pub(super) figures: String,
    pub(super) assessment: Assessment,
    /// The recording as it is stored: written anew, without anything but pixels and times.
    pub(super) stored: Vec<u8>,
    /// The still belongs to its frame.
    pub(super) still_fits: bool,
}

/// Decodes and judges. The outer error is ours, the inner one is the recording's.
pub(super) fn judge(
    models: &Models,
    body: &[u8],
    clip: &Clip,
    moves: &[Move],
) -> anyhow::Result<Result<Judged, Code>> {
    let pictures = match decode_all(body, clip) {
        Ok(pictures) => pictures,
        Err(code) => return Ok(Err(code)),
    };
    let stored = stored(clip, &pictures)?;
    let mut frames = Vec::with_capacity(pictures.len());
    for picture in pictures {
        let (width, height) = picture.dimensions();
        let frame = Frame::from_rgb(width, height, picture.into_raw());
        frames.push(frame.context("an empty frame")?);
    }
    let mut watch = MovementWatch::default();
    let moves: Vec<_> = moves.iter().copied().map(asked).collect();
    let mut course = Course::new(&moves, Rigour::JUDGING);
    let (mut measured, mut digests) = (Vec::<Measurement>::new(), Vec::new());
    for ((at, _), frame) in clip.frames.iter().zip(&frames) {
        let seen = watch.look(&models.detector, &models.landmarks, frame)?;
        course.observe(*at, &seen);
        measured.push(seen);
        if seen.seen.is_some() {
            digests.push(hex(&sha256(frame.rgb())));
        }
    }
    let seen = digests.len();
    let digests: BTreeSet<String> = digests.into_iter().collect();
    let refusal = match course.finish() {
        Err(fault) => Some(code(fault)),
        Ok(()) => (share(digests.len(), seen) < DIFFERENT).then_some(Code::MovementReplayed),
    };
    Ok(Ok(Judged {
        refusal,
        digests,
        looks: frames.iter().map(Look::of).collect(),
        figures: serde_json::to_string(&measured)?,
        assessment: assess(&frames),
        stored,
        still_fits: still_fits(body, clip, &frames),
    }))
}

fn share(part: usize, whole: usize) -> f32 {
    let exact = |number: usize| u16::try_from(number).map_or(f32::MAX, f32::from);
    exact(part) / exact(whole.max(1))
}

/// Every frame, all of one size.
fn decode_all(body: &[u8], clip: &Clip) -> Result<Vec<RgbImage>, Code> {
    let mut pictures: Vec<RgbImage> = Vec::with_capacity(clip.frames.len());
    for (_, range) in &clip.frames {
        let picture = decode_frame(&body[range.clone()], SIDES)?;
        if pictures
            .first()
            .is_some_and(|first| first.dimensions() != picture.dimensions())
        {
            return Err(Code::ClipMixed);
        }
        pictures.push(picture);
    }
    Ok(pictures)
}

fn stored(clip: &Clip, pictures: &[RgbImage]) -> anyhow::Result<Vec<u8>> {
    let (mut header, mut bytes) = (Vec::new(), Vec::new());
    for ((at, _), picture) in clip.frames.iter().zip(pictures) {
        let jpeg = encode(picture)?;
        header.push(FramePart {
            at: u32::try_from(*at)?,
            bytes: u32::try_from(jpeg.len())?,
        });
        bytes.extend(jpeg);
    }
    let header = ClipHeader {
        frames: header,
        still: None,
    };
    Ok([header.line().into_bytes(), bytes].concat())
}

/// Whether the still shows what the frame beside it shows: a picture of somebody else does not.
fn still_fits(body: &[u8], clip: &Clip, frames: &[Frame]) -> bool {
    let Some((beside, range)) = &clip.still else {
        return false;
    };
    let Ok(still) = decode_frame(&body[range.clone()], 480..=2560) else {
        return false;
    };
    let (width, height) = still.dimensions();
    let still = Frame::from_rgb(width, height, still.into_raw());
    still
        .zip(frames.get(*beside))
        .is_some_and(|(still, frame)| still.shrunk_to(320).scene_difference(frame) < SAME_SCENE)
}

/// The movement as the machine names it.
fn asked(asked: Move) -> vision::movement::Move {
    match asked {
        Move::Left => vision::movement::Move::Left,
        Move::Right => vision::movement::Move::Right,
        Move::Nod => vision::movement::Move::Nod,
        Move::Closer => vision::movement::Move::Closer,
    }
}

fn code(fault: Fault) -> Code {
    match fault {
        Fault::NotPlaced => Code::MovementNotPlaced,
        Fault::WrongMove => Code::MovementWrong,
        Fault::SecondFace => Code::MovementSecondFace,
        Fault::Lost => Code::MovementLost,
        Fault::Jump => Code::MovementJump,
        Fault::Slow => Code::MovementSlow,
        Fault::Still => Code::MovementStill,
        Fault::Size => Code::MovementSize,
    }
}
