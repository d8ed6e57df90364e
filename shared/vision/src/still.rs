//! The server's question: can this still picture be used as the photograph of one person.
//!
//! Stricter about counting than the live view (it looks at parts of the picture too, so a small second
//! face is found) and looser about framing, because an upload was never framed by an oval.

use crate::detector::{merge, overlap};
use crate::face::{Face, FaceBox, FaceFigures, Point, StillReason, StillVerdict};
use crate::frame::Frame;
use crate::guide::reference;
use crate::judge::{figures, straight};
use crate::model::{ModelError, Models};
use crate::thresholds as limit;

/// Larger pictures are averaged down to this first: more pixels find no more faces.
const LONGEST: usize = 1280;
/// Side of a part of the picture, as a share of the picture's short side.
const PART: f32 = 0.6;
/// Parts across the long side and across the short one.
const PARTS: (usize, usize) = (4, 3);
/// A box nearer than this share of the part to its inner edge is cut, and another part has it whole.
const EDGE: f32 = 0.02;
/// A box that mostly lies inside another is the same face.
const INSIDE: f32 = 0.6;

/// Judges a still picture. Decode it with strict limits and the orientation applied first.
pub fn judge_still(models: &Models, frame: &Frame) -> Result<StillVerdict, ModelError> {
    let scale = 1.0_f32.max(frame.width().max(frame.height()) as f32 / LONGEST as f32);
    let frame = &frame.shrunk_to(LONGEST);
    let mut faces = Vec::new();
    for face in everywhere(models, frame)? {
        let mesh = models.landmarks.landmarks(frame, &face)?;
        if mesh.presence >= limit::PRESENCE {
            faces.push((face, mesh.pose));
        }
    }
    let (reasons, figures) = match faces.as_slice() {
        [] => (vec![StillReason::NoFace], None),
        [(face, pose)] => {
            let figures = figures(frame, face, *pose);
            (reasons(frame, scale, &figures), Some(figures))
        }
        _ => (vec![StillReason::SeveralFaces], None),
    };
    let faces = u32::try_from(faces.len()).unwrap_or(u32::MAX);
    Ok(StillVerdict {
        faces,
        reasons,
        figures,
    })
}

/// Faces of the whole picture and of its overlapping parts, each once.
fn everywhere(models: &Models, frame: &Frame) -> Result<Vec<Face>, ModelError> {
    let mut found = models.detector.faces(frame, limit::FACE_SCORE_ALONE)?;
    let (width, height) = (frame.width(), frame.height());
    let side = ((width.min(height) as f32 * PART) as usize).max(1);
    let (columns, rows) = if width >= height {
        PARTS
    } else {
        (PARTS.1, PARTS.0)
    };
    for row in 0..rows {
        for column in 0..columns {
            let x = (width - side) * column / (columns - 1);
            let y = (height - side) * row / (rows - 1);
            let part = frame.cut(x, y, side, side);
            let inner = Inner {
                left: x > 0,
                top: y > 0,
                right: x + side < width,
                bottom: y + side < height,
            };
            let faces = models.detector.faces(&part, limit::FACE_SCORE_ALONE)?;
            found.extend(
                faces
                    .into_iter()
                    .filter(|face| !inner.cuts(&face.area))
                    .map(|face| moved(face, (x, y), side, (width, height))),
            );
        }
    }
    Ok(once(merge(found)))
}

/// Which edges of a part lie inside the picture.
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each side of a rectangle"
)]
struct Inner {
    left: bool,
    top: bool,
    right: bool,
    bottom: bool,
}

impl Inner {
    fn cuts(&self, area: &FaceBox) -> bool {
        let (half, tall) = (area.size / 2.0, area.tall / 2.0);
        (self.left && area.centre.x - half < EDGE)
            || (self.top && area.centre.y - tall < EDGE)
            || (self.right && area.centre.x + half > 1.0 - EDGE)
            || (self.bottom && area.centre.y + tall > 1.0 - EDGE)
    }
}

/// From fractions of a square part to fractions of the picture.
fn moved(face: Face, at: (usize, usize), side: usize, picture: (usize, usize)) -> Face {
    let (scale_x, scale_y) = (
        side as f32 / picture.0 as f32,
        side as f32 / picture.1 as f32,
    );
    let (x, y) = (
        at.0 as f32 / picture.0 as f32,
        at.1 as f32 / picture.1 as f32,
    );
    let place = |point: Point| Point {
        x: x + point.x * scale_x,
        y: y + point.y * scale_y,
    };
    Face {
        area: FaceBox {
            centre: place(face.area.centre),
            size: face.area.size * scale_x,
            tall: face.area.tall * scale_y,
        },
        score: face.score,
        points: face.points.map(place),
    }
}

/// Drops boxes that lie mostly inside a surer one (a part may see an eye as a small face).
fn once(faces: Vec<Face>) -> Vec<Face> {
    let mut kept: Vec<Face> = Vec::new();
    for face in faces {
        if !kept.iter().any(|other| same(&other.area, &face.area)) {
            kept.push(face);
        }
    }
    kept
}

fn same(one: &FaceBox, other: &FaceBox) -> bool {
    let (small, large) = (one.size.min(other.size), one.size.max(other.size));
    let (short, tall) = (one.tall.min(other.tall), one.tall.max(other.tall));
    let shared = overlap(one, other);
    // From intersection over union back to the share of the smaller box.
    let both = shared / (1.0 + shared) * (small * short + large * tall);
    both > INSIDE * small * short
}

fn reasons(frame: &Frame, scale: f32, figures: &FaceFigures) -> Vec<StillReason> {
    let (width, height) = (frame.width() as f32, frame.height() as f32);
    let size = figures.area.size * width;
    let small = size / reference(width, height) < limit::STILL_FACE_SIZE
        || size * scale < limit::STILL_FACE_PIXELS;
    let bright =
        figures.burnt > limit::FACE_BURNT || figures.brightness > *limit::FACE_BRIGHTNESS.end();
    let dark = figures.brightness < *limit::FACE_BRIGHTNESS.start()
        || figures.contrast < limit::FACE_CONTRAST;
    [
        (small, StillReason::TooSmall),
        (
            outside(&figures.area) > limit::STILL_CUT,
            StillReason::CutByFrame,
        ),
        (dark && !bright, StillReason::TooDark),
        (bright, StillReason::TooBright),
        (
            !straight(figures.pose, limit::STILL_SLACK),
            StillReason::NotStraight,
        ),
        (
            figures.sharpness < limit::FACE_SHARPNESS,
            StillReason::Blurred,
        ),
    ]
    .into_iter()
    .filter_map(|(wrong, reason)| wrong.then_some(reason))
    .collect()
}

/// Share of the box that lies outside the picture.
fn outside(area: &FaceBox) -> f32 {
    let inside = |centre: f32, length: f32| {
        let from = (centre - length / 2.0).clamp(0.0, 1.0);
        let to = (centre + length / 2.0).clamp(0.0, 1.0);
        (to - from) / length.max(f32::EPSILON)
    };
    1.0 - inside(area.centre.x, area.size) * inside(area.centre.y, area.tall)
}
