//! Instants and civil dates on the wire. Nobody here asks what time it is: `now` is an argument.

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01 UTC. On the wire and in the database an integer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The instant so many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from `self` to `later`, rounded up, never below zero: a wait as it is told.
    pub const fn seconds_until(self, later: Self) -> i64 {
        let left = later.0.saturating_sub(self.0);
        if left <= 0 {
            0
        } else {
            (left + 999_999) / 1_000_000
        }
    }

    /// Milliseconds, as browsers count.
    #[expect(clippy::cast_precision_loss, reason = "exact below the year 2255")]
    pub const fn as_millis(self) -> f64 {
        (self.0 / 1000) as f64
    }
}

/// All Kazakhstan has UTC+5 since 2024-03-01 (domain, law and standards).
pub const KAZAKHSTAN_OFFSET_SECONDS: i64 = 5 * 3600;

/// The civil date in Kazakhstan at this instant.
pub fn date_in_kazakhstan(now: Instant) -> jiff::civil::Date {
    let days = now
        .plus_seconds(KAZAKHSTAN_OFFSET_SECONDS)
        .0
        .div_euclid(86_400_000_000);
    let epoch = jiff::civil::date(1970, 1, 1);
    jiff::Span::new()
        .try_days(days)
        .ok()
        .and_then(|span| epoch.checked_add(span).ok())
        .unwrap_or(epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_begins_five_hours_early() {
        let evening = Instant(1_795_201_199_000_000); // 2026-11-20 18:59:59 UTC
        assert_eq!(date_in_kazakhstan(evening).to_string(), "2026-11-20");
        assert_eq!(
            date_in_kazakhstan(evening.plus_seconds(1)).to_string(),
            "2026-11-21"
        );
        assert_eq!(evening.seconds_until(evening.plus_seconds(60)), 60);
        assert_eq!(evening.plus_seconds(1).seconds_until(evening), 0);
    }
}
