//! The waiting list of a full sitting: who waits is offered the next free seat, for a while.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::dictionaries::Name;
use crate::sittings::Sitting;
use crate::time::Instant;

/// Hours in which an offered seat is confirmed where nothing is paid; where something is, the hold of
/// the campaign counts.
pub const OFFER_HOURS: i64 = 24;

/// Until when a seat of a sitting that starts then is offered: not after the exam began.
pub fn offered_until(now: Instant, starts_at: Instant) -> Instant {
    now.plus_seconds(OFFER_HOURS * 3600).min(starts_at)
}

/// One person's place in the waiting list of a sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingEntry {
    /// Id.
    pub id: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Name of the campaign.
    pub campaign_name: Name,
    /// The sitting that is waited for.
    pub sitting: Sitting,
    /// Place in the list: 1 is offered the next seat.
    pub position: i64,
    /// Since when.
    pub joined_at: Instant,
}

/// `GET /waiting`: what one waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingEntries {
    /// Own places in waiting lists, the oldest first.
    pub entries: Vec<WaitingEntry>,
    /// Clock of the server.
    pub server_now: Instant,
}

/// `POST /applications/{id}/confirmation`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmApplication {
    /// The version that was looked at.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_offered_for_a_day_and_not_after_the_exam_began() {
        let now = Instant(0);
        let day = now.plus_seconds(24 * 3600);
        assert_eq!(offered_until(now, day.plus_seconds(1)), day);
        assert_eq!(offered_until(now, day), day);
        assert_eq!(
            offered_until(now, day.plus_seconds(-1)).0,
            day.0 - 1_000_000
        );
    }
}
