//! Applications: one person's request in one campaign, as it is sent, kept and shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::consents::Acceptance;
use crate::dictionaries::Name;
use crate::forms::Answers;
use crate::payments::Order;
use crate::sittings::Sitting;
use crate::time::Instant;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The seat is held until a certain time.
    Held,
    /// Handed in.
    Submitted,
    /// The time of the hold ran out.
    Annulled,
    /// Taken back by its owner.
    Withdrawn,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Held, Self::Submitted, Self::Annulled, Self::Withdrawn];

    /// The code on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Submitted => "submitted",
            Self::Annulled => "annulled",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether it has a seat and counts.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Held | Self::Submitted)
    }
}

/// Whether its owner came to the exam, as the centre noted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Came.
    Came,
    /// Did not come, and gave no good reason.
    Absent,
    /// Did not come, for a good reason.
    Excused,
}

impl Attendance {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Came, Self::Absent, Self::Excused];

    /// The code on the wire, in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Absent => "absent",
            Self::Excused => "excused",
        }
    }

    /// The kind of this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// Answers that are being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// As typed.
    pub answers: Answers,
    /// When they were kept.
    pub saved_at: Instant,
}

/// `PUT /campaigns/{id}/draft`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// As typed.
    pub answers: Answers,
}

/// `POST /campaigns/{id}/applications`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitApplication {
    /// The answers.
    pub answers: Answers,
    /// The tick under the rules of the exam.
    #[validate(nested)]
    pub rules: Acceptance,
}

/// `PUT /applications/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditApplication {
    /// The version that was corrected: when there is a newer one, nothing is changed.
    pub version: i64,
    /// The answers, all of them.
    pub answers: Answers,
}

/// `POST /applications/{id}/withdrawal`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawApplication {
    /// The version that was looked at.
    pub version: i64,
}

/// `POST /campaigns/{id}/scans`: a picture that was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scan {
    /// To name it by in the answers.
    pub id: String,
}

/// What happened to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// The version that this made.
    pub version: i64,
    /// When.
    pub at: Instant,
    /// Where it stood afterwards.
    pub status: Status,
    /// Which answers differ from the version before, by the names of the fields; empty for the first.
    pub fields: Vec<String>,
}

/// One person's request in one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    /// Id, for addresses.
    pub id: String,
    /// Number, to be told on the phone: ten digits.
    pub number: String,
    /// Code of the programme.
    pub programme: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Name of the campaign.
    pub campaign_name: Name,
    /// Where it stands.
    pub status: Status,
    /// Until when the seat is held.
    pub held_until: Option<Instant>,
    /// The answers.
    pub answers: Answers,
    /// Names of what was chosen, by code of the list and of the choice (`subject:s10`).
    pub names: BTreeMap<String, Name>,
    /// The seat; kept in view after the application ended.
    pub sitting: Option<Sitting>,
    /// After this day the centre tells the place that it assigns; nothing where it was chosen.
    #[serde(default)]
    pub places_after: Option<Instant>,
    /// Counts the changes.
    pub version: i64,
    /// When it was first handed in.
    pub submitted_at: Instant,
    /// When it was last changed.
    pub changed_at: Instant,
    /// What it costs and where that stands; nothing where nothing is paid.
    pub order: Option<Order>,
    /// Whether its owner came; nothing until the centre noted it.
    #[serde(default)]
    pub attendance: Option<Attendance>,
    /// Until when its owner may correct it; nothing when they may not any more.
    pub edits_until: Option<Instant>,
    /// What happened, oldest first; only where one application is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Change>,
}

impl Application {
    /// The name of a choice.
    pub fn name_of(&self, list: &str, code: &str) -> Option<&Name> {
        self.names.get(&format!("{list}:{code}"))
    }
}

/// `GET /applications`: own applications, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Applications {
    /// Own applications of all programmes.
    pub applications: Vec<Application>,
    /// Clock of the server.
    pub server_now: Instant,
}

/// Which fields differ between two versions of answers.
pub fn changed_fields(before: &Answers, after: &Answers) -> Vec<String> {
    let value = |answers| serde_json::to_value(answers).unwrap_or_default();
    let (before, after) = (value(before), value(after));
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else {
        return Vec::new();
    };
    let differs = |name: &&String| before.get(*name) != after.get(*name);
    after.keys().filter(differs).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_written_alike() {
        for status in Status::ALL {
            assert_eq!(
                serde_json::to_value(status).unwrap(),
                serde_json::json!(status.as_str())
            );
            assert_eq!(Status::from_text(status.as_str()), Some(status));
        }
        for attendance in Attendance::ALL {
            let json = serde_json::to_value(attendance).unwrap();
            assert_eq!(json, serde_json::json!(attendance.as_str()));
            assert_eq!(Attendance::from_text(attendance.as_str()), Some(attendance));
        }
        assert_eq!(Status::from_text("lost"), None);
        assert!(Status::Held.is_live() && !Status::Annulled.is_live());
    }

    #[test]
    fn what_differs_is_named() {
        let before = Answers {
            kind: "general".into(),
            sitting: "a".into(),
            ..Answers::default()
        };
        let after = Answers {
            sitting: "b".into(),
            ..before.clone()
        };
        assert_eq!(changed_fields(&before, &after), ["sitting"]);
        assert!(changed_fields(&before, &before).is_empty());
    }
}
