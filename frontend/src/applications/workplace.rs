//! The place of work in an application: the search of the registries, kept as an answer.

use leptos::prelude::*;
use shared::registries::Workplace;

use crate::registries::{TypedWorkplace, WorkplaceSearch};

/// Where the person works.
#[component]
pub(super) fn WorkplaceField(
    /// What was given.
    value: RwSignal<Option<Workplace>>,
) -> AnyView {
    let typed = value.with_untracked(|known| TypedWorkplace::new(known.as_ref()));
    Effect::new(move |begun: Option<()>| {
        let given = typed.given();
        if begun.is_some() {
            value.set(given);
        }
    });
    view! { <WorkplaceSearch typed /> }.into_any()
}
