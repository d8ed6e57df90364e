//! Errands: a step of the camera that a computer sends to a phone by a QR code (rules.md, Camera).
//! Wire types, which step may be sent, and what a phone sees of the registration it works for.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::consents::BiometricAnswer;
use crate::problem::Code;
use crate::programmes::Programme;
use crate::registration::Registration;
use crate::requirements::{Facts, Requirement, next};
use crate::time::Instant;

/// Minutes in which a code can be opened, and then again minutes in which the phone can work.
pub const ERRAND_MINUTES: i64 = 15;

/// What a phone can be sent for.
pub const TASKS: [Requirement; 3] = [
    Requirement::FacePhoto,
    Requirement::IdentityDocument,
    Requirement::MovementCheck,
];

/// `POST /registration/errand`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendErrand {
    /// One of [`TASKS`].
    pub task: Requirement,
}

/// How an errand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrandState {
    /// No phone has opened the code yet.
    Waiting,
    /// A phone is at work.
    Opened,
    /// The phone has handed the step in.
    Done,
    /// Ended by either side, or by a newer code.
    Cancelled,
    /// Its time is over.
    Expired,
}

/// An errand, for the computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Errand {
    /// What the phone is sent for.
    pub task: Requirement,
    /// How it stands.
    pub state: ErrandState,
    /// Browser and system of the phone, such as `Chrome · Android`; empty when unknown.
    pub device: String,
    /// Until when the code can be opened, or the phone can work.
    pub expires_at: Instant,
    /// Clock of the server, for the countdown.
    pub server_now: Instant,
}

/// A new errand, the only time that its address is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewErrand {
    /// The errand.
    pub errand: Errand,
    /// What the phone opens; whoever has it can take the pictures.
    pub address: String,
    /// The same as a QR code, SVG.
    pub qr: String,
}

/// `POST /errands/look` and `POST /errands/opening`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenErrand {
    /// What stands behind the `#` of the address.
    pub token: String,
}

impl std::fmt::Debug for NewErrand {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NewErrand(…)")
    }
}

impl std::fmt::Debug for OpenErrand {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OpenErrand(…)")
    }
}

/// Whose errand a code is, for the phone before it opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrandView {
    /// What the phone is sent for.
    pub task: Requirement,
    /// Code of the programme that is registered for.
    pub programme: String,
    /// First name of the person, masked; nothing where it is not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// What a phone at work knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneErrand {
    /// What it was sent for.
    pub task: Requirement,
    /// The registration as [`seen_on_phone`].
    pub registration: Registration,
    /// Until when it can work.
    pub expires_at: Instant,
}

/// Whether the person has said yes to the camera, to the text as it is now.
fn agreed(programme: &Programme, facts: &Facts) -> bool {
    !programme.asks(Requirement::BiometricConsent)
        || (facts.biometrics == Some(BiometricAnswer::Agreed)
            && facts.satisfy(programme, Requirement::BiometricConsent))
}

/// Whether a step may be sent to a phone now: it is the camera's, it is asked, and everything before
/// it is done. The consent to the camera may be missing: the phone asks for it first.
pub fn may_send(programme: &Programme, facts: &Facts, task: Requirement) -> Result<(), Code> {
    if !TASKS.contains(&task) {
        return Err(Code::UnknownChoice);
    }
    match next(programme, facts) {
        None => return Err(Code::RegistrationFinished),
        Some(Requirement::OwnPassword) => return Err(Code::StepOutOfOrder),
        Some(_) => {}
    }
    // Whoever wanted to come in person is asked for pictures again by saying yes.
    let mut with_pictures = facts.clone();
    with_pictures.biometrics = None;
    let page = programme.page(task);
    let asked = programme
        .requirements
        .iter()
        .position(|asked| *asked == task);
    let earlier = &programme.requirements[..asked.ok_or(Code::StepOutOfOrder)?];
    let ready = earlier
        .iter()
        .filter(|earlier| {
            **earlier != Requirement::BiometricConsent && programme.page(**earlier) != page
        })
        .all(|earlier| with_pictures.satisfy(programme, *earlier));
    if ready {
        Ok(())
    } else {
        Err(Code::StepOutOfOrder)
    }
}

/// Whether the step of an errand is done.
pub fn is_done(programme: &Programme, facts: &Facts, task: Requirement) -> bool {
    agreed(programme, facts) && facts.satisfy(programme, task)
}

