//! What can be wrong with a definition of a programme: the key, what is wrong there, what to do.
//! In which line the key stands, whoever read the file knows.

mod categories;

use std::collections::BTreeSet;

use crate::bin::Bin;
use crate::dictionaries::Name;
use crate::email::validate_email;
use crate::forms::{FieldKind, Form, Kind, Section};
use crate::programmes::{FirstPassword, PROFILE, Programme};
use crate::requirements::Requirement;

/// A mistake in a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: `form.sections[1].fields[0].kind`.
    pub key: String,
    /// What is wrong.
    pub wrong: String,
    /// What to do.
    pub remedy: String,
}

/// Addresses below an application's form that no section may take.
const TAKEN_ADDRESSES: [&str; 2] = ["check", "new"];

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, key: impl Into<String>, wrong: impl Into<String>, remedy: &str) {
        self.0.push(Fault {
            key: key.into(),
            wrong: wrong.into(),
            remedy: remedy.to_owned(),
        });
    }

    fn check(&mut self, fine: bool, key: &str, wrong: &str, remedy: &str) {
        if !fine {
            self.add(key, wrong, remedy);
        }
    }

    fn name(&mut self, key: &str, name: &Name) {
        for (language, text) in [("kk", &name.kk), ("ru", &name.ru), ("en", &name.en)] {
            if text.trim().is_empty() {
                let key = format!("{key}.{language}");
                self.add(key, "is empty", "write the name in this language");
            }
        }
    }

    fn code(&mut self, key: &str, code: &str) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let fine = !code.is_empty() && code.bytes().all(|b| plain(b) || matches!(b, b'_' | b'-'));
        let remedy = "use small Latin letters, digits, \"-\" and \"_\"";
        self.check(fine, key, "is no code", remedy);
    }

    fn unique<'a>(&mut self, codes: impl Iterator<Item = (String, &'a str)>) {
        let mut seen = BTreeSet::new();
        for (key, code) in codes {
            if !seen.insert(code) {
                let wrong = format!("\"{code}\" stands twice");
                self.add(key, wrong, "give each its own code");
            }
        }
    }
}

/// The mistakes of a definition; empty when it may be used.
pub fn faults(programme: &Programme) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.code("code", &programme.code);
    faults.name("name", &programme.name);
    faults.name("system", &programme.system);
    check_centre(programme, &mut faults);
    check_order(programme, &mut faults);
    check_ways(programme, &mut faults);
    if let Some(form) = &programme.form {
        check_form(form, &mut faults);
    }
    faults.0
}

fn check_centre(programme: &Programme, faults: &mut Faults) {
    let centre = &programme.centre;
    faults.name("centre.name", &centre.name);
    faults.name("centre.address", &centre.address);
    faults.name("centre.hours", &centre.hours);
    faults.check(
        Bin::parse(&centre.bin).is_ok(),
        "centre.bin",
        "is not a BIN",
        "write the twelve digits of the registration, with their control digit",
    );
    faults.check(
        validate_email(&centre.mail).is_ok(),
        "centre.mail",
        "is no address",
        "write the mail of the centre's support",
    );
    let refunds = centre.refund_mail.as_ref();
    faults.check(
        refunds.is_none_or(|mail| validate_email(mail).is_ok()),
        "centre.refund_mail",
        "is no address",
        "write the mail for claims about refunds, or leave it out",
    );
    let short = (3..=5).contains(&centre.phone.len());
    let digits = centre.phone.chars().filter(char::is_ascii_digit).count();
    faults.check(
        digits >= 11 || (short && digits == centre.phone.len()),
        "centre.phone",
        "is no phone number",
        "write it with the country, +7 7172 00-00-00, or a short number such as 1414",
    );
    faults.check(
        centre.site.starts_with("https://"),
        "centre.site",
        "is no https address",
        "write it as https://example.kz",
    );
}

/// Pairs that need each other: the second only after the first.
const ORDER: [(Requirement, Requirement); 11] = [
    (Requirement::Email, Requirement::EmailCode),
    (Requirement::EmailCode, Requirement::Password),
    (Requirement::SignIn, Requirement::FacePhoto),
    (Requirement::BiometricConsent, Requirement::FacePhoto),
    (Requirement::SignIn, Requirement::IdentityDocument),
    (Requirement::MobileNumber, Requirement::MobileCode),
    (Requirement::SignIn, Requirement::MovementCheck),
    (Requirement::BiometricConsent, Requirement::MovementCheck),
    (Requirement::SignIn, Requirement::Pin),
    (Requirement::SignIn, Requirement::DigitalId),
    (Requirement::IdentityDocument, Requirement::DocumentData),
];

