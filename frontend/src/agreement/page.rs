//! A text on a page of its own, for reading and printing.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::consents::TextKind;

use crate::agreement::{Viewer, title};
use crate::app::NotFound;
use crate::ui::{Heading, Plain};

/// `/agreement/{terms|biometrics|personal_data}`.
#[component]
pub fn AgreementPage() -> AnyView {
    let params = use_params_map();
    let kind = Memo::new(move |_| {
        let wanted = params.read().get("kind").unwrap_or_default();
        TextKind::ALL.into_iter().find(|kind| kind.as_str() == wanted)
    });
    let shown = move || match kind.get() {
        Some(kind) => view! {
            <Heading text=Signal::derive(move || title(kind)) />
            <Viewer kind />
        }
        .into_any(),
        None => view! { <NotFound /> }.into_any(),
    };
    view! {
        <Plain back="/">{shown}</Plain>
    }
    .into_any()
}
