//! The machine-readable zone of a document: finds it on a picture and reads its characters.
//!
//! Rows of dark marks at a steady pitch (`rows`) become a grid in perspective (`grid`), and each
//! cell is compared with the 37 characters of OCR-B (`glyphs`), of which a place allows only some
//! (`fields`). Cards have three rows of 30, pages of passports two of 44.
//!
//! It says what the picture shows and how sure it is, and deliberately checks no digit and knows no
//! date: `shared::mrz` does. The characters come from one free cut of the typeface; what that means for
//! real documents stands in `docs/readings.md`.

mod fields;
mod glyphs;
mod grid;
mod rows;

use serde::{Deserialize, Serialize};

use crate::face::Point;
use crate::frame::{Frame, Grey};
use crate::guide::Rect;
use glyphs::{CHARACTERS, Glyphs};
use grid::{Cell, Grid};

/// The zone is looked for on a picture of at most this many pixels on the long side.
const LONGEST: usize = 1600;
/// Mean likeness of the cells below which rows of marks are no zone.
const LIKENESS: f32 = 0.7;
/// Sets of rows that are compared with the characters, most promising first.
const TRIED: usize = 3;
/// A lead over the next character that leaves no doubt.
const CLEAR: f32 = 0.08;

/// Which zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneShape {
    /// Back of a card, TD1: three rows of 30.
    Card,
    /// Page of a passport, TD3: two rows of 44.
    Passport,
}

impl ZoneShape {
    /// Both, the more frequent one first.
    pub const ALL: [Self; 2] = [Self::Card, Self::Passport];

    /// How many rows.
    pub const fn rows(self) -> usize {
        match self {
            Self::Card => 3,
            Self::Passport => 2,
        }
    }

    /// How many characters in a row.
    pub const fn columns(self) -> usize {
        match self {
            Self::Card => 30,
            Self::Passport => 44,
        }
    }
}

/// One character as read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Character {
    /// The most similar one that may stand here.
    pub letter: char,
    /// The next most similar one.
    pub other: char,
    /// From 0 to 1; below one half it is worth a second look.
    pub confidence: f32,
}

/// One row of the zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneLine {
    /// Its characters.
    pub characters: Vec<Character>,
    /// Where it stands, in fractions of the frame: top left, top right, bottom right, bottom left, as
    /// the text is read.
    pub quad: [Point; 4],
}

impl ZoneLine {
    /// Its text.
    pub fn text(&self) -> String {
        let letters = self.characters.iter();
        letters.map(|character| character.letter).collect()
    }

    /// The upright rectangle around it, in fractions of the frame.
    pub fn area(&self) -> Rect {
        let (mut left, mut top, mut right, mut low) = (1.0_f32, 1.0_f32, 0.0_f32, 0.0_f32);
        for corner in self.quad {
            (left, top) = (left.min(corner.x), top.min(corner.y));
            (right, low) = (right.max(corner.x), low.max(corner.y));
        }
        let (left, top) = (left.clamp(0.0, 1.0), top.clamp(0.0, 1.0));
        Rect {
            x: left,
            y: top,
            width: right.clamp(left, 1.0) - left,
            height: low.clamp(top, 1.0) - top,
        }
    }
}

/// One row cut out of its picture, laid straight: so many pixels wide, as tall as it was.
#[must_use]
pub fn strip(frame: &Frame, quad: [Point; 4], width: u32) -> Option<Frame> {
    let (wide, tall) = (frame.width() as f32, frame.height() as f32);
    let [top_left, top_right, low_right, low_left] = quad.map(|corner| Point {
        x: corner.x * wide,
        y: corner.y * tall,
    });
    let along = (top_right.x - top_left.x).hypot(top_right.y - top_left.y);
    let down = (low_left.x - top_left.x).hypot(low_left.y - top_left.y);
    let height = (width as f32 * down / along.max(1.0)).round() as u32;
    let mix = |one: Point, two: Point, share: f32| Point {
        x: one.x + (two.x - one.x) * share,
        y: one.y + (two.y - one.y) * share,
    };
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for row in 0..height {
        let share = (row as f32 + 0.5) / height as f32;
        let (left, right) = (
            mix(top_left, low_left, share),
            mix(top_right, low_right, share),
        );
        for column in 0..width {
            let point = mix(left, right, (column as f32 + 0.5) / width as f32);
            rgb.extend(
                frame
                    .sample(point.x, point.y)
                    .map(|value| (value + 0.5) as u8),
            );
        }
    }
    Frame::from_rgb(width, height, rgb)
}

