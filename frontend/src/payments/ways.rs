//! The ways to pay that are open, and what each of them asks.

use leptos::prelude::*;
use shared::money::Tiyn;
use shared::payments::{OrderView, Provider, Way};

use super::pay::Page;
use super::time::until;
use super::{card, kaspi};
use crate::app::{Navigator, query};
use crate::help::Contacts;
use crate::ui::{Notice, RadioOption, Radios, derived, live};
use crate::{say, tr};

/// Which way is chosen stands in the address, so that it survives a reload.
#[derive(Clone, Copy)]
pub(super) struct Ways {
    page: Page,
    open: StoredValue<Vec<Way>>,
    number: StoredValue<String>,
    amount: Tiyn,
    chosen: RwSignal<String>,
}

const fn code(way: &Way) -> &'static str {
    match way {
        Way::Kaspi { .. } => Provider::Kaspi.as_str(),
        Way::Halyk => Provider::Halyk.as_str(),
    }
}

impl Ways {
    pub fn new(page: Page, view: &OrderView) -> Self {
        let mut open = view.ways.clone();
        open.sort_by_key(|way| matches!(way, Way::Kaspi { .. }));
        let asked = query("way").get_untracked().unwrap_or_default();
        let back = query("back").get_untracked().is_some();
        let chosen = match open.as_slice() {
            [only] => code(only).to_owned(),
            // To try again is the nearest thing for whoever comes from the bank.
            _ if back && asked.is_empty() => Provider::Halyk.as_str().to_owned(),
            _ => asked,
        };
        let chosen = RwSignal::new(chosen);
        let navigator = Navigator::expect();
        Effect::new(move |before: Option<String>| {
            let now = chosen.get();
            if before.is_some_and(|before| before != now) {
                navigator.replace(&format!("{}?way={now}", super::address_of(&page.id())));
            }
            now
        });
        Self {
            page,
            open: StoredValue::new(open),
            number: StoredValue::new(view.order.number.clone()),
            amount: view.order.amount,
            chosen,
        }
    }

    pub fn view(self) -> AnyView {
        let open = self.open.get_value();
        if open.is_empty() {
            return view! {
                <Notice>
                    <p>{tr!(payments.no_ways)}</p>
                </Notice>
                <Contacts />
            }
            .into_any();
        }
        let choice = (open.len() > 1).then(|| {
            let options = open.iter().map(option).collect();
            view! { <Radios name="way" legend=tr!(payments.way) options value=self.chosen /> }
        });
        view! {
            {live(move || self.bank_page_open())}
            <div class="ways">{choice}</div>
            {live(move || self.panel())}
        }
        .into_any()
    }

    fn panel(self) -> AnyView {
        let chosen = self.chosen.get();
        let way = self.open.with_value(|open| {
            let found = open.iter().find(|way| code(way) == chosen);
            found.cloned()
        });
        match way {
            Some(Way::Halyk) => card::panel(self.page, self.amount),
            Some(Way::Kaspi { service, link }) => {
                let number = self.number.get_value();
                kaspi::panel(self.page, self.amount, number, service, link)
            }
            None => ().into_any(),
        }
    }

    /// A card payment was begun and has no end yet.
    fn bank_page_open(self) -> Option<AnyView> {
        let page = self.page;
        let begun = page.card.get()?;
        if begun.state != shared::payments::CardState::Begun {
            return None;
        }
        let time = move || until(begun.begun_at, page.now.get_untracked());
        let shown = view! {
            <Notice>
                <p>{live(move || say!(payments.bank_open, time = time()))}</p>
            </Notice>
        };
        Some(shown.into_any())
    }
}

fn option(way: &Way) -> RadioOption {
    let (label, hint) = match way {
        Way::Halyk => (tr!(payments.way_card), tr!(payments.way_card_hint)),
        Way::Kaspi { .. } => (
            derived(|| "Kaspi.kz".to_owned()),
            tr!(payments.way_kaspi_hint),
        ),
    };
    RadioOption {
        hint: Some(hint),
        ..RadioOption::new(code(way), label)
    }
}
