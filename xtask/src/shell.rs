//! Running other programs: aloud, quietly, or for their answer; and finding them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result, While};
use crate::workspace::environment;

/// Runs with its output shown as it comes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .during(format!("starting {}", words(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "this failed ({status}): {}",
        words(command)
    )))
}

/// Runs silently; the output is shown only if it fails.
pub(crate) fn quiet(command: &mut Command) -> Result<()> {
    read(command).map(|_| ())
}

/// Runs silently and gives what it wrote to its standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .during(format!("starting {}", words(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "this failed ({}): {}\n{text}\n{}",
        output.status,
        words(command),
        errors.trim()
    )))
}

/// Whether it starts and succeeds.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The first of these programs that is on `PATH`.
pub(crate) fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = environment("PATH")?;
    programs
        .iter()
        .flat_map(|program| env::split_paths(&path).map(move |folder| folder.join(program)))
        .find(|candidate| candidate.is_file())
}

/// `PATH` with these folders in front.
pub(crate) fn path_with(folders: &[&Path]) -> Result<OsString> {
    let path = environment("PATH").unwrap_or_default();
    let front = folders.iter().map(|folder| folder.to_path_buf());
    env::join_paths(front.chain(env::split_paths(&path))).during("putting tools on PATH")
}

fn words(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
