//! Categories of participants: what each is asked beside the others, and which pairs of profile subjects
//! it may take. Which categories there are, the lists and the definition say.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::check::{check_text, check_year, known, one_of};
use super::{Answers, FieldKind, MAX_TEXT, Options};
use crate::dictionaries::Name;
use crate::problem::{Code, FieldError};

/// The classes of which pupils sit the exam.
pub const GRADES: [&str; 2] = ["11", "12"];
/// The condition of somebody who needs none.
pub const NO_CONDITION: &str = "none";
/// The subject of a pair that is a foreign language, which is asked for.
pub const FOREIGN: &str = "fl";

/// What the definition says of a category; its name is a row of the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Stable code, as in the list `participant`.
    pub code: String,
    /// Which of the questions that only some are asked.
    #[serde(default)]
    pub asks: Vec<FieldKind>,
    /// Pairs it may take; all of them without any.
    #[serde(default)]
    pub pairs: Vec<String>,
}

/// A category of participants that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participant {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// Which of the questions that only some are asked.
    pub asks: Vec<FieldKind>,
    /// Pairs it may take; all of them without any.
    pub pairs: Vec<String>,
}

/// A pair of profile subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pair {
    /// Stable code.
    pub code: String,
    /// Name of both subjects, in their order.
    pub name: Name,
    /// Codes of the two subjects.
    pub subjects: Vec<String>,
}

impl FieldKind {
    /// Whether only the categories that name it are asked this.
    pub const fn of_category(self) -> bool {
        matches!(
            self,
            Self::School | Self::Graduation | Self::University | Self::Certificate
        )
    }
}

impl Options {
    /// A category of participants.
    pub fn participant(&self, code: &str) -> Option<&Participant> {
        self.participants.iter().find(|known| known.code == code)
    }

    /// Whether somebody of this category is asked this.
    pub fn asks(&self, kind: FieldKind, participant: &str) -> bool {
        let named = |participant: &Participant| participant.asks.contains(&kind);
        !kind.of_category() || self.participant(participant).is_some_and(named)
    }

    /// A pair of subjects.
    pub fn pair(&self, code: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.code == code)
    }

    /// The pairs that a category may take; all of them while none is chosen.
    pub fn pairs_of(&self, participant: &str) -> impl Iterator<Item = &Pair> {
        let named = self.participant(participant).map(|known| &known.pairs);
        let named = named.filter(|pairs| !pairs.is_empty());
        self.pairs
            .iter()
            .filter(move |pair| named.is_none_or(|pairs| pairs.contains(&pair.code)))
    }

    /// The one pair that is left to a category.
    pub fn only_pair(&self, participant: &str) -> Option<&Pair> {
        let mut pairs = self.pairs_of(participant);
        let only = pairs.next().filter(|_| !participant.is_empty())?;
        pairs.next().is_none().then_some(only)
    }

    /// Whether a subject of this pair is a foreign language.
    pub fn foreign(&self, pair: &str) -> bool {
        let foreign = |pair: &Pair| pair.subjects.iter().any(|code| code == FOREIGN);
        self.pair(pair).is_some_and(foreign)
    }
}

/// The refusals of what only some categories are asked.
pub(super) fn check_data(
    kind: FieldKind,
    (answers, options): (&Answers, &Options),
    today: Date,
) -> Vec<FieldError> {
    let refusals = match kind {
        FieldKind::School => vec![
            check_text("school", &answers.school),
            known("grade", &answers.grade, |grade| GRADES.contains(&grade)),
        ],
        FieldKind::Graduation => vec![
            check_text("graduated_from", &answers.graduated_from),
            check_year("graduated_in", &answers.graduated_in, today).err(),
        ],
        FieldKind::University => vec![
            check_text("university", &answers.university),
            one_of("study_form", &answers.study_form, &options.study_forms),
            check_text("programme_group", &answers.programme_group),
        ],
        FieldKind::Certificate => vec![
            check_text("certificate_number", &answers.certificate_number),
            check_certificate_date(answers, today),
        ],
        _ => Vec::new(),
    };
    refusals.into_iter().flatten().collect()
}

fn check_certificate_date(answers: &Answers, today: Date) -> Option<FieldError> {
    let refuse = |code| Some(FieldError::new("certificate_date", code));
    match answers.certificate_date.parse() {
        Err(code) => refuse(code),
        Ok(date) if date > today => refuse(Code::DateFuture),
        Ok(_) => None,
    }
}

/// A condition out of the list; the note may be empty.
pub(super) fn check_conditions(answers: &Answers, options: &Options) -> Vec<FieldError> {
    let name = FieldKind::SpecialConditions.field();
    let chosen = one_of(name, &answers.special_conditions, &options.conditions);
    let long = answers.special_note.chars().count() > MAX_TEXT;
    let note = long.then(|| FieldError::new("special_note", Code::TooLong).with("max", MAX_TEXT));
    chosen.into_iter().chain(note).collect()
}

/// A pair of the list that the category may take, and the foreign language where one belongs to it.
pub(super) fn check_pair(answers: &Answers, options: &Options) -> Vec<FieldError> {
    let (name, code) = (FieldKind::SubjectPair.field(), &answers.subject_pair);
    let pair = known(name, code, |code| options.pair(code).is_some()).or_else(|| {
        let mut allowed = options.pairs_of(&answers.participant);
        let fits = allowed.any(|pair| pair.code == *code);
        (!fits).then(|| FieldError::new(name, Code::PairNotAllowed))
    });
    let languages = &options.foreign_languages;
    let language = options
        .foreign(code)
        .then(|| one_of("foreign_language", &answers.foreign_language, languages));
    pair.into_iter().chain(language.flatten()).collect()
}

#[cfg(test)]
mod tests;
