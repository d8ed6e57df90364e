//! A picture in memory, and the three ways to look at a part of it.
//!
//! Pixels are 8-bit RGB, row by row, as the camera saw them: never mirrored.

use crate::guide::Rect;

/// Sides of the small grey pictures by which whole pictures are compared.
#[cfg(feature = "models")]
pub(crate) const SCENE: (usize, usize) = (16, 12);

/// An RGB picture. Cheap to borrow, owned by whoever decoded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Frame {
    /// Takes tightly packed RGB. `None` when the length does not fit or a side is zero.
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let (width, height) = sides(width, height)?;
        let expected = width.checked_mul(height)?.checked_mul(3)?;
        (rgb.len() == expected).then_some(Self { width, height, rgb })
    }

    /// Copies tightly packed RGBA, dropping alpha. `None` as in [`Frame::from_rgb`].
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Option<Self> {
        let (width, height) = sides(width, height)?;
        let expected = width.checked_mul(height)?.checked_mul(4)?;
        if rgba.len() != expected {
            return None;
        }
        let mut rgb = Vec::with_capacity(width * height * 3);
        for pixel in rgba.chunks_exact(4) {
            rgb.extend_from_slice(&pixel[..3]);
        }
        Some(Self { width, height, rgb })
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Packed RGB.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The same picture with no side longer than `longest` (averaged down, never enlarged).
    #[must_use]
    pub fn shrunk_to(&self, longest: usize) -> Self {
        let side = self.width.max(self.height);
        if side <= longest || longest == 0 {
            return self.clone();
        }
        let scale = longest as f32 / side as f32;
        let width = ((self.width as f32 * scale).round() as usize).max(1);
        let height = ((self.height as f32 * scale).round() as usize).max(1);
        let whole = Rect::WHOLE;
        let mut rgb = vec![0; width * height * 3];
        self.resample(whole, width, height, |index, pixel| {
            for channel in 0..3 {
                rgb[index * 3 + channel] = (pixel[channel] + 0.5) as u8;
            }
        });
        Self { width, height, rgb }
    }

    /// How much of the picture is not that of another one: 0 for the same with other light.
    #[cfg(feature = "models")]
    pub fn scene_difference(&self, other: &Self) -> f32 {
        let scene = |frame: &Self| frame.grey(Rect::WHOLE, SCENE.0, SCENE.1);
        scene(self).difference(&scene(other))
    }

    /// Averages the part `rect` down (or stretches it up) to `width` x `height`, calling `put`
    /// with the index and the mean colour of each target pixel. Parts outside the picture repeat
    /// its edge.
    pub(crate) fn resample(
        &self,
        rect: Rect,
        width: usize,
        height: usize,
        mut put: impl FnMut(usize, [f32; 3]),
    ) {
        let columns = spans(rect.x, rect.width, self.width, width);
        let rows = spans(rect.y, rect.height, self.height, height);
        for (row, &(top, bottom)) in rows.iter().enumerate() {
            for (column, &(left, right)) in columns.iter().enumerate() {
                let mut sum = [0_u32; 3];
                for y in top..bottom {
                    let start = (y * self.width + left) * 3;
                    let end = (y * self.width + right) * 3;
                    for pixel in self.rgb[start..end].chunks_exact(3) {
                        sum[0] += u32::from(pixel[0]);
                        sum[1] += u32::from(pixel[1]);
                        sum[2] += u32::from(pixel[2]);
                    }
                }
                let count = ((right - left) * (bottom - top)) as f32;
                let mean = [
                    sum[0] as f32 / count,
                    sum[1] as f32 / count,
                    sum[2] as f32 / count,
                ];
                put(row * width + column, mean);
            }
        }
    }

    /// The part `rect` as a grey picture of the given size.
    pub(crate) fn grey(&self, rect: Rect, width: usize, height: usize) -> Grey {
        let mut values = vec![0.0; width * height];
        self.resample(rect, width, height, |index, [red, green, blue]| {
            values[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
        });
        Grey {
            width,
            height,
            values,
        }
    }

    /// Colour at a point in pixels, interpolated; outside the picture it is black.
    pub(crate) fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = (x - left, y - top);
        let (column, row) = (left as isize, top as isize);
        let corners = [
            (column, row, (1.0 - right_share) * (1.0 - low_share)),
            (column + 1, row, right_share * (1.0 - low_share)),
            (column, row + 1, (1.0 - right_share) * low_share),
            (column + 1, row + 1, right_share * low_share),
        ];
        let mut mixed = [0.0; 3];
        for (column, row, weight) in corners {
            let [red, green, blue] = self.pixel(column, row);
            mixed[0] += f32::from(red) * weight;
            mixed[1] += f32::from(green) * weight;
            mixed[2] += f32::from(blue) * weight;
        }
        mixed
    }

    fn pixel(&self, column: isize, row: isize) -> [u8; 3] {
        let inside = (0..self.width.cast_signed()).contains(&column)
            && (0..self.height.cast_signed()).contains(&row);
        if !inside {
            return [0; 3];
        }
        let start = (row.cast_unsigned() * self.width + column.cast_unsigned()) * 3;
        match self.rgb.get(start..start + 3) {
            Some(&[red, green, blue]) => [red, green, blue],
            _ => [0; 3],
        }
    }
}

/// What only the models need.
#[cfg(feature = "models")]
impl Frame {
    /// Cuts a part out as a frame of its own; the part is clipped to the picture.
    pub(crate) fn cut(&self, x: usize, y: usize, width: usize, height: usize) -> Self {
        let x = x.min(self.width - 1);
        let y = y.min(self.height - 1);
        let width = width.clamp(1, self.width - x);
        let height = height.clamp(1, self.height - y);
        let mut rgb = Vec::with_capacity(width * height * 3);
        for row in y..y + height {
            let start = (row * self.width + x) * 3;
            rgb.extend_from_slice(&self.rgb[start..start + width * 3]);
        }
        Self { width, height, rgb }
    }
}

