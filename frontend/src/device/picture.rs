//! A still picture in memory: taken from the preview or read from a file, made fit to be sent.
//!
//! It stays on the device until it is sent; its address for `<img>` is given back when it is
//! dropped. The server decides about formats and sizes again.

use leptos::prelude::{document, window};
use shared::proofing::{MAX_BYTES, PictureSource};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlVideoElement, ImageBitmap, Url,
};

/// Longest side of a picture of the camera.
const CAMERA_PIXELS: u32 = 1920;
/// Longest side of a picture from a file.
const FILE_PIXELS: u32 = 2560;
const JPEG: &str = "image/jpeg";
const JPEG_QUALITY: f64 = 0.92;
/// Of the frames of a recording, of which there are many.
const FRAME_QUALITY: f64 = 0.72;

/// A picture that can be shown and sent.
#[derive(Debug)]
pub struct Picture {
    /// The bytes; their type is one that the server takes.
    pub blob: Blob,
    /// Where it came from.
    pub source: PictureSource,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Taken with a camera whose preview was mirrored: shown mirrored, stored as it is.
    pub mirrored: bool,
    url: String,
}

/// Why a file is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileError {
    /// No bytes.
    Empty,
    /// More than the server takes.
    TooLarge,
    /// HEIC, which this browser cannot open.
    Heic,
    /// Not a picture, or damaged.
    Unreadable,
}

impl FileError {
    /// Every cause, in the order of this file.
    pub const ALL: [Self; 4] = [Self::Empty, Self::TooLarge, Self::Heic, Self::Unreadable];
}

/// What the first bytes of a file say. Names and types of files are often wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    WebP,
    Heic,
    Other,
}

impl Format {
    fn of(head: &[u8]) -> Self {
        let brand = head.get(4..12).unwrap_or_default();
        match head {
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::WebP,
            _ if [
                b"ftypheic",
                b"ftypheix",
                b"ftyphevc",
                b"ftypmif1",
                b"ftypmsf1",
                b"ftypheim",
            ]
            .iter()
            .any(|known| *known == brand) =>
            {
                Self::Heic
            }
            _ => Self::Other,
        }
    }

    /// The type to send it under, when it may be sent as it is.
    const fn sent_as(self) -> Option<&'static str> {
        match self {
            Self::Jpeg => Some(JPEG),
            Self::Png => Some("image/png"),
            Self::WebP => Some("image/webp"),
            Self::Heic | Self::Other => None,
        }
    }
}

impl Picture {
    /// The still of a running preview, from the whole frame, never mirrored.
    pub async fn of_video(video: &HtmlVideoElement, mirrored: bool) -> Option<Self> {
        let (width, height) = fitted(video.video_width(), video.video_height(), CAMERA_PIXELS)?;
        let (canvas, context) = canvas(width, height)?;
        context
            .draw_image_with_html_video_element_and_dw_and_dh(
                video,
                0.0,
                0.0,
                f64::from(width),
                f64::from(height),
            )
            .ok()?;
        let blob = encoded(&canvas, JPEG_QUALITY).await?;
        Self::new(blob, PictureSource::Camera, (width, height), mirrored)
    }

    /// The picture in a file, turned upright and scaled down where it is larger than needed.
    pub async fn of_file(file: &File) -> Result<Self, FileError> {
        if file.size() < 1.0 {
            return Err(FileError::Empty);
        }
        if file.size() > u32::try_from(MAX_BYTES).map_or(f64::INFINITY, f64::from) {
            return Err(FileError::TooLarge);
        }
        let format = Format::of(&head(file).await.ok_or(FileError::Unreadable)?);
        let undecodable = if format == Format::Heic {
            FileError::Heic
        } else {
            FileError::Unreadable
        };
        let bitmap = decoded(file).await.ok_or(undecodable)?;
        let size = (bitmap.width(), bitmap.height());
        let picture = match (format.sent_as(), size.0.max(size.1) <= FILE_PIXELS) {
            (Some(media_type), true) => file
                .slice_with_f64_and_f64_and_content_type(0.0, file.size(), media_type)
                .ok()
                .and_then(|blob| Self::new(blob, PictureSource::Upload, size, false)),
            _ => Self::of_bitmap(&bitmap).await,
        };
        bitmap.close();
        picture.ok_or(undecodable)
    }

