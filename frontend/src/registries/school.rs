//! Which school: searched among the organisations of a region, or typed. The answer is its name, which
//! a person may always write as they know it.

use leptos::prelude::*;

use super::workplace::regions;
use super::workplace_ways::{option, search};
use crate::language::{Words, language_now};
use crate::ui::{Button, ButtonKind, Combobox, ProblemNotice, Select, TextInput, derived, live};
use crate::{api, tr};

/// A school. Errors of the answer are shown at its field.
#[component]
pub fn SchoolSearch(
    /// Field of the request and id of the control.
    name: &'static str,
    /// The question.
    label: Words,
    /// The name, as chosen or typed.
    value: RwSignal<String>,
    /// Code of the region where the person lives; may be empty.
    region: String,
) -> AnyView {
    let typing = RwSignal::new(!value.with_untracked(String::is_empty));
    let region = RwSignal::new(region);
    let shown = move || {
        if typing.get() {
            return typed((name, label, value), typing);
        }
        searched((name, label, value), region, typing)
    };
    live(shown)
}

fn typed(
    (name, label, value): (&'static str, Words, RwSignal<String>),
    typing: RwSignal<bool>,
) -> AnyView {
    let back = Callback::new(move |()| typing.set(false));
    view! {
        <TextInput name value label hint=tr!(registries.name_hint) />
        <p>
            <Button label=tr!(registries.school_search) kind=ButtonKind::Text press=back />
        </p>
    }
    .into_any()
}

fn searched(
    (name, label, value): (&'static str, Words, RwSignal<String>),
    region: RwSignal<String>,
    typing: RwSignal<bool>,
) -> AnyView {
    let (words, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (found, problem) = search((region, RwSignal::new(String::new())), words);
    let chosen = Callback::new(move |id: String| {
        let chosen = found.with_untracked(|found| found.iter().find(|it| it.id == id).cloned());
        if let Some(school) = chosen {
            value.set(school.name.text(language_now()).to_owned());
            typing.set(true);
        }
    });
    let by_hand = Callback::new(move |()| {
        value.set(words.get_untracked());
        typing.set(true);
    });
    let options = derived(move || found.with(|found| found.iter().map(option).collect()));
    let refused = move || {
        let problem = problem.get();
        problem.map(|problem| view! { <ProblemNotice problem /> })
    };
    view! {
        <Select
            name="school_region"
            label=tr!(registries.school_region)
            options=regions(LocalResource::new(api::dictionaries))
            value=region
        />
        <Combobox
            name
            label
            about=label
            hint=tr!(registries.school_hint)
            options
            value=code
            typed=words
            chosen
        />
        {live(refused)}
        <p>
            <Button label=tr!(registries.not_in_list) kind=ButtonKind::Text press=by_hand />
        </p>
    }
    .into_any()
}
