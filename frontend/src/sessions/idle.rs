//! The window five minutes before an idle session ends, and the way to the sign-in page when one
//! has ended.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::time::Instant;

use crate::app::{Navigator, use_session};
use crate::programmes::{IDENTITY, sign_in_address, use_code};
use crate::ui::{Button, ButtonKind, derived, live};
use crate::{api, browser, clock, say, tr};

/// How long before the end the window opens.
const WARNING_SECONDS: i64 = 300;

/// Pages from which nobody is sent to sign in.
const OPEN_PAGES: [&str; 8] = [
    "/id/sign-in",
    "/sign-in",
    "/sign-out",
    "/recover",
    "/help",
    "/agreement",
    "/link",
    "/phone",
];

/// Watches the time since the last call; every answered call began it anew on the server.
#[component]
pub fn IdleWatch() -> AnyView {
    let session = use_session();
    let navigator = Navigator::expect();
    leave_when_ended(navigator);
    let length = Memo::new(move |_| {
        session.with(|session| {
            let session = session.as_ref()?.as_ref().ok()?;
            if !session.is_signed_in() {
                return None;
            }
            Some(session.server_now.seconds_until(session.idle_until?))
        })
    });
    let ends = Memo::new(move |_| {
        api::last_call().track();
        length.get().map(|length| clock::now().plus_seconds(length))
    });
    let now = clock::ticking(derived(clock::now));
    let left = Memo::new(move |_| ends.get().map(|ends| now.get().seconds_until(ends)));
    Effect::new(move |_| {
        if left.get() == Some(0) && session_matters() {
            api::session_ended().set(true);
        }
    });
    window_of(left, ends)
}

fn session_matters() -> bool {
    let address = browser::address();
    address != "/"
        && address != IDENTITY
        && !OPEN_PAGES.iter().any(|page| address.starts_with(page))
}

/// Explains on the sign-in page and comes back to the same place afterwards.
fn leave_when_ended(navigator: Navigator) {
    let ended = api::session_ended();
    let (session, code) = (use_session(), use_code());
    // A first visitor to the cabinet had no session that could end.
    let never_began = move || {
        session.with_untracked(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.as_ref().is_ok_and(|s| !s.is_signed_in()))
        })
    };
    Effect::new(move |_| {
        if ended.get() && session_matters() {
            let back = browser::encoded(&browser::address());
            let why = if never_began() { "" } else { "ended=1&" };
            let sign_in = code.with_untracked(|code| sign_in_address(code));
            navigator.go(&format!("{sign_in}?{why}return={back}"));
        }
    });
    let ended = api::session_ended();
    // A new session clears the old one's end.
    let active = Memo::new(move |_| {
        api::last_call().track();
        session.with(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.as_ref().is_ok_and(|s| s.active))
        })
    });
    Effect::new(move |_| {
        if active.get() && !session_matters() {
            ended.set(false);
        }
    });
}

fn window_of(left: Memo<Option<i64>>, ends: Memo<Option<Instant>>) -> AnyView {
    let navigator = Navigator::expect();
    let dialog = NodeRef::<html::Dialog>::new();
    let near = Memo::new(move |_| {
        left.get()
            .is_some_and(|left| left > 0 && left <= WARNING_SECONDS)
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else {
            return;
        };
        if near.get() && session_matters() {
            if !dialog.open() {
                // Refused only when it is open already.
                drop(dialog.show_modal());
            }
        } else {
            dialog.close();
        }
    });
    let stay = Callback::new(move |()| {
        spawn_local(async move {
            // A successful call moves the end away; a failed one leaves the window open.
            drop(api::session().await);
        });
    });
    let leave = Callback::new(move |()| navigator.go("/sign-out"));
    // Spoken at five minutes, one minute and twenty seconds only.
    let mark = Memo::new(move |_| match left.get() {
        Some(1..=20) => 20,
        Some(21..=60) => 60,
        _ => WARNING_SECONDS,
    });
    let spoken = move || {
        near.get()
            .then(|| say!(sessions.idle_spoken, time = clock::minutes(mark.get())))
    };
    let shown = move || clock::minutes(left.get().unwrap_or_default());
    let until = move || ends.get().map(clock::time).unwrap_or_default();
    view! {
        <dialog class="window" node_ref=dialog aria-labelledby="idle-title">
            <div class="stack">
                <h2 id="idle-title">{tr!(sessions.idle_title)}</h2>
                <p class="window-clock" role="timer">
                    {live(shown)}
                </p>
                <p>{live(move || say!(sessions.idle_words, time = until()))}</p>
                <p class="hidden-text" role="status">
                    {live(spoken)}
                </p>
                <div class="button-row">
                    <Button label=tr!(sessions.stay) press=stay />
                    <Button label=tr!(common.sign_out) kind=ButtonKind::Text press=leave />
                </div>
            </div>
        </dialog>
    }
    .into_any()
}
