//! Finds faces and six points on each: `BlazeFace`, short range.
//!
//! The network looks at 128 x 128 pixels, so a face below about 15 % of the frame's height is missed;
//! [`crate::judge_still`] looks at parts of the picture for that reason.

use crate::face::{Face, FaceBox, Point};
use crate::frame::Frame;
use crate::guide::Rect;
use crate::model::{ModelError, Network, sigmoid};
use crate::thresholds::SAME_FACE;

const SIDE: usize = 128;
const ANCHORS: usize = 896;
/// Numbers per anchor: box centre and size, then six points, all in pixels of the 128 x 128 picture.
const NUMBERS: usize = 16;

/// The loaded detector.
#[derive(Debug)]
pub struct Detector {
    network: Network,
    anchors: Vec<Point>,
}

impl Detector {
    /// Takes the content of `detector.rten`.
    pub fn load(bytes: Vec<u8>) -> Result<Self, ModelError> {
        let network = Network::load(bytes, SIDE, [ANCHORS * NUMBERS, ANCHORS])?;
        Ok(Self {
            network,
            anchors: anchors(),
        })
    }

    /// All faces with a score of at least `score`, the surest first.
    pub fn faces(&self, frame: &Frame, score: f32) -> Result<Vec<Face>, ModelError> {
        let (width, height) = (frame.width() as f32, frame.height() as f32);
        let longest = width.max(height);
        let (share_x, share_y) = (width / longest, height / longest);
        let [regressions, scores] = self.network.run(letterbox(frame, share_x, share_y))?;
        let unscale = |x: f32, y: f32| Point {
            x: (x - (1.0 - share_x) / 2.0) / share_x,
            y: (y - (1.0 - share_y) / 2.0) / share_y,
        };
        let mut found = Vec::new();
        for ((anchor, numbers), logit) in self
            .anchors
            .iter()
            .zip(regressions.chunks_exact(NUMBERS))
            .zip(scores)
        {
            let certain = sigmoid(logit);
            if certain < score {
                continue;
            }
            let place = |index: usize| {
                let side = SIDE as f32;
                unscale(
                    anchor.x + numbers[index] / side,
                    anchor.y + numbers[index + 1] / side,
                )
            };
            let size = numbers[2].max(numbers[3]) / SIDE as f32;
            found.push(Face {
                area: FaceBox {
                    centre: place(0),
                    size: size / share_x,
                    tall: size / share_y,
                },
                score: certain,
                points: std::array::from_fn(|point| place(4 + 2 * point)),
            });
        }
        Ok(merge(found))
    }
}

/// The whole frame in the middle of a black square, from -1 to 1 (the border is zero).
fn letterbox(frame: &Frame, share_x: f32, share_y: f32) -> Vec<f32> {
    let side = SIDE as f32;
    let width = ((side * share_x).round() as usize).max(1);
    let height = ((side * share_y).round() as usize).max(1);
    let (left, top) = ((SIDE - width) / 2, (SIDE - height) / 2);
    let mut pixels = vec![0.0; SIDE * SIDE * 3];
    frame.resample(Rect::WHOLE, width, height, |index, colour| {
        let (x, y) = (left + index % width, top + index / width);
        for (channel, value) in colour.into_iter().enumerate() {
            pixels[(y * SIDE + x) * 3 + channel] = value / 127.5 - 1.0;
        }
    });
    pixels
}

/// Two anchors in each cell of a 16 x 16 grid, then six in each of 8 x 8.
fn anchors() -> Vec<Point> {
    let mut all = Vec::with_capacity(ANCHORS);
    for (cells, each) in [(16_u8, 2), (8, 6)] {
        for row in 0..cells {
            for column in 0..cells {
                let middle = |step: u8| (f32::from(step) + 0.5) / f32::from(cells);
                let anchor = Point {
                    x: middle(column),
                    y: middle(row),
                };
                all.extend(std::iter::repeat_n(anchor, each));
            }
        }
    }
    all
}

/// Replaces each group of overlapping boxes by their average, weighted by score.
pub(crate) fn merge(mut found: Vec<Face>) -> Vec<Face> {
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut merged = Vec::new();
    while let Some(&best) = found.first() {
        let (same, rest): (Vec<Face>, Vec<Face>) = found
            .iter()
            .partition(|face| overlap(&best.area, &face.area) > SAME_FACE);
        merged.push(average(best, &same));
        found = rest;
        found.retain(|face| *face != best);
    }
    merged
}

fn average(best: Face, same: &[Face]) -> Face {
    let total: f32 = same.iter().map(|face| face.score).sum();
    let mean = |number: &dyn Fn(&Face) -> f32| {
        same.iter()
            .map(|face| number(face) * face.score)
            .sum::<f32>()
            / total
    };
    if total <= 0.0 {
        return best;
    }
    Face {
        area: FaceBox {
            centre: Point {
                x: mean(&|face| face.area.centre.x),
                y: mean(&|face| face.area.centre.y),
            },
            size: mean(&|face| face.area.size),
            tall: mean(&|face| face.area.tall),
        },
        score: best.score,
        points: std::array::from_fn(|point| Point {
            x: mean(&|face| face.points[point].x),
            y: mean(&|face| face.points[point].y),
        }),
    }
}

/// Intersection over union of two boxes.
pub(crate) fn overlap(one: &FaceBox, other: &FaceBox) -> f32 {
    let shared = |centre: f32, length: f32, other_centre: f32, other_length: f32| {
        let from = (centre - length / 2.0).max(other_centre - other_length / 2.0);
        let to = (centre + length / 2.0).min(other_centre + other_length / 2.0);
        (to - from).max(0.0)
    };
    let both = shared(one.centre.x, one.size, other.centre.x, other.size)
        * shared(one.centre.y, one.tall, other.centre.y, other.tall);
    let union = one.size * one.tall + other.size * other.tall - both;
    if union > 0.0 { both / union } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_fill_both_grids() {
        let all = anchors();
        assert_eq!(all.len(), ANCHORS);
        assert_eq!(
            all[0],
            Point {
                x: 0.5 / 16.0,
                y: 0.5 / 16.0
            }
        );
        assert_eq!(
            all[ANCHORS - 1],
            Point {
                x: 7.5 / 8.0,
                y: 7.5 / 8.0
            }
        );
    }

    #[test]
    fn overlapping_boxes_become_one() {
        let face = |x: f32, score: f32| Face {
            area: FaceBox {
                centre: Point { x, y: 0.5 },
                size: 0.2,
                tall: 0.2,
            },
            score,
            ..Face::default()
        };
        let merged = merge(vec![face(0.30, 0.5), face(0.32, 0.9), face(0.8, 0.7)]);
        assert_eq!(merged.len(), 2);
        assert!((merged[0].area.centre.x - 0.3129).abs() < 0.001);
        assert!((merged[1].area.centre.x - 0.8).abs() < 0.001);
    }
}
