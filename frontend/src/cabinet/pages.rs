//! What stands on each page of the cabinet.

use leptos::prelude::*;
use shared::cabinet::{Cabinet, IdentityState};
use shared::programmes::DIGITAL_ID;

use crate::app::use_session;
use crate::applications::CampaignList;
use crate::help::Contacts;
use crate::language::{Words, language};
use crate::programmes::Opener;
use crate::ui::{Button, ButtonKind, Heading, Notice, ProblemNotice, derived, icon, live};
use crate::{api, clock, tr};

/// What is done, and what is next.
pub(super) fn home(cabinet: &Cabinet, apply: Words) -> AnyView {
    let registered_at = cabinet.registered_at;
    view! {
        <div class="confirmation">
            {icon("check-circle")}
            <h2>{tr!(cabinet.registered)}</h2>
            <p>
                {tr!(cabinet.registered_at, time = clock::date_and_time(registered_at))}
            </p>
        </div>
        <ul class="cards">
            {cabinet.identity.map(identity)}
            <li class="card">
                <div class="card-head">
                    <h2>{tr!(cabinet.next_title)}</h2>
                </div>
                <p>{who_applies(cabinet, apply)}</p>
            </li>
            {other_exams(cabinet.programme.clone())}
        </ul>
    }
    .into_any()
}

/// How far the identity is proved.
fn identity(state: IdentityState) -> AnyView {
    let (tag, state, words, comes) = match state {
        IdentityState::InReview => (
            "tag tag-review",
            tr!(cabinet.in_review),
            tr!(cabinet.in_review_words),
            false,
        ),
        IdentityState::InPerson => (
            "tag tag-waiting",
            tr!(cabinet.in_person),
            tr!(cabinet.in_person_words),
            true,
        ),
    };
    view! {
        <li class="card">
            <div class="card-head">
                <h2>{tr!(cabinet.identity)}</h2>
                <span class=tag>{state}</span>
            </div>
            <p>{words}</p>
            {comes.then(|| view! { <Contacts /> })}
        </li>
    }
    .into_any()
}

fn who_applies(cabinet: &Cabinet, apply: Words) -> Words {
    if cabinet.applies_online {
        tr!(cabinet.next_online, apply = apply.get())
    } else {
        tr!(cabinet.next_entered)
    }
}

/// Every other programme: where the person is in it, and a press that opens it.
fn other_exams(current: String) -> AnyView {
    let (session, opener) = (use_session(), Opener::new());
    let names = LocalResource::new(api::programmes);
    let rows = move || {
        let mine = session.with(|session| {
            let session = session.as_ref()?.as_ref().ok()?;
            Some(session.programmes.clone())
        });
        let mine = mine.unwrap_or_default();
        let names = names.get().and_then(Result::ok).unwrap_or_default();
        // The Digital ID is no exam.
        let others = names
            .into_iter()
            .filter(|one| one.code != current && one.code != DIGITAL_ID);
        let rows = others.map(|one| {
            let standing = mine.iter().find(|programme| programme.code == one.code);
            let (class, state) = match standing.map(|programme| programme.finished_at) {
                Some(Some(_)) => ("tag tag-done", Some(tr!(cabinet.exam_registered))),
                Some(None) => ("tag tag-waiting", Some(tr!(cabinet.exam_begun))),
                None => ("tag", None),
            };
            let (code, name) = (one.code, one.name);
            let press = Callback::new(move |()| opener.open(code.clone()));
            let label = derived(move || name.text(language()).to_owned());
            let state = state.map(|state| view! { " " <span class=class>{state}</span> });
            view! {
                <p>
                    <Button label kind=ButtonKind::Text busy=opener.busy press />
                    {state}
                </p>
            }
            .into_any()
        });
        rows.collect::<Vec<_>>()
    };
    view! {
        <li class="card">
            <div class="card-head">
                <h2>{tr!(cabinet.other_exams)}</h2>
            </div>
            <p>{tr!(cabinet.other_exams_words)}</p>
            {live(move || opener.failure.get().map(|problem| view! { <ProblemNotice problem /> }))}
            <div class="stack-tight">{live(rows)}</div>
        </li>
    }
    .into_any()
}

/// The campaigns, or who enters the person instead.
pub(super) fn apply(cabinet: &Cabinet, heading: Words) -> AnyView {
    if cabinet.applies_online {
        view! { <CampaignList heading /> }.into_any()
    } else {
        view! {
            <Heading text=heading />
            <Notice title=tr!(cabinet.entered_title)>
                <p>{tr!(cabinet.entered)}</p>
            </Notice>
            <Contacts />
        }
        .into_any()
    }
}
