//! One application: just handed in, or looked at; its answers, what happened to it, and taking it
//! back, which is asked first.

use leptos::prelude::*;
use shared::applications::{Application, WithdrawApplication};
use shared::campaigns::Campaign;
use shared::forms::FieldKind;
use shared::payments::OrderState;
use shared::problem::Code;

use super::load::{Told, load};
use super::own::{next_line, tag};
use super::words::{Names, answered, change, named};
use super::{check, own, seats, waiting};
use crate::app::{Navigator, NotFound, query};
use crate::ui::{
    Answers, BackLink, Button, ButtonKind, ErrorSummary, Form, Heading, Notice, NoticeKind,
    ProblemNotice, Skeleton, icon, live,
};
use crate::{api, clock, payments, tr};

/// What is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Whole,
    /// Each answer with the way to change it.
    Edit,
    Delete,
}

/// `/cabinet/applications/{id}`, `…/edit` and `…/delete`.
#[component]
pub(super) fn ApplicationPage(
    /// Id, and what stands behind it.
    path: String,
) -> AnyView {
    let mut parts = path.splitn(2, '/');
    let id = parts.next().unwrap_or_default().to_owned();
    let look = match parts.next() {
        None => Some(Look::Whole),
        Some("edit") => Some(Look::Edit),
        Some("delete") => Some(Look::Delete),
        Some(_) => None,
    };
    let arrival = Arrival {
        new: query("new"),
        saved: query("saved"),
    };
    let application = load(move || {
        let id = id.clone();
        async move {
            let told = Box::new(api::application(&id).await?);
            if look != Some(Look::Edit) {
                return Ok(Told::Application(told));
            }
            // The campaign says what may be corrected.
            let form = api::campaign(&told.campaign).await?;
            Ok(Told::Form(Box::new(form), Some(told)))
        }
    });
    let shown = move || match (application.get(), look) {
        (_, None) => view! { <NotFound /> }.into_any(),
        (Some(Err(problem)), _) if problem.code == Code::NotFound => {
            view! { <NotFound /> }.into_any()
        }
        (Some(Err(problem)), _) => view! {
            <Heading text=tr!(applications.view) />
            <ProblemNotice problem />
        }
        .into_any(),
        (Some(Ok(Told::Application(told))), Some(Look::Delete)) => deletion(*told),
        (Some(Ok(Told::Form(form, Some(told)))), _) => editing(*told, form.campaign),
        (Some(Ok(Told::Application(told))), Some(Look::Whole)) => {
            let again = Callback::new(move |()| application.refetch());
            whole(*told, arrival, again)
        }
        _ => view! { <Skeleton /> }.into_any(),
    };
    view! {
        <BackLink href="/cabinet/applications".to_owned() />
        {live(shown)}
    }
    .into_any()
}

/// From which act the person comes.
#[derive(Clone, Copy)]
struct Arrival {
    new: Memo<Option<String>>,
    saved: Memo<Option<String>>,
}

fn whole(application: Application, arrival: Arrival, again: Callback<()>) -> AnyView {
    let sitting = application.sitting.as_ref().map(|sitting| {
        view! { <div class="card">{seats::facts(sitting)}</div> }
    });
    let unknown = application.sitting.is_none() && application.status.is_live();
    let places = application.places_after.filter(|_| unknown).map(|after| {
        view! {
            <Notice>
                <p>{tr!(applications.after_places, date = clock::date(after))}</p>
            </Notice>
        }
    });
    let buttons = own::changes(&application);
    let money = payments::of_application(&application);
    let offer = waiting::offer(&application, again);
    view! {
        {top(&application, arrival)}
        {sitting}
        {places}
        {money}
        {offer}
        <section class="stack-tight">
            <h2>{tr!(applications.answers)}</h2>
            {answers(application.clone(), false, |_| false)}
        </section>
        <div class="button-row not-printed">{buttons}</div>
        {history(application)}
    }
    .into_any()
}

/// Every answer with the way to change it.
fn editing(application: Application, campaign: Campaign) -> AnyView {
    let words = match application.edits_until {
        Some(until) => tr!(applications.edits_until, time = clock::date_and_time(until)),
        None => tr!(problems.edits_closed),
    };
    let open = application.edits_until.is_some();
    let changeable = move |kind| open && campaign.corrects(kind);
    let number = application.number.clone();
    view! {
        <Heading text=tr!(applications.edit) />
        <p class="hint number">{tr!(applications.number, number = number.clone())}</p>
        <p>{words}</p>
        {answers(application, true, changeable)}
    }
    .into_any()
}

