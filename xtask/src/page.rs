//! Builds the page into `dist/site/`: the worker, trunk, then a compressed copy of each file.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::console::{say, step};
use crate::failure::{Failure, Result, While};
use crate::machine::{PageTools, WASM};
use crate::stamp::{Stamp, content_hash};
use crate::workspace::Workspace;
use crate::{compress, shell, vision};

/// Smallest, because people come on 3G.
const PROFILE: &str = "page";
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
    compile(workspace)?;
    step("Page", || {
        let tools = PageTools::find(workspace)?;
        let mut trunk = trunk(workspace, &tools)?;
        shell::run(trunk.args(["build", "--release", "--cargo-profile", PROFILE]))?;
        name_by_content(&workspace.site())?;
        compress::folder(&workspace.site())?;
        stamp.record()
    })
}

/// Compiles the worker, and the programs of the page for trunk to find. Trunk compiles one program
/// after the other, each on one core for the most part.
fn compile(workspace: &Workspace) -> Result<()> {
    PageTools::find(workspace)?;
    thread::scope(|scope| {
        let worker = scope.spawn(|| vision::build(workspace));
        let programs = step("Programs of the page", || {
            let mut cargo = workspace.cargo(["build", "--package", "frontend", "--bins"]);
            shell::run(cargo.args(["--target", WASM, "--profile", PROFILE]))
        });
        let Ok(worker) = worker.join() else {
            return Err(Failure::new("building the camera's worker broke off"));
        };
        worker.and(programs)
    })
}

/// Programs beside the first, which trunk gives plain names.
const PROGRAMS: [&str; 3] = ["page", "inside", "identity"];

/// With its content's digest in their names browsers may keep a program's files for ever. `boot.js`
/// reads the names from its own tag.
fn name_by_content(site: &Path) -> Result<()> {
    let mut names = Vec::new();
    for program in PROGRAMS {
        let plain = format!("{program}_bg.wasm");
        let wasm = fs::read(site.join(&plain)).during(format!("reading {plain}"))?;
        let digest = content_hash(&wasm);
        let js = format!("{program}-{digest}.js");
        let wasm = format!("{program}-{digest}_bg.wasm");
        for (from, to) in [(format!("{program}.js"), &js), (plain, &wasm)] {
            fs::rename(site.join(&from), site.join(to)).during(format!("renaming {from}"))?;
        }
        names.push(format!(
            "data-{program}-js=\"/{js}\" data-{program}-wasm=\"/{wasm}\" "
        ));
    }
    let start = site.join("index.html");
    let html = fs::read_to_string(&start).during("reading index.html")?;
    if !html.contains("data-js=") {
        return Err(Failure::new("index.html does not start boot.js"));
    }
    let told = html.replacen("data-js=", &format!("{}data-js=", names.concat()), 1);
    fs::write(&start, told).during("writing index.html")
}

/// Trunk with everything it looks for.
pub(crate) fn trunk(workspace: &Workspace, tools: &PageTools) -> Result<Command> {
    let mut command = tools.command(workspace, "trunk")?;
    // Trunk takes `NO_COLOR=1`, the usual value, for a mistake.
    command.env_remove("NO_COLOR");
    Ok(command)
}
