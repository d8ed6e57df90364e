//! The grid of a zone in perspective: laid over the rows, moved until its cells resemble characters.

use super::ZoneShape;
use super::glyphs::{COUNT, Glyphs, Set, TALL, WIDE};
use crate::face::Point;
use crate::frame::Grey;

/// Likeness from which a cell may pull the grid.
const SURE: f32 = 0.7;
/// Mean likeness at half size below which no grid lies there.
const NEAR: f32 = 0.5;
/// Widths and heights of characters that are tried, as shares of the font's.
const SIZES: [f32; 7] = [0.85, 0.9, 0.95, 1.0, 1.06, 1.12, 1.18];

/// One cell compared with the characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Likeness to each character, at most 1.
    pub(super) likeness: [f32; COUNT],
    /// By how much the best one stands beside the middle, in points of a cell.
    moved: (f32, f32),
}

impl Cell {
    fn best(&self) -> f32 {
        self.likeness.iter().copied().fold(-1.0, f32::max)
    }
}

/// A plane in perspective: columns and rows to pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    shape: ZoneShape,
    plane: [f32; 8],
    /// Width and height of characters as shares of the font's.
    size: (f32, f32),
    softness: usize,
}

impl Grid {
    fn over(shape: ZoneShape, corners: [Point; 4]) -> Option<Self> {
        let (right, low) = ((shape.columns() - 1) as f32, (shape.rows() - 1) as f32);
        let places = [(0.0, 0.0), (right, 0.0), (right, low), (0.0, low)];
        let pairs: Vec<_> = places.into_iter().zip(corners).collect();
        Some(Self {
            shape,
            plane: plane(&pairs)?,
            size: (1.0, 1.0),
            softness: 1,
        })
    }

    /// The pixel of a place.
    fn at(&self, column: f32, row: f32) -> Point {
        let along = |first: usize| {
            self.plane[first] * column + self.plane[first + 1] * row + self.plane[first + 2]
        };
        let depth = self.plane[6] * column + self.plane[7] * row + 1.0;
        Point {
            x: along(0) / depth,
            y: along(3) / depth,
        }
    }

    /// Middle of a cell, and one point of the font to the right and down.
    fn cell(&self, column: f32, row: f32) -> (Point, Point, Point) {
        let middle = self.at(column, row);
        let (before, after) = (self.at(column - 0.5, row), self.at(column + 0.5, row));
        let (above, below) = (self.at(column, row - 0.5), self.at(column, row + 0.5));
        let right = Point {
            x: (after.x - before.x) / WIDE as f32,
            y: (after.y - before.y) / WIDE as f32,
        };
        let (x, y) = (below.x - above.x, below.y - above.y);
        let length = right.x.hypot(right.y) / x.hypot(y).max(1.0);
        let down = Point {
            x: x * length,
            y: y * length,
        };
        (middle, right, down)
    }

    /// The corners around a row, as its text is read.
    pub(super) fn quad(&self, row: usize) -> [Point; 4] {
        let row = row as f32;
        let last = self.shape.columns() as f32 - 0.3;
        [(-0.7, -1.0), (last, -1.0), (last, 1.0), (-0.7, 1.0)].map(|(column, side)| {
            let (middle, _, down) = self.cell(column, row);
            let reach = side * TALL as f32 * 0.52;
            Point {
                x: middle.x + down.x * reach,
                y: middle.y + down.y * reach,
            }
        })
    }

