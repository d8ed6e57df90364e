//! The texts themselves: our HTML files in three languages, with the centre's settings filled in.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use rust_embed::RustEmbed;
use shared::consents::{Language, Text, TextKind};
use shared::programmes::Centre;

use crate::config::Config;

#[derive(RustEmbed)]
#[folder = "texts/"]
struct Files;

/// Days and years that the texts promise; the retention job keeps them.
pub(super) const RETENTION: &[(&str, &str)] = &[
    ("retention_face", "60"),
    ("retention_document", "30"),
    ("retention_draft", "90"),
    ("retention_ip", "30"),
    ("retention_audit", "3"),
];

/// Every text in every language, ready to show, by programme.
#[derive(Debug, Clone)]
pub struct Texts {
    texts: BTreeMap<(&'static str, &'static str), Text>,
}

impl Texts {
    /// Reads the files. Versions must agree over the languages.
    pub fn load(_: &Config) -> anyhow::Result<Self> {
        let centre = crate::programmes::centre()?;
        let mut texts = BTreeMap::new();
        for kind in TextKind::ALL {
            let mut version = None;
            for language in Language::ALL {
                let text = read(kind, language, &centre)?;
                let first = version.get_or_insert_with(|| text.version.clone());
                ensure!(
                    *first == text.version,
                    "{} differs in version",
                    kind.as_str()
                );
                texts.insert((kind.as_str(), language.as_str()), text);
            }
        }
        Ok(Self { texts })
    }

    /// A text.
    pub fn find(&self, kind: TextKind, language: Language) -> Option<&Text> {
        self.texts.get(&(kind.as_str(), language.as_str()))
    }

    /// The current version of a text.
    pub fn version(&self, kind: TextKind) -> &str {
        self.find(kind, Language::Kk)
            .map_or("", |text| &text.version)
    }
}

fn read(kind: TextKind, language: Language, centre: &Centre) -> anyhow::Result<Text> {
    let path = format!("{}/{}.html", language.as_str(), kind.as_str());
    let file = Files::get(&path).with_context(|| format!("text {path} is missing"))?;
    let text = std::str::from_utf8(&file.data).with_context(|| path.clone())?;
    let comment = |name: &str| -> anyhow::Result<String> {
        let found = text.lines().find_map(|line| {
            line.strip_prefix(&format!("<!-- {name}: "))?
                .strip_suffix(" -->")
                .map(str::trim)
        });
        Ok(found
            .with_context(|| format!("{path} does not say its {name}"))?
            .to_owned())
    };
    let version = comment("version")?;
    let version = version
        .split('·')
        .next()
        .unwrap_or(&version)
        .trim()
        .to_owned();
    let body: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("<!-- "))
        .collect();
    let values = centre_values(centre, language);
    let values = values.iter().map(|(name, value)| (*name, value.as_str()));
    let retention = RETENTION.iter().copied();
    let html = fill(&body.join("\n"), values.chain(retention), escape)?;
    Ok(Text {
        kind,
        version,
        language,
        title: comment("title")?,
        html: html.trim().to_owned(),
    })
}

/// The centre's settings under the names that texts and letters use.
pub fn centre_values(centre: &Centre, language: Language) -> Vec<(&'static str, String)> {
    let phone = shared::text::tidy(&centre.phone);
    vec![
        ("centre", centre.name.text(language).to_owned()),
        ("head", centre.head.text(language).to_owned()),
        ("bin", centre.bin.clone()),
        ("address", centre.address.text(language).to_owned()),
        ("mail", centre.mail.clone()),
        ("phone", phone),
        ("site", centre.site.clone()),
    ]
}

/// Puts values for `{{names}}`; a name without a value is a fault of the text.
pub fn fill<'a>(
    template: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
    escape: fn(&str) -> String,
) -> anyhow::Result<String> {
    let filled = values.fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{{{name}}}}}"), &escape(value))
    });
    ensure!(
        !filled.contains("{{"),
        "a placeholder has no value: {}",
        after_braces(&filled)
    );
    Ok(filled)
}

fn after_braces(text: &str) -> &str {
    let rest = text.split_once("{{").map_or("", |(_, rest)| rest);
    rest.split_once("}}").map_or(rest, |(name, _)| name)
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
