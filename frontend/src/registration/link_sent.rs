//! "Open the letter": the address is proved by the link in it. The page moves on by itself once the
//! button there was pressed in this browser.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::problem::Code;
use shared::requirements::Requirement;

use crate::registration::RegistrationContext;
use crate::registration::code::{letter, resend};
use crate::ui::{Button, Heading, Notice, NoticeKind, derived, live};
use crate::{api, tr};

/// How often the server is asked whether the button was pressed.
const POLL: Duration = Duration::from_secs(4);

/// Where the letter went, where to look for it, and what to do when it does not come.
#[component]
pub fn LinkSentPage() -> AnyView {
    let context = RegistrationContext::expect();
    let elsewhere = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        spawn_local(async move {
            match api::registration().await {
                Ok(registration) if registration.next == Some(Requirement::EmailCode) => {
                    context.update(registration);
                }
                Ok(registration) => context.advance(registration),
                Err(problem) if problem.code == Code::SignInRequired => {
                    // The page may have gone meanwhile.
                    let _ = elsewhere.try_set(true);
                }
                // Asked again soon.
                Err(_) => {}
            }
        });
    });
    let handle = set_interval_with_handle(
        move || {
            if !elsewhere.get_untracked() {
                ask.run(());
            }
        },
        POLL,
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let shown = move || {
        if elsewhere.get() {
            gone_elsewhere()
        } else {
            asked(context, ask)
        }
    };
    live(shown)
}

fn asked(context: RegistrationContext, ask: Callback<()>) -> AnyView {
    let email = derived(move || context.facts().email.unwrap_or_default());
    view! {
        <Heading text=tr!(registration.link_title) />
        <p>{tr!(registration.link_sent_to)} " " <strong>{email}</strong></p>
        {letter(context)}
        <ol class="list">
            <li>{tr!(registration.link_open)}</li>
            <li>{tr!(registration.link_press)}</li>
        </ol>
        <p>{tr!(registration.link_folders)}</p>
        <Notice kind=NoticeKind::Warning title=tr!(common.important)>
            <p>{tr!(registration.link_note)}</p>
        </Notice>
        <div class="button-row">
            <Button label=tr!(registration.link_pressed) press=ask />
        </div>
        {resend(context, "main")}
        <p>
            <a href=derived(move || context.address(Requirement::Email))>
                {tr!(registration.code_change_address)}
            </a>
        </p>
    }
    .into_any()
}

/// The button was pressed in another browser, which has the registration now.
fn gone_elsewhere() -> AnyView {
    view! {
        <Heading text=tr!(registration.link_elsewhere_title) />
        <p>{tr!(registration.link_elsewhere)}</p>
        <div class="button-row">
            <a class="button" href="/sign-in?return=/cabinet">
                {tr!(common.sign_in)}
            </a>
        </div>
    }
    .into_any()
}
