//! The heart: what a programme can ask of a person, what is known about them, and what is next.
//!
//! [`next`] is a pure function and the only place that knows the order. The server answers with it
//! after each step and the page shows it; neither keeps a second opinion.

use serde::{Deserialize, Serialize};

use crate::consents::{Accepted, BiometricAnswer, TextKind};
use crate::people::{PersonName, PersonalDetails, PersonalNumberView, Study};
use crate::programmes::Programme;
use crate::proofing::{Document, Picture};
use crate::time::Instant;

/// One thing a programme can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Country of citizenship.
    Citizenship,
    /// User agreement, on the page of the citizenship.
    Terms,
    /// IIN or passport number.
    PersonalNumber,
    /// E-mail address.
    Email,
    /// The mailed code.
    EmailCode,
    /// A password for the login.
    Password,
    /// Signed in with it.
    SignIn,
    /// Answer about biometrics.
    BiometricConsent,
    /// Photo of the face.
    FacePhoto,
    /// Pictures of an identity document.
    IdentityDocument,
    /// Consent to process personal data and hand in the pictures.
    PersonalDataConsent,
    /// Surname, first name, patronymic.
    PersonName,
    /// Sex, birth date, region, phone.
    PersonalDetails,
    /// Contingent and place of education.
    Study,
    /// Answers checked and registration finished.
    Finish,
}

impl Requirement {
    /// Every requirement.
    pub const ALL: [Self; 15] = [
        Self::Citizenship,
        Self::Terms,
        Self::PersonalNumber,
        Self::Email,
        Self::EmailCode,
        Self::Password,
        Self::SignIn,
        Self::BiometricConsent,
        Self::FacePhoto,
        Self::IdentityDocument,
        Self::PersonalDataConsent,
        Self::PersonName,
        Self::PersonalDetails,
        Self::Study,
        Self::Finish,
    ];

    /// The page that asks for it, as it stands in addresses. Citizenship and agreement share one.
    pub const fn page(self) -> &'static str {
        match self {
            Self::Citizenship | Self::Terms => "citizenship",
            Self::PersonalNumber => "number",
            Self::Email => "email",
            Self::EmailCode => "code",
            Self::Password => "password",
            Self::SignIn => "sign-in",
            Self::BiometricConsent => "camera",
            Self::FacePhoto => "face",
            Self::IdentityDocument => "document",
            Self::PersonalDataConsent => "consent",
            Self::PersonName => "name",
            Self::PersonalDetails => "details",
            Self::Study => "study",
            Self::Finish => "check",
        }
    }

    /// The requirement that a page asks for first.
    pub fn of_page(page: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|requirement| requirement.page() == page)
    }
}

/// What is known and proved about a person, as its owner may see it. Full numbers are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own on the wire"
)]
pub struct Facts {
    /// Country code.
    pub citizenship: Option<String>,
    /// Newest acceptance of the user agreement.
    pub terms: Option<Accepted>,
    /// IIN or passport number.
    pub personal_number: Option<PersonalNumberView>,
    /// E-mail address.
    pub email: Option<String>,
    /// The code from that address was entered.
    pub email_proved: bool,
    /// The proved address has a login (this person's, or one made earlier). Never told before the
    /// address is proved.
    pub login_exists: bool,
    /// The login was made earlier: this person already has an account.
    pub login_is_earlier: bool,
    /// The session is an account's, not a draft's.
    pub signed_in: bool,
    /// Answer about biometrics.
    pub biometrics: Option<BiometricAnswer>,
    /// Acceptance that goes with the answer.
    pub biometrics_accepted: Option<Accepted>,
    /// Photo of the face.
    pub face: Option<Picture>,
    /// Identity document.
    pub document: Document,
    /// Newest consent to process personal data.
    pub personal_data: Option<Accepted>,
    /// Name.
    pub name: Option<PersonName>,
    /// Details.
    pub details: Option<PersonalDetails>,
    /// Study.
    pub study: Option<Study>,
    /// When the registration was finished.
    pub finished_at: Option<Instant>,
}