    async fn of_bitmap(bitmap: &ImageBitmap) -> Option<Self> {
        let (width, height) = fitted(bitmap.width(), bitmap.height(), FILE_PIXELS)?;
        let (canvas, context) = canvas(width, height)?;
        context
            .draw_image_with_image_bitmap_and_dw_and_dh(
                bitmap,
                0.0,
                0.0,
                f64::from(width),
                f64::from(height),
            )
            .ok()?;
        let blob = encoded(&canvas, JPEG_QUALITY).await?;
        Self::new(blob, PictureSource::Upload, (width, height), false)
    }

    fn new(
        blob: Blob,
        source: PictureSource,
        (width, height): (u32, u32),
        mirrored: bool,
    ) -> Option<Self> {
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        Some(Self {
            blob,
            source,
            width,
            height,
            mirrored,
            url,
        })
    }

    /// The address for `<img>`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its pixels, for the worker.
    pub async fn bitmap(&self) -> Option<ImageBitmap> {
        decoded(&self.blob).await
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}

/// A small frame of a running preview, for a recording; never mirrored.
pub async fn small_frame(video: &HtmlVideoElement, longest: u32) -> Option<Blob> {
    let (width, height) = fitted(video.video_width(), video.video_height(), longest)?;
    let (canvas, context) = canvas(width, height)?;
    let (wide, tall) = (f64::from(width), f64::from(height));
    context
        .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, wide, tall)
        .ok()?;
    encoded(&canvas, FRAME_QUALITY).await
}

async fn head(file: &File) -> Option<Vec<u8>> {
    let start = file.slice_with_f64_and_f64(0.0, 16.0).ok()?;
    let buffer = JsFuture::from(start.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Decodes with the browser's own means, turned as the picture asks.
async fn decoded(blob: &Blob) -> Option<ImageBitmap> {
    let promise = window().create_image_bitmap_with_blob(blob).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn canvas(width: u32, height: u32) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into()).ok()?;
    Some((canvas, context))
}

async fn encoded(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let asked = canvas.to_blob_with_type_and_encoder_options(
            &resolve,
            JPEG,
            &JsValue::from_f64(quality),
        );
        if asked.is_err() {
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The size with the same proportion and no side above `longest`; `None` for an empty picture.
fn fitted(width: u32, height: u32, longest: u32) -> Option<(u32, u32)> {
    let side = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    if side <= longest {
        return Some((width, height));
    }
    let scaled = |length: u32| {
        let exact = u64::from(length) * u64::from(longest) / u64::from(side);
        u32::try_from(exact).unwrap_or(longest).max(1)
    };
    Some((scaled(width), scaled(height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pictures_shrink_and_keep_their_proportion() {
        assert_eq!(fitted(640, 480, FILE_PIXELS), Some((640, 480)));
        assert_eq!(fitted(8000, 6000, FILE_PIXELS), Some((2560, 1920)));
        assert_eq!(fitted(3000, 1, 100), Some((100, 1)));
        assert_eq!(fitted(0, 480, 100), None);
    }

    #[test]
    fn the_first_bytes_say_what_a_file_is() {
        assert_eq!(Format::of(&[0xFF, 0xD8, 0xFF, 0xE0]), Format::Jpeg);
        assert_eq!(Format::of(b"\x89PNG\r\n\x1a\n"), Format::Png);
        assert_eq!(Format::of(b"RIFF\x00\x00\x00\x00WEBPVP8 "), Format::WebP);
        assert_eq!(
            Format::of(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
            Format::Heic
        );
        assert_eq!(Format::of(b"%PDF-1.7"), Format::Other);
        assert_eq!(Format::of(b""), Format::Other);
        assert!(Format::Heic.sent_as().is_none());
    }
}
