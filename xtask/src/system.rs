//! What only the operating system can give: a browser, PostgreSQL, Python.
//!
//! As root on Debian the package is installed. Anywhere else the missing thing is named together
//! with the command that installs it, and the command stops: a step is never skipped.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::say;
use crate::failure::{Failure, Result};
use crate::{python, shell};

/// Something of the operating system's, its Debian package, and how to see that it is there.
pub(crate) struct Part {
    name: &'static str,
    package: &'static str,
    present: fn() -> bool,
}

pub(crate) const CHROMIUM: Part = Part {
    name: "Chromium",
    package: "chromium",
    present: || chromium().is_some(),
};
pub(crate) const POSTGRESQL: Part = Part {
    name: "PostgreSQL",
    package: "postgresql",
    present: || postgresql().is_some(),
};
pub(crate) const PYTHON: Part = Part {
    name: "Python 3 with venv",
    package: "python3-venv",
    present: || python::is_complete(),
};

/// Sees to it that these parts are there.
pub(crate) fn require(parts: &[Part]) -> Result<()> {
    let missing: Vec<&Part> = parts.iter().filter(|part| !(part.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = join(&missing, ", ", |part| part.name);
    let packages = join(&missing, " ", |part| part.package);
    let command = format!("apt-get install --yes --no-install-recommends {packages}");
    if !(is_debian() && is_root()) {
        return Err(Failure::new(format!(
            "missing: {names}.\nInstall on Debian or Ubuntu: sudo {command}\n\
             Elsewhere: the same programs from your system's packages, then run this again."
        )));
    }
    say(&format!("   installing {names}: {command}"));
    shell::quiet(apt().arg("update"))?;
    shell::quiet(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages.split(' ')),
    )?;
    match missing.iter().find(|part| !(part.present)()) {
        None => Ok(()),
        Some(part) => Err(Failure::new(format!(
            "{} is still missing after installing the package {}",
            part.name, part.package
        ))),
    }
}

/// The browser of the machine.
pub(crate) fn chromium() -> Option<PathBuf> {
    shell::find(&[
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ])
    .or_else(|| existing("/Applications/Chromium.app/Contents/MacOS/Chromium"))
    .or_else(|| existing("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"))
}

/// The folder with `initdb`, `pg_ctl` and `postgres`, the newest where there are several.
/// Debian keeps them out of `PATH`.
pub(crate) fn postgresql() -> Option<PathBuf> {
    let on_path =
        shell::find(&["pg_ctl"]).and_then(|program| program.parent().map(Path::to_path_buf));
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    folders.sort_by_key(|folder| version_of(folder));
    folders.into_iter().chain(on_path).rev().find(|folder| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|program| folder.join(program).is_file())
    })
}

/// Whether this is the administrator's account.
pub(crate) fn is_root() -> bool {
    shell::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").is_file() && shell::find(&["apt-get"]).is_some()
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn existing(path: &str) -> Option<PathBuf> {
    Some(PathBuf::from(path)).filter(|path| path.is_file())
}

fn version_of(folder: &Path) -> u32 {
    let version = folder.parent().and_then(Path::file_name);
    version
        .and_then(|name| name.to_str()?.parse().ok())
        .unwrap_or_default()
}

fn join(parts: &[&Part], between: &str, text: fn(&Part) -> &'static str) -> String {
    parts
        .iter()
        .map(|part| text(part))
        .collect::<Vec<_>>()
        .join(between)
}
