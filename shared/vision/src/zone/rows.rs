//! Rows of dark marks of one size at a steady pitch: where a zone may be.
//!
//! Marks are connected dark spots against their surroundings. They are chained to rows along the
//! direction most neighbours agree on; three rows of 30 or two of 44 under each other are offered, the
//! fullest first. Whether they are text, the grid finds out.

use super::ZoneShape;
use crate::face::Point;
use crate::frame::Grey;

/// Largest slope of a row, as a tangent: 20 degrees.
const STEEPEST: f32 = 0.36;
/// Steps of the search for the direction, each way.
const STEPS: i32 = 40;
/// Marks that are looked at; a picture with more is noise.
const MOST_MARKS: usize = 6000;

/// A connected dark spot.
#[derive(Clone, Copy, Debug)]
struct Mark {
    left: f32,
    right: f32,
    middle: f32,
    tall: f32,
}

impl Mark {
    /// Middles of its first and last character: a wide one is several that have run together.
    fn ends(&self) -> (f32, f32) {
        let wide = self.right - self.left;
        if wide < 1.6 * self.tall {
            let centre = f32::midpoint(self.left, self.right);
            return (centre, centre);
        }
        (self.left + self.tall * 0.5, self.right - self.tall * 0.5)
    }
}

/// A chained row: the line through its marks, and where it begins and ends.
#[derive(Clone, Copy, Debug)]
struct Row {
    first: f32,
    last: f32,
    /// Middle at the abscissa 0, and slope.
    offset: f32,
    slope: f32,
    pitch: f32,
    marks: usize,
}

impl Row {
    fn at(&self, x: f32) -> Point {
        Point {
            x,
            y: self.offset + self.slope * x,
        }
    }

    fn characters(&self) -> f32 {
        (self.last - self.first) / self.pitch + 1.0
    }
}

/// Sets of rows that may be a zone, with the middles of their four outermost characters: top left, top
/// right, bottom right, bottom left. Most promising first.
pub(super) fn find(grey: &Grey) -> Vec<(ZoneShape, [Point; 4])> {
    let marks = marks(grey);
    let slope = direction(&marks);
    let mut rows = chain(&marks, slope);
    rows.sort_by(|one, two| one.offset.total_cmp(&two.offset));
    let mut sets: Vec<(usize, ZoneShape, [Point; 4])> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        for shape in ZoneShape::ALL {
            for set in sets_under(row, &rows[index + 1..], shape) {
                let marks = set.iter().map(|row| row.marks).sum();
                sets.push((marks, shape, corners(&set)));
            }
        }
    }
    sets.sort_by_key(|set| std::cmp::Reverse(set.0));
    sets.into_iter()
        .map(|(_, shape, corners)| (shape, corners))
        .collect()
}

/// Dark spots of the size of characters.
fn marks(grey: &Grey) -> Vec<Mark> {
    let mut dark = dark(grey);
    let (width, height) = (grey.width, grey.height);
    let mut marks = Vec::new();
    let mut open = Vec::new();
    for start in 0..dark.len() {
        if !dark[start] {
            continue;
        }
        dark[start] = false;
        open.push(start);
        let (mut left, mut right) = (start % width, start % width);
        let (mut top, mut low) = (start / width, start / width);
        while let Some(index) = open.pop() {
            let (x, y) = (index % width, index / width);
            (left, right) = (left.min(x), right.max(x));
            (top, low) = (top.min(y), low.max(y));
            for y in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for x in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let near = y * width + x;
                    if dark[near] {
                        dark[near] = false;
                        open.push(near);
                    }
                }
            }
        }
        let (wide, tall) = (right - left + 1, low - top + 1);
        if tall >= 7 && tall * 8 <= height && wide * 6 >= tall && wide <= tall * 30 {
            marks.push(Mark {
                left: left as f32,
                right: right as f32,
                middle: (top + low) as f32 / 2.0,
                tall: tall as f32,
            });
        }
    }
    marks.truncate(MOST_MARKS);
    marks
}

