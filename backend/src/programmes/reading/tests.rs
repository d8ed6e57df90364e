//! Broken definitions, one mistake each.

use super::*;

const GOOD: &str = include_str!("../../../programmes/nqt.toml");
const ENT: &str = include_str!("../../../programmes/ent.toml");

#[test]
fn our_own_definitions_are_right() {
    for text in [GOOD, ENT, include_str!("../../../programmes/ncie.toml")] {
        assert!(read("own.toml", text).is_ok());
    }
}

/// What is changed into what, the key that is named, a word of what is told.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("code = \"nqt\"", "code = \"\"", "code", "is no code"),
    (
        "code = \"nqt\"",
        "code = \"NQT!\"",
        "code",
        "small Latin letters",
    ),
    ("code = \"nqt\"\n", "", "code", "missing field"),
    (
        "code = \"nqt\"",
        "code = nqt",
        "the file",
        "correct the writing",
    ),
    ("code = \"nqt\"", "code = 7", "code", "invalid type"),
    (
        "code = \"nqt\"",
        "code = \"nqt\"\ncolour = \"red\"",
        "colour",
        "is no key",
    ),
    (
        "\"finish\",",
        "\"finish\", \"email\",",
        "requirements",
        "stands twice",
    ),
    ("    \"finish\",\n", "", "requirements", "is not the last"),
    (
        "\"email\",\n    \"email_code\",",
        "\"email_code\",\n    \"email\",",
        "requirements",
        "needs \"email\" before it",
    ),
    (
        "\"password\",",
        "\"passwort\",",
        "requirements",
        "unknown variant",
    ),
    ("bin = \"", "bin = \"1", "centre.bin", "is not a BIN"),
    ("mail = \"", "mail = \"@", "centre.mail", "is no address"),
    (
        "phone = \"",
        "phone = \"0\" # ",
        "centre.phone",
        "is no phone number",
    ),
    ("site = \"https:", "site = \"ftp:", "centre.site", "https"),
    ("free = 1", "free = -1", "form.attempts.free", "is below 0"),
    (
        "free = 1\npaid = 1",
        "free = 0\npaid = 0",
        "form.attempts",
        "leave no attempt",
    ),
    (
        "free = 1",
        "free = \"one\"",
        "form.attempts.free",
        "invalid type",
    ),
    (
        "code = \"personal\"",
        "code = \"kind\"",
        "form.sections[1].code",
        "stands twice",
    ),
    (
        "code = \"personal\"",
        "code = \"check\"",
        "form.sections[1].code",
        "address of the page",
    ),
    (
        "{ kind = \"study_years\" }",
        "{ kind = \"shoe_size\" }",
        "form.sections[1].fields[1]",
        "unknown variant",
    ),
    (
        "{ kind = \"study_years\" }",
        "{ kind = \"specialty_text\" }",
        "form.sections[1].fields[1].kind",
        "asked twice",
    ),
    (
        "{ kind = \"study_years\" }",
        "{ kind = \"specialty\" }",
        "form.sections[1].fields[0].kind",
        "in two ways",
    ),
    (
        "{ kind = \"study_years\" }",
        "{ kind = \"study_years\", mandatory = true }",
        "form.sections[1].fields[1].mandatory",
        "is no key",
    ),
    (
        "fields = [{ kind = \"workplace\" }]",
        "fields = []",
        "form.sections[2].fields",
        "are empty",
    ),
    (
        "fields = [{ kind = \"kind\" }]",
        "fields = [{ kind = \"language\" }]",
        "form.sections[3].fields[0].kind",
        "needs \"Kind\" before it",
    ),
    (
        "name.ru = \"Вид тестирования\"",
        "name.ru = \" \"",
        "form.sections[0].name.ru",
        "is empty",
    ),
    (
        "subjects = \"school\"",
        "subjects = \"\"",
        "form.kinds[1].blocks[0].subjects",
        "is no code",
    ),
    (
        "code = \"tvet\"",
        "code = \"general\"",
        "form.kinds[2].code",
        "stands twice",
    ),
];

