//! The key of this device for its PIN: made by `WebCrypto`, never to leave it, kept in `IndexedDB`. The
//! only file that touches either.

use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const DATABASE: &str = "tirkeu";
const STORE: &str = "pin";
const ENTRY: &str = "device";

/// The browser cannot, or does not want to: in private windows some refuse to keep anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unable;

impl From<JsValue> for Unable {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// A key that was just made.
pub struct NewKey {
    private: JsValue,
    /// The public half, a point in 65 bytes as URL-safe base64.
    pub public: String,
}

/// Whether this browser knows how.
pub fn is_known() -> bool {
    let has = |name: &str| Reflect::has(&window(), &name.into()).unwrap_or_default();
    window().is_secure_context() && has("crypto") && has("indexedDB")
}

/// A new key, whose private half can be used and never read.
pub async fn make() -> Result<NewKey, Unable> {
    let kind = object(&[("name", &"ECDSA".into()), ("namedCurve", &"P-256".into())])?;
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let made = call(&subtle()?, "generateKey", &[&kind, &false.into(), &uses])?;
    let pair = settled(&made).await?;
    let private = get(&pair, "privateKey")?;
    let public = get(&pair, "publicKey")?;
    let exported = call(&subtle()?, "exportKey", &[&"raw".into(), &public])?;
    let public = encoded(&settled(&exported).await?.dyn_into()?)?;
    Ok(NewKey { private, public })
}

/// Keeps a key under the name that the server gave to this device.
pub async fn keep(device: &str, key: &NewKey) -> Result<(), Unable> {
    let entry = object(&[("device", &device.into()), ("key", &key.private)])?;
    let store = store("readwrite").await?;
    answered(&call(&store, "put", &[&entry, &ENTRY.into()])?).await?;
    Ok(())
}

/// The name of this device, where it has a key.
pub async fn device() -> Option<String> {
    let entry = find().await.ok()?;
    get(&entry, "device").ok()?.as_string()
}

/// A text signed by the key of this device, as URL-safe base64.
pub async fn sign(text: &str) -> Result<String, Unable> {
    let key = get(&find().await?, "key")?;
    let how = object(&[("name", &"ECDSA".into()), ("hash", &"SHA-256".into())])?;
    let bytes = Uint8Array::from(text.as_bytes());
    let signed = call(&subtle()?, "sign", &[&how, &key, &bytes])?;
    Ok(encoded(&settled(&signed).await?.dyn_into()?)?)
}

/// Forgets the key.
pub async fn forget() {
    let forgotten = async {
        let store = store("readwrite").await?;
        answered(&call(&store, "delete", &[&ENTRY.into()])?).await
    };
    // A key that stays opens nothing any more.
    drop(forgotten.await);
}

async fn find() -> Result<JsValue, Unable> {
    let store = store("readonly").await?;
    let entry = answered(&call(&store, "get", &[&ENTRY.into()])?).await?;
    if entry.is_object() {
        Ok(entry)
    } else {
        Err(Unable)
    }
}

/// The store of the key; made when it is asked for first.
async fn store(mode: &str) -> Result<JsValue, Unable> {
    if !is_known() {
        return Err(Unable);
    }
    let factory = get(&window(), "indexedDB")?;
    let opening = call(&factory, "open", &[&DATABASE.into(), &1.into()])?;
    let asked = opening.clone();
    let upgrade = Closure::once_into_js(move || {
        let outcome = get(&asked, "result")
            .and_then(|database| call(&database, "createObjectStore", &[&STORE.into()]));
        // A store that was not made is missed by the transaction.
        drop(outcome);
    });
    Reflect::set(&opening, &"onupgradeneeded".into(), &upgrade)?;
    let database = answered(&opening).await?;
    let transaction = call(&database, "transaction", &[&STORE.into(), &mode.into()])?;
    Ok(call(&transaction, "objectStore", &[&STORE.into()])?)
}

/// The result of a request of the database.
async fn answered(request: &JsValue) -> Result<JsValue, Unable> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        let asked = request.clone();
        let done = Closure::once_into_js(move || {
            let result = get(&asked, "result").unwrap_or_default();
            // Resolving cannot fail.
            drop(resolve.call1(&JsValue::UNDEFINED, &result));
        });
        let failed = Closure::once_into_js(move || {
            drop(reject.call0(&JsValue::UNDEFINED));
        });
        drop(Reflect::set(request, &"onsuccess".into(), &done));
        drop(Reflect::set(request, &"onerror".into(), &failed));
    });
    Ok(JsFuture::from(promise).await?)
}

async fn settled(promise: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(promise)).await
}

fn subtle() -> Result<JsValue, JsValue> {
    get(&get(&window(), "crypto")?, "subtle")
}

fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())
}

fn call(object: &JsValue, name: &str, values: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = get(object, name)?.dyn_into()?;
    let values: Array = values.iter().copied().collect();
    Reflect::apply(&function, object, &values)
}

fn object(members: &[(&str, &JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

fn encoded(bytes: &ArrayBuffer) -> Result<String, JsValue> {
    let letters: String = Uint8Array::new(bytes)
        .to_vec()
        .into_iter()
        .map(char::from)
        .collect();
    let text = window().btoa(&letters)?;
    let text = text.replace('+', "-").replace('/', "_");
    Ok(text.trim_end_matches('=').to_owned())
}
