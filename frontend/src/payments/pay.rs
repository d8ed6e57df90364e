//! The page of an order. It asks how the order stands and turns by itself: the time and what the bank
//! says move, everything else stays where it is.

use leptos::prelude::*;
use shared::applications::Application;
use shared::payments::{CardAttempt, CardState, OrderState, OrderView, Payment};
use shared::problem::{Code, Problem};
use shared::time::Instant;

use super::load::{Told, Watched};
use super::time::{deadline, until};
use super::words::money;
use super::{outcome, ways};
use crate::app::{NotFound, query};
use crate::applications::{named, seat_facts};
use crate::ui::{
    BackLink, Button, ButtonKind, Heading, Notice, NoticeKind, ProblemNotice, Skeleton, derived,
    live,
};
use crate::{api, clock, say, tr};

/// Seconds after the end of the time to pay in which late news may still come.
const LATE: i64 = 120;
/// After so many seconds of asking the bank the page says that it takes longer.
const LONG: i64 = 45;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Page {
    id: StoredValue<String>,
    pub order: Watched,
    application: Watched,
    /// Clock of the server.
    pub now: Signal<Instant>,
    /// Until when it can be paid.
    pub end: Memo<Option<Instant>>,
    /// The newest card payment.
    pub card: Memo<Option<CardAttempt>>,
    /// Payments that do not pay the order.
    kept: Memo<Vec<Payment>>,
    /// The person comes from the bank's page and is not told its answer yet.
    asking: Memo<bool>,
    /// They want to choose anew all the same.
    anew: RwSignal<bool>,
}

/// What the page shows as a whole.
#[derive(Clone, PartialEq)]
enum Stage {
    Loading,
    Failed(Problem),
    Shown(Box<OrderView>, Box<Application>),
}

impl Page {
    fn new(id: String) -> Self {
        let came_back = query("back").get_untracked().is_some();
        let asked = id.clone();
        let from_bank = StoredValue::new(came_back);
        let order = Watched::new(move || {
            let first = from_bank.get_value();
            from_bank.set_value(false);
            ask(asked.clone(), first)
        });
        let told = move |order: Watched| match order.get() {
            Some(Ok(Told::Order(view))) => Some(view),
            _ => None,
        };
        let asked = id.clone();
        let application = Watched::new(move || {
            let id = asked.clone();
            async move {
                let told = api::application(&id).await?;
                Ok(Told::Application(Box::new(told)))
            }
        });
        // The first answer sets the clock: later ones would make it stumble.
        let began = Memo::new(move |old: Option<&Option<Instant>>| {
            let known = old.copied().flatten();
            known.or_else(|| told(order).map(|view| view.server_now))
        });
        let now = clock::ticking(derived(move || began.get().unwrap_or_else(clock::now)));
        let card = Memo::new(move |_| told(order)?.card);
        let anew = RwSignal::new(false);
        let asking = Memo::new(move |_| {
            let open = card.with(|card| card.as_ref().is_some_and(is_open));
            came_back && open && !anew.get()
        });
        Self {
            id: StoredValue::new(id),
            order,
            application,
            now,
            end: Memo::new(move |_| told(order)?.order.pay_until),
            card,
            kept: Memo::new(move |_| {
                told(order)
                    .map(|view| outcome::kept_of(&view))
                    .unwrap_or_default()
            }),
            asking,
            anew,
        }
    }

    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// Asks again while something may still change: oftener while the bank is being asked.
    fn follow(self) {
        let opened = clock::now();
        let last = Memo::new(move |old: Option<&Option<Instant>>| {
            self.end.get().or_else(|| old.copied().flatten())
        });
        let changes = move || {
            let told = untrack(|| self.order.get());
            let open = match told {
                Some(Ok(Told::Order(view))) => {
                    matches!(view.order.state, OrderState::Waiting | OrderState::Annulled)
                }
                _ => false,
            };
            let end = last.get_untracked().unwrap_or(opened);
            open && self.now.get_untracked() <= end.max(opened).plus_seconds(LATE)
        };
        let at_bank = move || {
            let card = self.card.get_untracked();
            card.as_ref().is_some_and(is_open)
        };
        self.order.every(3, move || changes() && at_bank());
        self.order.every(4, move || changes() && !at_bank());
    }

    fn stage(self) -> Stage {
        match (self.order.get(), self.application.get()) {
            (Some(Err(problem)), _) | (_, Some(Err(problem))) => Stage::Failed(problem),
            (Some(Ok(Told::Order(view))), Some(Ok(Told::Application(application)))) => {
                Stage::Shown(Box::new(calm(*view)), application)
            }
            _ => Stage::Loading,
        }
    }
}

/// Asks how the order stands; for whoever has just come back, the bank is asked too.
async fn ask(id: String, from_bank: bool) -> api::Answer<Told> {
    let view = if from_bank {
        match api::return_card(&id).await {
            // It will be asked again without us.
            Err(problem) if problem.code == Code::BankSilent => api::order(&id).await,
            told => told,
        }
    } else {
        api::order(&id).await
    };
    Ok(Told::Order(Box::new(view?)))
}

