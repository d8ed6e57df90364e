//! Python programs of ours, each in its own environment under the cache folder.
//!
//! Nothing is installed into the system's or the user's Python.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::say;
use crate::failure::{Failure, Result, While};
use crate::workspace::Workspace;
use crate::{shell, system};

/// Whether Python can make environments; Debian splits that part off.
pub(crate) fn is_complete() -> bool {
    shell::succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"]))
}

/// The environment of one package, installed on first use.
pub(crate) fn environment(workspace: &Workspace, package: &str, version: &str) -> Result<PathBuf> {
    let folder = workspace.cache.join(format!("{package}-{version}"));
    let complete = folder.join("complete");
    if complete.is_file() {
        return Ok(folder);
    }
    system::require(&[system::PYTHON])?;
    say(&format!(
        "   installing {package} {version} from PyPI into {}",
        folder.display()
    ));
    shell::quiet(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    shell::quiet(
        Command::new(folder.join("bin/python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .arg(format!("{package}=={version}")),
    )?;
    fs::write(&complete, "").during(format!("writing {}", complete.display()))?;
    Ok(folder)
}

/// Where an environment keeps its packages.
pub(crate) fn packages(environment: &Path) -> Result<PathBuf> {
    let library = environment.join("lib");
    let versions = fs::read_dir(&library).during(format!("reading {}", library.display()))?;
    versions
        .flatten()
        .map(|version| version.path().join("site-packages"))
        .find(|folder| folder.is_dir())
        .ok_or_else(|| Failure::new(format!("{} has no packages", environment.display())))
}
