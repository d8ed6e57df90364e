//! Own applications: a card each, with its state and the one next thing to do; those that have ended
//! stay below.

use crate::language::Words;
use leptos::prelude::*;
use shared::applications::Application;
use shared::forms::FieldKind;
use shared::time::Instant;

use super::load::{Told, load};
use super::words::{Names, answered, named, next, status};
use super::{empty, seats, waiting};
use crate::app::query;
use crate::ui::{Heading, Notice, NoticeKind, ProblemNotice, Skeleton, icon, live};
use crate::{api, payments, say, tr};

/// What a card tells beside place and time.
const TOLD: [FieldKind; 7] = [
    FieldKind::Service,
    FieldKind::Kind,
    FieldKind::Blocks,
    FieldKind::Specialty,
    FieldKind::Language,
    FieldKind::SubjectPair,
    FieldKind::QualificationSought,
];

/// The cards of the applications.
#[component]
pub fn ApplicationList(
    /// What the programme calls them.
    heading: Words,
) -> AnyView {
    let applications = load(|| async { api::applications().await.map(Told::Applications) });
    let gone = query("withdrawn");
    let withdrawn = move || {
        gone.get().map(|_| {
            view! {
                <Notice kind=NoticeKind::Success>
                    <p>{tr!(applications.withdrawn_done)}</p>
                </Notice>
            }
        })
    };
    let shown = move || match applications.get() {
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(Told::Applications(told))) if told.applications.is_empty() => {
            let words = empty(
                tr!(cabinet.no_applications_title),
                tr!(cabinet.no_applications),
            );
            view! { {words} {to_campaigns()} }.into_any()
        }
        Some(Ok(Told::Applications(told))) => cards(told.applications, told.server_now),
        _ => view! { <Skeleton /> }.into_any(),
    };
    view! {
        <Heading text=heading />
        {live(withdrawn)}
        {waiting::list()}
        {live(shown)}
    }
    .into_any()
}

fn to_campaigns() -> AnyView {
    view! {
        <div class="button-row">
            <a class="button" href="/cabinet/apply">
                {tr!(applications.to_campaigns)}
            </a>
        </div>
    }
    .into_any()
}

fn cards(applications: Vec<Application>, now: Instant) -> AnyView {
    let (live_ones, ended): (Vec<_>, Vec<_>) = applications
        .into_iter()
        .partition(|application| application.status.is_live());
    let list = |applications: Vec<Application>| {
        let cards = applications.into_iter();
        let cards = cards.map(|application| card(application, now));
        let cards = cards.collect::<Vec<_>>();
        view! { <ul class="cards">{cards}</ul> }
    };
    let none = live_ones.is_empty().then(to_campaigns);
    let history = (!ended.is_empty()).then(|| {
        view! {
            <h2>{tr!(applications.history)}</h2>
            {list(ended)}
        }
    });
    view! {
        {list(live_ones)}
        {none}
        {history}
    }
    .into_any()
}

fn card(application: Application, now: Instant) -> AnyView {
    let name = named(application.campaign_name.clone());
    let sitting = application.sitting.as_ref().map(seats::facts);
    let alive = application.status.is_live();
    let buttons = buttons(&application);
    let offer = waiting::offer(&application, Callback::new(|()| ()));
    let money = payments::of_application(&application);
    let told = application.clone();
    let facts = move || {
        let rows = TOLD.into_iter().filter(|kind| told.answers.has(*kind));
        let rows = rows.flat_map(|kind| answered(kind, Names::Told(&told), &told.answers, None));
        let rows = rows.map(|(label, value)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                </div>
            }
            .into_any()
        });
        let rows = rows.collect::<Vec<_>>();
        view! { <dl class="told">{rows}</dl> }
    };
    view! {
        <li class="card" class:is-ended=!alive>
            {head(name, &application)}
            {next_line(application, now)}
            {sitting}
            {live(facts)}
            {money}
            {offer}
            {buttons}
        </li>
    }
    .into_any()
}

/// Name, number and state.
fn head(name: crate::language::Words, application: &Application) -> AnyView {
    let number = application.number.clone();
    let number = move || say!(applications.number, number = number.clone());
    view! {
        <div class="card-head">
            <div>
                <h2>{name}</h2>
                <p class="fine number">{live(number)}</p>
            </div>
            {tag(application)}
        </div>
    }
    .into_any()
}

/// The state of an application.
pub(super) fn tag(application: &Application) -> AnyView {
    let application = application.clone();
    live(move || {
        let (words, class) = status(&application);
        view! { <span class=class>{words}</span> }
    })
}

/// The one next thing to do.
pub(super) fn next_line(application: Application, now: Instant) -> AnyView {
    let due = application.order.as_ref();
    if let Some(line) = due.and_then(|order| payments::due_line(order, now)) {
        return line;
    }
    let sign = if application.status.is_live() {
        "arrow-right"
    } else {
        "info"
    };
    view! {
        <p class="line next">{icon(sign)} <span>{live(move || next(&application, now))}</span></p>
    }
    .into_any()
}

fn buttons(application: &Application) -> AnyView {
    let address = format!("/cabinet/applications/{}", application.id);
    let changes = changes(application);
    view! {
        <div class="button-row not-printed">
            <a class="button button-secondary" href=address>
                {icon("eye")}
                {tr!(applications.view)}
            </a>
            {changes}
        </div>
    }
    .into_any()
}

/// The ways to correct an application and to take it back, while its owner may.
pub(super) fn changes(application: &Application) -> AnyView {
    let address = format!("/cabinet/applications/{}", application.id);
    let shown = application.edits_until.map(|_| {
        view! {
            <a class="button button-secondary" href=format!("{address}/edit")>
                {icon("edit")}
                {tr!(applications.edit)}
            </a>
            <a class="button button-text" href=format!("{address}/delete")>
                {tr!(applications.delete)}
            </a>
        }
    });
    shown.into_any()
}
