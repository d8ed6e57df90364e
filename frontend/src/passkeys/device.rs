//! The only file that talks to `navigator.credentials`. Options and answers are JSON with bytes as
//! URL-safe base64; browsers before 2025 cannot convert them by themselves, so it is done here.

use js_sys::{Array, ArrayBuffer, Function, JSON, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The person closed the browser's window, or let its time run out.
    Cancelled,
    /// The device has a key of this account.
    Exists,
    /// Anything else.
    Failed,
}

impl From<JsValue> for Trouble {
    fn from(error: JsValue) -> Self {
        let name = get(&error, "name").ok().and_then(|name| name.as_string());
        match name.as_deref() {
            Some("NotAllowedError" | "AbortError") => Self::Cancelled,
            Some("InvalidStateError") => Self::Exists,
            _ => Self::Failed,
        }
    }
}

/// Whether this browser knows passkeys at all.
pub(super) fn is_known() -> bool {
    Reflect::has(&window(), &"PublicKeyCredential".into()).unwrap_or_default()
}

/// A new key for these options, as JSON.
pub(super) async fn create(options: &str) -> Result<String, Trouble> {
    let options = JSON::parse(options)?;
    decode(&options, "challenge")?;
    decode(&get(&options, "user")?, "id")?;
    if let Ok(known) = get(&options, "excludeCredentials")?.dyn_into::<Array>() {
        for known in known.iter() {
            decode(&known, "id")?;
        }
    }
    ask("create", &options).await
}

/// These options signed by a key that the person chooses, as JSON.
pub(super) async fn sign(options: &str) -> Result<String, Trouble> {
    let options = JSON::parse(options)?;
    decode(&options, "challenge")?;
    ask("get", &options).await
}

async fn ask(act: &str, options: &JsValue) -> Result<String, Trouble> {
    let credentials = get(&window().navigator(), "credentials")?;
    let act: Function = get(&credentials, act)?.dyn_into()?;
    let wanted = Object::new();
    Reflect::set(&wanted, &"publicKey".into(), options)?;
    let asked = act.call1(&credentials, &wanted)?;
    let made = JsFuture::from(js_sys::Promise::resolve(&asked)).await?;
    let given = get(&made, "response")?;
    let response = Object::new();
    // A new key has the second, a signature the others; a device may leave its owner's name out.
    for part in [
        "clientDataJSON",
        "attestationObject",
        "authenticatorData",
        "signature",
        "userHandle",
    ] {
        if let Ok(bytes) = get(&given, part)?.dyn_into::<ArrayBuffer>() {
            Reflect::set(&response, &part.into(), &encoded(&bytes)?)?;
        }
    }
    let answer = Object::new();
    let id = get(&made, "id")?;
    let kind = get(&made, "type")?;
    for (name, value) in [
        ("id", &id),
        ("rawId", &id),
        ("type", &kind),
        ("response", &response),
    ] {
        Reflect::set(&answer, &name.into(), value)?;
    }
    Ok(JSON::stringify(&answer)?.into())
}

fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())
}

/// Turns a member from base64 into bytes, in its place.
fn decode(object: &JsValue, name: &str) -> Result<(), JsValue> {
    let text = get(object, name)?.as_string().unwrap_or_default();
    let plain = text.replace('-', "+").replace('_', "/");
    let letters = window().atob(&plain)?;
    // One letter a byte.
    let bytes: Vec<u8> = letters
        .chars()
        .filter_map(|letter| u8::try_from(u32::from(letter)).ok())
        .collect();
    Reflect::set(object, &name.into(), &Uint8Array::from(bytes.as_slice()))?;
    Ok(())
}

fn encoded(bytes: &ArrayBuffer) -> Result<JsValue, JsValue> {
    let letters: String = Uint8Array::new(bytes)
        .to_vec()
        .into_iter()
        .map(char::from)
        .collect();
    let text = window().btoa(&letters)?;
    let text = text.replace('+', "-").replace('/', "_");
    Ok(text.trim_end_matches('=').into())
}
