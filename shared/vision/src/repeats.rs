//! Whether a recording was seen before: a small fingerprint of each frame that survives another
//! compression, another size and other light.
//!
//! It compares recordings of one person with each other; it is no fingerprint of a face.

use crate::frame::Frame;
use crate::guide::Rect;

/// Columns and rows of the picture that is fingerprinted; each bit is one column against the next.
const SIDE: usize = 16;
/// Two frames are the same when no more bits than this differ.
const SAME_BITS: u32 = 12;

/// The fingerprint of one frame: 256 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look([u64; 4]);

impl Look {
    /// Of a frame.
    pub fn of(frame: &Frame) -> Self {
        let grey = frame.grey(Rect::WHOLE, SIDE + 1, SIDE);
        let mut bits = [0_u64; 4];
        for row in 0..SIDE {
            for column in 0..SIDE {
                let at = row * SIDE + column;
                if grey.at(column, row) > grey.at(column + 1, row) {
                    bits[at / 64] |= 1 << (at % 64);
                }
            }
        }
        Self(bits)
    }

    /// As text of 64 hexadecimal digits.
    pub fn text(self) -> String {
        self.0.map(|word| format!("{word:016x}")).concat()
    }

    /// From [`Look::text`].
    pub fn parse(text: &str) -> Option<Self> {
        let mut bits = [0_u64; 4];
        for (index, word) in bits.iter_mut().enumerate() {
            let digits = text.get(index * 16..index * 16 + 16)?;
            *word = u64::from_str_radix(digits, 16).ok()?;
        }
        Some(Self(bits))
    }

    /// How many bits differ.
    pub fn distance(self, other: Self) -> u32 {
        let pairs = self.0.iter().zip(other.0);
        pairs.map(|(one, two)| (one ^ two).count_ones()).sum()
    }
}

/// The share of frames that an earlier recording shows too, in the same order.
pub fn repeated(earlier: &[Look], now: &[Look]) -> f32 {
    // The longest common subsequence: frames may be left out or added, not turned round.
    let mut row = vec![0_usize; earlier.len() + 1];
    for look in now {
        let mut diagonal = 0;
        for (place, other) in earlier.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = if look.distance(*other) <= SAME_BITS {
                diagonal + 1
            } else {
                above.max(row[place])
            };
            diagonal = above;
        }
    }
    row[earlier.len()] as f32 / now.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_come_back_from_text() {
        let rgb = (0..64 * 48 * 3)
            .map(|at: u32| (at * 7 % 251) as u8)
            .collect();
        let look = Look::of(&Frame::from_rgb(64, 48, rgb).expect("a frame"));
        assert_eq!(Look::parse(&look.text()), Some(look));
        assert_eq!(Look::parse("12"), None);
        assert_eq!(Look::parse(&"я".repeat(32)), None);
    }

    #[test]
    fn order_counts() {
        let looks: Vec<Look> = (0..8)
            .map(|at| Look([u64::MAX << (8 * at), 0, 0, at * 0x0101_0101]))
            .collect();
        let turned: Vec<Look> = looks.iter().rev().copied().collect();
        assert!((repeated(&looks, &looks) - 1.0).abs() < f32::EPSILON);
        assert!(repeated(&looks, &turned) < 0.5);
        assert!(repeated(&[], &looks) < f32::EPSILON);
    }
}
