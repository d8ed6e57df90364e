//! The frame of every page of the sandbox: its mark, its heading, no script.

use axum::http::header::CACHE_CONTROL;
use axum::response::{Html, IntoResponse, Response};
use shared::consents::Language;

use super::words::{MARK, NO_MONEY, say};

/// A page. `heading` and `body` are HTML.
pub(super) fn page(language: Language, heading: &str, body: &str) -> Response {
    let (lang, words) = (language.as_str(), say(language, NO_MONEY));
    let html = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>{heading} · Sandbox</title>\
         <link rel=\"stylesheet\" href=\"/sandbox/sandbox.css\"></head><body>\
         <header><p class=\"mark\">{MARK}</p><p>{words}</p></header>\
         <main><h1>{heading}</h1>{body}</main></body></html>"
    );
    ([(CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// A button of a form with what it does.
pub(super) fn button(name: &str, value: &str, label: &str, hint: &str) -> String {
    format!(
        "<li><button name=\"{name}\" value=\"{value}\" aria-describedby=\"{value}-hint\">{label}</button>\
         <p class=\"hint\" id=\"{value}-hint\">{hint}</p></li>"
    )
}
