//! What the pages of one form share: the form, what is typed, the seat, and where each page is.

use leptos::prelude::*;
use shared::applications::Application;
use shared::campaigns::CampaignForm;
use shared::forms::{Answers, FieldKind, Form, Options, Section, check};
use shared::problem::{Code, FieldError, Problem};
use shared::sittings::{Freeness, Sitting};
use shared::time::date_in_kazakhstan;

use super::Own;
use super::load::{Loading, Told, load};
use super::saver::Saver;
use super::typed::Typed;
use crate::app::query;
use crate::{api, clock};

/// The page after the last section.
pub(super) const CHECK: &str = "check";

/// What is being done with the form.
#[derive(Clone, Copy)]
pub(super) enum Work {
    /// A new application: what is typed is kept as a draft.
    Apply(Saver),
    /// An application that is there is corrected.
    Edit(RwSignal<Application>),
}

/// One form while its pages are open.
#[derive(Clone, Copy)]
pub(super) struct Filling {
    told: StoredValue<CampaignForm>,
    /// Who fills it in.
    pub own: StoredValue<Own>,
    typed: StoredValue<Typed>,
    pub answers: Memo<Answers>,
    pub work: Work,
    picked: RwSignal<Option<Sitting>>,
    loaded: Loading,
    /// The list of sittings is open.
    pub searching: RwSignal<bool>,
    /// The next section shows what is missing without being asked.
    pub eager: RwSignal<bool>,
    /// The person came from the check and goes back there.
    pub returning: Memo<Option<String>>,
}

impl Filling {
    pub fn new(told: CampaignForm, application: Option<Application>, own: Own) -> Self {
        let draft = told.draft.clone();
        let mut answers = match (&application, &draft) {
            (Some(application), _) => application.answers.clone(),
            (None, Some(draft)) => draft.answers.clone(),
            (None, None) => Answers::default(),
        };
        if answers.contact_phone.is_empty() && told.form.field(FieldKind::ContactPhone).is_some() {
            answers.contact_phone.clone_from(&own.phone);
        }
        let typed = Typed::new(&told.form, &told.options, answers);
        let campaign = told.campaign.id.clone();
        let told = StoredValue::new(told);
        let answers = Memo::new(move |_| told.with_value(|told| typed.answers(&told.options)));
        let picked = RwSignal::new(application.as_ref().and_then(|own| own.sitting.clone()));
        let loaded = load({
            let campaign = campaign.clone();
            move || {
                let (campaign, id) = (campaign.clone(), typed.sitting.get());
                let known = picked.with_untracked(|picked| is(picked.as_ref(), &id));
                async move {
                    if id.is_empty() || known {
                        return Ok(Told::Nothing);
                    }
                    let found = api::sitting(&campaign, &id).await;
                    if matches!(&found, Err(problem) if problem.code == Code::NotFound) {
                        // It is not offered any more: the person chooses anew.
                        typed.sitting.set(String::new());
                    }
                    found.map(|sitting| Told::Sitting(Box::new(sitting)))
                }
            }
        });
        let work = match application {
            Some(application) => Work::Edit(RwSignal::new(application)),
            None => Work::Apply(Saver::new(campaign, answers, draft.as_ref())),
        };
        Self {
            told,
            own: StoredValue::new(own),
            typed: StoredValue::new(typed),
            answers,
            work,
            picked,
            loaded,
            searching: RwSignal::new(false),
            eager: RwSignal::new(false),
            returning: query("return"),
        }
    }

    pub fn with<T>(self, read: impl FnOnce(&CampaignForm) -> T) -> T {
        self.told.with_value(read)
    }

    /// What is typed.
    pub fn typed(self) -> Typed {
        self.typed.get_value()
    }

    pub fn campaign(self) -> String {
        self.with(|told| told.campaign.id.clone())
    }

    pub fn form(self) -> Form {
        self.with(|told| told.form.clone())
    }

    pub fn options(self) -> Options {
        self.with(|told| told.options.clone())
    }

    /// Whether the chosen category is asked this; reactive.
    pub fn asks(self, kind: FieldKind) -> bool {
        let participant = self.typed().participant.get();
        self.with(|told| told.options.asks(kind, &participant))
    }

    /// Whether an answer of this kind may be given or corrected now.
    pub fn corrects(self, kind: FieldKind) -> bool {
        match self.work {
            Work::Apply(_) => true,
            Work::Edit(_) => self.with(|told| told.campaign.corrects(kind)),
        }
    }

    pub fn section(self, code: &str) -> Option<Section> {
        self.with(|told| told.form.sections.iter().find(|s| s.code == code).cloned())
    }

    /// The section that holds the answer of this name, when it is not the name of a section itself.
    pub fn section_with(self, name: &str) -> Option<Section> {
        self.section(name).or_else(|| {
            let kind = kind_of(name)?;
            self.with(|told| {
                let holds = |section: &&Section| section.fields.iter().any(|f| f.kind == kind);
                told.form.sections.iter().find(holds).cloned()
            })
        })
    }

    /// The answers as they are handed in.
    pub fn finished(self) -> Answers {
        let mut answers = self.answers.get_untracked();
        if untrack(|| self.misfits()) {
            answers.sitting.clear();
        }
        self.with(|told| answers.tidied(&told.options))
    }

