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

/// The page that may ask for number, name and phone at once.
pub const PROFILE: &str = "profile";

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
    /// Pages that ask several requirements at once, by their part of the address. A requirement
    /// that none of them names has the page of its own kind.
    #[serde(default)]
    pub pages: BTreeMap<String, Vec<Requirement>>,
    /// The entry page asks for the language before anything else.
    #[serde(default)]
    pub language_first: bool,
    /// How an e-mail address is proved.
    #[serde(default)]
    pub email_proof: EmailProof,
    /// Where the first password comes from.
    #[serde(default)]
    pub first_password: FirstPassword,
    /// The programme's own words for the entries of the cabinet; without them the general ones.
    #[serde(default)]
    pub menu: Option<Menu>,
    /// How an attempt is paid before it is applied for, where that is so.
    #[serde(default)]
    pub prepayment: Option<Prepayment>,
    /// The age below which a guardian has to agree, where that is asked; 18 without it.
    #[serde(default)]
    pub guardian_below: Option<u8>,
    /// Current version of each text.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
    /// What an application asks; without it the programme takes none. Told with each campaign, not
    /// with the programme, which every visitor loads.
    #[serde(default, skip_serializing)]
    pub form: Option<Form>,
}

/// How an e-mail address is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EmailProof {
    /// Six digits, typed on the page.
    #[default]
    Code,
    /// A link with a button, in any browser.
    Link,
}

/// Where the first password of a login comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FirstPassword {
    /// The person chooses it.
    #[default]
    Chosen,
    /// It is made here, mailed to the proved address, and replaced after the first sign-in.
    Mailed,
}

/// Words for the entries of the cabinet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Menu {
    /// First page of the cabinet.
    pub home: Name,
    /// Applying.
    pub apply: Name,
    /// Own applications.
    pub applications: Name,
    /// Own results.
    pub results: Name,
    /// Own data.
    pub profile: Name,
}

/// A payment that comes before its application and is found by the IIN.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prepayment {
    /// The name under which the payer finds it.
    pub service: String,
    /// Sum in tenge.
    pub tenge: u32,
    /// The year of which the sum is known.
    pub year: u16,
}

/// A programme in the list of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgrammeName {
    /// Code.
    pub code: String,
    /// Name of the programme.
    pub name: Name,
    /// Name of its centre.
    pub centre: Name,
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
    /// Mail for claims about refunds, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_mail: Option<String>,
    /// Support phone, E.164.
    pub phone: String,
    /// When the phone is answered.
    pub hours: Name,
    /// Site.
    pub site: String,
}

/// Code of our own proofing service: a programme like any other, whose registration is the Digital ID.
pub const DIGITAL_ID: &str = "digital-id";

impl Programme {
    /// The current version of a text; empty when the programme does not use it.
    pub fn text_version(&self, kind: TextKind) -> &str {
        self.texts.get(kind.as_str()).map_or("", String::as_str)
    }

    /// Whether this is asked at all.
    pub fn asks(&self, requirement: Requirement) -> bool {
        self.requirements.contains(&requirement)
    }

    /// The page that asks for a requirement, as it stands in addresses.
    pub fn page(&self, requirement: Requirement) -> &str {
        let shared = self
            .pages
            .iter()
            .find(|(_, asked)| asked.contains(&requirement));
        shared.map_or(requirement.page(), |(page, _)| page)
    }

    /// The first requirement that a page asks for.
    pub fn of_page(&self, page: &str) -> Option<Requirement> {
        let mut asked = self.requirements.iter().copied();
        asked
            .find(|requirement| self.page(*requirement) == page)
            // A password that is owed is asked for everywhere.
            .or_else(|| {
                (page == Requirement::OwnPassword.page()).then_some(Requirement::OwnPassword)
            })
    }
}
