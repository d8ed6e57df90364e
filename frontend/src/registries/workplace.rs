//! Where somebody works: found by number, found by place, or typed by hand.

use leptos::prelude::*;
use shared::dictionaries::{Dictionaries, Name};
use shared::registries::{Organisation, Workplace};

use super::workplace_ways;
use crate::language::language;
use crate::ui::{
    Button, ButtonKind, Notice, NoticeKind, RadioOption, Radios, Select, TextInput, derived, live,
};
use crate::{api, sorting, tr};

pub(super) const BY_NUMBER: &str = "number";
pub(super) const BY_PLACE: &str = "place";

/// What was typed and chosen so far; held by the form around.
#[derive(Clone, Copy)]
pub struct TypedWorkplace {
    pub(super) way: RwSignal<String>,
    pub(super) chosen: RwSignal<Option<Organisation>>,
    pub(super) by_hand: RwSignal<bool>,
    pub(super) number: RwSignal<String>,
    pub(super) region: RwSignal<String>,
    pub(super) district: RwSignal<String>,
    pub(super) name: RwSignal<String>,
}

impl TypedWorkplace {
    /// What was saved before.
    pub fn new(known: Option<&Workplace>) -> Self {
        let (mut chosen, mut by_hand) = (None, false);
        let [mut numbers, mut regions, mut districts, mut names] = [const { String::new() }; 4];
        match known {
            None => {}
            Some(Workplace::Registered {
                organisation,
                name,
                number,
            }) => {
                numbers.clone_from(number);
                let name = Name {
                    kk: name.clone(),
                    ru: name.clone(),
                    en: name.clone(),
                };
                chosen = Some(Organisation {
                    id: organisation.clone(),
                    number: number.clone(),
                    name,
                    ..Organisation::default()
                });
            }
            Some(Workplace::ByHand {
                name,
                number,
                region,
                district,
            }) => {
                by_hand = true;
                names.clone_from(name);
                numbers.clone_from(number);
                regions.clone_from(region);
                districts.clone_from(district);
            }
        }
        Self {
            way: RwSignal::new(BY_NUMBER.to_owned()),
            chosen: RwSignal::new(chosen),
            by_hand: RwSignal::new(by_hand),
            number: RwSignal::new(numbers),
            region: RwSignal::new(regions),
            district: RwSignal::new(districts),
            name: RwSignal::new(names),
        }
    }

    /// What is given so far; nothing while neither an organisation is chosen nor a name typed.
    /// Reactive.
    pub fn given(self) -> Option<Workplace> {
        if self.by_hand.get() {
            let name = self.name.with(|name| name.trim().to_owned());
            return (!name.is_empty()).then(|| Workplace::ByHand {
                name,
                number: self.number.with(|number| number.trim().to_owned()),
                region: self.region.get(),
                district: self.district.get(),
            });
        }
        let chosen = self.chosen.get()?;
        Some(Workplace::Registered {
            organisation: chosen.id,
            name: chosen.name.text(language()).to_owned(),
            number: chosen.number,
        })
    }

    /// Takes an organisation; where it lies is kept for who chooses another.
    pub(super) fn choose(self, organisation: Organisation) {
        self.region.set(organisation.region.clone());
        self.district.set(organisation.district.clone());
        self.chosen.set(Some(organisation));
    }

    pub(super) fn type_by_hand(self) {
        self.chosen.set(None);
        self.by_hand.set(true);
    }
}

/// The lists that the parts of this widget choose from.
#[derive(Clone, Copy)]
pub(super) struct Lists {
    dictionaries: LocalResource<api::Answer<Dictionaries>>,
    districts: LocalResource<Vec<shared::registries::District>>,
}

impl Lists {
    fn new(typed: TypedWorkplace) -> Self {
        let region = typed.region;
        Self {
            dictionaries: LocalResource::new(api::dictionaries),
            districts: LocalResource::new(move || {
                let region = region.get();
                async move {
                    if region.is_empty() {
                        return Vec::new();
                    }
                    // Without the list the person goes on without a district.
                    api::districts(&region).await.unwrap_or_default()
                }
            }),
        }
    }

    fn regions(self) -> Signal<Vec<(String, String)>> {
        regions(self.dictionaries)
    }

