//! The step of the registration: four digits twice, or not now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::pin::SetPin;
use shared::problem::Problem;
use validator::Validate;

use super::{fields, missing, new_key};
use crate::device::pin_key;
use crate::language::Words;
use crate::registration::RegistrationContext;
use crate::ui::{Button, ButtonKind, Form, FormView, Heading, ProblemNotice, check, live};
use crate::{api, tr};

/// The page of `/register/pin`.
#[component]
pub fn PinPage() -> AnyView {
    let context = RegistrationContext::expect();
    let (pin, repeat) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = Form::new(move || {
        let mut body = SetPin {
            pin: pin.get_untracked(),
            repeat: repeat.get_untracked(),
            public_key: String::new(),
        };
        async move {
            check(body.validate(), &["pin", "repeat"])?;
            let key = new_key().await?;
            body.public_key.clone_from(&key.public);
            let set = api::set_pin(&body).await?;
            // A browser that keeps nothing asks for the password next time, as without a PIN.
            let _ = pin_key::keep(&set.device, &key).await;
            context.advance(set.registration);
            Ok(())
        }
    });
    let failure = RwSignal::new(None::<Problem>);
    let failed = live(move || {
        failure
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    });
    if !pin_key::is_known() {
        return view! {
            <div class="stack">
                <Heading text=tr!(pin.title) />
                {missing()}
                {failed}
                <div class="button-row">
                    {skip(failure, tr!(common.continue_), ButtonKind::Primary)}
                </div>
            </div>
        }
        .into_any();
    }
    let beside = skip(failure, tr!(pin.skip), ButtonKind::Text);
    view! {
        <FormView form submit=tr!(pin.submit) beside>
            <Heading text=tr!(pin.title) />
            {failed}
            <p>{tr!(pin.lead)}</p>
            {fields(pin, repeat)}
            <p class="hint">{tr!(pin.note)}</p>
        </FormView>
    }
    .into_any()
}

/// The button of whoever does without.
fn skip(failure: RwSignal<Option<Problem>>, label: Words, kind: ButtonKind) -> AnyView {
    let context = RegistrationContext::expect();
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::skip_pin().await {
                Ok(registration) => context.advance(registration),
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
            // The page may have gone meanwhile.
            let _ = busy.try_set(false);
        });
    });
    view! { <Button label kind busy press /> }.into_any()
}
