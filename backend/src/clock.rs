//! What time it is: the only place that asks the machine. Everything else is given `now`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use shared::time::Instant;

/// The source of time. Tests hold one that they move.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until moved; microseconds.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at this instant.
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// Now, in microseconds UTC.
    pub fn now(&self) -> Instant {
        match self {
            Self::System => {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "the one place that asks the machine"
                )]
                let now = jiff::Timestamp::now();
                Instant(now.as_microsecond())
            }
            Self::Fixed(at) => Instant(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the machine's clock cannot be moved.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Self::Fixed(at) = self {
            at.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }
}