/// What a phone sees of a registration: the consent to the camera and what it was sent for. No
/// address, number or name, and nothing of the other steps.
pub fn seen_on_phone(
    programme: &Programme,
    registration: Registration,
    task: Requirement,
) -> Registration {
    let of = registration.facts;
    let next = if !agreed(programme, &of) {
        Some(Requirement::BiometricConsent)
    } else if of.satisfy(programme, task) {
        None
    } else {
        Some(task)
    };
    let mut facts = Facts {
        biometrics: of.biometrics,
        biometrics_accepted: of.biometrics_accepted,
        signed_in: true,
        own_password: true,
        ..Facts::default()
    };
    match task {
        Requirement::FacePhoto => facts.face = of.face,
        Requirement::IdentityDocument => facts.document = of.document,
        Requirement::MovementCheck => facts.movement = of.movement,
        _ => {}
    }
    Registration {
        next,
        next_page: next.map(|next| next.page().to_owned()),
        path: Vec::new(),
        facts,
        code: None,
        ..registration
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::consents::{Accepted, Language};
    use crate::dictionaries::Name;
    use crate::programmes::{Centre, EmailProof, FirstPassword};
    use crate::proofing::{Picture, PictureKind};
    use Requirement::{BiometricConsent, FacePhoto, Finish, IdentityDocument, PersonName};

    fn programme() -> Programme {
        let requirements = [
            Requirement::Email,
            BiometricConsent,
            FacePhoto,
            IdentityDocument,
            PersonName,
            Finish,
        ];
        Programme {
            code: "trial".to_owned(),
            name: Name::default(),
            system: Name::default(),
            centre: Centre::default(),
            requirements: requirements.to_vec(),
            pages: BTreeMap::new(),
            language_first: false,
            email_proof: EmailProof::Code,
            first_password: FirstPassword::Chosen,
            menu: None,
            prepayment: None,
            guardian_below: None,
            texts: BTreeMap::from([("biometrics".to_owned(), "2".to_owned())]),
            form: None,
        }
    }

    fn facts() -> Facts {
        Facts {
            email: Some("person@example.kz".to_owned()),
            signed_in: true,
            own_password: true,
            ..Facts::default()
        }
    }

    fn say_yes(facts: &mut Facts) {
        facts.biometrics = Some(BiometricAnswer::Agreed);
        facts.biometrics_accepted = Some(Accepted {
            version: "2".to_owned(),
            language: Language::Ru,
            at: Instant(1),
        });
    }

    fn show_face(facts: &mut Facts) {
        facts.face = Some(Picture {
            id: "p".to_owned(),
            kind: PictureKind::Face,
            width: 640,
            height: 480,
            at: Instant(1),
            in_review: false,
        });
    }

    #[test]
    fn the_consent_alone_may_be_missing() {
        let programme = programme();
        let mut facts = facts();
        let may = |facts: &Facts, task| may_send(&programme, facts, task);
        assert_eq!(may(&facts, FacePhoto), Ok(()));
        assert_eq!(may(&facts, IdentityDocument), Err(Code::StepOutOfOrder));
        assert_eq!(may(&facts, PersonName), Err(Code::UnknownChoice));
        assert_eq!(
            may(&facts, Requirement::MovementCheck),
            Err(Code::StepOutOfOrder)
        );
        facts.biometrics = Some(BiometricAnswer::InPerson);
        assert_eq!(may(&facts, FacePhoto), Ok(()));
        assert_eq!(may(&facts, IdentityDocument), Err(Code::StepOutOfOrder));
        show_face(&mut facts);
        assert_eq!(may(&facts, IdentityDocument), Ok(()));
        facts.email = None;
        assert_eq!(may(&facts, FacePhoto), Err(Code::StepOutOfOrder));
    }

    #[test]
    fn who_is_through_sends_nobody() {
        let mut programme = programme();
        programme.requirements = vec![FacePhoto, Finish];
        let mut facts = facts();
        facts.finished_at = Some(Instant(1));
        assert_eq!(
            may_send(&programme, &facts, FacePhoto),
            Err(Code::RegistrationFinished)
        );
        facts.own_password = false;
        assert_eq!(
            may_send(&programme, &facts, FacePhoto),
            Err(Code::StepOutOfOrder)
        );
    }

    #[test]
    fn a_phone_sees_its_own_step_and_nothing_else() {
        let programme = programme();
        let mut facts = facts();
        facts.phone = Some("+77011234567".to_owned());
        let seen = |facts: &Facts, task| {
            let registration = Registration {
                programme: "trial".to_owned(),
                next: Some(PersonName),
                next_page: None,
                path: vec![FacePhoto],
                facts: facts.clone(),
                code: None,
                saved_at: Instant(1),
                kept_until: Instant(2),
                server_now: Instant(1),
            };
            seen_on_phone(&programme, registration, task)
        };
        assert_eq!(seen(&facts, FacePhoto).next, Some(BiometricConsent));
        assert_eq!(seen(&facts, FacePhoto).next_page.as_deref(), Some("camera"));
        say_yes(&mut facts);
        assert_eq!(seen(&facts, FacePhoto).next, Some(FacePhoto));
        assert!(!is_done(&programme, &facts, FacePhoto));
        show_face(&mut facts);
        assert!(is_done(&programme, &facts, FacePhoto));
        let told = seen(&facts, FacePhoto);
        assert_eq!((told.next, told.path.len()), (None, 0));
        assert!(told.facts.face.is_some());
        assert!(seen(&facts, IdentityDocument).facts.face.is_none());
        let text = serde_json::to_string(&told).unwrap();
        assert!(
            !text.contains("example.kz") && !text.contains("701"),
            "{text}"
        );
    }

    #[test]
    fn a_code_is_not_shown() {
        let open = OpenErrand {
            token: "not to be seen".to_owned(),
        };
        assert_eq!(format!("{open:?}"), "OpenErrand(…)");
    }
}
