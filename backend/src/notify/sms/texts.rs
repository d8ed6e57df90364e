//! Words of SMS in three languages: one part each, so that a code comes whole and costs once.

use std::collections::BTreeMap;

use anyhow::Context;
use rust_embed::RustEmbed;
use shared::consents::Language;

use crate::consents::fill;

#[derive(RustEmbed)]
#[folder = "texts/"]
struct Files;

/// Every text there is; the start fails when one is missing in a language.
const TEMPLATES: &[&str] = &["mobile_code", "mobile_sign_in", "mobile_confirmation"];

/// All texts.
#[derive(Debug, Clone)]
pub struct SmsTexts(BTreeMap<&'static str, BTreeMap<String, String>>);

impl SmsTexts {
    /// Reads the texts.
    pub fn load() -> anyhow::Result<Self> {
        let mut texts = BTreeMap::new();
        for language in Language::ALL {
            let path = format!("{}/sms.toml", language.as_str());
            let file = Files::get(&path).with_context(|| format!("{path} is missing"))?;
            let text = std::str::from_utf8(&file.data).with_context(|| path.clone())?;
            let of_language: BTreeMap<String, String> =
                toml::from_str(text).with_context(|| path.clone())?;
            for name in TEMPLATES {
                anyhow::ensure!(of_language.contains_key(*name), "{path} has no {name}");
            }
            texts.insert(language.as_str(), of_language);
        }
        Ok(Self(texts))
    }

    /// A text with its values.
    pub(in crate::notify) fn render(
        &self,
        name: &str,
        language: Language,
        values: &BTreeMap<String, String>,
    ) -> anyhow::Result<String> {
        let texts = self.0.get(language.as_str());
        let text = texts.and_then(|texts| texts.get(name));
        let text = text.with_context(|| format!("there is no SMS {name}"))?;
        let values = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        fill(text, values, str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of one part in the alphabet that has Kazakh letters.
    const ONE_PART: usize = 70;

    #[test]
    fn every_text_begins_with_our_name_and_fits_into_one_part() {
        let texts = SmsTexts::load().unwrap();
        let values = BTreeMap::from([("code".to_owned(), "888888".to_owned())]);
        for language in Language::ALL {
            let known: Vec<_> = texts.0[language.as_str()].keys().collect();
            assert_eq!(known.len(), TEMPLATES.len(), "{known:?}");
            for name in TEMPLATES {
                let text = texts.render(name, language, &values).unwrap();
                let length = text.encode_utf16().count();
                assert!(length <= ONE_PART, "{length} characters: {text}");
                assert!(text.starts_with("Tirkeu: 888888"), "{text}");
                assert!(!text.contains("1414"), "{text}");
            }
        }
    }
}
