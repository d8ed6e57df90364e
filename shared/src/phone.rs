//! Phone numbers: what people type becomes E.164 (source: domain, phone numbers).
//!
//! It proves no ownership, and never guesses an operator: numbers are portable.

use serde::{Deserialize, Serialize};

use crate::problem::Code;
use crate::text::is_separator;

/// A number in E.164: mobile when it is of Kazakhstan, any plausible one elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Mobile prefixes of Kazakhstan after +7 (libphonenumber metadata; a setting may widen it later).
const MOBILE: &[&str] = &[
    "700", "701", "702", "705", "706", "707", "708", "747", "760", "761", "762", "763", "764",
    "771", "775", "776", "777", "778", "785",
];

impl Phone {
    /// Reads `8 701 …`, `7701…`, `+7 (701) …`, `701…` as Kazakhstan, and `+…` or `00…` as typed.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required);
        }
        let skip = |letter: &char| !(is_separator(*letter) || matches!(letter, '(' | ')' | '.'));
        let bare: String = text.chars().filter(skip).collect();
        let (international, digits) = match (bare.strip_prefix('+'), bare.strip_prefix("00")) {
            (Some(digits), _) | (None, Some(digits)) => (true, digits),
            (None, None) => (false, bare.as_str()),
        };
        let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits {
            return Err(Code::PhoneForm);
        }
        let national = match (international, digits.len()) {
            (false, 10) if digits.starts_with('7') => Some(digits),
            (false, 11) => digits.strip_prefix(['7', '8']),
            (true, 11) => digits.strip_prefix('7'),
            _ => None,
        };
        match national {
            Some(number) if number.starts_with('7') => {
                if MOBILE.iter().any(|prefix| number.starts_with(prefix)) {
                    Ok(Self(format!("+7{number}")))
                } else {
                    Err(Code::PhoneNotMobile)
                }
            }
            // +7 9…: Russia shares the country code.
            Some(number) if number.starts_with(['9', '8', '3', '4']) => {
                Ok(Self(format!("+7{number}")))
            }
            None if international && (8..=15).contains(&digits.len()) => {
                let code_seven = digits.starts_with('7') || digits.starts_with('0');
                if code_seven {
                    Err(Code::PhoneForm)
                } else {
                    Ok(Self(format!("+{digits}")))
                }
            }
            _ => Err(Code::PhoneForm),
        }
    }

    /// E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `+7 (701) 123-45-67` for numbers of country 7, E.164 elsewhere.
    pub fn display(&self) -> String {
        match self.0.strip_prefix("+7") {
            Some(number) if number.len() == 10 => format!(
                "+7 ({}) {}-{}-{}",
                &number[..3],
                &number[3..6],
                &number[6..8],
                &number[8..]
            ),
            _ => self.0.clone(),
        }
    }
}

impl TryFrom<String> for Phone {
    type Error = Code;
    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

/// For `#[validate(custom)]`.
pub fn validate_phone(text: &str) -> Result<(), validator::ValidationError> {
    Phone::parse(text).map(drop).map_err(crate::problem::refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_one_form() {
        for typed in [
            "87011234567",
            "77011234567",
            "+7 701 123 45 67",
            "+7 (701) 123-45-67",
            "7011234567",
            " 8-701-123-45-67 ",
        ] {
            assert_eq!(
                Phone::parse(typed).unwrap().as_str(),
                "+77011234567",
                "{typed}"
            );
        }
        assert_eq!(
            Phone::parse("7011234567").unwrap().display(),
            "+7 (701) 123-45-67"
        );
        assert_eq!(
            Phone::parse("+79161234567").unwrap().as_str(),
            "+79161234567"
        );
        assert_eq!(
            Phone::parse("+998 90 123 45 67").unwrap().as_str(),
            "+998901234567"
        );
        assert_eq!(
            Phone::parse("00 49 30 1234567").unwrap().display(),
            "+49301234567"
        );
        assert_eq!(
            Phone::parse("+7 717 212 34 56").unwrap_err(),
            Code::PhoneNotMobile
        );
        assert_eq!(Phone::parse("").unwrap_err(), Code::Required);
        for bad in [
            "123",
            "abc",
            "+7701123456",
            "701 123 45 67 8 9 0",
            "+0123456789",
            "٧٠١١٢٣٤٥٦٧",
        ] {
            assert_eq!(Phone::parse(bad).unwrap_err(), Code::PhoneForm, "{bad}");
        }
    }
}
