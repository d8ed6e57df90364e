//! The refusals of answers: one function for page and server.

use jiff::civil::Date;

use super::{
    Answers, Block, FIRST_STUDY_YEAR, FieldKind, Form, MAX_TEXT, NO_CATEGORY, Options,
    certificates, participants,
};
use crate::dictionaries::Entry;
use crate::phone::Phone;
use crate::problem::{Code, FieldError};
use crate::text::tidy;

/// The refusals of a section's answers, in the order of the form; of all sections with `None`.
pub fn check(
    form: &Form,
    options: &Options,
    answers: &Answers,
    (section, today): (Option<&str>, Date),
) -> Vec<FieldError> {
    let mut refusals = Vec::new();
    for asked in &form.sections {
        if section.is_some_and(|wanted| wanted != asked.code) {
            continue;
        }
        for field in &asked.fields {
            let left_out = field.optional && !answers.has(field.kind);
            if left_out || !options.asks(field.kind, &answers.participant) {
                continue;
            }
            check_field(field.kind, options, answers, today, &mut refusals);
        }
    }
    if section.is_none() {
        let foreign = FieldKind::ALL
            .into_iter()
            .filter(|kind| form.field(*kind).is_none() && answers.has(*kind));
        refusals.extend(foreign.map(|kind| FieldError::new(kind.field(), Code::NotAsked)));
    }
    refusals
}

fn check_field(
    kind: FieldKind,
    options: &Options,
    answers: &Answers,
    today: Date,
    refusals: &mut Vec<FieldError>,
) {
    let of_one = check_answer(kind, options, answers);
    refusals.extend(of_one);
    refusals.extend(match kind {
        FieldKind::School
        | FieldKind::Graduation
        | FieldKind::University
        | FieldKind::Certificate => participants::check_data(kind, (answers, options), today),
        FieldKind::EnglishCertificate => certificates::check_certificate(answers, options, today),
        FieldKind::SpecialConditions => participants::check_conditions(answers, options),
        FieldKind::SubjectPair => participants::check_pair(answers, options),
        FieldKind::StudyYears => check_years(answers, today),
        FieldKind::QualificationNow => check_qualification(answers, options, today),
        FieldKind::Workplace => match &answers.workplace {
            Some(workplace) => workplace.refusals(),
            None => vec![FieldError::new(kind.field(), Code::Required)],
        },
        FieldKind::Blocks => {
            let blocks = options.blocks(&answers.kind).iter();
            blocks
                .flat_map(|block| check_block(options, block, answers))
                .collect()
        }
        _ => Vec::new(),
    });
}

/// The refusal of a question with one answer.
fn check_answer(kind: FieldKind, options: &Options, answers: &Answers) -> Option<FieldError> {
    let name = kind.field();
    match kind {
        FieldKind::Service => one_of(name, &answers.service, &options.services),
        FieldKind::Specialty => one_of(name, &answers.specialty, &options.specialties),
        FieldKind::Language => one_of(name, &answers.language, &options.languages),
        FieldKind::Attendance => one_of(name, &answers.attendance, &options.attendances),
        FieldKind::QualificationSought => {
            one_of(name, &answers.qualification_sought, &options.categories).or_else(|| {
                (answers.qualification_sought == NO_CATEGORY)
                    .then(|| FieldError::new(name, Code::UnknownChoice))
            })
        }
        FieldKind::Kind => known(name, &answers.kind, |code| {
            options.kinds.iter().any(|kind| kind.code == code)
        }),
        // Whether the id is a sitting of this campaign only the server knows.
        FieldKind::Sitting => known(name, &answers.sitting, |_| true),
        FieldKind::SpecialtyText => check_text(name, &answers.specialty_text),
        FieldKind::Participant => known(name, &answers.participant, |code| {
            options.participant(code).is_some()
        }),
        // Whether it may be empty depends on the registry, which only the server has asked.
        FieldKind::Education => (answers.place_of_study.chars().count() > MAX_TEXT)
            .then(|| FieldError::new(name, Code::TooLong).with("max", MAX_TEXT)),
        FieldKind::ContactPhone => Phone::parse(&answers.contact_phone)
            .err()
            .map(|code| FieldError::new(name, code)),
        _ => None,
    }
}

