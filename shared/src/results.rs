//! Results of exams, as the centre publishes them.

use serde::{Deserialize, Serialize};

use crate::dictionaries::Name;

/// One result of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExamResult {
    /// Id of the application.
    pub application: String,
    /// Its number.
    pub number: String,
    /// Name of the campaign.
    pub campaign_name: Name,
    /// Stage of the exam, in the centre's words.
    pub stage: Name,
    /// Points reached.
    pub score: i64,
    /// Points that could be reached.
    pub max_score: i64,
    /// Whether it is passed.
    pub passed: bool,
    /// Day of the exam, `2026-12-01`.
    pub date: String,
}

/// `GET /results`: own published results, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Results {
    /// Own results of all programmes.
    pub results: Vec<ExamResult>,
}
