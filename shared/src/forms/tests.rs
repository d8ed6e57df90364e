//! The rules of answers, one by one.

use jiff::civil::{Date, date};

use super::*;
use crate::problem::Code;
use crate::registries::Workplace;

fn entry(code: &str, rank: i64) -> Entry {
    Entry {
        code: code.into(),
        name: Name::default(),
        rank,
    }
}

fn form() -> Form {
    let field = |kind| Field {
        kind,
        optional: false,
    };
    let section = |code: &str, kinds: &[FieldKind]| Section {
        code: code.into(),
        name: Name::default(),
        fields: kinds.iter().copied().map(field).collect(),
    };
    Form {
        sections: vec![
            section(
                "personal",
                &[
                    FieldKind::Kind,
                    FieldKind::SpecialtyText,
                    FieldKind::StudyYears,
                    FieldKind::QualificationNow,
                    FieldKind::QualificationSought,
                    FieldKind::ImpairedVision,
                ],
            ),
            section("employed", &[FieldKind::Workplace]),
            section("testing", &[FieldKind::Blocks, FieldKind::Sitting]),
        ],
        kinds: Vec::new(),
        participants: Vec::new(),
        certificates: Vec::new(),
        attempts: None,
    }
}

fn options() -> Options {
    let block = |code: &str, subjects: &str| Block {
        code: code.into(),
        name: Name::default(),
        subjects: subjects.into(),
    };
    let subject = |code: &str, group: &str, language: Option<&str>| Subject {
        code: code.into(),
        name: Name::default(),
        group: group.into(),
        language: language.map(str::to_owned),
    };
    Options {
        kinds: vec![Kind {
            code: "general".into(),
            name: Name::default(),
            blocks: vec![block("content", "school"), block("pedagogy", "pedagogy")],
        }],
        categories: vec![entry("none", 0), entry("teacher", 1), entry("master", 5)],
        languages: vec![entry("kk", 0), entry("ru", 1), entry("uz", 2)],
        subjects: vec![
            subject("history", "school", None),
            subject("uzbek", "school", Some("uz")),
            subject("pedagogy", "pedagogy", None),
        ],
        ..Options::default()
    }
}

fn answers() -> Answers {
    let block = |block: &str, subject: &str, language: &str| BlockAnswer {
        block: block.into(),
        subject: subject.into(),
        language: language.into(),
    };
    Answers {
        kind: "general".into(),
        specialty_text: "Тарих мұғалімі".into(),
        study_from: "2008".into(),
        study_to: "2012".into(),
        qualification_now: "teacher".into(),
        qualification_until: TypedDate {
            day: "31".into(),
            month: "12".into(),
            year: "2027".into(),
        },
        qualification_sought: "master".into(),
        workplace: Some(Workplace::ByHand {
            name: "№ 5 мектеп".into(),
            number: String::new(),
            region: "KZ-75".into(),
            district: String::new(),
        }),
        blocks: vec![
            block("content", "history", "kk"),
            block("pedagogy", "pedagogy", "ru"),
        ],
        sitting: "s".into(),
        ..Answers::default()
    }
}

const TODAY: Date = date(2026, 11, 21);

fn refused(change: impl FnOnce(&mut Answers)) -> Vec<(String, Code)> {
    let mut answers = answers();
    change(&mut answers);
    check(&form(), &options(), &answers, (None, TODAY))
        .into_iter()
        .map(|refusal| (refusal.field, refusal.code))
        .collect()
}

fn one(field: &str, code: Code) -> Vec<(String, Code)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn good_answers_pass() {
    assert_eq!(refused(|_| ()), []);
}

#[test]
fn nothing_typed_is_refused_in_the_order_of_the_form() {
    let refusals = refused(|answers| *answers = Answers::default());
    let fields: Vec<_> = refusals.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "kind",
            "specialty_text",
            "study_from",
            "study_to",
            "qualification_now",
            "qualification_sought",
            "workplace",
            "sitting"
        ]
    );
    assert!(refusals.iter().all(|(_, code)| *code == Code::Required));
}

#[test]
fn years_are_years_and_in_order() {
    let years = |from: &'static str, to: &'static str| {
        refused(move |answers| {
            answers.study_from = from.into();
            answers.study_to = to.into();
        })
    };
    assert_eq!(years("2012", "2008"), one("study_to", Code::YearsReversed));
    assert_eq!(years("2012", "2012"), []);
    assert_eq!(years(" 1950 ", "2026"), []);
    assert_eq!(years("1949", "2012"), one("study_from", Code::YearOutside));
    assert_eq!(years("2012", "2027"), one("study_to", Code::YearOutside));
    assert_eq!(years("12", "2012"), one("study_from", Code::YearForm));
    assert_eq!(years("2012", "жиырма"), one("study_to", Code::YearForm));
}

