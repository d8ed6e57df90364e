//! Where the worker's files are, and fetching them before they are needed.
//!
//! Their names carry a digest of their content, so the browser keeps them for ever; only the small
//! list of names is asked for anew.

use std::cell::Cell;

use gloo_net::http::{Request, RequestBuilder};
use js_sys::Reflect;
use leptos::prelude::window;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::RequestCache;

use crate::device::{method, pause};

const FOLDER: &str = "/vision/";
/// Where the browser does not tell when it is idle.
const LATER_MS: i32 = 3_000;

/// Addresses of the worker's files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VisionFiles {
    /// The script.
    pub worker: String,
    /// The program.
    pub wasm: String,
    /// The face detector.
    pub detector: String,
    /// The landmark model.
    pub landmarks: String,
}

impl VisionFiles {
    /// Asks for the names; `None` when there are none to be had.
    pub async fn list() -> Option<Self> {
        let address = format!("{FOLDER}manifest.json");
        let answer = Request::get(&address)
            .cache(RequestCache::NoCache)
            .send()
            .await
            .ok()?;
        if !answer.ok() {
            return None;
        }
        Self::parse(&answer.text().await.ok()?)
    }

    fn parse(manifest: &str) -> Option<Self> {
        let names: Self = serde_json::from_str(manifest).ok()?;
        let at = |name: &str| format!("{FOLDER}{name}");
        Some(Self {
            worker: at(&names.worker),
            wasm: at(&names.wasm),
            detector: at(&names.detector),
            landmarks: at(&names.landmarks),
        })
    }
}

thread_local! {
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Fetches the worker's files into the browser's cache, once, quietly, when there is nothing else
/// to do; never where the person saves data. Failures are no matter: the camera page tries again.
pub fn prefetch() {
    if ASKED.replace(true) || saves_data() {
        return;
    }
    spawn_local(async {
        idle().await;
        let Some(files) = VisionFiles::list().await else {
            return;
        };
        for address in [
            &files.worker,
            &files.wasm,
            &files.detector,
            &files.landmarks,
        ] {
            let Ok(answer) = RequestBuilder::new(address).send().await else {
                return;
            };
            // The body must arrive whole to be kept.
            let _ = answer.binary().await;
        }
    });
}

/// The person has asked for less data, or the network is too slow for extras.
fn saves_data() -> bool {
    let field = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let Some(connection) = field(&window().navigator(), "connection") else {
        return false;
    };
    let saves = field(&connection, "saveData").is_some_and(|saves| saves.is_truthy());
    let kind = field(&connection, "effectiveType").and_then(|kind| kind.as_string());
    saves || kind.is_some_and(|kind| kind.ends_with("2g"))
}

async fn idle() {
    let Some(request) = method(&window(), "requestIdleCallback") else {
        return pause(LATER_MS).await;
    };
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = request.call1(&window(), &resolve);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_addresses() {
        let manifest = r#"{"worker":"worker-1.js","wasm":"wasm-2.wasm","detector":"d.rten",
            "landmarks":"l.rten"}"#;
        let files = VisionFiles::parse(manifest).unwrap();
        assert_eq!(files.wasm, "/vision/wasm-2.wasm");
        assert_eq!(VisionFiles::parse("<!doctype html>"), None);
    }
}
