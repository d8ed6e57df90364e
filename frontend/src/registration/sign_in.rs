//! Signing in with the login just made, or with the one that the address had before.

use leptos::prelude::*;

use crate::registration::RegistrationContext;
use crate::sessions::SignInForm;
use crate::ui::{Heading, Notice};
use crate::{api, tr};

/// "Авторизация": after this every step resumes on any device.
#[component]
pub fn SignInStep() -> AnyView {
    let context = RegistrationContext::expect();
    let facts = context.facts_now();
    let earlier = facts.login_is_earlier;
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
                view! { <p>{tr!(sessions.after_password)}</p> }.into_any()
            }}
        </SignInForm>
    }
    .into_any()
}