#[test]
fn validity_has_not_ended_unless_it_is_said() {
    let until = |day: &'static str, month: &'static str, year: &'static str| {
        refused(move |answers| {
            answers.qualification_until = TypedDate {
                day: day.into(),
                month: month.into(),
                year: year.into(),
            };
        })
    };
    assert_eq!(until("21", "11", "2026"), []);
    let past = one("qualification_until", Code::ValidityPast);
    assert_eq!(until("20", "11", "2026"), past);
    assert_eq!(
        until("31", "2", "2027"),
        one("qualification_until", Code::DateImpossible)
    );
    assert_eq!(
        until("", "", ""),
        one("qualification_until", Code::Required)
    );
    let lapsed = refused(|answers| {
        answers.qualification_lapsed = true;
        answers.qualification_until = TypedDate::default();
    });
    assert_eq!(lapsed, []);
    let none = refused(|answers| {
        answers.qualification_now = NO_CATEGORY.into();
        answers.qualification_until = TypedDate::default();
    });
    assert_eq!(none, []);
}

#[test]
fn nobody_seeks_no_category() {
    let sought =
        |code: &'static str| refused(move |answers| answers.qualification_sought = code.into());
    assert_eq!(
        sought(NO_CATEGORY),
        one("qualification_sought", Code::UnknownChoice)
    );
    assert_eq!(
        sought("emperor"),
        one("qualification_sought", Code::UnknownChoice)
    );
    let mut lower = answers();
    assert!(!seeks_lower_category(&lower, &options()));
    lower.qualification_now = "master".into();
    lower.qualification_sought = "teacher".into();
    assert!(seeks_lower_category(&lower, &options()));
}

#[test]
fn blocks_take_their_own_subjects_and_languages() {
    let content = |subject: &'static str, language: &'static str| {
        refused(move |answers| {
            subject.clone_into(&mut answers.blocks[0].subject);
            language.clone_into(&mut answers.blocks[0].language);
        })
    };
    assert_eq!(content("uzbek", "uz"), []);
    assert_eq!(
        content("uzbek", "kk"),
        one("content_language", Code::LanguageFixed)
    );
    assert_eq!(
        content("history", "fr"),
        one("content_language", Code::UnknownChoice)
    );
    assert_eq!(
        content("pedagogy", "kk"),
        one("content_subject", Code::UnknownChoice)
    );
    let missing = refused(|answers| {
        answers.blocks.pop();
    });
    assert_eq!(
        missing,
        [
            ("pedagogy_subject".to_owned(), Code::Required),
            ("pedagogy_language".to_owned(), Code::Required)
        ]
    );
}

#[test]
fn answers_of_another_form_are_refused() {
    let foreign = refused(|answers| {
        answers.service = "certification".into();
        answers.attendance = "online".into();
    });
    assert_eq!(
        foreign,
        [
            ("service".to_owned(), Code::NotAsked),
            ("attendance".to_owned(), Code::NotAsked)
        ]
    );
    let unknown = serde_json::from_str::<Answers>(r#"{"kind":"general","seat":"1"}"#);
    assert!(unknown.is_err());
}

#[test]
fn a_section_is_checked_alone() {
    let refusals = check(
        &form(),
        &options(),
        &Answers::default(),
        (Some("employed"), TODAY),
    );
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].field, "workplace");
}

#[test]
fn workplaces_have_a_name_and_a_right_number() {
    let workplace = |name: &'static str, number: &'static str| {
        refused(move |answers| {
            answers.workplace = Some(Workplace::ByHand {
                name: name.into(),
                number: number.into(),
                region: "KZ-75".into(),
                district: String::new(),
            });
        })
    };
    assert_eq!(workplace(" ", ""), one("workplace", Code::Required));
    assert_eq!(
        workplace("№ 5 мектеп", "171140004578"),
        one("workplace_number", Code::BinForm)
    );
    assert_eq!(workplace("№ 5 мектеп", "171140004577"), []);
}

#[test]
fn what_became_needless_is_not_kept() {
    let mut typed = answers();
    typed.specialty_text = "  Тарих   мұғалімі ".into();
    typed.qualification_now = NO_CATEGORY.into();
    typed.qualification_lapsed = true;
    typed.blocks.push(BlockAnswer {
        block: "methods".into(),
        ..BlockAnswer::default()
    });
    typed.blocks.push(typed.blocks[0].clone());
    let kept = typed.tidied(&options());
    assert_eq!(kept.specialty_text, "Тарих мұғалімі");
    assert!(kept.qualification_until.is_empty() && !kept.qualification_lapsed);
    assert_eq!(kept.blocks.len(), 2);
}

#[test]
fn optional_questions_may_be_left_out() {
    let mut form = form();
    form.sections[1].fields[0].optional = true;
    let mut typed = answers();
    typed.workplace = None;
    assert_eq!(check(&form, &options(), &typed, (None, TODAY)), []);
}

#[test]
fn every_answer_belongs_to_a_question() {
    let answers = serde_json::to_value(Answers::default()).unwrap();
    for field in answers.as_object().unwrap().keys() {
        let owner = FieldKind::owner(field);
        assert!(owner.is_some(), "{field}");
    }
    for kind in FieldKind::ALL {
        assert!(kind.fields().contains(&kind.field()), "{kind:?}");
    }
}
