//! Radios, ticks and lists of middle length.

use crate::ui::{derived, live};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::language::Words;
use crate::ui::field::{advice_line, described_by, field};
use crate::ui::form::{error_line, error_of};

/// One of several.
#[derive(Clone)]
pub struct RadioOption {
    /// Value of the request.
    pub value: String,
    /// What it says.
    pub label: Words,
    /// A line under it.
    pub hint: Option<Words>,
}

impl RadioOption {
    /// An option without a hint.
    pub fn new(value: &str, label: Words) -> Self {
        Self {
            value: value.to_owned(),
            label,
            hint: None,
        }
    }
}

/// A question with a few answers. The first radio has the id `name`.
#[component]
pub fn Radios(
    /// Field of the request.
    name: &'static str,
    /// The question.
    #[prop(optional, into)]
    legend: Option<Words>,
    /// Says what is expected.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// Advice beside the answer.
    #[prop(optional, into)]
    advice: Signal<Option<String>>,
    /// The answers.
    options: Vec<RadioOption>,
    /// The chosen value; empty for none.
    value: RwSignal<String>,
    /// Side by side where there is room.
    #[prop(optional)]
    in_row: bool,
) -> AnyView {
    let error = error_of(name);
    let described = described_by(name, hint.is_some());
    let choices = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = if index == 0 {
                name.to_owned()
            } else {
                format!("{name}-{}", option.value)
            };
            let (own, chosen) = (option.value.clone(), option.value);
            view! {
                <label class="choice">
                    // Ticked before it is named: a page that follows another takes over its radios
                    // one by one, and an old tick that joins the new name would take the tick away.
                    <input
                        type="radio"
                        prop:checked=derived({
                            let own = own.clone();
                            move || value.with(|value| *value == own)
                        })
                        id=id
                        name=name
                        value=own
                        on:change=move |_| value.set(chosen.clone())
                    />
                    <span class="choice-text">
                        {option.label}
                        {option
                            .hint
                            .map(|hint| view! { " " <span class="choice-hint">{hint}</span> })}
                    </span>
                </label>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset
            class="field"
            class:is-wrong=derived(move || error.get().is_some())
            aria-describedby=described
        >
            {legend.map(|legend| view! { <legend class="field-label">{legend}</legend> })}
            {hint.map(|hint| {
                view! {
                    <p class="field-hint" id=format!("{name}-hint")>
                        {hint}
                    </p>
                }
            })}
            {error_line(name, error)}
            <div class="choices" class:choices-row=in_row>
                {choices}
            </div>
            {advice_line(name, advice)}
        </fieldset>
    }
    .into_any()
}

/// A tick. The page decides in `change` whether it holds; the box shows what `checked` says.
#[component]
pub fn Checkbox(
    /// Field of the request and id of the control.
    name: &'static str,
    /// What is agreed to.
    #[prop(into)]
    label: Words,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with what the person wants.
    #[prop(into)]
    change: Callback<bool>,
    /// Advice, for example why the tick does not hold yet.
    #[prop(optional, into)]
    advice: Signal<Option<String>>,
) -> AnyView {
    let error = error_of(name);
    let described = described_by(name, false);
    let changed = move |event: web_sys::Event| {
        change.run(event_target_checked(&event));
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            input.set_checked(checked.get_untracked());
        }
    };
    view! {
        <div class="field" class:is-wrong=derived(move || error.get().is_some())>
            {error_line(name, error)}
            <div class="choices">
                <label class="choice">
                    <input
                        type="checkbox"
                        id=name
                        name=name
                        aria-invalid=derived(move || error.get().is_some().then_some("true"))
                        aria-describedby=described
                        prop:checked=checked
                        on:change=changed
                    />
                    <span class="choice-text">{label}</span>
                </label>
            </div>
            {advice_line(name, advice)}
        </div>
    }
    .into_any()
}

/// A list of middle length, as the device shows lists. The first line chooses nothing.
#[component]
pub fn Select(
    /// Field of the request and id of the control.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: Words,
    /// Codes and names, sorted.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen code; empty for none.
    value: RwSignal<String>,
    /// What the first line says, which chooses nothing.
    #[prop(optional, into)]
    first: Option<Words>,
) -> AnyView {
    let error = error_of(name);
    let described = described_by(name, false);
    let first = first.unwrap_or_else(|| crate::tr!(common.choose));
    let lines = move || {
        let chosen = value.get_untracked();
        options
            .get()
            .into_iter()
            .map(|(code, text)| {
                let selected = code == chosen;
                view! {
                    <option value=code selected=selected>
                        {text}
                    </option>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    let control = view! {
        <span class="select-box">
            <select
                class="select"
                id=name
                name=name
                aria-invalid=derived(move || error.get().is_some().then_some("true"))
                aria-describedby=described
                on:change=move |event| value.set(event_target_value(&event))
            >
                <option value="">{first}</option>
                {live(lines)}
            </select>
        </span>
    }
    .into_any();
    field(name, Some(label), None, None, Signal::default(), control)
}
