//! Links to the files of an application and of a payment.

use leptos::prelude::*;

use crate::language::Words;
use crate::ui::icon;
use crate::{api, tr};

fn link(address: String, sign: &'static str, label: Words) -> AnyView {
    view! {
        <a class="button button-secondary" href=address rel="external" download="">
            {icon(sign)}
            {label}
        </a>
    }
    .into_any()
}

/// Ticket and entry for the calendar.
pub(super) fn of_exam(application: &str) -> AnyView {
    let ticket = api::ticket_address(application);
    let calendar = api::calendar_address(application);
    view! {
        {link(ticket, "download", tr!(payments.ticket))}
        {link(calendar, "calendar", tr!(payments.calendar))}
    }
    .into_any()
}

/// The receipt of a payment.
pub(super) fn receipt(number: &str) -> AnyView {
    link(
        api::receipt_address(number),
        "download",
        tr!(payments.receipt),
    )
}
