//! The answers of a form as typed, and as they are kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FieldKind, NO_CATEGORY, Options};
use crate::dates::parse_parts;
use crate::problem::Code;
use crate::registries::Workplace;
use crate::text::tidy;

/// A day as typed in three fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TypedDate {
    /// Day of the month.
    pub day: String,
    /// Month, a number.
    pub month: String,
    /// Year, four digits.
    pub year: String,
}

impl TypedDate {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year]
            .iter()
            .all(|part| part.trim().is_empty())
    }

    /// The day that is meant.
    pub fn parse(&self) -> Result<Date, Code> {
        parse_parts(&self.day, &self.month, &self.year)
    }
}

/// Subject and language of one block.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct BlockAnswer {
    /// Code of the block.
    pub block: String,
    /// Code of the subject.
    pub subject: String,
    /// Code of the language.
    pub language: String,
}

/// The answers as typed: also what a draft keeps. Empty means not given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// Code of the service.
    pub service: String,
    /// Code of the kind.
    pub kind: String,
    /// Specialty in own words.
    pub specialty_text: String,
    /// Code of the specialty.
    pub specialty: String,
    /// Year in which the studies began.
    pub study_from: String,
    /// Year in which they ended.
    pub study_to: String,
    /// Code of the category now; `none` is an answer.
    pub qualification_now: String,
    /// Until when it is valid.
    pub qualification_until: TypedDate,
    /// Its validity has ended: no date is asked.
    pub qualification_lapsed: bool,
    /// Code of the category applied for.
    pub qualification_sought: String,
    /// Sees badly.
    pub impaired_vision: bool,
    /// Where the person works.
    pub workplace: Option<Workplace>,
    /// Subject and language of each block.
    pub blocks: Vec<BlockAnswer>,
    /// Code of the language of the exam.
    pub language: String,
    /// Code of the way to sit it.
    pub attendance: String,
    /// Id of the sitting.
    pub sitting: String,
}

impl Answers {
    /// The answer for a block, empty when there is none.
    pub fn block(&self, code: &str) -> BlockAnswer {
        let found = self.blocks.iter().find(|answer| answer.block == code);
        found.cloned().unwrap_or_else(|| BlockAnswer {
            block: code.to_owned(),
            ..BlockAnswer::default()
        })
    }

    /// Whether something is given for a kind of question.
    pub fn has(&self, kind: FieldKind) -> bool {
        match kind {
            FieldKind::Service => !self.service.is_empty(),
            FieldKind::Kind => !self.kind.is_empty(),
            FieldKind::SpecialtyText => !self.specialty_text.trim().is_empty(),
            FieldKind::Specialty => !self.specialty.is_empty(),
            FieldKind::StudyYears => !(self.study_from.is_empty() && self.study_to.is_empty()),
            FieldKind::QualificationNow => {
                !self.qualification_now.is_empty()
                    || !self.qualification_until.is_empty()
                    || self.qualification_lapsed
            }
            FieldKind::QualificationSought => !self.qualification_sought.is_empty(),
            FieldKind::ImpairedVision => self.impaired_vision,
            FieldKind::Workplace => self.workplace.is_some(),
            FieldKind::Blocks => !self.blocks.is_empty(),
            FieldKind::Language => !self.language.is_empty(),
            FieldKind::Attendance => !self.attendance.is_empty(),
            FieldKind::Sitting => !self.sitting.is_empty(),
        }
    }

    /// The answers as they are kept: trimmed, without what an earlier choice made needless.
    #[must_use]
    pub fn tidied(mut self, options: &Options) -> Self {
        self.specialty_text = tidy(&self.specialty_text);
        for year in [&mut self.study_from, &mut self.study_to] {
            *year = tidy(year);
        }
        if self.qualification_lapsed || self.qualification_now == NO_CATEGORY {
            self.qualification_until = TypedDate::default();
        }
        if self.qualification_now == NO_CATEGORY {
            self.qualification_lapsed = false;
        }
        let blocks = options.blocks(&self.kind);
        if !blocks.is_empty() {
            // One answer a block, in the order of the kind, as `block` finds it.
            let given = blocks.iter().map(|block| self.block(&block.code));
            let some =
                |answer: &BlockAnswer| !(answer.subject.is_empty() && answer.language.is_empty());
            self.blocks = given.filter(some).collect();
        }
        self
    }
}
