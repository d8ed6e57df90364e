//! A widget for each kind of question but the long ones, which have files of their own.

use leptos::prelude::*;
use shared::dictionaries::Entry;
use shared::forms::{Block, Field, FieldKind, Kind};

use super::filling::Filling;
use super::words::{label, named};
use super::{blocks, english, pair, participants, qualification, sittings, study, workplace};
use crate::language::{Words, language};
use crate::ui::{Combobox, RadioOption, Radios, TextInput, derived, live};
use crate::{say, sorting, tr};

/// The widget of a question; of one that only some categories are asked, while it is asked.
pub(super) fn widget(filling: Filling, field: Field) -> AnyView {
    if !field.kind.of_category() {
        return of_kind(filling, field);
    }
    let asked = Memo::new(move |_| filling.asks(field.kind));
    live(move || asked.get().then(|| of_kind(filling, field)))
}

fn of_kind(filling: Filling, field: Field) -> AnyView {
    let typed = filling.typed();
    let asked = asked(field);
    let options = filling.options();
    match field.kind {
        FieldKind::Service => choice("service", asked, &options.services, typed.service),
        FieldKind::Language => choice("language", asked, &options.languages, typed.language),
        FieldKind::Attendance => {
            choice("attendance", asked, &options.attendances, typed.attendance)
        }
        FieldKind::Kind => kind(asked, options.kinds, typed.kind),
        FieldKind::Participant => participants::category(filling, asked),
        FieldKind::School => participants::school(filling, asked),
        FieldKind::Graduation => participants::graduation(filling, asked),
        FieldKind::University => participants::university(filling, asked),
        FieldKind::Certificate => participants::certificate(filling, asked),
        FieldKind::Education => study::view(filling, asked),
        FieldKind::EnglishCertificate => english::view(filling, asked),
        FieldKind::ContactPhone => view! {
            <TextInput
                name="contact_phone"
                value=typed.contact_phone
                label=asked
                hint=tr!(registration.phone_hint)
                kind="tel"
                inputmode="tel"
                autocomplete="tel"
                class="input input-20"
            />
        }
        .into_any(),
        FieldKind::SpecialConditions => participants::conditions(filling),
        FieldKind::SubjectPair => pair::view(filling, asked),
        FieldKind::SpecialtyText => view! {
            <TextInput
                name="specialty_text"
                value=typed.specialty_text
                label=asked
                hint=tr!(applications.specialty_text_hint)
            />
        }
        .into_any(),
        FieldKind::Specialty => specialty(asked, options.specialties, typed.specialty),
        FieldKind::StudyYears => years(filling, asked),
        FieldKind::QualificationNow => qualification::now(filling, asked),
        FieldKind::QualificationSought => qualification::sought(filling, asked),
        FieldKind::ImpairedVision => qualification::vision(filling),
        FieldKind::Workplace => {
            view! { <workplace::WorkplaceField value=typed.workplace /> }.into_any()
        }
        FieldKind::Blocks => blocks::view(filling),
        FieldKind::Sitting => view! { <sittings::SittingPicker filling /> }.into_any(),
    }
}

/// The question; says so when it may be left out.
fn asked(field: Field) -> Words {
    derived(move || {
        let label = label(field.kind);
        if field.optional {
            say!(applications.optional, label = label)
        } else {
            label
        }
    })
}

/// Entries as radios, in their order.
pub(super) fn radios<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<RadioOption> {
    entries
        .map(|entry| RadioOption::new(&entry.code, named(entry.name.clone())))
        .collect()
}

fn choice(
    name: &'static str,
    legend: Words,
    entries: &[Entry],
    value: RwSignal<String>,
) -> AnyView {
    let options = radios(entries.iter());
    view! { <Radios name legend options value /> }.into_any()
}

/// Kinds of the exam with the blocks that each has.
fn kind(legend: Words, kinds: Vec<Kind>, value: RwSignal<String>) -> AnyView {
    let options = kinds
        .into_iter()
        .map(|kind| RadioOption {
            hint: (!kind.blocks.is_empty()).then(|| block_names(kind.blocks)),
            ..RadioOption::new(&kind.code, named(kind.name))
        })
        .collect();
    view! { <Radios name="kind" legend options value /> }.into_any()
}

fn block_names(blocks: Vec<Block>) -> Words {
    derived(move || {
        let names = blocks.iter().map(|block| block.name.text(language()));
        names.collect::<Vec<_>>().join(" · ")
    })
}

fn specialty(label: Words, entries: Vec<Entry>, value: RwSignal<String>) -> AnyView {
    let options = derived(move || sorting::entries(&entries, language()));
    view! {
        <Combobox
            name="specialty"
            label
            about=label
            hint=tr!(applications.list_hint)
            options
            value
        />
    }
    .into_any()
}

fn years(filling: Filling, legend: Words) -> AnyView {
    view! {
        <fieldset class="field">
            <legend class="field-label">{legend}</legend>
            <div class="date">
                <TextInput
                    name="study_from"
                    value=filling.typed().study_from
                    label=tr!(applications.study_from)
                    inputmode="numeric"
                    class="input input-4"
                />
                <TextInput
                    name="study_to"
                    value=filling.typed().study_to
                    label=tr!(applications.study_to)
                    inputmode="numeric"
                    class="input input-4"
                />
            </div>
        </fieldset>
    }
    .into_any()
}
