//! What is told of the papers of an application: the key by which a ticket is checked.

use serde::{Deserialize, Serialize};

/// `GET /tickets/key`: the public key of this centre's tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketKey {
    /// Always `Ed25519`.
    pub algorithm: String,
    /// The key, base64.
    pub key: String,
}
