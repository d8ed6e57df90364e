//! "Waiting for your parent": how to ask, since when it is waited, what is next. The page goes on by
//! itself once somebody agrees.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::guardians::{Agreed, AskGuardian, GuardianWait, birth_date, is_below};
use shared::problem::Problem;
use shared::time::{Instant, date_in_kazakhstan};

use super::share;
use crate::registration::RegistrationContext;
use crate::ui::{
    Answer, Answers, Button, Form, FormView, Heading, Notice, NoticeKind, ProblemNotice, Skeleton,
    icon, live,
};
use crate::{api, clock, say, tr};

/// How often the server is asked whether somebody agreed.
const POLL: Duration = Duration::from_secs(4);

/// The step of a guardian's consent.
#[component]
pub fn GuardianPage() -> AnyView {
    let context = RegistrationContext::expect();
    let agreed = Memo::new(move |_| {
        let guardian = context.facts().guardian;
        guardian.is_settled().then_some(guardian.agreed)
    });
    let shown = move || match agreed.get() {
        Some(agreed) => settled(context, agreed),
        None => waiting(context),
    };
    live(shown)
}

/// Nobody has to agree any more.
fn settled(context: RegistrationContext, agreed: Option<Agreed>) -> AnyView {
    let form = Form::new(move || async move {
        context.go_on();
        Ok(())
    });
    let words = match agreed {
        Some(Agreed { guardian, at }) => view! {
            <Answers>
                <Answer label=tr!(guardians.agreed_by) value=Signal::stored(guardian) />
                <Answer
                    label=tr!(guardians.agreed_when)
                    value=Signal::derive(move || clock::date_and_time(at))
                />
            </Answers>
        }
        .into_any(),
        None => view! { <p>{tr!(guardians.not_needed)}</p> }.into_any(),
    };
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(guardians.settled_title) />
            {words}
        </FormView>
    }
    .into_any()
}

fn waiting(context: RegistrationContext) -> AnyView {
    let told = RwSignal::new(None::<GuardianWait>);
    let failure = RwSignal::new(None::<Problem>);
    spawn_local(async move {
        let answer = match api::guardian_link().await {
            Ok(known) if known.link.is_none() && known.refused_at.is_none() => {
                api::ask_guardian(&AskGuardian::default()).await
            }
            answer => answer,
        };
        match answer {
            // The page may have gone meanwhile.
            Ok(wait) => drop(told.try_set(Some(wait))),
            Err(problem) => drop(failure.try_set(Some(problem))),
        }
    });
    watch(context, told);
    let link = move || {
        if let Some(problem) = failure.get() {
            return view! { <ProblemNotice problem /> }.into_any();
        }
        match told.get() {
            None => view! { <Skeleton /> }.into_any(),
            Some(GuardianWait {
                link: Some(link), ..
            }) => view! {
                {since(link.made_at)}
                {share::panel(link, told)}
            }
            .into_any(),
            Some(GuardianWait { refused_at, .. }) => refused(told, refused_at),
        }
    };
    view! {
        <Heading text=tr!(guardians.wait_title) />
        <p>{why(context)}</p>
        {live(link)}
        <section class="stack-tight">
            <h2>{tr!(guardians.next_title)}</h2>
            <ol class="list">
                <li>{tr!(guardians.next_open)}</li>
                <li>{tr!(guardians.next_prove)}</li>
                <li>{tr!(guardians.next_agree)}</li>
            </ol>
            <p class="line">{icon("info")} <span>{tr!(guardians.next_here)}</span></p>
        </section>
    }
    .into_any()
}

/// Why a guardian is asked, with the date that says so.
fn why(context: RegistrationContext) -> AnyView {
    let words = move || {
        let facts = context.facts();
        let age = context
            .programme()
            .and_then(|p| shared::guardians::consent_age(&p));
        let today = date_in_kazakhstan(clock::now());
        let birth = birth_date(&facts).filter(|birth| is_below(age.unwrap_or(18), *birth, today));
        birth.map_or_else(String::new, |birth| {
            let date = clock::civil_date(&birth.to_string());
            say!(guardians.why, date = date, age = age.unwrap_or(18))
        })
    };
    live(words)
}

fn since(at: Instant) -> AnyView {
    let words = move || say!(guardians.since, time = clock::date_and_time(at));
    view! {
        <p class="line next">{icon("clock")} <span>{live(words)}</span></p>
    }
    .into_any()
}

/// Somebody said no; another link may be made.
fn refused(told: RwSignal<Option<GuardianWait>>, at: Option<Instant>) -> AnyView {
    let form = Form::new(move || async move {
        told.set(Some(api::ask_guardian(&AskGuardian::default()).await?));
        Ok(())
    });
    let words = move || {
        at.map_or_else(String::new, |at| {
            say!(guardians.refused, time = clock::date_and_time(at))
        })
    };
    view! {
        <Notice kind=NoticeKind::Warning title=tr!(guardians.refused_title)>
            <p>{live(words)}</p>
        </Notice>
        <div class="button-row">
            <Button
                label=tr!(guardians.ask_again)
                busy=form.busy()
                press=Callback::new(move |()| form.submit())
            />
        </div>
    }
    .into_any()
}

/// Asks again and again while the page is in view, and at once when the person comes back to it.
fn watch(context: RegistrationContext, told: RwSignal<Option<GuardianWait>>) {
    let ask = move || {
        if document().hidden() {
            return;
        }
        spawn_local(async move {
            // What does not answer now is asked again soon.
            let Ok(registration) = api::registration().await else {
                return;
            };
            if registration.facts.guardian.is_settled() {
                context.advance(registration);
                return;
            }
            if let Ok(wait) = api::guardian_link().await
                && told
                    .try_get_untracked()
                    .flatten()
                    .is_some_and(|known| known != wait)
            {
                let _ = told.try_set(Some(wait));
            }
        });
    };
    let visible = window_event_listener_untyped("visibilitychange", move |_| ask());
    let handle = set_interval_with_handle(ask, POLL);
    on_cleanup(move || {
        visible.remove();
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
}
