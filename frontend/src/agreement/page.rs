//! A text on a page of its own, for reading and printing.

use leptos::prelude::*;
use shared::consents::TextKind;

use crate::agreement::{Viewer, title};
use crate::app::{NotFound, below};
use crate::ui::{Heading, Plain, derived, live};

/// `/agreement/{terms|biometrics|personal_data|rules}`.
#[component]
pub fn AgreementPage() -> AnyView {
    let wanted = below("/agreement");
    let kind = Memo::new(move |_| {
        let wanted = wanted.get();
        TextKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == wanted)
    });
    let shown = move || match kind.get() {
        Some(kind) => view! {
            <Heading text=derived(move || title(kind)) />
            <Viewer kind />
        }
        .into_any(),
        None => view! { <NotFound /> }.into_any(),
    };
    view! {
        <Plain back="/">{live(shown)}</Plain>
    }
    .into_any()
}
