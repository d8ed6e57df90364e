//! The cabinet of a registered person.

use serde::{Deserialize, Serialize};

use crate::people::{PersonName, PersonalDetails, PersonalNumberView, Study};
use crate::time::Instant;

/// How far the identity is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdentityState {
    /// Pictures are handed in and wait for a person's look.
    InReview,
    /// The person comes to the centre with a document.
    InPerson,
}

/// `GET /cabinet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cabinet {
    /// Name.
    pub name: PersonName,
    /// Login.
    pub email: String,
    /// IIN or passport, masked.
    pub personal_number: PersonalNumberView,
    /// Details.
    pub details: PersonalDetails,
    /// Study.
    pub study: Study,
    /// How far the identity is proved.
    pub identity: IdentityState,
    /// When the registration was finished.
    pub registered_at: Instant,
    /// The contingent may apply for assessment online.
    pub applies_online: bool,
}
