//! The two ways to find a workplace: by its number, and by its place while typing.

use leptos::prelude::*;
use shared::problem::Problem;
use shared::registries::{LookUpOrganisation, LookUpState, Organisation, OrganisationLookUp};
use validator::Validate;

use super::latest::Latest;
use super::person::on_enter;
use super::workplace::{Lists, TypedWorkplace, place_fields};
use crate::device::pause;
use crate::language::{Words, language};
use crate::ui::{
    Button, ButtonKind, ComboOption, Combobox, Notice, NoticeKind, ProblemNotice, TextInput, check,
    derived, live,
};
use crate::{api, tr};

/// Milliseconds without a new letter after which is searched.
const QUIET_MS: i32 = 150;

type Found = Option<Result<OrganisationLookUp, Problem>>;

fn not_in_list(typed: TypedWorkplace) -> AnyView {
    let press = Callback::new(move |()| typed.type_by_hand());
    view! {
        <p>
            <Button label=tr!(registries.not_in_list) kind=ButtonKind::Text press />
        </p>
    }
    .into_any()
}

/// BIN or IIN with a search button.
pub(super) fn by_number(typed: TypedWorkplace) -> AnyView {
    let found = RwSignal::new((String::new(), None as Found));
    let busy = RwSignal::new(false);
    let request = StoredValue::new_local(Latest::default());
    let press = Callback::new(move |()| {
        let number = typed.number.get_untracked();
        busy.set(true);
        request.with_value(|request| {
            request.begin(async move {
                let body = LookUpOrganisation { number };
                let told = match check(body.validate(), &["number"]) {
                    Ok(()) => api::look_up_organisation(&body).await,
                    Err(problem) => Err(at_the_workplace(problem)),
                };
                // The page may have gone meanwhile.
                let _ = found.try_set((body.number, Some(told)));
                let _ = busy.try_set(false);
            });
        });
    });
    let outcome = move || {
        let number = typed.number.get();
        let told = found.with(|(about, told)| told.clone().filter(|_| *about == number));
        told.map(|told| by_number_outcome(typed, told))
    };
    view! {
        <div class="stack-tight" on:keydown=on_enter(press)>
            <TextInput
                name="workplace_number"
                value=typed.number
                label=tr!(registries.number)
                hint=tr!(registries.number_hint)
                inputmode="numeric"
                class="input input-20"
            />
            <Button
                label=tr!(registries.search)
                kind=ButtonKind::Secondary
                icon_name="search"
                busy
                press
            />
        </div>
        <div aria-live="polite">{live(outcome)}</div>
        {not_in_list(typed)}
    }
    .into_any()
}

/// The field has another name in the form than in the call.
fn at_the_workplace(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        "workplace_number".clone_into(&mut error.field);
    }
    problem
}

fn by_number_outcome(typed: TypedWorkplace, told: Result<OrganisationLookUp, Problem>) -> AnyView {
    let warning = |words: Words| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{words}</p>
            </Notice>
        }
        .into_any()
    };
    match told {
        Err(problem) => view! { <ProblemNotice problem=at_the_workplace(problem) /> }.into_any(),
        Ok(OrganisationLookUp {
            organisation: Some(organisation),
            ..
        }) => offer(typed, organisation),
        Ok(told) if told.state == LookUpState::NotFound => {
            warning(tr!(registries.organisation_not_found))
        }
        Ok(_) => warning(tr!(registries.organisation_unavailable)),
    }
}

fn offer(typed: TypedWorkplace, organisation: Organisation) -> AnyView {
    let (name, address) = (organisation.name.clone(), organisation.address.clone());
    let name = derived(move || name.text(language()).to_owned());
    let press = Callback::new(move |()| typed.choose(organisation.clone()));
    view! {
        <Notice kind=NoticeKind::Success title=tr!(registries.organisation_found)>
            <p>{name}</p>
            {(!address.is_empty()).then(|| view! { <p class="hint">{address.clone()}</p> })}
            <Button
                label=tr!(registries.use_organisation)
                kind=ButtonKind::Secondary
                press
            />
        </Notice>
    }
    .into_any()
}

/// Searches a region, or a district of it, while somebody types: what is found, or why nothing is.
pub(super) fn search(
    (region, district): (RwSignal<String>, RwSignal<String>),
    words: RwSignal<String>,
) -> (RwSignal<Vec<Organisation>>, RwSignal<Option<Problem>>) {
    let found = RwSignal::new(Vec::<Organisation>::new());
    let problem = RwSignal::new(None::<Problem>);
    let request = StoredValue::new_local(Latest::default());
    // The server is outside: what it finds comes in by itself.
    Effect::new(move |_| {
        let (region, district, text) = (region.get(), district.get(), words.get());
        request.with_value(|request| {
            request.begin(async move {
                if region.is_empty() {
                    let _ = found.try_set(Vec::new());
                    return;
                }
                pause(QUIET_MS).await;
                match api::organisations(&region, &district, &text).await {
                    Ok(list) => {
                        let _ = found.try_set(list);
                        let _ = problem.try_set(None);
                    }
                    Err(refused) => drop(problem.try_set(Some(refused))),
                }
            });
        });
    });
    (found, problem)
}

/// Region, district, and the organisations there while somebody types.
pub(super) fn by_place(typed: TypedWorkplace, lists: Lists) -> AnyView {
    let words = RwSignal::new(String::new());
    let value = RwSignal::new(String::new());
    let (found, problem) = search((typed.region, typed.district), words);
    let chosen = Callback::new(move |id: String| {
        let chosen = found.with_untracked(|found| found.iter().find(|it| it.id == id).cloned());
        if let Some(organisation) = chosen {
            typed.choose(organisation);
        }
    });
    let options = derived(move || found.with(|found| found.iter().map(option).collect()));
    let has_region = Memo::new(move |_| !typed.region.with(String::is_empty));
    let organisation = move || {
        has_region.get().then(|| {
            view! {
                <Combobox
                    name="workplace_organisation"
                    label=tr!(registries.organisation)
                    about=tr!(registries.organisation)
                    hint=tr!(registries.organisation_hint)
                    options
                    value
                    typed=words
                    chosen
                />
            }
        })
    };
    let refused = move || {
        let problem = problem.get();
        problem.map(|problem| view! { <ProblemNotice problem /> })
    };
    view! {
        {place_fields(typed, lists)}
        {live(organisation)}
        {live(refused)}
        {not_in_list(typed)}
    }
    .into_any()
}

pub(super) fn option(organisation: &Organisation) -> ComboOption {
    ComboOption {
        code: organisation.id.clone(),
        name: organisation.name.clone(),
    }
}
