//! The machine-readable zone of identity cards (TD1) and passports (TD3): check digits and fields
//! (ICAO Doc 9303; source: domain, identity documents 3.2 to 3.4).
//!
//! It reads text, not pixels, and proves nothing about the IIN inside: check that by [`crate::iin`].

use jiff::civil::Date;

use crate::people::Sex;

/// Which check digits fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each check digit")]
pub struct Checks {
    /// Document number.
    pub number: bool,
    /// Birth date.
    pub birth: bool,
    /// Expiry date.
    pub expiry: bool,
    /// Personal number (passports only; true on cards, which have none).
    pub personal: bool,
    /// Composite.
    pub composite: bool,
}

impl Checks {
    /// All of them.
    pub const fn all(self) -> bool {
        self.number && self.birth && self.expiry && self.personal && self.composite
    }
}

/// What stands in the zone. Names are Latin, may be cut, and have no patronymic: a person confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Document number without fillers.
    pub number: String,
    /// Optional data of line 1 (card) or the personal number (passport): the IIN on Kazakh documents.
    pub personal_number: String,
    /// Birth date; never in the future.
    pub birth_date: Option<Date>,
    /// Sex, when given.
    pub sex: Option<Sex>,
    /// Expiry date, 20xx.
    pub expiry: Option<Date>,
    /// Surname in Latin letters.
    pub surname: String,
    /// Given names in Latin letters.
    pub given: String,
    /// Which check digits fit; only a zone with all of them may be offered as read.
    pub checks: Checks,
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        b'<' => Some(0),
        _ => None,
    }
}

fn fits(fields: &[&str], digit: &str) -> bool {
    let bytes = fields.iter().flat_map(|field| field.bytes());
    let sum = bytes
        .zip([7, 3, 1].into_iter().cycle())
        .try_fold(0, |sum, (byte, weight)| {
            value(byte).map(|value| sum + value * weight)
        });
    sum.is_some_and(|sum| digit.parse() == Ok(sum % 10))
}

fn date(text: &str, today: Option<Date>) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..2)?, part(2..4)?, part(4..6)?);
    let make = |century| {
        Date::new(
            century + year,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
    };
    match today {
        // A birth date is in the past: the later century that is not in the future.
        Some(today) => make(2000)
            .filter(|date| *date <= today)
            .or_else(|| make(1900)),
        None => make(2000),
    }
}

fn names(text: &str) -> (String, String) {
    let (surname, given) = text.split_once("<<").unwrap_or((text, ""));
    let words = |part: &str| part.replace('<', " ").trim().to_owned();
    (words(surname), words(given))
}

fn sex(letter: &str) -> Option<Sex> {
    match letter {
        "M" => Some(Sex::Male),
        "F" => Some(Sex::Female),
        _ => None,
    }
}

/// Reads the zone of a card (three lines of 30) or a passport (two lines of 44). `None` when the
/// lines have another shape.
pub fn read(lines: &[String], today: Date) -> Option<Zone> {
    let ascii = lines.iter().all(|line| line.is_ascii());
    match lines {
        [one, two, three] if ascii && [one, two, three].iter().all(|line| line.len() == 30) => {
            let (surname, given) = names(three);
            Some(Zone {
                number: one[5..14].trim_end_matches('<').to_owned(),
                personal_number: one[15..30].trim_end_matches('<').to_owned(),
                birth_date: date(&two[0..6], Some(today)),
                sex: sex(&two[7..8]),
                expiry: date(&two[8..14], None),
                surname,
                given,
                checks: Checks {
                    number: fits(&[&one[5..14]], &one[14..15]),
                    birth: fits(&[&two[0..6]], &two[6..7]),
                    expiry: fits(&[&two[8..14]], &two[14..15]),
                    personal: true,
                    composite: fits(
                        &[&one[5..30], &two[0..7], &two[8..15], &two[18..29]],
                        &two[29..30],
                    ),
                },
            })
        }
        [one, two] if ascii && one.len() == 44 && two.len() == 44 => {
            let (surname, given) = names(&one[5..]);
            Some(Zone {
                number: two[0..9].trim_end_matches('<').to_owned(),
                personal_number: two[28..42].trim_end_matches('<').to_owned(),
                birth_date: date(&two[13..19], Some(today)),
                sex: sex(&two[20..21]),
                expiry: date(&two[21..27], None),
                surname,
                given,
                checks: Checks {
                    number: fits(&[&two[0..9]], &two[9..10]),
                    birth: fits(&[&two[13..19]], &two[19..20]),
                    expiry: fits(&[&two[21..27]], &two[27..28]),
                    personal: fits(&[&two[28..42]], &two[42..43]),
                    composite: fits(&[&two[0..10], &two[13..20], &two[21..43]], &two[43..44]),
                },
            })
        }
        _ => None,
    }
}

