//! What other pages say about money: the check before an application is handed in, the cards of own
//! applications, the page that asks before one is withdrawn.

use leptos::prelude::*;
use shared::applications::{Application, Status};
use shared::campaigns::Campaign;
use shared::payments::{Order, OrderState};
use shared::time::Instant;

use super::words::money;
use super::{address_of, files};
use crate::language::Words;
use crate::ui::icon;
use crate::{clock, tr};

/// Fee, time to pay and what comes back, said before anybody pays; nothing where nothing is paid.
pub fn before_paying(campaign: &Campaign) -> Option<AnyView> {
    let sum = money(campaign.fee?);
    let minutes = campaign.hold_minutes.unwrap_or_default();
    let closes = campaign.closes_at;
    let shown = view! {
        <section class="stack-tight">
            <h2>{tr!(payments.fee_title)}</h2>
            <div class="amount">
                <p>{tr!(payments.fee)}</p>
                <p class="amount-sum number">{sum}</p>
            </div>
            <ul class="list">
                <li>{tr!(payments.fee_until, minutes = minutes)}</li>
                <li>{tr!(payments.fee_refund, time = clock::date_and_time(closes))}</li>
                <li>{tr!(payments.fee_no_show)}</li>
            </ul>
        </section>
    };
    Some(shown.into_any())
}

/// What can be done about an application: to pay, or to fetch what belongs to its exam.
pub fn of_application(application: &Application) -> Option<AnyView> {
    let seated = application.status == Status::Submitted && application.sitting.is_some();
    let files = seated.then(|| files::of_exam(&application.id));
    let Some(order) = &application.order else {
        let free = view! { <div class="button-row not-printed">{files?}</div> };
        return Some(free.into_any());
    };
    let address = address_of(&application.id);
    if order.state == OrderState::Waiting && application.status == Status::Held {
        let sum = money(order.amount);
        let pay = view! {
            <div class="button-row not-printed">
                <a class="button" href=address>
                    {icon("wallet")}
                    {tr!(payments.pay_sum, sum = sum.clone())}
                </a>
            </div>
        };
        return Some(pay.into_any());
    }
    let duty = seated.then(|| view! { <p class="fine">{tr!(payments.own_duty)}</p> });
    let ended = view! {
        {duty}
        <div class="button-row not-printed">{files} {more(address)}</div>
    };
    Some(ended.into_any())
}

fn more(address: String) -> AnyView {
    view! {
        <a class="button button-text" href=address>
            {tr!(payments.more)}
        </a>
    }
    .into_any()
}

/// What withdrawing does with the money, said before the press.
pub fn withdrawal_words(order: &Order, now: Instant) -> Option<Words> {
    let (sum, closed) = (money(order.amount), order.refund_until);
    match order.state {
        OrderState::Waiting => Some(tr!(payments.withdraw_unpaid)),
        OrderState::Paid if now < closed => Some(tr!(payments.withdraw_paid, sum = sum.clone())),
        OrderState::Paid => Some(tr!(
            payments.withdraw_late,
            sum = sum.clone(),
            time = clock::date_and_time(closed)
        )),
        OrderState::Annulled | OrderState::Cancelled => None,
    }
}
