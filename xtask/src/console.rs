//! The only place that prints: plain lines, headings, elapsed time.

use std::time::Instant;

use crate::failure::Result;

/// Prints one line.
#[expect(
    clippy::print_stdout,
    reason = "the commands talk to the person who typed them"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Runs a named part of a command under a heading and says how long it took.
pub(crate) fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    say(&format!("\n== {title}"));
    let value = work()?;
    say(&format!("   {title}: {}", elapsed(started)));
    Ok(value)
}

/// The time since `started`, short: `0.4 s`, `12.3 s`, `3 min 05 s`.
pub(crate) fn elapsed(started: Instant) -> String {
    duration(started.elapsed().as_secs_f64())
}

fn duration(seconds: f64) -> String {
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!(
            "{:.0} min {:02.0} s",
            (seconds / 60.0).floor(),
            (seconds % 60.0).floor()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(0.44), "0.4 s");
        assert_eq!(duration(59.9), "59.9 s");
        assert_eq!(duration(185.7), "3 min 05 s");
    }
}