    /// Compares a cell with the characters, up to `reach` points of the set to each side.
    fn look(&self, grey: &Grey, set: &Set, reach: usize, index: usize) -> Cell {
        let columns = self.shape.columns();
        let (middle, right, down) = self.cell((index % columns) as f32, (index / columns) as f32);
        let step = WIDE as f32 / set.wide as f32;
        let (across, along) = (step * self.size.0, step * self.size.1);
        let (wide, tall) = (set.wide + 2 * reach, set.tall + 2 * reach);
        let mut whole = Vec::with_capacity(wide * tall);
        for y in 0..tall {
            let down_by = (y as f32 + 0.5 - tall as f32 / 2.0) * along;
            for x in 0..wide {
                let right_by = (x as f32 + 0.5 - wide as f32 / 2.0) * across;
                whole.push(
                    255.0
                        - grey.between(
                            middle.x + right.x * right_by + down.x * down_by,
                            middle.y + right.y * right_by + down.y * down_by,
                        ),
                );
            }
        }
        let mut cell = Cell {
            likeness: [-1.0; COUNT],
            moved: (0.0, 0.0),
        };
        let mut patch = Vec::with_capacity(set.wide * set.tall);
        for top in 0..=2 * reach {
            for left in 0..=2 * reach {
                patch.clear();
                for y in top..top + set.tall {
                    patch.extend_from_slice(&whole[y * wide + left..y * wide + left + set.wide]);
                }
                if set.compare(&patch, &mut cell.likeness) {
                    let beside = |at: usize, size: f32| (at as f32 - reach as f32) * size;
                    cell.moved = (beside(left, across), beside(top, along));
                }
            }
        }
        cell
    }

    /// Mean likeness of every `stride`-th cell.
    fn likeness(&self, grey: &Grey, glyphs: &Glyphs, stride: usize) -> f32 {
        let set = &glyphs.half[self.softness];
        let cells = (0..self.shape.rows() * self.shape.columns()).step_by(stride);
        let count = cells.len() as f32;
        cells
            .map(|index| self.look(grey, set, 1, index).best())
            .sum::<f32>()
            / count
    }

    /// Every cell, at whole size or half.
    fn look_at_all(&self, grey: &Grey, set: &Set, reach: usize) -> Vec<Cell> {
        let cells = 0..self.shape.rows() * self.shape.columns();
        cells
            .map(|index| self.look(grey, set, reach, index))
            .collect()
    }

    /// The grid pulled to where the characters were found.
    fn pulled(&self, cells: &[Cell]) -> Self {
        let columns = self.shape.columns();
        let sure = cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.best() > SURE);
        let pairs: Vec<_> = sure
            .map(|(index, cell)| {
                let (column, row) = ((index % columns) as f32, (index / columns) as f32);
                let (middle, right, down) = self.cell(column, row);
                let (across, along) = cell.moved;
                let found = Point {
                    x: middle.x + right.x * across + down.x * along,
                    y: middle.y + right.y * across + down.y * along,
                };
                ((column, row), found)
            })
            .collect();
        if pairs.len() * 3 < cells.len() {
            return *self;
        }
        let plane = plane(&pairs).unwrap_or(self.plane);
        Self { plane, ..*self }
    }

    /// The same with the first or last column moved by whole columns.
    fn shifted(&self, first: f32, last: f32) -> Option<Self> {
        let (right, low) = (
            (self.shape.columns() - 1) as f32,
            (self.shape.rows() - 1) as f32,
        );
        let corners = [
            self.at(first, 0.0),
            self.at(right + last, 0.0),
            self.at(right + last, low),
            self.at(first, low),
        ];
        Self::over(self.shape, corners)
    }
}

/// Lays a grid over the middles of the four outermost characters and finds out what stands in it.
/// `None` when it resembles no text.
pub(super) fn fit(
    grey: &Grey,
    glyphs: &Glyphs,
    shape: ZoneShape,
    corners: [Point; 4],
) -> Option<(Grid, Vec<Cell>)> {
    let mut grid = Grid::over(shape, corners)?;
    let (_, right, _) = grid.cell(shape.columns() as f32 / 2.0, 0.0);
    let finer = right.x.hypot(right.y);
    // Where a point of the font is more than a pixel, the pixels are averaged first.
    let smooth = (finer > 1.3).then(|| grey.smoothed(if finer > 2.4 { 2 } else { 1 }));
    let grey = smooth.as_ref().unwrap_or(grey);
    grid = aligned(&grid, grey, glyphs)?;
    for _ in 0..2 {
        let cells = grid.look_at_all(grey, &glyphs.half[grid.softness], 2);
        grid = grid.pulled(&cells);
    }
    grid = sized(&grid, grey, glyphs);
    let cells = grid.look_at_all(grey, &glyphs.whole[grid.softness], 2);
    grid = grid.pulled(&cells);
    let cells = grid.look_at_all(grey, &glyphs.whole[grid.softness], 2);
    Some((grid, cells))
}

