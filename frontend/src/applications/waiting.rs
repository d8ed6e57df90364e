//! Waiting for a seat: joining the list of a full sitting, own places in lists, and the seat that is
//! offered at last.

use leptos::prelude::*;
use shared::applications::{Application, Status, SubmitApplication};
use shared::payments::HOLD_MINUTES;
use shared::problem::{Code, Problem};
use shared::waiting::{ConfirmApplication, WaitingEntry};

use super::filling::Filling;
use super::load::{Told, load};
use super::seats;
use super::words::named;
use crate::app::{Navigator, query};
use crate::ui::{
    Button, ButtonKind, ErrorSummary, Form, Notice, NoticeKind, ProblemNotice, icon, live,
};
use crate::{api, say, tr};

/// What waiting means, said before it is joined.
pub(super) fn before(filling: Filling) -> AnyView {
    let campaign = filling.with(|told| told.campaign.clone());
    let minutes = campaign.hold_minutes.unwrap_or(HOLD_MINUTES);
    let words = if campaign.fee.is_some() {
        tr!(applications.wait_words_paid, minutes = minutes)
    } else {
        tr!(applications.wait_words)
    };
    view! {
        <Notice kind=NoticeKind::Warning title=tr!(applications.wait_title)>
            <p>{words}</p>
        </Notice>
    }
    .into_any()
}

/// Joins the list. Where a seat became free meanwhile, the form learns so, and its button applies.
pub(super) async fn join(
    filling: Filling,
    body: &SubmitApplication,
    key: Option<String>,
) -> Result<String, Problem> {
    let campaign = filling.campaign();
    match api::join_waiting(&campaign, body, key).await {
        Ok(_) => Ok("/cabinet/applications?waiting=1".to_owned()),
        Err(problem) if problem.code == Code::SeatsFree => {
            filling.pick(api::sitting(&campaign, &body.answers.sitting).await?);
            Err(problem)
        }
        Err(problem) => Err(problem),
    }
}

/// Own places in waiting lists; nothing where there is none.
pub(super) fn list() -> AnyView {
    let told = load(|| async { api::waiting().await.map(Told::Waiting) });
    let again = Callback::new(move |()| told.refetch());
    let joined = query("waiting");
    let shown = move || match told.get() {
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(Told::Waiting(told))) if !told.entries.is_empty() => {
            let done = joined.get().map(|_| {
                view! {
                    <Notice kind=NoticeKind::Success>
                        <p>{tr!(applications.waiting_done)}</p>
                    </Notice>
                }
            });
            let cards = told.entries.into_iter().map(|entry| card(entry, again));
            let cards = cards.collect::<Vec<_>>();
            view! {
                {done}
                <section class="stack-tight">
                    <h2>{tr!(applications.waiting)}</h2>
                    <ul class="cards">{cards}</ul>
                </section>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    live(shown)
}

fn card(entry: WaitingEntry, again: Callback<()>) -> AnyView {
    let WaitingEntry {
        id,
        campaign_name,
        sitting,
        position,
        ..
    } = entry;
    let form = Form::new(move || {
        let id = id.clone();
        async move {
            match api::leave_waiting(&id).await {
                // It ended meanwhile: the list that is fresh says so.
                Err(problem) if problem.code != Code::NotFound => Err(problem),
                _ => {
                    again.run(());
                    Ok(())
                }
            }
        }
    });
    let press = Callback::new(move |()| form.submit());
    let place = move || say!(applications.waiting_place, position = position);
    view! {
        <li class="card">
            <ErrorSummary form />
            <h3>{named(campaign_name)}</h3>
            <p class="line next">{icon("clock")} <span class="number">{live(place)}</span></p>
            {seats::facts(&sitting)}
            <div class="button-row">
                <Button
                    label=tr!(applications.waiting_leave)
                    kind=ButtonKind::Secondary
                    busy=form.busy()
                    press
                />
            </div>
        </li>
    }
    .into_any()
}

/// The button that takes a seat which is held and costs nothing; `done` where it stays on its page.
pub(super) fn offer(application: &Application, done: Callback<()>) -> Option<AnyView> {
    if application.status != Status::Held || application.order.is_some() {
        return None;
    }
    let (id, version) = (application.id.clone(), application.version);
    let navigator = Navigator::expect();
    let form = Form::new(move || {
        let id = id.clone();
        async move {
            api::confirm_application(&id, &ConfirmApplication { version }).await?;
            navigator.go(&format!("/cabinet/applications/{id}?new=1"));
            done.run(());
            Ok(())
        }
    });
    let press = Callback::new(move |()| form.submit());
    let shown = view! {
        <ErrorSummary form />
        <div class="button-row not-printed">
            <Button label=tr!(applications.take_seat) busy=form.busy() press />
        </div>
    };
    Some(shown.into_any())
}
