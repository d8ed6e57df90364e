//! Fetching a model file.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Response};

/// The bytes at `url`, or a cause for the log.
pub(crate) async fn fetch(
    scope: &DedicatedWorkerGlobalScope,
    url: &str,
) -> Result<Vec<u8>, String> {
    let failed = |error: JsValue| format!("{url}: {error:?}");
    let response: Response = JsFuture::from(scope.fetch_with_str(url))
        .await
        .map_err(failed)?
        .unchecked_into();
    if !response.ok() {
        return Err(format!("{url}: status {}", response.status()));
    }
    let body = response.array_buffer().map_err(failed)?;
    let buffer: ArrayBuffer = JsFuture::from(body).await.map_err(failed)?.unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}
