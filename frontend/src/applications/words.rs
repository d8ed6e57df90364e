//! Questions, states and sittings in words.

use shared::applications::{Application, Attendance, Change, Status};
use shared::dictionaries::Name;
use shared::forms::{Answers, FieldKind, NO_CATEGORY, Options};
use shared::phone::Phone;
use shared::registries::Workplace;
use shared::sittings::{ExamPlace, Freeness, Sitting};
use shared::time::{Instant, date_in_kazakhstan};

use super::filling::kind_of;
use crate::language::{Words, language};
use crate::ui::derived;
use crate::{clock, say};

/// A name that follows the language.
pub fn named(name: Name) -> Words {
    derived(move || name.text(language()).to_owned())
}

/// What is asked, in short.
pub(super) fn label(kind: FieldKind) -> String {
    match kind {
        FieldKind::Service => say!(applications.service),
        FieldKind::Kind => say!(applications.kind),
        FieldKind::Participant => say!(applications.participant),
        FieldKind::School => say!(applications.school),
        FieldKind::Graduation => say!(applications.graduated_from),
        FieldKind::University => say!(applications.university),
        FieldKind::Certificate => say!(applications.certificate),
        FieldKind::Education => say!(applications.place_of_study),
        FieldKind::EnglishCertificate => say!(applications.english_certificate),
        FieldKind::ContactPhone => say!(registration.phone),
        FieldKind::SpecialConditions => say!(applications.special_conditions),
        FieldKind::SubjectPair => say!(applications.subject_pair),
        FieldKind::SpecialtyText | FieldKind::Specialty => say!(applications.specialty),
        FieldKind::StudyYears => say!(applications.study_years),
        FieldKind::QualificationNow => say!(applications.qualification_now),
        FieldKind::QualificationSought => say!(applications.qualification_sought),
        FieldKind::ImpairedVision => say!(applications.impaired_vision),
        FieldKind::Workplace => say!(applications.workplace),
        FieldKind::Blocks => say!(applications.blocks),
        FieldKind::Language => say!(applications.language),
        FieldKind::Attendance => say!(applications.attendance),
        FieldKind::Sitting => say!(applications.sitting),
    }
}

/// Where the names of choices come from.
#[derive(Clone, Copy)]
pub(super) enum Names<'a> {
    /// The lists of the form.
    Lists(&'a Options),
    /// What the server told with the application.
    Told(&'a Application),
}

impl Names<'_> {
    /// The name of a choice; its code when nobody knows it.
    pub fn of(self, list: &str, code: &str) -> String {
        let name = match self {
            Self::Lists(options) => of_lists(options, list, code),
            Self::Told(application) => application.name_of(list, code),
        };
        name.map_or_else(|| code.to_owned(), |name| name.text(language()).to_owned())
    }
}

fn of_lists<'a>(options: &'a Options, list: &str, code: &str) -> Option<&'a Name> {
    let entries = match list {
        "service" => &options.services,
        "specialty" => &options.specialties,
        "category" => &options.categories,
        "language" => &options.languages,
        "attendance" => &options.attendances,
        "foreign_language" => &options.foreign_languages,
        "study_form" => &options.study_forms,
        "condition" => &options.conditions,
        "pair" => return options.pair(code).map(|pair| &pair.name),
        "english_certificate" => return options.certificate(code).map(|kind| &kind.name),
        "participant" => return options.participant(code).map(|known| &known.name),
        "subject" => return options.subject(code).map(|subject| &subject.name),
        "kind" => {
            let kind = options.kinds.iter().find(|kind| kind.code == code);
            return kind.map(|kind| &kind.name);
        }
        _ => {
            let mut blocks = options.kinds.iter().flat_map(|kind| &kind.blocks);
            return blocks.find(|block| block.code == code).map(|b| &b.name);
        }
    };
    let found = entries.iter().find(|entry| entry.code == code);
    found.map(|entry| &entry.name)
}

