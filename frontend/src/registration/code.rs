//! The code from the letter.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::accounts::{CodeState, EnterCode};
use shared::problem::{Code, Problem};
use shared::requirements::Requirement;
use shared::time::Instant;
use validator::Validate;

use crate::registration::RegistrationContext;
use crate::ui::{
    Button, ButtonKind, CodeInput, Fold, Form, FormView, Heading, Notice, NoticeKind,
    ProblemNotice, check, derived, live,
};
use crate::{api, browser, clock, say, tr};

/// How often a letter that has not left is asked about.
const POLL: Duration = Duration::from_secs(5);

/// Enter the code; or send it again, or change the address.
#[component]
pub fn CodePage() -> AnyView {
    let context = RegistrationContext::expect();
    let code = RwSignal::new(String::new());
    let form = Form::new(move || {
        let body = EnterCode {
            code: code.get_untracked(),
        };
        async move {
            check(body.validate(), &["code"])?;
            match api::enter_code(&body).await {
                Ok(registration) => {
                    context.advance(registration);
                    Ok(())
                }
                Err(problem) => {
                    // The wrong code is of no more use: the next one starts in an empty field.
                    if problem
                        .errors
                        .iter()
                        .any(|error| error.code == Code::CodeWrong)
                    {
                        code.set(String::new());
                    }
                    Err(problem)
                }
            }
        }
    });
    poll_until_sent(context);
    let email = derived(move || context.facts().email.unwrap_or_default());
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.code_title) />
            <p>{tr!(registration.code_sent_to)} " " <strong>{email}</strong></p>
            {letter(context)}
            <CodeInput
                name="code"
                value=code
                label=tr!(registration.code_label)
                hint=tr!(registration.code_hint)
            />
            <Fold summary=tr!(registration.code_trouble)>
                <p>{tr!(registration.code_spam)}</p>
                {resend(context, "code")}
                <p>
                    <a href=derived(move || context.address(Requirement::Email))>
                        {tr!(registration.code_change_address)}
                    </a>
                </p>
            </Fold>
        </FormView>
    }
    .into_any()
}

pub(super) fn state(context: RegistrationContext) -> Option<CodeState> {
    context.latest().and_then(|registration| registration.code)
}

/// Where the letter is: on its way since when, or delayed.
pub(super) fn letter(context: RegistrationContext) -> AnyView {
    let shown = move || {
        let code = state(context)?;
        Some(if code.delayed {
            view! {
                <Notice kind=NoticeKind::Warning>
                    <p>{tr!(registration.code_delayed)}</p>
                </Notice>
            }
        } else {
            let until = code.expires_at;
            let words = move || {
                let until = clock::time(until);
                if let Some(at) = code.sent_at {
                    say!(
                        registration.code_sent,
                        time = clock::time(at),
                        until = until
                    )
                } else {
                    say!(registration.code_works_until, until = until)
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
pub(super) fn resend(context: RegistrationContext, focus: &'static str) -> AnyView {
    let refused = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let server_now = derived(move || {
        context
            .latest()
            .map_or(Instant(0), |registration| registration.server_now)
    });
    let now = clock::ticking(server_now);
    let left = Memo::new(move |_| {
        state(context).map_or(0, |code| now.get().seconds_until(code.resend_at))
    });
    let label = derived(move || match left.get() {
        0 => say!(registration.resend),
        seconds => say!(registration.resend_in, wait = clock::minutes(seconds)),
    });
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::resend_code().await {
                Ok(registration) => {
                    refused.set(None);
                    context.update(registration);
                    browser::focus(focus);
                }
                Err(problem) => refused.set(Some(problem)),
            }
            busy.set(false);
        });
    });
    view! {
        <p>
            <Button label kind=ButtonKind::Secondary busy press />
        </p>
        {live(move || refused.get().map(|problem| view! { <ProblemNotice problem /> }))}
    }
    .into_any()
}

/// Asks every few seconds until the mail server has taken the letter.
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
