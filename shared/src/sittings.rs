//! Sittings: a place, a date, a time, a number of seats. How many are taken, only the database
//! knows; here is what is told of it.

use serde::{Deserialize, Serialize};

use crate::dictionaries::Name;
use crate::time::Instant;

/// Most sittings one search answers.
pub const MAX_FOUND: i64 = 50;
/// From this number of free seats on a sitting has "many".
pub const MANY_SEATS: i64 = 10;

/// Where people sit the exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExamPlace {
    /// Stable code.
    pub code: String,
    /// Code of the region.
    pub region: String,
    /// City.
    pub city: Name,
    /// Name of the place.
    pub name: Name,
    /// Street and number; empty when the centre has not told it yet.
    pub address: Name,
}

/// A sitting as it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sitting {
    /// Id.
    pub id: String,
    /// Where.
    pub place: ExamPlace,
    /// Room, as the place names it.
    pub room: String,
    /// Way to sit it, as the form's list names it; empty where it is not asked.
    pub attendance: String,
    /// Begin.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// Seats.
    pub capacity: i64,
    /// Seats that nobody has now.
    pub free: i64,
}

/// How many seats are free, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Freeness {
    /// No seat.
    Full,
    /// A few.
    Few,
    /// Many.
    Many,
}

impl Sitting {
    /// How many seats are free, in a word.
    pub const fn freeness(&self) -> Freeness {
        if self.free <= 0 {
            Freeness::Full
        } else if self.free < MANY_SEATS {
            Freeness::Few
        } else {
            Freeness::Many
        }
    }
}

/// `GET /campaigns/{id}/sittings`: what is looked for. Every part may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct SittingSearch {
    /// Code of the region.
    pub region: String,
    /// Beginning of the city's name, in any of the languages.
    pub city: String,
    /// Day in Kazakhstan, `2026-12-01`.
    pub date: String,
    /// Way to sit it.
    pub attendance: String,
    /// Only with a free seat.
    pub free: bool,
    /// Id of the sitting after which to go on.
    pub after: String,
}

/// A page of sittings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundSittings {
    /// At most [`MAX_FOUND`], by time and place.
    pub sittings: Vec<Sitting>,
    /// There are more.
    pub more: bool,
    /// Clock of the server.
    pub server_now: Instant,
}

/// Where a campaign has sittings, for the fields of the search.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SittingCities {
    /// Cities by region and name.
    pub cities: Vec<SittingCity>,
    /// Days in Kazakhstan on which there are sittings, in order.
    pub dates: Vec<String>,
}

/// A city with sittings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SittingCity {
    /// Code of the region.
    pub region: String,
    /// Name.
    pub city: Name,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sitting(free: i64) -> Sitting {
        Sitting {
            id: "s".into(),
            place: ExamPlace {
                code: "p".into(),
                region: "KZ-75".into(),
                city: Name::default(),
                name: Name::default(),
                address: Name::default(),
            },
            room: String::new(),
            attendance: String::new(),
            starts_at: Instant(1),
            ends_at: Instant(2),
            capacity: 40,
            free,
        }
    }

    #[test]
    fn seats_in_a_word() {
        let word = |free| sitting(free).freeness();
        assert_eq!(word(0), Freeness::Full);
        assert_eq!(word(1), Freeness::Few);
        assert_eq!(word(MANY_SEATS - 1), Freeness::Few);
        assert_eq!(word(MANY_SEATS), Freeness::Many);
    }
}
