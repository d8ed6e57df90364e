//! What a password must hold that needs no list and no strength meter (rules.md, Accounts):
//! length, and not the person's own data. Commonness and guessability are judged on the server,
//! because their tables weigh more than the whole page.

use crate::problem::Code;

/// Fewest characters.
pub const MIN: usize = 10;
/// Most characters.
pub const MAX: usize = 128;

/// What the person has already told us and must not appear in the password.
#[derive(Debug, Clone, Default)]
pub struct OwnData {
    /// The e-mail address.
    pub email: Option<String>,
    /// IIN or passport number, where known to this side.
    pub personal_number: Option<String>,
    /// Phone number, E.164.
    pub phone: Option<String>,
}

/// Length in characters and own data. `password` is in NFC (the page and the program normalise
/// each with what they have).
pub fn check(password: &str, own: &OwnData) -> Result<(), Code> {
    let length = password.chars().count();
    if length < MIN {
        return Err(Code::PasswordShort);
    }
    if length > MAX {
        return Err(Code::PasswordLong);
    }
    let folded = password.to_lowercase();
    let contains = |part: &str| part.chars().count() >= 4 && folded.contains(&part.to_lowercase());
    let email = own.email.as_deref().unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    let phone = own
        .phone
        .as_deref()
        .unwrap_or_default()
        .trim_start_matches('+');
    let phone_tail = phone.get(1..).unwrap_or_default();
    let number = own.personal_number.as_deref().unwrap_or_default();
    if [email, local, number, phone_tail].into_iter().any(contains) {
        return Err(Code::PasswordOwnData);
    }
    Ok(())
}

/// For `#[validate(custom)]`: length alone.
pub fn validate_length(password: &str) -> Result<(), validator::ValidationError> {
    if password.is_empty() {
        return Err(crate::problem::refuse(Code::Required));
    }
    match check(password, &OwnData::default()) {
        Ok(()) => Ok(()),
        Err(Code::PasswordLong) => Err(crate::problem::refuse_with(Code::PasswordLong, "max", MAX)),
        Err(code) => Err(crate::problem::refuse_with(code, "min", MIN)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_and_own_data_is_refused() {
        let own = OwnData {
            email: Some("aigul.test@example.kz".into()),
            personal_number: Some("850101300005".into()),
            phone: Some("+77011234567".into()),
        };
        assert_eq!(check("девятьбук", &own), Err(Code::PasswordShort));
        assert_eq!(check("десятьбукв", &own), Ok(()));
        assert_eq!(check(&"ы".repeat(128), &own), Ok(()));
        assert_eq!(check(&"ы".repeat(129), &own), Err(Code::PasswordLong));
        for bad in ["xxAIGUL.TESTxx", "my 850101300005", "call 7011234567"] {
            assert_eq!(check(bad, &own), Err(Code::PasswordOwnData), "{bad}");
        }
    }
}
