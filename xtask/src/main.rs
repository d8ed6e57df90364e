//! The commands of the README: they set a machine up, build, run, test and pack Tirkeu.
//!
//! Everything here is a thin, readable list of calls to ordinary tools (cargo, trunk, npm, pip,
//! apt-get). What production needs (seed data, staff accounts, migrations) is not here: those are
//! subcommands of `tirkeu` itself.

mod bench;
mod cdn;
mod check;
mod compress;
mod console;
mod dev;
mod dist;
mod failure;
mod machine;
mod node;
mod page;
mod postgres;
mod program;
mod python;
mod run;
mod shell;
mod sizes;
mod stamp;
mod system;
mod test;
mod vision;
mod workspace;

use std::process::ExitCode;
use std::time::Instant;

use console::say;
use failure::{Failure, Result};
use workspace::Workspace;

const HELP: &str = "\
Tirkeu: one command for each thing one does with the project.

  cargo xtask run              install what is missing, build, start on http://localhost:8080
  cargo xtask test [filter]    everything CI runs; with a filter, only the tests that match
  cargo xtask dev              the page rebuilt and reloaded at each change, in one terminal
  cargo xtask check            format, lints for both targets, house rules, spelling
  cargo xtask bench [which]    idle | api | signin | search | vision; without a name, all of them
  cargo xtask dist [--api URL] dist/tirkeu (page inside) and dist/site/ (the same page for a CDN)

Parts of the above, useful alone:

  cargo xtask setup            only install what is missing
  cargo xtask vision           the camera's worker, into target/vision/
  cargo xtask page             the page, into dist/site/
  cargo xtask sizes            the size budget of the page in dist/site/
  cargo xtask deny             licences, banned crates and sources (before a release)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let started = Instant::now();
    match dispatch(&words) {
        Ok(Outcome::Silent) => ExitCode::SUCCESS,
        Ok(Outcome::Done) => {
            say(&format!("\nDone in {}.", console::elapsed(started)));
            ExitCode::SUCCESS
        }
        Err(failure) => {
            say(&format!(
                "\nStopped after {}: {failure}",
                console::elapsed(started)
            ));
            ExitCode::FAILURE
        }
    }
}

/// Whether the last line should say how long it took.
enum Outcome {
    Done,
    Silent,
}

fn dispatch(words: &[&str]) -> Result<Outcome> {
    let workspace = Workspace::open()?;
    match words {
        [] | ["help" | "--help" | "-h"] => {
            say(HELP);
            return Ok(Outcome::Silent);
        }
        ["vision"] => {
            vision::build(&workspace)?;
            return Ok(Outcome::Silent);
        }
        ["run"] => run::start(&workspace)?,
        ["dev"] => dev::start(&workspace)?,
        ["setup"] => machine::everything(&workspace)?,
        ["page"] => page::build(&workspace)?,
        ["sizes"] => sizes::check(&workspace)?,
        ["check"] => check::all(&workspace)?,
        ["deny"] => check::deny(&workspace)?,
        ["test"] => test::all(&workspace)?,
        ["test", filter] => test::matching(&workspace, filter)?,
        ["bench"] => bench::all(&workspace)?,
        ["bench", name] => {
            bench::one(&workspace, name)?;
            // Its last lines are the figures themselves.
            if *name == "rush" {
                return Ok(Outcome::Silent);
            }
        }
        ["dist"] => dist::build(&workspace, None)?,
        ["dist", "--api", url] => dist::build(&workspace, Some(url))?,
        unknown => {
            let text = unknown.join(" ");
            return Err(Failure::new(format!("no command \"{text}\"\n\n{HELP}")));
        }
    }
    Ok(Outcome::Done)
}
