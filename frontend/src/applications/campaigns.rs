//! The campaigns of the person's programme: what each is, when it is open, and the way in.

use leptos::prelude::*;
use shared::campaigns::{Campaign, CampaignState};
use shared::time::Instant;

use super::load::{Told, load};
use super::words::named;
use crate::language::{Words, language};
use crate::programmes::use_code;
use crate::ui::{Heading, ProblemNotice, Skeleton, live, small_icon};
use crate::{api, clock, say, tr};

/// The cards of the campaigns.
#[component]
pub fn CampaignList(
    /// What the programme calls applying.
    heading: Words,
) -> AnyView {
    let code = use_code();
    let campaigns = load(move || {
        let code = code.get();
        async move { api::campaigns(&code).await.map(Told::Campaigns) }
    });
    let shown = move || match campaigns.get() {
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(Told::Campaigns(told))) if told.campaigns.is_empty() => {
            super::empty(tr!(cabinet.no_campaigns_title), tr!(cabinet.no_campaigns))
        }
        Some(Ok(Told::Campaigns(told))) => {
            let cards = told.campaigns.into_iter();
            let cards = cards.map(|campaign| card(campaign, told.server_now));
            let cards = cards.collect::<Vec<_>>();
            view! { <ul class="cards">{cards}</ul> }.into_any()
        }
        _ => view! { <Skeleton /> }.into_any(),
    };
    view! {
        <Heading text=heading />
        {live(shown)}
    }
    .into_any()
}

fn card(campaign: Campaign, now: Instant) -> AnyView {
    let state = campaign.state(now);
    let Campaign {
        id,
        name,
        note,
        opens_at,
        closes_at,
        ..
    } = campaign;
    let (tag, class) = match state {
        CampaignState::Open => (tr!(applications.tag_open), "tag tag-done"),
        CampaignState::Announced => (tr!(applications.tag_announced), "tag tag-review"),
        CampaignState::Closed => (tr!(applications.tag_closed), "tag"),
    };
    let window = move || {
        let time = clock::date_and_time;
        match state {
            CampaignState::Announced => say!(applications.opens, time = time(opens_at)),
            CampaignState::Open => say!(applications.open_until, time = time(closes_at)),
            CampaignState::Closed => say!(applications.closed, time = time(closes_at)),
        }
    };
    let about = move || {
        let words = note.text(language()).to_owned();
        (!words.is_empty()).then(|| view! { <p>{words}</p> })
    };
    let open = (state == CampaignState::Open).then(|| {
        view! {
            <div class="button-row">
                <a class="button" href=format!("/cabinet/apply/{id}")>
                    {tr!(applications.submit)}
                </a>
            </div>
        }
    });
    view! {
        <li class="card" class:card-next=state == CampaignState::Open>
            <div class="card-head">
                <h2>{named(name)}</h2>
                <span class=class>{tag}</span>
            </div>
            {live(about)}
            <p class="line">{small_icon("clock")} <span>{live(window)}</span></p>
            {open}
        </li>
    }
    .into_any()
}
