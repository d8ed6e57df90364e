//! Where things are: the root of the project, cargo's target folder, the cache of private tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result, While};

/// The folders every command works in.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// Tools of ours that are not in the tree: `~/.cache/tirkeu`.
    pub(crate) cache: PathBuf,
}

impl Workspace {
    pub(crate) fn open() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or_else(|| Failure::new("the commands have to stand in a folder of the project"))?
            .to_path_buf();
        let target = match environment("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        let cache = match (environment("XDG_CACHE_HOME"), environment("HOME")) {
            (Some(folder), _) => PathBuf::from(folder),
            (None, Some(home)) => Path::new(&home).join(".cache"),
            (None, None) => return Err(Failure::new("neither XDG_CACHE_HOME nor HOME is set")),
        };
        Ok(Self {
            root,
            target,
            cache: cache.join("tirkeu"),
        })
    }

    /// The page as it is served: by the program, or by a CDN.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("dist/site")
    }

    /// The browser tests and their packages.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// A program in the root of the project.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.root);
        command
    }

    /// The same cargo that runs this command.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let cargo = environment("CARGO").unwrap_or_else(|| String::from("cargo"));
        let mut command = self.command(cargo);
        command.args(arguments);
        command
    }

    /// The version of a crate in `Cargo.lock`, so that a tool can match its library.
    pub(crate) fn locked_version(&self, name: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let lock = fs::read_to_string(&path).during(format!("reading {}", path.display()))?;
        version_in_lock(&lock, name)
            .ok_or_else(|| Failure::new(format!("Cargo.lock has no crate {name}")))
    }
}

/// A variable of the environment, empty counting as absent.
#[expect(
    clippy::disallowed_methods,
    reason = "the commands have no Config; this is their one place"
)]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn version_in_lock(lock: &str, name: &str) -> Option<String> {
    let heading = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != heading).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-futures"
version = "0.4.50"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry"
"#;

    #[test]
    fn finds_the_exact_crate() {
        assert_eq!(
            version_in_lock(LOCK, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(version_in_lock(LOCK, "wasm"), None);
    }
}
