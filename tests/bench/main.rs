//! What the program costs, measured against something else in the same run: figures alone would
//! only tell about the machine. `api`: a step of the wizard against its own statements through bare
//! sqlx. `movement`: who passes the check of movements. `rush`: the opening of a campaign. `signin`: known against unknown addresses, wherever a
//! stranger can write one. `search`: an organisation out of 50,000, and a sitting out of 10,000, while
//! somebody types.

mod api;
mod movement;
mod rush;
mod search;
mod seek;
mod signin;

use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        return ExitCode::FAILURE;
    };
    let kept = match wanted.as_str() {
        "api" => runtime.block_on(api::run()),
        "movement" => movement::run(),
        "rush" => runtime.block_on(rush::run()),
        "signin" => runtime.block_on(signin::run()),
        "search" => runtime.block_on(async { search::run().await & seek::run().await }),
        _ => {
            eprintln!("bench_api api | movement | rush | signin | search");
            false
        }
    };
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The time below which this share of all calls stayed.
fn share(sorted: &[Duration], percent: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get(last * percent / 100)
        .copied()
        .unwrap_or_default()
}

/// The machine's own clock: how long a call takes is no business time.
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// Prints a line.
#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn say(line: &str) {
    println!("{line}");
}
