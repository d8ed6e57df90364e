//! The check of movements before the camera: wire types and what is asked. Never "proof of life":
//! what it does not stop stands in the security notes. Pixels are measured in the `vision` crate.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::problem::Code;
use crate::time::Instant;

/// Movements of one check.
pub const MOVES: usize = 3;
/// How long a challenge can be answered.
pub const CHALLENGE_SECONDS: i64 = 120;
/// Goes in a row before a pause.
pub const GOES: usize = 5;
/// Length of that pause.
pub const PAUSE_SECONDS: i64 = 15 * 60;
/// After so many goes that failed a person may be asked to look.
pub const FAILURES_BEFORE_REVIEW: i64 = 3;
/// Goes are forgotten after this.
pub const GOES_SECONDS: i64 = 86_400;
/// A recording is deleted so long after the decision about it.
pub const CLIP_SECONDS: i64 = 86_400;

/// Fewest and most frames of a recording.
pub const FRAMES: std::ops::RangeInclusive<usize> = 20..=120;
/// Sides of a frame in pixels.
pub const SIDES: std::ops::RangeInclusive<u32> = 120..=320;
/// Largest frame, bytes.
pub const MAX_FRAME_BYTES: usize = 40_000;
/// All frames together, bytes.
pub const MAX_CLIP_BYTES: usize = 2_000_000;
/// The still picture that may come with them, bytes.
pub const MAX_STILL_BYTES: usize = 2_000_000;
/// Longest header of a recording, bytes.
pub const MAX_HEADER_BYTES: usize = 16_000;

/// A movement of the head. Left and right are the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Turn to the left.
    Left,
    /// Turn to the right.
    Right,
    /// Nod.
    Nod,
    /// Come closer.
    Closer,
}

impl Move {
    /// Every movement.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Nod, Self::Closer];

    /// The name on the wire, in settings and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Nod => "nod",
            Self::Closer => "closer",
        }
    }

    /// Every order that can be asked. Each has a turn, because only two of the four are none.
    pub fn orders() -> Vec<[Self; MOVES]> {
        let all = Self::ALL.into_iter();
        let orders = all.flat_map(|first| {
            Self::ALL
                .into_iter()
                .flat_map(move |second| Self::ALL.map(|third| [first, second, third]))
        });
        orders
            .filter(|[one, two, three]| one != two && two != three && one != three)
            .collect()
    }

    /// An order from names with commas between them; `None` when it is none of [`Move::orders`].
    pub fn parse_order(text: &str) -> Option<[Self; MOVES]> {
        Self::orders()
            .into_iter()
            .find(|order| order.map(Self::as_str).join(",") == text)
    }
}

/// Who found the movements right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MovementState {
    /// The server's own measurement.
    Passed,
    /// A person will look.
    InReview,
}

/// The check of a person, done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Movement {
    /// Who found it right.
    pub state: MovementState,
    /// When it was done.
    pub at: Instant,
}

/// The goes of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goes {
    /// Goes of this round that failed.
    pub failed: i64,
    /// Goes in a row before a pause.
    pub of: i64,
    /// The next go is possible then.
    pub paused_until: Option<Instant>,
    /// The check that can be given to a person to look at.
    pub for_review: Option<String>,
}

/// What is asked of a person, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Identifier.
    pub id: String,
    /// The movements in their order.
    pub moves: Vec<Move>,
    /// Until when it can be answered.
    pub expires_at: Instant,
    /// The goes so far.
    pub goes: Goes,
}

/// Where a person stands who failed at these instants (oldest first): goes of the round, and until
/// when there is a pause. A round has [`GOES`] goes; the pause begins with the last.
pub fn round(failed: &[Instant], now: Instant) -> (usize, Option<Instant>) {
    let in_round = failed.len() % GOES;
    match failed.last() {
        Some(last) if in_round == 0 => {
            let until = last.plus_seconds(PAUSE_SECONDS);
            if until > now {
                (GOES, Some(until))
            } else {
                (0, None)
            }
        }
        _ => (in_round, None),
    }
}

/// The head of a recording: one line of JSON, then the frames and the still, one behind the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClipHeader {
    /// The frames, JPEG.
    pub frames: Vec<FramePart>,
    /// A larger picture of the same camera, taken while the person looked straight ahead.
    #[serde(default)]
    pub still: Option<StillPart>,
}

/// One frame of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FramePart {
    /// Milliseconds since the recording began.
    pub at: u32,
    /// Length in bytes.
    pub bytes: u32,
}

/// The still picture of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StillPart {
    /// The frame it was taken with, from 0.
    pub frame: u32,
    /// Length in bytes.
    pub bytes: u32,
}

/// Where the parts of a recording lie in its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clip {
    /// Milliseconds and place of each frame.
    pub frames: Vec<(u64, Range<usize>)>,
    /// The frame that the still was taken with, and its place.
    pub still: Option<(usize, Range<usize>)>,
}

impl ClipHeader {
    /// The line that stands before the frames.
    pub fn line(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{json}\n")
    }
}

