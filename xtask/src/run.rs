//! `cargo xtask run`: from a fresh clone to the page in a browser.

use std::os::unix::process::CommandExt;

use crate::console::say;
use crate::failure::{Failure, Result};
use crate::workspace::Workspace;
use crate::{page, program};

const LISTEN: &str = "127.0.0.1:8080";

/// Builds what has changed, then becomes the program, so that signals reach it directly.
pub(crate) fn start(workspace: &Workspace) -> Result<()> {
    page::build(workspace)?;
    let program = program::for_development(workspace)?;
    say("\n   Tirkeu:   http://localhost:8080");
    say("   Letters:  http://localhost:8080/outbox");
    say("   Data:     data/ (SQLite, development mode). Stop with Ctrl-C.\n");
    let mut serve = workspace.command(&program);
    serve.args([
        "serve",
        "--listen",
        LISTEN,
        "--data",
        "data",
        "--mode",
        "development",
    ]);
    let error = serve.exec();
    Err(Failure::new(format!(
        "starting {}: {error}",
        program.display()
    )))
}
