//! The 37 characters of OCR-B as small grey pictures, and the likeness of a patch to them.

/// The characters, in the order of the file.
pub(super) const CHARACTERS: &[u8; COUNT] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// How many.
pub(super) const COUNT: usize = 37;
/// Width of a cell in points; neighbours stand as far apart.
pub(super) const WIDE: usize = 20;
/// Height of a cell.
pub(super) const TALL: usize = 28;

/// See `scripts/glyphs.py`.
static DRAWN: &[u8; COUNT * WIDE * TALL] = include_bytes!("../../models/ocr-b.glyphs");
/// Softness of the drawn characters, in points: pictures are never as sharp as the drawing.
const SOFTNESS: [f32; 3] = [0.6, 1.1, 1.8];

/// One size and softness: each character without its mean, of length 1.
pub(super) struct Set {
    pub(super) wide: usize,
    pub(super) tall: usize,
    shapes: Vec<Vec<f32>>,
}

/// All sets that are compared with.
pub(super) struct Glyphs {
    /// Whole size, by softness.
    pub(super) whole: Vec<Set>,
    /// Half size, by softness, to look around with.
    pub(super) half: Vec<Set>,
}

impl Glyphs {
    pub(super) fn new() -> Self {
        let drawn: Vec<Vec<f32>> = DRAWN
            .chunks_exact(WIDE * TALL)
            .map(|cell| cell.iter().map(|ink| f32::from(*ink)).collect())
            .collect();
        let soft = |softness: f32| -> Vec<Vec<f32>> {
            let shapes = drawn.iter();
            shapes.map(|shape| softened(shape, softness)).collect()
        };
        Self {
            whole: SOFTNESS
                .iter()
                .map(|softness| Set::new(WIDE, TALL, soft(*softness)))
                .collect(),
            half: SOFTNESS
                .iter()
                .map(|softness| {
                    let shapes = soft(*softness).iter().map(|shape| halved(shape)).collect();
                    Set::new(WIDE / 2, TALL / 2, shapes)
                })
                .collect(),
        }
    }
}

impl Set {
    fn new(wide: usize, tall: usize, mut shapes: Vec<Vec<f32>>) -> Self {
        for shape in &mut shapes {
            let mean = shape.iter().sum::<f32>() / shape.len() as f32;
            for value in shape.iter_mut() {
                *value -= mean;
            }
            let length = dot(shape, shape).sqrt().max(f32::EPSILON);
            for value in shape.iter_mut() {
                *value /= length;
            }
        }
        Self { wide, tall, shapes }
    }

    /// Compares a patch of this size with every character, keeping what is better than before; says
    /// whether the best of all became better.
    pub(super) fn compare(&self, patch: &[f32], best: &mut [f32; COUNT]) -> bool {
        let count = patch.len() as f32;
        let mean = patch.iter().sum::<f32>() / count;
        let spread = (dot(patch, patch) - count * mean * mean).max(0.0).sqrt();
        // An even patch resembles nothing.
        let length = spread.max(4.0 * count.sqrt());
        let before = best.iter().copied().fold(-1.0, f32::max);
        let mut highest = before;
        for (shape, best) in self.shapes.iter().zip(best) {
            let likeness = dot(patch, shape) / length;
            *best = best.max(likeness);
            highest = highest.max(likeness);
        }
        highest > before
    }
}

/// In eight strands, which the compiler turns into vector instructions.
fn dot(one: &[f32], two: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (ones, twos) = (one.chunks_exact(8), two.chunks_exact(8));
    let rest = ones.remainder().iter().zip(twos.remainder());
    let rest: f32 = rest.map(|(one, two)| one * two).sum();
    for (one, two) in ones.zip(twos) {
        for strand in 0..8 {
            sums[strand] += one[strand] * two[strand];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn softened(shape: &[f32], softness: f32) -> Vec<f32> {
    let reach = 5_isize;
    let weights: Vec<f32> = (-reach..=reach)
        .map(|step| (-(step * step) as f32 / (2.0 * softness * softness)).exp())
        .collect();
    let total: f32 = weights.iter().sum();
    let across = blurred(shape, &weights, total, true);
    blurred(&across, &weights, total, false)
}

fn blurred(shape: &[f32], weights: &[f32], total: f32, across: bool) -> Vec<f32> {
    let reach = weights.len().cast_signed() / 2;
    let (wide, tall) = (WIDE.cast_signed(), TALL.cast_signed());
    let point = |x: isize, y: isize| -> f32 {
        let inside = (0..wide).contains(&x) && (0..tall).contains(&y);
        let index = (y * wide + x).max(0).cast_unsigned();
        if inside { shape[index] } else { 0.0 }
    };
    (0..wide * tall)
        .map(|index| {
            let (x, y) = (index % wide, index / wide);
            let sum: f32 = (-reach..=reach)
                .zip(weights)
                .map(|(step, weight)| {
                    let (x, y) = if across { (x + step, y) } else { (x, y + step) };
                    point(x, y) * weight
                })
                .sum();
            sum / total
        })
        .collect()
}

fn halved(shape: &[f32]) -> Vec<f32> {
    let (wide, tall) = (WIDE / 2, TALL / 2);
    (0..wide * tall)
        .map(|index| {
            let at = (index / wide * 2) * WIDE + index % wide * 2;
            (shape[at] + shape[at + 1] + shape[at + WIDE] + shape[at + WIDE + 1]) / 4.0
        })
        .collect()
}
