//! `cargo xtask dev`: the page rebuilt and reloaded at each change, the program behind it.
//!
//! The program itself is not restarted when its source changes: stop and start the command.

use std::process::Child;
use std::thread;
use std::time::Duration;

use crate::console::say;
use crate::failure::{Failure, Result, While};
use crate::machine::PageTools;
use crate::workspace::Workspace;
use crate::{page, program, vision};

/// `Trunk.toml` hands `/api`, the outbox and the sandbox on to this address.
const BEHIND: &str = "127.0.0.1:8081";

pub(crate) fn start(workspace: &Workspace) -> Result<()> {
    let tools = PageTools::find(workspace)?;
    vision::build(workspace)?;
    let program = program::for_development(workspace)?;
    let output = workspace.target.join("dev-site");
    let mut serve = workspace.command(program);
    serve.args([
        "serve",
        "--listen",
        BEHIND,
        "--data",
        "data",
        "--mode",
        "development",
    ]);
    let mut trunk = page::trunk(workspace, &tools)?;
    trunk
        .args(["serve", "--port", "8080", "--dist"])
        .arg(output);
    // Erased types halve the time of a rebuild. This variable leaves the host's crates alone.
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg erase_components",
    );
    say("\n   Page with reload:  http://localhost:8080 (after the first build)");
    say("   Letters:           http://localhost:8080/outbox. Stop with Ctrl-C.\n");
    let mut children = [
        ("the program", serve.spawn().during("starting the program")?),
        ("trunk", trunk.spawn().during("starting trunk")?),
    ];
    let ended = wait_for_the_first(&mut children);
    for (_, child) in &mut children {
        // One of them has ended already.
        let _stopped = child.kill();
        let _status = child.wait();
    }
    Err(Failure::new(ended?))
}

fn wait_for_the_first(children: &mut [(&str, Child)]) -> Result<String> {
    loop {
        for (name, child) in &mut *children {
            if let Some(status) = child.try_wait().during(format!("waiting for {name}"))? {
                return Ok(format!("{name} has ended ({status})"));
            }
        }
        thread::sleep(Duration::from_millis(200));
    }
}
