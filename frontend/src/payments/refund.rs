//! The refund of a payment: asking for it, and then how far it is, with the dates.

use leptos::prelude::*;
use shared::payments::{Payment, Payments, Refund, RefundState, RefundWay};

use super::load::{Told, Watched};
use super::words::{coming, step};
use super::{claim, list};
use crate::app::NotFound;
use crate::help::Contacts;
use crate::ui::{BackLink, Heading, Notice, ProblemNotice, Skeleton, icon, live};
use crate::{clock, say, tr};

/// `/cabinet/payments/{number}/refund`.
pub(super) fn page(number: String) -> AnyView {
    let payments = Watched::new(list::ask);
    let shown = move || match payments.get() {
        Some(Err(problem)) => view! {
            <Heading text=tr!(payments.refund_title) />
            <ProblemNotice problem />
        }
        .into_any(),
        Some(Ok(Told::Payments(told, _))) => {
            let mut all = told.payments.iter();
            match all.find(|payment| payment.number == number) {
                Some(payment) => of_payment(payments, payment),
                None => view! { <NotFound /> }.into_any(),
            }
        }
        _ => view! { <Skeleton /> }.into_any(),
    };
    view! {
        <div class="column">
            <BackLink href="/cabinet/payments".to_owned() />
            <section class="sheet">
                <div class="stack">{live(shown)}</div>
            </section>
        </div>
    }
    .into_any()
}

/// Puts a payment that has changed into what was told.
pub(super) fn changed(payments: Watched, payment: Payment) {
    if let Some(Ok(Told::Payments(told, names))) = untrack(|| payments.get()) {
        let replaced = told.payments.into_iter().map(|one| {
            if one.number == payment.number {
                payment.clone()
            } else {
                one
            }
        });
        let told = Payments {
            payments: replaced.collect(),
            ..told
        };
        payments.took(Ok(Told::Payments(told, names)));
    }
}

fn of_payment(payments: Watched, payment: &Payment) -> AnyView {
    let card = view! {
        <div class="card">{list::head(payment)} {list::facts(payment)}</div>
    };
    let timeline = payment.refund.as_ref().map(timeline);
    let ask = payment.refundable.map(|way| match way {
        RefundWay::Card => claim::to_card(payments, payment),
        RefundWay::Account => claim::to_account(payments, payment),
    });
    let again = (ask.is_some() && timeline.is_some()).then(|| {
        view! { <h2>{tr!(payments.ask_again)}</h2> }
    });
    let nothing = (ask.is_none() && timeline.is_none()).then(|| {
        view! {
            <Notice>
                <p>{tr!(payments.refund_none)}</p>
            </Notice>
        }
    });
    view! {
        <Heading text=tr!(payments.refund_title) />
        {card}
        {timeline}
        {again}
        {ask}
        {nothing}
        <section class="stack-tight">
            <h2>{tr!(payments.refund_help)}</h2>
            <Contacts />
        </section>
    }
    .into_any()
}

/// Steps a refund goes when all is well.
const fn road(way: RefundWay) -> &'static [RefundState] {
    match way {
        RefundWay::Card => &[RefundState::Requested, RefundState::Paid],
        RefundWay::Account => &[
            RefundState::Requested,
            RefundState::Checked,
            RefundState::Sent,
            RefundState::Paid,
        ],
    }
}

/// The steps that are still to come.
fn ahead(refund: &Refund) -> Vec<RefundState> {
    if matches!(refund.state, RefundState::Paid | RefundState::Refused) {
        return Vec::new();
    }
    let road = road(refund.way);
    let reached = road.iter().position(|state| *state == refund.state);
    let next = reached.map_or(road.len() - 1, |reached| reached + 1);
    road[next..].to_vec()
}

fn timeline(refund: &Refund) -> AnyView {
    let done = refund.changes.iter().map(|change| {
        let (sign, class) = match change.state {
            RefundState::Refused => ("cross-circle", "step step-refused"),
            _ => ("check-circle", "step step-done"),
        };
        let (state, at, reason) = (change.state, change.at, change.reason.clone());
        let reason = (!reason.is_empty()).then(|| {
            view! { <p>{tr!(payments.reason, reason = reason.clone())}</p> }
        });
        view! {
            <li class=class>
                {icon(sign)}
                <div>
                    <p class="step-name">{live(move || step(state))}</p>
                    <p class="fine number">{live(move || clock::date_and_time(at))}</p>
                    {reason}
                </div>
            </li>
        }
        .into_any()
    });
    let ahead = ahead(refund).into_iter().map(|state| {
        view! {
            <li class="step">
                {icon("clock")}
                <div>
                    <p class="step-name">{live(move || coming(state))}</p>
                </div>
            </li>
        }
        .into_any()
    });
    let steps: Vec<_> = done.chain(ahead).collect();
    let number = refund.number.clone();
    let waits = !matches!(refund.state, RefundState::Paid | RefundState::Refused);
    let account = refund.account.clone();
    let account = (!account.is_empty())
        .then(|| view! { <p class="number">{live(move || say!(payments.to_account_of, account = account.clone()))}</p> });
    view! {
        <section class="stack-tight">
            <h2>{tr!(payments.timeline)}</h2>
            <p class="fine number">{tr!(payments.refund_number, number = number.clone())}</p>
            {account}
            <ol class="steps">{steps}</ol>
            {waits.then(|| view! { <p class="fine">{tr!(payments.usual)}</p> })}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refund(way: RefundWay, state: RefundState) -> Refund {
        Refund {
            number: "1".into(),
            amount: shared::money::Tiyn::of_tenge(1),
            way,
            state,
            account: String::new(),
            changes: Vec::new(),
        }
    }

    #[test]
    fn the_road_ahead_gets_shorter() {
        let ahead = |way, state| ahead(&refund(way, state)).len();
        assert_eq!(ahead(RefundWay::Account, RefundState::Requested), 3);
        assert_eq!(ahead(RefundWay::Account, RefundState::Sent), 1);
        assert_eq!(ahead(RefundWay::Account, RefundState::Refused), 0);
        assert_eq!(ahead(RefundWay::Card, RefundState::Requested), 1);
        assert_eq!(ahead(RefundWay::Card, RefundState::Sent), 1);
        assert_eq!(ahead(RefundWay::Card, RefundState::Paid), 0);
    }
}
