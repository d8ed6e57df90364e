//! A list of answers with "change" links.

use crate::ui::{derived, live};
use leptos::prelude::*;

use crate::language::Words;

/// The frame of [`Answer`] rows.
#[component]
pub fn Answers(children: Children) -> AnyView {
    view! { <dl class="answers">{children()}</dl> }.into_any()
}

/// One answer. An empty `value` is shown as "not given".
#[component]
pub fn Answer(
    /// What was asked.
    #[prop(into)]
    label: Words,
    /// What was answered.
    #[prop(into)]
    value: Words,
    /// Where it is changed; empty when it is not.
    #[prop(optional, into)]
    change: String,
) -> AnyView {
    let missing = derived(move || value.with(String::is_empty));
    let shown = move || {
        if missing.get() {
            crate::say!(common.not_given)
        } else {
            value.get()
        }
    };
    let link = (!change.is_empty()).then(|| {
        view! {
            <dd class="answer-change">
                <a href=change>
                    {crate::tr!(common.change)} <span class="hidden-text">" " {label}</span>
                </a>
            </dd>
        }
    });
    view! {
        <div class="answer">
            <dt>{label}</dt>
            <dd class:answer-missing=missing>{live(shown)}</dd>
            {link}
        </div>
    }
    .into_any()
}
