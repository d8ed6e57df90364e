//! What stands in an identity document: read by the server, corrected and confirmed by its holder.
//! Wire types and rules; pixels are read in the `vision` crate, text of the zone in [`crate::mrz`].
//!
//! A zone has Latin names, no patronymic, no place: those are typed. What differs from what was read
//! is never refused for that, a person looks at it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::dates::check_birth_date;
use crate::documents::{DocumentKind, PassportNumber};
use crate::iin::{Iin, Structure};
use crate::names::NamePart;
use crate::people::Sex;
use crate::problem::{Code, FieldError};
use crate::text::tidy;
use crate::time::Instant;
use crate::transliteration::{AGREE, likeness};

/// Most characters of a free field.
pub const MAX_TEXT: usize = 100;
/// How often one person may ask in an hour what the pictures say.
pub const READINGS_AN_HOUR: i64 = 60;
/// Days before the end of a document in which it is told that it ends soon.
const SOON_DAYS: i32 = 90;

/// The confirmed data of a document, as far as other steps and the cabinet need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentData {
    /// When the holder confirmed them.
    pub at: Instant,
    /// Something was typed, corrected or does not agree: a person decides.
    pub in_review: bool,
    /// Which document.
    pub kind: DocumentKind,
    /// Its number, the last characters only; empty where it was not told.
    pub masked_number: String,
    /// Until when it is valid, `YYYY-MM-DD`.
    pub expires: String,
}

/// A field of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentField {
    /// IIN.
    Iin,
    /// Number of the document.
    Number,
    /// Surname; Latin where it is read.
    Surname,
    /// Given names; Latin where they are read.
    FirstName,
    /// Birth date.
    BirthDate,
    /// Until when the document is valid.
    Expires,
}

/// Where the value of a field came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldSource {
    /// The server read it and the holder left it so.
    Read,
    /// The server read something else.
    Corrected,
    /// Typed, nothing was read there.
    Typed,
}

/// What is worth saying about a document that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadingNotice {
    /// No zone on any side: it is covered or blurred, or it is another document; for a card also when
    /// both pictures are of the front.
    NoZone,
    /// There is a zone, but its check digits do not fit.
    Unclear,
    /// The zone of the back is on the picture of the front, and none on the other.
    SidesSwapped,
    /// Both pictures show a back.
    TwoBacks,
    /// A passport where a card was chosen, or the other way round.
    OtherKind,
    /// An identity card that Kazakhstan did not issue.
    ForeignCard,
    /// The validity has ended.
    Expired,
    /// The validity ends within ninety days.
    ExpiresSoon,
    /// The IIN is another than the one told before.
    OtherIin,
    /// The control digit of the IIN does not fit.
    IinUnclear,
    /// Birth date or sex are not those in the digits of the IIN.
    IinDisagrees,
}

impl ReadingNotice {
    /// Whether somebody of the staff looks at a confirmation with this notice.
    pub const fn needs_review(self) -> bool {
        !matches!(self, Self::SidesSwapped | Self::ExpiresSoon | Self::Expired)
    }
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadValue {
    /// Which field.
    pub field: DocumentField,
    /// The value; dates as `YYYY-MM-DD`.
    pub value: String,
    /// The line of the zone it stands in, from 0: its crop is shown beside it.
    pub line: u8,
    /// Some character was hard to tell.
    pub doubtful: bool,
}

/// The answer to `POST /registration/reading`: what the server read on the current pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// Identifier; the confirmation names it. Another picture is another reading.
    pub id: String,
    /// Which document was chosen.
    pub kind: DocumentKind,
    /// What was read; empty when everything is to be typed.
    pub values: Vec<ReadValue>,
    /// What is worth saying, most important first.
    pub notices: Vec<ReadingNotice>,
}

impl Reading {
    /// What was read in a field.
    pub fn value(&self, field: DocumentField) -> Option<&ReadValue> {
        self.values.iter().find(|value| value.field == field)
    }
}

