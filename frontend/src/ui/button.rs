//! Buttons. None is ever disabled: a press too early is explained, a second press does nothing.

use leptos::prelude::*;

use crate::language::Words;
use crate::ui::{derived, icon};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one main act of a page.
    #[default]
    Primary,
    /// Another act of some weight.
    Secondary,
    /// An act that looks like a link.
    Text,
    /// An act that takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Text => "button button-text",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button that acts on press. While `busy` it shows so and ignores presses. Without `press` it
/// submits its form.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    label: Words,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// Working right now.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Name of an icon before the words; empty for none.
    #[prop(optional)]
    icon_name: &'static str,
    /// What it does; none for the button of a form.
    #[prop(optional, into)]
    press: Option<Callback<()>>,
) -> AnyView {
    let pressed = move |_| {
        if let Some(press) = press
            && !busy.get_untracked()
        {
            press.run(());
        }
    };
    view! {
        <button
            class=kind.class()
            class:is-busy=busy
            type=if press.is_some() { "button" } else { "submit" }
            aria-busy=derived(move || busy.get().then_some("true"))
            on:click=pressed
        >
            {(!icon_name.is_empty()).then(|| icon(icon_name))}
            {label}
        </button>
    }
    .into_any()
}