/// A question and its answer in words; several where it has parts. Empty words for no answer.
pub(super) fn answered(
    kind: FieldKind,
    names: Names<'_>,
    answers: &Answers,
    sitting: Option<&Sitting>,
) -> Vec<(String, String)> {
    let chosen = |list: &str, code: &str| {
        if code.is_empty() {
            String::new()
        } else {
            names.of(list, code)
        }
    };
    let words = match kind {
        FieldKind::Service => chosen("service", &answers.service),
        FieldKind::Kind => chosen("kind", &answers.kind),
        FieldKind::Participant => chosen("participant", &answers.participant),
        FieldKind::SpecialConditions => {
            let condition = chosen("condition", &answers.special_conditions);
            joined(&[condition, answers.special_note.clone()])
        }
        FieldKind::SubjectPair => {
            let pair = chosen("pair", &answers.subject_pair);
            joined(&[pair, chosen("foreign_language", &answers.foreign_language)])
        }
        FieldKind::School
        | FieldKind::Graduation
        | FieldKind::University
        | FieldKind::Certificate => return of_category(kind, answers, chosen),
        FieldKind::Education => answers.place_of_study.clone(),
        FieldKind::ContactPhone => Phone::parse(&answers.contact_phone)
            .map_or_else(|_| answers.contact_phone.clone(), |phone| phone.display()),
        FieldKind::EnglishCertificate => english(
            chosen("english_certificate", &answers.english_certificate),
            answers,
        ),
        FieldKind::SpecialtyText => answers.specialty_text.clone(),
        FieldKind::Specialty => chosen("specialty", &answers.specialty),
        FieldKind::StudyYears => years(answers),
        FieldKind::QualificationNow => qualification(names, answers),
        FieldKind::QualificationSought => chosen("category", &answers.qualification_sought),
        FieldKind::ImpairedVision if answers.impaired_vision => say!(applications.yes),
        FieldKind::ImpairedVision => say!(applications.no),
        FieldKind::Workplace => answers
            .workplace
            .as_ref()
            .map(workplace)
            .unwrap_or_default(),
        FieldKind::Language => chosen("language", &answers.language),
        FieldKind::Attendance => chosen("attendance", &answers.attendance),
        FieldKind::Sitting => sitting.map(whole_sitting).unwrap_or_default(),
        FieldKind::Blocks => {
            let row = |block: &shared::forms::BlockAnswer| {
                let subject = chosen("subject", &block.subject);
                let language = chosen("language", &block.language);
                (
                    names.of("block", &block.block),
                    joined(&[subject, language]),
                )
            };
            return answers.blocks.iter().map(row).collect();
        }
    };
    vec![(label(kind), words)]
}

/// A certificate of English in one line.
fn english(name: String, answers: &Answers) -> String {
    let date = answers.english_date.parse();
    let date = date.map(|date| clock::civil_date(&date.to_string()));
    let score = match answers.english_score.as_str() {
        "" => String::new(),
        score => say!(applications.english_score_of, score = score),
    };
    let number = answers.english_number.clone();
    joined(&[name, score, number, date.unwrap_or_default()])
}

/// What is given of several parts.
fn joined(parts: &[String]) -> String {
    let given = parts.iter().filter(|part| !part.is_empty());
    let given: Vec<&str> = given.map(String::as_str).collect();
    given.join(", ")
}

/// What only some categories are asked, a line for each part.
fn of_category(
    kind: FieldKind,
    answers: &Answers,
    chosen: impl Fn(&str, &str) -> String,
) -> Vec<(String, String)> {
    match kind {
        FieldKind::School => vec![
            (label(kind), answers.school.clone()),
            (say!(applications.grade), answers.grade.clone()),
        ],
        FieldKind::Graduation => vec![
            (label(kind), answers.graduated_from.clone()),
            (
                say!(applications.graduated_in),
                answers.graduated_in.clone(),
            ),
        ],
        FieldKind::University => vec![
            (label(kind), answers.university.clone()),
            (
                say!(applications.study_form),
                chosen("study_form", &answers.study_form),
            ),
            (
                say!(applications.programme_group),
                answers.programme_group.clone(),
            ),
        ],
        _ => {
            let date = answers.certificate_date.parse();
            let date = date.map(|date| clock::civil_date(&date.to_string()));
            let number = answers.certificate_number.clone();
            vec![(label(kind), joined(&[number, date.unwrap_or_default()]))]
        }
    }
}

fn years(answers: &Answers) -> String {
    match (answers.study_from.trim(), answers.study_to.trim()) {
        ("", "") => String::new(),
        (from, to) => format!("{from}–{to}"),
    }
}

fn qualification(names: Names<'_>, answers: &Answers) -> String {
    let code = &answers.qualification_now;
    if code.is_empty() {
        return String::new();
    }
    let name = names.of("category", code);
    if code == NO_CATEGORY {
        name
    } else if answers.qualification_lapsed {
        say!(applications.category_lapsed, name = name)
    } else if let Ok(date) = answers.qualification_until.parse() {
        let date = clock::civil_date(&date.to_string());
        say!(applications.category_until, name = name, date = date)
    } else {
        name
    }
}

fn workplace(workplace: &Workplace) -> String {
    let (Workplace::Registered { name, number, .. } | Workplace::ByHand { name, number, .. }) =
        workplace;
    if number.is_empty() {
        name.clone()
    } else {
        say!(
            applications.workplace_with_number,
            name = name.clone(),
            number = number.clone()
        )
    }
}

/// `1 December 2026, Tuesday`.
pub(super) fn day(at: Instant) -> String {
    let weekday = weekday(&date_in_kazakhstan(at).to_string());
    say!(applications.day, date = clock::date(at), weekday = weekday)
}

