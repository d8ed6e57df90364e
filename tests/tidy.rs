//! Rules of the house as tests, not as memory: they read the tree and fail with the file, the line
//! and the rule. What the compiler or clippy can check is not repeated here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];

/// Most lines of one file.
const MAX_LINES: usize = 600;

/// Folders whose content is made, not written.
const MADE: &[&str] = &["target", "dist", "node_modules", ".git", "output", ".tools"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the project's folder")
        .to_owned()
}

/// Files below a folder of the project with one of these endings, with their texts.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !MADE.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let short = path
                    .strip_prefix(root())
                    .expect("inside")
                    .display()
                    .to_string();
                found.push((short, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    assert!(!found.is_empty(), "nothing in {folder}");
    found.sort();
    found
}

/// Fails with every line that breaks a rule.
#[track_caller]
fn keep(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// Lines that hold one of these words, as `file:line: text`.
fn lines_with(files: &[(String, String)], words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        for (number, line) in (1..).zip(text.lines()) {
            if words.iter().any(|word| line.contains(word.as_str())) {
                found.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    found
}

/// String literals of a source, without comments.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (sign, behind) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = behind;
        match sign {
            b'/' if behind.starts_with('/') => {
                rest = behind.split_once('\n').map_or("", |(_, next)| next);
            }
            b'\'' if behind.starts_with("\"'") => rest = &behind[2..],
            b'\'' if behind.starts_with("\\\"'") => rest = &behind[3..],
            b'"' => {
                let mut escaped = false;
                let end = behind.find(|letter| {
                    let ends = letter == '"' && !escaped;
                    escaped = letter == '\\' && !escaped;
                    ends
                });
                let end = end.unwrap_or(behind.len());
                found.push(behind[..end].to_owned());
                rest = behind.get(end + 1..).unwrap_or_default();
            }
            _ => {}
        }
    }
    found
}

fn is_sql(literal: &str) -> bool {
    let start = literal.trim_start();
    [
        "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "PRAGMA ", "CREATE ",
    ]
    .iter()
    .any(|word| start.starts_with(word))
}

#[test]
fn sql_lies_in_stores_only() {
    let mut broken = Vec::new();
    for (path, text) in files("backend/src", &[".rs"]) {
        let allowed = path.ends_with("/store.rs") || path == "backend/src/db.rs";
        let written = literals(&text).into_iter().filter(|text| is_sql(text));
        if !allowed {
            broken.extend(written.map(|sql| format!("{path}: {sql}")));
        }
    }
    keep("SQL lies in store.rs", &broken);
}

#[test]
fn features_reach_each_other_through_their_services() {
    let mut broken = Vec::new();
    for (path, text) in files("backend/src", &[".rs"]) {
        let own = path.split('/').nth(2).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            for inner in ["::store", "::routes"] {
                let Some((before, _)) = line.split_once(inner) else {
                    continue;
                };
                let foreign = before.rsplit_once("crate::").map(|(_, name)| name);
                if foreign.is_some_and(|name| name != own) {
                    broken.push(format!("{path}:{number}: {}", line.trim()));
                }
            }
        }
    }
    keep("no feature uses another's store or routes", &broken);
}

/// What both databases understand differently, or one of them not at all.
const NOT_PORTABLE: &[&str] = &[
    "now(",
    "current_timestamp",
    "ilike",
    "any(",
    "::",
    "for update",
    "serial",
    "autoincrement",
    "lower(",
    "upper(",
    "boolean",
    "timestamp",
    "?",
];

#[test]
fn statements_are_one_text_for_both_databases() {
    let mut broken = Vec::new();
    let mut check = |path: &str, sql: &str| {
        let lower = sql.to_lowercase();
        let words = NOT_PORTABLE.iter().filter(|word| lower.contains(**word));
        broken.extend(words.map(|word| format!("{path}: `{word}` in {sql}")));
    };
    for (path, text) in files("backend/src", &["store.rs"]) {
        for literal in literals(&text) {
            check(&path, &literal);
        }
    }
    for (path, text) in files("backend/migrations", &[".sql"]) {
        check(&path, &without_comments(&text));
    }
    keep("SQL is portable", &broken);
}

fn without_comments(sql: &str) -> String {
    let lines = sql.lines();
    let kept = lines.map(|line| line.split("--").next().unwrap_or_default());
    kept.collect::<Vec<_>>().join("\n")
}

#[test]
fn columns_are_text_or_bigint() {
    let mut broken = Vec::new();
    let mut tables = 0;
    for (path, text) in files("backend/migrations", &[".sql"]) {
        for statement in without_comments(&text).split(';') {
            let Some(table) = statement.trim().strip_prefix("CREATE TABLE ") else {
                continue;
            };
            tables += 1;
            let (name, body) = table.split_once('(').unwrap();
            // A column begins its line; keys of several columns do not.
            for column in body.lines() {
                let mut words = column.split_whitespace();
                let column = words.next().unwrap_or_default();
                let kind = words.next().unwrap_or_default();
                let is_column = column
                    .chars()
                    .all(|letter| matches!(letter, 'a'..='z' | '_'));
                if is_column
                    && !column.is_empty()
                    && !matches!(kind.trim_end_matches(','), "TEXT" | "BIGINT")
                {
                    broken.push(format!("{path}: {} {column} {kind}", name.trim()));
                }
            }
        }
    }
    assert!(tables > 10, "the migrations were read");
    keep("columns are TEXT or BIGINT", &broken);
}

#[test]
fn a_migration_is_never_edited() {
    let sums = fs::read_to_string(root().join("tests/migrations.sha256")).unwrap();
    let listed: BTreeMap<&str, &str> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (name, sum))
        .collect();
    let mut broken = Vec::new();
    let migrations = files("backend/migrations", &[".sql"]);
    for (path, text) in &migrations {
        let name = path.rsplit('/').next().unwrap();
        let digest = Sha256::digest(text.as_bytes());
        let sum = backend::secrets::hex(&digest);
        if listed.get(name) != Some(&sum.as_str()) {
            broken.push(format!("{sum}  {name}"));
        }
    }
    assert_eq!(listed.len(), migrations.len(), "each migration is listed");
    keep(
        "a new migration is listed in tests/migrations.sha256, an old one stays as it is",
        &broken,
    );
}

