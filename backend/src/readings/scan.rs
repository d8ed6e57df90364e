//! From pictures to a record: which zone stands where, what it says, what is worth saying about it.
//! Pure, but for the time it takes.

use image::RgbImage;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use shared::documents::DocumentKind;
use shared::iin::Iin;
use shared::mrz::{self, Zone};
use shared::proofing::PictureKind;
use shared::readings::{DocumentField, ReadValue, ReadingNotice, disagree, ends_soon, parse_date};
use vision::{Frame, Point, ZoneShape, ZoneText};

use crate::proofing;

/// What the state of Kazakhstan is called in a zone.
const KAZAKHSTAN: &str = "KAZ";
/// Below this a character is worth a second look.
const SURE: f32 = 0.5;
/// Width of a crop in pixels.
const CROP_WIDTH: u32 = 880;

/// What is kept of a reading, sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) kind: DocumentKind,
    pub(super) values: Vec<ReadValue>,
    /// What can be said from the pictures alone.
    pub(super) notices: Vec<ReadingNotice>,
    /// The state that issued the document, as the zone has it.
    pub(super) state: String,
    /// The picture with the zone, and where its lines are.
    pub(super) side: PictureKind,
    pub(super) lines: Vec<[Point; 4]>,
}

/// The zone on each of the pictures that there are.
pub(super) struct Sides {
    pub(super) front: Option<ZoneText>,
    pub(super) back: Option<ZoneText>,
}

/// Looks for a zone on a stored picture.
pub(super) fn look(jpeg: &[u8]) -> anyhow::Result<Option<ZoneText>> {
    Ok(vision::zone(&frame(jpeg)?))
}

/// One line of the zone cut out, as a JPEG.
pub(super) fn crop(jpeg: &[u8], quad: [Point; 4]) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(strip) = vision::strip(&frame(jpeg)?, quad, CROP_WIDTH) else {
        return Ok(None);
    };
    let side = |length: usize| u32::try_from(length);
    let (width, height) = (side(strip.width())?, side(strip.height())?);
    let picture = RgbImage::from_raw(width, height, strip.rgb().to_vec());
    picture.as_ref().map(proofing::encode).transpose()
}

fn frame(jpeg: &[u8]) -> anyhow::Result<Frame> {
    let picture = proofing::decode_stored(jpeg)?;
    let (width, height) = picture.dimensions();
    let frame = Frame::from_rgb(width, height, picture.into_raw());
    frame.ok_or_else(|| anyhow::anyhow!("an empty picture"))
}

/// What was read, on the day `today`.
pub(super) fn record(kind: DocumentKind, sides: &Sides, today: Date) -> Record {
    let mut notices = Vec::new();
    let (side, found) = match (kind.has_back(), &sides.front, &sides.back) {
        (true, Some(_), Some(back)) => {
            notices.push(ReadingNotice::TwoBacks);
            (PictureKind::DocumentBack, Some(back))
        }
        (true, Some(front), None) => {
            // The page of a passport in place of a card has nothing to be swapped with.
            if front.shape == ZoneShape::Card {
                notices.push(ReadingNotice::SidesSwapped);
            }
            (PictureKind::DocumentFront, Some(front))
        }
        (true, None, back) => (PictureKind::DocumentBack, back.as_ref()),
        (false, front, _) => (PictureKind::DocumentFront, front.as_ref()),
    };
    let mut record = Record {
        kind,
        values: Vec::new(),
        notices,
        state: String::new(),
        side,
        lines: Vec::new(),
    };
    let Some(found) = found else {
        record.notices.push(ReadingNotice::NoZone);
        return record;
    };
    record.lines = found.lines.iter().map(|line| line.quad).collect();
    take(&mut record, found, today);
    record.notices.sort_unstable();
    record
}

