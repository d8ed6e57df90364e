//! What registries tell, and what people say when a registry is silent.

use serde::{Deserialize, Serialize};

use crate::bin::Bin;
use crate::iin::Iin;
use crate::problem::{Code, FieldError};

/// Where a person works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Workplace {
    /// Found in the registry.
    Registered {
        /// Id in the registry.
        organisation: String,
        /// Name as found.
        name: String,
        /// BIN, or the IIN of a sole trader.
        number: String,
    },
    /// Typed, because it was not found or the registry was silent.
    ByHand {
        /// Name.
        name: String,
        /// BIN, or the IIN of a sole trader; may be empty.
        number: String,
        /// Code of the region.
        region: String,
        /// Code of the district.
        district: String,
    },
}

impl Workplace {
    /// What is wrong with it.
    pub fn refusals(&self) -> Vec<FieldError> {
        let (Self::Registered { name, number, .. } | Self::ByHand { name, number, .. }) = self;
        let mut refusals = Vec::new();
        if name.trim().is_empty() {
            refusals.push(FieldError::new("workplace", Code::Required));
        }
        if !number.is_empty() && Bin::parse(number).is_err() && Iin::parse(number).is_err() {
            refusals.push(FieldError::new("workplace_number", Code::BinForm));
        }
        refusals
    }
}
