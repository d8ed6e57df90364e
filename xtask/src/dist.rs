//! `cargo xtask dist`: what is put on servers: one program with the page inside, and the same page
//! as a folder for a CDN.

use std::fs;

use crate::console::say;
use crate::failure::{Result, While};
use crate::workspace::Workspace;
use crate::{cdn, page, program, sizes};

/// `api` is the address of the program when the page stands on another host.
pub(crate) fn build(workspace: &Workspace, api: Option<&str>) -> Result<()> {
    let site = workspace.site();
    // The CDN's files are no business of the page inside the program.
    cdn::remove(&site)?;
    page::build(workspace)?;
    sizes::check(workspace)?;
    let built = program::for_release(workspace)?;
    let program = workspace.root.join("dist/tirkeu");
    fs::copy(&built, &program).during(format!("copying {}", built.display()))?;
    cdn::write(&site, api)?;
    say(
        "\n   dist/tirkeu   the program; start: dist/tirkeu serve --listen 127.0.0.1:8081 --data DIR",
    );
    say("   dist/site/    the page for a CDN, with _headers and _redirects");
    Ok(())
}
