//! Definitions of programmes: files beside the program, parsed and validated at start.

mod reading;
mod routes;

use std::collections::BTreeMap;

use anyhow::bail;
use rust_embed::RustEmbed;
use shared::consents::TextKind;
use shared::forms::Form;
use shared::programmes::{Centre, Programme};

use crate::consents::Texts;

pub use routes::router;

#[derive(RustEmbed)]
#[folder = "programmes/"]
struct Files;

/// Every programme by its code.
#[derive(Debug, Clone)]
pub struct Programmes(BTreeMap<String, Programme>);

impl Programmes {
    /// Reads the definitions; each fault is one line of the error.
    pub fn load(texts: &Texts) -> anyhow::Result<Self> {
        let mut programmes = BTreeMap::new();
        let mut faults = Vec::new();
        for path in Files::iter() {
            let mut programme = match parse(&path) {
                Ok(programme) => programme,
                Err(lines) => {
                    faults.extend(lines);
                    continue;
                }
            };
            for kind in TextKind::ALL {
                programme
                    .texts
                    .insert(kind.as_str().to_owned(), texts.version(kind).to_owned());
            }
            programmes.insert(programme.code.clone(), programme);
        }
        if !faults.is_empty() {
            bail!("programme definitions are wrong:\n{}", faults.join("\n"));
        }
        Ok(Self(programmes))
    }

    /// The forms of those that take applications.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &Form)> {
        self.0
            .iter()
            .filter_map(|(code, programme)| Some((code.as_str(), programme.form.as_ref()?)))
    }

    /// A programme.
    pub fn find(&self, code: &str) -> Option<&Programme> {
        self.0.get(code)
    }
}

fn parse(path: &str) -> Result<Programme, Vec<String>> {
    let file = Files::get(path).ok_or_else(|| vec![format!("programmes/{path} is missing")])?;
    let text = std::str::from_utf8(&file.data)
        .map_err(|_| vec![format!("programmes/{path} is no text in UTF-8")])?;
    reading::read(&format!("programmes/{path}"), text)
}

/// The centre that the texts and letters speak for.
pub fn centre() -> anyhow::Result<Centre> {
    let programme = parse("ncie.toml").map_err(|lines| anyhow::anyhow!(lines.join("\n")))?;
    Ok(programme.centre)
}