/// "Accepted!" right after handing in; afterwards the number and the state.
fn top(application: &Application, arrival: Arrival) -> AnyView {
    let number = application.number.clone();
    let numbered = tr!(applications.number, number = number.clone());
    let next = next_line(application.clone(), clock::now());
    if arrival.new.get().is_some() {
        let print = Callback::new(|()| {
            // Browsers without printing do nothing.
            drop(window().print());
        });
        return view! {
            <div class="confirmation">
                {icon("check-circle")}
                <Heading text=tr!(applications.accepted_title) />
                <p class="confirmation-number">{numbered}</p>
            </div>
            <section class="stack-tight">
                <h2>{tr!(applications.after_title)}</h2>
                <ul class="list">{after(application)}</ul>
                <div class="button-row">
                    <Button
                        label=tr!(agreement.print)
                        kind=ButtonKind::Secondary
                        icon_name="print"
                        press=print
                    />
                    <a class="button button-text" href="/cabinet/applications">
                        {tr!(applications.to_applications)}
                    </a>
                </div>
            </section>
        }
        .into_any();
    }
    let saved = arrival.saved.get().map(|_| {
        view! {
            <Notice kind=NoticeKind::Success>
                <p>{tr!(applications.saved)}</p>
            </Notice>
        }
    });
    let name = named(application.campaign_name.clone());
    view! {
        <div class="card-head">
            <div>
                <Heading text=numbered />
                <p class="hint">{name}</p>
            </div>
            {tag(application)}
        </div>
        {saved}
        {next}
    }
    .into_any()
}

/// What comes after handing in; where the centre assigns the place, when that is told and that nobody
/// deletes their profile before.
fn after(application: &Application) -> AnyView {
    let change = if application.places_after.is_some() {
        tr!(applications.after_change_answers)
    } else {
        tr!(applications.after_change)
    };
    let places = application.places_after.map(|after| {
        view! {
            <li>{tr!(applications.after_places, date = clock::date(after))}</li>
            <li>{tr!(applications.after_profile)}</li>
        }
    });
    view! {
        <li>{tr!(applications.after_mail)}</li>
        {places}
        <li>{change}</li>
        <li>{tr!(applications.after_bring)}</li>
    }
    .into_any()
}

/// Every answer; those that may be changed with the way to it.
fn answers(
    application: Application,
    seat: bool,
    changeable: impl Fn(FieldKind) -> bool + Send + 'static,
) -> AnyView {
    let rows = move || {
        let own = &application.answers;
        // Place and time stand above already where nothing is changed.
        let shown = |kind: &FieldKind| seat || *kind != FieldKind::Sitting;
        let kinds = FieldKind::ALL.into_iter().filter(shown);
        let kinds = kinds.filter(|kind| own.has(*kind));
        let rows = kinds.flat_map(|kind| {
            let field = kind.field();
            let change = changeable(kind)
                .then(|| format!("/cabinet/applications/{}/edit/{field}", application.id));
            let names = Names::Told(&application);
            let rows = answered(kind, names, own, application.sitting.as_ref());
            rows.into_iter()
                .map(move |row| check::line(row, change.clone().unwrap_or_default()))
        });
        let rows = rows.collect::<Vec<_>>();
        view! { <Answers>{rows}</Answers> }
    };
    live(rows)
}

fn history(application: Application) -> AnyView {
    let paid_for = application.order.is_some();
    let rows = move || {
        let rows = application.history.iter().rev().map(|one| {
            view! {
                <li>
                    <span class="fine number">{clock::date_and_time(one.at)}</span>
                    <span>{change(one, paid_for)}</span>
                </li>
            }
            .into_any()
        });
        rows.collect::<Vec<_>>()
    };
    view! {
        <section class="stack-tight not-printed">
            <h2>{tr!(applications.changes)}</h2>
            <ol class="changes">{live(rows)}</ol>
        </section>
    }
    .into_any()
}

/// Asks before anything is taken back, and says what follows.
fn deletion(application: Application) -> AnyView {
    let Application {
        id,
        number,
        version,
        edits_until,
        ..
    } = application.clone();
    let navigator = Navigator::expect();
    let address = format!("/cabinet/applications/{id}");
    let order = application.order.as_ref();
    let money = order.and_then(|order| payments::withdrawal_words(order, clock::now()));
    let money = money.map(|words| view! { <p>{words}</p> });
    let paid = order.is_some_and(|order| order.state == OrderState::Paid);
    let form = Form::new(move || {
        let id = id.clone();
        async move {
            api::withdraw_application(&id, &WithdrawApplication { version }).await?;
            if paid {
                // There the money is asked for.
                navigator.go(&payments::address_of(&id));
            } else {
                navigator.go("/cabinet/applications?withdrawn=1");
            }
            Ok(())
        }
    });
    let press = Callback::new(move |()| form.submit());
    let (words, button) = if edits_until.is_some() {
        let label = tr!(applications.delete);
        let button = view! { <Button label kind=ButtonKind::Danger busy=form.busy() press /> };
        (tr!(applications.deletion), Some(button))
    } else {
        (tr!(problems.edits_closed), None)
    };
    let sitting = application.sitting.as_ref().map(|sitting| {
        view! { <div class="card">{seats::facts(sitting)}</div> }
    });
    view! {
        <ErrorSummary form />
        <Heading text=tr!(applications.deletion_title, number = number.clone()) />
        {sitting}
        <Notice kind=NoticeKind::Warning>
            <p>{words}</p>
            {money}
        </Notice>
        <div class="button-row">
            {button} <a class="button button-secondary" href=address>
                {tr!(applications.deletion_keep)}
            </a>
        </div>
    }
    .into_any()
}
