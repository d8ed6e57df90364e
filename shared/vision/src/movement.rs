//! The check of movements: a pure state machine over timed measurements of frames.
//!
//! It runs in the page, which leads the person, and on the server, which decides; both see the same
//! rules, the page a little stricter so that what it leads to is enough. It recognises nobody and does
//! not tell a living person from a video of one: it tells whether what was asked was done, in one
//! piece, by one face.

mod figures;

use serde::{Deserialize, Serialize};

use crate::face::{FaceBox, FaceHint, Pose};
use crate::frame::Frame;
use figures::{BACK_FRAMES, Baseline, Ranges, SIZE, jumped};

/// A movement of the head. Left and right are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    Left,
    Right,
    Nod,
    Closer,
}

/// One face, measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub area: FaceBox,
    pub pose: Pose,
    /// How far the nose is from the middle of the eyes, against their distance; positive to the
    /// person's own left. Tells a turned head from a turned print.
    pub nose: f32,
    /// The landmark model's belief that this is a face.
    pub presence: f32,
    /// In the oval and looking straight ahead.
    pub placed: bool,
    /// What to tell the person while they take their place.
    pub hint: FaceHint,
    /// How much the face differs from that of the frame before: 0 nothing, 1 everything.
    pub change: f32,
    /// The same for the whole picture.
    pub scene: f32,
}

/// What one frame shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// How many faces were counted.
    pub faces: u32,
    /// The face, when there is exactly one.
    pub seen: Option<Seen>,
}

/// Why a recording does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The face was never steady in the oval.
    NotPlaced,
    /// Another movement came before the one that was asked.
    WrongMove,
    /// A second face came in.
    SecondFace,
    /// The face, or the picture, was away for too long.
    Lost,
    /// Two frames do not follow each other: the recording is not of one piece.
    Jump,
    /// A movement, or the way back from it, took too long.
    Slow,
    /// Nothing moved at all.
    Still,
    /// The person went too far away or too near.
    Size,
}

/// What a model for prints, masks and screens says about a recording. No model is built in: it would
/// be asked in [`assess`], and its answer kept with the check for whoever looks at it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Assessment {
    /// Nobody was asked.
    #[default]
    NotAssessed,
    /// 0 is certainly an attack, 1 certainly a person.
    Scored { model: String, score: f32 },
}

/// The one place where a passive check would look at the frames.
pub fn assess(_frames: &[Frame]) -> Assessment {
    Assessment::NotAssessed
}

/// Where the course stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// The person takes their place; what to tell them, if anything.
    Placing { hint: Option<FaceHint> },
    /// The movement of this number, from 0, is asked.
    Asking { step: usize, asked: Move },
    /// It was done; the person looks straight ahead again.
    Returning { step: usize },
    /// Everything was done.
    Passed,
    /// It does not pass.
    Failed(Fault),
}

/// How long a movement must be held, and how much further it must go than the limits below.
#[derive(Clone, Copy, Debug)]
pub struct Rigour {
    hold_ms: u64,
    margin: f32,
}

impl Rigour {
    /// The server, over the frames that were sent.
    pub const JUDGING: Self = Self {
        hold_ms: 250,
        margin: 1.0,
    };
    /// The page, over every frame: a little more than the server asks.
    pub const GUIDING: Self = Self {
        hold_ms: 450,
        margin: 1.05,
    };
}

/// Frames that a movement is held for at least.
const HELD_FRAMES: u32 = 3;
/// The face is in its place for so many frames and so long, with a steady width.
const PLACED_FRAMES: usize = 5;
const PLACED_MS: u64 = 530;
const STEADY: f32 = 0.06;
/// A movement, or the way back, takes so long at most.
pub const STEP_MS: u64 = 8_000;
/// The face may be away for so long.
const LOST_MS: u64 = 620;
/// A movement that is being shown.
#[derive(Clone, Copy, Debug)]
struct Held {
    what: Move,
    since: u64,
    frames: u32,
}

#[derive(Clone, Debug)]
enum Stage {
    Placing(Vec<(u64, Seen)>),
    Asking { step: usize, since: u64 },
    Returning { step: usize, since: u64, back: u32 },
    Passed,
    Failed(Fault),
}

/// The course of one check.
#[derive(Clone, Debug)]
pub struct Course {
    moves: Vec<Move>,
    rigour: Rigour,
    stage: Stage,
    baseline: Baseline,
    held: Option<Held>,
    last: Option<(u64, Seen)>,
    hint: Option<FaceHint>,
    crowd: u32,
    /// The last frame did not follow the one before it; the next one tells why.
    torn: bool,
    ranges: Ranges,
}

impl Course {
    /// For these movements, in this order.
    pub fn new(moves: &[Move], rigour: Rigour) -> Self {
        Self {
            moves: moves.to_vec(),
            rigour,
            stage: Stage::Placing(Vec::new()),
            baseline: Baseline::default(),
            held: None,
            last: None,
            hint: None,
            crowd: 0,
            torn: false,
            ranges: Ranges::default(),
        }
    }

    /// Where the course stands.
    pub fn progress(&self) -> Progress {
        match self.stage {
            Stage::Placing(_) => Progress::Placing { hint: self.hint },
            Stage::Asking { step, .. } => Progress::Asking {
                step,
                asked: self.moves[step],
            },
            Stage::Returning { step, .. } => Progress::Returning { step },
            Stage::Passed => Progress::Passed,
            Stage::Failed(fault) => Progress::Failed(fault),
        }
    }

    /// Takes the next frame; `at` is in milliseconds and grows.
    pub fn observe(&mut self, at: u64, frame: &Measurement) -> Progress {
        if !matches!(self.stage, Stage::Passed | Stage::Failed(_)) {
            self.stage = self.after(at, frame);
        }
        self.progress()
    }

