//! The page: files of `dist/site`, inside a release program and beside a development one.
//! Unknown addresses without a file ending are pages of the application.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use shared::problem::{Code, Problem};

use crate::error::problem_response;
use crate::secrets::hex;

#[derive(RustEmbed)]
#[folder = "../dist/site/"]
#[allow_missing = true]
struct Site;

/// Answers with a file of the page.
pub(crate) async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problem_response(&Problem::new(Code::MethodNotAllowed));
    }
    let path = request.uri().path().trim_start_matches('/');
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    if path.starts_with("api/") {
        return problem_response(&Problem::new(Code::NotFound));
    }
    let wanted = if is_file { path } else { "index.html" };
    match find(wanted, request.headers()) {
        Some(response) => response,
        None if is_file => (StatusCode::NOT_FOUND, "not found").into_response(),
        None => missing_page(),
    }
}

fn find(path: &str, headers: &HeaderMap) -> Option<Response> {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let accepts = |name: &str| {
        accepted
            .unwrap_or_default()
            .split(',')
            .any(|part| part.trim().starts_with(name))
    };
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .find_map(|(encoding, ending)| {
            accepts(encoding)
                .then(|| Site::get(&format!("{path}.{ending}")))?
                .map(|file| (encoding, file))
        });
    let (encoding, file) = match packed {
        Some((encoding, file)) => (Some(encoding), file),
        None => (None, Site::get(path)?),
    };
    Some(answer(path, encoding, file, headers))
}

fn answer(
    path: &str,
    encoding: Option<&'static str>,
    file: EmbeddedFile,
    asked: &HeaderMap,
) -> Response {
    let tag = format!("\"{}\"", &hex(&file.metadata.sha256_hash())[..16]);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let caching = if is_hashed(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let known = asked
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        == Some(tag.as_str());
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let body = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Body::from(bytes),
        std::borrow::Cow::Owned(bytes) => Body::from(bytes),
    };
    (headers, body).into_response()
}

/// Names that change with the content: `app-0123456789abcdef.css`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        || path.starts_with("fonts/")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn missing_page() -> Response {
    let words = "The page is not built yet: run `cargo xtask page`.";
    (StatusCode::NOT_FOUND, words).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_told_from_plain_ones() {
        assert!(is_hashed("frontend-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(is_hashed("vision/detector-0123456789abcdef.rten"));
        assert!(
            !is_hashed("index.html") && !is_hashed("boot.js") && !is_hashed("vision/manifest.json")
        );
    }
}