/// Characters that readers take for one another.
const TWINS: [(u8, u8); 8] = [
    (b'O', b'0'),
    (b'I', b'1'),
    (b'B', b'8'),
    (b'S', b'5'),
    (b'Z', b'2'),
    (b'G', b'6'),
    (b'D', b'0'),
    (b'Q', b'0'),
];

/// The same lines with one letter taken for the digit it resembles, or one character for `other` (what
/// the reader thought of next), where every check digit then fits. Left as they are when that is so
/// already, and when none or several changes would do.
#[must_use]
pub fn repaired(lines: &[String], other: &[String], today: Date) -> Vec<String> {
    let fits = |lines: &[String]| read(lines, today).is_some_and(|zone| zone.checks.all());
    if fits(lines) || !lines.iter().all(|line| line.is_ascii()) {
        return lines.to_vec();
    }
    let twin = |_: usize, _: usize, byte: u8| {
        let twins = TWINS.iter().find(|(letter, _)| *letter == byte);
        twins.map(|(_, digit)| *digit)
    };
    let next = |row: usize, column: usize, byte: u8| {
        let next = other.get(row)?.as_bytes().get(column).copied()?;
        (next != byte && next.is_ascii()).then_some(next)
    };
    let ways: [&dyn Fn(usize, usize, u8) -> Option<u8>; 2] = [&twin, &next];
    for way in ways {
        let places = lines.iter().enumerate().flat_map(|(row, line)| {
            let bytes = line.bytes().enumerate();
            bytes.map(move |(column, byte)| (row, column, byte))
        });
        let mut found = places.filter_map(|(row, column, byte)| {
            let mut changed = lines.to_vec();
            let letter = char::from(way(row, column, byte)?).to_string();
            changed[row].replace_range(column..=column, &letter);
            fits(&changed).then_some(changed)
        });
        if let (Some(one), None) = (found.next(), found.next()) {
            return one;
        }
    }
    lines.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: [&str; 3]) -> Vec<String> {
        text.map(str::to_owned).to_vec()
    }

    #[test]
    fn a_twin_is_put_right_only_where_the_digits_then_fit() {
        let today = jiff::civil::date(2026, 6, 1);
        let name = "SYNTETIKOV<<TEST<<<<<<<<<<<<<<";
        let birth = "8501019M3501014KAZ<<<<<<<<<<<5";
        let good = lines(["IDKAZ0000000170850101300005<<<", birth, name]);
        assert_eq!(repaired(&good, &[], today), good);
        let misread = lines(["IDKAZ000000O170850101300005<<<", birth, name]);
        assert_eq!(repaired(&misread, &[], today), good);
        // What the reader thought of next counts as well.
        let misread = lines(["IDKAZ0000000170850101300004<<<", birth, name]);
        assert_eq!(repaired(&misread, &[], today), misread);
        let next = lines(["IDKAZ0000000170850101300005<<<", birth, name]);
        assert_eq!(repaired(&misread, &next, today), good);
        // Two mistakes stay: a person types.
        let misread = lines(["IDKAZ000000O17085010130000S<<<", birth, name]);
        assert_eq!(repaired(&misread, &[], today), misread);
    }

    #[test]
    fn vectors_hold() {
        let text = std::fs::read_to_string("testdata/mrz_test_vectors.json").unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let samples = file["samples"].as_array().unwrap();
        assert_eq!(samples.len(), 14);
        for sample in samples {
            let lines: Vec<String> = serde_json::from_value(sample["lines"].clone()).unwrap();
            let zone = read(&lines, jiff::civil::date(2026, 6, 1)).unwrap();
            let id = sample["id"].as_str().unwrap();
            assert_eq!(Some(zone.checks.all()), sample["valid"].as_bool(), "{id}");
            let checks = &sample["checks"];
            assert_eq!(Some(zone.checks.number), checks["number"].as_bool(), "{id}");
            assert_eq!(Some(zone.checks.birth), checks["birth"].as_bool(), "{id}");
            assert_eq!(Some(zone.checks.expiry), checks["expiry"].as_bool(), "{id}");
            assert_eq!(
                Some(zone.checks.composite),
                checks["composite"].as_bool(),
                "{id}"
            );
            assert_eq!(
                zone.checks.personal,
                checks["personal"].as_bool().unwrap_or(true),
                "{id}"
            );
            let Some(fields) = sample["fields"]
                .as_object()
                .filter(|fields| !fields.is_empty())
            else {
                continue;
            };
            let field = |name: &str| fields[name].as_str().unwrap().to_owned();
            assert_eq!(zone.number, field("number"), "{id}");
            assert_eq!(zone.personal_number, field("iin"), "{id}");
            assert_eq!(zone.birth_date.unwrap().to_string(), field("birth"), "{id}");
            assert_eq!(zone.expiry.unwrap().to_string(), field("expiry"), "{id}");
            assert_eq!(zone.sex == Some(Sex::Female), field("sex") == "F", "{id}");
            assert_eq!(
                (zone.surname, zone.given),
                (field("surname"), field("given")),
                "{id}"
            );
        }
    }
}
