//! The size budget: what a person on a slow line downloads, compressed, against its limits.
//!
//! Limits are in kB of 1000 bytes. Raising one is a decision, made here and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compress;
use crate::console::{say, step};
use crate::failure::{Failure, Result, While};
use crate::stamp::files_below;
use crate::workspace::Workspace;

/// One line of the table.
struct Budget {
    what: &'static str,
    limit: u64,
    bytes: u64,
}

/// Prints the table for `dist/site` and fails when anything is above its limit.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    step("Size budget (brotli)", || {
        let site = workspace.site();
        let budgets = measure(&site)?;
        say(&table(&budgets));
        first_visit_is_without_camera(&site)?;
        let over: Vec<&str> = over(&budgets);
        if over.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!(
            "above the limit: {}",
            over.join(", ")
        )))
    })
}

fn measure(site: &Path) -> Result<Vec<Budget>> {
    let everything = files_below(site)?;
    let camera = site.join("vision");
    let manifest = manifest(&camera)?;
    let part = |entry: &str| -> Result<PathBuf> {
        let name = manifest.get(entry).and_then(Value::as_str);
        name.and_then(|name| name.rsplit('/').next())
            .map(|name| camera.join(name))
            .ok_or_else(|| Failure::new(format!("vision/manifest.json names no {entry}")))
    };
    let start = read(&site.join("index.html"))?;
    let page = everything.iter().filter(|file| !file.starts_with(&camera));
    let first_visit = page.clone().filter(|file| {
        **file == site.join("index.html")
            || has_extension(file, &["css", "js", "wasm"])
                && is_fetched(file, site, &start)
                && !is_of(file, "page-")
                && !is_of(file, "inside-")
                && !is_of(file, "identity-")
    });
    let entry = page.clone().filter(|file| is_of(file, "page-"));
    let fonts = page.clone().filter(|file| has_extension(file, &["woff2"]));
    let inside = page.clone().filter(|file| is_of(file, "inside-"));
    let identity = page.filter(|file| is_of(file, "identity-"));
    let worker = [part("worker")?, part("wasm")?];
    Ok(vec![
        budget("first visit: html, css, script, wasm", 300, first_visit)?,
        budget("fonts", 60, fonts)?,
        budget("registering: script, wasm", 600, entry)?,
        budget("cabinet: script, wasm", 600, inside)?,
        budget("Digital ID: script, wasm", 625, identity)?,
        budget("camera: worker", 400, worker.iter())?,
        budget("camera: detector", 220, [part("detector")?].iter())?,
        budget("camera: landmarks", 1200, [part("landmarks")?].iter())?,
    ])
}

fn budget<'a>(
    what: &'static str,
    limit: u64,
    files: impl Iterator<Item = &'a PathBuf>,
) -> Result<Budget> {
    let sizes: Vec<u64> = files
        .map(|file| compress::transferred(file))
        .collect::<Result<_>>()?;
    if sizes.is_empty() {
        return Err(Failure::new(format!(
            "nothing to measure for \"{what}\" in dist/site"
        )));
    }
    Ok(Budget {
        what,
        limit: limit * 1000,
        bytes: sizes.iter().sum(),
    })
}

fn manifest(camera: &Path) -> Result<Value> {
    serde_json::from_str(&read(&camera.join("manifest.json"))?).during("vision/manifest.json")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).during(format!("reading {}", path.display()))
}

/// Whether the start page names the file; snippets are named by the script that it starts.
fn is_fetched(file: &Path, site: &Path, start: &str) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    file.starts_with(site.join("snippets")) || name.is_some_and(|name| start.contains(name))
}

/// Whether the file is of one of the programs beside the first: the start page names them all, and
/// fetches the next one when idle.
fn is_of(file: &Path, program: &str) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(program)) && has_extension(file, &["js", "wasm"])
}

/// The start page must not make a browser fetch the camera's files.
fn first_visit_is_without_camera(site: &Path) -> Result<()> {
    if read(&site.join("index.html"))?.contains("vision/") {
        return Err(Failure::new(
            "index.html refers to files of the camera (vision/)",
        ));
    }
    Ok(())
}

fn table(budgets: &[Budget]) -> String {
    let heading = format!("   {:<38}{:>9}{:>9}", "", "kB", "limit");
    let lines = budgets.iter().map(|budget| {
        let mark = if budget.bytes > budget.limit {
            "  TOO MUCH"
        } else {
            ""
        };
        let (size, limit) = (kilobytes(budget.bytes), kilobytes(budget.limit));
        format!("   {:<38}{size:>9}{limit:>9}{mark}", budget.what)
    });
    std::iter::once(heading)
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

fn over(budgets: &[Budget]) -> Vec<&'static str> {
    budgets
        .iter()
        .filter(|budget| budget.bytes > budget.limit)
        .map(|budget| budget.what)
        .collect()
}

/// One decimal, rounded up, so that a figure never looks smaller than it is.
fn kilobytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extensions.contains(&extension))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Budget, first_visit_is_without_camera, kilobytes, measure, over, table};

    #[test]
    fn counts_what_a_first_visit_fetches() {
        let site = std::env::temp_dir().join(format!("tirkeu-sizes-{}", std::process::id()));
        fs::create_dir_all(site.join("vision")).unwrap();
        fs::create_dir_all(site.join("snippets/inner")).unwrap();
        let manifest =
            r#"{"worker":"w.js","wasm":"w.wasm","detector":"d.rten","landmarks":"l.rten"}"#;
        let start = "<script src=/boot.js data-page-js=/page-0.js data-inside-js=/inside-0.js \
            data-identity-js=/identity-0.js>";
        for (name, content) in [
            ("index.html", start),
            ("boot.js", "1234"),
            ("snippets/inner/part.js", "123"),
            ("outbox.css", "not fetched"),
            ("font.woff2", "12"),
            ("page-0.js", "123456789"),
            ("inside-0.js", "12345678"),
            ("identity-0.js", "1234567"),
            ("vision/manifest.json", manifest),
            ("vision/w.js", "12345"),
            ("vision/w.wasm", "123456"),
            ("vision/d.rten", "1"),
            ("vision/l.rten", "12"),
        ] {
            fs::write(site.join(name), content).unwrap();
        }

        let sizes: Vec<u64> = measure(&site)
            .unwrap()
            .iter()
            .map(|budget| budget.bytes)
            .collect();

        assert_eq!(sizes, [start.len() as u64 + 7, 2, 9, 8, 7, 11, 1, 2]);
        assert!(first_visit_is_without_camera(&site).is_ok());
        fs::write(site.join("index.html"), "<link href=/vision/w.js>").unwrap();
        assert!(first_visit_is_without_camera(&site).is_err());
        fs::remove_dir_all(&site).unwrap();
    }

    #[test]
    fn a_figure_above_its_limit_is_seen() {
        let budgets = [
            Budget {
                what: "page",
                limit: 300_000,
                bytes: 300_000,
            },
            Budget {
                what: "fonts",
                limit: 60_000,
                bytes: 60_001,
            },
        ];
        assert_eq!(over(&budgets), ["fonts"]);
        let table = table(&budgets);
        assert_eq!(
            table
                .lines()
                .filter(|line| line.ends_with("TOO MUCH"))
                .count(),
            1
        );
    }

    #[test]
    fn kilobytes_are_rounded_up() {
        assert_eq!(kilobytes(0), "0.0");
        assert_eq!(kilobytes(60_001), "60.1");
        assert_eq!(kilobytes(187_200), "187.2");
    }
}
