//! The shapes drawn over the preview, and the ones the judgement compares with: one place, so that
//! what a person sees is what is asked of them.

use serde::{Deserialize, Serialize};

/// A rectangle in fractions of the frame: `x` and `width` of its width, `y` and `height` of its
/// height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Rect {
    /// The whole frame.
    pub const WHOLE: Self = Self {
        x: 0.0,
        y: 0.0,
        width: 1.0,
        height: 1.0,
    };
}

/// An ellipse in fractions of the frame, like [`Rect`]; `width` and `height` are full diameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Oval {
    pub centre_x: f32,
    pub centre_y: f32,
    pub width: f32,
    pub height: f32,
}

/// Which kind of document is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentShape {
    /// An identity card (ID-1), 85.6 × 54 mm.
    Card,
    /// The data page of a passport (ID-3), 125 × 88 mm.
    PassportPage,
}

impl DocumentShape {
    /// Width over height.
    pub fn proportion(self) -> f32 {
        match self {
            Self::Card => 85.6 / 54.0,
            Self::PassportPage => 125.0 / 88.0,
        }
    }
}

/// The length that face sizes are measured against: the height of the frame, or of the 4:3 frame of
/// the same width when the picture is a narrow portrait.
pub(crate) fn reference(width: f32, height: f32) -> f32 {
    height.min(width * 4.0 / 3.0)
}

/// The oval the face should fill, for a frame of this size in pixels: 1 : 1.4, seven tenths of the
/// reference height, a little below the middle (there is more hair than chin).
#[must_use]
pub fn face_oval(width: u32, height: u32) -> Oval {
    let (width, height) = (width.max(1) as f32, height.max(1) as f32);
    let tall = 0.7 * reference(width, height);
    Oval {
        centre_x: 0.5,
        centre_y: FACE_CENTRE_Y,
        width: tall / 1.4 / width,
        height: tall / height,
    }
}

/// Where the middle of the face box belongs, from the top.
pub(crate) const FACE_CENTRE_Y: f32 = 0.52;

/// The frame the document should fill, for a picture of this size in pixels: centred, with the
/// document's proportion, 86 % of the width unless that is taller than 80 % of the height.
#[must_use]
pub fn document_frame(width: u32, height: u32, shape: DocumentShape) -> Rect {
    let (width, height) = (width.max(1) as f32, height.max(1) as f32);
    let wide = (0.86 * width).min(0.8 * height * shape.proportion());
    let tall = wide / shape.proportion();
    let (wide, tall) = (wide / width, tall / height);
    Rect {
        x: (1.0 - wide) / 2.0,
        y: (1.0 - tall) / 2.0,
        width: wide,
        height: tall,
    }
}
