//! Texts that people accept, and their acceptance: version, language, time. What the texts say
//! stands with the program.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::problem::{Code, refuse};
use crate::time::Instant;

/// Which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// User agreement, accepted at the start.
    Terms,
    /// Consent to biometrics, before the camera.
    Biometrics,
    /// Consent to process personal data and hand in the pictures.
    PersonalData,
    /// Rules of the exam, accepted with each application.
    Rules,
    /// Privacy policy, accepted with the mobile number.
    Privacy,
}

impl TextKind {
    /// Every text.
    pub const ALL: [Self; 5] = [
        Self::Terms,
        Self::Biometrics,
        Self::PersonalData,
        Self::Rules,
        Self::Privacy,
    ];

    /// The name on the wire and of the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Biometrics => "biometrics",
            Self::PersonalData => "personal_data",
            Self::Rules => "rules",
            Self::Privacy => "privacy",
        }
    }
}

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Қазақша.
    #[default]
    Kk,
    /// Русский.
    Ru,
    /// English.
    En,
}

impl Language {
    /// Every language, Kazakh first (domain, law and standards).
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// BCP 47 tag.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `ru` or `ru-KZ`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag
            .split(['-', '_', ';', ','])
            .next()
            .unwrap_or_default()
            .trim();
        Self::ALL
            .into_iter()
            .find(|language| language.as_str().eq_ignore_ascii_case(primary))
    }
}

/// `GET /texts/{kind}`: a text as it is shown, printed and downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Text {
    /// Which text.
    pub kind: TextKind,
    /// Its version; acceptance names it.
    pub version: String,
    /// Language of this copy.
    pub language: Language,
    /// Title.
    pub title: String,
    /// Body: our own HTML of headings, paragraphs, lists and tables, without scripts or styles.
    pub html: String,
}

/// A tick under a text, as the page sends it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// Version that was read.
    pub version: String,
    /// Language that was read.
    pub language: Language,
    /// "Ознакомлен" was pressed in the viewer.
    #[validate(custom(function = "validate_read"))]
    pub read: bool,
    /// The box is ticked.
    #[validate(custom(function = "validate_agreed"))]
    pub agreed: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the derive passes a reference"
)]
fn validate_read(read: &bool) -> Result<(), ValidationError> {
    if *read {
        Ok(())
    } else {
        Err(refuse(Code::TextNotRead))
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the derive passes a reference"
)]
pub(crate) fn validate_agreed(agreed: &bool) -> Result<(), ValidationError> {
    if *agreed {
        Ok(())
    } else {
        Err(refuse(Code::AgreementRequired))
    }
}

/// An acceptance as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// Version accepted.
    pub version: String,
    /// Language read.
    pub language: Language,
    /// When.
    pub at: Instant,
}

/// `PUT /registration/biometric-consent`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerBiometrics {
    /// What the person chose.
    pub answer: BiometricAnswer,
    /// Version of the text shown.
    pub version: String,
    /// Language of the text shown.
    pub language: Language,
}

/// Biometrics are by consent, and another way always exists (domain, law and standards).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BiometricAnswer {
    /// Photo of the face now.
    Agreed,
    /// No pictures here: identity is checked in person by the centre.
    InPerson,
}

/// `PUT /registration/personal-data-consent`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptPersonalData {
    /// The tick.
    #[validate(nested)]
    pub consent: Acceptance,
}
