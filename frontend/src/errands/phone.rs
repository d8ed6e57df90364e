//! The phone's side: whose code this is, and the press that opens it. A scanned code opens nothing by
//! itself: programs look at addresses too.

use leptos::prelude::*;
use shared::errands::{ErrandView, OpenErrand};
use shared::problem::Problem;

use super::task_words;
use super::working::Working;
use crate::app::{Navigator, below};
use crate::language::{Words, language};
use crate::programmes::{loaded, use_programme, use_told};
use crate::registration::OnPhone;
use crate::ui::{
    Form, FormView, Heading, Notice, NoticeKind, Plain, ProblemNotice, Skeleton, derived, icon,
    live,
};
use crate::{api, browser, tr};

/// The page of `/phone#token` and of the steps below it.
#[component]
pub fn PhonePage() -> AnyView {
    let page = below("/phone");
    let landing = Memo::new(move |_| page.with(String::is_empty));
    let shown = move || {
        if landing.get() {
            view! { <Landing /> }.into_any()
        } else {
            view! { <Working page /> }.into_any()
        }
    };
    view! { <Plain>{live(shown)}</Plain> }.into_any()
}

/// What the code is for.
#[component]
fn Landing() -> AnyView {
    let (token, told) = (browser::fragment(), use_told());
    let errand = LocalResource::new({
        let token = token.clone();
        move || {
            let body = OpenErrand {
                token: token.clone(),
            };
            async move {
                let answer = api::look_at_errand(&body).await;
                if let Ok(errand) = &answer {
                    let _ = told.try_set(Some(errand.programme.clone()));
                }
                answer
            }
        }
    });
    let shown = move || match errand.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(problem)) => over(problem),
        Some(Ok(errand)) => asked(token.clone(), errand),
    };
    live(shown)
}

fn asked(token: String, errand: ErrandView) -> AnyView {
    let navigator = Navigator::expect();
    let form = Form::new(move || {
        let body = OpenErrand {
            token: token.clone(),
        };
        async move {
            let opened = api::open_errand(&body).await?;
            let phone = OnPhone {
                task: RwSignal::new(Some(opened.task)),
                handed_in: Callback::new(|()| ()),
            };
            // The code is used up: Back must not find it.
            navigator.replace(&phone.address(&opened.registration));
            Ok(())
        }
    });
    let programme = use_programme();
    let name = derived(move || {
        let programme = loaded(programme);
        programme.map_or_else(String::new, |programme| {
            programme.name.text(language()).to_owned()
        })
    });
    let site = window().location().host().unwrap_or_default();
    let owner = errand
        .owner
        .map(|owner| fact("person", tr!(errands.phone_owner), Signal::stored(owner)));
    view! {
        <FormView form submit=tr!(errands.phone_open)>
            <Heading text=tr!(errands.phone_title) />
            <p>{tr!(errands.phone_lead)}</p>
            <dl class="facts">
                {fact("computer", tr!(errands.phone_site), Signal::stored(site))}
                {fact("application", tr!(errands.phone_programme), name)} {owner}
                {fact("camera", tr!(errands.phone_task), task_words(errand.task))}
            </dl>
            <Notice kind=NoticeKind::Warning>
                <p>{tr!(errands.phone_warning)}</p>
            </Notice>
        </FormView>
    }
    .into_any()
}

fn fact(sign: &'static str, question: Words, answer: Signal<String>) -> AnyView {
    view! {
        <div class="fact">
            {icon(sign)} <dt>{question}</dt> <dd>{answer}</dd>
        </div>
    }
    .into_any()
}

/// Nothing more to do here, and why.
pub(super) fn over(problem: Problem) -> AnyView {
    view! {
        <Heading text=tr!(errands.over_title) />
        <ProblemNotice problem />
        <p>{tr!(errands.over_words)}</p>
    }
    .into_any()
}
