//! What is being typed, one signal a question, and the answers that it makes.

use leptos::prelude::*;
use shared::forms::{
    Answers, Block, BlockAnswer, FieldKind, Form, NO_CONDITION, Options, TypedDate,
};
use shared::registries::Workplace;

/// What is typed for one block.
#[derive(Clone, Copy)]
pub(super) struct TypedBlock {
    /// Code of the subject.
    pub subject: RwSignal<String>,
    /// Code of the language.
    pub language: RwSignal<String>,
}

/// Every answer, whichever page it is asked on.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub service: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub participant: RwSignal<String>,
    pub school: RwSignal<String>,
    pub grade: RwSignal<String>,
    pub graduated_from: RwSignal<String>,
    pub graduated_in: RwSignal<String>,
    pub university: RwSignal<String>,
    pub study_form: RwSignal<String>,
    pub programme_group: RwSignal<String>,
    pub certificate_number: RwSignal<String>,
    pub certificate_date: [RwSignal<String>; 3],
    pub place_of_study: RwSignal<String>,
    pub english_certificate: RwSignal<String>,
    pub english_number: RwSignal<String>,
    pub english_date: [RwSignal<String>; 3],
    pub english_score: RwSignal<String>,
    pub english_scan: RwSignal<String>,
    pub contact_phone: RwSignal<String>,
    pub specialty_text: RwSignal<String>,
    pub specialty: RwSignal<String>,
    pub study_from: RwSignal<String>,
    pub study_to: RwSignal<String>,
    pub qualification_now: RwSignal<String>,
    pub qualification_until: [RwSignal<String>; 3],
    pub qualification_lapsed: RwSignal<bool>,
    pub qualification_sought: RwSignal<String>,
    pub impaired_vision: RwSignal<bool>,
    pub special_conditions: RwSignal<String>,
    pub special_note: RwSignal<String>,
    pub workplace: RwSignal<Option<Workplace>>,
    pub language: RwSignal<String>,
    pub subject_pair: RwSignal<String>,
    pub foreign_language: RwSignal<String>,
    pub attendance: RwSignal<String>,
    pub sitting: RwSignal<String>,
    // Of every kind of the exam, so that another kind and back again loses nothing.
    blocks: StoredValue<Vec<(String, TypedBlock)>>,
}

impl Typed {
    pub fn new(form: &Form, options: &Options, mut answers: Answers) -> Self {
        let asked = form.field(FieldKind::Blocks).is_some();
        let conditions = form.field(FieldKind::SpecialConditions).is_some();
        if conditions && answers.special_conditions.is_empty() {
            // Most people need none.
            NO_CONDITION.clone_into(&mut answers.special_conditions);
        }
        let mut blocks: Vec<(String, TypedBlock)> = Vec::new();
        let all = options.kinds.iter().flat_map(|kind| &kind.blocks);
        for block in all.filter(|_| asked) {
            if blocks.iter().all(|(code, _)| *code != block.code) {
                let typed = TypedBlock {
                    subject: RwSignal::default(),
                    language: RwSignal::default(),
                };
                blocks.push((block.code.clone(), typed));
            }
        }
        let typed = Self {
            service: RwSignal::default(),
            kind: RwSignal::default(),
            participant: RwSignal::default(),
            school: RwSignal::default(),
            grade: RwSignal::default(),
            graduated_from: RwSignal::default(),
            graduated_in: RwSignal::default(),
            university: RwSignal::default(),
            study_form: RwSignal::default(),
            programme_group: RwSignal::default(),
            certificate_number: RwSignal::default(),
            certificate_date: [(); 3].map(|()| RwSignal::default()),
            place_of_study: RwSignal::default(),
            english_certificate: RwSignal::default(),
            english_number: RwSignal::default(),
            english_date: [(); 3].map(|()| RwSignal::default()),
            english_score: RwSignal::default(),
            english_scan: RwSignal::default(),
            contact_phone: RwSignal::default(),
            specialty_text: RwSignal::default(),
            specialty: RwSignal::default(),
            study_from: RwSignal::default(),
            study_to: RwSignal::default(),
            qualification_now: RwSignal::default(),
            qualification_until: [(); 3].map(|()| RwSignal::default()),
            qualification_lapsed: RwSignal::default(),
            qualification_sought: RwSignal::default(),
            impaired_vision: RwSignal::default(),
            special_conditions: RwSignal::default(),
            special_note: RwSignal::default(),
            workplace: RwSignal::default(),
            language: RwSignal::default(),
            subject_pair: RwSignal::default(),
            foreign_language: RwSignal::default(),
            attendance: RwSignal::default(),
            sitting: RwSignal::default(),
            blocks: StoredValue::new(blocks),
        };
        typed.set(answers);
        typed
    }

