//! What an application asks, as data, and the one check of its answers for page and server.
//!
//! Kinds of fields are code: each has its rule here and its widget on the page. Which of them a
//! programme asks, in which order and sections, its definition says; what may be chosen, the
//! campaign's lists say. Seats and windows are not of this folder.

mod answers;
mod certificates;
mod check;
mod participants;

use serde::{Deserialize, Serialize};

use crate::dictionaries::{Entry, Name};

pub use answers::{Answers, BlockAnswer, TypedDate};
pub use certificates::{
    CertificateKind, CertificateScores, NO_CERTIFICATE, parse_score, score_words,
};
pub use check::{check, language_field, seeks_lower_category, subject_field};
pub use participants::{Category, FOREIGN, GRADES, NO_CONDITION, Pair, Participant};

/// Longest text a person may type into one field.
pub const MAX_TEXT: usize = 200;
/// The category of somebody who has none, and of which nobody can lose the validity.
pub const NO_CATEGORY: &str = "none";
/// Earliest year in which studies may have begun.
pub const FIRST_STUDY_YEAR: i16 = 1950;

/// One kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Which service of the centre.
    Service,
    /// Which kind of the exam; it decides the blocks.
    Kind,
    /// Which category of participants; it decides what else is asked and which pairs may be chosen.
    Participant,
    /// School and class, of the categories that ask for it.
    School,
    /// What was finished and when, of the categories that ask for it.
    Graduation,
    /// University, form of study and group of programmes, of the categories that ask for it.
    University,
    /// Number and date of an earlier certificate, of the categories that ask for it.
    Certificate,
    /// Where the person studies: as the registry of education has it, otherwise in own words.
    Education,
    /// A certificate of English, or none.
    EnglishCertificate,
    /// A mobile phone for this application.
    ContactPhone,
    /// Specialty in the person's own words, by the diploma.
    SpecialtyText,
    /// Specialty out of the list.
    Specialty,
    /// Years of study, from and to.
    StudyYears,
    /// Qualification category now, and until when.
    QualificationNow,
    /// Category applied for.
    QualificationSought,
    /// Sees badly: the centre prepares.
    ImpairedVision,
    /// More time, equipment or a helper: the centre prepares.
    SpecialConditions,
    /// Where the person works.
    Workplace,
    /// Subject and language of each block of the kind.
    Blocks,
    /// Language of the whole exam.
    Language,
    /// Pair of profile subjects, and which foreign language where one of them is that.
    SubjectPair,
    /// At a centre or online.
    Attendance,
    /// Place and time.
    Sitting,
}

impl FieldKind {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::Service,
        Self::Kind,
        Self::Participant,
        Self::School,
        Self::Graduation,
        Self::University,
        Self::Certificate,
        Self::Education,
        Self::EnglishCertificate,
        Self::ContactPhone,
        Self::SpecialtyText,
        Self::Specialty,
        Self::StudyYears,
        Self::QualificationNow,
        Self::QualificationSought,
        Self::ImpairedVision,
        Self::SpecialConditions,
        Self::Workplace,
        Self::Blocks,
        Self::Language,
        Self::SubjectPair,
        Self::Attendance,
        Self::Sitting,
    ];

    /// The field of [`Answers`] it owns, as refusals name it; of several, the first.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Kind => "kind",
            Self::Participant => "participant",
            Self::School => "school",
            Self::Graduation => "graduated_from",
            Self::University => "university",
            Self::Certificate => "certificate_number",
            Self::Education => "place_of_study",
            Self::EnglishCertificate => "english_certificate",
            Self::ContactPhone => "contact_phone",
            Self::SpecialtyText => "specialty_text",
            Self::Specialty => "specialty",
            Self::StudyYears => "study_from",
            Self::QualificationNow => "qualification_now",
            Self::QualificationSought => "qualification_sought",
            Self::ImpairedVision => "impaired_vision",
            Self::SpecialConditions => "special_conditions",
            Self::Workplace => "workplace",
            Self::Blocks => "blocks",
            Self::Language => "language",
            Self::SubjectPair => "subject_pair",
            Self::Attendance => "attendance",
            Self::Sitting => "sitting",
        }
    }
}

