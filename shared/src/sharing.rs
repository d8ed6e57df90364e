//! Sharing a Digital ID with a programme that asks for it: wire types, what is shared, how it stands.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::consents::{Language, validate_agreed};
use crate::guardians::{Agreed, Guardianship};
use crate::people::validate_choice;
use crate::time::Instant;

/// Version of the words of the consent; they change with [`SharedData`].
pub const VERSION: &str = "1";

/// What goes to the programme's centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SharedData {
    /// Surname, first name, patronymic.
    Name,
    /// IIN.
    Iin,
    /// Birth date.
    BirthDate,
    /// Kind, number and expiry of the document.
    Document,
    /// Photo of the face.
    FacePhoto,
    /// Results of the checks.
    Checks,
}

impl SharedData {
    /// All of it, in the order it is told.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Iin,
        Self::BirthDate,
        Self::Document,
        Self::FacePhoto,
        Self::Checks,
    ];
}

/// `POST /sharings`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskSharing {
    /// Code of the programme that asks.
    #[validate(custom(function = "validate_choice"))]
    pub programme: String,
}

/// `POST /sharings/{id}/agreement`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreeSharing {
    /// Version that was shown.
    pub version: String,
    /// Language in which it was.
    pub language: Language,
    /// The button was pressed.
    #[validate(custom(function = "validate_agreed"))]
    pub agreed: bool,
}

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SharingState {
    /// Not answered yet.
    Asked,
    /// The data are shared.
    Agreed,
    /// The person said no.
    Refused,
    /// The person took it back.
    Withdrawn,
}

/// A request of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sharing {
    /// By which it is answered.
    pub id: String,
    /// Code of the programme.
    pub programme: String,
    /// How it stands.
    pub state: SharingState,
    /// What is asked.
    pub data: Vec<SharedData>,
    /// When it was asked.
    pub asked_at: Instant,
    /// When the person agreed.
    pub agreed_at: Option<Instant>,
    /// When it was refused or taken back.
    pub ended_at: Option<Instant>,
}

/// `GET /sharings`: the history of operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Operations {
    /// Requests of programmes, the newest first.
    pub sharings: Vec<Sharing>,
    /// Consents that the person gave for children, the newest first.
    pub given: Vec<Guardianship>,
    /// Consents for the person that hold, the oldest first.
    pub received: Vec<Agreed>,
    /// The person has a Digital ID to share.
    pub identity_proved: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, field_errors};

    #[test]
    fn nothing_is_shared_without_a_word() {
        let errors = field_errors(&AgreeSharing::default().validate().unwrap_err());
        assert_eq!(errors[0].code, Code::AgreementRequired);
        let errors = field_errors(&AskSharing::default().validate().unwrap_err());
        assert_eq!(errors[0].code, Code::Required);
    }
}