/// A small picture of brightness, 0 to 255.
#[derive(Clone, Debug)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<f32>,
}

impl Grey {
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.width + x]
    }

    /// The value between four pixels, interpolated; outside the picture its edge goes on.
    pub(crate) fn between(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, self.width as f32 - 1.001);
        let y = y.clamp(0.0, self.height as f32 - 1.001);
        let (left, top) = (x as usize, y as usize);
        let (across, down) = (x - left as f32, y - top as f32);
        let right = (left + 1).min(self.width - 1);
        let low = (top + 1).min(self.height - 1);
        let above = self.at(left, top) * (1.0 - across) + self.at(right, top) * across;
        let below = self.at(left, low) * (1.0 - across) + self.at(right, low) * across;
        above * (1.0 - down) + below * down
    }

    /// Each value averaged with its neighbours up to `reach` away, across and then down.
    pub(crate) fn smoothed(&self, reach: usize) -> Self {
        let mean = |from: &[f32], index: usize, at: usize, length: usize, step: usize| {
            let first = at.saturating_sub(reach);
            let last = (at + reach).min(length - 1);
            let start = index - (at - first) * step;
            let count = last - first + 1;
            let sum: f32 = (0..count).map(|place| from[start + place * step]).sum();
            sum / count as f32
        };
        let across: Vec<f32> = (0..self.values.len())
            .map(|index| mean(&self.values, index, index % self.width, self.width, 1))
            .collect();
        let values = (0..across.len())
            .map(|index| mean(&across, index, index / self.width, self.height, self.width))
            .collect();
        Self { values, ..*self }
    }

    /// Mean and variance of all values.
    pub(crate) fn spread(&self) -> (f32, f32) {
        let count = self.values.len() as f32;
        let mean = self.values.iter().sum::<f32>() / count;
        let variance = self
            .values
            .iter()
            .map(|v| (v - mean) * (v - mean))
            .sum::<f32>()
            / count;
        (mean, variance)
    }

    /// How much of the picture is not that of another one of the same size: 0 when one is the other
    /// with other light, 1 and more when they have nothing in common.
    #[cfg(feature = "models")]
    pub(crate) fn difference(&self, other: &Self) -> f32 {
        let ((mean, variance), (other_mean, other_variance)) = (self.spread(), other.spread());
        let pairs = self.values.iter().zip(&other.values);
        let shared: f32 = pairs
            .map(|(one, two)| (one - mean) * (two - other_mean))
            .sum();
        let count = self.values.len() as f32;
        1.0 - shared / count / (variance * other_variance).sqrt().max(1.0)
    }

    /// Variance of the Laplacian over that of the picture: how much of its contrast is fine
    /// detail. Independent of exposure, zero for a flat picture.
    pub(crate) fn sharpness(&self) -> f32 {
        let (mut sum, mut squares, mut count) = (0.0_f32, 0.0_f32, 0.0_f32);
        for y in 1..self.height - 1 {
            for x in 1..self.width - 1 {
                let around =
                    self.at(x - 1, y) + self.at(x + 1, y) + self.at(x, y - 1) + self.at(x, y + 1);
                let value = around - 4.0 * self.at(x, y);
                sum += value;
                squares += value * value;
                count += 1.0;
            }
        }
        let mean = sum / count;
        let (_, variance) = self.spread();
        (squares / count - mean * mean) / (variance + 1.0)
    }
}

fn sides(width: u32, height: u32) -> Option<(usize, usize)> {
    let width = usize::try_from(width).ok()?;
    let height = usize::try_from(height).ok()?;
    (width > 0 && height > 0).then_some((width, height))
}

/// For each of `target` steps across `length` (from `start`, both in fractions of `size`), the
/// source pixels it covers: at least one, all inside the picture.
fn spans(start: f32, length: f32, size: usize, target: usize) -> Vec<(usize, usize)> {
    let scale = length * size as f32 / target as f32;
    let origin = start * size as f32;
    let last = size as f32 - 1.0;
    (0..target)
        .map(|step| {
            let from = (origin + step as f32 * scale).clamp(0.0, last) as usize;
            let to = (origin + (step + 1) as f32 * scale).clamp(0.0, size as f32) as usize;
            (from, to.max(from + 1))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_as_many_pixels_as_it_says() {
        assert!(Frame::from_rgb(2, 2, vec![0; 12]).is_some());
        assert!(Frame::from_rgb(2, 2, vec![0; 11]).is_none());
        assert!(Frame::from_rgb(0, 2, vec![]).is_none());
        assert!(Frame::from_rgba(u32::MAX, u32::MAX, &[]).is_none());
        let frame = Frame::from_rgba(1, 2, &[1, 2, 3, 255, 4, 5, 6, 255]);
        assert_eq!(
            frame.map(|frame| frame.rgb().to_vec()),
            Some(vec![1, 2, 3, 4, 5, 6])
        );
    }

    #[test]
    fn shrinking_averages() {
        let checks: Vec<u8> = (0..64)
            .flat_map(|at| [if at % 2 == 0 { 0 } else { 200 }; 3])
            .collect();
        let frame = Frame::from_rgb(8, 8, checks).expect("64 pixels");
        let small = frame.shrunk_to(2);
        assert_eq!((small.width(), small.height()), (2, 2));
        assert!(small.rgb().iter().all(|value| *value == 100));
        assert_eq!(small.shrunk_to(4), small);
    }
}
