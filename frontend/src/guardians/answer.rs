//! The page that a child's link opens: who asks for what, and the guardian's answer. The token stays in
//! this window, so that whoever signs in first comes back to the same link.

use leptos::prelude::*;
use shared::guardians::{GuardianLinkView, Guardianships, OpenGuardianLink};
use shared::problem::{Code, Problem};
use shared::programmes::Programme;

use super::child;
use crate::api::{self, Answer};
use crate::language::{Words, language};
use crate::programmes::use_told;
use crate::ui::{
    Button, ButtonKind, ErrorSummary, Form, Heading, Notice, NoticeKind, Plain, ProblemNotice,
    Skeleton, derived, live,
};
use crate::{browser, clock, say, tr};

const KEPT: &str = "guardian-link";

/// How the guardian answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answered {
    Agreed,
    Refused,
}

/// `/guardian#token`.
#[component]
pub fn GuardianAnswerPage() -> AnyView {
    let token = token();
    let told = use_told();
    let link = LocalResource::new({
        let token = token.clone();
        move || {
            let body = OpenGuardianLink {
                token: token.clone(),
            };
            async move {
                let view = api::look_at_guardian_link(&body).await?;
                let programme = api::programme(&view.programme).await?;
                // The page is then of the centre that asks.
                let _ = told.try_set(Some(view.programme.clone()));
                Answer::Ok((view, programme))
            }
        }
    });
    let answered = RwSignal::new(None::<Answered>);
    let shown = move || {
        if let Some(answered) = answered.get() {
            return after(answered);
        }
        match link.get() {
            None => view! { <Skeleton /> }.into_any(),
            Some(Err(problem)) => useless(problem),
            Some(Ok((view, programme))) => asked(token.clone(), &view, &programme, answered),
        }
    };
    view! { <Plain>{live(shown)}</Plain> }.into_any()
}

/// The token of the address, or the one that was kept while its guardian signed in.
fn token() -> String {
    let fresh = browser::fragment();
    if fresh.is_empty() {
        return browser::kept_in_window(KEPT).unwrap_or_default();
    }
    browser::keep_in_window(KEPT, &fresh);
    fresh
}

/// The way back to the link for whoever made a Digital ID because of it; nothing for anybody else.
pub fn way_back() -> Option<AnyView> {
    browser::kept_in_window(KEPT).filter(|kept| !kept.is_empty())?;
    let shown = view! {
        <Notice title=tr!(guardians.way_back_title)>
            <p>
                <a href="/guardian">{tr!(guardians.way_back)}</a>
            </p>
        </Notice>
    };
    Some(shown.into_any())
}

fn useless(problem: Problem) -> AnyView {
    view! {
        <Heading text=tr!(guardians.useless_title) />
        <ProblemNotice problem />
        <div class="button-row">
            <a class="button button-secondary" href="/">
                {tr!(common.to_start)}
            </a>
        </div>
    }
    .into_any()
}

fn asked(
    token: String,
    link: &GuardianLinkView,
    programme: &Programme,
    answered: RwSignal<Option<Answered>>,
) -> AnyView {
    let GuardianLinkView {
        child, expires_at, ..
    } = link;
    let (child, expires_at) = (child.clone(), *expires_at);
    let title = derived(move || {
        if child.is_empty() {
            say!(guardians.asked_title_unnamed)
        } else {
            say!(guardians.asked_title, child = child.clone())
        }
    });
    let (name, centre) = (programme.name.clone(), programme.centre.clone());
    let for_what = move || {
        say!(
            guardians.asked_for,
            programme = name.text(language()).to_owned()
        )
    };
    let by_whom = move || {
        say!(
            guardians.asked_centre,
            centre = centre.name.text(language()).to_owned(),
            bin = centre.bin.clone()
        )
    };
    let until = move || {
        say!(
            guardians.link_until,
            time = clock::date_and_time(expires_at)
        )
    };
    let words = view! {
        <Heading text=title />
        <p>{tr!(guardians.asked_words)}</p>
        <ul class="list">
            <li>{live(for_what)}</li>
            <li>{tr!(guardians.asked_identity)}</li>
            <li>{live(by_whom)}</li>
            <li>{tr!(guardians.asked_back)}</li>
        </ul>
    }
    .into_any();
    let rest = if let Some(code) = link.obstacle {
        view! {
            {words}
            {hindered(code, &token, answered)}
        }
        .into_any()
    } else {
        let refusing = refusal(token.clone(), answered);
        let done = Callback::new(move |_: Guardianships| answered.set(Some(Answered::Agreed)));
        child::form(token, Some(refusing), done, words)
    };
    view! {
        {rest}
        <p class="fine">{live(until)}</p>
    }
    .into_any()
}

/// Why whoever looks cannot agree yet, and what to do about it.
fn hindered(code: Code, token: &str, answered: RwSignal<Option<Answered>>) -> AnyView {
    let sign_in = || link("/sign-in?return=/guardian", tr!(common.sign_in), "button");
    let own_id = |class| link("/id", tr!(guardians.make_id), class);
    if code == Code::SignInRequired {
        return view! {
            <Notice title=tr!(guardians.sign_in_title)>
                <p>{tr!(guardians.sign_in_words)}</p>
            </Notice>
            <div class="button-row">
                {sign_in()} {own_id("button button-secondary")}
                {refusal(token.to_owned(), answered)}
            </div>
        }
        .into_any();
    }
    let buttons = match code {
        Code::GuardianOwnSession => link("/sign-out", tr!(common.sign_out), "button"),
        Code::GuardianIdMissing | Code::GuardianDocumentMissing => own_id("button"),
        _ => ().into_any(),
    };
    let refusing = (code != Code::GuardianOwnSession).then(|| refusal(token.to_owned(), answered));
    view! {
        <Notice kind=NoticeKind::Warning title=tr!(guardians.not_yet_title)>
            <p>{live(move || crate::ui::problem::words_of(&Problem::new(code)))}</p>
        </Notice>
        <div class="button-row">{buttons} {refusing}</div>
    }
    .into_any()
}

fn link(address: &'static str, label: Words, class: &'static str) -> AnyView {
    view! {
        <a class=class href=address>
            {label}
        </a>
    }
    .into_any()
}

/// The button that says no.
fn refusal(token: String, answered: RwSignal<Option<Answered>>) -> AnyView {
    let form = Form::new(move || {
        let body = OpenGuardianLink {
            token: token.clone(),
        };
        async move {
            api::refuse_guardian_link(&body).await?;
            answered.set(Some(Answered::Refused));
            Ok(())
        }
    });
    view! {
        <Button
            label=tr!(guardians.refuse)
            kind=ButtonKind::Text
            busy=form.busy()
            press=Callback::new(move |()| form.submit())
        />
        <ErrorSummary form />
    }
    .into_any()
}

fn after(answered: Answered) -> AnyView {
    browser::keep_in_window(KEPT, "");
    let (title, words) = match answered {
        Answered::Agreed => (tr!(guardians.thanks_title), tr!(guardians.thanks)),
        Answered::Refused => (tr!(guardians.said_no_title), tr!(guardians.said_no)),
    };
    let children = (answered == Answered::Agreed).then(|| {
        view! {
            <div class="button-row">
                <a class="button" href="/id/children">
                    {tr!(guardians.children_title)}
                </a>
            </div>
        }
    });
    view! {
        <Heading text=title />
        <p>{words}</p>
        {children}
    }
    .into_any()
}
