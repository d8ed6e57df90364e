//! Definitions of programmes: files beside the program and in a folder of the settings, parsed and
//! validated at start.

mod reading;
mod routes;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use rust_embed::RustEmbed;
use shared::consents::TextKind;
use shared::forms::Form;
use shared::programmes::{Programme, ProgrammeName};

use crate::consents::Texts;

pub use routes::router;

#[derive(RustEmbed)]
#[folder = "programmes/"]
struct Files;

/// The programme that is meant where none is named.
pub const FIRST: &str = "ncie";

/// Every programme by its code.
#[derive(Debug, Clone)]
pub struct Programmes(BTreeMap<String, Programme>);

impl Programmes {
    /// Reads the definitions, those of the folder beside our own; each fault is one line of the error.
    pub fn load(folder: Option<&Path>) -> anyhow::Result<Self> {
        let mut programmes = BTreeMap::new();
        let mut faults = Vec::new();
        for read in definitions(folder)? {
            let programme = match read {
                Ok(programme) => programme,
                Err(lines) => {
                    faults.extend(lines);
                    continue;
                }
            };
            let code = programme.code.clone();
            if programmes.insert(code.clone(), programme).is_some() {
                faults.push(format!(
                    "programme {code}: defined twice; rename or remove one"
                ));
            }
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

    /// Says in each definition which versions its texts have.
    pub fn tell_versions(&mut self, texts: &Texts) {
        for (code, programme) in &mut self.0 {
            for kind in TextKind::ALL {
                let version = texts.version(code, kind).to_owned();
                programme.texts.insert(kind.as_str().to_owned(), version);
            }
        }
    }

    /// A programme.
    pub fn find(&self, code: &str) -> Option<&Programme> {
        self.0.get(code)
    }

    /// Every programme.
    pub fn all(&self) -> impl Iterator<Item = &Programme> {
        self.0.values()
    }

    /// Names of all, for a choice.
    pub fn names(&self) -> Vec<ProgrammeName> {
        let name = |programme: &Programme| ProgrammeName {
            code: programme.code.clone(),
            name: programme.name.clone(),
            centre: programme.centre.name.clone(),
        };
        self.all().map(name).collect()
    }
}

/// Each definition, or its mistakes, one line each.
fn definitions(folder: Option<&Path>) -> anyhow::Result<Vec<Result<Programme, Vec<String>>>> {
    let mut programmes = Vec::new();
    for path in Files::iter() {
        let file = Files::get(&path).with_context(|| format!("{path} is missing"))?;
        let text = std::str::from_utf8(&file.data).with_context(|| path.to_string())?;
        programmes.push(reading::read(&format!("programmes/{path}"), text));
    }
    let Some(folder) = folder else {
        return Ok(programmes);
    };
    let told = || format!("the folder of programmes {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(told)? {
        let path = entry.with_context(told)?.path();
        if path.extension().is_some_and(|kind| kind == "toml") {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
            programmes.push(reading::read(&name, &text));
        }
    }
    Ok(programmes)
}
