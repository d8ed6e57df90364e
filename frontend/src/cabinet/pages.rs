//! What stands on each page of the cabinet.

use leptos::prelude::*;
use shared::cabinet::{Cabinet, IdentityState};
use shared::dictionaries::Dictionaries;
use shared::people::{NumberKind, OUTSIDE_KAZAKHSTAN, Sex};

use crate::applications::CampaignList;
use crate::help::{Contacts, phone_words};
use crate::language::{Words, language};
use crate::ui::{Answer, Answers, Heading, Notice, icon, live};
use crate::{api, clock, say, tr};

/// What is done, and what is next.
pub(super) fn home(cabinet: &Cabinet) -> AnyView {
    let registered_at = cabinet.registered_at;
    let (tag, state, words) = match cabinet.identity {
        IdentityState::InReview => (
            "tag tag-review",
            tr!(cabinet.in_review),
            tr!(cabinet.in_review_words),
        ),
        IdentityState::InPerson => (
            "tag tag-waiting",
            tr!(cabinet.in_person),
            tr!(cabinet.in_person_words),
        ),
    };
    let contacts = (cabinet.identity == IdentityState::InPerson).then(|| view! { <Contacts /> });
    view! {
        <div class="confirmation">
            {icon("check-circle")}
            <h2>{tr!(cabinet.registered)}</h2>
            <p>
                {tr!(cabinet.registered_at, time = clock::date_and_time(registered_at))}
            </p>
        </div>
        <ul class="cards">
            <li class="card">
                <div class="card-head">
                    <h2>{tr!(cabinet.identity)}</h2>
                    <span class=tag>{state}</span>
                </div>
                <p>{words}</p>
                {contacts}
            </li>
            <li class="card">
                <div class="card-head">
                    <h2>{tr!(cabinet.next_title)}</h2>
                </div>
                <p>{who_applies(cabinet)}</p>
            </li>
        </ul>
    }
    .into_any()
}

fn who_applies(cabinet: &Cabinet) -> Words {
    if cabinet.applies_online {
        tr!(cabinet.next_online)
    } else {
        tr!(cabinet.next_entered)
    }
}

/// The campaigns, or who enters the person instead.
pub(super) fn apply(cabinet: &Cabinet) -> AnyView {
    if cabinet.applies_online {
        view! { <CampaignList /> }.into_any()
    } else {
        view! {
            <Heading text=tr!(cabinet.apply) />
            <Notice title=tr!(cabinet.entered_title)>
                <p>{tr!(cabinet.entered)}</p>
            </Notice>
            <Contacts />
        }
        .into_any()
    }
}

/// Own data as registered.
pub(super) fn profile(cabinet: Cabinet) -> AnyView {
    let lists = LocalResource::new(api::dictionaries);
    let rows = move || {
        let lists = lists.get().and_then(Result::ok).unwrap_or_default();
        rows(&cabinet, &lists)
    };
    view! {
        {live(rows)}
        <Notice>
            <p>{tr!(cabinet.profile_note)}</p>
        </Notice>
        <Contacts />
    }
    .into_any()
}

fn rows(cabinet: &Cabinet, lists: &Dictionaries) -> AnyView {
    let row = |label: Words, value: String| {
        view! { <Answer label value=Signal::stored(value) /> }
    };
    let number = match cabinet.personal_number.kind {
        NumberKind::Iin => tr!(registration.iin),
        NumberKind::Passport => tr!(registration.passport_number),
    };
    let sex = match cabinet.details.sex {
        Sex::Female => say!(registration.female),
        Sex::Male => say!(registration.male),
    };
    let region = if cabinet.details.region == OUTSIDE_KAZAKHSTAN {
        say!(registration.outside)
    } else {
        let found = lists
            .regions
            .iter()
            .find(|region| region.code == cabinet.details.region);
        found
            .map(|region| region.name.text(language()).to_owned())
            .unwrap_or_default()
    };
    let contingent = lists
        .contingents
        .iter()
        .find(|contingent| contingent.code == cabinet.study.contingent)
        .map(|contingent| contingent.name.text(language()).to_owned());
    let place = lists
        .places
        .iter()
        .find(|place| place.code == cabinet.study.place)
        .map_or_else(
            || cabinet.study.other_place.clone(),
            |place| place.name.text(language()).to_owned(),
        );
    let mut rows = vec![
        row(tr!(registration.full_name), cabinet.name.full()),
        row(number, cabinet.personal_number.masked.clone()),
        row(tr!(registration.email), cabinet.email.clone()),
        row(tr!(registration.sex), sex),
        row(
            tr!(registration.birth_date),
            clock::civil_date(&cabinet.details.birth_date),
        ),
        row(tr!(registration.region), region),
        row(tr!(registration.phone), phone_words(&cabinet.details.phone)),
        row(tr!(registration.contingent), contingent.unwrap_or_default()),
    ];
    if !place.is_empty() {
        rows.push(row(tr!(registration.place), place));
    }
    view! { <Answers>{rows.into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</Answers> }
        .into_any()
}
