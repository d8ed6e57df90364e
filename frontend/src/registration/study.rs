//! Contingent and place of education.

use leptos::prelude::*;
use shared::dictionaries::{Contingent, EducationKind};
use shared::people::Study;
use shared::problem::Problem;
use validator::Validate;

use crate::language::language;
use crate::registration::RegistrationContext;
use crate::ui::{
    Button, ButtonKind, Combobox, Form, FormView, Heading, Notice, RadioOption, Radios, Skeleton,
    TextInput, check, derived, live,
};
use crate::{api, sorting, tr};

#[derive(Clone, Copy)]
struct Typed {
    contingent: RwSignal<String>,
    place: RwSignal<String>,
    other_place: RwSignal<String>,
    not_in_list: RwSignal<bool>,
}

impl Typed {
    fn request(self, kind: EducationKind) -> Study {
        let asked = kind != EducationKind::None;
        let not_in_list = self.not_in_list.get_untracked();
        let given = |wanted: bool, text: RwSignal<String>| {
            if wanted {
                text.get_untracked()
            } else {
                String::new()
            }
        };
        Study {
            contingent: self.contingent.get_untracked(),
            place: given(asked && !not_in_list, self.place),
            other_place: given(asked && not_in_list, self.other_place),
        }
    }
}

/// Who you are by study, and where you studied when that is asked.
#[component]
pub fn StudyPage() -> AnyView {
    let context = RegistrationContext::expect();
    let known = context.facts_now().study.unwrap_or_default();
    let typed = Typed {
        not_in_list: RwSignal::new(!known.other_place.is_empty()),
        contingent: RwSignal::new(known.contingent),
        place: RwSignal::new(known.place),
        other_place: RwSignal::new(known.other_place),
    };
    let kind = Memo::new(move |_| {
        let chosen = typed.contingent.get();
        let lists = context.dictionaries();
        lists
            .contingents
            .iter()
            .find(|contingent| contingent.code == chosen)
            .map_or(EducationKind::None, |contingent| contingent.education)
    });
    let form = Form::new(move || {
        let kind = kind.get_untracked();
        let body = typed.request(kind);
        async move {
            check(body.validate(), &["contingent", "other_place"])?;
            body.check_place(kind).map_err(|mut error| {
                if typed.not_in_list.get_untracked() {
                    "other_place".clone_into(&mut error.field);
                }
                Problem::invalid(vec![error])
            })?;
            context.advance(api::set_study(&body).await?);
            Ok(())
        }
    });
    let contingents = Memo::new(move |_| context.dictionaries().contingents);
    let choices = move || match contingents.get() {
        list if list.is_empty() => view! { <Skeleton /> }.into_any(),
        list => contingent_field(typed, &list),
    };
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.study_title) />
            {live(choices)}
            <Notice>
                <p>{tr!(registration.study_note)}</p>
            </Notice>
            {live(move || place_field(context, typed, kind.get()))}
        </FormView>
    }
    .into_any()
}

fn contingent_field(typed: Typed, contingents: &[Contingent]) -> AnyView {
    let options = contingents
        .iter()
        .map(|contingent| {
            let name = contingent.name.clone();
            let label = derived(move || name.text(language()).to_owned());
            RadioOption::new(&contingent.code, label)
        })
        .collect();
    view! {
        <Radios
            name="contingent"
            legend=tr!(registration.contingent)
            options
            value=typed.contingent
        />
    }
    .into_any()
}

fn place_field(context: RegistrationContext, typed: Typed, kind: EducationKind) -> AnyView {
    let label = match kind {
        EducationKind::University => tr!(registration.place_university),
        EducationKind::College => tr!(registration.place_college),
        EducationKind::None => return ().into_any(),
    };
    let places = derived(move || {
        let lists = context.dictionaries();
        sorting::places(
            lists.places.iter().filter(|place| place.kind == kind),
            language(),
        )
    });
    let other = Callback::new(move |()| typed.not_in_list.set(true));
    let from_list = Callback::new(move |()| typed.not_in_list.set(false));
    let shown = move || {
        if typed.not_in_list.get() {
            view! {
                <TextInput
                    name="other_place"
                    value=typed.other_place
                    label
                    hint=tr!(registration.place_other_hint)
                    autocomplete="organization"
                />
                <p>
                    <Button
                        label=tr!(registration.place_from_list)
                        kind=ButtonKind::Text
                        press=from_list
                    />
                </p>
            }
            .into_any()
        } else {
            view! {
                <Combobox
                    name="place"
                    label
                    about=label
                    hint=tr!(registration.place_hint)
                    options=places
                    value=typed.place
                />
                <p>
                    <Button
                        label=tr!(registration.place_not_in_list)
                        kind=ButtonKind::Text
                        press=other
                    />
                </p>
            }
            .into_any()
        }
    };
    live(shown)
}
