//! What is photographed, and the advice about it: the face's and the document's hints as one type,
//! so that one stage serves both.

use vision::protocol::{Mode, Verdict};
use vision::{DocumentHint, DocumentShape, FaceHint, Hint, Observation, Rect, Stage, Timing};

use crate::device::camera::Facing;
use crate::proofing::geometry::{Size, document_guide, face_guide};

/// What the camera is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// The face; the picture is taken by itself.
    Face,
    /// A side of a document; the person takes the picture.
    Document(DocumentShape),
}

impl Task {
    /// The camera that suits.
    pub(super) const fn facing(self) -> Facing {
        match self {
            Self::Face => Facing::User,
            Self::Document(_) => Facing::Environment,
        }
    }

    /// How long green takes. A document stays green until the person presses.
    pub(super) const fn timing(self) -> Timing {
        match self {
            Self::Face => Timing::FACE,
            Self::Document(_) => Timing {
                green_ms: u64::MAX / 2,
                ..Timing::DOCUMENT
            },
        }
    }

    /// The guide, in fractions of the frame.
    pub(super) fn guide(self, frame: Size, stage: Size) -> Rect {
        match self {
            Self::Face => face_guide(frame),
            Self::Document(shape) => document_guide(frame, stage, shape),
        }
    }

    /// What the worker looks for, with the guide of [`Task::guide`].
    pub(super) const fn mode(self, guide: Rect) -> Mode {
        match self {
            Self::Face => Mode::Face,
            Self::Document(_) => Mode::Document { guide },
        }
    }
}

/// One word of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// About a face.
    Face(FaceHint),
    /// About a document.
    Document(DocumentHint),
}

impl Hint for Advice {
    fn is_good(self) -> bool {
        match self {
            Self::Face(hint) => hint.is_good(),
            Self::Document(hint) => hint.is_good(),
        }
    }

    fn breaks_at_once(self) -> bool {
        match self {
            Self::Face(hint) => hint.breaks_at_once(),
            Self::Document(hint) => hint.breaks_at_once(),
        }
    }
}

/// What the guidance needs to know of a verdict.
pub(super) fn observation(verdict: &Verdict) -> Observation<Advice> {
    match verdict {
        Verdict::Face(face) => {
            let seen = face.observation();
            Observation {
                hint: Advice::Face(seen.hint),
                complete: seen.complete,
            }
        }
        Verdict::Movement(measured) => Observation {
            hint: Advice::Face(measured.seen.map_or(FaceHint::NoFace, |seen| seen.hint)),
            complete: true,
        },
        Verdict::Document(look) => {
            let seen = look.observation();
            Observation {
                hint: Advice::Document(seen.hint),
                complete: seen.complete,
            }
        }
    }
}

/// What is said aloud: not every flicker of what is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// A word of advice.
    Advice(Advice),
    /// Good, hold still.
    Good,
    /// The countdown has begun.
    Countdown,
}

impl Spoken {
    fn of(stage: Stage<Advice>) -> Option<Self> {
        match stage {
            Stage::Searching { hint } => hint.map(Self::Advice),
            Stage::Steady | Stage::Shoot => None,
            Stage::Green => Some(Self::Good),
            Stage::Countdown { .. } => Some(Self::Countdown),
        }
    }
}

/// Lets through what is worth saying: changes only, at most one a second.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Announcer {
    last: Option<(Spoken, u64)>,
}

/// Between two announcements.
const QUIET_MS: u64 = 1_000;

impl Announcer {
    /// What to say now, if anything.
    pub(super) fn hear(&mut self, now: u64, stage: Stage<Advice>) -> Option<Spoken> {
        let spoken = Spoken::of(stage)?;
        if let Some((last, at)) = self.last
            && (last == spoken || now.saturating_sub(at) < QUIET_MS)
        {
            return None;
        }
        self.last = Some((spoken, now));
        Some(spoken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSER: Stage<Advice> = Stage::Searching {
        hint: Some(Advice::Face(FaceHint::Closer)),
    };
    const DARK: Stage<Advice> = Stage::Searching {
        hint: Some(Advice::Face(FaceHint::TooDark)),
    };

    #[test]
    fn changes_are_said_once_and_not_in_a_hurry() {
        let mut announcer = Announcer::default();
        let closer = Some(Spoken::Advice(Advice::Face(FaceHint::Closer)));
        assert_eq!(announcer.hear(0, CLOSER), closer);
        assert_eq!(announcer.hear(5_000, CLOSER), None);
        let dark = Some(Spoken::Advice(Advice::Face(FaceHint::TooDark)));
        assert_eq!(announcer.hear(5_000, DARK), dark);
        assert_eq!(announcer.hear(5_900, CLOSER), None);
        assert_eq!(announcer.hear(6_000, CLOSER), closer);
        assert_eq!(
            announcer.hear(7_000, Stage::Countdown { seconds: 3 }),
            Some(Spoken::Countdown)
        );
        assert_eq!(announcer.hear(9_000, Stage::Countdown { seconds: 1 }), None);
        assert_eq!(announcer.hear(9_500, Stage::Shoot), None);
    }

    #[test]
    fn a_document_stays_green_until_the_person_presses() {
        let mut guidance = vision::Guidance::new(Task::Document(DocumentShape::Card).timing(), 0);
        let good = Observation {
            hint: Advice::Document(DocumentHint::Good),
            complete: true,
        };
        let mut now = 0;
        let mut stage = guidance.tick(now);
        while now < 60_000 {
            now += 100;
            stage = guidance.observe(now, good);
        }
        assert_eq!(stage, Stage::Green);
        let bad = Observation {
            hint: Advice::Document(DocumentHint::NoDocument),
            complete: true,
        };
        assert!(matches!(
            guidance.observe(now + 100, bad),
            Stage::Searching { .. }
        ));
    }
}
