//! Icons: symbols of `public/icons.svg`. They never carry meaning alone.

use leptos::prelude::*;

/// An icon by its name in the sheet.
pub fn icon(name: &str) -> AnyView {
    draw(name, "icon")
}

/// The same at the size of small text.
pub fn small_icon(name: &str) -> AnyView {
    draw(name, "icon icon-small")
}

fn draw(name: &str, class: &'static str) -> AnyView {
    let href = format!("/icons.svg#{name}");
    view! {
        <svg class=class aria-hidden="true">
            <use href=href></use>
        </svg>
    }
    .into_any()
}
