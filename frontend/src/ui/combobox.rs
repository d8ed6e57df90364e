//! A long list with type-ahead: the combobox of ARIA 1.2 with a list of options.

use leptos::prelude::*;
use shared::dictionaries::Name;
use shared::text::fold;
use wasm_bindgen::JsCast;

use crate::language::{Words, language};
use crate::ui::field::{described_by, field};
use crate::ui::form::error_of;
use crate::ui::{derived, icon, live};

/// Most options shown at once; more letters show others.
const SHOWN: usize = 60;

/// One of a long list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComboOption {
    /// Value of the request.
    pub code: String,
    /// Found by any of its names, shown in the language of the page.
    pub name: Name,
}

#[derive(Clone, Copy)]
struct Combo {
    name: &'static str,
    options: Signal<Vec<ComboOption>>,
    value: RwSignal<String>,
    typed: RwSignal<String>,
    /// The options are what somebody else found for what was typed.
    asked: bool,
    chosen: Option<Callback<String>>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
}

impl Combo {
    /// What stands in the input: the chosen option in the language of the page, or what was typed.
    fn text(self) -> String {
        let value = self.value.get();
        self.options.with(|options| {
            options
                .iter()
                .find(|option| !value.is_empty() && option.code == value)
                .map_or_else(
                    || self.typed.get(),
                    |option| option.name.text(language()).to_owned(),
                )
        })
    }

    /// The options that match, all of them when nothing was typed or something is chosen.
    fn found(self) -> Vec<ComboOption> {
        let chosen = !self.value.with(String::is_empty);
        let typed = self.typed.get();
        self.options.with(|options| {
            options
                .iter()
                .filter(|option| self.asked || chosen || option.name.matches(&typed))
                .cloned()
                .collect()
        })
    }

