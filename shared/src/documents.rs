//! Numbers and kinds of identity documents (source: domain, identity documents 3.1).
//!
//! Lengths of Kazakh numbers are general knowledge, so only form is refused; a person or a
//! registry decides whether a document exists.

use serde::{Deserialize, Serialize};

use crate::problem::Code;
use crate::text::without_separators;

/// What a person shows to prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Identity card of Kazakhstan: two sides.
    IdentityCard,
    /// Passport of any country: one page.
    Passport,
    /// Residence permit of a foreigner: two sides.
    ResidencePermit,
}

impl DocumentKind {
    /// Every kind, in the order it is offered.
    pub const ALL: [Self; 3] = [Self::IdentityCard, Self::Passport, Self::ResidencePermit];

    /// Passports are one page, cards have a back.
    pub const fn has_back(self) -> bool {
        !matches!(self, Self::Passport)
    }

    /// The code on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdentityCard => "identity_card",
            Self::Passport => "passport",
            Self::ResidencePermit => "residence_permit",
        }
    }
}

/// A passport number in its normal form: capitals and digits, no separators.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PassportNumber(String);

impl PassportNumber {
    /// Five to fifteen Latin letters and digits, at least one digit; case and separators ignored.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let number = without_separators(text).to_ascii_uppercase();
        if number.is_empty() {
            return Err(Code::Required);
        }
        let form = (5..=15).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && number.bytes().any(|byte| byte.is_ascii_digit());
        if form {
            Ok(Self(number))
        } else {
            Err(Code::PassportForm)
        }
    }

    /// The number. Personal data.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last three characters behind dots.
    pub fn masked(&self) -> String {
        format!("••••{}", &self.0[self.0.len() - 3..])
    }
}

impl std::fmt::Debug for PassportNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PassportNumber({})", self.masked())
    }
}

impl TryFrom<String> for PassportNumber {
    type Error = Code;
    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<PassportNumber> for String {
    fn from(number: PassportNumber) -> Self {
        number.0
    }
}

/// The number of an identity card of Kazakhstan: nine digits (general knowledge).
pub fn identity_card_number(text: &str) -> Option<String> {
    let number = without_separators(text);
    (number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_form() {
        assert_eq!(
            PassportNumber::parse(" n 000-00017 ").unwrap().as_str(),
            "N00000017"
        );
        for bad in [
            "N1",
            "ПАСПОРТ1",
            "PASSPORT",
            "N00000017N0000001",
            "N0000😀17",
        ] {
            assert_eq!(
                PassportNumber::parse(bad).unwrap_err(),
                Code::PassportForm,
                "{bad}"
            );
        }
        assert_eq!(
            format!("{:?}", PassportNumber::parse("N00000017").unwrap()),
            "PassportNumber(••••017)"
        );
        assert!(identity_card_number("000 000 017").is_some());
        assert!(identity_card_number("00000001").is_none());
        assert!(!DocumentKind::Passport.has_back());
    }
}