    fn districts(self) -> Signal<Vec<(String, String)>> {
        derived(move || {
            let language = language();
            let districts = self.districts.get().unwrap_or_default();
            sorting::districts(&districts, language)
                .into_iter()
                .map(|district| (district.code, district.name.text(language).to_owned()))
                .collect()
        })
    }
}

/// Regions for a list.
pub(super) fn regions(
    dictionaries: LocalResource<api::Answer<Dictionaries>>,
) -> Signal<Vec<(String, String)>> {
    derived(move || {
        let language = language();
        let lists = dictionaries.get().and_then(Result::ok);
        let regions = lists.map(|lists| sorting::entries(&lists.regions, language));
        let named =
            |region: crate::ui::ComboOption| (region.code, region.name.text(language).to_owned());
        regions.into_iter().flatten().map(named).collect::<Vec<_>>()
    })
}

/// The widget. Its first control has the id `workplace`, where errors of the choice are shown.
#[component]
pub fn WorkplaceSearch(
    /// What was typed so far.
    typed: TypedWorkplace,
) -> AnyView {
    let lists = Lists::new(typed);
    let shown = move || {
        if let Some(organisation) = typed.chosen.get() {
            return chosen(typed, organisation);
        }
        if typed.by_hand.get() {
            return by_hand(typed, lists);
        }
        let options = vec![
            RadioOption {
                value: BY_NUMBER.to_owned(),
                label: tr!(registries.way_number),
                hint: Some(tr!(registries.way_number_hint)),
            },
            RadioOption::new(BY_PLACE, tr!(registries.way_place)),
        ];
        let way = Memo::new(move |_| typed.way.get());
        let searched = move || {
            if way.get() == BY_PLACE {
                workplace_ways::by_place(typed, lists)
            } else {
                workplace_ways::by_number(typed)
            }
        };
        view! {
            <Radios
                name="workplace"
                legend=tr!(registries.way)
                options
                value=typed.way
            />
            {live(searched)}
        }
        .into_any()
    };
    live(shown)
}

fn chosen(typed: TypedWorkplace, organisation: Organisation) -> AnyView {
    let Organisation { name, address, .. } = organisation;
    let name = derived(move || name.text(language()).to_owned());
    let again = Callback::new(move |()| {
        // The number belongs to the one that was left.
        typed.number.set(String::new());
        typed.chosen.set(None);
    });
    view! {
        <Notice kind=NoticeKind::Success title=tr!(registries.chosen)>
            <p>{name}</p>
            {(!address.is_empty()).then(|| view! { <p class="hint">{address.clone()}</p> })}
        </Notice>
        <p>
            <Button label=tr!(registries.choose_another) kind=ButtonKind::Text press=again />
        </p>
    }
    .into_any()
}

/// Region and district of the widget.
pub(super) fn place_fields(typed: TypedWorkplace, lists: Lists) -> AnyView {
    let region = RwSignal::new(typed.region.get_untracked());
    let has_districts = Memo::new(move |_| !lists.districts().with(Vec::is_empty));
    let district = move || {
        has_districts.get().then(|| {
            view! {
                <Select
                    name="workplace_district"
                    label=tr!(registries.district)
                    options=lists.districts()
                    value=typed.district
                />
            }
        })
    };
    // A district belongs to its region alone.
    let change = move |_| {
        let region = region.get_untracked();
        if typed.region.get_untracked() != region {
            typed.district.set(String::new());
            typed.region.set(region);
        }
    };
    view! {
        <div class="field" on:change=change>
            <Select
                name="workplace_region"
                label=tr!(registries.region)
                options=lists.regions()
                value=region
            />
        </div>
        {live(district)}
    }
    .into_any()
}

fn by_hand(typed: TypedWorkplace, lists: Lists) -> AnyView {
    let back = Callback::new(move |()| typed.by_hand.set(false));
    view! {
        <TextInput
            name="workplace"
            value=typed.name
            label=tr!(registries.name)
            hint=tr!(registries.name_hint)
            autocomplete="organization"
        />
        <TextInput
            name="workplace_number"
            value=typed.number
            label=tr!(registries.number)
            remark=tr!(registries.number_optional)
            hint=tr!(registries.number_hint)
            inputmode="numeric"
            class="input input-20"
        />
        {place_fields(typed, lists)}
        <p>
            <Button label=tr!(registries.to_search) kind=ButtonKind::Text press=back />
        </p>
    }
    .into_any()
}