    /// The recording has ended: whether it passes, or why not.
    pub fn finish(&self) -> Result<(), Fault> {
        match self.stage {
            Stage::Passed => Ok(()),
            Stage::Failed(fault) => Err(fault),
            Stage::Placing(_) if self.crowd > 1 => Err(Fault::SecondFace),
            Stage::Placing(_) => Err(Fault::NotPlaced),
            Stage::Asking { .. } | Stage::Returning { .. } if self.torn => Err(Fault::Jump),
            Stage::Asking { .. } | Stage::Returning { .. } => Err(self.late()),
        }
    }

    /// Nothing came in time: because nothing moved, or too slowly.
    fn late(&self) -> Fault {
        if self.ranges.is_still() {
            Fault::Still
        } else {
            Fault::Slow
        }
    }

    fn after(&mut self, at: u64, frame: &Measurement) -> Stage {
        let placing = matches!(self.stage, Stage::Placing(_));
        self.crowd = if frame.faces > 1 { self.crowd + 1 } else { 0 };
        if self.crowd > 1 && !placing {
            return Stage::Failed(Fault::SecondFace);
        }
        let away = self.last.map_or(0, |(last, _)| at.saturating_sub(last));
        if away > LOST_MS && !placing {
            return Stage::Failed(Fault::Lost);
        }
        let Some(seen) = frame.seen else {
            self.held = None;
            if self.torn && frame.faces == 0 {
                // Who walks out of the picture moves as fast as a cut.
                return Stage::Failed(Fault::Lost);
            }
            if !placing {
                return self.stage.clone();
            }
            let crowd = frame.faces > 1;
            self.hint = Some(if crowd {
                FaceHint::SeveralFaces
            } else {
                FaceHint::NoFace
            });
            return Stage::Placing(Vec::new());
        };
        let jumped = self.last.is_some_and(|(_, last)| jumped(&last, &seen));
        self.last = Some((at, seen));
        if placing {
            return self.placing(at, seen, jumped || away > LOST_MS);
        }
        if self.torn {
            return Stage::Failed(Fault::Jump);
        }
        self.torn = jumped;
        if jumped {
            return self.stage.clone();
        }
        self.within(at, &seen)
    }

    /// A frame that follows the one before it.
    fn within(&mut self, at: u64, seen: &Seen) -> Stage {
        self.ranges.take(seen);
        if !SIZE.contains(&self.baseline.size(seen)) {
            return Stage::Failed(Fault::Size);
        }
        let shown = self.hold(at, seen);
        match self.stage {
            Stage::Asking { step, since } => self.asking(at, (step, since), shown),
            Stage::Returning { step, since, back } => {
                let back = if self.baseline.is_back(seen) {
                    back + 1
                } else {
                    0
                };
                self.returning(at, (step, since, back), shown)
            }
            _ => self.stage.clone(),
        }
    }

    fn placing(&mut self, at: u64, seen: Seen, begin_anew: bool) -> Stage {
        let Stage::Placing(mut held) = self.stage.clone() else {
            return self.stage.clone();
        };
        if begin_anew || !seen.placed {
            held.clear();
        }
        self.hint = (!seen.placed).then_some(seen.hint);
        if !seen.placed {
            return Stage::Placing(held);
        }
        held.push((at, seen));
        let widths = || held.iter().map(|(_, seen)| seen.area.tall);
        let (low, high) = widths().fold((f32::MAX, 0.0_f32), |(low, high), width| {
            (low.min(width), high.max(width))
        });
        if high > low * (1.0 + STEADY) {
            held.remove(0);
            return Stage::Placing(held);
        }
        let long = held
            .first()
            .is_some_and(|(first, _)| at - first >= PLACED_MS);
        if held.len() < PLACED_FRAMES || !long {
            return Stage::Placing(held);
        }
        self.baseline = Baseline::of(&held);
        self.ranges.take(&seen);
        Stage::Asking { step: 0, since: at }
    }

    /// The movement that has been shown for long enough.
    fn hold(&mut self, at: u64, seen: &Seen) -> Option<Move> {
        let what = self.baseline.shown(seen, self.rigour.margin);
        let held = match (self.held, what) {
            (_, None) => None,
            (Some(held), Some(what)) if held.what == what => Some(Held {
                frames: held.frames + 1,
                ..held
            }),
            (_, Some(what)) => Some(Held {
                what,
                since: at,
                frames: 1,
            }),
        };
        self.held = held;
        let held = held?;
        (held.frames >= HELD_FRAMES && at - held.since >= self.rigour.hold_ms).then_some(held.what)
    }

    fn asking(&mut self, at: u64, (step, since): (usize, u64), shown: Option<Move>) -> Stage {
        match shown {
            Some(shown) if shown == self.moves[step] => Stage::Returning {
                step,
                since: at,
                back: 0,
            },
            Some(_) => Stage::Failed(Fault::WrongMove),
            None if at - since > STEP_MS => Stage::Failed(self.late()),
            None => Stage::Asking { step, since },
        }
    }

    fn returning(
        &mut self,
        at: u64,
        (step, since, back): (usize, u64, u32),
        shown: Option<Move>,
    ) -> Stage {
        if shown.is_some_and(|shown| shown != self.moves[step]) {
            return Stage::Failed(Fault::WrongMove);
        }
        if back < BACK_FRAMES {
            let late = at - since > STEP_MS;
            return if late {
                Stage::Failed(Fault::Slow)
            } else {
                Stage::Returning { step, since, back }
            };
        }
        self.held = None;
        if step + 1 == self.moves.len() {
            Stage::Passed
        } else {
            Stage::Asking {
                step: step + 1,
                since: at,
            }
        }
    }
}

#[cfg(test)]
mod tests;
