//! What the page asks of the browser outside Leptos: title, focus, storage, addresses. Cameras are
//! in `device`.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// `<html>`.
pub fn root() -> Option<Element> {
    document().document_element()
}

/// Sets the title of the window.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Keeps a choice in this browser; `None` forgets it. A browser without storage forgets at reload.
pub fn remember(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else {
        return;
    };
    // Refused when storage is full or switched off: the choice then holds for this page only.
    drop(match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    });
}

/// What [`remember`] kept.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a text for the next document of this window; whether the browser does.
pub fn keep_in_window(key: &str, value: &str) -> bool {
    let Ok(Some(storage)) = window().session_storage() else {
        return false;
    };
    storage.set_item(key, value).is_ok()
}

/// What [`keep_in_window`] kept.
pub fn kept_in_window(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// The function behind the share sheet of this device, where there is one.
fn share_sheet() -> Option<js_sys::Function> {
    let found = js_sys::Reflect::get(&window().navigator(), &"share".into()).ok()?;
    found.dyn_into().ok()
}

/// Whether this device has a share sheet.
pub fn can_share() -> bool {
    share_sheet().is_some()
}

/// Opens the share sheet for an address.
pub fn share(address: &str, text: &str) {
    let what = js_sys::Object::new();
    let set = |name: &str, value: &str| {
        // Setting a property of a plain object cannot fail.
        drop(js_sys::Reflect::set(&what, &name.into(), &value.into()));
    };
    set("url", address);
    set("text", text);
    if let Some(sheet) = share_sheet() {
        // Whoever closes the sheet has shared nothing, which is no fault.
        drop(sheet.call1(&window().navigator(), &what));
    }
}

/// Moves the focus to the element with this id and brings it into view.
pub fn focus(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        element.scroll_into_view();
        // An element that cannot take the focus leaves it where it was.
        drop(element.focus());
    }
}

/// Path and query of the page in view.
pub fn address() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    path + &location.search().unwrap_or_default()
}

/// A value of the query of the page in view.
pub fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get(name)
}

/// What stands behind the `#` of the address, which is never sent to the server.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Percent-encodes a value for a query.
pub fn encoded(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}

/// Unicode normal form C, so that a password typed on a phone and on a computer is one password.
pub fn normalized(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// Offers a text as a file.
pub fn download(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let address = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let link = document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let (Ok(address), Some(link)) = (address, link) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // Only frees memory.
        drop(web_sys::Url::revoke_object_url(&address));
    }
}

/// Whether this browser can open a camera here at all.
pub fn has_camera_interface() -> bool {
    window().is_secure_context() && window().navigator().media_devices().is_ok()
}

/// A new idempotency key; none on an insecure page, where browsers offer no source of them.
pub fn unique_key() -> Option<String> {
    let crypto = window().is_secure_context().then(|| window().crypto())?;
    crypto.ok().map(|crypto| crypto.random_uuid())
}

/// Leaves for another document.
pub fn load(address: &str) {
    // Only an address that cannot be read is refused.
    drop(window().location().assign(address));
}

/// Loads the document at this address again, from the server or the cache.
pub fn load_again() {
    // Only a page that is being left refuses, and then another is coming.
    drop(window().location().reload());
}