/// Pixels darker than their surroundings, by a share of how much those vary.
fn dark(grey: &Grey) -> Vec<bool> {
    let (width, height) = (grey.width, grey.height);
    let smooth = grey.smoothed(1);
    let reach = (width.max(height) / 45).max(8);
    let line = width + 1;
    let mut sums = vec![0.0_f64; line * (height + 1)];
    let mut squares = sums.clone();
    for y in 0..height {
        let (mut sum, mut square) = (0.0_f64, 0.0_f64);
        for x in 0..width {
            let value = f64::from(smooth.at(x, y));
            sum += value;
            square += value * value;
            let at = (y + 1) * line + x + 1;
            sums[at] = sums[at - line] + sum;
            squares[at] = squares[at - line] + square;
        }
    }
    (0..width * height)
        .map(|index| {
            let (x, y) = (index % width, index / width);
            let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
            let (top, low) = (y.saturating_sub(reach), (y + reach + 1).min(height));
            let over = |table: &[f64]| {
                table[low * line + right] - table[top * line + right] - table[low * line + left]
                    + table[top * line + left]
            };
            let count = ((right - left) * (low - top)) as f64;
            let mean = over(&sums) / count;
            let spread = (over(&squares) / count - mean * mean).max(0.0).sqrt();
            f64::from(smooth.at(x, y)) < mean - (0.4 * spread).max(9.0)
        })
        .collect()
}

/// Whether two marks may stand in one row.
fn alike(one: &Mark, two: &Mark) -> bool {
    let ratio = one.tall / two.tall;
    (0.55..1.82).contains(&ratio)
}

/// The slope most neighbours agree on.
fn direction(marks: &[Mark]) -> f32 {
    let steps = usize::try_from(2 * STEPS + 1).unwrap_or(1);
    let mut votes = vec![0.0_f32; steps];
    for mark in marks {
        let (_, from) = mark.ends();
        let near = marks.iter().filter_map(|other| {
            let across = other.ends().0 - from;
            let down = other.middle - mark.middle;
            let fits = across > 0.4 * mark.tall
                && across < 2.2 * mark.tall
                && down.abs() < STEEPEST * across
                && alike(mark, other);
            fits.then_some((across, down / across))
        });
        let nearest = near.min_by(|one, two| one.0.total_cmp(&two.0));
        if let Some((_, slope)) = nearest {
            let place = (slope / STEEPEST * STEPS as f32).round() + STEPS as f32;
            for (step, share) in [(-2.0, 0.3), (-1.0, 0.7), (0.0, 1.0), (1.0, 0.7), (2.0, 0.3)] {
                if let Some(vote) = votes.get_mut((place + step).max(0.0) as usize) {
                    *vote += share;
                }
            }
        }
    }
    let best = (0..steps).max_by(|one, two| votes[*one].total_cmp(&votes[*two]));
    (best.unwrap_or(steps / 2) as f32 - STEPS as f32) / STEPS as f32 * STEEPEST
}

/// Chains of marks along the direction, long enough to be a row of a zone.
fn chain(marks: &[Mark], slope: f32) -> Vec<Row> {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by(|one, two| marks[*one].left.total_cmp(&marks[*two].left));
    let mut taken = vec![false; marks.len()];
    let mut rows = Vec::new();
    for (position, start) in order.iter().enumerate() {
        if taken[*start] {
            continue;
        }
        taken[*start] = true;
        let mut members = vec![*start];
        let mut tail = *start;
        while let Some(next) = follow(marks, &order[position + 1..], &taken, tail, slope) {
            taken[next] = true;
            members.push(next);
            tail = next;
        }
        if members.len() >= 8 {
            let members: Vec<Mark> = members.iter().map(|index| marks[*index]).collect();
            rows.extend(row(&members));
        }
    }
    rows
}

/// The nearest mark that goes on where this one ends.
fn follow(
    marks: &[Mark],
    order: &[usize],
    taken: &[bool],
    tail: usize,
    slope: f32,
) -> Option<usize> {
    let mark = &marks[tail];
    let (_, from) = mark.ends();
    let fitting = order
        .iter()
        .filter(|index| !taken[**index])
        .filter_map(|index| {
            let other = &marks[*index];
            let across = other.ends().0 - from;
            let down = (other.middle - mark.middle - slope * across).abs();
            let fits = across > 0.3 * mark.tall
                && across < 3.4 * mark.tall
                && down < 0.4 * mark.tall
                && alike(mark, other);
            fits.then_some((across + 2.0 * down, *index))
        });
    let nearest = fitting.min_by(|one, two| one.0.total_cmp(&two.0));
    nearest.map(|(_, index)| index)
}

