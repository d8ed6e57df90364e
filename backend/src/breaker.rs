//! Spares a service that is down (a registry, a bank), and the people who would wait for it: after
//! some failures in a row nobody asks for a while, then one question tries. Each program has its own
//! opinion.

use std::sync::{Arc, Mutex, PoisonError};

use shared::time::Instant;

/// Failures in a row after which nobody asks.
const FAILURES: u32 = 5;
/// Seconds until one question tries again.
const OPEN_SECONDS: i64 = 30;

/// The state of one service.
#[derive(Debug, Clone, Default)]
pub(crate) struct Breaker(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Nobody asks before this instant.
    closed_until: Option<Instant>,
}

impl Breaker {
    /// Whether a question may go out now. Of several at once after a pause only the first may: the
    /// others wait for how it fares.
    pub(crate) fn allows(&self, now: Instant) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.closed_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                state.closed_until = Some(now.plus_seconds(OPEN_SECONDS));
                true
            }
        }
    }

    /// Notes how a question fared; returns whether the service was just given up for a while.
    pub(crate) fn note(&self, now: Instant, answered: bool) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answered {
            *state = State::default();
            return false;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures < FAILURES {
            return false;
        }
        state.closed_until = Some(now.plus_seconds(OPEN_SECONDS));
        state.failures == FAILURES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_tries_once_and_closes() {
        let (breaker, start) = (Breaker::default(), Instant(0));
        for failure in 1..=FAILURES {
            assert!(breaker.allows(start));
            assert_eq!(breaker.note(start, false), failure == FAILURES);
        }
        assert!(!breaker.allows(start));
        assert!(!breaker.allows(start.plus_seconds(OPEN_SECONDS - 1)));
        let later = start.plus_seconds(OPEN_SECONDS);
        assert!(breaker.allows(later), "one tries");
        assert!(!breaker.allows(later), "the others wait for it");
        breaker.note(later, false);
        assert!(!breaker.allows(later.plus_seconds(OPEN_SECONDS - 1)));
        let again = later.plus_seconds(OPEN_SECONDS);
        assert!(breaker.allows(again));
        breaker.note(again, true);
        assert!(breaker.allows(again) && breaker.allows(again));
    }

    #[test]
    fn an_answer_forgets_failures() {
        let (breaker, now) = (Breaker::default(), Instant(0));
        for _ in 0..3 {
            for _ in 1..FAILURES {
                breaker.note(now, false);
            }
            breaker.note(now, true);
        }
        assert!(breaker.allows(now));
    }
}
