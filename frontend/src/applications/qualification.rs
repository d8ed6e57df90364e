//! The category now and until when, the category applied for, and what the centre prepares for
//! people who see badly.

use leptos::prelude::*;
use shared::forms::{NO_CATEGORY, seeks_lower_category};

use super::fields::radios;
use super::filling::Filling;
use crate::language::Words;
use crate::ui::{Checkbox, DateParts, Radios, derived, live};
use crate::{say, tr};

/// The category now; its validity is asked of whoever has one.
pub(super) fn now(filling: Filling, legend: Words) -> AnyView {
    let typed = filling.typed();
    let options = filling.with(|told| radios(told.options.categories.iter()));
    let has_category = Memo::new(move |_| {
        typed
            .qualification_now
            .with(|code| !code.is_empty() && code != NO_CATEGORY)
    });
    let validity = move || {
        has_category.get().then(|| {
            let lapsed = typed.qualification_lapsed;
            let date = move || {
                (!lapsed.get()).then(|| {
                    view! {
                        <DateParts
                            name="qualification_until"
                            legend=tr!(applications.qualification_until)
                            hint=tr!(applications.qualification_until_hint)
                            parts=typed.qualification_until
                        />
                    }
                })
            };
            view! {
                <div class="part stack">
                    {live(date)}
                    <Checkbox
                        name="qualification_lapsed"
                        label=tr!(applications.qualification_lapsed)
                        checked=lapsed
                        change=Callback::new(move |wanted| lapsed.set(wanted))
                    />
                </div>
            }
        })
    };
    view! {
        <Radios name="qualification_now" legend options value=typed.qualification_now />
        {live(validity)}
    }
    .into_any()
}

/// The category applied for. A lower one than now is worth a word, never a refusal.
pub(super) fn sought(filling: Filling, legend: Words) -> AnyView {
    let options = filling.with(|told| {
        let offered = told.options.categories.iter().filter(|category| {
            category.code != NO_CATEGORY && told.campaign.allowed.may_seek(&category.code)
        });
        radios(offered)
    });
    let advice = derived(move || {
        let answers = filling.answers.get();
        let lower = filling.with(|told| seeks_lower_category(&answers, &told.options));
        lower.then(|| say!(applications.lower_category))
    });
    view! {
        <Radios
            name="qualification_sought"
            legend
            options
            advice
            value=filling.typed().qualification_sought
        />
    }
    .into_any()
}

/// A question like any other, with what follows from a yes.
pub(super) fn vision(filling: Filling) -> AnyView {
    let ticked = filling.typed().impaired_vision;
    view! {
        <div class="field">
            <p class="field-label">{tr!(applications.impaired_vision)}</p>
            <p class="field-hint">{tr!(applications.impaired_vision_hint)}</p>
            <Checkbox
                name="impaired_vision"
                label=tr!(applications.impaired_vision_tick)
                checked=ticked
                change=Callback::new(move |wanted| ticked.set(wanted))
            />
        </div>
    }
    .into_any()
}