/// The same for what only the testing of school leavers has.
const BROKEN_ENT: &[(&str, &str, &str, &str)] = &[
    (
        "refund_mail = \"",
        "refund_mail = \"@",
        "centre.refund_mail",
        "is no address",
    ),
    (
        "language_first = true",
        "language_first = \"yes\"",
        "language_first",
        "invalid type",
    ),
    (
        "    \"own_password\",\n",
        "",
        "first_password",
        "not replaced",
    ),
    (
        "    { kind = \"participant\" },\n",
        "",
        "form.sections[0].fields[0].kind",
        "needs \"Participant\" before it",
    ),
    (
        "    { kind = \"participant\" },\n",
        "",
        "form.participants",
        "do not go with the field",
    ),
    (
        "    { kind = \"school\" },\n",
        "",
        "form.participants[0].asks[0]",
        "stands in no section",
    ),
    (
        "asks = [\"school\"]",
        "asks = [\"language\"]",
        "form.participants[0].asks[0]",
        "is asked of everybody",
    ),
    (
        "asks = [\"school\"]",
        "asks = [\"school\", \"school\"]",
        "form.participants[0].asks[1]",
        "stands twice",
    ),
    (
        "asks = [\"school\"]",
        "asks = [\"kindergarten\"]",
        "form.participants[0].asks",
        "unknown variant",
    ),
    (
        "asks = [\"school\"]",
        "asks = [\"school\"]\nname = \"Pupil\"",
        "form.participants[0].name",
        "is no key",
    ),
    (
        "code = \"grade11\"",
        "code = \"Grade 11\"",
        "form.participants[0].code",
        "is no code",
    ),
    (
        "code = \"grade11\"",
        "code = \"conditional\"",
        "form.participants[1].code",
        "stands twice",
    ),
    (
        "    \"math-inf\",",
        "    \"math-phys\",",
        "form.participants[2].pairs[1]",
        "stands twice",
    ),
    (
        ", { kind = \"subject_pair\" }",
        "",
        "form.participants[2].pairs",
        "stand without the field",
    ),
];

#[test]
fn every_mistake_is_told_with_file_line_key_and_remedy() {
    for (good, broken) in [(GOOD, BROKEN), (ENT, BROKEN_ENT)] {
        for mistake in broken {
            is_told(good, *mistake);
        }
    }
}

#[test]
fn a_question_of_nobody_is_told() {
    let text = ENT.replace("asks = [\"graduation\"]", "asks = []");
    let told = read("ent.toml", &text).unwrap_err().join("\n");
    let place = "form.sections[0].fields[2].kind: is asked of nobody;";
    assert!(told.contains(place), "{told}");
}

fn is_told(good: &str, (from, to, key, words): (&str, &str, &str, &str)) {
    assert!(good.contains(from), "{from} is not in the definition");
    let text = good.replacen(from, to, 1);
    let told = read("own.toml", &text)
        .expect_err("it is broken")
        .join("\n");
    let line = told
        .lines()
        .find(|line| line.contains(key) && line.contains(words));
    let line = line.unwrap_or_else(|| panic!("{key}: {words} in {told}"));
    let number = line
        .strip_prefix("own.toml:")
        .and_then(|rest| rest.split_once(':'));
    let (number, rest) = number.expect("a line is named");
    let number: usize = number.parse().expect("it is a number");
    assert!((1..=text.lines().count()).contains(&number), "{line}");
    assert!(rest.contains(';'), "no remedy in {line}");
}

#[test]
fn the_line_is_the_keys_own() {
    let text = GOOD.replacen("paid = 1", "paid = -1", 1);
    let told = read("nqt.toml", &text).unwrap_err();
    let wanted = text.lines().position(|line| line == "paid = -1").unwrap() + 1;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with(&format!("nqt.toml:{wanted}: form.attempts.paid")),
        "{told:?}"
    );
}