    /// Puts other answers in the place of what was typed.
    pub fn set(&self, answers: Answers) {
        for (code, typed) in self.blocks.get_value() {
            let answer = answers.block(&code);
            typed.subject.set(answer.subject);
            typed.language.set(answer.language);
        }
        set_date(self.qualification_until, answers.qualification_until);
        set_date(self.certificate_date, answers.certificate_date);
        self.participant.set(answers.participant);
        self.school.set(answers.school);
        self.grade.set(answers.grade);
        self.graduated_from.set(answers.graduated_from);
        self.graduated_in.set(answers.graduated_in);
        self.university.set(answers.university);
        self.study_form.set(answers.study_form);
        self.programme_group.set(answers.programme_group);
        self.certificate_number.set(answers.certificate_number);
        set_date(self.english_date, answers.english_date);
        self.place_of_study.set(answers.place_of_study);
        self.english_certificate.set(answers.english_certificate);
        self.english_number.set(answers.english_number);
        self.english_score.set(answers.english_score);
        self.english_scan.set(answers.english_scan);
        self.contact_phone.set(answers.contact_phone);
        self.special_conditions.set(answers.special_conditions);
        self.special_note.set(answers.special_note);
        self.subject_pair.set(answers.subject_pair);
        self.foreign_language.set(answers.foreign_language);
        self.service.set(answers.service);
        self.kind.set(answers.kind);
        self.specialty_text.set(answers.specialty_text);
        self.specialty.set(answers.specialty);
        self.study_from.set(answers.study_from);
        self.study_to.set(answers.study_to);
        self.qualification_now.set(answers.qualification_now);
        self.qualification_lapsed.set(answers.qualification_lapsed);
        self.qualification_sought.set(answers.qualification_sought);
        self.impaired_vision.set(answers.impaired_vision);
        self.workplace.set(answers.workplace);
        self.language.set(answers.language);
        self.attendance.set(answers.attendance);
        self.sitting.set(answers.sitting);
    }

    /// What is typed for a block of the form.
    pub fn block(&self, code: &str) -> Option<TypedBlock> {
        self.blocks.with_value(|blocks| {
            let found = blocks.iter().find(|(known, _)| known == code);
            found.map(|(_, typed)| *typed)
        })
    }

    /// The answers as typed; reactive.
    pub fn answers(&self, options: &Options) -> Answers {
        let kind = self.kind.get();
        let blocks = options.blocks(&kind).iter().filter_map(|block| {
            let typed = self.block(&block.code)?;
            let answer = BlockAnswer {
                block: block.code.clone(),
                subject: typed.subject.get(),
                language: typed.language.get(),
            };
            let answer = settled(options, block, answer);
            let given = !(answer.subject.is_empty() && answer.language.is_empty());
            given.then_some(answer)
        });
        let blocks = blocks.collect();
        let participant = self.participant.get();
        let subject_pair = settled_pair(options, &participant, self.subject_pair.get());
        Answers {
            service: self.service.get(),
            kind,
            participant,
            school: self.school.get(),
            grade: self.grade.get(),
            graduated_from: self.graduated_from.get(),
            graduated_in: self.graduated_in.get(),
            university: self.university.get(),
            study_form: self.study_form.get(),
            programme_group: self.programme_group.get(),
            certificate_number: self.certificate_number.get(),
            certificate_date: date(self.certificate_date),
            place_of_study: self.place_of_study.get(),
            english_certificate: self.english_certificate.get(),
            english_number: self.english_number.get(),
            english_date: date(self.english_date),
            english_score: self.english_score.get(),
            english_scan: self.english_scan.get(),
            contact_phone: self.contact_phone.get(),
            specialty_text: self.specialty_text.get(),
            specialty: self.specialty.get(),
            study_from: self.study_from.get(),
            study_to: self.study_to.get(),
            qualification_now: self.qualification_now.get(),
            qualification_until: date(self.qualification_until),
            qualification_lapsed: self.qualification_lapsed.get(),
            qualification_sought: self.qualification_sought.get(),
            impaired_vision: self.impaired_vision.get(),
            special_conditions: self.special_conditions.get(),
            special_note: self.special_note.get(),
            workplace: self.workplace.get(),
            blocks,
            language: self.language.get(),
            subject_pair,
            foreign_language: self.foreign_language.get(),
            attendance: self.attendance.get(),
            sitting: self.sitting.get(),
        }
    }
}