    fn choose(self, code: &str) {
        self.value.set(code.to_owned());
        self.typed.set(String::new());
        self.close();
        if let Some(chosen) = self.chosen {
            chosen.run(code.to_owned());
        }
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    fn typed(self, text: String) {
        self.value.set(String::new());
        self.typed.set(text);
        self.active.set(None);
        self.open.set(true);
    }

    /// Leaving the field with a whole name typed chooses it.
    fn leave(self) {
        // A field that is taken off the page loses the focus when its signals are gone already.
        if self.open.try_get_untracked().is_none() {
            return;
        }
        self.close();
        let typed = fold(&self.typed.get_untracked());
        let named = |option: &&ComboOption| {
            let Name { kk, ru, en } = &option.name;
            [kk, ru, en].into_iter().any(|name| fold(name) == typed)
        };
        if self.value.with_untracked(String::is_empty) && !typed.is_empty() {
            let code = self.options.with_untracked(|options| {
                options.iter().find(named).map(|option| option.code.clone())
            });
            if let Some(code) = code {
                self.choose(&code);
            }
        }
    }

    fn step(self, by: isize) {
        let count = self.found().len().min(SHOWN);
        if count == 0 {
            return;
        }
        self.open.set(true);
        self.active.update(|active| {
            *active = Some(match *active {
                None if by > 0 => 0,
                None => count - 1,
                Some(index) => (index + count).saturating_add_signed(by) % count,
            });
        });
        if let Some(option) = self
            .active
            .get_untracked()
            .map(|index| self.option_id(index))
        {
            request_animation_frame(move || show(&option));
        }
    }

    fn option_id(self, index: usize) -> String {
        format!("{}-option-{index}", self.name)
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Escape" if self.open.get_untracked() => self.close(),
            "Enter" => {
                let active = self
                    .active
                    .get_untracked()
                    .filter(|_| self.open.get_untracked());
                let Some(option) = active.and_then(|index| self.found().into_iter().nth(index))
                else {
                    return;
                };
                self.choose(&option.code);
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// A long list with type-ahead. `value` is the code of the chosen option; empty for none.
#[component]
pub fn Combobox(
    /// Field of the request and id of the control.
    name: &'static str,
    /// Label; none when the heading of the page is the label.
    #[prop(optional, into)]
    label: Option<Words>,
    /// What the list holds, for screen readers.
    #[prop(into)]
    about: Words,
    /// Says what is expected.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// The list, sorted.
    #[prop(into)]
    options: Signal<Vec<ComboOption>>,
    /// The chosen code.
    value: RwSignal<String>,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What was typed, for a list that the server searches: it is shown as it comes.
    #[prop(optional)]
    typed: Option<RwSignal<String>>,
    /// Called with the code of an option when it is chosen.
    #[prop(optional)]
    chosen: Option<Callback<String>>,
) -> AnyView {
    let combo = Combo {
        name,
        options,
        value,
        chosen,
        asked: typed.is_some(),
        typed: typed.unwrap_or_else(|| RwSignal::new(String::new())),
        open: RwSignal::new(false),
        active: RwSignal::new(None),
    };
    let error = error_of(name);
    let described = described_by(name, hint.is_some());
    let select_all = move |event: web_sys::FocusEvent| {
        if let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        {
            input.select();
        }
    };
    let control = view! {
        <div class="combobox">
            <input
                class="input"
                id=name
                name=name
                role="combobox"
                aria-autocomplete="list"
                aria-controls=format!("{name}-list")
                aria-expanded=derived(move || combo.open.get().to_string())
                aria-activedescendant=derived(move || combo.active.get().map(|index| combo.option_id(index)))
                aria-invalid=derived(move || error.get().is_some().then_some("true"))
                aria-describedby=described
                autocomplete=autocomplete
                spellcheck="false"
                prop:value=derived(move || combo.text())
                on:input=move |event| combo.typed(event_target_value(&event))
                on:focus=select_all
                on:click=move |_| combo.open.set(true)
                on:blur=move |_| combo.leave()
                on:keydown=move |event| combo.key(&event)
            />
            {icon("search")}
            {list(combo, about)}
            <span class="hidden-text" role="status">
                {live(move || {
                    combo
                        .open
                        .get()
                        .then(|| crate::say!(common.found, count = combo.found().len()))
                })}
            </span>
        </div>
    }
    .into_any();
    field(name, label, hint, None, Signal::default(), control)
}

fn list(combo: Combo, about: Words) -> AnyView {
    let rows = move || {
        let found = combo.found();
        let more = found.len().saturating_sub(SHOWN);
        let rows = found
            .iter()
            .take(SHOWN)
            .enumerate()
            .map(|(index, option)| row(combo, index, option))
            .collect::<Vec<_>>();
        let tail = if found.is_empty() {
            Some(crate::say!(common.nothing_found))
        } else {
            (more > 0).then(|| crate::say!(common.more_letters, count = more))
        };
        view! {
            {rows}
            {tail.map(|words| view! { <li class="combobox-empty" role="presentation">{words}</li> })}
        }
        .into_any()
    };
    let shown = move || {
        combo.open.get().then(|| {
            view! {
                <ul
                    class="combobox-list"
                    id=format!("{}-list", combo.name)
                    role="listbox"
                    aria-label=about
                >
                    {live(rows)}
                </ul>
            }
        })
    };
    live(shown)
}

fn row(combo: Combo, index: usize, option: &ComboOption) -> AnyView {
    let code = option.code.clone();
    let chosen = combo.value.with_untracked(|value| *value == code);
    // The press must not take the focus from the input, or the list closes under the finger.
    let keep_focus = |event: web_sys::MouseEvent| event.prevent_default();
    view! {
        <li
            class="combobox-option"
            class:is-active=derived(move || combo.active.get() == Some(index))
            role="option"
            id=combo.option_id(index)
            aria-selected=chosen.to_string()
            on:mousedown=keep_focus
            on:click=move |_| combo.choose(&code)
        >
            {option.name.text(language()).to_owned()}
        </li>
    }
    .into_any()
}

/// Brings an option into the visible part of the list.
fn show(id: &str) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    if let Some(option) = document().get_element_by_id(id) {
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
