//! A known date in three fields; never a calendar.

use crate::ui::derived;
use leptos::prelude::*;

use crate::language::Words;
use crate::ui::field::{advice_line, described_by};
use crate::ui::form::{error_line, error_of};

/// Day, month and year as typed. The field of the day has the id `name`.
#[component]
pub fn DateParts(
    /// Field of the errors, and id of the day.
    name: &'static str,
    /// The question.
    #[prop(into)]
    legend: Words,
    /// Says what is expected.
    #[prop(into)]
    hint: Words,
    /// Advice beside the date.
    #[prop(optional, into)]
    advice: Signal<Option<String>>,
    /// Day, month, year.
    parts: [RwSignal<String>; 3],
    /// It is the person's birth date, which browsers may fill in.
    #[prop(optional)]
    birthday: bool,
) -> AnyView {
    let error = error_of(name);
    let described = described_by(name, true);
    let labels = [
        crate::tr!(common.day),
        crate::tr!(common.month),
        crate::tr!(common.year),
    ];
    let about = [
        (name.to_owned(), "bday-day", "input input-2"),
        (format!("{name}-month"), "bday-month", "input input-2"),
        (format!("{name}-year"), "bday-year", "input input-4"),
    ];
    let boxes = about
        .into_iter()
        .zip(labels)
        .zip(parts)
        .map(|(((id, autocomplete, class), label), value)| {
            view! {
                <div class="field">
                    <label class="field-label" for=id.clone()>
                        {label}
                    </label>
                    <input
                        class=class
                        id=id.clone()
                        name=id
                        inputmode="numeric"
                        autocomplete=if birthday { autocomplete } else { "off" }
                        aria-invalid=derived(move || error.get().is_some().then_some("true"))
                        prop:value=value
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                </div>
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
            <legend class="field-label">{legend}</legend>
            <p class="field-hint" id=format!("{name}-hint")>
                {hint}
            </p>
            {error_line(name, error)}
            <div class="date">{boxes}</div>
            {advice_line(name, advice)}
        </fieldset>
    }
    .into_any()
}
