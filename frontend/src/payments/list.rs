//! Own payments of all programmes: what was paid, where the money is, receipt and refund of each.

use leptos::prelude::*;
use shared::payments::{Payment, Payments};
use shared::programmes::ProgrammeName;

use super::load::{Told, Watched};
use super::words::{money, provider, state};
use super::{address_of, files};
use crate::applications::{empty, named};
use crate::ui::{ProblemNotice, Skeleton, live};
use crate::{api, clock, tr};

/// The payments with the names of their programmes.
pub(super) async fn ask() -> api::Answer<Told> {
    let payments = api::payments().await?;
    // Names only help: without them the payments are shown all the same.
    let names = api::programmes().await.unwrap_or_default();
    Ok(Told::Payments(payments, names))
}

/// The cards of the payments.
pub fn payment_list() -> AnyView {
    let payments = Watched::new(ask);
    let shown = move || match payments.get() {
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(Told::Payments(told, _))) if told.payments.is_empty() => {
            empty(tr!(payments.none_title), tr!(payments.none))
        }
        Some(Ok(Told::Payments(told, names))) => cards(told, &names),
        _ => view! { <Skeleton /> }.into_any(),
    };
    live(shown)
}

fn cards(told: Payments, names: &[ProgrammeName]) -> AnyView {
    let cards = told.payments.into_iter();
    let cards = cards.map(|payment| {
        let programme = names.iter().find(|one| one.code == payment.programme);
        let programme = programme.map(|one| view! { <p>{named(one.name.clone())}</p> });
        let links = links(&payment);
        view! {
            <li class="card">
                {head(&payment)}
                {programme}
                {facts(&payment)}
                {links}
            </li>
        }
        .into_any()
    });
    let cards = cards.collect::<Vec<_>>();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

/// Sum and state.
pub(super) fn head(payment: &Payment) -> AnyView {
    let sum = money(payment.amount);
    let told = payment.clone();
    let tag = move || {
        let (words, class) = state(&told);
        view! { <span class=class>{words}</span> }
    };
    view! {
        <div class="card-head">
            <h2 class="number">{sum}</h2>
            {live(tag)}
        </div>
    }
    .into_any()
}

/// When, how, and for what.
pub(super) fn facts(payment: &Payment) -> AnyView {
    let (received, told, order) = (payment.received_at, payment.clone(), payment.order.clone());
    let what = if order.is_empty() {
        tr!(payments.in_advance)
    } else {
        tr!(applications.number, number = order.clone())
    };
    let number = payment.number.clone();
    view! {
        <p class="card-meta number">
            <span>{tr!(payments.received, time = clock::date_and_time(received))}</span>
            <span>{live(move || provider(&told))}</span>
            <span>{what}</span>
            <span>{tr!(payments.number, number = number.clone())}</span>
        </p>
    }
    .into_any()
}

fn links(payment: &Payment) -> AnyView {
    let receipt = files::receipt(&payment.number);
    let address = format!("/cabinet/payments/{}/refund", payment.number);
    let label = if payment.refundable.is_some() {
        Some(tr!(payments.ask_back))
    } else {
        payment.refund.as_ref().map(|_| tr!(payments.see_refund))
    };
    let refund = label.map(|label| {
        view! {
            <a class="button button-secondary" href=address>
                {label}
            </a>
        }
    });
    let more = (!payment.application.is_empty()).then(|| {
        view! {
            <a class="button button-text" href=address_of(&payment.application)>
                {tr!(payments.more)}
            </a>
        }
    });
    view! { <div class="button-row">{refund} {receipt} {more}</div> }.into_any()
}
