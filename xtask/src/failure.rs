//! The one error of the commands: a sentence for the person at the terminal.
//!
//! No causes, no types to match: a command either worked or says what to do.

use std::fmt;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// What went wrong, in words, with the command that mends it where one exists.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Says what was being done when an operation of the system failed.
pub(crate) trait While<T> {
    fn during(self, what: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> While<T> for std::result::Result<T, E> {
    fn during(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}