pub(super) fn known(name: &str, code: &str, is_known: impl Fn(&str) -> bool) -> Option<FieldError> {
    if code.is_empty() {
        Some(FieldError::new(name, Code::Required))
    } else if is_known(code) {
        None
    } else {
        Some(FieldError::new(name, Code::UnknownChoice))
    }
}

pub(super) fn one_of(name: &str, code: &str, list: &[Entry]) -> Option<FieldError> {
    known(name, code, |code| list.iter().any(|e| e.code == code))
}

pub(super) fn check_text(name: &str, text: &str) -> Option<FieldError> {
    let text = tidy(text);
    if text.is_empty() {
        Some(FieldError::new(name, Code::Required))
    } else if text.chars().count() > MAX_TEXT {
        Some(FieldError::new(name, Code::TooLong).with("max", MAX_TEXT))
    } else {
        None
    }
}

fn year(text: &str) -> Result<i16, Code> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Code::Required);
    }
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        text.parse().map_err(|_| Code::YearForm)
    } else {
        Err(Code::YearForm)
    }
}

/// A year of studies that has begun already.
pub(super) fn check_year(name: &str, text: &str, today: Date) -> Result<i16, FieldError> {
    let last = today.year();
    let year = year(text).map_err(|code| FieldError::new(name, code))?;
    if (FIRST_STUDY_YEAR..=last).contains(&year) {
        return Ok(year);
    }
    let refusal = FieldError::new(name, Code::YearOutside);
    Err(refusal.with("min", FIRST_STUDY_YEAR).with("max", last))
}

fn check_years(answers: &Answers, today: Date) -> Vec<FieldError> {
    let from = check_year("study_from", &answers.study_from, today);
    let to = check_year("study_to", &answers.study_to, today);
    let mut refusals = Vec::new();
    if let Err(refusal) = &from {
        refusals.push(refusal.clone());
    }
    match (from, to) {
        (_, Err(refusal)) => refusals.push(refusal),
        (Ok(from), Ok(to)) if to < from => {
            refusals.push(FieldError::new("study_to", Code::YearsReversed));
        }
        _ => {}
    }
    refusals
}

fn check_qualification(answers: &Answers, options: &Options, today: Date) -> Vec<FieldError> {
    let now = one_of(
        "qualification_now",
        &answers.qualification_now,
        &options.categories,
    );
    if let Some(refusal) = now {
        return vec![refusal];
    }
    if answers.qualification_now == NO_CATEGORY || answers.qualification_lapsed {
        return Vec::new();
    }
    match answers.qualification_until.parse() {
        Err(code) => vec![FieldError::new("qualification_until", code)],
        Ok(until) if until < today => {
            vec![FieldError::new("qualification_until", Code::ValidityPast)]
        }
        Ok(_) => Vec::new(),
    }
}

/// The name under which the subject of a block is refused.
pub fn subject_field(block: &str) -> String {
    format!("{block}_subject")
}

/// The name under which the language of a block is refused.
pub fn language_field(block: &str) -> String {
    format!("{block}_language")
}

fn check_block(options: &Options, block: &Block, answers: &Answers) -> Vec<FieldError> {
    let answer = answers.block(&block.code);
    let subject = options
        .subjects_of(block)
        .find(|subject| subject.code == answer.subject);
    let of_subject = known(&subject_field(&block.code), &answer.subject, |_| {
        subject.is_some()
    });
    let name = language_field(&block.code);
    let of_language = one_of(&name, &answer.language, &options.languages).or_else(|| {
        let fixed = subject?.language.as_ref()?;
        (*fixed != answer.language).then(|| FieldError::new(&name, Code::LanguageFixed))
    });
    of_subject.into_iter().chain(of_language).collect()
}

/// Whether the category applied for is below the present one: worth a word, never a refusal.
pub fn seeks_lower_category(answers: &Answers, options: &Options) -> bool {
    let rank = |code: &str| {
        let entry = options.categories.iter().find(|entry| entry.code == code);
        entry.map(|entry| entry.rank)
    };
    match (
        rank(&answers.qualification_now),
        rank(&answers.qualification_sought),
    ) {
        (Some(now), Some(sought)) => sought < now,
        _ => false,
    }
}
