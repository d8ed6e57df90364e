//! Which characters may stand at a place of the zone (ICAO Doc 9303, parts 5 and 4), and the choice
//! among them.

use super::glyphs::COUNT;
use super::grid::Cell;
use super::{ZoneShape, ZoneText};

/// The character chosen for a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub(super) best: usize,
    pub(super) second: usize,
    pub(super) likeness: f32,
    /// By how much the best one leads.
    pub(super) lead: f32,
}

/// A set of characters, one bit each.
type Alphabet = u64;

const DIGITS: Alphabet = (1 << 10) - 1;
const LETTERS: Alphabet = ((1 << 26) - 1) << 10;
const FILLER: Alphabet = 1 << 36;
const NAME: Alphabet = LETTERS | FILLER;
const ANY: Alphabet = DIGITS | LETTERS | FILLER;

const fn letter(letter: u8) -> Alphabet {
    1 << (letter - b'A' + 10)
}

const SEX: Alphabet = letter(b'M') | letter(b'F') | FILLER;

/// What may stand there. `kazakh`: the issuing state reads KAZ, whose numbers have a known form (nine
/// digits; N and eight digits; the IIN is digits).
fn alphabet(shape: ZoneShape, row: usize, column: usize, kazakh: bool) -> Alphabet {
    match (shape, row, column) {
        (ZoneShape::Card, 0, 0) => letter(b'I') | letter(b'A') | letter(b'C'),
        (ZoneShape::Card, 0, 5..=13) | (ZoneShape::Passport, 1, 1..=8) if kazakh => DIGITS,
        (ZoneShape::Card, 0, 15..=26) | (ZoneShape::Passport, 1, 28..=39) if kazakh => {
            DIGITS | FILLER
        }
        (ZoneShape::Passport, 0, 0) => letter(b'P'),
        (ZoneShape::Card, 0, 14) | (ZoneShape::Passport, 1, 42) => DIGITS | FILLER,
        (ZoneShape::Card, 1, 0..=6 | 8..=14 | 29)
        | (ZoneShape::Passport, 1, 9 | 13..=19 | 21..=27 | 43) => DIGITS,
        (ZoneShape::Card, 1, 7) | (ZoneShape::Passport, 1, 20) => SEX,
        (ZoneShape::Card, 0, 1..=4)
        | (ZoneShape::Card, 1, 15..=17)
        | (ZoneShape::Card, 2, _)
        | (ZoneShape::Passport, 0, _)
        | (ZoneShape::Passport, 1, 10..=12) => NAME,
        _ => ANY,
    }
}

/// The most similar character of each cell.
pub(super) fn choose(shape: ZoneShape, cells: &[Cell]) -> Vec<Choice> {
    let columns = shape.columns();
    let pick = |index: usize, kazakh: bool| {
        let allowed = alphabet(shape, index / columns, index % columns, kazakh);
        best_of(&cells[index].likeness, allowed)
    };
    let state: Vec<usize> = (2..5).map(|column| pick(column, false).best).collect();
    let kazakh = state == [20, 10, 35];
    (0..cells.len()).map(|index| pick(index, kazakh)).collect()
}

fn best_of(likeness: &[f32; COUNT], allowed: Alphabet) -> Choice {
    let mut choice = Choice {
        best: COUNT - 1,
        second: COUNT - 1,
        likeness: -1.0,
        lead: 0.0,
    };
    let mut second = -1.0;
    for (index, value) in likeness.iter().copied().enumerate() {
        if allowed & (1 << index) == 0 {
            continue;
        }
        if value > choice.likeness {
            second = choice.likeness;
            choice.second = choice.best;
            (choice.best, choice.likeness) = (index, value);
        } else if value > second {
            second = value;
            choice.second = index;
        }
    }
    choice.lead = choice.likeness - second.max(0.0);
    choice
}

/// Rows of anything else are seldom this: most characters clear, and no row empty.
pub(super) fn is_plausible(read: &ZoneText) -> bool {
    let mut characters = read.lines.iter().flat_map(|line| &line.characters);
    let doubtful = characters
        .clone()
        .filter(|one| one.confidence < 0.25)
        .count();
    let total = characters.clone().count();
    let written = characters.any(|one| one.letter != '<');
    written && doubtful * 4 < total
}
