//! Sums of money as whole numbers of tiyn. There are no fractions to round and no floats.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A hundredth of a tenge; never negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tiyn(u64);

impl Tiyn {
    /// So many whole tenge.
    pub const fn of_tenge(tenge: u32) -> Self {
        Self(tenge as u64 * 100)
    }

    /// So many tiyn.
    pub const fn new(tiyn: u64) -> Self {
        Self(tiyn)
    }

    /// How many tiyn.
    pub const fn tiyn(self) -> u64 {
        self.0
    }

    /// Whole tenge; what is left over is dropped.
    pub const fn tenge(self) -> u64 {
        self.0 / 100
    }

    /// Reads the decimal form of the banks: digits, a dot and two digits (`5640.00`), or whole
    /// tenge. Anything else (comma, sign, exponent, a third decimal, more than ten digits of tenge)
    /// is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (tenge, tiyn) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let well_formed =
            (1..=10).contains(&tenge.len()) && tiyn.len() == 2 && digits(tenge) && digits(tiyn);
        if !well_formed {
            return None;
        }
        Some(Self(
            tenge.parse::<u64>().ok()? * 100 + tiyn.parse::<u64>().ok()?,
        ))
    }
}

/// The decimal form of the banks, as [`Tiyn::parse`] reads it.
impl fmt::Display for Tiyn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::Tiyn;

    #[test]
    fn sums_are_read_and_written_exactly() {
        assert_eq!(Tiyn::parse("5640.00"), Some(Tiyn::of_tenge(5640)));
        assert_eq!(Tiyn::parse("2778"), Some(Tiyn::of_tenge(2778)));
        for text in ["0.01", "0.10", "9999999999.99"] {
            assert_eq!(
                Tiyn::parse(text).map(|sum| sum.to_string()).as_deref(),
                Some(text)
            );
        }
        for bad in [
            "",
            ".",
            ".00",
            "5640.",
            "5640.0",
            "5640.000",
            "5640,00",
            "-1.00",
            "+1.00",
            "1e3",
            " 1.00",
            "٥.00",
            "99999999999.00",
            "1.0.0",
            "NaN",
        ] {
            assert_eq!(Tiyn::parse(bad), None, "{bad}");
        }
    }
}