impl FieldKind {
    /// The fields of [`Answers`] it owns.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Service => &["service"],
            Self::Kind => &["kind"],
            Self::Participant => &["participant"],
            Self::School => &["school", "grade"],
            Self::Graduation => &["graduated_from", "graduated_in"],
            Self::University => &["university", "study_form", "programme_group"],
            Self::Certificate => &["certificate_number", "certificate_date"],
            Self::Education => &["place_of_study"],
            Self::EnglishCertificate => &[
                "english_certificate",
                "english_number",
                "english_date",
                "english_score",
                "english_scan",
            ],
            Self::ContactPhone => &["contact_phone"],
            Self::SpecialConditions => &["special_conditions", "special_note"],
            Self::SubjectPair => &["subject_pair", "foreign_language"],
            Self::SpecialtyText => &["specialty_text"],
            Self::Specialty => &["specialty"],
            Self::StudyYears => &["study_from", "study_to"],
            Self::QualificationNow => &[
                "qualification_now",
                "qualification_until",
                "qualification_lapsed",
            ],
            Self::QualificationSought => &["qualification_sought"],
            Self::ImpairedVision => &["impaired_vision"],
            Self::Workplace => &["workplace"],
            Self::Blocks => &["blocks"],
            Self::Language => &["language"],
            Self::Attendance => &["attendance"],
            Self::Sitting => &["sitting"],
        }
    }

    /// The kind that owns a field.
    pub fn owner(field: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.fields().contains(&field))
    }
}

/// A question of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// What is asked.
    pub kind: FieldKind,
    /// May be left out.
    #[serde(default)]
    pub optional: bool,
}

/// Questions that share a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// Stable code, also in addresses.
    pub code: String,
    /// Heading.
    pub name: Name,
    /// Questions in order.
    pub fields: Vec<Field>,
}

/// A part of the exam with a subject and a language of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Block {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// Group of the subjects to choose from; a group of one leaves no choice.
    pub subjects: String,
}

/// A kind of the exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kind {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// Its blocks in order.
    pub blocks: Vec<Block>,
}

/// How often a person may sit the exam in a calendar year (of Kazakhstan's clocks).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attempts {
    /// Attempts that cost nothing.
    pub free: i64,
    /// Attempts after those, each paid before applying.
    pub paid: i64,
}

/// What an application of a programme asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Form {
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Kinds of the exam, where the form asks for one.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// What each category of participants is asked, where the form asks for one.
    #[serde(default)]
    pub participants: Vec<Category>,
    /// Scores of each certificate, where the form asks for one.
    #[serde(default)]
    pub certificates: Vec<CertificateScores>,
    /// Attempts in a year; without it nobody counts.
    #[serde(default)]
    pub attempts: Option<Attempts>,
}

impl Form {
    /// Every question in order.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        self.sections
            .iter()
            .flat_map(|section| section.fields.iter().copied())
    }

    /// The question of this kind.
    pub fn field(&self, kind: FieldKind) -> Option<Field> {
        self.fields().find(|field| field.kind == kind)
    }
}

/// A subject of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subject {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// The group that blocks name.
    pub group: String,
    /// The one language in which it can be taken, where the subject fixes it.
    pub language: Option<String>,
}

/// What may be chosen in a campaign: the lists of the programme without what the campaign leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Options {
    /// Services of the centre.
    pub services: Vec<Entry>,
    /// Kinds of the exam.
    pub kinds: Vec<Kind>,
    /// Categories of participants.
    pub participants: Vec<Participant>,
    /// Specialties.
    pub specialties: Vec<Entry>,
    /// Qualification categories; `rank` is their order from the lowest.
    pub categories: Vec<Entry>,
    /// Languages of the exam.
    pub languages: Vec<Entry>,
    /// Ways to sit the exam.
    pub attendances: Vec<Entry>,
    /// Subjects of blocks.
    pub subjects: Vec<Subject>,
    /// Pairs of profile subjects.
    pub pairs: Vec<Pair>,
    /// Foreign languages that may be one of a pair.
    pub foreign_languages: Vec<Entry>,
    /// Forms of study.
    pub study_forms: Vec<Entry>,
    /// Special conditions, the absence of which is the first.
    pub conditions: Vec<Entry>,
    /// Certificates of English, the absence of which is the first.
    pub certificates: Vec<CertificateKind>,
}

impl Options {
    /// The blocks of a kind.
    pub fn blocks(&self, kind: &str) -> &[Block] {
        let kind = self.kinds.iter().find(|known| known.code == kind);
        kind.map_or(&[], |kind| &kind.blocks)
    }

    /// The subjects of a block.
    pub fn subjects_of(&self, block: &Block) -> impl Iterator<Item = &Subject> {
        let group = block.subjects.clone();
        self.subjects
            .iter()
            .filter(move |subject| subject.group == group)
    }

    /// A subject.
    pub fn subject(&self, code: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.code == code)
    }
}

#[cfg(test)]
mod tests;
