//! What a programme is, as data: its requirements in order, its centre, its texts.
//!
//! One file per programme beside the program is parsed into [`Programme`] and validated at start;
//! campaigns, fees and sittings are rows of the database, never of this file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::consents::TextKind;
use crate::dictionaries::Name;
use crate::forms::Form;
use crate::requirements::Requirement;

/// An exam scheme: which facts it needs and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Programme {
    /// Stable code, also in addresses.
    pub code: String,
    /// Name of the programme.
    pub name: Name,
    /// Short name of its information system, for letters.
    pub system: Name,
    /// The centre that runs it.
    pub centre: Centre,
    /// What is asked, in order. The only place that says the order.
    pub requirements: Vec<Requirement>,
    /// Current version of each text.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
    /// What an application asks; without it the programme takes none. Told with each campaign, not
    /// with the programme, which every visitor loads.
    #[serde(default, skip_serializing)]
    pub form: Option<Form>,
}

/// Who runs a programme and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Centre {
    /// Name.
    pub name: Name,
    /// Head, as the agreement names them.
    pub head: Name,
    /// BIN.
    pub bin: String,
    /// Postal address.
    pub address: Name,
    /// Support mail.
    pub mail: String,
    /// Support phone, E.164.
    pub phone: String,
    /// When the phone is answered.
    pub hours: Name,
    /// Site.
    pub site: String,
}

impl Programme {
    /// The current version of a text; empty when the programme does not use it.
    pub fn text_version(&self, kind: TextKind) -> &str {
        self.texts.get(kind.as_str()).map_or("", String::as_str)
    }
}
