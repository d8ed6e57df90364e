//! The device under the page: camera, files, browser, and the worker that judges pictures.
//!
//! Deliberately without words and without knowledge of the registration: the pages of `proofing`
//! decide what is asked and said. Nothing here sends anything to the server.

pub mod browser;
pub mod camera;
pub mod image_worker;
pub mod live_camera;
pub mod picture;
pub mod pin_key;
pub mod prefetch;
pub mod watch;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds since the page was opened: a clock that never jumps.
pub fn now() -> u64 {
    let now = leptos::prelude::window()
        .performance()
        .map_or(0.0, |clock| clock.now());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page lives for less than 2^53 ms, and time is not negative"
    )]
    let milliseconds = now as u64;
    milliseconds
}

/// Resolves after this many milliseconds.
pub async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = leptos::prelude::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// A method that not every browser has.
fn method(object: &JsValue, name: &str) -> Option<Function> {
    js_sys::Reflect::get(object, &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()
}
