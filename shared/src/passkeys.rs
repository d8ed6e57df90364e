//! Passkeys, the second way into an account (rules.md, Accounts): wire types. What the browser and
//! the program tell each other about a key is theirs alone and travels as a text.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::time::Instant;

/// Minutes in which a device can answer.
pub const CHALLENGE_MINUTES: i64 = 5;
/// Most passkeys of one account.
pub const MOST_PASSKEYS: i64 = 10;

/// `POST /account/passkeys/challenge` and `POST /account/passkeys/{id}/removal`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmByPassword {
    /// The password.
    #[validate(length(min = 1, max = 1024, code = "required"))]
    pub current: String,
}

impl std::fmt::Debug for ConfirmByPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ConfirmByPassword(…)")
    }
}

/// What a device has to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyChallenge {
    /// Goes back with the answer.
    pub id: String,
    /// JSON of the `publicKey` member for `navigator.credentials`, bytes as URL-safe base64.
    pub options: String,
}

/// `POST /account/passkeys` and `POST /sessions/passkey`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyAnswer {
    /// Of the challenge.
    pub id: String,
    /// JSON of the browser's `PublicKeyCredential`, bytes as URL-safe base64.
    pub credential: String,
}

impl std::fmt::Debug for PasskeyAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasskeyAnswer(…)")
    }
}

/// A passkey of an account, for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkey {
    /// To remove it by; not what opens anything.
    pub id: String,
    /// Browser and system it was made with, such as `Chrome · Android`; empty when unknown.
    pub device: String,
    /// When it was added.
    pub added_at: Instant,
    /// When it was last used.
    pub used_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, field_errors};

    #[test]
    fn the_password_is_asked_for_and_not_shown() {
        let form = ConfirmByPassword::default();
        let errors = field_errors(&form.validate().unwrap_err());
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code),
            ("current", Code::Required)
        );
        let form = ConfirmByPassword {
            current: "not to be seen".to_owned(),
        };
        assert_eq!(format!("{form:?}"), "ConfirmByPassword(…)");
        let answer = PasskeyAnswer::default();
        assert_eq!(format!("{answer:?}"), "PasskeyAnswer(…)");
    }
}
