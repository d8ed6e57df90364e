//! What stands in an identity document: read by the server, corrected and confirmed by its holder.
//! Wire types and rules; pixels are read in the `vision` crate.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// The confirmed data of a document, as far as other steps need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentData {
    /// When the holder confirmed them.
    pub at: Instant,
    /// Something was typed, corrected or does not agree: a person decides.
    pub in_review: bool,
}
