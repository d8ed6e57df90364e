//! `cargo xtask bench`: the figures we promise, measured on the release program.
//!
//! Figures depend on the machine; where that matters a benchmark compares two things in one run.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::console::{say, step};
use crate::failure::{Failure, Result, While};
use crate::postgres::Postgres;
use crate::program::Running;
use crate::test::playwright;
use crate::workspace::Workspace;
use crate::{page, program, shell};

/// What `tirkeu serve` may hold when nobody asks for anything, in kB of 1000 bytes.
const IDLE_LIMIT: u64 = 40_000;

pub(crate) fn all(workspace: &Workspace) -> Result<()> {
    [
        "idle", "api", "signin", "search", "vision", "readings", "rush",
    ]
    .into_iter()
    .try_for_each(|name| one(workspace, name))
}

pub(crate) fn one(workspace: &Workspace, name: &str) -> Result<()> {
    match name {
        "idle" => idle(workspace),
        "api" | "signin" => requests(workspace, name, None),
        "search" => on_both(workspace, name),
        "vision" => vision(workspace),
        "readings" => readings(workspace),
        "rush" => rush(workspace),
        unknown => Err(Failure::new(format!(
            "no benchmark \"{unknown}\"; there are idle, api, readings, rush, signin, search and vision"
        ))),
    }
}

/// Memory of a started program that has answered once and then rests.
fn idle(workspace: &Workspace) -> Result<()> {
    page::build(workspace)?;
    let program = program::for_release(workspace)?;
    step("Idle memory", || {
        let running = Running::start(&program)?;
        thread::sleep(Duration::from_secs(5));
        let folder = format!("/proc/{}", running.process());
        let resident = memory(&format!("{folder}/status"), "VmRSS:")?;
        let own = memory(&format!("{folder}/smaps_rollup"), "Pss:")?;
        say(&format!(
            "   resident       {resident:>7} kB, limit {IDLE_LIMIT}"
        ));
        say(&format!("   proportional   {own:>7} kB"));
        if resident > IDLE_LIMIT {
            return Err(Failure::new(
                "the program holds more memory than its limit when idle",
            ));
        }
        Ok(())
    })
}

/// A benchmark of statements, whose time depends on the database.
fn on_both(workspace: &Workspace, name: &str) -> Result<()> {
    requests(workspace, name, None)?;
    let server = Postgres::start()?;
    requests(workspace, name, Some(server.url()))
}

fn requests(workspace: &Workspace, name: &str, postgres: Option<&str>) -> Result<()> {
    let database = postgres.map_or("SQLite", |_| "PostgreSQL");
    step(&format!("Benchmark of {name} on {database}"), || {
        let mut cargo = workspace.cargo(["run", "--release", "--package", "tests"]);
        cargo.env("TIRKEU_TEST_DATABASE", postgres.unwrap_or("sqlite"));
        shell::run(cargo.args(["--bin", "bench_api", "--", name]))
    })
}

/// The opening of a campaign on both databases; the last lines printed are one a database.
fn rush(workspace: &Workspace) -> Result<()> {
    let mut last = Vec::new();
    step("Benchmark of rush", || {
        let mut run = |database: &str| -> Result<()> {
            let mut cargo = workspace.cargo(["run", "--release", "--package", "tests"]);
            cargo.args(["--bin", "bench_api", "--", "rush"]);
            let figures = shell::read(cargo.env("TIRKEU_TEST_DATABASE", database))?;
            say(&figures);
            last.extend(figures.lines().last().map(str::to_owned));
            Ok(())
        };
        run("sqlite")?;
        let server = Postgres::start()?;
        run(server.url())
    })?;
    for line in &last {
        say(line);
    }
    Ok(())
}

/// Who passes the check of movements; frames a second of the face analysis, and how long it keeps the
/// page from answering.
fn vision(workspace: &Workspace) -> Result<()> {
    requests(workspace, "movement", None)?;
    page::build(workspace)?;
    let program = program::for_development(workspace)?;
    step("Camera", || {
        let mut playwright = playwright(workspace)?;
        playwright
            .args(["test", "bench-vision.spec.ts"])
            .env("TIRKEU_BENCH", "1");
        shell::run(playwright.env("TIRKEU_PROGRAM", program))
    })
}

/// Drawn documents: read without a mistake, not read, wrong, and milliseconds for one.
fn readings(workspace: &Workspace) -> Result<()> {
    step("Reading documents", || {
        let mut cargo = workspace.cargo(["run", "--release", "--package", "vision"]);
        shell::run(cargo.args(["--example", "zones"]))
    })
}

fn memory(file: &str, field: &str) -> Result<u64> {
    let text = fs::read_to_string(file).during(format!("reading {file} (Linux only)"))?;
    kilobytes(&text, field).ok_or_else(|| Failure::new(format!("{file} has no {field}")))
}

/// The kernel counts in units of 1024 bytes.
fn kilobytes(text: &str, field: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(field))?;
    let units: u64 = value.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(units * 1024 / 1000)
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn reads_the_kernels_figures() {
        let status = "Name:\ttirkeu\nVmRSS:\t   30000 kB\nThreads:\t4\n";
        assert_eq!(kilobytes(status, "VmRSS:"), Some(30_720));
        assert_eq!(kilobytes(status, "Pss:"), None);
    }
}
