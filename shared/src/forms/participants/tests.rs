//! What each category is asked and may choose, one by one.

use jiff::civil::date;

use super::*;
use crate::dictionaries::Entry;
use crate::forms::{Field, Form, Section, TypedDate, check};

const TODAY: Date = date(2026, 11, 21);

fn options() -> Options {
    let entry = |code: &str| Entry {
        code: code.into(),
        name: Name::default(),
        rank: 0,
    };
    let participant = |code: &str, asks: &[FieldKind], pairs: &[&str]| Participant {
        code: code.into(),
        name: Name::default(),
        asks: asks.to_vec(),
        pairs: pairs.iter().map(|pair| (*pair).to_owned()).collect(),
    };
    let pair = |code: &str, first: &str, second: &str| Pair {
        code: code.into(),
        name: Name::default(),
        subjects: vec![first.into(), second.into()],
    };
    let (university, certificate) = (FieldKind::University, FieldKind::Certificate);
    Options {
        participants: vec![
            participant("grade11", &[FieldKind::School], &[]),
            participant("conditional", &[university, certificate], &[]),
            participant("transfer", &[university], &["math-phys", "geo-fl"]),
            participant("past", &[FieldKind::Graduation], &["math-phys"]),
        ],
        pairs: vec![
            pair("math-phys", "math", "phys"),
            pair("geo-fl", "geo", "fl"),
            pair("creative", "cr", "cr"),
        ],
        foreign_languages: vec![entry("en"), entry("de")],
        study_forms: vec![entry("full_time")],
        conditions: vec![entry("none"), entry("helper")],
        ..Options::default()
    }
}

fn form() -> Form {
    let kinds = [
        FieldKind::Participant,
        FieldKind::School,
        FieldKind::Graduation,
        FieldKind::University,
        FieldKind::Certificate,
        FieldKind::SpecialConditions,
        FieldKind::SubjectPair,
    ];
    let field = |kind| Field {
        kind,
        optional: false,
    };
    Form {
        sections: vec![Section {
            code: "all".into(),
            name: Name::default(),
            fields: kinds.into_iter().map(field).collect(),
        }],
        ..Form::default()
    }
}

/// Good answers to everything, whatever the category asks.
fn answers(participant: &str) -> Answers {
    Answers {
        participant: participant.into(),
        school: "№ 5 мектеп".into(),
        grade: "11".into(),
        graduated_from: "№ 7 колледж".into(),
        graduated_in: "2020".into(),
        university: "Үлгі университеті".into(),
        study_form: "full_time".into(),
        programme_group: "B057".into(),
        certificate_number: "123456".into(),
        certificate_date: typed("1", "7", "2025"),
        special_conditions: NO_CONDITION.into(),
        subject_pair: "math-phys".into(),
        ..Answers::default()
    }
}

fn typed(day: &str, month: &str, year: &str) -> TypedDate {
    TypedDate {
        day: day.into(),
        month: month.into(),
        year: year.into(),
    }
}

fn refused(answers: &Answers) -> Vec<(String, Code)> {
    let refusals = check(&form(), &options(), answers, (None, TODAY));
    let named = refusals.into_iter().map(|one| (one.field, one.code));
    named.collect()
}

fn changed(participant: &str, change: fn(&mut Answers)) -> Vec<(String, Code)> {
    let mut answers = answers(participant);
    change(&mut answers);
    refused(&answers)
}

