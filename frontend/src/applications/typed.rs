//! What is being typed, one signal a question, and the answers that it makes.

use leptos::prelude::*;
use shared::forms::{Answers, Block, BlockAnswer, Form, Options, TypedDate};
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
    pub specialty_text: RwSignal<String>,
    pub specialty: RwSignal<String>,
    pub study_from: RwSignal<String>,
    pub study_to: RwSignal<String>,
    pub qualification_now: RwSignal<String>,
    pub qualification_until: [RwSignal<String>; 3],
    pub qualification_lapsed: RwSignal<bool>,
    pub qualification_sought: RwSignal<String>,
    pub impaired_vision: RwSignal<bool>,
    pub workplace: RwSignal<Option<Workplace>>,
    pub language: RwSignal<String>,
    pub attendance: RwSignal<String>,
    pub sitting: RwSignal<String>,
    // Of every kind of the exam, so that another kind and back again loses nothing.
    blocks: StoredValue<Vec<(String, TypedBlock)>>,
}

impl Typed {
    pub fn new(form: &Form, options: &Options, answers: Answers) -> Self {
        let asked = form.field(shared::forms::FieldKind::Blocks).is_some();
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
            specialty_text: RwSignal::default(),
            specialty: RwSignal::default(),
            study_from: RwSignal::default(),
            study_to: RwSignal::default(),
            qualification_now: RwSignal::default(),
            qualification_until: [(); 3].map(|()| RwSignal::default()),
            qualification_lapsed: RwSignal::default(),
            qualification_sought: RwSignal::default(),
            impaired_vision: RwSignal::default(),
            workplace: RwSignal::default(),
            language: RwSignal::default(),
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
        let TypedDate { day, month, year } = answers.qualification_until;
        for (signal, part) in self.qualification_until.iter().zip([day, month, year]) {
            signal.set(part);
        }
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
        let [day, month, year] = self.qualification_until.map(|part| part.get());
        Answers {
            service: self.service.get(),
            kind,
            specialty_text: self.specialty_text.get(),
            specialty: self.specialty.get(),
            study_from: self.study_from.get(),
            study_to: self.study_to.get(),
            qualification_now: self.qualification_now.get(),
            qualification_until: TypedDate { day, month, year },
            qualification_lapsed: self.qualification_lapsed.get(),
            qualification_sought: self.qualification_sought.get(),
            impaired_vision: self.impaired_vision.get(),
            workplace: self.workplace.get(),
            blocks,
            language: self.language.get(),
            attendance: self.attendance.get(),
            sitting: self.sitting.get(),
        }
    }
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
    use shared::forms::Subject;

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
    fn a_subject_may_fix_its_language() {
        let made = settled(&options(), &block("school"), answer("uzbek", "kk"));
        assert_eq!(made, answer("uzbek", "uz"));
        let made = settled(&options(), &block("school"), answer("history", "ru"));
        assert_eq!(made, answer("history", "ru"));
    }
}
