//! What the picture tests share: the models, the fixtures, and clips cut into frames.

use std::fs;
use std::path::{Path, PathBuf};

use image::RgbImage;
use serde::de::DeserializeOwned;
use vision::{Frame, Models};

/// A file of this crate or of the fixtures beside it.
pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

pub(crate) fn models() -> Models {
    let read = |name: &str| fs::read(path("models").join(name)).unwrap();
    Models::load(read("detector.rten"), read("landmarks.rten")).unwrap()
}

pub(crate) fn frame(picture: RgbImage) -> Frame {
    Frame::from_rgb(picture.width(), picture.height(), picture.into_raw()).unwrap()
}

pub(crate) fn picture(relative: &str) -> RgbImage {
    image::open(path("../../tests/fixtures").join(relative))
        .unwrap()
        .to_rgb8()
}

/// A list of expectations beside the fixtures.
pub(crate) fn listed<T: DeserializeOwned>(relative: &str) -> Vec<T> {
    let text = fs::read_to_string(path("../../tests/fixtures").join(relative)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The frames of a Motion JPEG clip. It is plain JPEG files in a row, 30 a second.
pub(crate) fn clip(name: &str) -> impl Iterator<Item = Frame> {
    let bytes = fs::read(path("../../tests/fixtures/clips").join(name)).unwrap();
    let mut starts: Vec<usize> = bytes
        .windows(3)
        .enumerate()
        .filter_map(|(at, start)| (start == [0xFF, 0xD8, 0xFF]).then_some(at))
        .collect();
    starts.push(bytes.len());
    (1..starts.len()).map(move |end| {
        let picture = image::load_from_memory(&bytes[starts[end - 1]..starts[end]]).unwrap();
        frame(picture.to_rgb8())
    })
}
