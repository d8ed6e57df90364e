//! The history of operations: who asked for which data, what was answered, and what waits to be continued;
//! with the consents of guardians.

use leptos::prelude::*;
use shared::guardians::{Agreed, Guardianship, GuardianshipState};
use shared::passkeys::ConfirmByPassword;
use shared::problem::{Code, Problem};
use shared::programmes::ProgrammeName;
use shared::registration::Registration;
use shared::sharing::{Operations, Sharing, SharingState};
use shared::time::Instant;
use validator::Validate;

use super::{data_name, window};
use crate::app::{Navigator, use_session};
use crate::language::{Words, language};
use crate::registration::address_of;
use crate::ui::{
    Button, ButtonKind, ErrorSummary, Form, FormView, Heading, Notice, NoticeKind, PasswordField,
    ProblemNotice, Skeleton, check, live,
};
use crate::{api, browser, clock, say, tr};

/// What is shown: the list, a request to continue, or the end of an agreement.
#[derive(Debug, Clone, PartialEq)]
enum View {
    List,
    Continuing(Sharing),
    Withdrawing(Sharing),
}

type Told = LocalResource<api::Answer<(Operations, Vec<ProgrammeName>)>>;

/// `/id/history`.
#[component]
pub fn HistoryPage() -> AnyView {
    let told = LocalResource::new(|| async move {
        let operations = api::sharings().await?;
        // Names only help: without them the operations are shown all the same.
        let names = api::programmes().await.unwrap_or_default();
        api::Answer::Ok((operations, names))
    });
    let view = RwSignal::new(View::List);
    let (navigator, session) = (Navigator::expect(), use_session());
    let agreed = Callback::new(move |registration: Registration| {
        session.refetch();
        navigator.go(&address_of(&registration));
    });
    let later = Callback::new(move |()| view.set(View::List));
    let shown = move || match (told.get(), view.get()) {
        (None, _) => view! { <Skeleton /> }.into_any(),
        (Some(Err(problem)), _) => failed(problem),
        (Some(Ok(_)), View::Continuing(one)) => window::window(one, agreed, later),
        (Some(Ok(_)), View::Withdrawing(one)) => withdrawing(told, view, one),
        (Some(Ok((known, names))), View::List) => list(told, known, &names, view),
    };
    live(shown)
}

fn failed(problem: Problem) -> AnyView {
    let sign_in = (problem.code == Code::SignInRequired).then(|| {
        view! {
            <div class="button-row">
                <a class="button" href="/id/sign-in?return=/id/history">
                    {tr!(common.sign_in)}
                </a>
            </div>
        }
    });
    view! {
        <Heading text=tr!(sharing.history_title) />
        <ProblemNotice problem />
        {sign_in}
    }
    .into_any()
}

fn list(told: Told, known: Operations, names: &[ProgrammeName], view: RwSignal<View>) -> AnyView {
    let Operations {
        sharings,
        given,
        received,
        identity_proved,
    } = known;
    let empty = sharings.is_empty() && given.is_empty() && received.is_empty();
    let mut cards = Vec::new();
    for one in sharings {
        let name = names.iter().find(|name| name.code == one.programme);
        cards.push(card(told, one, name.cloned(), (view, identity_proved)));
    }
    cards.extend(given.into_iter().map(given_card));
    cards.extend(received.into_iter().map(received_card));
    view! {
        <Heading text=tr!(sharing.history_title) />
        <p>{tr!(sharing.history_words)}</p>
        {empty.then(|| view! { <p>{tr!(sharing.history_none)}</p> })}
        <ul class="cards">{cards}</ul>
    }
    .into_any()
}

fn at(words: fn(String) -> String, at: Instant) -> AnyView {
    view! { <span>{live(move || words(clock::date_and_time(at)))}</span> }.into_any()
}

fn head(title: AnyView, tag: &'static str, words: Words) -> AnyView {
    view! {
        <div class="card-head">
            <h2>{title}</h2>
            <span class=tag>{words}</span>
        </div>
    }
    .into_any()
}

fn card(
    told: Told,
    one: Sharing,
    name: Option<ProgrammeName>,
    (view, proved): (RwSignal<View>, bool),
) -> AnyView {
    let (tag, words) = match one.state {
        SharingState::Asked => ("tag tag-waiting", tr!(sharing.asked)),
        SharingState::Agreed => ("tag tag-done", tr!(sharing.agreed)),
        SharingState::Refused => ("tag tag-refused", tr!(sharing.refused)),
        SharingState::Withdrawn => ("tag tag-refused", tr!(sharing.withdrawn)),
    };
    let code = one.programme.clone();
    let centre = name.clone();
    let title = move || match &name {
        Some(name) => name.name.text(language()).to_owned(),
        None => code.clone(),
    };
    let centre = move || {
        let centre = centre.as_ref()?;
        Some(centre.centre.text(language()).to_owned())
    };
    let data = one.data.clone();
    let data = move || {
        let names: Vec<_> = data.iter().map(|one| data_name(*one)).collect();
        say!(sharing.data, data = names.join(", "))
    };
    let agreed = one
        .agreed_at
        .map(|time| at(|time| say!(sharing.agreed_at, time = time), time));
    let ended = one
        .ended_at
        .map(|time| at(|time| say!(sharing.ended_at, time = time), time));
    let asked = at(|time| say!(sharing.asked_at, time = time), one.asked_at);
    view! {
        <li class="card">
            {head(live(title), tag, words)}
            <p>{live(centre)}</p>
            <p>{live(data)}</p>
            <p class="card-meta">{asked} {agreed} {ended}</p>
            {buttons(told, one, (view, proved))}
        </li>
    }
    .into_any()
}