impl Facts {
    fn accepted(&self, programme: &Programme, kind: TextKind) -> bool {
        let accepted = match kind {
            TextKind::Terms => &self.terms,
            TextKind::Biometrics => &self.biometrics_accepted,
            TextKind::PersonalData => &self.personal_data,
            // Accepted with each application, never by registering.
            TextKind::Rules => &None,
        };
        accepted
            .as_ref()
            .is_some_and(|accepted| accepted.version == programme.text_version(kind))
    }

    /// Whether the person chose to prove identity in person.
    pub fn in_person(&self) -> bool {
        self.biometrics == Some(BiometricAnswer::InPerson)
    }

    /// Whether nothing more is asked for this requirement.
    pub fn satisfy(&self, programme: &Programme, requirement: Requirement) -> bool {
        match requirement {
            Requirement::Citizenship => self.citizenship.is_some(),
            Requirement::Terms => self.accepted(programme, TextKind::Terms),
            Requirement::PersonalNumber => self.personal_number.is_some(),
            Requirement::Email => self.email.is_some(),
            Requirement::EmailCode => self.email_proved,
            Requirement::Password => self.login_exists,
            Requirement::SignIn => self.signed_in,
            Requirement::BiometricConsent => {
                self.in_person()
                    || (self.biometrics == Some(BiometricAnswer::Agreed)
                        && self.accepted(programme, TextKind::Biometrics))
            }
            Requirement::FacePhoto => self.in_person() || self.face.is_some(),
            Requirement::IdentityDocument => self.in_person() || self.document.is_complete(),
            Requirement::PersonalDataConsent => self.accepted(programme, TextKind::PersonalData),
            Requirement::PersonName => self.name.is_some(),
            Requirement::PersonalDetails => self.details.is_some(),
            Requirement::Study => self.study.is_some(),
            Requirement::Finish => self.finished_at.is_some(),
        }
    }
}

/// The first requirement that is missing; `None` when the person is through.
///
/// A finished registration stays finished: a newer text is asked for anew, the rest is not.
pub fn next(programme: &Programme, facts: &Facts) -> Option<Requirement> {
    let finished = facts.finished_at.is_some();
    let asked_again = |requirement: &Requirement| {
        matches!(
            requirement,
            Requirement::Terms | Requirement::PersonalDataConsent | Requirement::SignIn
        )
    };
    programme
        .requirements
        .iter()
        .copied()
        .filter(|requirement| !finished || asked_again(requirement))
        .find(|requirement| !facts.satisfy(programme, *requirement))
}

/// Whether a step may be shown or handed in now: everything before it is done.
pub fn may_enter(programme: &Programme, facts: &Facts, requirement: Requirement) -> bool {
    programme
        .requirements
        .iter()
        .position(|asked| *asked == requirement)
        .is_some_and(|position| {
            programme.requirements[..position]
                .iter()
                .filter(|earlier| earlier.page() != requirement.page())
                .all(|earlier| facts.satisfy(programme, *earlier))
        })
}

