//! Light and sharpness of a face.

use crate::face::Face;
use crate::frame::Frame;
use crate::guide::Rect;
use crate::thresholds::BURNT;

/// Side of the grey picture on which a face is measured, whatever its size in the frame.
const SIDE: usize = 96;

/// Figures of one face, measured on its box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Variance of the Laplacian over the variance of brightness, on the box at 96 x 96.
    pub sharpness: f32,
    /// Mean brightness, 0 to 255.
    pub brightness: f32,
    /// Standard deviation of brightness.
    pub contrast: f32,
    /// Share of burnt-out pixels, 0 to 1.
    pub burnt: f32,
}

/// Measures light and sharpness of `face`.
#[must_use]
pub fn quality(frame: &Frame, face: &Face) -> Quality {
    let area = face.area;
    let rect = Rect {
        x: area.centre.x - area.size / 2.0,
        y: area.centre.y - area.tall / 2.0,
        width: area.size,
        height: area.tall,
    };
    let grey = frame.grey(rect, SIDE, SIDE);
    let (brightness, variance) = grey.spread();
    let burnt = grey.values.iter().filter(|value| **value > BURNT).count();
    Quality {
        sharpness: grey.sharpness(),
        brightness,
        contrast: variance.sqrt(),
        burnt: burnt as f32 / grey.values.len() as f32,
    }
}
