//! 468 points with depth on a face that was found: Face Mesh.
//!
//! Used for its presence score (is this a face at all) and for the angles of the head. Eye opening is
//! deliberately not read from it: a tilted print "blinks" as convincingly as a person.

use crate::face::{Face, Pose};
use crate::frame::Frame;
use crate::model::{ModelError, Network, sigmoid};

const SIDE: usize = 192;
const POINTS: usize = 468;
/// The box of the detector is tight; the network wants forehead and chin.
const MARGIN: f32 = 1.5;

/// Points of the mesh: top of the forehead, chin, the two edges of the face.
const FOREHEAD: usize = 10;
const CHIN: usize = 152;
const RIGHT_EDGE: usize = 234;
const LEFT_EDGE: usize = 454;

/// The loaded landmark model.
#[derive(Debug)]
pub struct Landmarks {
    network: Network,
}

/// What the landmark model saw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mesh {
    /// Belief that this is a face, 0 to 1.
    pub presence: f32,
    pub pose: Pose,
}

impl Landmarks {
    /// Takes the content of `landmarks.rten`.
    pub fn load(bytes: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Self {
            network: Network::load(bytes, SIDE, [POINTS * 3, 1])?,
        })
    }

    /// Looks closely at `face`.
    pub fn landmarks(&self, frame: &Frame, face: &Face) -> Result<Mesh, ModelError> {
        let roll = roll(frame, face);
        let [points, presence] = self.network.run(straightened(frame, face, roll))?;
        let point = |index: usize| {
            [
                points[index * 3],
                points[index * 3 + 1],
                points[index * 3 + 2],
            ]
        };
        let [right, left] = [point(RIGHT_EDGE), point(LEFT_EDGE)];
        let [top, bottom] = [point(FOREHEAD), point(CHIN)];
        let across = (left[0] - right[0]).hypot(left[1] - right[1]);
        let down = (bottom[0] - top[0]).hypot(bottom[1] - top[1]);
        Ok(Mesh {
            presence: sigmoid(presence[0]),
            pose: Pose {
                yaw: (left[2] - right[2]).atan2(across).to_degrees(),
                pitch: (bottom[2] - top[2]).atan2(down).to_degrees(),
                roll: roll.to_degrees(),
            },
        })
    }
}

/// The pose as far as six points can tell: the nose between the eyes. About one degree for each
/// hundredth of the distance of the eyes (15, 25, 35 degrees moved it by 0.13, 0.25, 0.33).
pub(crate) fn rough_pose(frame: &Frame, face: &Face) -> Pose {
    let [right, left, nose, ..] = pixels(frame, face);
    let (across, down) = (left.0 - right.0, left.1 - right.1);
    let distance = across.hypot(down).max(1.0);
    let middle = (
        f32::midpoint(right.0, left.0),
        f32::midpoint(right.1, left.1),
    );
    let along = ((nose.0 - middle.0) * across + (nose.1 - middle.1) * down) / distance;
    Pose {
        yaw: 100.0 * along / distance,
        pitch: 0.0,
        roll: down.atan2(across).to_degrees(),
    }
}

fn roll(frame: &Frame, face: &Face) -> f32 {
    let [right, left, ..] = pixels(frame, face);
    (left.1 - right.1).atan2(left.0 - right.0)
}

fn pixels(frame: &Frame, face: &Face) -> [(f32, f32); 6] {
    face.points.map(|point| {
        (
            point.x * frame.width() as f32,
            point.y * frame.height() as f32,
        )
    })
}

/// The face with margin, turned so that the eyes are level, from 0 to 1.
fn straightened(frame: &Frame, face: &Face, roll: f32) -> Vec<f32> {
    let centre_x = face.area.centre.x * frame.width() as f32;
    let centre_y = face.area.centre.y * frame.height() as f32;
    let scale = face.area.size * frame.width() as f32 * MARGIN / SIDE as f32;
    let (sine, cosine) = roll.sin_cos();
    let mut pixels = Vec::with_capacity(SIDE * SIDE * 3);
    for row in 0..SIDE {
        let down = (row as f32 + 0.5 - SIDE as f32 / 2.0) * scale;
        for column in 0..SIDE {
            let across = (column as f32 + 0.5 - SIDE as f32 / 2.0) * scale;
            let x = centre_x + across * cosine - down * sine - 0.5;
            let y = centre_y + across * sine + down * cosine - 0.5;
            pixels.extend(frame.sample(x, y).map(|value| value / 255.0));
        }
    }
    pixels
}
