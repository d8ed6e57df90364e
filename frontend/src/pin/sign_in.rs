//! The quick way in, on the sign-in page of a browser that has a key: four digits.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::pin::{BeginUnlock, UnlockWithPin, signed_text};
use shared::problem::{Code, FieldError, Problem};

use crate::app::use_session;
use crate::device::pin_key;
use crate::ui::{Form, FormView, ProblemNotice, TextInput, live};
use crate::{api, tr};

/// The field; nothing where this browser has no key. `after` runs once the person is in.
#[component]
pub fn SignInWithPin(
    /// What is next.
    #[prop(into)]
    after: Callback<()>,
) -> AnyView {
    let device = RwSignal::new(None::<String>);
    let ended = RwSignal::new(None::<Problem>);
    spawn_local(async move {
        let found = pin_key::device().await;
        let _ = device.try_set(found);
    });
    let shown = move || device.get().map(|name| form(name, device, ended, after));
    let over = move || {
        ended
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    };
    view! {
        {live(over)}
        {live(shown)}
    }
    .into_any()
}

fn form(
    name: String,
    device: RwSignal<Option<String>>,
    ended: RwSignal<Option<Problem>>,
    after: Callback<()>,
) -> AnyView {
    let session = use_session();
    let pin = RwSignal::new(String::new());
    let form = Form::new(move || {
        let (name, typed) = (name.clone(), pin.get_untracked());
        async move {
            if typed.trim().is_empty() {
                let missing = FieldError::new("pin", Code::PinDigits);
                return Err(Problem::invalid(vec![missing]));
            }
            match unlock(name, typed).await {
                Ok(answer) => {
                    session.set(Some(Ok(answer)));
                    after.run(());
                    Ok(())
                }
                Err(problem) if problem.code == Code::PinEnded => {
                    // The key opens nothing any more: the next visit does not offer it.
                    pin_key::forget().await;
                    ended.set(Some(problem));
                    device.set(None);
                    Ok(())
                }
                Err(problem) => {
                    pin.set(String::new());
                    Err(problem)
                }
            }
        }
    });
    view! {
        <section class="stack-tight" aria-labelledby="pin-title">
            <FormView form submit=tr!(pin.sign_in)>
                <h2 id="pin-title">{tr!(pin.sign_in_title)}</h2>
                <TextInput
                    name="pin"
                    value=pin
                    label=tr!(pin.label)
                    hint=tr!(pin.sign_in_hint)
                    kind="password"
                    inputmode="numeric"
                    class="input input-code"
                />
            </FormView>
        </section>
    }
    .into_any()
}

async fn unlock(device: String, pin: String) -> Result<shared::accounts::Session, Problem> {
    let begin = BeginUnlock {
        device: device.clone(),
    };
    let challenge = api::begin_unlock(&begin).await?.challenge;
    let signed = pin_key::sign(&signed_text(&device, &challenge)).await;
    let signature = signed.map_err(|_| Problem::new(Code::PinRefused))?;
    let body = UnlockWithPin {
        device,
        challenge,
        signature,
        pin,
    };
    api::unlock_with_pin(&body).await
}
