//! `cargo xtask test`: everything CI runs, in the order in which it fails fastest.
//!
//! Nothing is retried and nothing is skipped: what a test needs is installed or named.

use std::process::Command;

use crate::console::{say, step};
use crate::failure::Result;
use crate::node::Node;
use crate::postgres::Postgres;
use crate::workspace::Workspace;
use crate::{check, machine, page, program, shell, sizes, system};

pub(crate) fn all(workspace: &Workspace) -> Result<()> {
    machine::everything(workspace)?;
    check::all(workspace)?;
    check::documentation(workspace)?;
    unit(workspace, None)?;
    stories(workspace, None)?;
    page::build(workspace)?;
    sizes::check(workspace)?;
    journeys(workspace, None)
}

/// Only the tests whose names contain `filter`, wherever they are.
pub(crate) fn matching(workspace: &Workspace, filter: &str) -> Result<()> {
    unit(workspace, Some(filter))?;
    stories(workspace, Some(filter))?;
    if has_journeys(workspace, filter)? {
        page::build(workspace)?;
        journeys(workspace, Some(filter))?;
    }
    Ok(())
}

/// Everything but the page, the stories, and the worker, which has no test of its own.
const UNITS: &[&str] = &[
    "-p", "shared", "-p", "vision", "-p", "backend", "-p", "xtask",
];
/// The parts of the page that need no browser, built apart: in one call with the program, both would
/// be compiled with the features of the two together, and the program once more for the stories.
const PAGE_UNITS: &[&str] = &["-p", "frontend"];

/// The rules, the picture judgement, and the pieces of the program and the page.
fn unit(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    step("Unit tests", || {
        let nextest = has_nextest();
        for packages in [UNITS, PAGE_UNITS] {
            let mut command = suite(workspace, nextest);
            shell::run(command.args(packages).args(filter))?;
        }
        if nextest && filter.is_none() {
            // Nextest does not run examples in documentation; the page has none.
            let mut examples = workspace.cargo(["test", "--quiet", "--doc"]);
            shell::run(examples.args(UNITS))?;
        }
        Ok(())
    })
}

/// The stories of the API through a real socket, on both databases.
fn stories(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let run = |database: &str| {
        let mut command = suite(workspace, has_nextest());
        command
            .args(["--package", "tests"])
            .args(filter)
            .env("TIRKEU_TEST_DATABASE", database);
        shell::run(&mut command)
    };
    // One story stops and starts the program itself; it must not wait for a compiler then.
    program::for_development(workspace)?;
    step("API on SQLite", || run("sqlite"))?;
    step("API on PostgreSQL", || {
        let server = Postgres::start()?;
        run(server.url())
    })
}

/// Whole journeys in a browser, against the program as an operator starts it.
fn journeys(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let program = program::for_development(workspace)?;
    step("Browser journeys", || {
        let mut playwright = playwright(workspace)?;
        playwright.arg("test").env("TIRKEU_PROGRAM", program);
        if let Some(filter) = filter {
            playwright.args(["--grep", filter]);
        }
        shell::run(&mut playwright)
    })
}

fn has_journeys(workspace: &Workspace, filter: &str) -> Result<bool> {
    let mut list = playwright(workspace)?;
    list.args(["test", "--list", "--pass-with-no-tests", "--grep", filter]);
    Ok(!shell::read(&mut list)?.contains("Total: 0 tests"))
}

/// Playwright with its packages and the machine's browser.
pub(crate) fn playwright(workspace: &Workspace) -> Result<Command> {
    system::require(&[system::CHROMIUM])?;
    let node = Node::find(workspace)?;
    say(&format!("   {}", node.describe()?));
    node.browser_packages(workspace)?;
    let mut command = node.command(&workspace.browser_tests())?;
    command.arg("node_modules/@playwright/test/cli.js");
    if let Some(chromium) = system::chromium() {
        command.env("TIRKEU_CHROMIUM", chromium);
    }
    Ok(command)
}

/// The test runner: nextest where it is installed, cargo's own otherwise.
fn suite(workspace: &Workspace, nextest: bool) -> Command {
    let mut command = if nextest {
        workspace.cargo(["nextest", "run", "--no-tests", "pass"])
    } else {
        workspace.cargo(["test", "--quiet"])
    };
    // Otherwise a wrong inline snapshot may be rewritten instead of failing.
    command.env("INSTA_UPDATE", "no");
    command
}

fn has_nextest() -> bool {
    shell::find(&["cargo-nextest"]).is_some()
}
