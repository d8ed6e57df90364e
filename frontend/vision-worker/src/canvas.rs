//! From a bitmap of the camera to pixels.

use js_sys::{Object, Reflect};
use vision::Frame;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

/// A canvas that is kept from frame to frame and made anew when the size changes.
#[derive(Default)]
pub(crate) struct Canvas {
    current: Option<(Context, u32, u32)>,
}

impl Canvas {
    /// The bitmap's pixels, scaled down so that its longest side is at most `longest`.
    pub(crate) fn read(&mut self, bitmap: &ImageBitmap, longest: u32) -> Option<Frame> {
        let (width, height) = fitted(bitmap.width(), bitmap.height(), longest)?;
        let context = self.context(width, height)?;
        let (wide, tall) = (f64::from(width), f64::from(height));
        context
            .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, wide, tall)
            .ok()?;
        let pixels = context.get_image_data(0.0, 0.0, wide, tall).ok()?.data();
        Frame::from_rgba(width, height, &pixels)
    }

    fn context(&mut self, width: u32, height: u32) -> Option<&Context> {
        let kept = self.current.take();
        let fits = |&(_, wide, tall): &(Context, u32, u32)| (wide, tall) == (width, height);
        let current = match kept.filter(fits) {
            Some(current) => current,
            None => (create(width, height)?, width, height),
        };
        Some(&self.current.insert(current).0)
    }
}

fn create(width: u32, height: u32) -> Option<Context> {
    let canvas = OffscreenCanvas::new(width, height).ok()?;
    let options = Object::new();
    // Pixels are read back each time: keep them in memory, not on the graphics card.
    for (name, value) in [("willReadFrequently", true), ("alpha", false)] {
        Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_bool(value),
        )
        .ok()?;
    }
    let context: Context = canvas
        .get_context_with_context_options("2d", &options)
        .ok()??
        .unchecked_into();
    // Plain scaling skips pixels, which looks like detail and hides blur.
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"medium".into()).ok()?;
    Some(context)
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
        let exact = u64::from(length) * u64::from(longest);
        u32::try_from(exact / u64::from(side))
            .unwrap_or(longest)
            .max(1)
    };
    Some((scaled(width), scaled(height)))
}
