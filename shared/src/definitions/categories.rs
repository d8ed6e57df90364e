//! What can be wrong with the categories of participants in a form.

use super::{Faults, places};
use crate::forms::{Category, FieldKind, Form};

/// The categories go with the questions, and each question of a category with somebody who is asked.
pub(super) fn check(form: &Form, faults: &mut Faults) {
    let asked = form.field(FieldKind::Participant).is_some();
    faults.check(
        asked != form.participants.is_empty(),
        "form.participants",
        "do not go with the field \"participant\"",
        "list the categories where the form asks for one, and only there",
    );
    let codes = form.participants.iter().enumerate();
    faults.unique(codes.map(|(i, c)| (format!("form.participants[{i}].code"), c.code.as_str())));
    for (index, category) in form.participants.iter().enumerate() {
        check_category(
            &format!("form.participants[{index}]"),
            category,
            form,
            faults,
        );
    }
    for (place, kind) in places(form).filter(|(_, kind)| kind.of_category()) {
        let asked = form.participants.iter().any(|c| c.asks.contains(&kind));
        faults.check(
            asked,
            &format!("{place}.kind"),
            "is asked of nobody",
            "name it in the asks of a category, or take the question out",
        );
    }
}

/// Scores of certificates stand where one is asked for, and only there.
pub(super) fn check_certificates(form: &Form, faults: &mut Faults) {
    let asked = form.field(FieldKind::EnglishCertificate).is_some();
    faults.check(
        asked != form.certificates.is_empty(),
        "form.certificates",
        "do not go with the field \"english_certificate\"",
        "list the scores of each certificate where the form asks for one, and only there",
    );
    let codes = form.certificates.iter().enumerate();
    faults.unique(codes.map(|(i, c)| (format!("form.certificates[{i}].code"), c.code.as_str())));
    for (index, scores) in form.certificates.iter().enumerate() {
        let key = format!("form.certificates[{index}]");
        faults.code(&format!("{key}.code"), &scores.code);
        faults.check(
            scores.min < scores.max && scores.step > 0,
            &key,
            "has no scores",
            "write min below max and a step above 0, in tenths of a point",
        );
    }
}

fn check_category(key: &str, category: &Category, form: &Form, faults: &mut Faults) {
    faults.code(&format!("{key}.code"), &category.code);
    for (index, kind) in category.asks.iter().enumerate() {
        let key = format!("{key}.asks[{index}]");
        if !kind.of_category() {
            let remedy = "name school, graduation, university or certificate";
            faults.add(key, format!("\"{kind:?}\" is asked of everybody"), remedy);
        } else if form.field(*kind).is_none() {
            let remedy = "add the question to a section, or take it out here";
            faults.add(key, format!("\"{kind:?}\" stands in no section"), remedy);
        } else if category.asks[..index].contains(kind) {
            faults.add(key, format!("\"{kind:?}\" stands twice"), "name it once");
        }
    }
    faults.check(
        category.pairs.is_empty() || form.field(FieldKind::SubjectPair).is_some(),
        &format!("{key}.pairs"),
        "stand without the field \"subject_pair\"",
        "ask for the pair, or take the pairs out",
    );
    let pairs = category.pairs.iter().enumerate();
    faults.unique(pairs.map(|(i, pair)| (format!("{key}.pairs[{i}]"), pair.as_str())));
    for (index, pair) in category.pairs.iter().enumerate() {
        faults.code(&format!("{key}.pairs[{index}]"), pair);
    }
}
