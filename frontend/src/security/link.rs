//! The page that a link in a letter opens: it says what will happen and asks for a press, because
//! mail programs open links by themselves.

use leptos::prelude::*;
use shared::problem::{Code, Problem};
use shared::security::{LinkKind, LinkView, OpenLink};

use super::done;
use crate::app::{Navigator, use_session};
use crate::language::Words;
use crate::programmes::use_told;
use crate::registration::address_of;
use crate::ui::{Form, FormView, Heading, Plain, ProblemNotice, Skeleton, live};
use crate::{api, browser, tr};

/// `/link#token`.
#[component]
pub fn LinkPage() -> AnyView {
    let (token, told) = (browser::fragment(), use_told());
    let link = LocalResource::new({
        let token = token.clone();
        move || {
            let body = OpenLink {
                token: token.clone(),
            };
            async move {
                let answer = api::look_at_link(&body).await;
                if let Ok(link) = &answer {
                    // The page is then of the centre that wrote the letter.
                    let _ = told.try_set(Some(link.programme.clone()));
                }
                answer
            }
        }
    });
    let shown = move || match link.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(problem)) if problem.code == Code::LinkExpired => expired(token.clone(), problem),
        Some(Err(problem)) => view! {
            <Heading text=tr!(security.link_title) />
            <ProblemNotice problem />
            <p>{tr!(security.link_useless_words)}</p>
            <div class="button-row">
                <a class="button" href="/account">
                    {tr!(security.title)}
                </a>
                <a class="button button-secondary" href="/recover">
                    {tr!(sessions.forgot)}
                </a>
            </div>
        }
        .into_any(),
        Some(Ok(view)) => asked(token.clone(), view),
    };
    view! { <Plain>{live(shown)}</Plain> }.into_any()
}

fn asked(token: String, link: LinkView) -> AnyView {
    let session = use_session();
    let navigator = Navigator::expect();
    let used = RwSignal::new(false);
    let LinkView { kind, email, .. } = link;
    let form = Form::new(move || {
        let body = OpenLink {
            token: token.clone(),
        };
        async move {
            api::use_link(&body).await?;
            if kind == LinkKind::EmailProof {
                // This browser has the registration now. Asked for before the session is: the page
                // of a link may be drawn anew with the session, and would not go on then.
                let registration = api::registration().await?;
                session.refetch();
                navigator.go(&address_of(&registration));
            } else {
                session.refetch();
                used.set(true);
            }
            Ok(())
        }
    });
    let shown = move || {
        if used.get() {
            return after(kind, email.clone());
        }
        let (title, words, label) = words(kind, email.clone());
        view! {
            <FormView form submit=label>
                <Heading text=title />
                <p>{words}</p>
            </FormView>
        }
        .into_any()
    };
    live(shown)
}

/// Heading, what the button does, the button.
fn words(kind: LinkKind, email: String) -> (Words, Words, Words) {
    match kind {
        LinkKind::EmailConfirm => (
            tr!(security.confirm_title),
            tr!(security.confirm_words, email = email.clone()),
            tr!(security.confirm),
        ),
        LinkKind::EmailProof => (
            tr!(security.proof_title),
            tr!(security.proof_words, email = email.clone()),
            tr!(security.proof),
        ),
        LinkKind::EmailUndo => (
            tr!(security.undo_title),
            tr!(security.undo_words, email = email.clone()),
            tr!(security.undo),
        ),
        LinkKind::NotMe => (
            tr!(security.not_me_title),
            tr!(security.not_me_words, email = email.clone()),
            tr!(security.not_me),
        ),
    }
}

/// A link that proves an address and is too old: another one goes to the same address.
fn expired(token: String, problem: Problem) -> AnyView {
    let sent = RwSignal::new(false);
    let form = Form::new(move || {
        let body = OpenLink {
            token: token.clone(),
        };
        async move {
            api::resend_link(&body).await?;
            sent.set(true);
            Ok(())
        }
    });
    let shown = move || {
        if sent.get() {
            return view! {
                <Heading text=tr!(security.resent_title) />
                <p>{tr!(registration.link_folders)}</p>
            }
            .into_any();
        }
        let problem = problem.clone();
        view! {
            <FormView form submit=tr!(security.resend)>
                <Heading text=tr!(security.link_title) />
                <ProblemNotice problem />
            </FormView>
        }
        .into_any()
    };
    live(shown)
}

fn after(kind: LinkKind, email: String) -> AnyView {
    match kind {
        // The registration goes on at once.
        LinkKind::EmailProof => ().into_any(),
        LinkKind::EmailConfirm => done(
            tr!(security.confirmed_title),
            tr!(security.confirmed, email = email.clone()),
            "/sign-in",
            tr!(common.sign_in),
        ),
        LinkKind::EmailUndo => done(
            tr!(security.undone_title),
            tr!(security.undone, email = email.clone()),
            "/recover",
            tr!(security.new_password),
        ),
        LinkKind::NotMe => done(
            tr!(security.closed_title),
            tr!(security.closed),
            "/recover",
            tr!(security.new_password),
        ),
    }
}