    /// What is wrong with a section, or with everything.
    pub fn refusals(self, section: Option<&str>) -> Vec<FieldError> {
        let answers = self.finished();
        let today = date_in_kazakhstan(clock::now());
        self.with(|told| check(&told.form, &told.options, &answers, (section, today)))
    }

    /// The first section, other than this one, in which something is wrong.
    pub fn wrong_section(self, but: &str) -> Option<String> {
        let codes: Vec<String> = self.with(|told| {
            let sections = told.form.sections.iter();
            sections.map(|section| section.code.clone()).collect()
        });
        codes
            .into_iter()
            .filter(|code| code != but)
            .find(|code| !self.refusals(Some(code)).is_empty())
    }

    /// The folder of the addresses.
    pub fn folder(self) -> String {
        match self.work {
            Work::Apply(_) => format!("/cabinet/apply/{}", self.campaign()),
            Work::Edit(application) => {
                let id = application.with_untracked(|application| application.id.clone());
                format!("/cabinet/applications/{id}/edit")
            }
        }
    }

    pub fn address(self, page: &str) -> String {
        format!("{}/{page}", self.folder())
    }

    /// The sitting that is chosen, once it is known; reactive.
    pub fn sitting(self) -> Option<Sitting> {
        self.known_sitting().filter(|sitting| self.fits(sitting))
    }

    /// The sitting that is chosen is full: there is a list to wait in; reactive.
    pub fn waits(self) -> bool {
        let full = |sitting: Sitting| sitting.freeness() == Freeness::Full;
        matches!(self.work, Work::Apply(_)) && self.sitting().is_some_and(full)
    }

    /// The sitting that was chosen is not for the way that was chosen since; reactive.
    pub fn misfits(self) -> bool {
        let sitting = self.known_sitting();
        sitting.is_some_and(|sitting| !self.fits(&sitting))
    }

    fn fits(self, sitting: &Sitting) -> bool {
        let wanted = self.typed().attendance.get();
        wanted.is_empty() || sitting.attendance.is_empty() || wanted == sitting.attendance
    }

    fn known_sitting(self) -> Option<Sitting> {
        let id = self.typed().sitting.get();
        let picked = self.picked.get().filter(|sitting| sitting.id == id);
        picked.or_else(|| match self.loaded.get() {
            Some(Ok(Told::Sitting(sitting))) if sitting.id == id => Some(*sitting),
            _ => None,
        })
    }

    /// Chooses a sitting.
    pub fn pick(self, sitting: Sitting) {
        let id = sitting.id.clone();
        self.picked.set(Some(sitting));
        self.typed().sitting.set(id);
        self.searching.set(false);
    }

    /// Looks at what the server refused: a seat that is not to be had is chosen anew, from a list
    /// that is fresh, and everything else stays.
    pub fn refused(self, problem: Problem) -> Problem {
        if problem.errors.iter().any(|error| error.field == "sitting") {
            match self.work {
                Work::Apply(_) => self.typed().sitting.set(String::new()),
                Work::Edit(application) => {
                    let (id, sitting) = application.with_untracked(|application| {
                        let id = application.answers.sitting.clone();
                        (id, application.sitting.clone())
                    });
                    self.picked.set(sitting);
                    self.typed().sitting.set(id);
                }
            }
            self.searching.set(true);
        }
        problem
    }

    /// Takes over an application as it stands now, and answers in the place of what was typed.
    pub fn replace(self, application: Application, answers: Answers) {
        if let Work::Edit(known) = self.work {
            if answers.sitting == application.answers.sitting {
                self.picked.set(application.sitting.clone());
            }
            known.set(application);
            self.typed().set(answers);
        }
    }
}

fn is(sitting: Option<&Sitting>, id: &str) -> bool {
    sitting.is_some_and(|sitting| sitting.id == id)
}

/// The question to which a field of [`Answers`] belongs, or the field of a refusal.
pub(super) fn kind_of(field: &str) -> Option<FieldKind> {
    match field {
        "study_to" => Some(FieldKind::StudyYears),
        "qualification_until" | "qualification_lapsed" => Some(FieldKind::QualificationNow),
        "workplace_number" => Some(FieldKind::Workplace),
        "grade" => Some(FieldKind::School),
        "graduated_in" => Some(FieldKind::Graduation),
        "study_form" | "programme_group" => Some(FieldKind::University),
        "certificate_date" => Some(FieldKind::Certificate),
        "english_number" | "english_date" | "english_score" | "english_scan" => {
            Some(FieldKind::EnglishCertificate)
        }
        "special_note" => Some(FieldKind::SpecialConditions),
        "foreign_language" => Some(FieldKind::SubjectPair),
        _ => FieldKind::ALL
            .into_iter()
            .find(|kind| kind.field() == field)
            .or_else(|| {
                let of_block = field.ends_with("_subject") || field.ends_with("_language");
                of_block.then_some(FieldKind::Blocks)
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_question() {
        for kind in FieldKind::ALL {
            assert_eq!(kind_of(kind.field()), Some(kind));
        }
        for (field, kind) in [
            ("study_to", FieldKind::StudyYears),
            ("qualification_until", FieldKind::QualificationNow),
            ("content_subject", FieldKind::Blocks),
            ("content_language", FieldKind::Blocks),
            ("foreign_language", FieldKind::SubjectPair),
            ("grade", FieldKind::School),
            ("study_form", FieldKind::University),
        ] {
            assert_eq!(kind_of(field), Some(kind), "{field}");
        }
        assert_eq!(kind_of("nothing"), None);
    }
}
