//! Lists that people choose from, as the server gives them, and how they are sorted and searched.

use serde::{Deserialize, Serialize};

use crate::consents::Language;
use crate::text::fold;

/// A name in the three languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Name {
    /// Қазақша.
    pub kk: String,
    /// Русский.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Name {
    /// The name in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Kk => &self.kk,
            Language::Ru => &self.ru,
            Language::En => &self.en,
        }
    }

    /// Whether any of the names contains what was typed, Kazakh letters or not.
    pub fn matches(&self, typed: &str) -> bool {
        let typed = fold(typed);
        [&self.kk, &self.ru, &self.en]
            .iter()
            .any(|name| fold(name).contains(&typed))
    }
}

/// What a contingent needs to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EducationKind {
    /// A university.
    University,
    /// A college.
    College,
    /// Nothing.
    #[default]
    None,
}

impl EducationKind {
    /// The kind of this text, as it stands in the dictionaries.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "university" => Some(Self::University),
            "college" => Some(Self::College),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// A country or a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// Rank before the alphabet: 0 stands above all others.
    pub rank: i64,
}

/// A place of education.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// University or college.
    pub kind: EducationKind,
    /// Code of the region.
    pub region: String,
}

/// A contingent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contingent {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// Which place of education it asks for.
    pub education: EducationKind,
    /// May apply for assessment online (to be confirmed by the centre).
    pub applies_online: bool,
}

/// `GET /dictionaries`: everything the wizard of the programme chooses from, in one cacheable answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dictionaries {
    /// Countries, Kazakhstan ranked first.
    pub countries: Vec<Entry>,
    /// Regions, the three cities ranked first.
    pub regions: Vec<Entry>,
    /// Contingents in the order of the programme.
    pub contingents: Vec<Contingent>,
    /// Places of education.
    pub places: Vec<Place>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_ignores_kazakh_letters_and_case() {
        let name = Name {
            kk: "Өскемен".into(),
            ru: "Усть-Каменогорск".into(),
            en: "Oskemen".into(),
        };
        for typed in ["оскем", "ӨСК", "усть-кам", "oske", ""] {
            assert!(name.matches(typed), "{typed}");
        }
        assert!(!name.matches("астана"));
        assert_eq!(name.text(Language::En), "Oskemen");
    }
}