fn one(field: &str, code: Code) -> Vec<(String, Code)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn each_category_is_asked_its_own() {
    let bare = |participant: &str| {
        let answers = Answers {
            participant: participant.into(),
            special_conditions: NO_CONDITION.into(),
            subject_pair: "math-phys".into(),
            ..Answers::default()
        };
        let refusals = refused(&answers);
        assert!(refusals.iter().all(|(_, code)| *code == Code::Required));
        let fields = refusals.into_iter().map(|(field, _)| field);
        fields.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(bare("grade11"), "school grade");
    assert_eq!(
        bare("conditional"),
        "university study_form programme_group certificate_number certificate_date"
    );
    assert_eq!(bare("transfer"), "university study_form programme_group");
    assert_eq!(bare("past"), "graduated_from graduated_in");
    assert_eq!(bare(""), "participant");
    for participant in ["grade11", "conditional", "transfer", "past"] {
        assert_eq!(refused(&answers(participant)), [], "{participant}");
    }
}

#[test]
fn what_is_given_must_be_right() {
    let unknown = changed("pilot", |_| ());
    assert_eq!(unknown, one("participant", Code::UnknownChoice));
    let grade = changed("grade11", |a| a.grade = "10".into());
    assert_eq!(grade, one("grade", Code::UnknownChoice));
    let school = changed("grade11", |a| a.school = "ә".repeat(MAX_TEXT + 1));
    assert_eq!(school, one("school", Code::TooLong));
    let form = changed("transfer", |a| a.study_form = "by_post".into());
    assert_eq!(form, one("study_form", Code::UnknownChoice));
    let year = changed("past", |a| a.graduated_in = "2027".into());
    assert_eq!(year, one("graduated_in", Code::YearOutside));
    let date = |day: &str, month: &str| {
        let mut answers = answers("conditional");
        answers.certificate_date = typed(day, month, "2026");
        refused(&answers)
    };
    assert_eq!(date("21", "11"), []);
    assert_eq!(date("22", "11"), one("certificate_date", Code::DateFuture));
    let impossible = one("certificate_date", Code::DateImpossible);
    assert_eq!(date("31", "2"), impossible);
}

#[test]
fn conditions_may_carry_a_short_note() {
    let noted = |condition: &str, note: usize| {
        let mut answers = answers("grade11");
        answers.special_conditions = condition.into();
        answers.special_note = "ж".repeat(note);
        refused(&answers)
    };
    assert_eq!(noted("helper", 0), []);
    assert_eq!(noted("helper", MAX_TEXT), []);
    assert_eq!(
        noted("helper", MAX_TEXT + 1),
        one("special_note", Code::TooLong)
    );
    assert_eq!(noted("", 0), one("special_conditions", Code::Required));
    let unknown = one("special_conditions", Code::UnknownChoice);
    assert_eq!(noted("horse", 0), unknown);
}

#[test]
fn a_category_takes_its_own_pairs() {
    let pair = |participant: &str, pair: &str, language: &str| {
        let mut answers = answers(participant);
        answers.subject_pair = pair.into();
        answers.foreign_language = language.into();
        refused(&answers)
    };
    assert_eq!(pair("grade11", "creative", ""), []);
    assert_eq!(
        pair("transfer", "creative", ""),
        one("subject_pair", Code::PairNotAllowed)
    );
    assert_eq!(
        pair("grade11", "art-music", ""),
        one("subject_pair", Code::UnknownChoice)
    );
    assert_eq!(pair("grade11", "", ""), one("subject_pair", Code::Required));
    assert_eq!(pair("transfer", "geo-fl", "de"), []);
    assert_eq!(
        pair("transfer", "geo-fl", ""),
        one("foreign_language", Code::Required)
    );
    assert_eq!(
        pair("transfer", "geo-fl", "fr"),
        one("foreign_language", Code::UnknownChoice)
    );
}

#[test]
fn one_pair_is_no_choice() {
    let options = options();
    let only = |participant: &str| options.only_pair(participant).map(|p| p.code.as_str());
    assert_eq!(only("past"), Some("math-phys"));
    assert_eq!(only("transfer"), None);
    let single = Options {
        pairs: options.pairs[..1].to_vec(),
        ..options.clone()
    };
    assert!(single.only_pair("").is_none(), "nobody has chosen yet");
    assert!(single.only_pair("grade11").is_some());
}

#[test]
fn what_the_category_does_not_ask_is_not_kept() {
    let mut typed = answers("grade11");
    typed.school = "  № 5   мектеп ".into();
    typed.foreign_language = "en".into();
    typed.special_note = "екі сағат".into();
    let kept = typed.clone().tidied(&options());
    let wanted = Answers {
        participant: "grade11".into(),
        school: "№ 5 мектеп".into(),
        grade: "11".into(),
        special_conditions: NO_CONDITION.into(),
        subject_pair: "math-phys".into(),
        ..Answers::default()
    };
    assert_eq!(kept, wanted);
    typed.participant = "conditional".into();
    typed.subject_pair = "geo-fl".into();
    typed.special_conditions = "helper".into();
    let kept = typed.tidied(&options());
    assert_eq!((kept.school.as_str(), kept.grade.as_str()), ("", ""));
    assert_eq!(kept.certificate_number, "123456");
    assert_eq!(kept.foreign_language, "en");
    assert_eq!(kept.special_note, "екі сағат");
}
