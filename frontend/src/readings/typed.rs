//! What is in the fields: read where the server read something, typed otherwise.

use leptos::prelude::*;
use shared::people::PersonName;
use shared::readings::{ConfirmDocument, DocumentField, Reading};

use crate::registration::NameTyped;

/// A date in three fields.
pub(super) type Parts = [RwSignal<String>; 3];

/// Every field of the page.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    reading: StoredValue<String>,
    pub(super) iin: RwSignal<String>,
    pub(super) number: RwSignal<String>,
    pub(super) name: NameTyped,
    pub(super) birth: Parts,
    pub(super) expires: Parts,
    pub(super) issued: Parts,
    pub(super) birth_place: RwSignal<String>,
    pub(super) nationality: RwSignal<String>,
    pub(super) authority: RwSignal<String>,
    pub(super) right: RwSignal<bool>,
}

impl Typed {
    /// What was read; the name as it is known already, in the person's own letters.
    pub(super) fn new(reading: &Reading, known: Option<PersonName>) -> Self {
        let read = |field| {
            let value = reading.value(field);
            value.map(|value| value.value.clone()).unwrap_or_default()
        };
        let empty = || RwSignal::new(String::new());
        Self {
            reading: StoredValue::new(reading.id.clone()),
            iin: RwSignal::new(read(DocumentField::Iin)),
            number: RwSignal::new(read(DocumentField::Number)),
            name: NameTyped::new(known.unwrap_or_default()),
            birth: parts(&read(DocumentField::BirthDate)),
            expires: parts(&read(DocumentField::Expires)),
            issued: parts(""),
            birth_place: empty(),
            nationality: empty(),
            authority: empty(),
            right: RwSignal::new(false),
        }
    }

    /// What is sent; reactive.
    pub(super) fn request(self) -> ConfirmDocument {
        let name = self.name.typed();
        ConfirmDocument {
            reading: self.reading.get_value(),
            iin: self.iin.get(),
            number: self.number.get(),
            surname: name.surname,
            first_name: name.first_name,
            patronymic: name.patronymic,
            birth_date: date(self.birth),
            birth_place: self.birth_place.get(),
            nationality: self.nationality.get(),
            authority: self.authority.get(),
            issued: date(self.issued),
            expires: date(self.expires),
            right: self.right.get(),
        }
    }
}

/// Day, month and year of `YYYY-MM-DD`.
fn parts(date: &str) -> Parts {
    let mut parts = date.splitn(3, '-').map(|part| part.trim_start_matches('0'));
    let mut part = || RwSignal::new(parts.next().unwrap_or_default().to_owned());
    let (year, month, day) = (part(), part(), part());
    [day, month, year]
}

/// The date of the wire; empty while nothing is typed.
pub(super) fn date(parts: Parts) -> String {
    let [day, month, year] = parts.map(|part| part.get().trim().to_owned());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return String::new();
    }
    format!("{year}-{month:0>2}-{day:0>2}")
}
