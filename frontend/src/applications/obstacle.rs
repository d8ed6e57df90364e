//! Why nobody may apply now, and the one next thing to do instead.

use leptos::prelude::*;
use shared::campaigns::CampaignForm;
use shared::problem::{Code, Params};

use super::words::named;
use crate::help::Contacts;
use crate::language::Words;
use crate::ui::problem::words;
use crate::ui::{Heading, Notice, NoticeKind, derived, live};
use crate::{clock, payments, say, tr};

/// The reason in words, and the way on; `again` asks whether it still stands.
pub(super) fn view(code: Code, told: &CampaignForm, again: Callback<()>) -> AnyView {
    let title = named(told.campaign.name.clone());
    let (opens, closes) = (told.campaign.opens_at, told.campaign.closes_at);
    let reason = derived(move || match code {
        Code::CampaignNotOpen => say!(applications.opens, time = clock::date_and_time(opens)),
        Code::CampaignClosed => say!(applications.closed, time = clock::date_and_time(closes)),
        _ => words(code, &Params::new()),
    });
    let more = match code {
        Code::RepeatUnpaid => repeat(told.campaign.programme.clone(), again),
        Code::ContingentNotAllowed | Code::EditsClosed => view! { <Contacts /> }.into_any(),
        _ => ().into_any(),
    };
    let (address, label) = next(code, told);
    // Where it can be paid, that is the reason and the way on.
    let payable = code == Code::RepeatUnpaid;
    let notice = (!payable).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{live(move || reason.get())}</p>
            </Notice>
        }
    });
    let class = if payable {
        "button button-text"
    } else {
        "button"
    };
    view! {
        <Heading text=title />
        {notice}
        {more}
        <div class="button-row">
            <a class=class href=address>
                {label}
            </a>
        </div>
    }
    .into_any()
}

fn next(code: Code, told: &CampaignForm) -> (String, Words) {
    match (code, told.applications.first()) {
        (Code::StepOutOfOrder, _) => ("/register/check".into(), tr!(applications.finish_profile)),
        (Code::AlreadyApplied, Some(own)) => {
            let address = format!("/cabinet/applications/{}", own.id);
            (address, tr!(applications.view))
        }
        (Code::CampaignNotOpen | Code::CampaignClosed, _) => {
            ("/cabinet/apply".into(), tr!(applications.to_campaigns))
        }
        _ => (
            "/cabinet/applications".into(),
            tr!(applications.to_applications),
        ),
    }
}

/// How a repeated attempt is paid, until it is.
fn repeat(programme: String, again: Callback<()>) -> AnyView {
    view! {
        <h2>{tr!(applications.repeat_title)}</h2>
        <p>{tr!(applications.repeat_note)}</p>
        {payments::prepay(programme, again)}
    }
    .into_any()
}
