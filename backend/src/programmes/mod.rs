//! Definitions of programmes: files beside the program, parsed and validated at start.

mod routes;

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use rust_embed::RustEmbed;
use shared::consents::TextKind;
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
            let mut programme = parse(&path)?;
            for kind in TextKind::ALL {
                programme
                    .texts
                    .insert(kind.as_str().to_owned(), texts.version(kind).to_owned());
            }
            faults.extend(programme.faults());
            programmes.insert(programme.code.clone(), programme);
        }
        if !faults.is_empty() {
            bail!("programme definitions are wrong:\n{}", faults.join("\n"));
        }
        Ok(Self(programmes))
    }

    /// A programme.
    pub fn find(&self, code: &str) -> Option<&Programme> {
        self.0.get(code)
    }
}

fn parse(path: &str) -> anyhow::Result<Programme> {
    let file = Files::get(path).with_context(|| format!("{path} is missing"))?;
    let text = std::str::from_utf8(&file.data).with_context(|| path.to_owned())?;
    toml::from_str(text).with_context(|| format!("programmes/{path}"))
}

/// The centre that the texts and letters speak for.
pub fn centre() -> anyhow::Result<Centre> {
    Ok(parse("ncie.toml")?.centre)
}
