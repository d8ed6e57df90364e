//! The texts themselves: our HTML files in three languages, with the centre's settings filled in.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use rust_embed::RustEmbed;
use shared::consents::{Language, Text, TextKind};
use shared::programmes::{Centre, Programme};
use shared::requirements::Requirement;

use crate::programmes::Programmes;

#[derive(RustEmbed)]
#[folder = "texts/"]
struct Files;

/// Days and years that the texts promise; the retention job keeps them.
pub(super) const RETENTION: &[(&str, &str)] = &[
    ("retention_clip", "1"),
    ("retention_face", "60"),
    ("retention_document", "30"),
    ("retention_draft", "90"),
    ("retention_ip", "30"),
    ("retention_audit", "3"),
];

/// Every text in every language, ready to show, by programme.
#[derive(Debug, Clone)]
pub struct Texts {
    texts: BTreeMap<(String, &'static str, &'static str), Text>,
    scopes: BTreeMap<(String, &'static str), String>,
}

impl Texts {
    /// Reads the files for every programme. Versions must agree over the languages.
    pub fn load(programmes: &Programmes) -> anyhow::Result<Self> {
        let mut texts = BTreeMap::new();
        let mut scopes = BTreeMap::new();
        for programme in programmes.all() {
            for kind in TextKind::ALL {
                let mut version = None;
                for language in Language::ALL {
                    let text = read(
                        (kind, &file_name(programme, kind)),
                        language,
                        &programme.centre,
                    )?;
                    let first = version.get_or_insert_with(|| text.version.clone());
                    ensure!(
                        *first == text.version,
                        "{} differs in version",
                        kind.as_str()
                    );
                    let key = (programme.code.clone(), kind.as_str(), language.as_str());
                    texts.insert(key, text);
                }
                let key = (programme.code.clone(), kind.as_str());
                scopes.insert(key, scope(programme, kind));
            }
        }
        Ok(Self { texts, scopes })
    }

    /// A text of a programme.
    pub fn find(&self, programme: &str, kind: TextKind, language: Language) -> Option<&Text> {
        let key = (programme.to_owned(), kind.as_str(), language.as_str());
        self.texts.get(&key)
    }

    /// The current version of a text.
    pub fn version(&self, programme: &str, kind: TextKind) -> &str {
        self.find(programme, kind, Language::Kk)
            .map_or("", |text| &text.version)
    }

    /// Whose text it is: programmes of one centre that show the same words share an acceptance.
    pub fn scope(&self, programme: &str, kind: TextKind) -> &str {
        let key = (programme.to_owned(), kind.as_str());
        self.scopes.get(&key).map_or("", String::as_str)
    }
}

/// A programme may have a text of its own; where movements are recorded, the consent says so; where no pictures are taken, the consent does not speak of
/// them.
fn file_name(programme: &Programme, kind: TextKind) -> String {
    let own = format!("{}_{}", kind.as_str(), programme.code);
    if Files::get(&format!("kk/{own}.html")).is_some() {
        return own;
    }
    if kind == TextKind::Biometrics && programme.asks(Requirement::MovementCheck) {
        return "biometrics_movement".to_owned();
    }
    let pictures =
        programme.asks(Requirement::FacePhoto) || programme.asks(Requirement::IdentityDocument);
    if kind == TextKind::PersonalData && !pictures {
        "personal_data_plain".to_owned()
    } else {
        kind.as_str().to_owned()
    }
}

fn scope(programme: &Programme, kind: TextKind) -> String {
    let bin = &programme.centre.bin;
    let name = file_name(programme, kind);
    match name.strip_prefix(kind.as_str()) {
        Some("") | None => bin.clone(),
        Some(variant) => format!("{bin}{variant}"),
    }
}

fn read(
    (kind, name): (TextKind, &str),
    language: Language,
    centre: &Centre,
) -> anyhow::Result<Text> {
    let path = format!("{}/{name}.html", language.as_str());
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