/// A zone as read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneText {
    /// Which zone.
    pub shape: ZoneShape,
    /// Its rows.
    pub lines: Vec<ZoneLine>,
    /// Mean likeness of what was read to the characters, up to 1.
    pub likeness: f32,
    /// Quarter turns, clockwise, after which the text stands upright.
    pub turns: u8,
}

/// Reads the zone of a document, however the picture is turned. `None` when there is none.
#[must_use]
pub fn zone(frame: &Frame) -> Option<ZoneText> {
    let longest = frame.width().max(frame.height());
    let scale = (LONGEST as f32 / longest as f32).min(1.0);
    let side = |length: usize| ((length as f32 * scale).round() as usize).max(1);
    let mut grey = frame.grey(Rect::WHOLE, side(frame.width()), side(frame.height()));
    let glyphs = Glyphs::new();
    // Upright or upside down is the same rows; across is a second look.
    for across in [false, true] {
        if across {
            grey = quarter_turn(&grey);
        }
        let found = rows::find(&grey);
        for (shape, corners) in found.into_iter().take(TRIED) {
            let ways = [false, true].map(|over| {
                let corners = if over { turned_over(corners) } else { corners };
                let (grid, cells) = grid::fit(&grey, &glyphs, shape, corners)?;
                let read = text(shape, &grid, &cells, &grey);
                let turns = u8::from(across) + 2 * u8::from(over);
                Some(turned_back(read, turns, across))
            });
            // Text on its head resembles other text a little.
            let best = ways
                .into_iter()
                .flatten()
                .max_by(|one, two| one.likeness.total_cmp(&two.likeness));
            if let Some(read) = best
                && read.likeness >= LIKENESS
                && fields::is_plausible(&read)
            {
                return Some(read);
            }
        }
    }
    None
}

/// The same four corners for text that stands on its head.
fn turned_over([a, b, c, d]: [Point; 4]) -> [Point; 4] {
    [c, d, a, b]
}

/// The picture a quarter to the right.
fn quarter_turn(grey: &Grey) -> Grey {
    let (width, height) = (grey.height, grey.width);
    let values = (0..width * height).map(|index| {
        let (x, y) = (index % width, index / width);
        grey.at(y, grey.height - 1 - x)
    });
    Grey {
        width,
        height,
        values: values.collect(),
    }
}

/// Corners of the picture that was looked at as corners of the picture that was given.
fn turned_back(mut read: ZoneText, turns: u8, across: bool) -> ZoneText {
    read.turns = turns;
    if across {
        for corner in read.lines.iter_mut().flat_map(|line| &mut line.quad) {
            *corner = Point {
                x: corner.y,
                y: 1.0 - corner.x,
            };
        }
    }
    read
}

fn text(shape: ZoneShape, grid: &Grid, cells: &[Cell], grey: &Grey) -> ZoneText {
    let columns = shape.columns();
    let letters = fields::choose(shape, cells);
    let lines = (0..shape.rows()).map(|row| {
        let characters = letters[row * columns..(row + 1) * columns].iter();
        ZoneLine {
            characters: characters.map(|choice| character(*choice)).collect(),
            quad: grid.quad(row).map(|point| Point {
                x: point.x / grey.width as f32,
                y: point.y / grey.height as f32,
            }),
        }
    });
    let sum: f32 = letters.iter().map(|choice| choice.likeness).sum();
    ZoneText {
        shape,
        lines: lines.collect(),
        likeness: sum / letters.len() as f32,
        turns: 0,
    }
}

fn character(choice: fields::Choice) -> Character {
    let letter = |index: usize| char::from(CHARACTERS[index]);
    let lead = (choice.lead / CLEAR).clamp(0.0, 1.0);
    let likeness = ((choice.likeness - 0.3) / 0.4).clamp(0.0, 1.0);
    Character {
        letter: letter(choice.best),
        other: letter(choice.second),
        confidence: lead * likeness,
    }
}
