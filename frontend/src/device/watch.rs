//! Looking at a preview: frame after frame to the worker, never two at once.
//!
//! The loop waits for the next frame of the video, then for the verdict on it; what comes in
//! between is dropped. Frames go as they are: scaling them here would read them back from the
//! graphics card on the page's own thread.

use js_sys::{Array, Promise};
use leptos::prelude::window;
use vision::protocol::{Mode, Verdict};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, ImageBitmap};

use crate::device::image_worker::Analysis;
use crate::device::{method, now};

/// At most about thirty frames a second; a little less than a thirtieth, so that a camera of thirty
/// is not halved.
const GAP_MS: u64 = 28;
/// A frame that does not come must not hold the loop for ever.
const PATIENCE_MS: i32 = 1_000;

/// Judges frames of `video` while `mode` says what to look for, and hands each verdict on.
pub async fn watch(
    video: HtmlVideoElement,
    analysis: Analysis,
    mode: impl Fn() -> Option<Mode>,
    on_verdict: impl Fn(Verdict),
) {
    let mut last = 0;
    let mut coming = next_frame(&video);
    loop {
        let _ = coming.await;
        // Asked for before the verdict, so that a slow verdict does not cost a frame more.
        coming = next_frame(&video);
        let Some(mode) = mode() else { return };
        if now() - last < GAP_MS || video.ready_state() < 2 || !analysis.can_judge(mode) {
            continue;
        }
        last = now();
        let Some(bitmap) = bitmap(&video).await else {
            continue;
        };
        if let Some(verdict) = analysis.judge(bitmap, mode).await {
            on_verdict(verdict);
        }
    }
}

async fn bitmap(video: &HtmlVideoElement) -> Option<ImageBitmap> {
    let promise = window()
        .create_image_bitmap_with_html_video_element(video)
        .ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// Resolves with the next frame of the video where the browser tells, with the next frame of the
/// screen elsewhere, and after a second anyway.
fn next_frame(video: &HtmlVideoElement) -> JsFuture {
    let frame = Promise::new(&mut |resolve, _| {
        let asked = match method(video, "requestVideoFrameCallback") {
            Some(request) => request.call1(video, &resolve).is_ok(),
            None => window().request_animation_frame(&resolve).is_ok(),
        };
        if !asked {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let patience = Promise::new(&mut |resolve, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MS);
    });
    JsFuture::from(Promise::race(&Array::of2(&frame, &patience)))
}
