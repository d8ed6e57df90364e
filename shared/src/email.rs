//! E-mail addresses: form only. Whether anybody reads there, the mailed code proves.

use serde::{Deserialize, Serialize};

use crate::problem::Code;

/// A well-formed address in the form it is stored and compared: trimmed, lower case.
///
/// The local part is case-sensitive by the letter of the standard; no mailbox provider in use
/// treats it so, and people type capitals by accident.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required);
        }
        let address = text.to_lowercase();
        let domain = address.rsplit('@').next().unwrap_or_default();
        let sensible = address.len() <= 254
            && address.is_ascii()
            && domain.contains('.')
            && !domain.starts_with('[')
            && !address.contains(['"', '(', ' ']);
        if sensible && email_address::EmailAddress::is_valid(&address) {
            Ok(Self(address))
        } else {
            Err(Code::EmailForm)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Code;
    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

/// For `#[validate(custom)]`.
pub fn validate_email(text: &str) -> Result<(), validator::ValidationError> {
    EmailAddress::parse(text)
        .map(drop)
        .map_err(crate::problem::refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_is_checked_and_normal() {
        assert_eq!(
            EmailAddress::parse("  Aigul@Example.KZ ").unwrap().as_str(),
            "aigul@example.kz"
        );
        for bad in [
            "a",
            "a@",
            "@b.kz",
            "a@b",
            "a b@c.kz",
            "a@@b.kz",
            "a@b..kz",
            "a@[1.2.3.4]",
        ] {
            assert_eq!(
                EmailAddress::parse(bad).unwrap_err(),
                Code::EmailForm,
                "{bad}"
            );
        }
        assert_eq!(EmailAddress::parse(" ").unwrap_err(), Code::Required);
        assert!(EmailAddress::parse(&format!("{}@b.kz", "a".repeat(10_000))).is_err());
    }
}
