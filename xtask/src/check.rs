//! `cargo xtask check`: what a look at the source can find, in under a minute when warm.

use crate::console::step;
use crate::failure::{Failure, Result};
use crate::workspace::Workspace;
use crate::{machine, shell};

/// Crates that exist for the browser alone.
const PAGE_CRATES: &[&str] = &["frontend", "vision-worker"];

pub(crate) fn all(workspace: &Workspace) -> Result<()> {
    step("Format", || {
        shell::run(&mut workspace.cargo(["fmt", "--all", "--check"]))
    })?;
    step("Lints, host", || {
        let mut cargo = workspace.cargo(["clippy", "--workspace", "--all-targets"]);
        cargo.args(without_page_crates());
        shell::run(cargo.args(["--", "--deny", "warnings"]))
    })?;
    step("Lints, browser", || {
        let mut cargo = workspace.cargo(["clippy", "--target", "wasm32-unknown-unknown"]);
        cargo.args(only_page_crates()).arg("--all-targets");
        shell::run(cargo.args(["--", "--deny", "warnings"]))
    })?;
    step("House rules", || {
        let mut cargo = workspace.cargo(["test", "--quiet", "--package", "tests"]);
        shell::run(cargo.args(["--test", "tidy"]).env("INSTA_UPDATE", "no"))
    })?;
    step("Spelling", || {
        shell::run(&mut workspace.command(machine::typos(workspace)?))
    })
}

/// Documentation without a warning, for both targets.
pub(crate) fn documentation(workspace: &Workspace) -> Result<()> {
    step("Documentation", || {
        let mut host = workspace.cargo(["doc", "--no-deps", "--workspace"]);
        host.args(without_page_crates())
            .env("RUSTDOCFLAGS", "--deny warnings");
        shell::run(&mut host)?;
        let mut page = workspace.cargo(["doc", "--no-deps", "--target", "wasm32-unknown-unknown"]);
        page.args(only_page_crates())
            .env("RUSTDOCFLAGS", "--deny warnings");
        shell::run(&mut page)
    })
}

/// Licences, bans, sources. Needs a database from GitHub, hence before a release and not in CI.
pub(crate) fn deny(workspace: &Workspace) -> Result<()> {
    if shell::find(&["cargo-deny"]).is_none() {
        return Err(Failure::new(
            "missing: cargo-deny.\nInstall: cargo install cargo-deny --locked",
        ));
    }
    step("Supply chain", || {
        shell::run(&mut workspace.cargo(["deny", "--workspace", "check"]))
    })
}

/// Arguments that leave the page's crates out of a whole workspace.
fn without_page_crates() -> impl Iterator<Item = &'static str> {
    PAGE_CRATES.iter().flat_map(|name| ["--exclude", name])
}

fn only_page_crates() -> impl Iterator<Item = &'static str> {
    PAGE_CRATES.iter().flat_map(|name| ["--package", name])
}
