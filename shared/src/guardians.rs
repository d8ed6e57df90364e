//! Consent of a parent or legal representative for a child: wire types and rules.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Whether a guardian has to agree for a person, and who did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guarded {
    /// The person is known to be under age today.
    pub needed: bool,
    /// The consent in force.
    pub agreed: Option<Agreed>,
}

impl Guarded {
    /// Nobody has to agree any more.
    pub const fn is_settled(&self) -> bool {
        !self.needed || self.agreed.is_some()
    }
}

/// A consent in force, as the child sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreed {
    /// The guardian, "Асель Б.".
    pub guardian: String,
    /// When they agreed.
    pub at: Instant,
}
