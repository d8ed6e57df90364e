//! Reading a definition: every mistake is told with file, line, key and remedy.

use shared::definitions::{Fault, faults};
use shared::programmes::Programme;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The definition in a file, or its mistakes, one line each.
pub(super) fn read(file: &str, text: &str) -> Result<Programme, Vec<String>> {
    let told = |line: usize, fault: &Fault| {
        let Fault { key, wrong, remedy } = fault;
        format!("{file}:{line}: {key}: {wrong}; {remedy}")
    };
    let table = DeTable::parse(text).map_err(|error| {
        let fault = Fault {
            key: "the file".to_owned(),
            wrong: error.message().to_owned(),
            remedy: "correct the writing of this line".to_owned(),
        };
        vec![told(
            line_of(text, error.span().map(|span| span.start)),
            &fault,
        )]
    })?;
    let mut ignored = Vec::new();
    let parsed = toml::Deserializer::parse(text)
        .and_then(|file| serde_ignored::deserialize(file, |path| ignored.push(path.to_string())));
    let programme: Programme = parsed.map_err(|error| vec![shape(text, &error, &table, told)])?;
    let mut found: Vec<Fault> = ignored
        .into_iter()
        .map(|key| Fault {
            key: indexed(&key),
            wrong: "is no key of a definition".to_owned(),
            remedy: "correct its name, or take it out".to_owned(),
        })
        .collect();
    found.extend(faults(&programme));
    if found.is_empty() {
        return Ok(programme);
    }
    let lines = found.iter().map(|fault| {
        let at = start_of(&table, &fault.key);
        told(line_of(text, Some(at)), fault)
    });
    Err(lines.collect())
}

/// A value of the wrong kind, or a missing one.
fn shape(
    text: &str,
    error: &toml::de::Error,
    table: &Spanned<DeTable<'_>>,
    told: impl Fn(usize, &Fault) -> String,
) -> String {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message();
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'));
    let mut key = path_at(table, at);
    let remedy = if let Some((name, _)) = missing {
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(name);
        "add it"
    } else {
        "write what is expected"
    };
    let fault = Fault {
        key,
        wrong: message.to_owned(),
        remedy: remedy.to_owned(),
    };
    told(line_of(text, Some(at)), &fault)
}

/// Lines count from one.
fn line_of(text: &str, at: Option<usize>) -> usize {
    let before = text.get(..at.unwrap_or_default()).unwrap_or(text);
    before.matches('\n').count() + 1
}

/// `form.?.sections.1.code` (the mark stands for what may be left out) as `form.sections[1].code`.
fn indexed(path: &str) -> String {
    let mut key = String::new();
    for part in path.split('.').filter(|part| *part != "?") {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            key.push('[');
            key.push_str(part);
            key.push(']');
        } else {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(part);
        }
    }
    key
}

/// Where a key stands, or the nearest of what is around it.
fn start_of(table: &Spanned<DeTable<'_>>, key: &str) -> usize {
    let plain = key.replace('[', ".").replace(']', "");
    let mut at = 0;
    let mut inside = Inside::Table(table.get_ref());
    for part in plain.split('.') {
        let next = match inside {
            Inside::Table(table) => {
                let Some((name, value)) = table.iter().find(|(name, _)| name.get_ref() == part)
                else {
                    break;
                };
                at = name.span().start;
                value
            }
            Inside::Value(value) => {
                let items = value.as_array();
                let item = part.parse().ok().and_then(|i: usize| items?.get(i));
                let Some(item) = item else { break };
                at = item.span().start;
                item
            }
        };
        inside = match next.get_ref() {
            DeValue::Table(table) => Inside::Table(table),
            value => Inside::Value(value),
        };
    }
    at
}

enum Inside<'a> {
    Table(&'a DeTable<'a>),
    Value(&'a DeValue<'a>),
}

/// The key whose value stands at this byte.
fn path_at(table: &Spanned<DeTable<'_>>, at: usize) -> String {
    fn inside(value: &Spanned<DeValue<'_>>, at: usize, path: &str) -> Option<String> {
        let within = match value.get_ref() {
            DeValue::Table(table) => in_table(table, at, path),
            DeValue::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| inside(item, at, &format!("{path}[{index}]"))),
            _ => None,
        };
        within.or_else(|| value.span().contains(&at).then(|| path.to_owned()))
    }
    fn in_table(table: &DeTable<'_>, at: usize, path: &str) -> Option<String> {
        table.iter().find_map(|(name, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            inside(value, at, &format!("{path}{dot}{}", name.get_ref()))
        })
    }
    in_table(table.get_ref(), at, "").unwrap_or_default()
}

#[cfg(test)]
mod tests;
