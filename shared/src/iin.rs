//! The individual identification number (ЖСН, ИИН). Source: domain, IIN.
//!
//! Since decree 853 of 26.08.2013 date and sex inside the number bind nobody: they are offers and
//! warnings, never refusals. Only form and control digit refuse. Whose number it is, a registry
//! or a document decides, not this file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check_digit::{control_digit, twelve_digits};
use crate::people::Sex;
use crate::problem::Code;

/// An IIN with a right control digit. Cannot hold anything else.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iin([u8; 12]);

/// What the digits of an IIN tell, as an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// Date and sex as the scheme of 2007 has them.
    Ok {
        /// Birth date in the digits.
        birth_date: Date,
        /// Sex in the digits.
        sex: Sex,
    },
    /// The first six digits and the century are no day of the calendar.
    ImpossibleDate,
    /// Digit 7 is 0: met on numbers of foreigners (general knowledge).
    ForeignerPractice,
    /// Digit 7 is 7, 8 or 9: no public source.
    UnknownCentury,
}

impl Iin {
    /// Reads what a person typed: spaces and hyphens are ignored.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let digits = twelve_digits(text).ok_or(Code::IinDigits)?;
        if digits == [0; 12] || control_digit(&digits) != Some(digits[11]) {
            return Err(Code::IinChecksum);
        }
        Ok(Self(digits))
    }

    /// What the digits tell.
    pub fn structure(&self) -> Structure {
        let [y1, y2, m1, m2, d1, d2, century, ..] = self.0.map(i16::from);
        let first_year = match century {
            0 => return Structure::ForeignerPractice,
            1 | 2 => 1800,
            3 | 4 => 1900,
            5 | 6 => 2000,
            _ => return Structure::UnknownCentury,
        };
        let day = |tens: i16, ones: i16| i8::try_from(tens * 10 + ones).unwrap_or(0);
        match Date::new(first_year + y1 * 10 + y2, day(m1, m2), day(d1, d2)) {
            Ok(birth_date) => {
                let sex = if century % 2 == 1 {
                    Sex::Male
                } else {
                    Sex::Female
                };
                Structure::Ok { birth_date, sex }
            }
            Err(_) => Structure::ImpossibleDate,
        }
    }

    /// The twelve digits. Personal data: sealed in the database, absent from logs and addresses.
    pub fn digits(&self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// `850101******`, for pages and staff lists.
    pub fn masked(&self) -> String {
        format!("{}******", &self.digits()[..6])
    }
}

/// Twelve digits whose control digit does not fit, though "it is printed so on my document": goes
/// to a person for review (rules.md, Accounts).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimedIin([u8; 12]);

impl ClaimedIin {
    /// Any twelve digits but twelve zeros.
    pub fn parse(text: &str) -> Result<Self, Code> {
        twelve_digits(text)
            .filter(|digits| *digits != [0; 12])
            .map(Self)
            .ok_or(Code::IinDigits)
    }

    /// The twelve digits.
    pub fn digits(&self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// `850101******`.
    pub fn masked(&self) -> String {
        format!("{}******", &self.digits()[..6])
    }
}

macro_rules! text_conversions {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = Code;
            fn try_from(text: String) -> Result<Self, Code> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.digits()
            }
        }
        /// Masked, so that a stray `{:?}` in a log shows no number.
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.masked())
            }
        }
    };
}
text_conversions!(Iin);
text_conversions!(ClaimedIin);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        iin: String,
        format_ok: bool,
        checksum_ok: Option<bool>,
        expected_check_digit: String,
        birth_date: String,
        sex: String,
        structure: String,
        note: String,
    }

    #[test]
    fn vectors_hold() {
        let mut reader = csv::Reader::from_path("testdata/iin_test_vectors.csv").unwrap();
        let mut count = 0;
        for vector in reader.deserialize::<Vector>() {
            let vector = vector.unwrap();
            count += 1;
            let note = &vector.note;
            // The file judges the bare twelve characters; people may also type separators.
            let bare = twelve_digits(&vector.iin).filter(|_| vector.iin.len() == 12);
            let separated = vector.iin.contains(' ');
            assert_eq!(bare.is_some(), vector.format_ok && !separated, "{note}");
            let Some(digits) = bare else { continue };
            let expected = vector.expected_check_digit.parse::<u8>().ok();
            assert_eq!(control_digit(&digits), expected, "{note}");
            let iin = Iin::parse(&vector.iin);
            if vector.iin == "000000000000" {
                assert_eq!(iin.unwrap_err(), Code::IinChecksum);
                continue;
            }
            assert_eq!(iin.is_ok(), vector.checksum_ok.unwrap(), "{note}");
            let Ok(iin) = iin else { continue };
            match iin.structure() {
                Structure::Ok { birth_date, sex } => {
                    assert_eq!(vector.structure, "ok", "{note}");
                    assert_eq!(birth_date.to_string(), vector.birth_date, "{note}");
                    assert_eq!(sex == Sex::Female, vector.sex == "F", "{note}");
                }
                Structure::ImpossibleDate => assert_eq!(vector.structure, "impossible_date"),
                Structure::ForeignerPractice => {
                    assert_eq!(vector.structure, "digit_0_foreigner_practice");
                }
                Structure::UnknownCentury => {
                    assert_eq!(vector.structure, "century_digit_out_of_range");
                }
            }
        }
        assert_eq!(count, 29);
    }

    #[test]
    fn typed_separators_are_ignored_and_debug_is_masked() {
        let iin = Iin::parse(" 850101-300 005 ").unwrap();
        assert_eq!(iin.digits(), "850101300005");
        assert_eq!(format!("{iin:?}"), "Iin(850101******)");
        assert!(ClaimedIin::parse("850101300006").is_ok());
        assert_eq!(
            ClaimedIin::parse("000000000000").unwrap_err(),
            Code::IinDigits
        );
        assert!(serde_json::from_str::<Iin>("\"850101300006\"").is_err());
    }
}
