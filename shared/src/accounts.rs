//! E-mail, its code, password, sign-in, recovery: wire types and the limits of rules.md.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::email::validate_email;
use crate::password::validate_length;
use crate::problem::{Code, refuse};
use crate::registration::InProgramme;
use crate::text::without_separators;
use crate::time::Instant;

/// Digits in a mailed code.
pub const CODE_DIGITS: usize = 6;
/// Seconds between two letters to one address.
pub const RESEND_SECONDS: i64 = 60;
/// Minutes a registration code works.
pub const EMAIL_CODE_MINUTES: i64 = 60;
/// Hours a mailed first password opens its login.
pub const FIRST_PASSWORD_HOURS: i64 = 72;
/// Minutes any other code works.
pub const OTHER_CODE_MINUTES: i64 = 10;

/// `PUT /registration/email`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetEmail {
    /// The address as typed.
    #[validate(custom(function = "validate_email"))]
    pub email: String,
}

/// `POST /registration/email-code`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnterCode {
    /// Six digits; spaces are ignored.
    #[validate(custom(function = "validate_code"))]
    pub code: String,
}

/// The six digits of a code as typed, without spaces.
pub fn parse_code(text: &str) -> Result<String, Code> {
    let code = without_separators(text);
    if code.is_empty() {
        Err(Code::Required)
    } else if code.len() == CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(code)
    } else {
        Err(Code::CodeDigits)
    }
}

pub(crate) fn validate_code(text: &str) -> Result<(), ValidationError> {
    parse_code(text).map(drop).map_err(refuse)
}

/// Where the letter with the code stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeState {
    /// When the letter left us; `None` while the mail server does not take it.
    pub sent_at: Option<Instant>,
    /// The mail server did not take the letter yet; it is tried again by itself.
    pub delayed: bool,
    /// Until when the newest code works.
    pub expires_at: Instant,
    /// From when another letter can be asked for.
    pub resend_at: Instant,
}

/// `PUT /registration/password`, and `PUT /registration/own-password` in place of a mailed one.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPassword {
    /// The password.
    #[validate(custom(function = "validate_length"))]
    pub password: String,
    /// The same again.
    #[validate(must_match(other = "password", code = "password_mismatch"))]
    pub confirmation: String,
}

impl std::fmt::Debug for SetPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SetPassword(…)")
    }
}

/// `POST /sessions`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The login.
    #[validate(custom(function = "validate_email"))]
    pub email: String,
    /// The password.
    #[validate(length(min = 1, max = 1024, code = "required"))]
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SignIn(…)")
    }
}

/// `POST /password-recovery`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartRecovery {
    /// The login.
    #[validate(custom(function = "validate_email"))]
    pub email: String,
}

/// `POST /password-recovery/confirm`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FinishRecovery {
    /// The login.
    #[validate(custom(function = "validate_email"))]
    pub email: String,
    /// The mailed code.
    #[validate(custom(function = "validate_code"))]
    pub code: String,
    /// The new password.
    #[validate(custom(function = "validate_length"))]
    pub password: String,
    /// The same again.
    #[validate(must_match(other = "password", code = "password_mismatch"))]
    pub confirmation: String,
}

impl std::fmt::Debug for FinishRecovery {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FinishRecovery(…)")
    }
}

/// `GET /sessions/current` and the answer to a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The login of a signed-in person; `None` for a draft or nobody.
    pub email: Option<String>,
    /// The mobile number that opens the account too, masked.
    #[serde(default)]
    pub mobile: Option<String>,
    /// Name for the corner of the page, where known.
    pub name: Option<String>,
    /// The registration for the current programme is finished: the cabinet is open.
    pub registered: bool,
    /// Code of the current programme; `None` for nobody.
    pub programme: Option<String>,
    /// The programmes that a signed-in person is in, the first one first.
    pub programmes: Vec<InProgramme>,
    /// There is a draft or an account behind this session.
    pub active: bool,
    /// When the session ends without another call; `None` when there is none.
    pub idle_until: Option<Instant>,
    /// Clock of the server.
    pub server_now: Instant,
}

impl Session {
    /// Whether somebody is signed in, by whatever login.
    pub const fn is_signed_in(&self) -> bool {
        self.email.is_some() || self.mobile.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::field_errors;

    #[test]
    fn forms_refuse_with_our_codes() {
        let errors = SetPassword {
            password: "short".into(),
            confirmation: "other".into(),
        };
        let errors = field_errors(&errors.validate().unwrap_err());
        let codes: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(
            codes,
            [
                ("confirmation", Code::PasswordMismatch),
                ("password", Code::PasswordShort)
            ]
        );
        assert_eq!(errors[1].params["min"], "10");
        assert_eq!(parse_code(" 123 456 ").unwrap(), "123456");
        for bad in ["12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert_eq!(parse_code(bad).unwrap_err(), Code::CodeDigits, "{bad}");
        }
    }
}
