//! A picture that waits for the person's word, and how the worker should look at it.

use vision::Rect;
use vision::protocol::Mode;

use crate::device::picture::Picture;
use crate::proofing::advice::Task;

/// A picture with the guide it was taken in.
#[derive(Debug)]
pub(super) struct Still {
    /// The picture.
    pub(super) picture: Picture,
    /// How to judge it.
    pub(super) mode: Mode,
    /// It was taken in a drawn frame, so its place in the frame can be judged.
    pub(super) framed: bool,
}

impl Still {
    /// From the stage.
    pub(super) const fn of_camera(picture: Picture, mode: Mode) -> Self {
        Self {
            picture,
            mode,
            framed: true,
        }
    }

    /// From a file: nothing was drawn for it.
    pub(super) const fn of_file(picture: Picture, task: Task) -> Self {
        Self {
            picture,
            mode: task.mode(Rect::WHOLE),
            framed: false,
        }
    }
}