fn name_of(requirement: Requirement) -> String {
    let name = serde_json::to_value(requirement).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

fn check_order(programme: &Programme, faults: &mut Faults) {
    let asked = &programme.requirements;
    let position = |wanted: Requirement| asked.iter().position(|r| *r == wanted);
    faults.check(
        !asked.is_empty(),
        "requirements",
        "are empty",
        "list what is asked, in order",
    );
    for (index, requirement) in asked.iter().enumerate() {
        if asked[..index].contains(requirement) {
            let wrong = format!("\"{}\" stands twice", name_of(*requirement));
            faults.add(format!("requirements[{index}]"), wrong, "ask it once");
        }
    }
    let login = if programme.first_password == FirstPassword::Mailed {
        Requirement::EmailCode
    } else {
        Requirement::Password
    };
    // Where the mobile number is the login, its code is the sign-in.
    let by_mobile = position(Requirement::MobileCode).is_some();
    for (first, second) in ORDER.into_iter().chain([(login, Requirement::SignIn)]) {
        let Some(at) = position(second) else { continue };
        let first = match first {
            Requirement::SignIn if by_mobile => Requirement::MobileCode,
            first => first,
        };
        if position(first).is_none_or(|before| before > at) {
            let wrong = format!(
                "\"{}\" needs \"{}\" before it",
                name_of(second),
                name_of(first)
            );
            let key = format!("requirements[{at}]");
            faults.add(key, wrong, "put them in this order");
        }
    }
    if !asked.is_empty() && asked.last() != Some(&Requirement::Finish) {
        let key = format!("requirements[{}]", asked.len() - 1);
        faults.add(key, "\"finish\" is not the last", "end the list with it");
    }
}

/// Pages that ask several requirements, and where the first password comes from.
fn check_ways(programme: &Programme, faults: &mut Faults) {
    let asked = &programme.requirements;
    for (page, together) in &programme.pages {
        let key = format!("pages.{page}");
        faults.check(
            page == PROFILE,
            &key,
            "is a page that nobody can show",
            "name it profile",
        );
        let mut neighbours = asked.windows(together.len().max(1));
        let fine = neighbours.any(|neighbours| neighbours == together.as_slice())
            && [Requirement::PersonalNumber, Requirement::PersonName]
                .iter()
                .all(|proof| together.contains(proof));
        faults.check(
            fine,
            &key,
            "does not ask personal_number and person_name in the order of requirements",
            "list neighbours of requirements, these two among them",
        );
    }
    let guarded = programme.asks(Requirement::GuardianConsent);
    faults.check(
        programme
            .guardian_below
            .is_none_or(|age| guarded && age > 0),
        "guardian_below",
        "is an age at which nobody is asked for a guardian",
        "ask guardian_consent and write the age from which a person agrees alone, or leave it out",
    );
    let sign_in = asked.iter().position(|r| *r == Requirement::SignIn);
    let after = sign_in.and_then(|at| asked.get(at + 1));
    let mailed = programme.first_password == FirstPassword::Mailed;
    let fine = after == Some(&Requirement::OwnPassword) && !programme.asks(Requirement::Password);
    faults.check(
        !mailed || fine,
        "first_password",
        "is mailed, but not replaced after the first sign-in",
        "put own_password after sign_in, and take password out",
    );
}

fn check_form(form: &Form, faults: &mut Faults) {
    faults.check(
        !form.sections.is_empty(),
        "form.sections",
        "are empty",
        "add a section, or leave the form out when nobody applies",
    );
    for (index, section) in form.sections.iter().enumerate() {
        check_section(&format!("form.sections[{index}]"), section, faults);
    }
    let codes = form.sections.iter().enumerate();
    faults.unique(codes.map(|(i, s)| (format!("form.sections[{i}].code"), s.code.as_str())));
    let mut seen = BTreeSet::new();
    for (place, kind) in places(form) {
        if !seen.insert(kind) {
            let wrong = format!("\"{kind:?}\" is asked twice");
            faults.add(format!("{place}.kind"), wrong, "ask it once");
        }
    }
    check_needs(form, faults);
    check_kinds(form, faults);
    categories::check(form, faults);
    categories::check_certificates(form, faults);
    if let Some(attempts) = form.attempts {
        for (key, count) in [("free", attempts.free), ("paid", attempts.paid)] {
            let key = format!("form.attempts.{key}");
            faults.check(count >= 0, &key, "is below 0", "write how many there are");
        }
        faults.check(
            attempts.free + attempts.paid > 0,
            "form.attempts",
            "leave no attempt",
            "allow one, or leave attempts out when nobody counts",
        );
    }
}

/// Every question with its place in the file.
fn places(form: &Form) -> impl Iterator<Item = (String, FieldKind)> + '_ {
    form.sections.iter().enumerate().flat_map(|(s, section)| {
        let fields = section.fields.iter().enumerate();
        fields.map(move |(f, field)| (format!("form.sections[{s}].fields[{f}]"), field.kind))
    })
}

