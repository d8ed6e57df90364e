//! Why nobody may apply now, and the one next thing to do instead.

use leptos::prelude::*;
use shared::campaigns::CampaignForm;
use shared::problem::{Code, Params};

use super::words::named;
use crate::help::Contacts;
use crate::language::Words;
use crate::ui::problem::words;
use crate::ui::{Heading, Notice, NoticeKind, derived, live};
use crate::{clock, say, tr};

/// The reason in words, and the way on.
pub(super) fn view(code: Code, told: &CampaignForm) -> AnyView {
    let title = named(told.campaign.name.clone());
    let (opens, closes) = (told.campaign.opens_at, told.campaign.closes_at);
    let reason = derived(move || match code {
        Code::CampaignNotOpen => say!(applications.opens, time = clock::date_and_time(opens)),
        Code::CampaignClosed => say!(applications.closed, time = clock::date_and_time(closes)),
        _ => words(code, &Params::new()),
    });
    let more = match code {
        Code::RepeatUnpaid => repeat(),
        Code::ContingentNotAllowed | Code::EditsClosed => view! { <Contacts /> }.into_any(),
        _ => ().into_any(),
    };
    let (address, label) = next(code, told);
    view! {
        <Heading text=title />
        <Notice kind=NoticeKind::Warning>
            <p>{live(move || reason.get())}</p>
        </Notice>
        {more}
        <div class="button-row">
            <a class="button" href=address>
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

/// How a repeated attempt will be paid.
fn repeat() -> AnyView {
    view! {
        <h2>{tr!(applications.repeat_title)}</h2>
        <ol class="list">
            <li>{tr!(applications.repeat_pay)}</li>
            <li>{tr!(applications.repeat_found)}</li>
            <li>{tr!(applications.repeat_apply)}</li>
        </ol>
        <p class="fine">{tr!(applications.repeat_note)}</p>
    }
    .into_any()
}
