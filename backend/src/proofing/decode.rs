//! From the bytes of a stranger to a picture of ours: limits first, upright, re-encoded without
//! metadata. What is stored is only ever what [`encode`] wrote.

use std::io::Cursor;
use std::ops::RangeInclusive;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};
use shared::problem::Code;
use shared::proofing::{MAX_PIXELS, MIN_SIDE};

/// Longest side of a stored picture.
const STORED_SIDE: u32 = 2560;

/// Quality of the stored JPEG.
const QUALITY: u8 = 90;

/// Decodes a JPEG, PNG or WebP still picture.
pub(super) fn decode(bytes: &[u8]) -> Result<RgbImage, Code> {
    if bytes.is_empty() {
        return Err(Code::PictureEmpty);
    }
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| Code::PictureFormat)?;
    let format = reader.format().ok_or(Code::PictureFormat)?;
    if !matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP
    ) {
        return Err(Code::PictureFormat);
    }
    if is_animated(format, bytes) {
        return Err(Code::PictureAnimated);
    }
    if format == ImageFormat::Jpeg && !jpeg_has_end(bytes) {
        return Err(Code::PictureDamaged);
    }
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Code::PictureDamaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Code::PictureTooLarge);
    }
    let orientation = decoder.orientation().map_err(|_| Code::PictureDamaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Code::PictureDamaged)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > STORED_SIDE {
        picture = picture.resize(STORED_SIDE, STORED_SIDE, FilterType::CatmullRom);
    }
    Ok(picture.into_rgb8())
}

/// Decodes one frame of a recording: a whole JPEG whose sides are between these.
pub(crate) fn decode_frame(bytes: &[u8], sides: RangeInclusive<u32>) -> Result<RgbImage, Code> {
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| Code::ClipDamaged)?;
    let (width, height) = decoder.dimensions();
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(Code::ClipMixed);
    }
    if !jpeg_has_end(bytes) {
        return Err(Code::ClipDamaged);
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| Code::ClipDamaged)?;
    Ok(picture.into_rgb8())
}

/// Whether there are too few pixels to decide on.
pub(super) fn is_small(picture: &RgbImage) -> bool {
    picture.width().min(picture.height()) < MIN_SIDE
}

/// The pixels of a picture that we wrote ourselves.
pub(crate) fn decode_stored(jpeg: &[u8]) -> anyhow::Result<RgbImage> {
    let picture = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)?;
    Ok(picture.into_rgb8())
}

/// The stored form: JPEG without any metadata.
pub(crate) fn encode(picture: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture)?;
    Ok(bytes)
}

/// Moving PNG (an `acTL` chunk before the first `IDAT`) and moving WebP (the flag in `VP8X`).
fn is_animated(format: ImageFormat, bytes: &[u8]) -> bool {
    let find = |name: &[u8; 4]| bytes.windows(4).position(|window| window == name);
    match format {
        ImageFormat::Png => match (find(b"acTL"), find(b"IDAT")) {
            (Some(control), Some(data)) => control < data,
            (control, _) => control.is_some(),
        },
        ImageFormat::WebP => {
            bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0)
        }
        _ => false,
    }
}

/// Decoders paint a cut JPEG grey and call it whole, so the end marker is looked for: after the
/// start of scan, because a thumbnail in the header has an end of its own.
fn jpeg_has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4).and_then(|b| b.first_chunk())
    {
        let length = usize::from(u16::from_be_bytes([high, low]));
        if marker == 0xda {
            return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]);
        }
        at += 2 + length;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90])
        });
        encode(&picture).unwrap()
    }

    #[test]
    fn sound_pictures_pass_and_lose_what_follows_them() {
        let mut polyglot = jpeg(640, 480);
        polyglot.extend_from_slice(b"PK\x03\x04 <script>alert(1)</script>");
        let stored = encode(&decode(&polyglot).unwrap()).unwrap();
        assert!(!stored.windows(8).any(|window| window == b"<script>"));
        assert_eq!(
            decode(&jpeg(3000, 2000)).unwrap().dimensions(),
            (2560, 1707)
        );
        assert!(is_small(&decode(&jpeg(640, 479)).unwrap()));
    }

    #[test]
    fn unsound_files_are_told_apart() {
        assert_eq!(decode(b""), Err(Code::PictureEmpty));
        assert_eq!(decode(b"%PDF-1.7 not a picture"), Err(Code::PictureFormat));
        assert_eq!(decode(b"GIF89a\x01\x00\x01\x00"), Err(Code::PictureFormat));
        let whole = jpeg(640, 480);
        assert_eq!(decode(&whole[..whole.len() / 2]), Err(Code::PictureDamaged));
        assert_eq!(decode(&whole[..20]), Err(Code::PictureDamaged));
    }
}
