//! The devices that open the account by a PIN, on the page of its security.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::pin::PinDevice;
use shared::problem::Problem;

use crate::api::Answer;
use crate::security::{device_name, time};
use crate::ui::{Button, ButtonKind, ProblemNotice, icon, live};
use crate::{api, tr};

type Devices = RwSignal<Option<Answer<Vec<PinDevice>>>>;

/// The section: what a PIN is, the devices, and the way to another.
pub fn list(may_add: bool) -> AnyView {
    let devices: Devices = RwSignal::new(None);
    let failure = RwSignal::new(None::<Problem>);
    spawn_local(async move {
        let answer = api::pins().await;
        let _ = devices.try_set(Some(answer));
    });
    let shown = move || match devices.get() {
        None => ().into_any(),
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(found)) if found.is_empty() => view! { <p>{tr!(pin.none)}</p> }.into_any(),
        Some(Ok(found)) => {
            let cards = found
                .into_iter()
                .map(|device| card(devices, failure, device))
                .collect::<Vec<_>>();
            view! { <ul class="cards">{cards}</ul> }.into_any()
        }
    };
    let failed = move || {
        failure
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    };
    let add = may_add.then(|| {
        view! {
            <div class="button-row">
                <a class="button button-secondary" href="/account/pin">
                    {icon("plus")}
                    {tr!(pin.add)}
                </a>
            </div>
        }
    });
    view! {
        <section class="stack-tight" aria-labelledby="pins">
            <h2 id="pins">{tr!(pin.list_title)}</h2>
            <p>{tr!(pin.list_words)}</p>
            {live(failed)}
            {live(shown)}
            {add}
        </section>
    }
    .into_any()
}

fn card(devices: Devices, failure: RwSignal<Option<Problem>>, one: PinDevice) -> AnyView {
    let (shown, named, id) = (one.device.clone(), one.device, one.id);
    let added = time(one.added_at);
    let used = one.used_at.map(|at| {
        let used = time(at);
        view! { <span>{tr!(pin.used, time = used.get())}</span> }.into_any()
    });
    let used = used.unwrap_or_else(|| view! { <span>{tr!(pin.unused)}</span> }.into_any());
    let press = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move {
            match api::end_pin(&id).await {
                Ok(left) => drop(devices.try_set(Some(Ok(left)))),
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    });
    view! {
        <li class="card">
            <div class="card-head">
                <h3>{live(move || device_name(&shown))}</h3>
            </div>
            <p class="card-meta">
                <span>{tr!(pin.added, time = added.get())}</span>
                {used}
            </p>
            <Button
                label=tr!(pin.end, device = device_name(&named))
                kind=ButtonKind::Text
                press
            />
        </li>
    }
    .into_any()
}
