//! The place of work, written by hand.

use leptos::prelude::*;
use shared::registries::Workplace;

use crate::language::language;
use crate::ui::{Select, TextInput, derived};
use crate::{api, sorting, tr};

/// Name, number and region of the place of work.
#[component]
pub(super) fn WorkplaceSearch(
    /// What was given.
    value: RwSignal<Option<Workplace>>,
) -> AnyView {
    let (name, number, region) = value.with_untracked(|value| match value {
        Some(Workplace::ByHand {
            name,
            number,
            region,
            ..
        }) => (name.clone(), number.clone(), region.clone()),
        Some(Workplace::Registered { name, number, .. }) => {
            (name.clone(), number.clone(), String::new())
        }
        None => Default::default(),
    });
    let [name, number, region] = [name, number, region].map(RwSignal::new);
    Effect::new(move |begun: Option<()>| {
        let typed = Workplace::ByHand {
            name: name.get(),
            number: number.get(),
            region: region.get(),
            district: String::new(),
        };
        if begun.is_some() {
            let empty = name.with(|name| name.trim().is_empty());
            value.set((!empty).then_some(typed));
        }
    });
    let lists = LocalResource::new(api::dictionaries);
    let regions = derived(move || {
        let language = language();
        let lists = lists.get().and_then(Result::ok).unwrap_or_default();
        let regions = sorting::entries(&lists.regions, language).into_iter();
        let named = regions.map(|region| (region.code, region.name.text(language).to_owned()));
        named.collect::<Vec<_>>()
    });
    view! {
        <TextInput
            name="workplace"
            value=name
            label=tr!(applications.workplace)
            hint=tr!(applications.workplace_hint)
            autocomplete="organization"
        />
        <TextInput
            name="workplace_number"
            value=number
            label=tr!(applications.workplace_number)
            hint=tr!(applications.workplace_number_hint)
            inputmode="numeric"
            class="input input-12"
        />
        <Select
            name="workplace_region"
            label=tr!(applications.workplace_region)
            options=regions
            value=region
        />
    }
    .into_any()
}
