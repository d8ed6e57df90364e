//! The code from the SMS.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::accounts::{CodeState, EnterCode};
use shared::problem::{Code, Problem};
use shared::requirements::Requirement;
use shared::time::Instant;
use validator::Validate;

use crate::app::use_session;
use crate::registration::{RegistrationContext, typed_phone};
use crate::ui::{
    Button, ButtonKind, CodeInput, Fold, Form, FormView, Heading, Notice, NoticeKind,
    ProblemNotice, check, derived, live,
};
use crate::{api, browser, clock, say, tr};

/// How often a message that has not left is asked about.
const POLL: Duration = Duration::from_secs(5);

/// Enter the code; or send it again, or change the number.
#[component]
pub fn MobileCodePage() -> AnyView {
    let context = RegistrationContext::expect();
    let session = use_session();
    let code = RwSignal::new(String::new());
    let form = Form::new(move || {
        let body = EnterCode {
            code: code.get_untracked(),
        };
        async move {
            check(body.validate(), &["code"])?;
            let registration = api::enter_mobile_code(&body).await.inspect_err(|problem| {
                // The wrong code is of no more use: the next one starts in an empty field.
                if problem.errors.iter().any(|e| e.code == Code::CodeWrong) {
                    code.set(String::new());
                }
            })?;
            // Whoever proved the number is signed in.
            session.refetch();
            context.advance(registration);
            Ok(())
        }
    });
    poll_until_sent(context);
    let number = derived(move || typed_phone(context.facts().mobile.as_deref()));
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(mobile.code_title) />
            <p>{tr!(mobile.code_to)} " " <strong class="number">{number}</strong></p>
            {message(context)}
            <CodeInput
                name="code"
                value=code
                label=tr!(mobile.code_label)
                hint=tr!(mobile.code_hint)
            />
            {resend(context)}
            <Fold summary=tr!(registration.code_trouble)>
                <p>{tr!(mobile.code_fold)}</p>
                <p>
                    <a href=derived(move || {
                        context.address(Requirement::MobileNumber)
                    })>{tr!(mobile.change)}</a>
                </p>
            </Fold>
        </FormView>
    }
    .into_any()
}

fn state(context: RegistrationContext) -> Option<CodeState> {
    context.latest().and_then(|registration| registration.code)
}

/// Where the message is: on its way since when, or delayed.
fn message(context: RegistrationContext) -> AnyView {
    let shown = move || {
        let code = state(context)?;
        Some(if code.delayed {
            view! {
                <Notice kind=NoticeKind::Warning>
                    <p>{tr!(mobile.code_delayed)}</p>
                </Notice>
            }
        } else {
            let words = move || {
                let until = clock::time(code.expires_at);
                if let Some(at) = code.sent_at {
                    say!(mobile.code_sent, time = clock::time(at), until = until)
                } else {
                    say!(mobile.code_works_until, until = until)
                }
            };
            view! {
                <Notice>
                    <p>{live(words)}</p>
                </Notice>
            }
        })
    };
    live(shown)
}

/// "Send again", with the wait shown as text; a press too early is explained.
fn resend(context: RegistrationContext) -> AnyView {
    let refused = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let server_now = derived(move || {
        let registration = context.latest();
        registration.map_or(Instant(0), |registration| registration.server_now)
    });
    let now = clock::ticking(server_now);
    let left = Memo::new(move |_| {
        state(context).map_or(0, |code| now.get().seconds_until(code.resend_at))
    });
    let label = derived(move || match left.get() {
        0 => say!(mobile.resend),
        seconds => say!(mobile.resend_in, wait = clock::minutes(seconds)),
    });
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::resend_mobile_code().await {
                Ok(registration) => {
                    refused.set(None);
                    context.update(registration);
                    browser::focus("code");
                }
                Err(problem) => refused.set(Some(problem)),
            }
            busy.set(false);
        });
    });
    view! {
        <p>
            <Button label kind=ButtonKind::Text busy press />
        </p>
        {live(move || refused.get().map(|problem| view! { <ProblemNotice problem /> }))}
    }
    .into_any()
}

/// Asks every few seconds until a gateway has taken the message.
fn poll_until_sent(context: RegistrationContext) {
    let ask = move || {
        if untrack(|| state(context)).is_some_and(|code| code.sent_at.is_none()) {
            spawn_local(async move {
                if let Ok(registration) = api::registration().await {
                    context.update(registration);
                }
            });
        }
    };
    let handle = set_interval_with_handle(ask, POLL);
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
}
