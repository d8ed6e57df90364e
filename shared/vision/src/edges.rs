//! Where the straight sides of a document run, near a guide rectangle.
//!
//! A side is a line along which brightness steps the same way almost everywhere. Print fails that test
//! (it steps down and up again), so the lines of a machine-readable zone are not taken for a side.

use crate::frame::{Frame, Grey};
use crate::guide::Rect;
use crate::thresholds::DOCUMENT_EDGE;

/// Size of the picture the sides are looked for in.
const WIDE: usize = 248;
const TALL: usize = 200;
/// How much of the guide's width and height is looked at beyond each side.
const BEYOND: (f32, f32) = (0.12, 0.30);
/// How far inwards, in fractions of the guide.
const INWARDS: f32 = 0.42;
/// The middle part of a side, in fractions of the guide: a small document still covers it.
const SPAN: f32 = 0.4;
/// Slopes that are tried, in hundredths: up to about five degrees.
const SLOPES: [f32; 9] = [-0.08, -0.06, -0.04, -0.02, 0.0, 0.02, 0.04, 0.06, 0.08];
/// Share of a line on which the step must go the same way.
const AGREE: f32 = 0.8;
/// A step smaller than this counts as no step.
const STEP: f32 = 4.0;

/// The sides that were found, each as its distance from the guide's side in fractions of the guide:
/// positive is inside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sides {
    pub(crate) left: Option<f32>,
    pub(crate) right: Option<f32>,
    pub(crate) top: Option<f32>,
    pub(crate) bottom: Option<f32>,
}

impl Sides {
    pub(crate) fn count(&self) -> usize {
        [self.left, self.right, self.top, self.bottom]
            .iter()
            .flatten()
            .count()
    }

    /// Width of the document against the guide.
    pub(crate) fn width(&self) -> Option<f32> {
        Some(1.0 - self.left? - self.right?)
    }

    /// Height of the document against the guide.
    pub(crate) fn height(&self) -> Option<f32> {
        Some(1.0 - self.top? - self.bottom?)
    }

    /// How far the middle lies from the guide's, along the axis where it is known to be farthest.
    pub(crate) fn offset(&self) -> f32 {
        let shift = |one: Option<f32>, other: Option<f32>| match (one, other) {
            (Some(one), Some(other)) => ((one - other) / 2.0).abs(),
            _ => 0.0,
        };
        shift(self.left, self.right).max(shift(self.top, self.bottom))
    }
}

/// Looks for the four sides of a document near `guide`.
pub(crate) fn sides(frame: &Frame, guide: Rect) -> Sides {
    let around = Rect {
        x: guide.x - BEYOND.0 * guide.width,
        y: guide.y - BEYOND.1 * guide.height,
        width: guide.width * (1.0 + 2.0 * BEYOND.0),
        height: guide.height * (1.0 + 2.0 * BEYOND.1),
    };
    let grey = frame.grey(around, WIDE, TALL);
    let turned = Grey {
        width: TALL,
        height: WIDE,
        values: (0..WIDE * TALL)
            .map(|index| grey.at(index / TALL, index % TALL))
            .collect(),
    };
    Sides {
        left: outermost(&grey, BEYOND, false),
        right: outermost(&grey, BEYOND, true),
        top: outermost(&turned, (BEYOND.1, BEYOND.0), false),
        bottom: outermost(&turned, (BEYOND.1, BEYOND.0), true),
    }
}

/// The outermost side along the left edge of `grey` (or the right one, from `far`).
fn outermost(grey: &Grey, (across, along): (f32, f32), far: bool) -> Option<f32> {
    let unit = grey.width as f32 / (1.0 + 2.0 * across);
    let length = grey.height as f32 / (1.0 + 2.0 * along) * SPAN;
    let steps = ((across + INWARDS) * unit) as usize;
    let mut best: Option<(usize, f32)> = None;
    for step in 3..steps {
        let strength = SLOPES
            .into_iter()
            .filter_map(|slope| line(grey, step, slope, length, far))
            .fold(0.0, f32::max);
        match best {
            // The peak of the first ridge from outside.
            Some((_, peak)) if strength < peak => break,
            _ if strength >= DOCUMENT_EDGE => best = Some((step, strength)),
            _ => {}
        }
    }
    best.map(|(step, _)| step as f32 / unit - across)
}

/// Mean brightness step across one line, if it goes the same way almost everywhere.
fn line(grey: &Grey, step: usize, slope: f32, length: f32, far: bool) -> Option<f32> {
    let count = length as usize;
    let first = (grey.height - count) / 2;
    let (mut sum, mut up, mut down) = (0.0_f32, 0_usize, 0_usize);
    for index in 0..count {
        let shift = slope * (index as f32 - length / 2.0);
        let position = step as f32 + shift;
        if position < 2.0 || position + 3.0 > grey.width as f32 {
            return None;
        }
        let near = position as usize;
        let x = if far { grey.width - 1 - near } else { near };
        let y = first + index;
        let difference =
            (grey.at(x + 1, y) + grey.at(x + 2, y) - grey.at(x - 1, y) - grey.at(x - 2, y)) / 2.0;
        sum += difference;
        up += usize::from(difference > STEP);
        down += usize::from(difference < -STEP);
    }
    let agreeing = up.max(down) as f32 / count as f32;
    (agreeing >= AGREE).then_some((sum / count as f32).abs())
}
