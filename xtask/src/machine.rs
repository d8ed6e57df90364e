//! Tools of the Rust side, each pinned and private: `~/.cache/tirkeu/<tool>-<version>`.
//!
//! What comes from the system is in `system`, what runs on Node in `node`.

use std::path::PathBuf;
use std::process::Command;

use crate::console::{say, step};
use crate::failure::{Failure, Result};
use crate::node::Node;
use crate::workspace::Workspace;
use crate::{python, shell, system};

/// 0.22 needs a newer rustc than the stable one that everyone has.
const TRUNK: &str = "0.21.14";
const TYPOS: &str = "1.52.0";
/// What pages are compiled to.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Installs whatever any of the commands needs.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    step("Machine", || {
        system::require(&[system::PYTHON, system::CHROMIUM, system::POSTGRESQL])?;
        PageTools::find(workspace)?;
        typos(workspace)?;
        let node = Node::find(workspace)?;
        say(&format!("   {}", node.describe()?));
        node.browser_packages(workspace)
    })
}

/// Everything that building the page takes, each given by its folder.
pub(crate) struct PageTools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    wasm_opt: PathBuf,
    node: PathBuf,
}

impl PageTools {
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        wasm_target()?;
        let node = Node::find(workspace)?;
        let wasm_opt = node.wasm_opt(workspace)?;
        // The tool writes for exactly one version of the library. Its own lock file names a crate
        // that registries no longer serve, hence no `--locked`.
        let version = workspace.locked_version("wasm-bindgen")?;
        let wasm_bindgen =
            cargo_install(workspace, "wasm-bindgen", "wasm-bindgen-cli", &version, &[])?;
        // It copies files and calls the others: unoptimised is as fast, and much sooner there.
        let trunk = cargo_install(workspace, "trunk", "trunk", TRUNK, &["--locked", "--debug"])?;
        Ok(Self {
            trunk,
            wasm_bindgen,
            wasm_opt,
            node: node.folder().to_path_buf(),
        })
    }

    /// A tool that finds all the others on its `PATH`.
    pub(crate) fn command(&self, workspace: &Workspace, program: &str) -> Result<Command> {
        let folders = [
            &*self.trunk,
            &*self.wasm_bindgen,
            &*self.wasm_opt,
            &*self.node,
        ];
        let place = folders
            .iter()
            .map(|folder| folder.join(program))
            .find(|path| path.exists());
        let place = place.ok_or_else(|| Failure::new(format!("{program} is not installed")))?;
        let mut command = workspace.command(place);
        command.env("PATH", shell::path_with(&folders)?);
        Ok(command)
    }
}

/// The spell checker.
pub(crate) fn typos(workspace: &Workspace) -> Result<PathBuf> {
    Ok(python::environment(workspace, "typos", TYPOS)?.join("bin/typos"))
}

/// The part of the standard library that pages are built with.
fn wasm_target() -> Result<()> {
    let mut question = Command::new("rustc");
    question.args(["--print", "target-libdir", "--target", WASM]);
    if shell::read(&mut question).is_ok_and(|folder| PathBuf::from(folder).is_dir()) {
        return Ok(());
    }
    if shell::find(&["rustup"]).is_none() {
        return Err(Failure::new(format!(
            "Rust's target {WASM} is missing, and there is no rustup to add it. \
             Install rustup, or your system's package of that target."
        )));
    }
    say(&format!("   adding Rust's target {WASM}"));
    shell::quiet(Command::new("rustup").args(["target", "add", WASM]))
}

fn cargo_install(
    workspace: &Workspace,
    program: &str,
    package: &str,
    version: &str,
    flags: &[&str],
) -> Result<PathBuf> {
    let home = workspace.cache.join(format!("{program}-{version}"));
    let programs = home.join("bin");
    if programs.join(program).is_file() {
        return Ok(programs);
    }
    say(&format!(
        "   installing {package} {version}, once, some minutes: {}",
        home.display()
    ));
    let mut cargo = workspace.cargo(["install", package, "--version", version, "--root"]);
    // Its own target folder, removed afterwards, and none of the project's settings.
    cargo
        .arg(&home)
        .args(flags)
        .env_remove("CARGO_TARGET_DIR")
        .current_dir("/");
    shell::run(&mut cargo)?;
    Ok(programs)
}
