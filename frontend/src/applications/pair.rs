//! The pair of profile subjects. What the category leaves no choice in stands as text, with the reason;
//! a pair with a foreign language asks which one.

use leptos::prelude::*;
use shared::forms::Pair;

use super::fields::radios;
use super::filling::Filling;
use super::words::named;
use crate::language::{Words, language};
use crate::ui::{RadioOption, Radios, icon, live};
use crate::{say, tr};

/// The pairs of the chosen category, and the foreign language of the chosen pair.
pub(super) fn view(filling: Filling, legend: Words) -> AnyView {
    let typed = filling.typed();
    let participant = Memo::new(move |_| typed.participant.get());
    let pairs = move || {
        let participant = participant.get();
        let only = filling.with(|told| told.options.only_pair(&participant).cloned());
        if let Some(only) = only {
            return fixed(legend, only);
        }
        let options = filling.with(|told| {
            let pairs = told.options.pairs_of(&participant);
            let option = |pair: &Pair| RadioOption::new(&pair.code, named(pair.name.clone()));
            pairs.map(option).collect::<Vec<_>>()
        });
        view! { <Radios name="subject_pair" legend options value=typed.subject_pair /> }.into_any()
    };
    let foreign = Memo::new(move |_| {
        let pair = filling.answers.with(|answers| answers.subject_pair.clone());
        filling.with(|told| told.options.foreign(&pair))
    });
    let languages = move || {
        foreign.get().then(|| {
            let options = filling.with(|told| radios(told.options.foreign_languages.iter()));
            view! {
                <div class="part stack">
                    <Radios
                        name="foreign_language"
                        legend=tr!(applications.foreign_language)
                        options
                        value=typed.foreign_language
                        in_row=true
                    />
                </div>
            }
        })
    };
    view! {
        {live(pairs)}
        {live(languages)}
    }
    .into_any()
}

/// The one pair of a category, with the reason.
fn fixed(label: Words, pair: Pair) -> AnyView {
    let words = move || {
        let pair = pair.name.text(language()).to_owned();
        say!(applications.pair_fixed, pair = pair)
    };
    view! {
        <div class="field">
            <p class="field-label">{label}</p>
            <p class="settled">{icon("lock")} <span>{live(words)}</span></p>
        </div>
    }
    .into_any()
}