impl Clip {
    /// Reads a body: counts, lengths and times are as they must be. Pixels are not looked at.
    pub fn read(body: &[u8]) -> Result<Self, Code> {
        let head = &body[..body.len().min(MAX_HEADER_BYTES)];
        let end = head.iter().position(|byte| *byte == b'\n');
        let end = end.ok_or(Code::BadRequest)?;
        let header: ClipHeader =
            serde_json::from_slice(&head[..end]).map_err(|_| Code::BadRequest)?;
        if header.frames.len() < *FRAMES.start() {
            return Err(Code::ClipShort);
        }
        if header.frames.len() > *FRAMES.end() {
            return Err(Code::ClipLong);
        }
        let mut at = end + 1;
        let mut place = |bytes: u32| {
            let from = at;
            at += usize::try_from(bytes).unwrap_or(usize::MAX / 256);
            from..at
        };
        let frames: Vec<_> = header
            .frames
            .iter()
            .map(|part| (u64::from(part.at), place(part.bytes)))
            .collect();
        let still = header.still.map(|part| {
            let frame = usize::try_from(part.frame).unwrap_or(usize::MAX);
            (frame, place(part.bytes))
        });
        if at != body.len() || frames.iter().any(|(_, range)| range.is_empty()) {
            return Err(Code::ClipDamaged);
        }
        let all: usize = frames.iter().map(|(_, range)| range.len()).sum();
        let large = |range: &Range<usize>| range.len() > MAX_STILL_BYTES;
        if all > MAX_CLIP_BYTES
            || frames
                .iter()
                .any(|(_, range)| range.len() > MAX_FRAME_BYTES)
            || still.as_ref().is_some_and(|(_, range)| large(range))
        {
            return Err(Code::TooLarge);
        }
        if still
            .as_ref()
            .is_some_and(|(frame, _)| *frame >= frames.len())
        {
            return Err(Code::BadRequest);
        }
        let growing = frames.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let clip = Self { frames, still };
        if !growing || clip.seconds() > CHALLENGE_SECONDS {
            return Err(Code::ClipTimes);
        }
        Ok(clip)
    }

    /// How long it lasts, in whole seconds.
    pub fn seconds(&self) -> i64 {
        let at = |frame: Option<&(u64, Range<usize>)>| frame.map_or(0, |(at, _)| *at);
        let long = at(self.frames.last()).saturating_sub(at(self.frames.first()));
        i64::try_from(long / 1_000).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(times: impl Iterator<Item = u32>, length: u32) -> Vec<u8> {
        let frames: Vec<_> = times.map(|at| FramePart { at, bytes: length }).collect();
        let count = frames.len() * usize::try_from(length).unwrap();
        let header = ClipHeader {
            frames,
            still: None,
        };
        [header.line().into_bytes(), vec![7; count]].concat()
    }

    #[test]
    fn every_order_has_three_movements_and_a_turn() {
        let orders = Move::orders();
        assert_eq!(orders.len(), 24);
        for order in &orders {
            assert!(order.contains(&Move::Left) || order.contains(&Move::Right));
        }
        assert_eq!(
            Move::parse_order("nod,left,closer"),
            Some([Move::Nod, Move::Left, Move::Closer])
        );
        for wrong in [
            "",
            "nod",
            "left,left,nod",
            "left, nod,right",
            "nod,closer,up",
        ] {
            assert_eq!(Move::parse_order(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn five_goes_make_a_pause_and_then_five_more() {
        let now = Instant(1_000_000_000_000);
        let failed: Vec<_> = (0..5).map(|go| now.plus_seconds(go * 60)).collect();
        for count in 0..5 {
            assert_eq!(round(&failed[..count], now), (count, None));
        }
        let until = failed[4].plus_seconds(PAUSE_SECONDS);
        assert_eq!(round(&failed, until.plus_seconds(-1)), (5, Some(until)));
        assert_eq!(round(&failed, until), (0, None));
        let more = [failed.as_slice(), &[until]].concat();
        assert_eq!(round(&more, until), (1, None));
    }

    #[test]
    fn a_body_is_taken_apart() {
        let times = || (0..20).map(|frame| frame * 150);
        let clip = Clip::read(&body(times(), 3)).unwrap();
        assert_eq!(clip.frames.len(), 20);
        assert_eq!((clip.frames[1].0, clip.frames[1].1.len()), (150, 3));
        assert_eq!(clip.seconds(), 2);
        let header = ClipHeader {
            frames: times().map(|at| FramePart { at, bytes: 3 }).collect(),
            still: Some(StillPart {
                frame: 19,
                bytes: 2,
            }),
        };
        let with_still = [header.line().into_bytes(), vec![7; 60], b"ab".to_vec()].concat();
        let still = Clip::read(&with_still).unwrap().still.unwrap();
        assert_eq!((still.0, &with_still[still.1]), (19, b"ab".as_slice()));
    }

    #[test]
    fn what_is_wrong_with_a_body_is_told_apart() {
        let steady = |count: u32| (0..count).map(|frame| frame * 100);
        for (body, code) in [
            (b"".to_vec(), Code::BadRequest),
            (b"no line at all".to_vec(), Code::BadRequest),
            (b"{\"frames\":3}\n".to_vec(), Code::BadRequest),
            (vec![b' '; MAX_HEADER_BYTES + 9], Code::BadRequest),
            (body(steady(0), 3), Code::ClipShort),
            (body(steady(19), 3), Code::ClipShort),
            (body(steady(121), 3), Code::ClipLong),
            (body(steady(20), 0), Code::ClipDamaged),
            (body(steady(20), 40_001), Code::TooLarge),
            (body(steady(120), 17_000), Code::TooLarge),
            (
                body(steady(20).map(|at| at / 2 * 2 % 500), 3),
                Code::ClipTimes,
            ),
            (body(steady(20).map(|at| 1_900 - at), 3), Code::ClipTimes),
            (body(steady(20).map(|at| at * 70), 3), Code::ClipTimes),
        ] {
            assert_eq!(Clip::read(&body).unwrap_err(), code);
        }
        let whole = body(steady(20), 9);
        assert_eq!(
            Clip::read(&whole[..whole.len() - 1]),
            Err(Code::ClipDamaged)
        );
        let longer = [whole, b"more".to_vec()].concat();
        assert_eq!(Clip::read(&longer), Err(Code::ClipDamaged));
    }
}
