//! What is found out about a face: the words (hints and reasons) and the figures behind them.
//!
//! All positions are fractions of the unmirrored frame, so they survive any scaling of the picture.

use serde::{Deserialize, Serialize};

use crate::guidance::{Hint, Observation};

/// A point in fractions of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// The square around a face. `size` is its width in fractions of the frame's width; `tall` the
/// same length in fractions of its height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FaceBox {
    pub centre: Point,
    pub size: f32,
    pub tall: f32,
}

/// A detected face: its box, how sure the detector is (0 to 1), and six points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Face {
    pub area: FaceBox,
    pub score: f32,
    /// Right eye, left eye (the person's own), nose, mouth, right ear, left ear.
    pub points: [Point; 6],
}

/// Where the head looks, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pose {
    /// Positive: turned to the person's own left (nose to the right of the unmirrored picture).
    pub yaw: f32,
    /// Positive: nodding down. Zero until the landmark model is there; six points cannot tell.
    pub pitch: f32,
    /// Positive: the head leans clockwise in the unmirrored picture.
    pub roll: f32,
}

/// The one thing to say about the live picture.
///
/// Directions are the person's own, which are also those of a mirrored preview: `MoveLeft` means
/// "move to your left", and on a mirrored screen the face then travels left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceHint {
    NoFace,
    SeveralFaces,
    Closer,
    Farther,
    MoveLeft,
    MoveRight,
    MoveUp,
    MoveDown,
    TooDark,
    TooBright,
    /// Turned, nodding or leaning to one side.
    LookStraight,
    Blurred,
    /// Nothing to correct: hold still.
    Good,
}

impl Hint for FaceHint {
    fn is_good(self) -> bool {
        self == Self::Good
    }

    fn breaks_at_once(self) -> bool {
        matches!(self, Self::NoFace | Self::SeveralFaces)
    }
}

/// The figures behind a hint, for the log of reasons and for tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FaceFigures {
    pub area: FaceBox,
    /// Fine detail in the face, see [`crate::Quality::sharpness`].
    pub sharpness: f32,
    /// Mean brightness of the face, 0 to 255.
    pub brightness: f32,
    /// Standard deviation of that brightness.
    pub contrast: f32,
    /// Share of pixels that are burnt out.
    pub burnt: f32,
    pub pose: Pose,
}

/// What one live frame shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaceVerdict {
    pub hint: FaceHint,
    /// How many faces were counted.
    pub faces: u32,
    /// Whether the landmark model took part; until it does, `Good` is provisional.
    pub landmarks: bool,
    /// Of the face, when there is exactly one.
    pub figures: Option<FaceFigures>,
}

impl FaceVerdict {
    /// What [`crate::Guidance`] needs to know of it.
    pub fn observation(&self) -> Observation<FaceHint> {
        Observation {
            hint: self.hint,
            complete: self.landmarks,
        }
    }
}

/// Why the server would ask for another picture of the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StillReason {
    NoFace,
    SeveralFaces,
    /// The face has too few pixels or too little of the picture.
    TooSmall,
    /// Part of the face is outside the picture.
    CutByFrame,
    TooDark,
    TooBright,
    /// Turned, nodding or leaning too far.
    NotStraight,
    Blurred,
}

/// What the server found on a still picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StillVerdict {
    /// How many faces were counted.
    pub faces: u32,
    /// Empty when the picture can be used. Most important first.
    pub reasons: Vec<StillReason>,
    /// Of the face, when there is exactly one.
    pub figures: Option<FaceFigures>,
}

impl StillVerdict {
    /// Whether nothing speaks against the picture.
    pub fn is_acceptable(&self) -> bool {
        self.reasons.is_empty()
    }
}