/// The line through the members, without those beside it; `None` when they have no steady pitch.
fn row(members: &[Mark]) -> Option<Row> {
    let centre = |mark: &Mark| {
        let (first, last) = mark.ends();
        (f32::midpoint(first, last), mark.middle)
    };
    let points: Vec<(f32, f32)> = members.iter().map(centre).collect();
    let tall = median(members.iter().map(|mark| mark.tall).collect())?;
    let (offset, slope) = line_through(&points)?;
    let beside = |mark: &Mark| {
        let (x, y) = centre(mark);
        (y - offset - slope * x).abs() > 0.4 * tall || !(0.5..1.7).contains(&(mark.tall / tall))
    };
    let kept: Vec<Mark> = members
        .iter()
        .filter(|mark| !beside(mark))
        .copied()
        .collect();
    let points: Vec<(f32, f32)> = kept.iter().map(centre).collect();
    let (offset, slope) = line_through(&points)?;
    let gaps = kept
        .windows(2)
        .map(|pair| pair[1].ends().0 - pair[0].ends().1);
    let single = gaps.filter(|gap| (0.6..1.5).contains(&(gap / tall)));
    let pitch = median(single.collect())?;
    Some(Row {
        first: kept.first()?.ends().0,
        last: kept.last()?.ends().1,
        offset,
        slope,
        pitch,
        marks: kept.len(),
    })
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Least squares: offset and slope.
fn line_through(points: &[(f32, f32)]) -> Option<(f32, f32)> {
    let count = points.len() as f32;
    if points.len() < 2 {
        return None;
    }
    let x_mean = points.iter().map(|point| point.0).sum::<f32>() / count;
    let y_mean = points.iter().map(|point| point.1).sum::<f32>() / count;
    let spread: f32 = points.iter().map(|point| (point.0 - x_mean).powi(2)).sum();
    let together: f32 = points
        .iter()
        .map(|point| (point.0 - x_mean) * (point.1 - y_mean))
        .sum();
    let slope = together / spread.max(1.0);
    Some((y_mean - slope * x_mean, slope))
}

/// Sets of rows of a shape that begin with `top`.
fn sets_under(top: &Row, below: &[Row], shape: ZoneShape) -> Vec<Vec<Row>> {
    let expected = shape.columns() as f32;
    // Some characters at an end may be lost, or have company.
    let fits = |row: &Row| (row.characters() - expected).abs() <= 4.5;
    if !fits(top) {
        return Vec::new();
    }
    let mut sets = vec![vec![*top]];
    for _ in 1..shape.rows() {
        let longer = sets.iter().flat_map(|set| {
            let next = below.iter().filter(|row| fits(row) && goes_under(set, row));
            next.map(|row| [set.as_slice(), &[*row]].concat())
        });
        sets = longer.collect();
    }
    sets
}

/// Whether a row stands under the last one of a set as rows of a zone do.
fn goes_under(set: &[Row], row: &Row) -> bool {
    let Some(last) = set.last() else { return false };
    let middle = f32::midpoint(last.first, last.last);
    let step = (row.at(middle).y - last.at(middle).y) / last.pitch;
    let steady = match set {
        [.., before, _] => {
            let earlier = (last.at(middle).y - before.at(middle).y) / last.pitch;
            (step / earlier - 1.0).abs() < 0.35
        }
        _ => true,
    };
    steady
        && (1.1..3.6).contains(&step)
        && (row.slope - last.slope).abs() < 0.08
        && (row.pitch / last.pitch - 1.0).abs() < 0.15
        && (row.first - last.first).abs() < 4.0 * last.pitch
        && (row.last - last.last).abs() < 4.0 * last.pitch
}

/// Middles of the outermost characters. Where one row begins or ends elsewhere than the others, the
/// others are right.
fn corners(set: &[Row]) -> [Point; 4] {
    let (Some(top), Some(low)) = (set.first(), set.last()) else {
        return [Point { x: 0.0, y: 0.0 }; 4];
    };
    let edge = |end: &dyn Fn(&Row) -> f32| {
        let points: Vec<(f32, f32)> = set
            .iter()
            .map(|row| (row.at(end(row)).y, end(row)))
            .collect();
        let fitted = line_through(&points).filter(|(offset, lean)| {
            points
                .iter()
                .all(|(y, x)| (offset + lean * y - x).abs() < 0.35 * top.pitch)
                && (lean + top.slope).abs() < 0.16
        });
        // Square to the rows.
        let lean = -top.slope;
        let squared = points.iter().map(|(y, x)| x - lean * y).collect();
        let (offset, lean) = fitted.unwrap_or((median(squared).unwrap_or_default(), lean));
        move |row: &Row| {
            let y = (row.offset + row.slope * offset) / (1.0 - row.slope * lean);
            Point {
                x: offset + lean * y,
                y,
            }
        }
    };
    let left = edge(&|row| row.first);
    let right = edge(&|row| row.last);
    [left(top), right(top), right(low), left(low)]
}
