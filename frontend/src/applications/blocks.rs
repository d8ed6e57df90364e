//! Subject and language of each block of the chosen kind. What leaves no choice stands as text, with
//! the reason.

use std::cell::RefCell;
use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::dictionaries::Entry;
use shared::forms::{Block, BlockAnswer, FieldKind, Subject, language_field, subject_field};

use super::fields::radios;
use super::filling::Filling;
use super::typed::{TypedBlock, settled};
use super::words::named;
use crate::language::language;
use crate::ui::{Combobox, Notice, Radios, derived, icon, live};
use crate::{say, sorting, tr};

thread_local! {
    static NAMES: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The name of a field that comes with the data. Widgets name their field for as long as the page
/// lives; there are a few dozen of these names, and each is kept once.
fn kept(name: String) -> &'static str {
    NAMES.with_borrow_mut(|names| {
        if let Some(known) = names.get(name.as_str()) {
            return *known;
        }
        let name: &'static str = name.leak();
        names.insert(name);
        name
    })
}

/// The blocks of the chosen kind.
pub(super) fn view(filling: Filling) -> AnyView {
    let shown = move || {
        let kind = filling.typed().kind.get();
        let blocks = filling.with(|told| told.options.blocks(&kind).to_vec());
        if blocks.is_empty() {
            return no_kind(filling);
        }
        let parts = blocks.into_iter().filter_map(|block| {
            let typed = filling.typed().block(&block.code)?;
            Some(one(filling, block, typed))
        });
        parts.collect::<Vec<_>>().into_any()
    };
    live(shown)
}

fn no_kind(filling: Filling) -> AnyView {
    let address = filling
        .section_with(FieldKind::Kind.field())
        .map(|section| filling.address(&section.code));
    view! {
        <Notice>
            <p>{tr!(applications.no_kind)}</p>
            {address
                .map(|address| {
                    view! {
                        <p>
                            <a class="link" href=address>
                                {tr!(applications.choose_kind)}
                            </a>
                        </p>
                    }
                })}
        </Notice>
    }
    .into_any()
}

fn one(filling: Filling, block: Block, typed: TypedBlock) -> AnyView {
    let subjects: Vec<Subject> =
        filling.with(|told| told.options.subjects_of(&block).cloned().collect());
    let title = named(block.name.clone());
    let subject = match subjects.as_slice() {
        [only] => fixed_subject(only),
        _ => subject_field_of(&block, subjects, typed.subject),
    };
    let fixed = fixed_language(filling, block.clone(), typed);
    let name = kept(language_field(&block.code));
    let languages = move || {
        if let Some(language) = fixed.get() {
            return language_as_text(language);
        }
        let options = filling.with(|told| radios(told.options.languages.iter()));
        view! {
            <Radios
                name
                legend=tr!(applications.language)
                options
                value=typed.language
                in_row=true
            />
        }
        .into_any()
    };
    view! {
        <section class="part stack">
            <h2>{title}</h2>
            {subject}
            {live(languages)}
        </section>
    }
    .into_any()
}

/// The language that a subject fixes, with the reason.
fn language_as_text(language: String) -> AnyView {
    let words = say!(applications.language_fixed, language = language);
    view! {
        <div class="field">
            <p class="field-label">{tr!(applications.language)}</p>
            <p class="settled">{icon("lock")} <span>{words}</span></p>
        </div>
    }
    .into_any()
}

fn fixed_subject(subject: &Subject) -> AnyView {
    let name = named(subject.name.clone());
    view! {
        <div class="field">
            <p class="field-label">{tr!(applications.subject)}</p>
            <p class="settled">{icon("lock")} <span>{name}</span></p>
        </div>
    }
    .into_any()
}

fn subject_field_of(block: &Block, subjects: Vec<Subject>, value: RwSignal<String>) -> AnyView {
    let name = kept(subject_field(&block.code));
    let entries: Vec<Entry> = subjects
        .into_iter()
        .map(|subject| Entry {
            code: subject.code,
            name: subject.name,
            rank: 0,
        })
        .collect();
    let options = derived(move || sorting::entries(&entries, language()));
    view! {
        <Combobox
            name
            label=tr!(applications.subject)
            about=tr!(applications.subject)
            hint=tr!(applications.list_hint)
            options
            value
        />
    }
    .into_any()
}

/// The language that the chosen subject fixes, in words.
fn fixed_language(filling: Filling, block: Block, typed: TypedBlock) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let answer = BlockAnswer {
            subject: typed.subject.get(),
            ..BlockAnswer::default()
        };
        let language = language();
        filling.with(|told| {
            let options = &told.options;
            let subject = settled(options, &block, answer).subject;
            let code = options.subject(&subject)?.language.as_ref()?;
            let entry = options.languages.iter().find(|entry| entry.code == *code)?;
            Some(entry.name.text(language).to_owned())
        })
    })
}
