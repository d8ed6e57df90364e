//! Builds the page into `dist/site/`: the worker, trunk, then a compressed copy of each file.

use std::process::Command;

use crate::console::{say, step};
use crate::failure::Result;
use crate::machine::PageTools;
use crate::stamp::Stamp;
use crate::workspace::Workspace;
use crate::{compress, shell, vision};

const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "frontend",
    "public",
    "shared",
    "xtask/src",
];

/// Builds the page as people get it; at once when nothing has changed.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let stamp = Stamp::of(workspace, "page", INPUTS)?;
    if stamp.is_fresh() && workspace.site().join("index.html").is_file() {
        say("   the page in dist/site is up to date");
        return Ok(());
    }
    vision::build(workspace)?;
    step("Page", || {
        let tools = PageTools::find(workspace)?;
        let mut trunk = trunk(workspace, &tools)?;
        shell::run(trunk.args(["build", "--release", "--cargo-profile", "page"]))?;
        compress::folder(&workspace.site())?;
        stamp.record()
    })
}

/// Trunk with everything it looks for.
pub(crate) fn trunk(workspace: &Workspace, tools: &PageTools) -> Result<Command> {
    let mut command = tools.command(workspace, "trunk")?;
    // Trunk takes `NO_COLOR=1`, the usual value, for a mistake.
    command.env_remove("NO_COLOR");
    Ok(command)
}
