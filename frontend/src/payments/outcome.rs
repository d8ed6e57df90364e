//! How an order ended: paid, out of time, withdrawn; and money that pays nothing, with what can be done
//! about it.

use leptos::prelude::*;
use shared::applications::Application;
use shared::money::Tiyn;
use shared::payments::{MoneyState, OrderState, OrderView, Payment};

use super::files;
use super::pay::what;
use super::words::money;
use crate::applications::seat_facts;
use crate::language::Words;
use crate::ui::{Heading, Notice, NoticeKind, icon};
use crate::{clock, tr};

/// Payments that do not pay the order.
pub(super) fn kept_of(view: &OrderView) -> Vec<Payment> {
    let payments = view.payments.iter();
    let kept = payments.filter(|payment| payment.state != MoneyState::Applied);
    kept.cloned().collect()
}

/// Paid.
pub(super) fn paid(view: &OrderView, application: &Application) -> AnyView {
    let number = application.number.clone();
    let sum = money(view.order.amount);
    let mut payments = view.payments.iter();
    let applied = payments.find(|payment| payment.state == MoneyState::Applied);
    let receipt = applied.map(|payment| files::receipt(&payment.number));
    let seat = application.sitting.as_ref().map(|sitting| {
        view! { <div class="card">{seat_facts(sitting)}</div> }
    });
    let exam = seat.is_some().then(|| files::of_exam(&application.id));
    let until = view.order.refund_until;
    let refund = tr!(payments.refund_rule, time = clock::date_and_time(until));
    view! {
        <div class="confirmation">
            {icon("check-circle")} <Heading text=tr!(payments.paid_title) />
            <p class="confirmation-number">
                {tr!(applications.number, number = number.clone())}
            </p>
            <p>{tr!(payments.paid_sum, sum = sum.clone())}</p>
        </div>
        {of_kept(view)}
        {seat}
        <div class="button-row not-printed">{exam} {receipt}</div>
        <section class="stack-tight">
            <h2>{tr!(applications.after_title)}</h2>
            <ul class="list">
                <li>{tr!(applications.after_mail)}</li>
                <li>{tr!(payments.own_duty)}</li>
                <li>{tr!(applications.after_bring)}</li>
                <li>{refund}</li>
            </ul>
        </section>
        {to_application(&application.id)}
    }
    .into_any()
}

fn to_application(id: &str) -> AnyView {
    view! {
        <div class="button-row not-printed">
            <a class="button" href=format!("/cabinet/applications/{id}")>
                {tr!(applications.view)}
            </a>
            <a class="button button-text" href="/cabinet/applications">
                {tr!(applications.to_applications)}
            </a>
        </div>
    }
    .into_any()
}

/// The time ran out.
pub(super) fn over(view: &OrderView, application: &Application) -> AnyView {
    let campaign = format!("/cabinet/apply/{}", application.campaign);
    let kept = kept_of(view);
    let unused = kept
        .iter()
        .any(|payment| payment.state == MoneyState::Unapplied);
    let label = if unused {
        tr!(payments.other_date)
    } else {
        tr!(payments.start_over)
    };
    let if_paid = (!unused).then(|| {
        view! {
            <Notice>
                <p>{tr!(payments.over_paid)}</p>
            </Notice>
        }
    });
    view! {
        <Heading text=tr!(payments.over_title) />
        {what(application)}
        <p>{tr!(payments.over)}</p>
        {of_kept(view)}
        {if_paid}
        <div class="button-row">
            <a class="button" href=campaign>
                {label}
            </a>
            <a class="button button-text" href="/cabinet/applications">
                {tr!(applications.to_applications)}
            </a>
        </div>
    }
    .into_any()
}

/// Withdrawn.
pub(super) fn cancelled(view: &OrderView, application: &Application) -> AnyView {
    let unpaid = view.payments.is_empty().then(|| {
        view! { <p>{tr!(payments.cancelled_unpaid)}</p> }
    });
    view! {
        <Heading text=tr!(payments.cancelled_title) />
        {what(application)}
        {unpaid}
        {of_kept(view)}
        <div class="button-row">
            <a class="button button-secondary" href="/cabinet/applications">
                {tr!(applications.to_applications)}
            </a>
        </div>
    }
    .into_any()
}

/// Each payment that pays nothing, why, and what can be done about it.
fn of_kept(view: &OrderView) -> Vec<AnyView> {
    let amount = view.order.amount;
    let state = view.order.state;
    let kept = kept_of(view);
    let notices = kept.iter().map(|payment| {
        let sum = money(payment.amount);
        if payment.state == MoneyState::Refunded {
            let words = tr!(payments.returned, sum = sum.clone());
            let words = (tr!(payments.is_returned), words);
            return notice(payment, NoticeKind::Success, words);
        }
        if payment.amount != amount {
            return wrong_sum(payment, amount);
        }
        let words = match state {
            OrderState::Paid => (
                tr!(payments.twice_title),
                tr!(payments.twice, sum = sum.clone()),
            ),
            OrderState::Cancelled => (
                tr!(payments.back_title),
                tr!(payments.back, sum = sum.clone()),
            ),
            OrderState::Annulled | OrderState::Waiting => (
                tr!(payments.late_title),
                tr!(payments.late, sum = sum.clone()),
            ),
        };
        let kind = if state == OrderState::Cancelled {
            NoticeKind::Information
        } else {
            NoticeKind::Warning
        };
        notice(payment, kind, words)
    });
    notices.collect()
}

/// Another sum than the order's.
pub(super) fn wrong_sum(payment: &Payment, amount: Tiyn) -> AnyView {
    let (paid, sum) = (money(payment.amount), money(amount));
    let words = tr!(payments.wrong_sum, paid = paid.clone(), sum = sum.clone());
    let words = (tr!(payments.wrong_sum_title), words);
    notice(payment, NoticeKind::Warning, words)
}

fn notice(payment: &Payment, kind: NoticeKind, (title, words): (Words, Words)) -> AnyView {
    let address = format!("/cabinet/payments/{}/refund", payment.number);
    let label = if payment.refundable.is_some() {
        Some(tr!(payments.ask_back))
    } else {
        payment.refund.as_ref().map(|_| tr!(payments.see_refund))
    };
    let link = label.map(|label| view! { <a href=address>{label}</a> });
    view! {
        <Notice kind title>
            <p>{words}</p>
            {link.map(|link| view! { <p>{link}</p> })}
        </Notice>
    }
    .into_any()
}