/// Takes over what stands in a zone, when its check digits fit.
fn take(record: &mut Record, found: &ZoneText, today: Date) {
    let other = |line: &vision::ZoneLine| line.characters.iter().map(|one| one.other).collect();
    let lines: Vec<String> = found.lines.iter().map(vision::ZoneLine::text).collect();
    let next: Vec<String> = found.lines.iter().map(other).collect();
    let lines = mrz::repaired(&lines, &next, today);
    if (found.shape == ZoneShape::Card) != record.kind.has_back() {
        record.notices.push(ReadingNotice::OtherKind);
    }
    let zone = mrz::read(&lines, today).filter(|zone| zone.checks.all());
    let (Some(zone), Some(state)) = (zone, lines.first().and_then(|line| line.get(2..5))) else {
        record.notices.push(ReadingNotice::Unclear);
        return;
    };
    state.trim_end_matches('<').clone_into(&mut record.state);
    if record.kind == DocumentKind::IdentityCard && state != KAZAKHSTAN {
        record.notices.push(ReadingNotice::ForeignCard);
    }
    record.values = values(found, &zone, state == KAZAKHSTAN);
    record.notices.extend(notices(&record.values, &zone));
}

/// The values of a zone, with the line and the doubts of each.
fn values(found: &ZoneText, zone: &Zone, kazakh: bool) -> Vec<ReadValue> {
    let card = found.shape == ZoneShape::Card;
    // Line and columns of each field (ICAO Doc 9303).
    let place = |field: DocumentField| match (field, card) {
        (DocumentField::Number, true) => (0, 5..14),
        (DocumentField::Iin, true) => (0, 15..27),
        (DocumentField::BirthDate, true) => (1, 0..6),
        (DocumentField::Expires, true) => (1, 8..14),
        (DocumentField::Surname | DocumentField::FirstName, true) => (2, 0..30),
        (DocumentField::Number, false) => (1, 0..9),
        (DocumentField::Iin, false) => (1, 28..40),
        (DocumentField::BirthDate, false) => (1, 13..19),
        (DocumentField::Expires, false) => (1, 21..27),
        (DocumentField::Surname | DocumentField::FirstName, false) => (0, 5..44),
    };
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let iin = if kazakh {
        zone.personal_number.clone()
    } else {
        String::new()
    };
    let read = [
        (DocumentField::Iin, iin),
        (DocumentField::Number, zone.number.clone()),
        (DocumentField::Surname, zone.surname.clone()),
        (DocumentField::FirstName, zone.given.clone()),
        (DocumentField::BirthDate, date(zone.birth_date)),
        (DocumentField::Expires, date(zone.expiry)),
    ];
    let read = read.into_iter().filter(|(_, value)| !value.is_empty());
    read.map(|(field, value)| {
        let (line, columns) = place(field);
        let characters = found.lines.get(line).map(|line| line.characters.as_slice());
        let characters = characters
            .and_then(|all| all.get(columns))
            .unwrap_or_default();
        let wrong_iin = field == DocumentField::Iin && Iin::parse(&value).is_err();
        ReadValue {
            field,
            doubtful: wrong_iin || characters.iter().any(|one| one.confidence < SURE),
            line: u8::try_from(line).unwrap_or_default(),
            value,
        }
    })
    .collect()
}

/// What the values say about themselves.
fn notices(values: &[ReadValue], zone: &Zone) -> Vec<ReadingNotice> {
    let iin = values
        .iter()
        .find(|value| value.field == DocumentField::Iin);
    match iin.map(|value| Iin::parse(&value.value)) {
        Some(Err(_)) => vec![ReadingNotice::IinUnclear],
        Some(Ok(iin)) if disagree(&iin, zone.birth_date, zone.sex) => {
            vec![ReadingNotice::IinDisagrees]
        }
        _ => Vec::new(),
    }
}

impl Record {
    pub(super) fn value(&self, field: DocumentField) -> Option<&str> {
        let found = self.values.iter().find(|value| value.field == field);
        found.map(|value| value.value.as_str())
    }

    /// What depends on the day and on what the person told before.
    pub(super) fn notices_on(&self, today: Date, known: Option<&Iin>) -> Vec<ReadingNotice> {
        let mut notices = self.notices.clone();
        let expires = self.value(DocumentField::Expires).map(parse_date);
        match expires {
            Some(Ok(expires)) if expires < today => notices.push(ReadingNotice::Expired),
            Some(Ok(expires)) if ends_soon(expires, today) => {
                notices.push(ReadingNotice::ExpiresSoon);
            }
            _ => {}
        }
        if let (Some(known), Some(read)) = (known, self.value(DocumentField::Iin))
            && known.digits() != read
        {
            notices.push(ReadingNotice::OtherIin);
        }
        notices.sort_unstable();
        notices
    }
}
