//! Recordings of the check of movements, put together from the fixture clips: each movement is a piece
//! that begins and ends looking straight ahead, so pieces join in any order.

use std::ops::Range;

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use shared::movement::{ClipHeader, FramePart, Move, StillPart};

use crate::pictures::{decoded, fixture};

/// Milliseconds from one frame of the fixtures to the next.
const FRAME_MS: u32 = 133;

/// Who is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The first person.
    One,
    /// Somebody else.
    Other,
    /// A flat print that is swung and pushed about.
    Print,
}

impl Seen {
    const fn file(self) -> &'static str {
        match self {
            Self::One => "movements/astro.mjpeg",
            Self::Other => "movements/obama.mjpeg",
            Self::Print => "movements/print.mjpeg",
        }
    }

    /// Frames in which the face is in its place.
    const fn place(self) -> Range<usize> {
        match self {
            Self::One => 9..18,
            Self::Other => 6..12,
            Self::Print => 0..8,
        }
    }

    /// Frames of a movement, from looking straight ahead to looking straight ahead.
    const fn piece(self, what: Move) -> Range<usize> {
        match (self, what) {
            (Self::One, Move::Left) => 18..31,
            (Self::One, Move::Right) => 30..44,
            (Self::One, Move::Nod) => 43..57,
            (Self::One, Move::Closer) => 57..73,
            (_, Move::Left) => 46..62,
            (_, Move::Right) => 24..37,
            (_, Move::Nod) => 36..48,
            (_, Move::Closer) => 12..25,
        }
    }
}

/// A recording that can be sent.
#[derive(Debug, Clone)]
pub struct Recording {
    /// The frames, JPEG.
    pub frames: Vec<Vec<u8>>,
    /// Their times.
    pub times: Vec<u32>,
    /// The frame that the still goes with, and the still.
    pub still: Option<(u32, Vec<u8>)>,
}

/// Every frame of a clip: JPEG files in a row.
pub fn frames(file: &str) -> Vec<Vec<u8>> {
    let bytes = fixture(file);
    let starts = bytes.windows(3).enumerate();
    let mut starts: Vec<usize> = starts
        .filter_map(|(at, start)| (start == [0xff, 0xd8, 0xff]).then_some(at))
        .collect();
    starts.push(bytes.len());
    let pairs = starts.windows(2);
    pairs.map(|pair| bytes[pair[0]..pair[1]].to_vec()).collect()
}

/// Every fourth frame of a large clip of thirty a second, as small as a page records it.
pub fn shrunk(file: &str) -> Recording {
    let shrink = |jpeg: &Vec<u8>| {
        let picture = imageops::resize(&decoded(jpeg), 320, 240, FilterType::Triangle);
        encoded(&picture, 75)
    };
    Recording::of(frames(file).iter().step_by(4).map(shrink).collect())
}

fn encoded(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .expect("it is encoded");
    bytes
}

impl Recording {
    /// Of these frames, one after the other.
    pub fn of(frames: Vec<Vec<u8>>) -> Self {
        let count = u32::try_from(frames.len()).expect("few frames");
        Self {
            frames,
            times: (0..count).map(|frame| frame * FRAME_MS).collect(),
            still: None,
        }
    }

    /// Somebody does these movements, one after the other.
    pub fn performed(seen: Seen, moves: &[Move]) -> Self {
        let all = frames(seen.file());
        let mut chosen = all[seen.place()].to_vec();
        for what in moves {
            chosen.extend_from_slice(&all[seen.piece(*what)]);
        }
        Self::of(chosen)
    }

    /// Everything on a clip.
    pub fn whole(seen: Seen) -> Self {
        Self::of(frames(seen.file()))
    }

    /// One frame again and again.
    pub fn still(seen: Seen, count: usize) -> Self {
        let frame = frames(seen.file())[seen.place().start].clone();
        Self::of(vec![frame; count])
    }

    /// The same seen from another place: what a second go of one person looks like.
    #[must_use]
    pub fn from_elsewhere(&self, step: u32) -> Self {
        self.changed(|picture| {
            let (width, height) = picture.dimensions();
            let (wide, tall) = (width - 8 * step, height - 6 * step);
            let part = imageops::crop_imm(picture, 6 * step, 2 * step, wide, tall).to_image();
            encoded(
                &imageops::resize(&part, width, height, FilterType::Triangle),
                75,
            )
        })
    }

    /// The same, compressed once more: no byte is the same, and everything that is seen.
    #[must_use]
    pub fn compressed(&self) -> Self {
        self.changed(|picture| encoded(picture, 60))
    }

    fn changed(&self, change: impl Fn(&RgbImage) -> Vec<u8>) -> Self {
        let frames = self.frames.iter();
        Self {
            frames: frames.map(|jpeg| change(&decoded(jpeg))).collect(),
            ..self.clone()
        }
    }

    /// The body of the call.
    pub fn body(&self) -> Vec<u8> {
        let length = |bytes: &Vec<u8>| u32::try_from(bytes.len()).expect("a short file");
        let frames = self.times.iter().zip(&self.frames);
        let header = ClipHeader {
            frames: frames
                .map(|(at, jpeg)| FramePart {
                    at: *at,
                    bytes: length(jpeg),
                })
                .collect(),
            still: self.still.as_ref().map(|(frame, jpeg)| StillPart {
                frame: *frame,
                bytes: length(jpeg),
            }),
        };
        let mut body = header.line().into_bytes();
        body.extend(self.frames.concat());
        body.extend(self.still.iter().flat_map(|(_, jpeg)| jpeg));
        body
    }
}