/// The weekday of a civil date such as `2026-12-01`.
pub(super) fn weekday(date: &str) -> String {
    let mut parts = date.splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (year, month, day) = (part(), part(), part());
    let Ok(date) = shared::dates::parse_parts(&day, &month, &year) else {
        return String::new();
    };
    match date.weekday().to_monday_one_offset() {
        1 => say!(applications.monday),
        2 => say!(applications.tuesday),
        3 => say!(applications.wednesday),
        4 => say!(applications.thursday),
        5 => say!(applications.friday),
        6 => say!(applications.saturday),
        _ => say!(applications.sunday),
    }
}

/// `09:00–12:30, UTC+5`.
pub(super) fn hours(sitting: &Sitting) -> String {
    let (begin, end) = (clock::time(sitting.starts_at), clock::time(sitting.ends_at));
    format!("{begin}–{end}, UTC+5")
}

/// City and street as far as they are told.
pub(super) fn address(place: &ExamPlace) -> String {
    let parts = [&place.city, &place.address].map(|name| name.text(language()).to_owned());
    let [city, street] = parts;
    if street.is_empty() || street.contains(&city) {
        if street.is_empty() { city } else { street }
    } else {
        format!("{city}, {street}")
    }
}

fn whole_sitting(sitting: &Sitting) -> String {
    let place = sitting.place.name.text(language());
    let (day, hours) = (day(sitting.starts_at), hours(sitting));
    format!("{day}, {hours}. {place}, {}", address(&sitting.place))
}

/// How many seats are free.
pub(super) fn free(sitting: &Sitting) -> String {
    match sitting.freeness() {
        Freeness::Many => say!(applications.free_many, count = sitting.free),
        Freeness::Few => say!(applications.free_few, count = sitting.free),
        Freeness::Full => say!(applications.free_none),
    }
}

/// The state of an application, and the class of its tag.
pub(super) fn status(application: &Application) -> (String, &'static str) {
    match application.status {
        Status::Held if application.order.is_none() => {
            (say!(applications.offered), "tag tag-waiting")
        }
        Status::Held => (say!(applications.held), "tag tag-waiting"),
        Status::Submitted => (say!(applications.accepted), "tag tag-done"),
        Status::Annulled => (say!(applications.annulled), "tag tag-refused"),
        Status::Withdrawn => (say!(applications.withdrawn), "tag"),
    }
}

/// The one next thing to do, or why there is none any more.
pub(super) fn next(application: &Application, now: Instant) -> String {
    let sitting = application.sitting.as_ref();
    let unpaid = application.order.is_none();
    match (application.status, sitting) {
        (Status::Held, _) => {
            let until = application.held_until.map(clock::date_and_time);
            let time = until.unwrap_or_default();
            if unpaid {
                say!(applications.next_confirm, time = time)
            } else {
                say!(applications.next_pay, time = time)
            }
        }
        (Status::Submitted, Some(sitting)) if now < sitting.starts_at => {
            say!(applications.next_come, day = day(sitting.starts_at))
        }
        (Status::Submitted, Some(_)) => match application.attendance {
            Some(Attendance::Absent) => say!(applications.not_attended),
            Some(Attendance::Excused) => say!(applications.excused),
            Some(Attendance::Came) | None => say!(applications.next_result),
        },
        (Status::Submitted, None) => say!(applications.next_wait),
        (Status::Annulled, _) if unpaid => say!(
            applications.why_lapsed,
            time = clock::date_and_time(application.changed_at)
        ),
        (Status::Annulled, _) => say!(
            applications.why_annulled,
            time = clock::date_and_time(application.changed_at)
        ),
        (Status::Withdrawn, _) => say!(
            applications.why_withdrawn,
            time = clock::date_and_time(application.changed_at)
        ),
    }
}

/// What happened; `paid_for` when the application costs something.
pub(super) fn change(change: &Change, paid_for: bool) -> String {
    match change.status {
        // Held first, then paid.
        Status::Submitted if paid_for && change.version > 1 && change.fields.is_empty() => {
            say!(applications.was_accepted)
        }
        Status::Withdrawn => say!(applications.was_withdrawn),
        Status::Annulled => say!(applications.was_annulled),
        Status::Held if !paid_for && change.fields.is_empty() => say!(applications.was_offered),
        Status::Held | Status::Submitted if change.fields.is_empty() => {
            say!(applications.was_submitted)
        }
        Status::Held | Status::Submitted => {
            say!(applications.was_changed, what = fields(&change.fields))
        }
    }
}

/// Fields of answers in words, each question once.
pub(super) fn fields(names: &[String]) -> String {
    let mut said: Vec<String> = Vec::new();
    for kind in names.iter().filter_map(|name| kind_of(name)) {
        let words = label(kind);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.join(", ")
}
