//! Signing out: the page acts and says so.

use leptos::prelude::*;

use crate::app::use_session;
use crate::programmes::{entry, sign_in_address, use_code};
use crate::ui::{Heading, Plain, ProblemNotice, Skeleton, live};
use crate::{api, tr};

/// Ends the session; after it Back shows nothing personal.
#[component]
pub fn SignOutPage() -> AnyView {
    let (session, code) = (use_session(), use_code());
    // Kept from before: afterwards nobody is here.
    let (again, start) = code.with_untracked(|code| (sign_in_address(code), entry(code)));
    let ended = LocalResource::new(move || async move {
        let answer = api::sign_out().await;
        session.refetch();
        answer
    });
    let shown = move || match ended.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Ok(())) => view! {
            <Heading text=tr!(sessions.signed_out_title) />
            <p>{tr!(sessions.signed_out)}</p>
            <div class="button-row">
                <a class="button" href=again>
                    {tr!(sessions.again)}
                </a>
                <a class="button button-secondary" href=start>
                    {tr!(common.to_start)}
                </a>
            </div>
        }
        .into_any(),
        Some(Err(problem)) => view! {
            <Heading text=tr!(sessions.sign_out_failed) />
            <ProblemNotice problem />
        }
        .into_any(),
    };
    view! { <Plain>{live(shown)}</Plain> }.into_any()
}
