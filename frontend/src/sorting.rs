//! The order of lists in the language of the page: rank first, then the alphabet as the browser
//! knows it.

use std::cmp::Ordering;

use js_sys::{Array, Intl, Object};
use shared::consents::Language;
use shared::dictionaries::{Entry, Name, Place};
use shared::registries::District;
use wasm_bindgen::JsValue;

use crate::ui::ComboOption;

/// Compares two texts as a dictionary of this language would.
fn comparison(language: Language) -> impl Fn(&str, &str) -> Ordering {
    let tags = Array::of1(&JsValue::from_str(language.as_str()));
    let compare = Intl::Collator::new(&tags, &Object::new()).compare();
    move |a, b| {
        compare
            .call2(&JsValue::UNDEFINED, &a.into(), &b.into())
            .ok()
            .and_then(|order| order.as_f64())
            .map_or(Ordering::Equal, |order| order.total_cmp(&0.0))
    }
}

/// Countries or regions, ranked and then by name.
pub fn entries(entries: &[Entry], language: Language) -> Vec<ComboOption> {
    let compare = comparison(language);
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| {
        a.rank
            .cmp(&b.rank)
            .then_with(|| compare(a.name.text(language), b.name.text(language)))
    });
    sorted
        .into_iter()
        .map(|entry| option(&entry.code, &entry.name))
        .collect()
}

/// Places of education by name.
pub fn places<'a>(places: impl Iterator<Item = &'a Place>, language: Language) -> Vec<ComboOption> {
    let compare = comparison(language);
    let mut sorted: Vec<&Place> = places.collect();
    sorted.sort_by(|a, b| compare(a.name.text(language), b.name.text(language)));
    sorted
        .into_iter()
        .map(|place| option(&place.code, &place.name))
        .collect()
}

/// Districts by name.
pub fn districts(districts: &[District], language: Language) -> Vec<ComboOption> {
    let compare = comparison(language);
    let mut sorted: Vec<&District> = districts.iter().collect();
    sorted.sort_by(|a, b| compare(a.name.text(language), b.name.text(language)));
    sorted
        .into_iter()
        .map(|district| option(&district.code, &district.name))
        .collect()
}

fn option(code: &str, name: &Name) -> ComboOption {
    ComboOption {
        code: code.to_owned(),
        name: name.clone(),
    }
}
