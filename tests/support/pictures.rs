//! Picture files: good ones from the fixtures, and bad ones made by hand, byte by byte.

use std::io::Cursor;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbImage};

/// A file of the fixtures.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let path = folder.join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A face that passes.
pub fn face() -> Vec<u8> {
    face_file("astro_scale230.jpg")
}

/// Another good face.
pub fn other_face() -> Vec<u8> {
    face_file("obama_scale230.jpg")
}

/// A picture from the fixtures of faces.
pub fn face_file(name: &str) -> Vec<u8> {
    fixture(&format!("faces/{name}"))
}

/// A card that passes.
pub fn card() -> Vec<u8> {
    fixture("documents/card.jpg")
}

/// A drawn document of nobody.
pub fn document_file(name: &str) -> Vec<u8> {
    fixture(&format!("readings/{name}"))
}

/// The pixels of a file.
pub fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes)
        .expect("a sound picture")
        .into_rgb8()
}

/// The good face in another format.
pub fn face_as(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    decoded(&face())
        .write_to(&mut bytes, format)
        .expect("it is encoded");
    bytes.into_inner()
}

/// A JPEG with an EXIF header in front: turned by `orientation`, taken in Astana, with a thumbnail
/// of nothing and a comment.
pub fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            tag.to_be_bytes().as_slice(),
            &kind.to_be_bytes(),
            &count.to_be_bytes(),
            &value,
        ]
        .concat()
    };
    let [high, low] = orientation.to_be_bytes();
    // Two entries, no further directory; then the directory of GPS with one reference "N".
    tiff.extend(2_u16.to_be_bytes());
    tiff.extend(entry(0x0112, 3, 1, [high, low, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38_u32.to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend(0_u32.to_be_bytes());
    let exif = [b"Exif\0\0".as_slice(), &tiff, b"GPS 51.1605N 71.4704E"].concat();
    let comment = b"taken by a camera with a serial number";
    [
        &jpeg[..2],
        &segment(0xe1, &exif),
        &segment(0xfe, comment),
        &jpeg[2..],
    ]
    .concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    [&[0xff, marker], length.to_be_bytes().as_slice(), content].concat()
}

/// The face turned a quarter to the left, with the EXIF orientation that turns it back.
pub fn turned_face() -> Vec<u8> {
    let turned = image::imageops::rotate270(&decoded(&face()));
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(&turned)
        .expect("it is encoded");
    with_exif(&bytes, 6)
}

/// A PNG header that promises so many pixels, and nothing behind it.
pub fn huge_png(width: u32, height: u32) -> Vec<u8> {
    let header = [
        width.to_be_bytes().as_slice(),
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &chunk(*b"IHDR", &header),
        &chunk(*b"IDAT", b"\x78\x9c\x03\x00\x00\x00\x00\x01"),
        &chunk(*b"IEND", b""),
    ]
    .concat()
}

/// The good face as a JPEG whose header promises 100 megapixels.
pub fn huge_jpeg() -> Vec<u8> {
    let mut jpeg = face();
    let frame = jpeg
        .windows(2)
        .position(|pair| matches!(pair, [0xff, 0xc0 | 0xc2]))
        .expect("a frame header");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]);
    jpeg
}

/// A moving PNG: an `acTL` chunk before the pixels.
pub fn moving_png() -> Vec<u8> {
    let still = face_as(ImageFormat::Png);
    // Signature and IHDR take 33 bytes.
    let control = chunk(*b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    [&still[..33], &control, &still[33..]].concat()
}

/// A moving WebP: the flag in its extended header.
pub fn moving_webp() -> Vec<u8> {
    let still = face_as(ImageFormat::WebP);
    let body = &still[12..];
    let mut header = b"VP8X\x0a\0\0\0".to_vec();
    header.extend([0b10, 0, 0, 0]);
    header.extend(&639_u32.to_le_bytes()[..3]);
    header.extend(&479_u32.to_le_bytes()[..3]);
    let length = u32::try_from(4 + header.len() + body.len()).expect("a short file");
    [
        b"RIFF".as_slice(),
        &length.to_le_bytes(),
        b"WEBP",
        &header,
        body,
    ]
    .concat()
}

fn chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("a short chunk");
    let checked = [name.as_slice(), content].concat();
    let sum = checksum(&checked);
    [
        length.to_be_bytes().as_slice(),
        &checked,
        &sum.to_be_bytes(),
    ]
    .concat()
}

/// CRC-32 as PNG has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(sum & 1))
        })
    })
}

/// A grey picture without anything on it.
pub fn empty_png(width: u32, height: u32) -> Vec<u8> {
    let pixels = vec![128; (width * height * 3) as usize];
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .expect("it is encoded");
    bytes
}
