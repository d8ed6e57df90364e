//! The camera's worker: receives frames, runs `vision` on them, answers with verdicts.
//!
//! It fetches the two models itself, the detector first, so that guidance starts early. It keeps no
//! frame, sends nothing anywhere but back to its page, and leaves timing (green, countdown) to the page.

mod canvas;
mod fetch;
mod worker;

use std::rc::Rc;

use js_sys::{JsString, Reflect};
use vision::protocol::{Answer, Request};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, ImageBitmap, MessageEvent};

use crate::worker::Worker;

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let worker = Rc::new(Worker::new(scope.clone()));
    let receive = Closure::<dyn FnMut(MessageEvent)>::new({
        let worker = Rc::clone(&worker);
        move |event: MessageEvent| receive(&worker, &event.data())
    });
    scope.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    receive.forget();
    worker.answer(&Answer::Ready);
}

/// Anything that is not a message of ours is ignored: nobody but the page can post here.
fn receive(worker: &Rc<Worker>, data: &JsValue) {
    let Some(request) = field::<JsString>(data, "message")
        .and_then(|message| serde_json::from_str(&String::from(message)).ok())
    else {
        return;
    };
    match request {
        Request::Load {
            detector_url,
            landmarks_url,
            ..
        } => {
            let worker = Rc::clone(worker);
            wasm_bindgen_futures::spawn_local(async move {
                worker.load(&detector_url, &landmarks_url).await;
            });
        }
        Request::Frame { id, mode } => {
            let bitmap = field::<ImageBitmap>(data, "bitmap");
            worker.frame(id, mode, bitmap.as_ref());
        }
    }
}

fn field<T: JsCast>(data: &JsValue, name: &str) -> Option<T> {
    Reflect::get(data, &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()
}
