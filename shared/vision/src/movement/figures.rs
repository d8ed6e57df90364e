//! What is compared with what: the limits of the course, and the figures of one face against those
//! at its start.

use super::{Move, Seen};

/// Degrees of a turn, and of the nose against the distance of the eyes. A flat print that is swung by
/// 45 degrees reads 7 and 0.12.
const TURN: f32 = 16.0;
const TURN_NOSE: f32 = 0.15;
/// Degrees of a nod, up or down. A print that is tilted reads 7.
const NOD: f32 = 10.0;
/// Most degrees of turning while nodding or coming closer.
const STRAIGHT: f32 = 10.0;
/// How much wider the face becomes by coming closer.
const CLOSER: f32 = 1.3;
/// What counts as looking straight ahead again.
const BACK_YAW: f32 = 9.0;
const BACK_PITCH: f32 = 7.0;
const BACK_SIZE: std::ops::RangeInclusive<f32> = 0.84..=1.17;
pub(super) const BACK_FRAMES: u32 = 2;
/// Sizes, against the one at the start, between which the face stays.
pub(super) const SIZE: std::ops::RangeInclusive<f32> = 0.7..=2.0;
/// Between two frames that follow each other: face widths and degrees.
const JUMP: f32 = 0.4;
const JUMP_DEGREES: f32 = 26.0;
/// How much face and picture may change from one frame to the next.
const CHANGE: f32 = 0.5;
const SCENE: f32 = 0.45;
/// Below these nothing has moved: degrees, and face widths.
const STILL_DEGREES: f32 = 2.5;
const STILL_WIDTHS: f32 = 0.02;

/// The middle of what was measured while the person held their place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Baseline {
    yaw: f32,
    pitch: f32,
    nose: f32,
    tall: f32,
}

impl Baseline {
    pub(super) fn of(held: &[(u64, Seen)]) -> Self {
        let middle = |number: fn(&Seen) -> f32| {
            let mut numbers: Vec<f32> = held.iter().map(|(_, seen)| number(seen)).collect();
            numbers.sort_by(f32::total_cmp);
            numbers.get(numbers.len() / 2).copied().unwrap_or_default()
        };
        Self {
            yaw: middle(|seen| seen.pose.yaw),
            pitch: middle(|seen| seen.pose.pitch),
            nose: middle(|seen| seen.nose),
            tall: middle(|seen| seen.area.tall),
        }
    }

    /// The movement that a face shows against the start, if any.
    pub(super) fn shown(self, seen: &Seen, margin: f32) -> Option<Move> {
        let yaw = seen.pose.yaw - self.yaw;
        let nose = seen.nose - self.nose;
        let turned = |sign: f32| sign * yaw >= TURN * margin && sign * nose >= TURN_NOSE * margin;
        let straight = yaw.abs() < STRAIGHT;
        if turned(1.0) {
            Some(Move::Left)
        } else if turned(-1.0) {
            Some(Move::Right)
        } else if straight && self.size(seen) >= 1.0 + (CLOSER - 1.0) * margin {
            Some(Move::Closer)
        } else if straight && (seen.pose.pitch - self.pitch).abs() >= NOD * margin {
            Some(Move::Nod)
        } else {
            None
        }
    }

    pub(super) fn size(self, seen: &Seen) -> f32 {
        seen.area.tall / self.tall.max(f32::EPSILON)
    }

    pub(super) fn is_back(self, seen: &Seen) -> bool {
        (seen.pose.yaw - self.yaw).abs() <= BACK_YAW
            && (seen.pose.pitch - self.pitch).abs() <= BACK_PITCH
            && BACK_SIZE.contains(&self.size(seen))
    }
}

/// Smallest and largest of what moves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ranges(Option<[(f32, f32); 5]>);

impl Ranges {
    pub(super) fn take(&mut self, seen: &Seen) {
        let numbers = [
            seen.pose.yaw,
            seen.pose.pitch,
            seen.area.centre.x / seen.area.size.max(f32::EPSILON),
            seen.area.centre.y / seen.area.tall.max(f32::EPSILON),
            seen.area.tall,
        ];
        let ranges = self.0.get_or_insert_with(|| numbers.map(|it| (it, it)));
        for ((low, high), number) in ranges.iter_mut().zip(numbers) {
            *low = low.min(number);
            *high = high.max(number);
        }
    }

    pub(super) fn is_still(self) -> bool {
        let limits = [
            STILL_DEGREES,
            STILL_DEGREES,
            STILL_WIDTHS,
            STILL_WIDTHS,
            STILL_WIDTHS,
        ];
        self.0.is_none_or(|ranges| {
            let spread = ranges.iter().map(|(low, high)| high - low);
            spread.zip(limits).all(|(spread, limit)| spread < limit)
        })
    }
}

/// Whether a face cannot have come from where it was a frame ago.
pub(super) fn jumped(last: &Seen, seen: &Seen) -> bool {
    let across = (seen.area.centre.x - last.area.centre.x) / last.area.size.max(f32::EPSILON);
    let down = (seen.area.centre.y - last.area.centre.y) / last.area.tall.max(f32::EPSILON);
    let turned = (seen.pose.yaw - last.pose.yaw).abs();
    let tilted = (seen.pose.pitch - last.pose.pitch).abs();
    across.hypot(down) > JUMP
        || turned.max(tilted) > JUMP_DEGREES
        || seen.change > CHANGE
        || seen.scene > SCENE
}
