//! Draws backs of cards and pages of passports that nobody was given: the zone in OCR-B, other print
//! around it, then turned, tilted, blurred and noisy as a picture would be. For tests and the bench.

use std::fs;

use image::{Rgb, RgbImage};
use ttf_parser::Face;

use crate::holders::{Chance, Holder};
use crate::paper::Paper;

/// Distance of two characters of a zone: ten to the inch.
const PITCH: f32 = 2.54;
/// What is printed on a front.
const FRONT: [&str; 6] = [
    "KYZYLORDA 1999",
    "SAMPLE SAMPLE SAMPLE",
    "NOT A DOCUMENT 0042",
    "DRAWN FOR A TEST",
    "MAKE BELIEVE CARD",
    "WITHOUT VALUE 7",
];
/// Where the typeface lies.
const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/fonts/");

/// How a picture is taken.
#[derive(Clone, Copy)]
pub(crate) struct Shot {
    /// Width of the document in pixels.
    pub(crate) wide: f32,
    /// Degrees, clockwise.
    pub(crate) turn: f32,
    /// How far the corners are moved, as a share of the width.
    pub(crate) tilt: f32,
    /// Softness in pixels.
    pub(crate) blur: f32,
    /// Spread of the noise, of 255.
    pub(crate) noise: f32,
    /// Millimetres by which strokes are thicker (or thinner).
    pub(crate) ink: f32,
    /// The other cut of the typeface.
    pub(crate) square: bool,
    /// A bright spot over the zone.
    pub(crate) glare: bool,
    /// Quarter turns of the finished picture.
    pub(crate) quarters: u8,
}

impl Shot {
    pub(crate) const CLEAN: Self = Self {
        wide: 1011.0,
        turn: 0.0,
        tilt: 0.0,
        blur: 0.5,
        noise: 2.0,
        ink: 0.0,
        square: false,
        glare: false,
        quarters: 0,
    };
}

/// Kinds of pictures, from the best to what nobody should have to read.
pub(crate) const LEVELS: [&str; 12] = [
    "clean",
    "mild",
    "medium",
    "hard",
    "turned 10",
    "over",
    "across",
    "small",
    "thick ink",
    "thin ink",
    "glare",
    "square cut",
];

/// A picture of a kind, a little different each time.
pub(crate) fn shot(level: &str, chance: &mut Chance) -> Shot {
    let taken = |turn: f32, tilt: f32, blur: f32, noise: f32, chance: &mut Chance| Shot {
        turn: turn * chance.around(),
        tilt,
        blur,
        noise,
        ..Shot::CLEAN
    };
    let mild = taken(2.0, 0.006, 0.8, 6.0, chance);
    match level {
        "clean" => Shot::CLEAN,
        "medium" => taken(4.0, 0.015, 1.4, 10.0, chance),
        "hard" => taken(6.0, 0.025, 2.0, 16.0, chance),
        "turned 10" => Shot {
            turn: if chance.share() < 0.5 { 10.0 } else { -10.0 },
            ..mild
        },
        "over" => Shot {
            quarters: 2,
            ..mild
        },
        "across" => Shot {
            quarters: if chance.share() < 0.5 { 1 } else { 3 },
            ..mild
        },
        "small" => Shot {
            wide: 560.0,
            blur: 0.7,
            ..mild
        },
        "thick ink" => Shot { ink: 0.09, ..mild },
        "thin ink" => Shot { ink: -0.07, ..mild },
        "glare" => Shot {
            glare: true,
            ..mild
        },
        "square cut" => Shot {
            square: true,
            ..mild
        },
        _ => mild,
    }
}

/// A picture and the zone it shows: a card or a passport of somebody new.
pub(crate) fn sample(level: &str, passport: bool, chance: &mut Chance) -> (RgbImage, Vec<String>) {
    let holder = Holder::by(chance);
    let lines = if passport {
        holder.passport()
    } else {
        holder.card()
    };
    let shot = shot(level, chance);
    // A page is larger than a card: as many pixels to a character.
    let wide = if passport { shot.wide * 1.4 } else { shot.wide };
    (picture(&lines, &Shot { wide, ..shot }, chance), lines)
}

/// A picture of a document with this zone; none for a front.
pub(crate) fn picture(lines: &[String], shot: &Shot, chance: &mut Chance) -> RgbImage {
    let name = if shot.square { "OCRBS.otf" } else { "OCRB.otf" };
    let font = fs::read(format!("{FONTS}{name}")).unwrap();
    let face = Face::parse(&font, 0).unwrap();
    let (wide, tall) = if lines.len() == 2 {
        (125.0, 88.0)
    } else {
        (85.6, 54.0)
    };
    let mut paper = Paper::new(wide, tall);
    let margin = (wide - PITCH * lines.first().map_or(30, String::len) as f32) / 2.0;
    let spacing = if lines.len() == 2 { 6.35 } else { 4.23 };
    for (index, line) in lines.iter().enumerate() {
        let base = tall - 5.0 - spacing * (lines.len() - 1 - index) as f32;
        paper.write(&face, line, (margin, base), (PITCH, shot.ink));
    }
    for (index, words) in [
        "SPECIMEN",
        "NOBODY LIVES HERE 17",
        "2024",
        "ISSUED BY NOBODY",
    ]
    .iter()
    .enumerate()
    {
        paper.write(
            &face,
            words,
            (wide * 0.42, 8.0 + 5.0 * index as f32),
            (1.6, 0.0),
        );
    }
    if lines.len() == 3 {
        for bar in 0..40 {
            let thick = 0.2 + 0.2 * (chance.below(3) as f32);
            paper.bar((6.0 + bar as f32 * 0.7, 7.0), (thick, 8.0), 0.9);
        }
    } else {
        paper.bar((6.0, 9.0), (wide * 0.3, tall * 0.48), 0.25);
    }
    if lines.is_empty() {
        for (index, words) in FRONT.iter().enumerate() {
            paper.write(
                &face,
                words,
                (wide * 0.42, 27.0 + 4.2 * index as f32),
                (1.9, 0.03),
            );
        }
    }
    let taken = photographed(&paper, shot, chance);
    (0..shot.quarters).fold(taken, |picture, _| image::imageops::rotate90(&picture))
}

