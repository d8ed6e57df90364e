//! The first page: what this is, what one needs, the way in.

use leptos::prelude::*;
use shared::accounts::Session;

use crate::app::use_session;
use crate::programmes::{FIRST, Opener, other_exams};
use crate::registration::{address_of, page_name};
use crate::sessions::{SignInForm, continue_after_sign_in};
use crate::ui::{Button, Heading, Notice, NoticeKind, ProblemNotice, icon, live};
use crate::{api, browser, clock, say, tr};

/// Who is here decides what is offered: begin, go on, or the cabinet.
#[component]
pub fn StartPage() -> AnyView {
    view! {
        <div class="hero">
            <svg class="hero-mark" aria-hidden="true">
                <use href="/icons.svg#shanyrak"></use>
            </svg>
            <div class="hero-inner stack">
                <p class="caption">"РЕГИСТРАЦИЯ / ТІРКЕЛУ"</p>
                <Heading text=tr!(start.title) />
                <p class="lead">{tr!(start.lead)}</p>
                {ways()}
            </div>
        </div>
        <div class="column">
            {(!browser::has_camera_interface()).then(no_camera)}
            <section class="sheet">
                <div class="stack">
                    <h2>{tr!(start.need)}</h2>
                    <ul class="list">
                        <li>{tr!(start.need_document)}</li>
                        <li>{tr!(start.need_mail)}</li>
                        <li>{tr!(start.need_camera)}</li>
                        <li>{tr!(start.need_time)}</li>
                    </ul>
                    <p>
                        <a href="/help">{tr!(start.manual)}</a>
                    </p>
                </div>
            </section>
            {sign_in()}
            {other_exams(FIRST)}
        </div>
    }
    .into_any()
}

fn ways() -> AnyView {
    let session = use_session();
    let found = LocalResource::new(move || async move {
        let session = session.await.ok()?;
        let here = session.programme.as_deref() == Some(FIRST);
        if session.registered || !session.active || !here {
            return None;
        }
        api::registration().await.ok()
    });
    let standing = Memo::new(move |_| {
        session.with(|session| {
            let session = session.as_ref()?.as_ref().ok()?;
            let elsewhere = session
                .programme
                .as_deref()
                .is_some_and(|code| code != FIRST);
            Some((session.registered, elsewhere))
        })
    });
    let opener = Opener::new();
    let shown = move || {
        match standing.get() {
            // Registered for another programme, or on the way there.
            Some((_, true)) => return open_here(opener),
            Some((true, _)) => return button("/cabinet", tr!(start.to_cabinet)),
            _ => {}
        }
        match found.get().flatten() {
            Some(registration) => {
                let next = registration.next_page.clone().unwrap_or_default();
                let until = registration.kept_until;
                view! {
                    {button(&address_of(&registration), tr!(start.continue_))}
                    <p class="hint">
                        {live(move || {
                            let step = page_name(&next);
                            say!(start.continue_hint, step = step, until = clock::date(until))
                        })}
                    </p>
                }
                .into_any()
            }
            None => button("/register/citizenship", tr!(common.register)),
        }
    };
    live(shown)
}

/// For whoever is in another programme: one press begins or goes on with this one.
fn open_here(opener: Opener) -> AnyView {
    let press = Callback::new(move |()| opener.open(FIRST.to_owned()));
    view! {
        {live(move || opener.failure.get().map(|problem| view! { <ProblemNotice problem /> }))}
        <div class="button-row">
            <Button label=tr!(entry.open) busy=opener.busy press />
            <a class="button button-secondary" href="/cabinet">
                {tr!(start.to_cabinet)}
            </a>
        </div>
    }
    .into_any()
}

fn button(href: &str, label: crate::language::Words) -> AnyView {
    view! {
        <div class="button-row">
            <a class="button" href=href.to_owned()>
                {label}
                {icon("arrow-right")}
            </a>
        </div>
    }
    .into_any()
}

/// Told before any typing: the camera will not open here, and what to do.
fn no_camera() -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title=tr!(start.no_camera_title)>
            <p>{tr!(start.no_camera)}</p>
        </Notice>
    }
    .into_any()
}

/// The sign-in form, for whoever is not signed in.
fn sign_in() -> AnyView {
    let session = use_session();
    let signed_in = Memo::new(move |_| {
        session.with(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.as_ref().is_ok_and(Session::is_signed_in))
        })
    });
    let after = continue_after_sign_in();
    let shown = move || {
        (!signed_in.get()).then(|| {
            view! {
                <section class="sheet" id="sign-in">
                    <SignInForm after>
                        <h2>{tr!(start.sign_in)}</h2>
                    </SignInForm>
                </section>
            }
        })
    };
    live(shown)
}