/// Keys and texts of a locale, `namespace.key`.
fn locale(language: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (path, text) in files(&format!("frontend/locales/{language}"), &[".json"]) {
        let namespace = Path::new(&path).file_stem().expect("a name");
        let namespace = namespace.to_string_lossy();
        let file: Value = serde_json::from_str(&text).expect("JSON");
        flatten(&namespace, &file, &mut texts);
    }
    texts
}

fn flatten(key: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(inner) => {
            for (name, value) in inner {
                flatten(&format!("{key}.{name}"), value, texts);
            }
        }
        Value::String(text) => {
            texts.insert(key.to_owned(), text.clone());
        }
        other => panic!("{key} is no text: {other}"),
    }
}

/// Names between double braces.
fn placeholders(text: &str) -> BTreeSet<String> {
    let parts = text.split("{{").skip(1);
    let names = parts.filter_map(|part| part.split_once("}}"));
    names
        .map(|(name, _)| name.split(',').next().unwrap_or_default().trim().to_owned())
        .collect()
}

/// What differs between the same texts in two languages.
fn differences(first: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let keys: BTreeSet<&String> = first.keys().chain(other.keys()).collect();
    let mut found = Vec::new();
    for key in keys {
        match (first.get(key), other.get(key)) {
            (Some(one), Some(two)) if placeholders(one) != placeholders(two) => {
                found.push(format!("{key} has other placeholders"));
            }
            (Some(one), Some(two)) if one.trim().is_empty() != two.trim().is_empty() => {
                found.push(format!("{key} is empty in one language"));
            }
            (Some(_), Some(_)) => {}
            _ => found.push(format!("{key} is missing in one language")),
        }
    }
    found
}

#[test]
fn the_page_says_everything_in_every_language() {
    let first = locale(LANGUAGES[0]);
    assert!(first.len() > 300);
    for language in LANGUAGES {
        let texts = locale(language);
        keep(language, &differences(&first, &texts));
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
        let empty: Vec<_> = empty.map(|(key, _)| key.clone()).collect();
        keep(&format!("no text is empty in {language}"), &empty);
    }
}

#[test]
fn every_text_of_the_page_is_used() {
    let sources = files("frontend/src", &[".rs"]);
    let sources = sources.iter().map(|(_, text)| text.as_str());
    let code: String = sources.flat_map(str::split_whitespace).collect();
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let used = |key: &str| {
        code.match_indices(key)
            .any(|(at, _)| !code[at + key.len()..].starts_with(is_name))
    };
    let unused: Vec<_> = locale("en").into_keys().filter(|key| !used(key)).collect();
    keep("a text that nobody shows is deleted", &unused);
}

