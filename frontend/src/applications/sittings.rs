//! Place and time: what is chosen on top; below it region, city and day as filters over a list of
//! sittings. What is typed changes the list at once; the list that is there stays until the next has
//! come, and calls whose answer nobody waits for are aborted.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::reactive::actions::ActionAbortHandle;
use shared::forms::FieldKind;
use shared::problem::Problem;
use shared::sittings::{Sitting, SittingCities, SittingSearch};

use super::filling::Filling;
use super::load::{Told, load};
use super::seats;
use super::words::{label, weekday};
use crate::language::language;
use crate::ui::{
    Button, ButtonKind, Checkbox, Field, ProblemNotice, Select, Skeleton, TextInput, derived, live,
};
use crate::{api, browser, clock, sorting, tr};

/// Between the last key and the call.
const QUIET: Duration = Duration::from_millis(200);
const FIELD: &str = "sitting";

/// The question for place and time.
#[component]
pub(super) fn SittingPicker(
    /// The form.
    filling: Filling,
) -> AnyView {
    let searching = Memo::new(move |_| {
        filling.searching.get()
            || filling.typed().sitting.with(String::is_empty)
            || filling.misfits()
    });
    let change = Callback::new(move |()| filling.searching.set(true));
    let chosen = move || {
        filling.sitting().map(|sitting| {
            let open = searching.get();
            seats::chosen(&sitting, filling.waits(), (!open).then_some(change))
        })
    };
    let places = load(move || {
        let campaign = filling.campaign();
        async move { api::sitting_cities(&campaign).await.map(Told::Places) }
    });
    let search = move || {
        searching.get().then(|| {
            let shown = move || match places.get() {
                Some(Ok(Told::Places(places))) => search(filling, places),
                Some(Err(problem)) => failed(problem, Callback::new(move |()| places.refetch())),
                _ => view! { <Skeleton /> }.into_any(),
            };
            live(shown)
        })
    };
    view! {
        <section class="stack" id=FIELD tabindex="-1">
            <h2>{derived(|| label(FieldKind::Sitting))}</h2>
            <Field name=FIELD>
                <div aria-live="polite">{live(chosen)}</div>
            </Field>
            {live(search)}
        </section>
    }
    .into_any()
}

fn failed(problem: Problem, again: Callback<()>) -> AnyView {
    view! {
        <ProblemNotice problem />
        <p>
            <Button label=tr!(common.try_again) kind=ButtonKind::Secondary press=again />
        </p>
    }
    .into_any()
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Wanted {
    region: RwSignal<String>,
    city: RwSignal<String>,
    date: RwSignal<String>,
    free: RwSignal<bool>,
}

impl Wanted {
    /// The person's own region where it has sittings; anything else is open.
    fn new(filling: Filling, places: &SittingCities) -> Self {
        let own = filling.own.get_value().region;
        let known = places.cities.iter().any(|city| city.region == own);
        Self {
            region: RwSignal::new(if known { own } else { String::new() }),
            city: RwSignal::default(),
            date: RwSignal::default(),
            free: RwSignal::new(false),
        }
    }

    fn search(self, filling: Filling) -> SittingSearch {
        SittingSearch {
            region: self.region.get(),
            city: self.city.get().trim().to_owned(),
            date: self.date.get(),
            attendance: filling.typed().attendance.get(),
            free: self.free.get(),
            after: String::new(),
        }
    }
}

/// What was found so far.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    sittings: Vec<Sitting>,
    more: bool,
}

type Finding = Action<(SittingSearch, Vec<Sitting>), Result<Found, Problem>>;

/// Asks for one list at a time: a newer question aborts the older one.
#[derive(Clone, Copy)]
struct Finder {
    finding: Finding,
    running: StoredValue<Option<ActionAbortHandle>, LocalStorage>,
}

impl Finder {
    fn new(campaign: String) -> Self {
        let finding: Finding =
            Action::new_local(move |(search, before): &(SittingSearch, Vec<Sitting>)| {
                let (campaign, search, before) = (campaign.clone(), search.clone(), before.clone());
                let found: std::pin::Pin<Box<dyn Future<Output = Result<Found, Problem>>>> =
                    Box::pin(async move {
                        let page = api::find_sittings(&campaign, &search).await?;
                        let sittings = before.into_iter().chain(page.sittings).collect();
                        let more = page.more;
                        Ok(Found { sittings, more })
                    });
                found
            });
        Self {
            finding,
            running: StoredValue::new_local(None),
        }
    }

