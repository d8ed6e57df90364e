//! The entry page: what a Digital ID is, its three steps, the two ways in.

use leptos::prelude::*;
use shared::programmes::DIGITAL_ID;

use super::help::support_line;
use super::stages::Stage;
use crate::app::use_session;
use crate::programmes::{Opener, loaded, use_programme};
use crate::tr;
use crate::ui::{Button, Heading, ProblemNotice, icon, live};

/// Who is here decides what is offered: begin, go on, or the cabinet.
#[component]
pub(super) fn IdentityEntry() -> AnyView {
    view! {
        <div class="hero">
            <svg class="hero-mark" aria-hidden="true">
                <use href="/icons.svg#shanyrak"></use>
            </svg>
            <div class="hero-inner stack">
                <p class="caption">"DIGITAL ID"</p>
                <Heading text=tr!(identity.title) />
                <p class="lead">{tr!(identity.lead)}</p>
                {ways()}
            </div>
        </div>
        <div class="column">
            <section class="sheet">
                <div class="stack">
                    <h2>{tr!(identity.steps)}</h2>
                    {drawn()}
                    <h2>{tr!(identity.need)}</h2>
                    <ul class="list">
                        <li>{tr!(identity.need_phone)}</li>
                        <li>{tr!(identity.need_document)}</li>
                        <li>{tr!(identity.need_camera)}</li>
                    </ul>
                </div>
            </section>
            {support_line()}
        </div>
    }
    .into_any()
}

/// The steps that the programme asks, numbered by the list.
fn drawn() -> AnyView {
    let programme = use_programme();
    let items = move || {
        let programme = loaded(programme)?;
        let asked = Stage::ALL.into_iter().filter(|s| s.is_asked(&programme));
        let items = asked.map(|stage| {
            view! {
                <li class="identity-drawn-step">
                    <span class="identity-sign">{icon(stage.icon())}</span>
                    <span>{stage.title()}</span>
                </li>
            }
            .into_any()
        });
        Some(items.collect::<Vec<_>>())
    };
    view! { <ol class="identity-drawn">{live(items)}</ol> }.into_any()
}

fn ways() -> AnyView {
    let (session, opener) = (use_session(), Opener::new());
    // Nothing begun, begun, or finished.
    let standing = Memo::new(move |_| {
        session.with(|session| {
            let session = session.as_ref()?.as_ref().ok()?;
            let mut mine = session.programmes.iter();
            let own = mine.find(|programme| programme.code == DIGITAL_ID);
            let finished = own.map(|own| own.finished_at.is_some());
            Some((session.is_signed_in(), finished))
        })
    });
    let shown = move || {
        let (signed_in, finished) = standing.get().unwrap_or_default();
        if !signed_in {
            return view! {
                <div class="button-row">
                    <a class="button" href="/id/create/mobile">
                        {tr!(identity.begin)}
                        {icon("arrow-right")}
                    </a>
                    <a class="button button-secondary" href="/id/sign-in">
                        {tr!(identity.have)}
                    </a>
                </div>
            }
            .into_any();
        }
        let label = match finished {
            None => tr!(identity.begin),
            Some(false) => tr!(identity.go_on),
            Some(true) => tr!(identity.open),
        };
        let press = Callback::new(move |()| opener.open(DIGITAL_ID.to_owned()));
        view! {
            <div class="button-row">
                <Button label busy=opener.busy press />
            </div>
        }
        .into_any()
    };
    view! {
        {live(move || opener.failure.get().map(|problem| view! { <ProblemNotice problem /> }))}
        {live(shown)}
    }
    .into_any()
}
