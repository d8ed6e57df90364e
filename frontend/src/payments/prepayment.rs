//! A repeated attempt, which is paid before it is applied for, by IIN.

use leptos::prelude::*;
use shared::payments::{PrepaymentView, Way};

use super::kaspi::{turns_by_itself, way_there};
use super::load::{Told, Watched};
use super::words::money;
use crate::help::Contacts;
use crate::ui::{Button, Notice, NoticeKind, ProblemNotice, Skeleton, live};
use crate::{api, tr};

/// The prepayment of a programme: how it is made, and once it is there, `go_on`.
pub fn prepay(programme: String, go_on: Callback<()>) -> AnyView {
    let told = Watched::new(move || {
        let programme = programme.clone();
        async move { api::prepayment(&programme).await.map(Told::Prepayment) }
    });
    // Without the clock: what has not changed is left alone.
    let known = Memo::new(move |_| match told.get() {
        Some(Ok(Told::Prepayment(view))) => Some(Ok(PrepaymentView {
            server_now: shared::time::Instant::default(),
            ..view
        })),
        Some(Err(problem)) => Some(Err(problem)),
        _ => None,
    });
    let unpaid = move || {
        let known = known.get_untracked();
        matches!(known, Some(Ok(view)) if view.waiting == 0)
    };
    told.every(4, unpaid);
    let shown = move || match known.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(view)) if view.waiting > 0 => paid(go_on),
        Some(Ok(view)) => unpaid_yet(&view),
    };
    view! { <section class="stack">{live(shown)}</section> }.into_any()
}

fn paid(go_on: Callback<()>) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Success title=tr!(payments.prepaid_title)>
            <p>{tr!(payments.prepaid)}</p>
        </Notice>
        <div class="button-row">
            <Button label=tr!(payments.prepaid_apply) press=go_on />
        </div>
    }
    .into_any()
}

fn unpaid_yet(view: &PrepaymentView) -> AnyView {
    let PrepaymentView { amount, year, .. } = *view;
    let sum = money(amount);
    let kaspi = view.ways.iter().find_map(|way| match way {
        Way::Kaspi { service, link } => Some((service.clone(), link.clone())),
        Way::Halyk => None,
    });
    let ways = match kaspi {
        Some((service, link)) => steps(view, service, &link),
        None => view! {
            <Notice>
                <p>{tr!(payments.no_ways)}</p>
            </Notice>
            <Contacts />
        }
        .into_any(),
    };
    view! {
        <div class="amount">
            <p>{tr!(payments.amount)}</p>
            <p class="amount-sum number">{sum}</p>
            <p class="fine">{tr!(payments.price_of, year = year)}</p>
        </div>
        {ways}
    }
    .into_any()
}

fn steps(view: &PrepaymentView, service: String, link: &str) -> AnyView {
    let (sum, year, account) = (money(view.amount), view.year, view.account.clone());
    let account = if account.is_empty() {
        tr!(cabinet.pay_iin)
    } else {
        tr!(payments.prepay_iin, account = account.clone())
    };
    view! {
        {way_there(link)}
        <section class="stack-tight">
            <h2>{tr!(payments.kaspi_title)}</h2>
            <ol class="list">
                <li>{tr!(cabinet.pay_open)}</li>
                <li>{tr!(cabinet.pay_find, service = service.clone())}</li>
                <li>{account}</li>
                <li>{tr!(payments.prepay_kind, year = year)}</li>
                <li>{tr!(cabinet.pay_region)}</li>
                <li>{tr!(payments.kaspi_pay, sum = sum.clone())}</li>
            </ol>
            <p>{tr!(applications.repeat_found)}</p>
            {turns_by_itself()}
        </section>
    }
    .into_any()
}
