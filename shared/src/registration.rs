//! The registration as the server tells it after every step: what is known, what is next.

use serde::{Deserialize, Serialize};

use crate::accounts::CodeState;
use crate::consents::Language;
use crate::requirements::{Facts, Requirement};
use crate::time::Instant;

/// `POST /registration`: begins a draft, or finds the one this browser has; for a person who is in
/// another programme, opens this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartRegistration {
    /// Code of the programme.
    #[validate(length(min = 1, max = 32, code = "required"))]
    pub programme: String,
    /// Language of the page; letters follow it.
    pub language: Language,
}

/// `PUT /registration/language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetLanguage {
    /// Language of the page; letters follow it.
    pub language: Language,
}

/// A programme that a person is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InProgramme {
    /// Code of the programme.
    pub code: String,
    /// When its registration began.
    pub began_at: Instant,
    /// When it was finished.
    pub finished_at: Option<Instant>,
}

/// The answer to every step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Registration {
    /// Code of the programme.
    pub programme: String,
    /// What is missing first; `None` when the registration is finished.
    pub next: Option<Requirement>,
    /// The page that asks for it, as it stands in addresses.
    pub next_page: Option<String>,
    /// The person's own path, one entry a page.
    pub path: Vec<Requirement>,
    /// What is known.
    pub facts: Facts,
    /// Where the letter with the code stands, while it is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeState>,
    /// When something was last kept.
    pub saved_at: Instant,
    /// Until when an unfinished draft is kept.
    pub kept_until: Instant,
    /// Clock of the server, for every countdown.
    pub server_now: Instant,
}
