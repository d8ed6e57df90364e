//! The cabinet of a Digital ID: the own document, the devices, and the way to what guards the account.

use leptos::prelude::*;
use shared::problem::{Code, Problem};
use shared::programmes::DIGITAL_ID;
use shared::registration::Registration;
use shared::requirements::Facts;

use super::help::support_line;
use crate::api::Answer;
use crate::guardians::ChildrenPage;
use crate::help::Contacts;
use crate::language::Words;
use crate::registration::{address_of, document_words, typed_phone};
use crate::sharing::{HistoryPage, or_request};
use crate::ui::{Answer as Row, Answers, Heading, Plain, ProblemNotice, Skeleton, icon, live};
use crate::{api, clock, security, tr};

/// A page of the cabinet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Documents,
    History,
    Children,
    Devices,
}

impl Section {
    const ENTRIES: [Self; 4] = [
        Self::Documents,
        Self::History,
        Self::Children,
        Self::Devices,
    ];

    pub(super) fn of(page: &str) -> Option<Self> {
        match page {
            "cabinet" => Some(Self::Documents),
            "history" => Some(Self::History),
            "children" => Some(Self::Children),
            "devices" => Some(Self::Devices),
            _ => None,
        }
    }

    const fn address(self) -> &'static str {
        match self {
            Self::Documents => "/id/cabinet",
            Self::History => "/id/history",
            Self::Children => "/id/children",
            Self::Devices => "/id/devices",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Documents => "passport",
            Self::History => "clock",
            Self::Children => "person",
            Self::Devices => "computer",
        }
    }

    fn title(self) -> Words {
        match self {
            Self::Documents => tr!(identity.documents),
            Self::History => tr!(sharing.history_title),
            Self::Children => tr!(guardians.children_title),
            Self::Devices => tr!(identity.devices),
        }
    }
}

/// The Digital ID of whoever is here, opened when another programme was.
async fn own() -> Answer<Registration> {
    let found = api::registration().await?;
    if found.programme == DIGITAL_ID {
        return Ok(found);
    }
    api::start_registration(DIGITAL_ID).await
}

/// The cabinet around its pages.
#[component]
pub(super) fn CabinetPages(section: Section) -> AnyView {
    let registration = LocalResource::new(own);
    let shown = move || match registration.get() {
        None => view! {
            <Plain>
                <Skeleton />
            </Plain>
        }
        .into_any(),
        Some(Ok(known)) if !known.facts.signed_in => closed(Problem::new(Code::SignInRequired)),
        Some(Ok(known)) if known.next.is_some() => unfinished(&known),
        Some(Ok(known)) => open(section, known.facts),
        Some(Err(problem)) => closed(problem),
    };
    view! {
        {live(shown)}
        <div class="column">{support_line()}</div>
    }
    .into_any()
}

fn open(section: Section, facts: Facts) -> AnyView {
    let link = |address: &'static str, sign: &'static str, label: Words, current: bool| {
        view! {
            <li>
                <a class="cabinet-link" href=address aria-current=current.then_some("page")>
                    {icon(sign)}
                    {label}
                </a>
            </li>
        }
        .into_any()
    };
    let mut links: Vec<_> = Section::ENTRIES
        .into_iter()
        .map(|entry| {
            link(
                entry.address(),
                entry.icon(),
                entry.title(),
                entry == section,
            )
        })
        .collect();
    links.push(link("/account", "lock", tr!(identity.security), false));
    links.push(link("/sign-out", "log-out", tr!(common.sign_out), false));
    let name = facts.name.as_ref().map(shared::people::PersonName::full);
    let name = name.unwrap_or_else(|| typed_phone(facts.mobile.as_deref()));
    let content = match section {
        Section::Documents => or_request(move || {
            view! {
                <Heading text=Section::Documents.title() />
                {documents(&facts)}
            }
            .into_any()
        }),
        Section::History => view! { <HistoryPage /> }.into_any(),
        Section::Children => view! { <ChildrenPage /> }.into_any(),
        Section::Devices => devices(),
    };
    // The others have headings of their own, one for each view.
    let titled = section == Section::Devices;
    let heading = titled.then(|| view! { <Heading text=section.title() /> });
    view! {
        <div class="cabinet">
            <nav class="cabinet-side" aria-label=tr!(identity.menu)>
                <p class="cabinet-name">{name}</p>
                <ul class="cabinet-list">{links}</ul>
            </nav>
            <div class="stack">
                {heading}
                {content}
            </div>
        </div>
    }
    .into_any()
}

/// The own document: which, when, how far.
fn documents(facts: &Facts) -> AnyView {
    let number = typed_phone(facts.mobile.as_deref());
    let (class, state, words) = if facts.in_person() {
        (
            "tag tag-waiting",
            tr!(identity.in_person),
            tr!(identity.in_person_words),
        )
    } else {
        (
            "tag tag-review",
            tr!(identity.in_review),
            tr!(identity.in_review_words),
        )
    };
    let named = document_words(facts);
    let title = if facts.in_person() || named.is_empty() {
        tr!(identity.no_document)
    } else {
        Signal::stored(named)
    };
    let taken = facts.document.front.as_ref().map(|picture| picture.at);
    let taken = taken.map(|at| {
        let time = move || clock::date_and_time(at);
        view! { <p class="card-meta">{tr!(identity.shown, time = time())}</p> }
    });
    let contacts = facts.in_person().then(|| view! { <Contacts /> });
    view! {
        <ul class="cards">
            <li class="card">
                <div class="card-head">
                    <h2>{title}</h2>
                    <span class=class>{state}</span>
                </div>
                {taken}
                <p>{words}</p>
                {contacts}
            </li>
        </ul>
        <Answers>
            <Row label=tr!(identity.number) value=Signal::stored(number) />
        </Answers>
    }
    .into_any()
}

fn devices() -> AnyView {
    let told = LocalResource::new(api::security);
    let shown = move || match told.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Ok(known)) => security::devices(told, known),
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
    };
    live(shown)
}

fn unfinished(known: &Registration) -> AnyView {
    let address = address_of(known);
    view! {
        <Plain>
            <Heading text=tr!(identity.cabinet) />
            <p>{tr!(identity.unfinished)}</p>
            <div class="button-row">
                <a class="button" href=address>
                    {tr!(identity.go_on)}
                </a>
            </div>
        </Plain>
    }
    .into_any()
}

/// Why it does not open, and the way in.
fn closed(problem: Problem) -> AnyView {
    if problem.code != Code::SignInRequired {
        return view! {
            <Plain>
                <Heading text=tr!(identity.cabinet) />
                <ProblemNotice problem />
            </Plain>
        }
        .into_any();
    }
    view! {
        <Plain>
            <Heading text=tr!(identity.cabinet) />
            <p>{tr!(identity.closed)}</p>
            <div class="button-row">
                <a class="button" href="/id/sign-in?return=/id/cabinet">
                    {tr!(common.sign_in)}
                </a>
                <a class="button button-secondary" href="/id">
                    {tr!(identity.begin)}
                </a>
            </div>
        </Plain>
    }
    .into_any()
}