fn set_date(parts: [RwSignal<String>; 3], date: TypedDate) {
    let TypedDate { day, month, year } = date;
    for (signal, part) in parts.iter().zip([day, month, year]) {
        signal.set(part);
    }
}

fn date(parts: [RwSignal<String>; 3]) -> TypedDate {
    let [day, month, year] = parts.map(|part| part.get());
    TypedDate { day, month, year }
}

/// The chosen pair, or the one that is left to the category.
fn settled_pair(options: &Options, participant: &str, chosen: String) -> String {
    let only = options.only_pair(participant);
    only.map_or(chosen, |pair| pair.code.clone())
}

/// The answer for a block with what its lists leave no choice in: the one subject of a group, the
/// one language of a subject.
pub(super) fn settled(options: &Options, block: &Block, mut answer: BlockAnswer) -> BlockAnswer {
    let mut subjects = options.subjects_of(block);
    if let (Some(only), None) = (subjects.next(), subjects.next()) {
        answer.subject.clone_from(&only.code);
    }
    let fixed = options
        .subject(&answer.subject)
        .and_then(|subject| subject.language.as_ref());
    if let Some(fixed) = fixed {
        answer.language.clone_from(fixed);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::dictionaries::Name;
    use shared::forms::{Pair, Participant, Subject};

    fn block(group: &str) -> Block {
        Block {
            code: "content".into(),
            name: Name::default(),
            subjects: group.into(),
        }
    }

    fn options() -> Options {
        let subject = |code: &str, group: &str, language: Option<&str>| Subject {
            code: code.into(),
            name: Name::default(),
            group: group.into(),
            language: language.map(str::to_owned),
        };
        Options {
            subjects: vec![
                subject("history", "school", None),
                subject("uzbek", "school", Some("uz")),
                subject("pedagogy", "pedagogy", None),
            ],
            ..Options::default()
        }
    }

    fn answer(subject: &str, language: &str) -> BlockAnswer {
        BlockAnswer {
            block: "content".into(),
            subject: subject.into(),
            language: language.into(),
        }
    }

    #[test]
    fn a_group_of_one_leaves_no_choice() {
        let made = settled(&options(), &block("pedagogy"), answer("", "kk"));
        assert_eq!(made, answer("pedagogy", "kk"));
        let made = settled(&options(), &block("school"), answer("", "kk"));
        assert_eq!(made, answer("", "kk"));
    }

    #[test]
    fn a_category_of_one_pair_leaves_no_choice() {
        let pair = |code: &str| Pair {
            code: code.into(),
            name: Name::default(),
            subjects: Vec::new(),
        };
        let participant = |code: &str, pairs: &[&str]| Participant {
            code: code.into(),
            name: Name::default(),
            asks: Vec::new(),
            pairs: pairs.iter().map(|pair| (*pair).to_owned()).collect(),
        };
        let options = Options {
            participants: vec![participant("past", &["creative"]), participant("any", &[])],
            pairs: vec![pair("math-phys"), pair("creative")],
            ..Options::default()
        };
        let made = |participant, chosen: &str| settled_pair(&options, participant, chosen.into());
        assert_eq!(made("past", "math-phys"), "creative");
        assert_eq!(made("any", "math-phys"), "math-phys");
        assert_eq!(made("", ""), "");
    }

    #[test]
    fn a_subject_may_fix_its_language() {
        let made = settled(&options(), &block("school"), answer("uzbek", "kk"));
        assert_eq!(made, answer("uzbek", "uz"));
        let made = settled(&options(), &block("school"), answer("history", "ru"));
        assert_eq!(made, answer("history", "ru"));
    }
}
