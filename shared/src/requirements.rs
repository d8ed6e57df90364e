//! The heart: what a programme can ask of a person, what is known about them, and what is next.
//!
//! [`next`] is a pure function and the only place that knows the order. The server answers with it
//! after each step and the page shows it; neither keeps a second opinion.

use serde::{Deserialize, Serialize};

use crate::consents::{Accepted, BiometricAnswer, TextKind};
use crate::guardians::Guarded;
use crate::movement::Movement;
use crate::people::{PersonName, PersonalDetails, PersonalNumberView, Study};
use crate::programmes::Programme;
use crate::proofing::{Document, Picture};
use crate::readings::DocumentData;
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
    /// The proof of the address: a mailed code, or a link.
    EmailCode,
    /// A password for the login.
    Password,
    /// Signed in with it.
    SignIn,
    /// A password of the person's own in place of the one that was mailed.
    OwnPassword,
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
    /// Contact phone.
    Phone,
    /// Contingent and place of education.
    Study,
    /// Mobile number, with the user agreement and the privacy policy.
    MobileNumber,
    /// The code that went to that number.
    MobileCode,
    /// The check of movements before the camera.
    MovementCheck,
    /// Four digits that open this device quickly, or the wish to do without.
    Pin,
    /// Consent of a guardian, of whoever is under age.
    GuardianConsent,
    /// What stands in the document, confirmed.
    DocumentData,
    /// A Digital ID, shared with the programme.
    DigitalId,
    /// Answers checked and registration finished.
    Finish,
}

impl Requirement {
    /// Every requirement.
    pub const ALL: [Self; 24] = [
        Self::Citizenship,
        Self::Terms,
        Self::PersonalNumber,
        Self::Email,
        Self::EmailCode,
        Self::Password,
        Self::SignIn,
        Self::OwnPassword,
        Self::BiometricConsent,
        Self::FacePhoto,
        Self::IdentityDocument,
        Self::PersonalDataConsent,
        Self::PersonName,
        Self::PersonalDetails,
        Self::Phone,
        Self::Study,
        Self::MobileNumber,
        Self::MobileCode,
        Self::MovementCheck,
        Self::Pin,
        Self::GuardianConsent,
        Self::DocumentData,
        Self::DigitalId,
        Self::Finish,
    ];

    /// The page that asks for it, as it stands in addresses, where the programme names no other
    /// (`Programme::page`). Citizenship and agreement share one.
    pub const fn page(self) -> &'static str {
        match self {
            Self::Citizenship | Self::Terms => "citizenship",
            Self::PersonalNumber => "number",
            Self::Email => "email",
            Self::EmailCode => "code",
            Self::Password => "password",
            Self::SignIn => "sign-in",
            Self::OwnPassword => "own-password",
            Self::BiometricConsent => "camera",
            Self::FacePhoto => "face",
            Self::IdentityDocument => "document",
            Self::PersonalDataConsent => "consent",
            Self::PersonName => "name",
            Self::PersonalDetails => "details",
            Self::Phone => "phone",
            Self::Study => "study",
            Self::MobileNumber => "mobile",
            Self::MobileCode => "mobile-code",
            Self::MovementCheck => "movement",
            Self::Pin => "pin",
            Self::GuardianConsent => "guardian",
            Self::DocumentData => "data",
            Self::DigitalId => "identity",
            Self::Finish => "check",
        }
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
    /// The login's password is not the one that was mailed.
    pub own_password: bool,
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
    /// Contact phone, E.164; not proved.
    pub phone: Option<String>,
    /// Study.
    pub study: Option<Study>,
    /// Newest acceptance of the privacy policy.
    pub privacy: Option<Accepted>,
    /// Mobile number, E.164.
    pub mobile: Option<String>,
    /// The code that went to that number was entered.
    pub mobile_proved: bool,
    /// The check of movements.
    pub movement: Option<Movement>,
    /// A PIN was set on some device, or the person does without.
    pub pin_settled: bool,
    /// Whether a guardian has to agree, and who did.
    pub guardian: Guarded,
    /// What stands in the document, confirmed.
    pub document_data: Option<DocumentData>,
    /// The Digital ID is shared with the programme.
    pub identity_shared: bool,
    /// When the registration for the current programme was finished.
    pub finished_at: Option<Instant>,
    /// A registration for some programme was finished.
    pub finished_any: bool,
}

