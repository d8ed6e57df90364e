//! The zone of drawn documents and of the fixture pictures is read without a mistake; of what is no
//! document nothing is read.

use serde::Deserialize;
use vision::{Frame, ZoneText, zone};

use crate::cards;
use crate::holders::{Chance, fits};
use crate::support::{frame, listed, path, picture};

#[derive(Deserialize)]
struct Fixture {
    file: String,
    lines: Vec<String>,
}

fn lines(read: &ZoneText) -> Vec<String> {
    read.lines.iter().map(vision::ZoneLine::text).collect()
}

fn read(frame: &Frame) -> Option<Vec<String>> {
    zone(frame).as_ref().map(lines)
}

#[test]
fn the_fixture_pictures_are_read() {
    let fixtures: Vec<Fixture> = listed("mrz/manifest.json");
    assert_eq!(fixtures.len(), 16);
    for fixture in fixtures {
        let found = read(&frame(picture(&fixture.file)));
        assert_eq!(found, Some(fixture.lines), "{}", fixture.file);
    }
}

#[test]
fn drawn_documents_of_every_kind_are_read() {
    for (seed, level) in cards::LEVELS.iter().enumerate() {
        for passport in [false, true] {
            let mut chance = Chance(0x5eed_0000 + 7 * seed as u64 + u64::from(passport));
            let (picture, lines) = cards::sample(level, passport, &mut chance);
            assert!(fits(&lines), "what is drawn has the right check digits");
            let found = read(&frame(picture));
            assert_eq!(found, Some(lines), "{level}, passport: {passport}");
        }
    }
}

#[test]
fn a_front_and_what_is_no_document_have_no_zone() {
    let mut chance = Chance(0x0f40);
    let front = cards::picture(&[], &cards::Shot::CLEAN, &mut chance);
    assert_eq!(read(&frame(front)), None);
    let mut looked = 0;
    for entry in std::fs::read_dir(path("../../tests/fixtures/faces")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if file != "manifest.json" {
            let found = read(&frame(picture(&format!("faces/{file}"))));
            assert_eq!(found, None, "{file}");
            looked += 1;
        }
    }
    assert!(looked > 30, "{looked}");
}

#[test]
fn the_place_of_a_row_is_told_however_the_picture_is_turned() {
    for level in ["clean", "over", "across"] {
        let mut chance = Chance(0x91ace);
        let (picture, _) = cards::sample(level, false, &mut chance);
        let found = zone(&frame(picture)).unwrap();
        let area = found.lines[2].area();
        let centre = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        // The last row stands at the lower edge, which is elsewhere after turning.
        let (far, near) = match found.turns {
            0 => (centre.1, centre.0),
            1 => (centre.0, centre.1),
            2 => (1.0 - centre.1, centre.0),
            _ => (1.0 - centre.0, centre.1),
        };
        assert!(
            far > 0.7 && (near - 0.5).abs() < 0.1,
            "{level} {} {centre:?}",
            found.turns
        );
    }
}
