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
    /// Code of the programme.
    pub programme: String,
    /// Name.
    pub name: PersonName,
    /// Login.
    pub email: String,
    /// IIN or passport, masked.
    pub personal_number: PersonalNumberView,
    /// Contact phone, where the programme asks for one; otherwise the mobile number that was proved.
    pub phone: Option<String>,
    /// Details, where the programme asks for them.
    pub details: Option<PersonalDetails>,
    /// Study, where the programme asks for it.
    pub study: Option<Study>,
    /// How far the identity is proved, where the programme asks for that.
    pub identity: Option<IdentityState>,
    /// The name is compared with a document, so staff corrects it.
    pub name_fixed: bool,
    /// When the registration was finished.
    pub registered_at: Instant,
    /// The person may apply online: by the contingent, where the programme asks for one.
    pub applies_online: bool,
}