/// `PUT /registration/document-data`: the data as the holder confirms them. Dates are `YYYY-MM-DD`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ConfirmDocument {
    /// The reading that was shown.
    pub reading: String,
    /// IIN; may be empty on a passport or permit of a foreigner.
    pub iin: String,
    /// Number of the document; required where there is no IIN.
    pub number: String,
    /// Surname as printed, in any script.
    pub surname: String,
    /// First name as printed.
    pub first_name: String,
    /// Patronymic, when there is one.
    pub patronymic: String,
    /// Birth date.
    pub birth_date: String,
    /// Birth place.
    pub birth_place: String,
    /// Nationality.
    pub nationality: String,
    /// Who issued the document.
    pub authority: String,
    /// Issue date.
    pub issued: String,
    /// Until when it is valid.
    pub expires: String,
    /// "These data are right."
    pub right: bool,
}

impl std::fmt::Debug for ConfirmDocument {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ConfirmDocument({})", self.reading)
    }
}

/// A date of the wire.
pub fn parse_date(text: &str) -> Result<Date, Code> {
    if text.trim().is_empty() {
        return Err(Code::Required);
    }
    let mut parts = text.trim().splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, day) = (part(), part(), part());
    crate::dates::parse_parts(day, month, year)
}

impl ConfirmDocument {
    /// Every field that is refused, and why, in the order of the page.
    pub fn refusals(&self, kind: DocumentKind, today: Date) -> Vec<FieldError> {
        let checked = [
            ("iin", self.check_iin(kind)),
            ("number", self.check_number(kind)),
            ("surname", NamePart::parse(&self.surname).map(drop)),
            ("first_name", NamePart::parse(&self.first_name).map(drop)),
            ("patronymic", optional_name(&self.patronymic)),
            ("birth_date", self.check_birth(today)),
            ("expires", self.check_expires(today)),
            ("issued", self.check_issued(today)),
            ("birth_place", short(&self.birth_place)),
            ("nationality", short(&self.nationality)),
            ("authority", short(&self.authority)),
            (
                "right",
                self.right.then_some(()).ok_or(Code::AgreementRequired),
            ),
        ];
        let refused = checked.into_iter().filter_map(|(field, checked)| {
            let refusal = FieldError::new(field, checked.err()?);
            Some(match refusal.code {
                Code::TooLong => refusal.with("max", MAX_TEXT),
                _ => refusal,
            })
        });
        refused.collect()
    }

    fn check_iin(&self, kind: DocumentKind) -> Result<(), Code> {
        if self.iin.trim().is_empty() {
            let without = kind != DocumentKind::IdentityCard;
            return if without { Ok(()) } else { Err(Code::Required) };
        }
        Iin::parse(&self.iin).map(drop)
    }

    fn check_number(&self, kind: DocumentKind) -> Result<(), Code> {
        let iin_tells = !self.iin.trim().is_empty() || kind == DocumentKind::IdentityCard;
        if self.number.trim().is_empty() && iin_tells {
            return Ok(());
        }
        PassportNumber::parse(&self.number).map(drop)
    }

    fn check_birth(&self, today: Date) -> Result<(), Code> {
        check_birth_date(parse_date(&self.birth_date)?, today)
    }

    fn check_expires(&self, today: Date) -> Result<(), Code> {
        let expires = parse_date(&self.expires)?;
        if expires < today {
            Err(Code::DocumentExpired)
        } else if expires.year() > today.year() + 50 {
            Err(Code::DateImpossible)
        } else {
            Ok(())
        }
    }

    /// Optional; after the birth, not in the future.
    fn check_issued(&self, today: Date) -> Result<(), Code> {
        if self.issued.trim().is_empty() {
            return Ok(());
        }
        let issued = parse_date(&self.issued)?;
        if issued > today {
            Err(Code::DateFuture)
        } else if parse_date(&self.birth_date).is_ok_and(|birth| issued < birth) {
            Err(Code::IssuedBeforeBirth)
        } else {
            Ok(())
        }
    }

    /// Where the value of a field comes from. Names are compared tolerantly: the zone has them in
    /// Latin letters and another spelling.
    pub fn source(&self, field: DocumentField, reading: &Reading) -> FieldSource {
        let Some(read) = reading.value(field) else {
            return FieldSource::Typed;
        };
        let read = read.value.as_str();
        let same = match field {
            DocumentField::Iin => compact(&self.iin) == read,
            DocumentField::Number => compact(&self.number) == read,
            DocumentField::Surname => likeness(&self.surname, read) >= AGREE,
            DocumentField::FirstName => likeness(&self.first_name, read) >= AGREE,
            DocumentField::BirthDate => same_day(&self.birth_date, read),
            DocumentField::Expires => same_day(&self.expires, read),
        };
        match (same, field) {
            (false, _) => FieldSource::Corrected,
            // The Cyrillic spelling is not in the zone.
            (true, DocumentField::Surname | DocumentField::FirstName)
                if !self.name_of(field).is_ascii() =>
            {
                FieldSource::Typed
            }
            (true, _) => FieldSource::Read,
        }
    }

