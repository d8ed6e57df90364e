//! Frames of the preview, small and with their times, until they are sent.

use shared::movement::{ClipHeader, FRAMES, FramePart, StillPart};
use web_sys::Blob;

use crate::device::picture::Picture;

/// Milliseconds from one frame to the next.
pub(super) const FRAME_MS: u64 = 150;
/// While the person takes their place only the last frames are kept.
const PLACING_FRAMES: usize = 12;

/// A recording under way.
#[derive(Default)]
pub(super) struct Recorder {
    frames: Vec<(u64, Blob)>,
    still: Option<(u64, Picture)>,
}

impl Recorder {
    /// Takes a frame; returns whether there is room for more.
    pub(super) fn take(&mut self, at: u64, frame: Blob, placing: bool) -> bool {
        if placing && self.frames.len() >= PLACING_FRAMES {
            self.frames.remove(0);
        }
        self.frames.push((at, frame));
        self.frames.len() < *FRAMES.end()
    }

    /// Takes the larger picture of a moment in which the person looked straight ahead.
    pub(super) fn take_still(&mut self, at: u64, picture: Picture) {
        self.still = Some((at, picture));
    }

    /// Whether the server would look at it.
    pub(super) fn is_long_enough(&self) -> bool {
        self.frames.len() >= *FRAMES.start()
    }

    /// The body to be sent.
    pub(super) fn body(&self) -> Option<Blob> {
        let first = self.frames.first()?.0;
        let frames = self.frames.iter().map(|(at, blob)| {
            Some(FramePart {
                at: u32::try_from(at - first).ok()?,
                bytes: length(blob)?,
            })
        });
        let still = self.still.as_ref().and_then(|(at, picture)| {
            Some(StillPart {
                frame: u32::try_from(self.beside(*at)?).ok()?,
                bytes: length(&picture.blob)?,
            })
        });
        let header = ClipHeader {
            frames: frames.collect::<Option<_>>()?,
            still,
        };
        let parts = js_sys::Array::new();
        parts.push(&header.line().into());
        for (_, blob) in &self.frames {
            parts.push(blob);
        }
        if let (Some(_), Some((_, picture))) = (still, &self.still) {
            parts.push(&picture.blob);
        }
        Blob::new_with_blob_sequence(&parts).ok()
    }

    /// The frame nearest to a moment.
    fn beside(&self, at: u64) -> Option<usize> {
        let frames = self.frames.iter().enumerate();
        let nearest = frames.min_by_key(|(_, (other, _))| other.abs_diff(at));
        nearest.map(|(place, _)| place)
    }
}

fn length(blob: &Blob) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a picture has fewer bytes than 2^32, and no negative number of them"
    )]
    let bytes = blob.size() as u32;
    (bytes > 0).then_some(bytes)
}