    /// Looks for `search`; what it finds stands behind `before`.
    fn find(self, search: SittingSearch, before: Vec<Sitting>) {
        let next = self.finding.dispatch((search, before));
        self.running.update_value(|running| {
            if let Some(earlier) = running.replace(next) {
                earlier.abort();
            }
        });
    }
}

fn search(filling: Filling, places: SittingCities) -> AnyView {
    let wanted = Wanted::new(filling, &places);
    let question = Memo::new(move |_| wanted.search(filling));
    let finder = Finder::new(filling.campaign());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        // Gone already when the page went in another order.
        let running = timer.try_update_value(Option::take).flatten();
        if let Some(running) = running {
            running.clear();
        }
    };
    Effect::new(move |begun: Option<()>| {
        let question = question.get();
        stop();
        if begun.is_none() {
            finder.find(question, Vec::new());
        } else {
            let ask = move || finder.find(question.clone(), Vec::new());
            timer.set_value(set_timeout_with_handle(ask, QUIET).ok());
        }
    });
    on_cleanup(stop);
    view! {
        {filters(wanted, places)}
        {results(filling, finder, question)}
    }
    .into_any()
}

fn filters(wanted: Wanted, places: SittingCities) -> AnyView {
    let lists = LocalResource::new(api::dictionaries);
    let SittingCities { cities, dates } = places;
    let regions = derived(move || {
        let language = language();
        let lists = lists.get().and_then(Result::ok).unwrap_or_default();
        let regions = sorting::entries(&lists.regions, language).into_iter();
        let regions = regions.filter(|region| cities.iter().any(|c| c.region == region.code));
        let named = regions.map(|region| (region.code, region.name.text(language).to_owned()));
        named.collect::<Vec<_>>()
    });
    let days = derived(move || {
        let day = |date: &String| {
            let words = crate::say!(
                applications.day,
                date = clock::civil_date(date),
                weekday = weekday(date)
            );
            (date.clone(), words)
        };
        dates.iter().map(day).collect::<Vec<_>>()
    });
    view! {
        <div class="filters">
            <Select
                name="sitting_region"
                label=tr!(applications.region)
                first=tr!(applications.any)
                options=regions
                value=wanted.region
            />
            <TextInput name="sitting_city" value=wanted.city label=tr!(applications.city) />
            <Select
                name="sitting_date"
                label=tr!(applications.date)
                first=tr!(applications.any)
                options=days
                value=wanted.date
            />
        </div>
        <Checkbox
            name="sitting_free"
            label=tr!(applications.only_free)
            checked=wanted.free
            change=Callback::new(move |only| wanted.free.set(only))
        />
    }
    .into_any()
}

fn results(filling: Filling, finder: Finder, question: Memo<SittingSearch>) -> AnyView {
    let pick = Callback::new(move |sitting: Sitting| {
        filling.pick(sitting);
        request_animation_frame(|| browser::focus(FIELD));
    });
    let more = Callback::new(move |before: Vec<Sitting>| {
        let after = before.last().map(|sitting| sitting.id.clone());
        let search = SittingSearch {
            after: after.unwrap_or_default(),
            ..question.get_untracked()
        };
        finder.find(search, before);
    });
    let again = Callback::new(move |()| finder.find(question.get_untracked(), Vec::new()));
    let pending = finder.finding.pending();
    let shown = move || match finder.finding.value().get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(problem)) => failed(problem, again),
        Some(Ok(found)) => {
            let before = found.sittings.clone();
            let more = Callback::new(move |()| more.run(before.clone()));
            let button = found.more.then(|| {
                view! {
                    <Button
                        label=tr!(applications.show_more)
                        kind=ButtonKind::Secondary
                        busy=pending
                        press=more
                    />
                }
            });
            view! {
                {seats::list(filling, found.sittings, pick)}
                {button}
            }
            .into_any()
        }
    };
    view! {
        <div
            class="seats stack-tight"
            class:is-stale=pending
            aria-busy=derived(move || pending.get().to_string())
        >
            {live(shown)}
        </div>
    }
    .into_any()
}