    fn name_of(&self, field: DocumentField) -> &str {
        match field {
            DocumentField::Surname => &self.surname,
            _ => &self.first_name,
        }
    }

    /// Whether somebody of the staff looks at it: nothing was read, or what was read differs, or the
    /// document itself raises a question. The page says so before it is sent.
    pub fn needs_review(&self, reading: &Reading) -> bool {
        const READ: [DocumentField; 4] = [
            DocumentField::Surname,
            DocumentField::FirstName,
            DocumentField::BirthDate,
            DocumentField::Expires,
        ];
        let fields = READ
            .into_iter()
            .chain([DocumentField::Number, DocumentField::Iin]);
        // A name that is not written yet is refused, not looked at.
        let names = [DocumentField::Surname, DocumentField::FirstName];
        let missing = |field| names.contains(&field) && self.name_of(field).trim().is_empty();
        let corrected = fields
            .into_iter()
            .any(|field| !missing(field) && self.source(field, reading) == FieldSource::Corrected);
        let unread = READ.into_iter().any(|field| reading.value(field).is_none());
        let asked = |notice: &ReadingNotice| match notice {
            // Said about what was read; what is confirmed is looked at below.
            ReadingNotice::IinDisagrees => false,
            other => other.needs_review(),
        };
        corrected || unread || self.iin_disagrees() || reading.notices.iter().any(asked)
    }

    /// The birth date is not the one in the digits of the IIN; a warning, never a refusal.
    pub fn iin_disagrees(&self) -> bool {
        let (Ok(iin), Ok(birth)) = (Iin::parse(&self.iin), parse_date(&self.birth_date)) else {
            return false;
        };
        disagree(&iin, Some(birth), None)
    }
}

fn optional_name(text: &str) -> Result<(), Code> {
    if text.trim().is_empty() {
        return Ok(());
    }
    NamePart::parse(text).map(drop)
}

fn short(text: &str) -> Result<(), Code> {
    if tidy(text).chars().count() > MAX_TEXT {
        return Err(Code::TooLong);
    }
    Ok(())
}

/// Without separators, in capitals: how numbers are compared.
fn compact(text: &str) -> String {
    crate::text::without_separators(text).to_ascii_uppercase()
}

fn same_day(typed: &str, read: &str) -> bool {
    matches!((parse_date(typed), parse_date(read)), (Ok(one), Ok(two)) if one == two)
}

/// Whether the digits of an IIN tell another birth date or sex.
pub fn disagree(iin: &Iin, birth: Option<Date>, sex: Option<Sex>) -> bool {
    let Structure::Ok {
        birth_date,
        sex: own,
    } = iin.structure()
    else {
        return false;
    };
    birth.is_some_and(|birth| birth != birth_date) || sex.is_some_and(|sex| sex != own)
}

/// Whether a document that is valid until then ends soon.
pub fn ends_soon(expires: Date, today: Date) -> bool {
    expires >= today && (expires - today).get_days() <= SOON_DAYS
}

/// The data of a document as they are kept, sealed: for the features that build on them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDocument {
    /// The pictures they were confirmed for.
    pub pictures: String,
    /// When.
    pub at: Instant,
    /// A person decides.
    pub in_review: bool,
    /// Which document.
    pub kind: DocumentKind,
    /// The data.
    pub data: ConfirmDocument,
    /// Where each field came from.
    pub sources: Vec<(DocumentField, FieldSource)>,
}

impl KeptDocument {
    /// What its owner sees of it.
    pub fn view(&self) -> DocumentData {
        let number = PassportNumber::parse(&self.data.number);
        DocumentData {
            at: self.at,
            in_review: self.in_review,
            kind: self.kind,
            masked_number: number.map(|number| number.masked()).unwrap_or_default(),
            expires: self.data.expires.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
