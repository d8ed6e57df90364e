//! The other way in, on the sign-in page: no address, no password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::passkeys::PasskeyAnswer;
use shared::problem::Problem;

use super::{device, trouble_notice};
use crate::app::use_session;
use crate::ui::{Button, ButtonKind, ProblemNotice, live};
use crate::{api, tr};

/// The button; nothing where the browser has no passkeys. `after` runs once the person is in.
#[component]
pub fn SignInWithPasskey(
    /// What is next.
    #[prop(into)]
    after: Callback<()>,
) -> AnyView {
    if !device::is_known() {
        return ().into_any();
    }
    let session = use_session();
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None);
    let problem = RwSignal::new(None::<Problem>);
    let press = Callback::new(move |()| {
        busy.set(true);
        trouble.set(None);
        problem.set(None);
        spawn_local(async move {
            let outcome = async {
                let challenge = api::begin_passkey_sign_in().await?;
                match device::sign(&challenge.options).await {
                    Ok(credential) => {
                        let id = challenge.id;
                        let answer = PasskeyAnswer { id, credential };
                        session.set(Some(Ok(api::sign_in_with_passkey(&answer).await?)));
                        after.run(());
                    }
                    Err(why) => trouble.set(Some(why)),
                }
                Ok::<(), Problem>(())
            };
            if let Err(refusal) = outcome.await {
                problem.set(Some(refusal));
            }
            // The page may have gone meanwhile.
            let _ = busy.try_set(false);
        });
    });
    let refused = move || {
        problem
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    };
    view! {
        <div class="stack-tight">
            {trouble_notice(trouble)}
            {live(refused)}
            <div class="button-row">
                <Button
                    label=tr!(passkeys.sign_in)
                    kind=ButtonKind::Secondary
                    icon_name="lock"
                    busy
                    press
                />
            </div>
        </div>
    }
    .into_any()
}
