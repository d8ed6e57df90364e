//! The answers of a form as typed, and as they are kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FieldKind, NO_CATEGORY, NO_CERTIFICATE, NO_CONDITION, Options};
use crate::dates::parse_parts;
use crate::phone::Phone;
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
    /// Code of the category of participants.
    pub participant: String,
    /// School, as chosen or typed.
    pub school: String,
    /// Class, `11` or `12`.
    pub grade: String,
    /// School or college that was finished, as typed.
    pub graduated_from: String,
    /// Year in which it was finished.
    pub graduated_in: String,
    /// University, as chosen or typed.
    pub university: String,
    /// Code of the form of study.
    pub study_form: String,
    /// Group of educational programmes, as typed.
    pub programme_group: String,
    /// Number of an earlier certificate.
    pub certificate_number: String,
    /// Date of an earlier certificate.
    pub certificate_date: TypedDate,
    /// School or college, as the registry has it or as typed.
    pub place_of_study: String,
    /// Code of the certificate of English; `none` is an answer.
    pub english_certificate: String,
    /// Its number.
    pub english_number: String,
    /// Its date.
    pub english_date: TypedDate,
    /// Its score, `6.5`.
    pub english_score: String,
    /// Id of the picture of it.
    pub english_scan: String,
    /// Mobile phone for this application.
    pub contact_phone: String,
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
    /// Code of the special condition; `none` is an answer.
    pub special_conditions: String,
    /// What the centre should know about it.
    pub special_note: String,
    /// Where the person works.
    pub workplace: Option<Workplace>,
    /// Subject and language of each block.
    pub blocks: Vec<BlockAnswer>,
    /// Code of the language of the exam.
    pub language: String,
    /// Code of the pair of profile subjects.
    pub subject_pair: String,
    /// Code of the foreign language of the pair.
    pub foreign_language: String,
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
            FieldKind::Participant => !self.participant.is_empty(),
            FieldKind::School => !(self.school.trim().is_empty() && self.grade.is_empty()),
            FieldKind::Graduation => {
                !(self.graduated_from.trim().is_empty() && self.graduated_in.is_empty())
            }
            FieldKind::University => {
                !self.university.trim().is_empty()
                    || !self.study_form.is_empty()
                    || !self.programme_group.trim().is_empty()
            }
            FieldKind::Certificate => {
                !self.certificate_number.trim().is_empty() || !self.certificate_date.is_empty()
            }
            FieldKind::Education => !self.place_of_study.trim().is_empty(),
            FieldKind::EnglishCertificate => !self.english_certificate.is_empty(),
            FieldKind::ContactPhone => !self.contact_phone.trim().is_empty(),
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
            FieldKind::SpecialConditions => !self.special_conditions.is_empty(),
            FieldKind::Workplace => self.workplace.is_some(),
            FieldKind::Blocks => !self.blocks.is_empty(),
            FieldKind::Language => !self.language.is_empty(),
            FieldKind::SubjectPair => {
                !(self.subject_pair.is_empty() && self.foreign_language.is_empty())
            }
            FieldKind::Attendance => !self.attendance.is_empty(),
            FieldKind::Sitting => !self.sitting.is_empty(),
        }
    }

    /// The answers as they are kept: trimmed, without what an earlier choice made needless.
    #[must_use]
    pub fn tidied(mut self, options: &Options) -> Self {
        for text in self.texts() {
            *text = tidy(text);
        }
        self.tidy_category(options);
        self.tidy_certificate();
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

    /// Everything that is typed freely.
    fn texts(&mut self) -> [&mut String; 13] {
        [
            &mut self.place_of_study,
            &mut self.english_number,
            &mut self.english_score,
            &mut self.contact_phone,
            &mut self.specialty_text,
            &mut self.study_from,
            &mut self.study_to,
            &mut self.school,
            &mut self.graduated_from,
            &mut self.graduated_in,
            &mut self.university,
            &mut self.programme_group,
            &mut self.certificate_number,
        ]
    }

    /// Leaves out what no certificate needs, and writes the phone in its normal form.
    fn tidy_certificate(&mut self) {
        if self.english_certificate == NO_CERTIFICATE || self.english_certificate.is_empty() {
            self.english_number.clear();
            self.english_date = TypedDate::default();
            self.english_score.clear();
            self.english_scan.clear();
        }
        if let Ok(phone) = Phone::parse(&self.contact_phone) {
            phone.as_str().clone_into(&mut self.contact_phone);
        }
    }

    /// Leaves out what the category does not ask, and what the pair and the conditions do not need.
    fn tidy_category(&mut self, options: &Options) {
        self.special_note = tidy(&self.special_note);
        if self.special_conditions == NO_CONDITION {
            self.special_note.clear();
        }
        if !options.foreign(&self.subject_pair) && !options.pairs.is_empty() {
            self.foreign_language.clear();
        }
        if options.participants.is_empty() {
            return;
        }
        let asked = |kind| options.asks(kind, &self.participant);
        let (school, graduation) = (asked(FieldKind::School), asked(FieldKind::Graduation));
        let (university, certificate) =
            (asked(FieldKind::University), asked(FieldKind::Certificate));
        if !school {
            self.school.clear();
            self.grade.clear();
        }
        if !graduation {
            self.graduated_from.clear();
            self.graduated_in.clear();
        }
        if !university {
            self.university.clear();
            self.study_form.clear();
            self.programme_group.clear();
        }
        if !certificate {
            self.certificate_number.clear();
            self.certificate_date = TypedDate::default();
        }
    }
}
