//! Tables of the order: what is next, what may be entered, what is asked once.

use std::collections::BTreeMap;

use super::*;
use crate::consents::Language;
use crate::documents::DocumentKind;
use crate::people::NumberKind;
use crate::programmes::{EmailProof, FirstPassword, PROFILE};
use crate::proofing::PictureKind;

/// Everything that the first programme asks.
fn programme() -> Programme {
    let others = [
        Requirement::OwnPassword,
        Requirement::Phone,
        Requirement::MobileNumber,
        Requirement::MobileCode,
        Requirement::MovementCheck,
        Requirement::Pin,
        Requirement::GuardianConsent,
        Requirement::DocumentData,
        Requirement::DigitalId,
    ];
    Programme {
        code: "ncie".into(),
        name: crate::dictionaries::Name::default(),
        system: crate::dictionaries::Name::default(),
        centre: crate::programmes::Centre {
            bin: "171140004577".into(),
            ..Default::default()
        },
        requirements: Requirement::ALL
            .into_iter()
            .filter(|asked| !others.contains(asked))
            .collect(),
        texts: TextKind::ALL
            .iter()
            .map(|t| (t.as_str().to_owned(), "1".to_owned()))
            .collect(),
        form: None,
        pages: BTreeMap::new(),
        language_first: false,
        email_proof: EmailProof::Code,
        first_password: FirstPassword::Chosen,
        menu: None,
        prepayment: None,
        guardian_below: None,
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
        (Requirement::SignIn, |f| {
            f.signed_in = true;
            f.own_password = true;
        }),
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

/// What is wrong with order, pages and passwords; names are not what is tested here.
fn faults_of(programme: &Programme) -> Vec<String> {
    let of_order = |key: &str| {
        [
            "requirements",
            "pages",
            "first_password",
            "centre.bin",
            "guardian_below",
        ]
        .iter()
        .any(|start| key.starts_with(start))
    };
    crate::definitions::faults(programme)
        .into_iter()
        .filter(|fault| of_order(&fault.key))
        .map(|fault| format!("{}: {}", fault.key, fault.wrong))
        .collect()
}

#[test]
fn the_order_is_the_programmes_and_nothing_is_entered_early() {
    let programme = programme();
    assert_eq!(faults_of(&programme), Vec::<String>::new());
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
fn what_was_taken_back_is_asked_again() {
    let asked = vec![
        Requirement::SignIn,
        Requirement::GuardianConsent,
        Requirement::DigitalId,
        Requirement::Finish,
    ];
    let programme = Programme {
        requirements: asked,
        ..programme()
    };
    let mut facts = Facts {
        signed_in: true,
        own_password: true,
        identity_shared: true,
        finished_at: Some(Instant(2)),
        ..Facts::default()
    };
    assert_eq!(next(&programme, &facts), None);
    facts.guardian.needed = true;
    assert_eq!(next(&programme, &facts), Some(Requirement::GuardianConsent));
    facts.guardian.agreed = Some(crate::guardians::Agreed {
        guardian: "Асель Б.".into(),
        at: Instant(3),
    });
    facts.identity_shared = false;
    assert_eq!(next(&programme, &facts), Some(Requirement::DigitalId));
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

#[test]
fn faults_of_a_definition_are_named() {
    let mut programme = programme();
    programme.requirements.swap(3, 4);
    programme.requirements.push(Requirement::Terms);
    programme.centre.bin = "1".into();
    let faults = faults_of(&programme).join("\n");
    for words in [
        "\"email_code\" needs \"email\"",
        "stands twice",
        "\"finish\" is not the last",
        "not a BIN",
    ] {
        assert!(faults.contains(words), "{words} in {faults}");
    }
}

/// A programme that proves the address by a link and asks number, name and phone on one page.
fn of_teachers() -> Programme {
    let shared = [
        Requirement::PersonalNumber,
        Requirement::PersonName,
        Requirement::Phone,
        Requirement::Finish,
    ];
    let first = [
        Requirement::Email,
        Requirement::EmailCode,
        Requirement::Password,
        Requirement::SignIn,
        Requirement::PersonalDataConsent,
    ];
    Programme {
        code: "nqt".into(),
        requirements: first.into_iter().chain(shared).collect(),
        pages: BTreeMap::from([(PROFILE.to_owned(), shared.to_vec())]),
        email_proof: EmailProof::Link,
        ..programme()
    }
}

fn answer(facts: &mut Facts, asked: &[Requirement]) {
    for (requirement, answer) in steps() {
        if asked.contains(&requirement) {
            answer(facts);
        }
    }
    if asked.contains(&Requirement::Phone) {
        facts.phone = Some("+77011234567".into());
    }
}

/// What is asked of these facts, one after another, until nothing is.
fn asked_of(programme: &Programme, facts: &mut Facts) -> Vec<Requirement> {
    let mut asked = Vec::new();
    while let Some(requirement) = next(programme, facts) {
        assert!(may_enter(programme, facts, requirement), "{requirement:?}");
        asked.push(requirement);
        answer(facts, &[requirement]);
    }
    asked
}

#[test]
fn requirements_of_one_page_are_one_step() {
    let programme = of_teachers();
    assert_eq!(faults_of(&programme), Vec::<String>::new());
    let mut facts = Facts::default();
    let pages: Vec<_> = path(&programme, &facts)
        .into_iter()
        .map(|step| programme.page(step).to_owned())
        .collect();
    assert_eq!(
        pages,
        ["email", "code", "password", "sign-in", "consent", PROFILE]
    );
    assert_eq!(
        programme.of_page(PROFILE),
        Some(Requirement::PersonalNumber)
    );
    assert_eq!(programme.of_page("number"), None);
    answer(&mut facts, &programme.requirements[..5]);
    for requirement in &programme.requirements[5..8] {
        assert!(
            may_enter(&programme, &facts, *requirement),
            "{requirement:?}"
        );
    }
    assert!(
        !may_enter(&programme, &facts, Requirement::Finish),
        "nothing is finished while its own page lacks something"
    );
    answer(&mut facts, &programme.requirements[5..8]);
    assert!(may_enter(&programme, &facts, Requirement::Finish));
}

#[test]
fn a_second_programme_asks_only_for_the_rest() {
    let (assessment, teachers) = (programme(), of_teachers());
    for (first, second, rest) in [
        (&assessment, &teachers, vec![Requirement::Finish]),
        (
            &teachers,
            &assessment,
            vec![
                Requirement::Citizenship,
                Requirement::Terms,
                Requirement::BiometricConsent,
                Requirement::FacePhoto,
                Requirement::IdentityDocument,
                Requirement::PersonalDetails,
                Requirement::Study,
                Requirement::Finish,
            ],
        ),
    ] {
        let mut facts = Facts::default();
        assert_eq!(asked_of(first, &mut facts), first.requirements);
        // Finishing is of one programme; consents here are of one centre.
        facts.finished_at = None;
        assert_eq!(asked_of(second, &mut facts), rest, "{}", second.code);
    }
}

#[test]
fn the_phone_of_the_details_is_a_phone() {
    let mut facts = Facts::default();
    assert!(!facts.satisfy(&of_teachers(), Requirement::Phone));
    answer(&mut facts, &[Requirement::PersonalDetails]);
    assert_eq!(facts.contact_phone(), Some("+77011234567"));
    assert!(facts.satisfy(&of_teachers(), Requirement::Phone));
    facts.phone = Some("+77029876543".into());
    assert_eq!(facts.contact_phone(), Some("+77029876543"));
}

#[test]
fn a_mailed_password_is_replaced_before_anything_else() {
    let mut programme = of_teachers();
    programme.first_password = FirstPassword::Mailed;
    assert_eq!(
        faults_of(&programme).len(),
        1,
        "{:?}",
        faults_of(&programme)
    );
    programme.requirements[2] = Requirement::SignIn;
    programme.requirements[3] = Requirement::OwnPassword;
    assert_eq!(faults_of(&programme), Vec::<String>::new());

    let mut facts = Facts::default();
    answer(&mut facts, &programme.requirements);
    facts.own_password = false;
    for owed in [&programme, &self::programme()] {
        assert_eq!(next(owed, &facts), Some(Requirement::OwnPassword));
        assert!(may_enter(owed, &facts, Requirement::OwnPassword));
        assert!(!may_enter(owed, &facts, Requirement::PersonName));
        assert!(!may_enter(owed, &facts, Requirement::Finish));
    }
    facts.own_password = true;
    assert_eq!(next(&programme, &facts), None);
}

#[test]
fn pages_that_nobody_can_show_are_faults() {
    let mut programme = of_teachers();
    programme.pages = BTreeMap::from([(
        "all".to_owned(),
        vec![Requirement::Finish, Requirement::Email],
    )]);
    let faults = faults_of(&programme).join("\n");
    for words in [
        "nobody can show",
        "does not ask personal_number and person_name",
    ] {
        assert!(faults.contains(words), "{words} in {faults}");
    }
}

#[test]
fn whoever_is_under_age_waits_for_a_guardian() {
    let mut programme = of_teachers();
    let asked = [
        Requirement::PersonName,
        Requirement::GuardianConsent,
        Requirement::Finish,
    ];
    programme.requirements = asked.to_vec();
    programme.pages = BTreeMap::new();
    let mut facts = Facts {
        name: Some(PersonName::default()),
        ..Facts::default()
    };
    facts.own_password = true;
    assert_eq!(next(&programme, &facts), Some(Requirement::Finish));
    assert_eq!(path(&programme, &facts).len(), 2, "nobody has to agree");
    facts.guardian.needed = true;
    assert_eq!(next(&programme, &facts), Some(Requirement::GuardianConsent));
    assert!(!may_enter(&programme, &facts, Requirement::Finish));
    assert_eq!(path(&programme, &facts).len(), 3);
    facts.guardian.agreed = Some(crate::guardians::Agreed {
        guardian: "Асель Ө.".to_owned(),
        at: Instant(1),
    });
    assert_eq!(next(&programme, &facts), Some(Requirement::Finish));
}

#[test]
fn the_age_of_consent_is_of_programmes_that_ask() {
    use crate::guardians::consent_age;

    let mut programme = of_teachers();
    assert_eq!(consent_age(&programme), None);
    programme.guardian_below = Some(16);
    assert_eq!(faults_of(&programme).len(), 1, "nobody is asked there");
    programme.pages = BTreeMap::new();
    programme.requirements.pop();
    programme.requirements.push(Requirement::GuardianConsent);
    programme.requirements.push(Requirement::Finish);
    assert_eq!(faults_of(&programme), Vec::<String>::new());
    assert_eq!(consent_age(&programme), Some(16));
    programme.guardian_below = None;
    assert_eq!(consent_age(&programme), Some(18));
    programme.guardian_below = Some(0);
    assert_eq!(faults_of(&programme).len(), 1, "nobody is younger");
}
