//! Text fields with label, hint, error and advice.

use leptos::prelude::*;

use crate::language::Words;
use crate::ui::form::{error_line, error_of};
use crate::ui::{derived, live, small_icon};

/// The frame of any control: label, hint, error, control, advice. Used by the widgets of this
/// folder and by pages with a control of their own.
#[component]
pub fn Field(
    /// Field of the request and id of the control.
    name: &'static str,
    /// Label; none when the heading of the page is the label.
    #[prop(optional, into)]
    label: Option<Words>,
    /// Says what is expected.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// "(if there is one)".
    #[prop(optional, into)]
    remark: Option<Words>,
    /// Advice while typing; never a refusal.
    #[prop(optional, into)]
    advice: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> AnyView {
    let error = error_of(name);
    let label = label.map(|label| {
        view! {
            <label class="field-label" for=name>
                {label}
                {remark.map(|remark| view! { " " <span class="field-optional">{remark}</span> })}
            </label>
        }
    });
    let hint = hint.map(|hint| {
        view! {
            <p class="field-hint" id=format!("{name}-hint")>
                {hint}
            </p>
        }
    });
    view! {
        <div class="field" class:is-wrong=derived(move || error.get().is_some())>
            {label}
            {hint}
            {error_line(name, error)}
            {children()}
            {advice_line(name, advice)}
        </div>
    }
    .into_any()
}

/// A place for advice that is spoken when it changes.
pub(super) fn advice_line(name: &'static str, advice: Signal<Option<String>>) -> AnyView {
    let line = move || {
        advice.get().map(|words| {
            view! {
                <p class="field-advice">
                    {small_icon("info")}
                    {words}
                </p>
            }
        })
    };
    view! {
        <div id=format!("{name}-advice") aria-live="polite">
            {live(line)}
        </div>
    }
    .into_any()
}

/// Ids that describe a control.
pub(super) fn described_by(name: &'static str, hint: bool) -> Signal<String> {
    let error = error_of(name);
    derived(move || {
        let mut ids = String::new();
        if hint {
            ids = format!("{name}-hint ");
        }
        if error.get().is_some() {
            ids = format!("{ids}{name}-error ");
        }
        format!("{ids}{name}-advice")
    })
}

/// A line of text. Names the control, binds it, and leaves refusing to the form.
#[component]
pub fn TextInput(
    /// Field of the request and id of the control.
    name: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// Label; none when the heading of the page is the label.
    #[prop(optional, into)]
    label: Option<Words>,
    /// Says what is expected.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// "(if there is one)".
    #[prop(optional, into)]
    remark: Option<Words>,
    /// Advice while typing.
    #[prop(optional, into)]
    advice: Signal<Option<String>>,
    /// `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// Keyboard of phones.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Class of the input; tells how much is expected.
    #[prop(default = "input")]
    class: &'static str,
    /// What follows when the person leaves it.
    #[prop(optional, into)]
    blur: Option<Callback<()>>,
) -> AnyView {
    let error = error_of(name);
    let described = described_by(name, hint.is_some());
    let input = view! {
        <input
            class=class
            id=name
            name=name
            type=kind
            inputmode=inputmode
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            aria-invalid=derived(move || error.get().is_some().then_some("true"))
            aria-describedby=described
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| {
                if let Some(blur) = blur {
                    blur.run(());
                }
            }
        />
    }
    .into_any();
    field(name, label, hint, remark, advice, input)
}

/// [`Field`] around a ready control.
pub(super) fn field(
    name: &'static str,
    label: Option<Words>,
    hint: Option<Words>,
    remark: Option<Words>,
    advice: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let children: Children = Box::new(move || control);
    Field(FieldProps {
        name,
        label,
        hint,
        remark,
        advice,
        children,
    })
    .into_any()
}

/// Six digits from a letter; phones and browsers offer them by themselves.
#[component]
pub fn CodeInput(
    /// Field of the request and id of the control.
    name: &'static str,
    /// What was typed; spaces do no harm.
    value: RwSignal<String>,
    /// Label.
    #[prop(into)]
    label: Words,
    /// Says what is expected.
    #[prop(into)]
    hint: Words,
) -> AnyView {
    view! {
        <TextInput
            name
            value
            label
            hint
            inputmode="numeric"
            autocomplete="one-time-code"
            class="input input-code"
        />
    }
    .into_any()
}