impl Facts {
    fn accepted(&self, programme: &Programme, kind: TextKind) -> bool {
        let accepted = match kind {
            TextKind::Terms => &self.terms,
            TextKind::Biometrics => &self.biometrics_accepted,
            TextKind::PersonalData => &self.personal_data,
            TextKind::Privacy => &self.privacy,
            // Accepted with each application, never by registering.
            TextKind::Rules => &None,
        };
        accepted
            .as_ref()
            .is_some_and(|accepted| accepted.version == programme.text_version(kind))
    }

    /// Whether a password has to be chosen before anything else: the one in use was mailed.
    fn owes_password(&self) -> bool {
        self.signed_in && !self.own_password
    }

    /// The contact phone, wherever it was asked.
    pub fn contact_phone(&self) -> Option<&str> {
        let of_details = || self.details.as_ref().map(|details| details.phone.as_str());
        self.phone.as_deref().or_else(of_details)
    }

    /// Whether the personal number is corrected by staff only.
    pub fn number_is_fixed(&self) -> bool {
        self.finished_any && self.personal_number.is_some()
    }

    /// Whether the name is corrected by staff only: it is compared with a document.
    pub fn name_is_fixed(&self) -> bool {
        self.finished_any && self.biometrics.is_some() && self.name.is_some()
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
            // Whoever proved the address of an earlier account goes on in that one.
            Requirement::SignIn => self.signed_in && !self.login_is_earlier,
            Requirement::OwnPassword => self.own_password,
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
            Requirement::Phone => self.contact_phone().is_some(),
            Requirement::Study => self.study.is_some(),
            Requirement::MobileNumber => {
                self.mobile.is_some()
                    && self.accepted(programme, TextKind::Terms)
                    && self.accepted(programme, TextKind::Privacy)
            }
            Requirement::MobileCode => self.mobile_proved && self.signed_in,
            Requirement::MovementCheck => self.in_person() || self.movement.is_some(),
            Requirement::Pin => self.pin_settled,
            Requirement::GuardianConsent => self.guardian.is_settled(),
            Requirement::DocumentData => self.in_person() || self.document_data.is_some(),
            Requirement::DigitalId => self.identity_shared,
            Requirement::Finish => self.finished_at.is_some(),
        }
    }
}

/// The first requirement that is missing; `None` when the person is through.
///
/// A finished registration stays finished: a newer text and what somebody has taken back (a guardian's
/// consent, a shared Digital ID) are asked for anew, the rest is not. A
/// password that was mailed is replaced first, whatever the programme asks.
pub fn next(programme: &Programme, facts: &Facts) -> Option<Requirement> {
    if facts.owes_password() {
        return Some(Requirement::OwnPassword);
    }
    let finished = facts.finished_at.is_some();
    let asked_again = |requirement: &Requirement| {
        matches!(
            requirement,
            Requirement::Terms
                | Requirement::PersonalDataConsent
                | Requirement::SignIn
                | Requirement::GuardianConsent
                | Requirement::DigitalId
        )
    };
    programme
        .requirements
        .iter()
        .copied()
        .filter(|requirement| !finished || asked_again(requirement))
        .find(|requirement| !facts.satisfy(programme, *requirement))
}

/// Whether a step may be shown or handed in now: everything before it is done, but for what its own
/// page asks. Finishing waits for that too.
pub fn may_enter(programme: &Programme, facts: &Facts, requirement: Requirement) -> bool {
    if facts.owes_password() {
        return requirement == Requirement::OwnPassword;
    }
    let page = programme.page(requirement);
    programme
        .requirements
        .iter()
        .position(|asked| *asked == requirement)
        .is_some_and(|position| {
            programme.requirements[..position]
                .iter()
                .filter(|earlier| {
                    requirement == Requirement::Finish || programme.page(**earlier) != page
                })
                .all(|earlier| facts.satisfy(programme, *earlier))
        })
}

/// The person's own path: the pages that are asked, in order, without those that their earlier
/// answers made needless. For "Step 3 of 13".
pub fn path(programme: &Programme, facts: &Facts) -> Vec<Requirement> {
    let mut path: Vec<Requirement> = Vec::new();
    for requirement in &programme.requirements {
        let needless = match requirement {
            Requirement::FacePhoto
            | Requirement::IdentityDocument
            | Requirement::MovementCheck
            | Requirement::DocumentData => facts.in_person(),
            Requirement::GuardianConsent => !facts.guardian.needed,
            _ => false,
        };
        let same_page = path
            .last()
            .is_some_and(|last| programme.page(*last) == programme.page(*requirement));
        if !needless && !same_page {
            path.push(*requirement);
        }
    }
    path
}

#[cfg(test)]
mod tests;