fn check_section(key: &str, section: &Section, faults: &mut Faults) {
    faults.code(&format!("{key}.code"), &section.code);
    faults.name(&format!("{key}.name"), &section.name);
    faults.check(
        !TAKEN_ADDRESSES.contains(&section.code.as_str()),
        &format!("{key}.code"),
        "is an address of the page itself",
        "choose another code than check and new",
    );
    faults.check(
        !section.fields.is_empty(),
        &format!("{key}.fields"),
        "are empty",
        "ask something, or leave the section out",
    );
}

/// A question that depends on another stands after it.
const NEEDS: [(FieldKind, FieldKind); 7] = [
    (FieldKind::Kind, FieldKind::Blocks),
    (FieldKind::Participant, FieldKind::School),
    (FieldKind::Participant, FieldKind::Graduation),
    (FieldKind::Participant, FieldKind::University),
    (FieldKind::Participant, FieldKind::Certificate),
    (FieldKind::Participant, FieldKind::SubjectPair),
    (FieldKind::Attendance, FieldKind::Sitting),
];

fn check_needs(form: &Form, faults: &mut Faults) {
    let all: Vec<_> = places(form).collect();
    let position = |kind| all.iter().position(|(_, asked)| *asked == kind);
    for (first, second) in NEEDS {
        let Some(at) = position(second) else { continue };
        let before = position(first);
        // Blocks are nothing without a kind, nor what only some are asked without a category; a
        // sitting may do without a way to sit it, a pair without a category.
        let bound = second == FieldKind::Blocks || second.of_category();
        let missing = before.is_none() && bound;
        if missing || before.is_some_and(|before| before > at) {
            let wrong = format!("\"{second:?}\" needs \"{first:?}\" before it");
            faults.add(
                format!("{}.kind", all[at].0),
                wrong,
                "put them in this order",
            );
        }
    }
    if let (Some(_), Some(at)) = (
        position(FieldKind::Specialty),
        position(FieldKind::SpecialtyText),
    ) {
        faults.add(
            format!("{}.kind", all[at].0),
            "the specialty is asked in two ways",
            "ask it out of the list or in words",
        );
    }
}

fn check_kinds(form: &Form, faults: &mut Faults) {
    let asked = form.field(FieldKind::Kind).is_some();
    let blocks = form.field(FieldKind::Blocks).is_some();
    faults.check(
        asked != form.kinds.is_empty(),
        "form.kinds",
        "do not go with the field \"kind\"",
        "list the kinds where the form asks for one, and only there",
    );
    let codes = form.kinds.iter().enumerate();
    faults.unique(codes.map(|(i, k)| (format!("form.kinds[{i}].code"), k.code.as_str())));
    for (index, kind) in form.kinds.iter().enumerate() {
        check_kind(&format!("form.kinds[{index}]"), (kind, blocks), faults);
    }
}

fn check_kind(key: &str, (kind, asks_blocks): (&Kind, bool), faults: &mut Faults) {
    faults.code(&format!("{key}.code"), &kind.code);
    faults.name(&format!("{key}.name"), &kind.name);
    faults.check(
        asks_blocks != kind.blocks.is_empty(),
        &format!("{key}.blocks"),
        "do not go with the field \"blocks\"",
        "give each kind its blocks where the form asks for them",
    );
    let codes = kind.blocks.iter().enumerate();
    faults.unique(codes.map(|(i, b)| (format!("{key}.blocks[{i}].code"), b.code.as_str())));
    for (index, block) in kind.blocks.iter().enumerate() {
        let key = format!("{key}.blocks[{index}]");
        faults.code(&format!("{key}.code"), &block.code);
        faults.code(&format!("{key}.subjects"), &block.subjects);
        faults.name(&format!("{key}.name"), &block.name);
    }
}
