//! Names of people: letters and marks of any script, space, hyphen, apostrophe; one letter is
//! enough; the patronymic is optional (rules.md, Accounts). Order and spelling are the person's.

use serde::{Deserialize, Serialize};

use crate::problem::Code;
use crate::text::tidy;

/// Most characters in one part of a name.
pub const MAX: usize = 100;

/// One part of a name, tidied.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NamePart(String);

fn is_mark(letter: char) -> bool {
    // Combining marks that NFC leaves apart.
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}')
}

impl NamePart {
    /// Reads what a person typed; runs of spaces become one.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let name = tidy(text);
        if name.is_empty() {
            return Err(Code::Required);
        }
        if name.chars().count() > MAX {
            return Err(Code::TooLong);
        }
        let allowed = |letter: char| {
            letter.is_alphabetic()
                || is_mark(letter)
                || matches!(letter, ' ' | '-' | '\'' | '’' | 'ʼ' | '‘' | '`' | '.')
        };
        if name.chars().all(allowed) && name.chars().any(char::is_alphabetic) {
            Ok(Self(name))
        } else {
            Err(Code::NameLetters)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for NamePart {
    type Error = Code;
    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<NamePart> for String {
    fn from(name: NamePart) -> Self {
        name.0
    }
}

/// For `#[validate(custom)]`.
pub fn validate_name(text: &str) -> Result<(), validator::ValidationError> {
    match NamePart::parse(text) {
        Ok(_) => Ok(()),
        Err(Code::TooLong) => Err(crate::problem::refuse_with(Code::TooLong, "max", MAX)),
        Err(code) => Err(crate::problem::refuse(code)),
    }
}

/// The same where an empty field is right.
pub fn validate_optional_name(text: &str) -> Result<(), validator::ValidationError> {
    if text.trim().is_empty() {
        Ok(())
    } else {
        validate_name(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_passes_and_digits_do_not() {
        for good in [
            "Ә",
            "Өтеген-Құлұлы",
            "O’Connor",
            "Нұр  Сұлтан",
            "李",
            "José",
            "A",
        ] {
            assert!(NamePart::parse(good).is_ok(), "{good}");
        }
        assert_eq!(
            NamePart::parse("Нұр  Сұлтан").unwrap().as_str(),
            "Нұр Сұлтан"
        );
        for bad in ["Али2", "😀", "a@b", "<b>", "-", "'"] {
            assert_eq!(
                NamePart::parse(bad).unwrap_err(),
                Code::NameLetters,
                "{bad}"
            );
        }
        assert_eq!(NamePart::parse("").unwrap_err(), Code::Required);
        assert_eq!(
            NamePart::parse(&"ә".repeat(101)).unwrap_err(),
            Code::TooLong
        );
    }
}
