//! What is said while the camera leads, each with its sign.

use shared::movement::Move;
use vision::FaceHint;
use vision::movement::{Move as Asked, Progress};

use crate::proofing::words::face_words;
use crate::say;

/// The movements as the course names them.
pub(super) fn asked(moves: &[Move]) -> Vec<Asked> {
    let names = moves.iter().map(|name| match name {
        Move::Left => Asked::Left,
        Move::Right => Asked::Right,
        Move::Nod => Asked::Nod,
        Move::Closer => Asked::Closer,
    });
    names.collect()
}

/// One thing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Something to correct before it begins.
    Hint(FaceHint),
    /// A movement.
    Asked(Asked),
    /// Look straight again.
    Back,
    /// That was all.
    Done,
}

impl Told {
    /// What to say where the course stands; nothing while the person holds still.
    pub(super) const fn of(progress: Progress) -> Option<Self> {
        match progress {
            Progress::Placing { hint: None } => None,
            Progress::Placing { hint: Some(hint) } => Some(Self::Hint(hint)),
            Progress::Asking { asked, .. } => Some(Self::Asked(asked)),
            Progress::Returning { .. } => Some(Self::Back),
            Progress::Passed | Progress::Failed(_) => Some(Self::Done),
        }
    }

    /// In words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Hint(hint) => face_words(hint),
            Self::Asked(Asked::Left) => say!(movement.left),
            Self::Asked(Asked::Right) => say!(movement.right),
            Self::Asked(Asked::Nod) => say!(movement.nod),
            Self::Asked(Asked::Closer) => say!(movement.closer),
            Self::Back => say!(movement.back),
            Self::Done => say!(movement.done),
        }
    }

    /// The sign beside the words.
    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::Hint(_) => "person",
            Self::Asked(asked) => arrow(asked),
            Self::Back | Self::Done => "check",
        }
    }
}

/// The arrow of a movement. The preview is a mirror, so the person's own left is on the left.
pub(super) const fn arrow(asked: Asked) -> &'static str {
    match asked {
        Asked::Left => "arrow-left",
        Asked::Right => "arrow-right",
        Asked::Nod => "arrow-down",
        Asked::Closer => "plus",
    }
}

/// The name of a movement in the list of the three.
pub(super) fn name(asked: Move) -> String {
    match asked {
        Move::Left => say!(movement.step_left),
        Move::Right => say!(movement.step_right),
        Move::Nod => say!(movement.step_nod),
        Move::Closer => say!(movement.step_closer),
    }
}
