//! Sittings as they are shown: a leaf of the calendar, the hours, the place, the seats that are free.

use leptos::prelude::*;
use shared::sittings::{Freeness, Sitting};
use shared::time::date_in_kazakhstan;

use super::filling::{Filling, Work};
use super::words::{address, free, hours, weekday};
use crate::language::language;
use crate::ui::{Button, ButtonKind, icon, live, small_icon};
use crate::{clock, say, tr};

/// Date, hours and place of a sitting; follows the language.
pub fn facts(sitting: &Sitting) -> AnyView {
    let sitting = sitting.clone();
    let shown = move || {
        let date = date_in_kazakhstan(sitting.starts_at).to_string();
        let room = &sitting.room;
        let room = (!room.is_empty()).then(|| say!(applications.room, room = room.clone()));
        let place = sitting.place.name.text(language()).to_owned();
        view! {
            <div class="sitting">
                <p class="leaf">
                    <span class="leaf-day">{date.rsplit('-').next().map(without_zero)}</span>
                    <span>{clock::month(&date)}</span>
                    <span class="leaf-weekday">{weekday(&date)}</span>
                </p>
                <div class="sitting-facts">
                    <p class="sitting-hours number">{hours(&sitting)}</p>
                    <p class="sitting-place">{place}</p>
                    <p class="sitting-address">
                        {small_icon("place")} <span>{address(&sitting.place)}</span>
                    </p>
                    {room.map(|room| view! { <p class="fine">{room}</p> })}
                </div>
            </div>
        }
    };
    live(shown)
}

fn without_zero(day: &str) -> String {
    day.trim_start_matches('0').to_owned()
}

/// The free seats in words and numbers, beside a sign.
fn freeness(sitting: &Sitting) -> AnyView {
    let (class, sign) = match sitting.freeness() {
        Freeness::Many => ("free free-many", "check-circle"),
        Freeness::Few => ("free free-few", "warning"),
        Freeness::Full => ("free", "cross-circle"),
    };
    let sitting = sitting.clone();
    view! {
        <p class=class>
            {small_icon(sign)} <span>{live(move || free(&sitting))}</span>
        </p>
    }
    .into_any()
}

/// What is chosen, with the way to another where it is offered.
pub(super) fn chosen(sitting: &Sitting, waits: bool, change: Option<Callback<()>>) -> AnyView {
    let change = change.map(|press| {
        view! {
            <Button label=tr!(applications.choose_other) kind=ButtonKind::Secondary press />
        }
    });
    let (sign, title) = if waits {
        ("clock", tr!(applications.wait_chosen))
    } else {
        ("check-circle", tr!(applications.chosen))
    };
    view! {
        <div class="card seat-chosen">
            <p class="seat-title">{icon(sign)} {title}</p>
            {facts(sitting)}
            {change}
        </div>
    }
    .into_any()
}

/// What was found.
pub(super) fn list(filling: Filling, sittings: Vec<Sitting>, pick: Callback<Sitting>) -> AnyView {
    if sittings.is_empty() {
        return view! {
            <div class="empty" role="status">
                <h3>{tr!(applications.no_sittings_title)}</h3>
                <p>{tr!(applications.no_sittings)}</p>
            </div>
        }
        .into_any();
    }
    let cards = sittings
        .into_iter()
        .map(|sitting| card(filling, sitting, pick))
        .collect::<Vec<_>>();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

fn card(filling: Filling, sitting: Sitting, pick: Callback<Sitting>) -> AnyView {
    let full = sitting.freeness() == Freeness::Full;
    let own = filling
        .typed()
        .sitting
        .with_untracked(|id| *id == sitting.id);
    let (facts, freeness) = (facts(&sitting), freeness(&sitting));
    // Only a new application can wait: one that is there has a seat.
    let waits = full && !own && matches!(filling.work, Work::Apply(_));
    let button = (!full || own || waits).then(|| {
        let press = Callback::new(move |()| pick.run(sitting.clone()));
        let label = if own {
            tr!(applications.keep_seat)
        } else if waits {
            tr!(applications.wait_seat)
        } else {
            tr!(applications.choose_seat)
        };
        view! { <Button label kind=ButtonKind::Secondary press /> }
    });
    view! {
        <li class="card seat" class:is-full=full>
            {facts}
            <div class="seat-end">{freeness} {button}</div>
        </li>
    }
    .into_any()
}