/// Texts of letters and agreements in one language, `file.key`.
fn texts(language: &str) -> BTreeMap<String, String> {
    let folder = format!("backend/texts/{language}");
    let mut texts = BTreeMap::new();
    for (path, text) in files(&folder, &[".toml", ".html"]) {
        let name = path.strip_prefix(&folder).expect("inside").to_owned();
        if Path::new(&path)
            .extension()
            .is_some_and(|kind| kind == "html")
        {
            let heads = text.matches("<h").count();
            let version = text.lines().find(|line| line.starts_with("<!-- version:"));
            texts.insert(
                format!(
                    "{name} {} with {heads} headings",
                    version.expect("a version")
                ),
                text,
            );
            continue;
        }
        let letter: toml::Table = toml::from_str(&text).expect("TOML");
        for (key, value) in letter {
            texts.insert(format!("{name} {key}"), value.to_string());
        }
    }
    texts
}

#[test]
fn letters_and_agreements_are_the_same_in_every_language() {
    let first = texts(LANGUAGES[0]);
    assert!(first.len() > 40);
    for language in LANGUAGES {
        let other = texts(language);
        keep(language, &differences(&first, &other));
        let empty = other
            .iter()
            .filter(|(_, text)| text.trim_matches('"').is_empty());
        let empty: Vec<_> = empty.map(|(key, _)| key.clone()).collect();
        keep(&format!("no text is empty in {language}"), &empty);
    }
}

#[test]
fn every_letter_that_is_written_is_sent() {
    let code = files("backend/src/notify", &[".rs"]);
    for (path, _) in files("backend/texts/en/mail", &[".toml"]) {
        let name = Path::new(&path).file_stem().unwrap().to_string_lossy();
        let quoted = format!("\"{name}\"");
        let others = files("backend/src", &[".rs"]);
        let sent = code
            .iter()
            .chain(&others)
            .filter(|(_, text)| text.contains(&quoted));
        assert!(sent.count() > 0, "nobody sends {path}");
    }
}

#[test]
fn no_file_is_long() {
    let mut broken = Vec::new();
    for (path, text) in files(".", &[".rs", ".ts", ".css"]) {
        let lines = text.lines().count();
        if lines > MAX_LINES {
            broken.push(format!("{path}: {lines} lines"));
        }
    }
    keep(&format!("no file has more than {MAX_LINES} lines"), &broken);
}

#[test]
fn every_module_says_what_it_is_for() {
    let sources = files(".", &[".rs"]);
    let silent = sources.iter().filter(|(path, text)| {
        let generated = path.ends_with("build.rs");
        !generated && !text.starts_with("//!") && !text.starts_with("#!")
    });
    let silent: Vec<_> = silent.map(|(path, _)| path.clone()).collect();
    keep("a module begins with //!", &silent);
}

#[test]
fn nothing_is_silenced_and_no_test_waits() {
    // Put together here, so that this file does not break its own rules.
    let silenced = [["#[", "allow("], ["#![", "allow("], ["#[", "ignore"]];
    let silenced = silenced.map(|parts| parts.concat());
    keep(
        "lints are expected with a reason, tests are never skipped",
        &lines_with(&files(".", &[".rs"]), &silenced),
    );
    let waiting = [
        ["sle", "ep("],
        ["waitFor", "Timeout("],
        ["test.", "skip("],
        ["test.", "only("],
    ];
    let waiting = waiting.map(|parts| parts.concat());
    keep(
        "tests wait for what they want to see, and none is left out",
        &lines_with(&files("tests", &[".rs", ".ts"]), &waiting),
    );
}

#[test]
fn no_dependency_that_bites_is_doubled() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let lock: toml::Table = toml::from_str(&lock).unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut broken = Vec::new();
    for name in [
        "axum",
        "hyper",
        "http",
        "leptos",
        "leptos_router",
        "sqlx",
        "sqlx-core",
        "utoipa",
        "wasm-bindgen",
        "web-sys",
        "rustls",
        "tokio",
    ] {
        let versions = packages
            .iter()
            .filter(|package| package["name"].as_str() == Some(name))
            .count();
        if versions != 1 {
            broken.push(format!("{name}: {versions} versions"));
        }
    }
    for banned in ["openssl", "openssl-sys", "native-tls"] {
        let found = packages
            .iter()
            .any(|package| package["name"].as_str() == Some(banned));
        if found {
            broken.push(format!("{banned} is banned"));
        }
    }
    keep("one version of each", &broken);
}
