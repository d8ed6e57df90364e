//! Marks what is searched for in a text that stands on the page.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Text};

const SHOW_TEXT: u32 = 4;

/// Marks every place; the same without marks when nothing is searched for. Returns how many.
pub(super) fn mark(page: &Element, html: &str, wanted: &str) -> usize {
    page.set_inner_html(html);
    let wanted = wanted.trim().to_lowercase();
    if wanted.is_empty() {
        return 0;
    }
    let mut count = 0;
    for text in texts(page) {
        count += mark_in(text, &wanted);
    }
    count
}

/// The pieces of text, collected before any of them is split.
fn texts(page: &Element) -> Vec<Text> {
    let Ok(walker) = document().create_tree_walker_with_what_to_show(page, SHOW_TEXT) else {
        return Vec::new();
    };
    std::iter::from_fn(|| walker.next_node().ok().flatten())
        .filter_map(|node| node.dyn_into().ok())
        .collect()
}

fn mark_in(mut text: Text, wanted: &str) -> usize {
    let length = utf16(wanted);
    let mut count = 0;
    loop {
        // Lower case keeps the length of Cyrillic and Latin letters.
        let lower = text.data().to_lowercase();
        let Some(at) = lower.find(wanted) else {
            return count;
        };
        let split = text
            .split_text(utf16(&lower[..at]))
            .and_then(|found| found.split_text(length).map(|rest| (found, rest)));
        let (Ok((found, rest)), Ok(mark)) = (split, document().create_element("mark")) else {
            return count;
        };
        let moved = found
            .parent_node()
            .is_some_and(|parent| parent.replace_child(&mark, &found).is_ok())
            && mark.append_child(&found).is_ok();
        if !moved {
            return count;
        }
        count += 1;
        text = rest;
    }
}

fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Brings the place with this index into view and sets it apart from the others.
pub(super) fn show(page: &Element, index: usize) {
    let marks = page.get_elements_by_tag_name("mark");
    for other in 0..marks.length() {
        if let Some(mark) = marks.item(other) {
            let current = usize::try_from(other).is_ok_and(|other| other == index);
            // Toggling a fixed class name cannot fail.
            drop(mark.class_list().toggle_with_force("is-current", current));
            if current {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                mark.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    }
}
