//! The mobile number as a login: what is typed, how long its codes work, how a number is shown to
//! others. Whose it is, its code proves; which operator it has, nobody asks.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::accounts::validate_code;
use crate::consents::Acceptance;
use crate::phone::Phone;
use crate::problem::{Code, FieldError, field_errors, refuse};

/// Minutes a code from an SMS works.
pub const MOBILE_CODE_MINUTES: i64 = 5;

/// A number that our messages reach: a mobile one of Kazakhstan.
pub fn parse_mobile(text: &str) -> Result<Phone, Code> {
    let phone = Phone::parse(text)?;
    if phone.as_str().starts_with("+77") {
        Ok(phone)
    } else {
        Err(Code::MobileForeign)
    }
}

fn validate_mobile(text: &str) -> Result<(), ValidationError> {
    parse_mobile(text).map(drop).map_err(refuse)
}

/// `+7 (701) •••-••-67`: enough to know one's own number by.
pub fn masked(phone: &Phone) -> String {
    let shown = phone.display();
    let (Some(opened), Some(tail)) = (shown.get(..8), shown.get(shown.len() - 2..)) else {
        return shown;
    };
    format!("{opened} •••-••-{tail}")
}

/// `PUT /registration/mobile`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetMobile {
    /// The number as typed.
    pub phone: String,
    /// The tick under the user agreement.
    pub terms: Acceptance,
    /// The tick under the privacy policy.
    pub privacy: Acceptance,
}

impl SetMobile {
    /// What is refused, in the order of the page. Two ticks stand there: those of the privacy policy
    /// are told as `privacy_read` and `privacy_agreed`.
    pub fn refusals(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        if let Err(code) = parse_mobile(&self.phone) {
            found.push(FieldError::new("phone", code));
        }
        for (acceptance, prefix) in [(&self.terms, ""), (&self.privacy, "privacy_")] {
            let Err(errors) = acceptance.validate() else {
                continue;
            };
            let mut errors = field_errors(&errors);
            // The text is read before it is agreed to.
            errors.sort_by_key(|error| error.field != "read");
            found.extend(errors.into_iter().map(|error| FieldError {
                field: format!("{prefix}{}", error.field),
                ..error
            }));
        }
        found
    }
}

/// `POST /sessions/mobile`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartMobileSignIn {
    /// The number as typed.
    #[validate(custom(function = "validate_mobile"))]
    pub phone: String,
}

/// `POST /sessions/mobile/code`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FinishMobileSignIn {
    /// The number as typed.
    #[validate(custom(function = "validate_mobile"))]
    pub phone: String,
    /// Six digits; spaces are ignored.
    #[validate(custom(function = "validate_code"))]
    pub code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_to_mobile_numbers_of_kazakhstan() {
        for typed in ["8 701 123 45 67", "+7 (785) 123-45-67", "7011234567"] {
            assert!(parse_mobile(typed).is_ok(), "{typed}");
        }
        for (typed, code) in [
            ("", Code::Required),
            ("+79161234567", Code::MobileForeign),
            ("+49 1512 3456789", Code::MobileForeign),
            ("+7 717 212 34 56", Code::PhoneNotMobile),
            ("701 123", Code::PhoneForm),
        ] {
            assert_eq!(parse_mobile(typed).unwrap_err(), code, "{typed}");
        }
    }

    #[test]
    fn a_masked_number_shows_its_ends() {
        let phone = parse_mobile("+77011234567").unwrap();
        assert_eq!(masked(&phone), "+7 (701) •••-••-67");
    }

    #[test]
    fn both_ticks_are_asked_for_under_their_own_names() {
        let refusals = SetMobile::default().refusals();
        let told: Vec<_> = refusals
            .iter()
            .map(|error| (error.field.as_str(), error.code))
            .collect();
        assert_eq!(
            told,
            [
                ("phone", Code::Required),
                ("read", Code::TextNotRead),
                ("agreed", Code::AgreementRequired),
                ("privacy_read", Code::TextNotRead),
                ("privacy_agreed", Code::AgreementRequired),
            ]
        );
    }
}
