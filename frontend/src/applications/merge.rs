//! Two edits of one application at once: what each of them changed, and what is both.

use shared::forms::{Answers, FieldKind};

/// Puts the answer to one question in the place of another.
fn take(kind: FieldKind, from: &Answers, to: &mut Answers) {
    match kind {
        FieldKind::Service => to.service.clone_from(&from.service),
        FieldKind::Kind => to.kind.clone_from(&from.kind),
        FieldKind::Participant => to.participant.clone_from(&from.participant),
        FieldKind::School => {
            to.school.clone_from(&from.school);
            to.grade.clone_from(&from.grade);
        }
        FieldKind::Graduation => {
            to.graduated_from.clone_from(&from.graduated_from);
            to.graduated_in.clone_from(&from.graduated_in);
        }
        FieldKind::University => {
            to.university.clone_from(&from.university);
            to.study_form.clone_from(&from.study_form);
            to.programme_group.clone_from(&from.programme_group);
        }
        FieldKind::Certificate => {
            to.certificate_number.clone_from(&from.certificate_number);
            to.certificate_date.clone_from(&from.certificate_date);
        }
        FieldKind::Education => to.place_of_study.clone_from(&from.place_of_study),
        FieldKind::ContactPhone => to.contact_phone.clone_from(&from.contact_phone),
        FieldKind::EnglishCertificate => {
            to.english_certificate.clone_from(&from.english_certificate);
            to.english_number.clone_from(&from.english_number);
            to.english_date.clone_from(&from.english_date);
            to.english_score.clone_from(&from.english_score);
            to.english_scan.clone_from(&from.english_scan);
        }
        FieldKind::SpecialtyText => to.specialty_text.clone_from(&from.specialty_text),
        FieldKind::Specialty => to.specialty.clone_from(&from.specialty),
        FieldKind::StudyYears => {
            to.study_from.clone_from(&from.study_from);
            to.study_to.clone_from(&from.study_to);
        }
        FieldKind::QualificationNow => {
            to.qualification_now.clone_from(&from.qualification_now);
            to.qualification_until.clone_from(&from.qualification_until);
            to.qualification_lapsed = from.qualification_lapsed;
        }
        FieldKind::QualificationSought => {
            to.qualification_sought
                .clone_from(&from.qualification_sought);
        }
        FieldKind::ImpairedVision => to.impaired_vision = from.impaired_vision,
        FieldKind::SpecialConditions => {
            to.special_conditions.clone_from(&from.special_conditions);
            to.special_note.clone_from(&from.special_note);
        }
        FieldKind::Workplace => to.workplace.clone_from(&from.workplace),
        FieldKind::Blocks => to.blocks.clone_from(&from.blocks),
        FieldKind::Language => to.language.clone_from(&from.language),
        FieldKind::SubjectPair => {
            to.subject_pair.clone_from(&from.subject_pair);
            to.foreign_language.clone_from(&from.foreign_language);
        }
        FieldKind::Attendance => to.attendance.clone_from(&from.attendance),
        FieldKind::Sitting => to.sitting.clone_from(&from.sitting),
    }
}

/// The questions that are answered otherwise.
pub(super) fn differences(one: &Answers, other: &Answers) -> Vec<FieldKind> {
    let differs = |kind: &FieldKind| {
        let mut made = one.clone();
        take(*kind, other, &mut made);
        made != *one
    };
    FieldKind::ALL.into_iter().filter(differs).collect()
}

/// What was changed here over what stands now: an answer touched here is kept as given here, any
/// other as it stands.
pub(super) fn merged(base: &Answers, mine: &Answers, now: &Answers) -> Answers {
    let mut made = now.clone();
    for kind in differences(base, mine) {
        take(kind, mine, &mut made);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keeps_what_only_one_changed() {
        let base = Answers {
            kind: "general".into(),
            language: "kk".into(),
            sitting: "a".into(),
            ..Answers::default()
        };
        let mine = Answers {
            sitting: "b".into(),
            ..base.clone()
        };
        let now = Answers {
            language: "ru".into(),
            sitting: "c".into(),
            ..base.clone()
        };
        let made = merged(&base, &mine, &now);
        assert_eq!((made.language.as_str(), made.sitting.as_str()), ("ru", "b"));
        assert_eq!(differences(&now, &made), [FieldKind::Sitting]);
        assert_eq!(merged(&base, &base, &now), now);
    }
}