/// The ends of the rows may be a character off: the best of the neighbouring grids.
fn aligned(grid: &Grid, grey: &Grey, glyphs: &Glyphs) -> Option<Grid> {
    let mut best = (grid.likeness(grey, glyphs, 2), *grid);
    if best.0 < 0.72 {
        let ends = [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0];
        let moves = ends
            .iter()
            .flat_map(|first| ends.map(|last| (*first, last)));
        for (first, last) in moves {
            let Some(placed) = grid.shifted(first, last) else {
                continue;
            };
            let likeness = placed.likeness(grey, glyphs, 4);
            if likeness > best.0 {
                best = (likeness, placed);
            }
        }
    }
    (best.0 >= NEAR).then_some(best.1)
}

/// Size and softness of the characters, one after the other.
fn sized(grid: &Grid, grey: &Grey, glyphs: &Glyphs) -> Grid {
    let better = |grid: Grid, tried: &[Grid]| {
        let all = std::iter::once(grid).chain(tried.iter().copied());
        let rated = all.map(|grid| (grid.likeness(grey, glyphs, 3), grid));
        let best = rated.max_by(|one, two| one.0.total_cmp(&two.0));
        best.map_or(grid, |(_, grid)| grid)
    };
    let softer = |grid: Grid| {
        let kinds = 0..glyphs.half.len();
        kinds
            .map(|softness| Grid { softness, ..grid })
            .collect::<Vec<_>>()
    };
    let wider = |grid: Grid| {
        SIZES.map(|wide| Grid {
            size: (wide, grid.size.1),
            ..grid
        })
    };
    let taller = |grid: Grid| {
        SIZES.map(|tall| Grid {
            size: (grid.size.0, tall),
            ..grid
        })
    };
    let grid = better(*grid, &taller(*grid));
    let grid = better(grid, &wider(grid));
    let grid = better(grid, &softer(grid));
    better(grid, &taller(grid))
}

/// The perspective that takes places to points, by least squares.
fn plane(pairs: &[((f32, f32), Point)]) -> Option<[f32; 8]> {
    // Normal equations of eight unknowns, with the right side as the ninth column. Columns are scaled
    // to about 1, so that double precision is plenty.
    let mut table = [[0.0_f64; 9]; 8];
    let scale = 40.0_f64;
    for ((column, row), point) in pairs {
        let (column, row) = (f64::from(*column) / scale, f64::from(*row) / scale);
        let (x, y) = (f64::from(point.x) / 1000.0, f64::from(point.y) / 1000.0);
        let lines = [
            [column, row, 1.0, 0.0, 0.0, 0.0, -column * x, -row * x, x],
            [0.0, 0.0, 0.0, column, row, 1.0, -column * y, -row * y, y],
        ];
        for line in lines {
            for (above, factor) in table.iter_mut().zip(line) {
                for (sum, value) in above.iter_mut().zip(line) {
                    *sum += factor * value;
                }
            }
        }
    }
    let solved = solve(table)?;
    let back = [
        1000.0 / scale,
        1000.0 / scale,
        1000.0,
        1000.0 / scale,
        1000.0 / scale,
        1000.0,
        1.0 / scale,
        1.0 / scale,
    ];
    let mut plane = [0.0; 8];
    for (target, (value, factor)) in plane.iter_mut().zip(solved.into_iter().zip(back)) {
        *target = (value * factor) as f32;
    }
    Some(plane)
}

/// Gauss with the largest pivot; `None` when the lines do not tell all unknowns.
fn solve(mut table: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for step in 0..8 {
        let pivot = (step..8)
            .max_by(|one, two| table[*one][step].abs().total_cmp(&table[*two][step].abs()))?;
        table.swap(step, pivot);
        if table[step][step].abs() < 1e-12 {
            return None;
        }
        let line = table[step];
        for (index, other) in table.iter_mut().enumerate() {
            if index != step {
                let factor = other[step] / line[step];
                for (value, above) in other.iter_mut().zip(line) {
                    *value -= factor * above;
                }
            }
        }
    }
    Some(std::array::from_fn(|index| {
        table[index][8] / table[index][index]
    }))
}