/// Corners of the document in the picture: around its middle, turned, and each moved a little.
fn corners(paper: &Paper, shot: &Shot, size: (f32, f32), chance: &mut Chance) -> [(f32, f32); 4] {
    let scale = shot.wide / paper.width as f32;
    let (half_wide, half_tall) = (shot.wide / 2.0, paper.height as f32 * scale / 2.0);
    let (sin, cos) = shot.turn.to_radians().sin_cos();
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y): (f32, f32)| {
        let (x, y) = (x * half_wide, y * half_tall);
        let move_by = shot.tilt * shot.wide;
        (
            size.0 / 2.0 + x * cos - y * sin + chance.around() * move_by,
            size.1 / 2.0 + x * sin + y * cos + chance.around() * move_by,
        )
    })
}

fn photographed(paper: &Paper, shot: &Shot, chance: &mut Chance) -> RgbImage {
    let tall = paper.height as f32 / paper.width as f32;
    let (width, height) = (
        (shot.wide * 1.12) as u32,
        ((shot.wide * tall * 1.2) as u32).max(490),
    );
    let corners = corners(paper, shot, (width as f32, height as f32), chance);
    let back = unwarp(corners, (paper.width as f32, paper.height as f32));
    let flash = (
        chance.share() * width as f32,
        height as f32 * (0.6 + 0.3 * chance.share()),
    );
    let mut values = vec![0.0_f32; (width * height) as usize];
    for (index, value) in values.iter_mut().enumerate() {
        let (x, y) = ((index as u32 % width) as f32, (index as u32 / width) as f32);
        let mut sum = 0.0;
        let (u, v) = back(x, y);
        let weave = 8.0 * (u * 0.011).sin() * (v * 0.017 + u * 0.003).sin();
        for step in 0..9 {
            let (right, down) = (
                (step % 3) as f32 / 3.0 + 0.17,
                (step / 3) as f32 / 3.0 + 0.17,
            );
            let (u, v) = back(x + right, y + down);
            sum += paper
                .at(u, v)
                .map_or(70.0, |ink| (222.0 + weave) * (1.0 - ink) + 32.0 * ink);
        }
        *value = sum / 9.0;
        if shot.glare {
            let far = (x - flash.0).hypot(y - flash.1) / (width as f32 * 0.12);
            *value += 120.0 * (-far * far).exp();
        }
    }
    let values = blurred(&values, width as usize, shot.blur);
    RgbImage::from_fn(width, height, |x, y| {
        let value = values[(y * width + x) as usize] + shot.noise * chance.bell();
        let channel = |tint: f32| (value * tint).clamp(0.0, 255.0) as u8;
        Rgb([channel(0.98), channel(1.0), channel(1.01)])
    })
}

fn blurred(values: &[f32], width: usize, blur: f32) -> Vec<f32> {
    let reach = (blur * 3.0).ceil() as isize;
    let height = values.len() / width;
    let weights: Vec<f32> = (-reach..=reach)
        .map(|step| (-(step * step) as f32 / (2.0 * blur * blur)).exp())
        .collect();
    let total: f32 = weights.iter().sum();
    let pass = |from: &[f32], across: bool| -> Vec<f32> {
        (0..from.len())
            .map(|index| {
                let (x, y) = ((index % width).cast_signed(), (index / width).cast_signed());
                let sum: f32 = (-reach..=reach)
                    .zip(&weights)
                    .map(|(step, weight)| {
                        let (x, y) = if across { (x + step, y) } else { (x, y + step) };
                        let x = x.clamp(0, width.cast_signed() - 1).cast_unsigned();
                        let y = y.clamp(0, height.cast_signed() - 1).cast_unsigned();
                        from[y * width + x] * weight
                    })
                    .sum();
                sum / total
            })
            .collect()
    };
    pass(&pass(values, true), false)
}

/// From pixels of the picture to those of the drawing.
fn unwarp(corners: [(f32, f32); 4], size: (f32, f32)) -> impl Fn(f32, f32) -> (f32, f32) {
    // The perspective that takes the unit square to the corners, row by row.
    let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = corners;
    let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
    let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
    let whole = dx1 * dy2 - dx2 * dy1;
    let last = [
        (sx * dy2 - dx2 * sy) / whole,
        (dx1 * sy - sx * dy1) / whole,
        1.0,
    ];
    let first = [x1 - x0 + last[0] * x1, x3 - x0 + last[1] * x3, x0];
    let second = [y1 - y0 + last[0] * y1, y3 - y0 + last[1] * y3, y0];
    // The cross products of the rows undo it.
    let cross = |one: [f32; 3], two: [f32; 3]| {
        [0, 1, 2].map(|at| {
            let (next, after) = ((at + 1) % 3, (at + 2) % 3);
            one[next] * two[after] - one[after] * two[next]
        })
    };
    let columns = [
        cross(second, last),
        cross(last, first),
        cross(first, second),
    ];
    move |x, y| {
        let row = |at: usize| columns[0][at] * x + columns[1][at] * y + columns[2][at];
        (row(0) / row(2) * size.0, row(1) / row(2) * size.1)
    }
}
