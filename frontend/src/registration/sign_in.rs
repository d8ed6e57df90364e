//! Signing in with the login just made, or with the one that the address had before.

use leptos::prelude::*;
use shared::programmes::FirstPassword;

use crate::programmes::{loaded, use_programme};
use crate::registration::RegistrationContext;
use crate::sessions::SignInForm;
use crate::ui::{Heading, Notice, derived};
use crate::{api, say, tr};

/// "Авторизация": after this every step resumes on any device.
#[component]
pub fn SignInStep() -> AnyView {
    let context = RegistrationContext::expect();
    let facts = context.facts_now();
    let earlier = facts.login_is_earlier;
    let programme = use_programme();
    let words = derived(move || {
        let programme = loaded(programme);
        let mailed = programme.is_some_and(|p| p.first_password == FirstPassword::Mailed);
        if mailed {
            say!(sessions.after_mailed)
        } else {
            say!(sessions.after_password)
        }
    });
    let after = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            if let Ok(registration) = api::registration().await {
                context.advance(registration);
            }
        });
    });
    view! {
        <SignInForm email=facts.email.unwrap_or_default() after>
            <Heading text=tr!(sessions.title) />
            {if earlier {
                view! {
                    <Notice title=tr!(sessions.earlier_title)>
                        <p>{tr!(sessions.earlier)}</p>
                    </Notice>
                }
                    .into_any()
            } else {
                view! { <p>{words}</p> }.into_any()
            }}
        </SignInForm>
    }
    .into_any()
}
