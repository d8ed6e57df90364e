//! The category of participants, what only some of them are asked, and the conditions that somebody
//! needs at the exam.

use leptos::prelude::*;
use shared::dictionaries::EducationKind;
use shared::forms::{GRADES, NO_CONDITION};

use super::fields::radios;
use super::filling::Filling;
use super::words::named;
use crate::language::{Words, language, language_now};
use crate::registries::SchoolSearch;
use crate::ui::{
    Button, ButtonKind, Combobox, DateParts, RadioOption, Radios, TextInput, derived, live,
};
use crate::{api, sorting, tr};

/// Which category; what else is asked follows from it.
pub(super) fn category(filling: Filling, legend: Words) -> AnyView {
    let options = filling.with(|told| {
        let participants = told.options.participants.iter();
        let option = |known: &shared::forms::Participant| {
            RadioOption::new(&known.code, named(known.name.clone()))
        };
        participants.map(option).collect::<Vec<_>>()
    });
    view! {
        <Radios
            name="participant"
            legend
            hint=tr!(applications.participant_hint)
            options
            value=filling.typed().participant
        />
    }
    .into_any()
}

/// School and class.
pub(super) fn school(filling: Filling, label: Words) -> AnyView {
    let typed = filling.typed();
    let options = GRADES
        .into_iter()
        .map(|grade| RadioOption::new(grade, Signal::stored(grade.to_owned())))
        .collect::<Vec<_>>();
    let region = filling.own.get_value().region;
    view! {
        <div class="part stack">
            <SchoolSearch name="school" label value=typed.school region />
            <Radios
                name="grade"
                legend=tr!(applications.grade)
                options
                value=typed.grade
                in_row=true
            />
        </div>
    }
    .into_any()
}

/// What was finished and when.
pub(super) fn graduation(filling: Filling, label: Words) -> AnyView {
    let typed = filling.typed();
    view! {
        <div class="part stack">
            <TextInput
                name="graduated_from"
                value=typed.graduated_from
                label
                hint=tr!(registries.name_hint)
            />
            <TextInput
                name="graduated_in"
                value=typed.graduated_in
                label=tr!(applications.graduated_in)
                inputmode="numeric"
                class="input input-4"
            />
        </div>
    }
    .into_any()
}

/// University, form of study, group of programmes.
pub(super) fn university(filling: Filling, label: Words) -> AnyView {
    let typed = filling.typed();
    let forms = filling.with(|told| radios(told.options.study_forms.iter()));
    view! {
        <div class="part stack">
            {place(label, typed.university)}
            <Radios
                name="study_form"
                legend=tr!(applications.study_form)
                options=forms
                value=typed.study_form
                in_row=true
            />
            <TextInput
                name="programme_group"
                value=typed.programme_group
                label=tr!(applications.programme_group)
                hint=tr!(applications.programme_group_hint)
            />
        </div>
    }
    .into_any()
}

/// A university out of the list, whose name is the answer, or a name that was typed.
fn place(label: Words, value: RwSignal<String>) -> AnyView {
    let typing = RwSignal::new(!value.with_untracked(String::is_empty));
    let lists = LocalResource::new(api::dictionaries);
    let options = derived(move || {
        let lists = lists.get().and_then(Result::ok).unwrap_or_default();
        let places = lists.places.iter();
        let universities = places.filter(|place| place.kind == EducationKind::University);
        sorting::places(universities, language())
    });
    let code = RwSignal::new(String::new());
    let chosen = Callback::new(move |code: String| {
        let name = options.with_untracked(|options| {
            let found = options.iter().find(|option| option.code == code);
            found.map(|option| option.name.text(language_now()).to_owned())
        });
        if let Some(name) = name {
            value.set(name);
            typing.set(true);
        }
    });
    let switch = Callback::new(move |()| typing.update(|typing| *typing = !*typing));
    let shown = move || {
        if typing.get() {
            return view! {
                <TextInput
                    name="university"
                    value
                    label
                    hint=tr!(registries.name_hint)
                />
                <p>
                    <Button
                        label=tr!(applications.from_list)
                        kind=ButtonKind::Text
                        press=switch
                    />
                </p>
            }
            .into_any();
        }
        view! {
            <Combobox
                name="university"
                label
                about=label
                hint=tr!(applications.list_hint)
                options
                value=code
                chosen
            />
            <p>
                <Button label=tr!(registries.not_in_list) kind=ButtonKind::Text press=switch />
            </p>
        }
        .into_any()
    };
    live(shown)
}

/// Number and date of an earlier certificate.
pub(super) fn certificate(filling: Filling, title: Words) -> AnyView {
    let typed = filling.typed();
    view! {
        <section class="part stack">
            <h2>{title}</h2>
            <TextInput
                name="certificate_number"
                value=typed.certificate_number
                label=tr!(applications.certificate_number)
                hint=tr!(applications.certificate_number_hint)
                class="input input-20"
            />
            <DateParts
                name="certificate_date"
                legend=tr!(applications.certificate_date)
                hint=tr!(applications.certificate_date_hint)
                parts=typed.certificate_date
            />
        </section>
    }
    .into_any()
}

/// None, or what the centre prepares; a few words where something is needed.
pub(super) fn conditions(filling: Filling) -> AnyView {
    let typed = filling.typed();
    let options = filling.with(|told| radios(told.options.conditions.iter()));
    let needed = Memo::new(move |_| {
        let none = |code: &String| code.is_empty() || code == NO_CONDITION;
        !typed.special_conditions.with(none)
    });
    let note = move || {
        needed.get().then(|| {
            view! {
                <div class="part stack">
                    <TextInput
                        name="special_note"
                        value=typed.special_note
                        label=tr!(applications.special_note)
                        hint=tr!(applications.special_note_hint)
                    />
                </div>
            }
        })
    };
    view! {
        <Radios
            name="special_conditions"
            legend=tr!(applications.special_conditions_asked)
            hint=tr!(applications.special_conditions_hint)
            options
            value=typed.special_conditions
        />
        {live(note)}
    }
    .into_any()
}
