//! A card as read, and what its holder makes of it.

use jiff::civil::date;

use super::*;

fn read(field: DocumentField, value: &str) -> ReadValue {
    ReadValue {
        field,
        value: value.to_owned(),
        line: 0,
        doubtful: false,
    }
}

fn reading() -> Reading {
    Reading {
        id: "r".to_owned(),
        kind: DocumentKind::IdentityCard,
        values: vec![
            read(DocumentField::Iin, "850101300005"),
            read(DocumentField::Number, "000000017"),
            read(DocumentField::Surname, "OTEGENKYZY"),
            read(DocumentField::FirstName, "ALIYA"),
            read(DocumentField::BirthDate, "1985-01-01"),
            read(DocumentField::Expires, "2034-01-01"),
        ],
        notices: Vec::new(),
    }
}

fn confirmed() -> ConfirmDocument {
    ConfirmDocument {
        reading: "r".to_owned(),
        iin: "850101 300005".to_owned(),
        number: "000000017".to_owned(),
        surname: "Өтегенқызы".to_owned(),
        first_name: "Әлия".to_owned(),
        birth_date: "1985-1-1".to_owned(),
        expires: "2034-01-01".to_owned(),
        right: true,
        ..ConfirmDocument::default()
    }
}

fn refused(form: &ConfirmDocument, kind: DocumentKind) -> Vec<(String, Code)> {
    let refusals = form.refusals(kind, date(2026, 6, 1));
    refusals
        .into_iter()
        .map(|refusal| (refusal.field, refusal.code))
        .collect()
}

#[test]
fn what_was_read_and_left_so_needs_nobody() {
    let form = confirmed();
    assert_eq!(refused(&form, DocumentKind::IdentityCard), []);
    assert!(!form.needs_review(&reading()));
    assert_eq!(
        form.source(DocumentField::Iin, &reading()),
        FieldSource::Read
    );
    assert_eq!(
        form.source(DocumentField::Surname, &reading()),
        FieldSource::Typed
    );
    let plain = ConfirmDocument {
        surname: "Отегенкызы".to_owned(),
        first_name: "Алия".to_owned(),
        ..confirmed()
    };
    assert!(
        !plain.needs_review(&reading()),
        "Ә typed as А is the same name"
    );
}

#[test]
fn what_differs_goes_to_a_person() {
    let changes: [fn(&mut ConfirmDocument); 5] = [
        |form| form.iin = "991231400002".to_owned(),
        |form| form.birth_date = "1985-01-02".to_owned(),
        |form| form.surname = "Мерзімді".to_owned(),
        |form| form.expires = "2033-01-01".to_owned(),
        |form| form.number = "000000018".to_owned(),
    ];
    for change in changes {
        let mut form = confirmed();
        change(&mut form);
        assert_eq!(refused(&form, DocumentKind::IdentityCard), []);
        assert!(form.needs_review(&reading()));
    }
    let nothing = Reading {
        values: Vec::new(),
        notices: vec![ReadingNotice::NoZone],
        ..reading()
    };
    assert!(confirmed().needs_review(&nothing));
    let soon = Reading {
        notices: vec![ReadingNotice::ExpiresSoon, ReadingNotice::SidesSwapped],
        ..reading()
    };
    assert!(!confirmed().needs_review(&soon));
}

#[test]
fn what_is_required_is_told_in_the_order_of_the_page() {
    let empty = ConfirmDocument::default();
    let fields: Vec<_> = refused(&empty, DocumentKind::IdentityCard);
    let required = ["iin", "surname", "first_name", "birth_date", "expires"];
    let expected = required.map(|field| (field.to_owned(), Code::Required));
    assert_eq!(fields[..5], expected);
    assert_eq!(fields[5], ("right".to_owned(), Code::AgreementRequired));
}

fn one(change: fn(&mut ConfirmDocument), kind: DocumentKind) -> Vec<(String, Code)> {
    let mut form = confirmed();
    change(&mut form);
    refused(&form, kind)
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    let card = DocumentKind::IdentityCard;
    for (change, field, code) in [
        (
            (|form| form.iin = "850101300006".to_owned()) as fn(&mut ConfirmDocument),
            "iin",
            Code::IinChecksum,
        ),
        (
            |form| form.expires = "2026-05-31".to_owned(),
            "expires",
            Code::DocumentExpired,
        ),
        (
            |form| form.expires = "2026-02-30".to_owned(),
            "expires",
            Code::DateImpossible,
        ),
        (
            |form| form.birth_date = "2027-01-01".to_owned(),
            "birth_date",
            Code::DateFuture,
        ),
        (
            |form| form.issued = "1984-01-01".to_owned(),
            "issued",
            Code::IssuedBeforeBirth,
        ),
        (
            |form| form.issued = "2026-06-02".to_owned(),
            "issued",
            Code::DateFuture,
        ),
        (
            |form| form.number = "#".to_owned(),
            "number",
            Code::PassportForm,
        ),
        (
            |form| form.birth_place = "ә".repeat(101),
            "birth_place",
            Code::TooLong,
        ),
        (|form| form.right = false, "right", Code::AgreementRequired),
    ] {
        assert_eq!(one(change, card), [(field.to_owned(), code)]);
    }
    let last_day = one(|form| form.expires = "2026-06-01".to_owned(), card);
    assert_eq!(last_day, [], "a document is good on its last day");
    let foreigner = |form: &mut ConfirmDocument| form.iin.clear();
    assert_eq!(one(foreigner, DocumentKind::Passport), []);
    let nothing = |form: &mut ConfirmDocument| {
        form.iin.clear();
        form.number.clear();
    };
    let required = [("number".to_owned(), Code::Required)];
    assert_eq!(one(nothing, DocumentKind::Passport), required);
}

#[test]
fn the_birth_date_of_the_iin_is_a_warning() {
    let mut form = confirmed();
    assert!(!form.iin_disagrees());
    form.birth_date = "1985-01-02".to_owned();
    assert!(form.iin_disagrees());
    assert!(ends_soon(date(2026, 8, 30), date(2026, 6, 1)));
    assert!(!ends_soon(date(2026, 8, 31), date(2026, 6, 1)));
    assert!(!ends_soon(date(2026, 5, 31), date(2026, 6, 1)));
}
