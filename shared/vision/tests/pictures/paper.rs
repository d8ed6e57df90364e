//! A sheet to print on: characters of a typeface, and bars.

use ttf_parser::{Face, OutlineBuilder};

/// Pixels to a millimetre of the drawing, before it is photographed.
const FINE: f32 = 24.0;

/// A straight piece of an outline.
type Stroke = ((f32, f32), (f32, f32));

/// The drawing of a document, bright to dark as 0 to 1 of ink, in fine pixels.
pub(crate) struct Paper {
    pub(crate) width: usize,
    pub(crate) height: usize,
    ink: Vec<f32>,
}

/// Flattens the outline of a character.
#[derive(Default)]
struct Outline {
    lines: Vec<[f32; 4]>,
    start: (f32, f32),
    at: (f32, f32),
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        (self.start, self.at) = ((x, y), (x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.lines.push([self.at.0, self.at.1, x, y]);
        self.at = (x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (x0, y0) = self.at;
        let mix = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        self.curve_to(mix(x0, x1), mix(y0, y1), mix(x, x1), mix(y, y1), x, y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (x0, y0) = self.at;
        for step in 1..=8 {
            let t = step as f32 / 8.0;
            let s = 1.0 - t;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            self.line_to(mix(x0, x1, x2, x), mix(y0, y1, y2, y));
        }
    }
    fn close(&mut self) {
        let (x, y) = self.start;
        self.line_to(x, y);
    }
}

impl Paper {
    pub(crate) fn new(wide: f32, tall: f32) -> Self {
        let (width, height) = ((wide * FINE) as usize, (tall * FINE) as usize);
        Self {
            width,
            height,
            ink: vec![0.0; width * height],
        }
    }

    /// Writes at a baseline, in millimetres.
    pub(crate) fn write(
        &mut self,
        face: &Face,
        text: &str,
        (left, base): (f32, f32),
        (pitch, ink): (f32, f32),
    ) {
        let advance = f32::from(
            face.glyph_hor_advance(face.glyph_index('A').unwrap())
                .unwrap(),
        );
        let scale = pitch / advance * FINE;
        for (index, letter) in text.chars().enumerate() {
            let Some(glyph) = face.glyph_index(letter) else {
                continue;
            };
            let mut outline = Outline::default();
            face.outline_glyph(glyph, &mut outline);
            let x = (left + index as f32 * pitch) * FINE;
            let lines = outline.lines.iter().map(|[x1, y1, x2, y2]| {
                let place = |px: f32, py: f32| (x + px * scale, base * FINE - py * scale);
                (place(*x1, *y1), place(*x2, *y2))
            });
            self.fill(&lines.collect::<Vec<_>>(), ink * FINE);
        }
    }

    /// Fills what the lines go around, grown or shrunk by so many pixels.
    fn fill(&mut self, lines: &[Stroke], grow: f32) {
        let reach = grow.abs() + 1.0;
        let xs = lines.iter().flat_map(|line| [line.0.0, line.1.0]);
        let ys = lines.iter().flat_map(|line| [line.0.1, line.1.1]);
        let low = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::MAX, f32::min) - reach;
        let high = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::MIN, f32::max) + reach;
        let (left, right) = (low(&mut xs.clone()), high(&mut xs.clone()));
        let (top, bottom) = (low(&mut ys.clone()), high(&mut ys.clone()));
        for y in top.max(0.0) as usize..=(bottom.max(0.0) as usize).min(self.height - 1) {
            for x in left.max(0.0) as usize..=(right.max(0.0) as usize).min(self.width - 1) {
                let point = (x as f32 + 0.5, y as f32 + 0.5);
                let inside = winding(lines, point) != 0;
                let shown = if grow == 0.0 {
                    inside
                } else {
                    let near = lines.iter().any(|line| distance(*line, point) < grow.abs());
                    if grow > 0.0 {
                        inside || near
                    } else {
                        inside && !near
                    }
                };
                if shown {
                    self.ink[y * self.width + x] = 1.0;
                }
            }
        }
    }

    pub(crate) fn bar(&mut self, (left, top): (f32, f32), (wide, tall): (f32, f32), ink: f32) {
        let end =
            |from: f32, length: f32, most: usize| (((from + length) * FINE) as usize).min(most);
        for y in (top * FINE) as usize..end(top, tall, self.height) {
            for x in (left * FINE) as usize..end(left, wide, self.width) {
                self.ink[y * self.width + x] = ink;
            }
        }
    }

    pub(crate) fn at(&self, x: f32, y: f32) -> Option<f32> {
        let inside = x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32;
        inside.then(|| self.ink[y as usize * self.width + x as usize])
    }
}

fn winding(lines: &[Stroke], (x, y): (f32, f32)) -> i32 {
    let crossing = |((x1, y1), (x2, y2)): &Stroke| {
        if (*y1 <= y) == (*y2 <= y) || x1 + (y - y1) / (y2 - y1) * (x2 - x1) < x {
            return 0;
        }
        if y2 > y1 { 1 } else { -1 }
    };
    lines.iter().map(crossing).sum()
}

fn distance(((x1, y1), (x2, y2)): Stroke, (x, y): (f32, f32)) -> f32 {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy).max(1e-6);
    let along = along.clamp(0.0, 1.0);
    (x - x1 - along * dx).hypot(y - y1 - along * dy)
}