/// What can be done with a request now.
fn buttons(told: Told, one: Sharing, (view, proved): (RwSignal<View>, bool)) -> AnyView {
    match one.state {
        SharingState::Asked => asked_buttons(told, one, (view, proved)),
        SharingState::Agreed => {
            let press = Callback::new(move |()| view.set(View::Withdrawing(one.clone())));
            view! { <Button label=tr!(sharing.withdraw) kind=ButtonKind::Text press /> }.into_any()
        }
        SharingState::Refused | SharingState::Withdrawn => ().into_any(),
    }
}

/// Goes on where it was interrupted: with the word, or with the Digital ID that is not there yet.
fn asked_buttons(told: Told, one: Sharing, (view, proved): (RwSignal<View>, bool)) -> AnyView {
    let id = one.id.clone();
    let refusing = Form::new(move || {
        let id = id.clone();
        async move {
            api::refuse_sharing(&id).await?;
            told.refetch();
            Ok(())
        }
    });
    let (navigator, session) = (Navigator::expect(), use_session());
    let going = Form::new(move || {
        let programme = one.programme.clone();
        if proved {
            view.set(View::Continuing(one.clone()));
        }
        async move {
            if !proved {
                let registration = api::start_registration(&programme).await?;
                session.refetch();
                navigator.go(&address_of(&registration));
            }
            Ok(())
        }
    });
    view! {
        <ErrorSummary form=going />
        <ErrorSummary form=refusing />
        <div class="button-row">
            <Button
                label=tr!(sharing.go_on)
                busy=going.busy()
                press=Callback::new(move |()| going.submit())
            />
            <Button
                label=tr!(sharing.refuse)
                kind=ButtonKind::Text
                busy=refusing.busy()
                press=Callback::new(move |()| refusing.submit())
            />
        </div>
    }
    .into_any()
}

fn given_card(one: Guardianship) -> AnyView {
    let (tag, words) = match one.state {
        GuardianshipState::InForce => ("tag tag-done", tr!(guardians.in_force)),
        GuardianshipState::Withdrawn => ("tag tag-refused", tr!(guardians.withdrawn)),
        GuardianshipState::OfAge => ("tag", tr!(guardians.of_age)),
    };
    let child = one.first_name;
    let title = live(move || say!(sharing.given, child = child.clone()));
    let agreed = at(|time| say!(sharing.agreed_at, time = time), one.agreed_at);
    let ended = one
        .withdrawn_at
        .map(|time| at(|time| say!(sharing.ended_at, time = time), time));
    view! {
        <li class="card">
            {head(title, tag, words)} <p class="card-meta">{agreed} {ended}</p>
            <p>
                <a href="/id/children">{tr!(guardians.children_title)}</a>
            </p>
        </li>
    }
    .into_any()
}

fn received_card(one: Agreed) -> AnyView {
    let guardian = one.guardian;
    let title = live(move || say!(sharing.received, guardian = guardian.clone()));
    let agreed = at(|time| say!(sharing.agreed_at, time = time), one.at);
    view! {
        <li class="card">
            {head(title, "tag tag-done", tr!(guardians.in_force))}
            <p class="card-meta">{agreed}</p>
        </li>
    }
    .into_any()
}

/// What taking an agreement back means, said before the password.
fn withdrawing(told: Told, view: RwSignal<View>, one: Sharing) -> AnyView {
    let current = RwSignal::new(String::new());
    let form = Form::new(move || {
        let id = one.id.clone();
        let body = ConfirmByPassword {
            current: browser::normalized(&current.get_untracked()),
        };
        async move {
            check(body.validate(), &["current"])?;
            api::withdraw_sharing(&id, &body).await?;
            told.refetch();
            view.set(View::List);
            Ok(())
        }
    });
    let back = Callback::new(move |()| view.set(View::List));
    let beside = view! { <Button label=tr!(common.back) kind=ButtonKind::Secondary press=back /> };
    view! {
        <FormView form submit=tr!(sharing.withdraw) beside=beside.into_any()>
            <Heading text=tr!(sharing.withdraw) />
            <Notice kind=NoticeKind::Warning title=tr!(guardians.effects_title)>
                <p>{tr!(sharing.withdraw_effects)}</p>
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