/// The person's own path: the pages that are asked, in order, without those that their earlier
/// answers made needless. For "Step 3 of 13".
pub fn path(programme: &Programme, facts: &Facts) -> Vec<Requirement> {
    let mut path: Vec<Requirement> = Vec::new();
    for requirement in &programme.requirements {
        let needless = facts.in_person()
            && matches!(
                requirement,
                Requirement::FacePhoto | Requirement::IdentityDocument
            );
        let same_page = path
            .last()
            .is_some_and(|last| last.page() == requirement.page());
        if !needless && !same_page {
            path.push(*requirement);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consents::Language;
    use crate::documents::DocumentKind;
    use crate::people::NumberKind;
    use crate::proofing::PictureKind;

    fn programme() -> Programme {
        Programme {
            code: "ncie".into(),
            name: crate::dictionaries::Name::default(),
            system: crate::dictionaries::Name::default(),
            centre: crate::programmes::Centre {
                bin: "171140004577".into(),
                ..Default::default()
            },
            requirements: Requirement::ALL.to_vec(),
            texts: TextKind::ALL
                .iter()
                .map(|t| (t.as_str().to_owned(), "1".to_owned()))
                .collect(),
            form: None,
        }
    }

    fn accepted() -> Accepted {
        Accepted {
            version: "1".into(),
            language: Language::Ru,
            at: Instant(1),
        }
    }

    fn picture(kind: PictureKind) -> Picture {
        let id = "p".to_owned();
        Picture {
            id,
            kind,
            width: 640,
            height: 480,
            at: Instant(1),
            in_review: false,
        }
    }

    type Step = (Requirement, fn(&mut Facts));

    fn steps() -> Vec<Step> {
        vec![
            (Requirement::Citizenship, |f| {
                f.citizenship = Some("KAZ".into());
            }),
            (Requirement::Terms, |f| f.terms = Some(accepted())),
            (Requirement::PersonalNumber, |f| {
                f.personal_number = Some(PersonalNumberView {
                    kind: NumberKind::Iin,
                    masked: "850101******".into(),
                    country: None,
                    in_review: false,
                    odd_structure: false,
                    birth_date: None,
                    sex: None,
                });
            }),
            (Requirement::Email, |f| f.email = Some("a@b.kz".into())),
            (Requirement::EmailCode, |f| f.email_proved = true),
            (Requirement::Password, |f| f.login_exists = true),
            (Requirement::SignIn, |f| f.signed_in = true),
            (Requirement::BiometricConsent, |f| {
                f.biometrics = Some(BiometricAnswer::Agreed);
                f.biometrics_accepted = Some(accepted());
            }),
            (Requirement::FacePhoto, |f| {
                f.face = Some(picture(PictureKind::Face));
            }),
            (Requirement::IdentityDocument, |f| {
                f.document = Document {
                    kind: Some(DocumentKind::IdentityCard),
                    front: Some(picture(PictureKind::DocumentFront)),
                    back: Some(picture(PictureKind::DocumentBack)),
                };
            }),
            (Requirement::PersonalDataConsent, |f| {
                f.personal_data = Some(accepted());
            }),
            (Requirement::PersonName, |f| {
                f.name = Some(PersonName::default());
            }),
            (Requirement::PersonalDetails, |f| {
                f.details = Some(PersonalDetails {
                    sex: crate::people::Sex::Female,
                    birth_date: "2000-01-01".into(),
                    region: "KZ-75".into(),
                    phone: "+77011234567".into(),
                });
            }),
            (Requirement::Study, |f| f.study = Some(Study::default())),
            (Requirement::Finish, |f| f.finished_at = Some(Instant(2))),
        ]
    }

    #[test]
    fn the_order_is_the_programmes_and_nothing_is_entered_early() {
        let programme = programme();
        let mut facts = Facts::default();
        let steps = steps();
        for (index, (requirement, answer)) in steps.iter().enumerate() {
            assert_eq!(next(&programme, &facts), Some(*requirement));
            for (later, (other, _)) in steps.iter().enumerate() {
                let same_page = other.page() == requirement.page();
                assert_eq!(
                    may_enter(&programme, &facts, *other),
                    later <= index || same_page,
                    "{other:?} while {requirement:?} is next"
                );
            }
            answer(&mut facts);
        }
        assert_eq!(next(&programme, &facts), None);
    }

    #[test]
    fn in_person_leaves_the_pictures_out() {
        let programme = programme();
        let mut facts = Facts::default();
        for (requirement, answer) in steps() {
            if requirement == Requirement::BiometricConsent {
                facts.biometrics = Some(BiometricAnswer::InPerson);
            } else if !matches!(
                requirement,
                Requirement::FacePhoto | Requirement::IdentityDocument
            ) {
                answer(&mut facts);
            }
        }
        assert_eq!(next(&programme, &facts), None);
        assert_eq!(path(&programme, &facts).len(), 12);
        assert_eq!(path(&programme, &Facts::default()).len(), 14);
    }

    #[test]
    fn a_newer_text_is_asked_again() {
        let mut programme = programme();
        let mut facts = Facts::default();
        for (_, answer) in steps() {
            answer(&mut facts);
        }
        programme.texts.insert("terms".into(), "2".into());
        assert_eq!(next(&programme, &facts), Some(Requirement::Terms));
    }

    #[test]
    fn passports_have_one_page() {
        let mut document = Document {
            kind: Some(DocumentKind::Passport),
            front: Some(picture(PictureKind::DocumentFront)),
            back: None,
        };
        assert!(document.is_complete());
        document.kind = Some(DocumentKind::IdentityCard);
        assert!(!document.is_complete());
    }
}
