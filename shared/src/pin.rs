//! A PIN: four digits that open an account quickly on one device (rules.md, Accounts). Wire types, and
//! which digits are refused. Not enough by itself: the device signs with a key that never leaves it.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::problem::Code;
use crate::registration::Registration;
use crate::text::without_separators;
use crate::time::Instant;

/// Digits of a PIN.
pub const PIN_LENGTH: usize = 4;
/// Wrong tries that end the PIN of a device.
pub const PIN_TRIES: i64 = 5;
/// Minutes in which a device can answer.
pub const PIN_CHALLENGE_MINUTES: i64 = 2;
/// Most devices of one account.
pub const MOST_PIN_DEVICES: i64 = 10;

/// What a person is easily guessed by.
#[derive(Clone, Default)]
pub struct OwnDigits {
    /// Year of birth.
    pub birth_year: Option<String>,
    /// IIN or passport number.
    pub number: Option<String>,
    /// Phone.
    pub phone: Option<String>,
}

/// The digits of what was typed; refuses what others would try first, without knowing the person.
pub fn parse_pin(typed: &str) -> Result<String, Code> {
    let pin = without_separators(typed);
    let digits: Vec<u8> = pin.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
    let [first, second, third, fourth] = digits[..] else {
        return Err(Code::PinDigits);
    };
    if digits.iter().any(|digit| *digit > 9) {
        return Err(Code::PinDigits);
    }
    // From 9 the row goes on with 0, as on a keypad.
    let steps = |by: u8| digits.windows(2).all(|pair| pair[1] == (pair[0] + by) % 10);
    if first == second && second == third && third == fourth {
        Err(Code::PinRepeats)
    } else if steps(1) || steps(9) {
        Err(Code::PinRun)
    } else if (first, second) == (third, fourth) || (first, third) == (second, fourth) {
        Err(Code::PinPairs)
    } else {
        Ok(pin)
    }
}

/// Refuses the person's own figures.
pub fn check_pin(pin: &str, own: &OwnDigits) -> Result<(), Code> {
    let tail = |text: &Option<String>| {
        let digits: String = text
            .iter()
            .flat_map(|text| text.chars())
            .filter(char::is_ascii_digit)
            .collect();
        digits.len() >= PIN_LENGTH && digits.ends_with(pin)
    };
    if own.birth_year.as_deref() == Some(pin) {
        Err(Code::PinBirthYear)
    } else if tail(&own.number) || tail(&own.phone) {
        Err(Code::PinTail)
    } else {
        Ok(())
    }
}

fn refused(code: Code) -> validator::ValidationError {
    validator::ValidationError::new(code.as_str())
}

fn validate_pin(typed: &str) -> Result<(), validator::ValidationError> {
    parse_pin(typed).map(drop).map_err(refused)
}

/// `PUT /registration/pin`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPin {
    /// Four digits.
    #[validate(custom(function = "validate_pin"))]
    pub pin: String,
    /// The same again.
    #[validate(must_match(other = "pin", code = "pin_mismatch"))]
    pub repeat: String,
    /// The device's key, a point of P-256 in 65 bytes as URL-safe base64.
    pub public_key: String,
}

/// `POST /account/pins`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPin {
    /// The password.
    #[validate(length(min = 1, max = 1024, code = "required"))]
    pub current: String,
    /// The PIN and the device's key.
    #[validate(nested)]
    pub set: SetPin,
}

/// The answer to [`AddPin`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinAdded {
    /// By which the device names itself from now on.
    pub device: String,
}

/// The answer to [`SetPin`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinSet {
    /// By which the device names itself from now on.
    pub device: String,
    /// The registration.
    pub registration: Registration,
}

/// `POST /sessions/pin/challenge`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginUnlock {
    /// From [`PinSet`].
    pub device: String,
}

/// What a device has to sign, by [`signed_text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinChallenge {
    /// Good once.
    pub challenge: String,
}

/// `POST /sessions/pin`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnlockWithPin {
    /// From [`PinSet`].
    pub device: String,
    /// From [`PinChallenge`].
    pub challenge: String,
    /// ECDSA with SHA-256 over [`signed_text`], 64 bytes as URL-safe base64.
    pub signature: String,
    /// Four digits.
    pub pin: String,
}

/// The text that a device signs: useless for another device and for anything else.
pub fn signed_text(device: &str, challenge: &str) -> String {
    format!("tirkeu pin\n{device}\n{challenge}")
}

impl std::fmt::Debug for SetPin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SetPin(…)")
    }
}

impl std::fmt::Debug for AddPin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AddPin(…)")
    }
}

impl std::fmt::Debug for UnlockWithPin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("UnlockWithPin(…)")
    }
}

/// A device that opens the account by its PIN, for the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinDevice {
    /// To end it by; opens nothing.
    pub id: String,
    /// Browser and system, such as `Chrome · Android`; empty when unknown.
    pub device: String,
    /// When the PIN was set.
    pub added_at: Instant,
    /// When it opened the account last.
    pub used_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_refused_with_its_reason() {
        for (typed, refusal) in [
            ("", Code::PinDigits),
            ("123", Code::PinDigits),
            ("12a4", Code::PinDigits),
            ("12345", Code::PinDigits),
            ("١٢٣٤", Code::PinDigits),
            ("1111", Code::PinRepeats),
            ("0000", Code::PinRepeats),
            ("1234", Code::PinRun),
            ("0123", Code::PinRun),
            ("7890", Code::PinRun),
            ("4321", Code::PinRun),
            ("9876", Code::PinRun),
            ("3210", Code::PinRun),
            ("1212", Code::PinPairs),
            ("9090", Code::PinPairs),
            ("1122", Code::PinPairs),
        ] {
            assert_eq!(parse_pin(typed), Err(refusal), "{typed}");
        }
        for typed in ["1357", "2580", "1221", "4711", " 47 11 "] {
            assert!(parse_pin(typed).is_ok(), "{typed}");
        }
        assert_eq!(parse_pin("47 11").as_deref(), Ok("4711"));
    }

    #[test]
    fn own_figures_are_refused() {
        let own = OwnDigits {
            birth_year: Some("1999".to_owned()),
            number: Some("990101400715".to_owned()),
            phone: Some("+7 701 123-45-67".to_owned()),
        };
        for (pin, expected) in [
            ("1999", Err(Code::PinBirthYear)),
            ("0715", Err(Code::PinTail)),
            ("4567", Err(Code::PinTail)),
            ("9901", Ok(())),
            ("2580", Ok(())),
        ] {
            assert_eq!(check_pin(pin, &own), expected, "{pin}");
        }
        assert_eq!(check_pin("0715", &OwnDigits::default()), Ok(()));
    }

    #[test]
    fn a_pin_is_not_shown() {
        let set = SetPin {
            pin: "2580".to_owned(),
            ..SetPin::default()
        };
        assert_eq!(format!("{set:?}"), "SetPin(…)");
        assert_eq!(format!("{:?}", AddPin::default()), "AddPin(…)");
        let unlock = UnlockWithPin::default();
        assert_eq!(format!("{unlock:?}"), "UnlockWithPin(…)");
    }
}
