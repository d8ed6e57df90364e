//! The guardian's children: who is agreed for and how that stands, another child, taking a consent back.

use leptos::prelude::*;
use shared::guardians::{Guardianship, GuardianshipState, Guardianships};
use shared::passkeys::ConfirmByPassword;
use shared::problem::{Code, Problem};
use validator::Validate;

use super::child;
use crate::api::Answer as Told;
use crate::ui::{
    Button, ButtonKind, Form, FormView, Heading, Notice, NoticeKind, PasswordField, ProblemNotice,
    Skeleton, check, live,
};
use crate::{api, browser, clock, say, tr};

/// What is shown: the list, the form of another child, or the end of a consent.
#[derive(Debug, Clone, PartialEq)]
enum View {
    List,
    Adding,
    Withdrawing(Guardianship),
}

type Resource = LocalResource<Told<Guardianships>>;

/// `/id/children`.
#[component]
pub fn ChildrenPage() -> AnyView {
    let told = LocalResource::new(api::guardianships);
    let view = RwSignal::new(View::List);
    let shown = move || match (told.get(), view.get()) {
        (None, _) => view! { <Skeleton /> }.into_any(),
        (Some(Err(problem)), _) => failed(problem),
        (Some(Ok(_)), View::Adding) => adding(told, view),
        (Some(Ok(_)), View::Withdrawing(one)) => withdrawing(told, view, one),
        (Some(Ok(known)), View::List) => list(known, view),
    };
    live(shown)
}

fn failed(problem: Problem) -> AnyView {
    let sign_in = (problem.code == Code::SignInRequired).then(|| {
        view! {
            <div class="button-row">
                <a class="button" href="/id/sign-in?return=/id/children">
                    {tr!(common.sign_in)}
                </a>
            </div>
        }
    });
    view! {
        <Heading text=tr!(guardians.children_title) />
        <ProblemNotice problem />
        {sign_in}
    }
    .into_any()
}

fn list(known: Guardianships, view: RwSignal<View>) -> AnyView {
    let Guardianships {
        guardianships,
        obstacle,
    } = known;
    let empty = guardianships.is_empty();
    let cards = guardianships.into_iter().map(|one| card(one, view));
    let cards = cards.collect::<Vec<_>>();
    let add = match obstacle {
        None => view! {
            <div class="button-row">
                <Button
                    label=tr!(guardians.add)
                    icon_name="plus"
                    press=Callback::new(move |()| view.set(View::Adding))
                />
            </div>
        }
        .into_any(),
        Some(code) => view! {
            <Notice kind=NoticeKind::Warning title=tr!(guardians.not_yet_title)>
                <p>{live(move || crate::ui::problem::words_of(&Problem::new(code)))}</p>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <Heading text=tr!(guardians.children_title) />
        <p>{tr!(guardians.children_words)}</p>
        {empty.then(|| view! { <p>{tr!(guardians.children_none)}</p> })}
        <ul class="cards">{cards}</ul>
        {add}
    }
    .into_any()
}

fn card(one: Guardianship, view: RwSignal<View>) -> AnyView {
    let Guardianship {
        first_name,
        iin,
        state,
        agreed_at,
        ends_at,
        withdrawn_at,
        kinship_confirmed_at,
        ..
    } = one.clone();
    let (tag, words) = match state {
        GuardianshipState::InForce => ("tag tag-done", tr!(guardians.in_force)),
        GuardianshipState::Withdrawn => ("tag tag-refused", tr!(guardians.withdrawn)),
        GuardianshipState::OfAge => ("tag", tr!(guardians.of_age)),
    };
    let agreed = move || {
        say!(
            guardians.card_agreed,
            time = clock::date_and_time(agreed_at)
        )
    };
    let ended = move || {
        if let Some(at) = withdrawn_at {
            say!(guardians.card_withdrawn, time = clock::date_and_time(at))
        } else {
            say!(guardians.card_until, date = clock::date(ends_at))
        }
    };
    let in_force = state == GuardianshipState::InForce;
    let kinship = (in_force && kinship_confirmed_at.is_none())
        .then(|| view! { <p>{tr!(guardians.kinship_open)}</p> });
    let name = first_name.clone();
    let withdraw = in_force.then(move || {
        let press = Callback::new(move |()| view.set(View::Withdrawing(one.clone())));
        let label = tr!(guardians.withdraw_of, child = first_name.clone());
        view! { <Button label kind=ButtonKind::Text press /> }
    });
    view! {
        <li class="card">
            <div class="card-head">
                <h2>{name}</h2>
                <span class=tag>{words}</span>
            </div>
            <p class="card-meta">
                <span class="number">{iin}</span>
                <span>{live(agreed)}</span>
                <span>{live(ended)}</span>
            </p>
            {kinship}
            {withdraw}
        </li>
    }
    .into_any()
}

fn adding(told: Resource, view: RwSignal<View>) -> AnyView {
    let done = Callback::new(move |known: Guardianships| {
        told.set(Some(Ok(known)));
        view.set(View::List);
    });
    let above = view! {
        <Heading text=tr!(guardians.add_title) />
        <p>{tr!(guardians.add_words)}</p>
    }
    .into_any();
    child::form(String::new(), Some(back(view)), done, above)
}

/// Back to the list, with nothing changed.
fn back(view: RwSignal<View>) -> AnyView {
    let press = Callback::new(move |()| view.set(View::List));
    view! { <Button label=tr!(common.back) kind=ButtonKind::Secondary press /> }.into_any()
}

/// What withdrawing means, said before the password.
fn withdrawing(told: Resource, view: RwSignal<View>, one: Guardianship) -> AnyView {
    let Guardianship { id, first_name, .. } = one;
    let current = RwSignal::new(String::new());
    let form = Form::new(move || {
        let id = id.clone();
        let body = ConfirmByPassword {
            current: browser::normalized(&current.get_untracked()),
        };
        async move {
            check(body.validate(), &["current"])?;
            told.set(Some(Ok(api::withdraw_guardianship(&id, &body).await?)));
            view.set(View::List);
            Ok(())
        }
    });
    let title = tr!(guardians.withdraw_of, child = first_name.clone());
    view! {
        <FormView form submit=tr!(guardians.withdraw) beside=back(view)>
            <Heading text=title />
            <Notice kind=NoticeKind::Warning title=tr!(guardians.effects_title)>
                <ul class="list">
                    <li>{tr!(guardians.effect_open)}</li>
                    <li>{tr!(guardians.effect_submitted)}</li>
                    <li>{tr!(guardians.effect_letters)}</li>
                </ul>
            </Notice>
            <PasswordField
                name="current"
                value=current
                label=tr!(security.current)
                shown=RwSignal::new(false)
                autocomplete="current-password"
            />
        </FormView>
    }
    .into_any()
}
