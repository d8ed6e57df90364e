//! The check of movements before the camera: wire types and what is asked. Never "proof of life":
//! what it does not stop stands in the security notes. Pixels are measured in the `vision` crate.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Who found the movements right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MovementState {
    /// The server's own measurement.
    Passed,
    /// A person will look.
    InReview,
}

/// The check of a person, done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Movement {
    /// Who found it right.
    pub state: MovementState,
    /// When it was done.
    pub at: Instant,
}
