//! The code that stands in the place of a password where there is none.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::problem::Problem;

use crate::ui::{Button, ButtonKind, CodeInput, Notice, NoticeKind, ProblemNotice, live};
use crate::{api, browser, tr};

/// Sends a code to the own number, and asks for it as `current`.
#[component]
pub fn ConfirmByCode(
    /// What is typed.
    value: RwSignal<String>,
) -> AnyView {
    let outcome = RwSignal::new(None::<Result<(), Problem>>);
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = api::send_confirmation().await;
            if answer.is_ok() {
                browser::focus("current");
            }
            outcome.set(Some(answer));
            busy.set(false);
        });
    });
    let told = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(()) => view! {
                <Notice kind=NoticeKind::Success>
                    <p>{tr!(mobile.confirm_sent)}</p>
                </Notice>
            }
            .into_any(),
            Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
        })
    };
    view! {
        <p>{tr!(mobile.confirm_words)}</p>
        <p>
            <Button label=tr!(mobile.confirm_send) kind=ButtonKind::Secondary busy press />
        </p>
        {live(told)}
        <CodeInput
            name="current"
            value
            label=tr!(mobile.confirm_label)
            hint=tr!(mobile.code_hint)
        />
    }
    .into_any()
}