fn is_open(card: &CardAttempt) -> bool {
    card.state == CardState::Begun
}

/// The order without what moves while it waits: that has its own places, and the rest stays untouched.
fn calm(view: OrderView) -> OrderView {
    let mut view = OrderView {
        server_now: Instant::default(),
        ..view
    };
    if view.order.state == OrderState::Waiting {
        view.order.pay_until = None;
        view.card = None;
        view.payments.clear();
    }
    view
}

/// `/cabinet/applications/{id}/payment`.
pub(super) fn page(id: String) -> AnyView {
    let back = format!("/cabinet/applications/{id}");
    let page = Page::new(id);
    page.follow();
    let stage = Memo::new(move |_| page.stage());
    let shown = move || match stage.get() {
        Stage::Loading => view! { <Skeleton /> }.into_any(),
        Stage::Failed(problem) if problem.code == Code::NotFound => {
            view! { <NotFound /> }.into_any()
        }
        Stage::Failed(problem) => failed(page, problem),
        Stage::Shown(view, application) => match view.order.state {
            OrderState::Waiting => waiting(page, &view, &application),
            OrderState::Paid => outcome::paid(&view, &application),
            OrderState::Annulled => outcome::over(&view, &application),
            OrderState::Cancelled => outcome::cancelled(&view, &application),
        },
    };
    view! {
        <div class="column">
            <BackLink href=back />
            <section class="sheet">
                <div class="stack">{live(shown)}</div>
            </section>
        </div>
    }
    .into_any()
}

fn failed(page: Page, problem: Problem) -> AnyView {
    let press = Callback::new(move |()| {
        page.order.again();
        page.application.again();
    });
    view! {
        <Heading text=tr!(payments.title) />
        <ProblemNotice problem />
        <div class="button-row">
            <Button label=tr!(common.try_again) press />
        </div>
    }
    .into_any()
}

/// What, how much, until when, the ways; then what happens otherwise.
fn waiting(page: Page, view: &OrderView, application: &Application) -> AnyView {
    let sum = money(view.order.amount);
    let refund_until = view.order.refund_until;
    let ways = ways::Ways::new(page, view);
    let shown = move || {
        if page.asking.get() {
            asking(page)
        } else {
            ways.view()
        }
    };
    let amount = view.order.amount;
    view! {
        <Heading text=tr!(payments.title) />
        {what(application)}
        <div class="amount">
            <p>{tr!(payments.amount)}</p>
            <p class="amount-sum number">{sum}</p>
        </div>
        {deadline(page.end.into(), page.now)}
        <div class="trouble">
            {live(move || declined(page))}
            {live(move || {
                let kept = page.kept.get();
                kept.iter()
                    .map(|payment| outcome::wrong_sum(payment, amount))
                    .collect::<Vec<_>>()
            })}
        </div>
        {live(shown)}
        <ul class="list fine">
            <li>{tr!(payments.if_late)}</li>
            <li>{tr!(payments.refund_rule, time = clock::date_and_time(refund_until))}</li>
        </ul>
    }
    .into_any()
}

/// Exam, place and time.
pub(super) fn what(application: &Application) -> AnyView {
    let name = named(application.campaign_name.clone());
    let number = application.number.clone();
    let seat = application.sitting.as_ref().map(|sitting| {
        view! { <div class="card">{seat_facts(sitting)}</div> }
    });
    view! {
        <p class="lead">
            {name} <br />
            <span class="fine number">{tr!(applications.number, number = number.clone())}</span>
        </p>
        {seat}
    }
    .into_any()
}

/// The bank said no: how long the seat waits now.
fn declined(page: Page) -> Option<AnyView> {
    let card = page.card.get()?;
    if card.state != CardState::Failed {
        return None;
    }
    let end = move || {
        let end = page.end.get().unwrap_or_default();
        say!(payments.declined, time = until(end, page.now.get()))
    };
    let end = Memo::new(move |_| end());
    let shown = view! {
        <Notice kind=NoticeKind::Error title=tr!(payments.declined_title)>
            <p>{live(move || end.get())}</p>
        </Notice>
    };
    Some(shown.into_any())
}

/// Back from the bank, before it has answered.
fn asking(page: Page) -> AnyView {
    let began = page.now.get_untracked();
    let long = Memo::new(move |_| began.seconds_until(page.now.get()) > LONG);
    let words = move || {
        if long.get() {
            say!(payments.asking_long)
        } else {
            say!(payments.asking)
        }
    };
    let press = Callback::new(move |()| page.anew.set(true));
    view! {
        <div class="asking" role="status">
            <span class="asking-sign" aria-hidden="true"></span>
            <div class="stack-tight">
                <h2>{tr!(payments.asking_title)}</h2>
                <p>{live(words)}</p>
            </div>
        </div>
        <div class="button-row">
            <Button label=tr!(payments.asking_anew) kind=ButtonKind::Text press />
        </div>
    }
    .into_any()
}
