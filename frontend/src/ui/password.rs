//! A password with "show" and, where one is made, words about its length.

use leptos::prelude::*;
use shared::password::MIN;

use crate::language::Words;
use crate::ui::field::{described_by, field};
use crate::ui::form::error_of;
use crate::ui::{derived, live, small_icon};

/// A password field. Paste and password managers are welcome.
#[component]
pub fn PasswordField(
    /// Field of the request and id of the control.
    name: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// Label.
    #[prop(into)]
    label: Words,
    /// Whether it is shown; give one signal to two fields to show both.
    shown: RwSignal<bool>,
    /// `new-password` or `current-password`.
    autocomplete: &'static str,
    /// Tells in words how good its length is: advice only, the server judges.
    #[prop(optional)]
    strength: bool,
) -> AnyView {
    let error = error_of(name);
    let described = described_by(name, false);
    let control = view! {
        <div class="password">
            <input
                class="input"
                id=name
                name=name
                type=derived(move || if shown.get() { "text" } else { "password" })
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=derived(move || error.get().is_some().then_some("true"))
                aria-describedby=described
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <button
                class="password-toggle"
                type="button"
                aria-pressed=derived(move || shown.get().to_string())
                aria-controls=name
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {live(move || small_icon(if shown.get() { "eye-off" } else { "eye" }))}
                {live(move || {
                    if shown.get() { crate::say!(common.hide) } else { crate::say!(common.show) }
                })}
            </button>
        </div>
        {strength.then(|| strength_line(value))}
    }
    .into_any();
    field(name, Some(label), None, None, Signal::default(), control)
}

fn strength_line(value: RwSignal<String>) -> AnyView {
    let level = Memo::new(move |_| level(value.with(|text| text.chars().count())));
    let words = move || match level.get() {
        0 => String::new(),
        1 => crate::say!(common.strength_short, min = MIN),
        2 => crate::say!(common.strength_enough),
        3 => crate::say!(common.strength_good),
        _ => crate::say!(common.strength_best),
    };
    view! {
        <p class="strength" data-level=derived(move || level.get().to_string()) aria-live="polite">
            <span class="strength-bars" aria-hidden="true">
                <i></i>
                <i></i>
                <i></i>
                <i></i>
            </span>
            {live(words)}
        </p>
    }
    .into_any()
}

const fn level(length: usize) -> u8 {
    match length {
        0 => 0,
        1..MIN => 1,
        MIN..14 => 2,
        14..20 => 3,
        _ => 4,
    }
}
