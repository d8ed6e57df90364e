//! Does a document fill its frame, sharp, lit and without glare?
//!
//! Plain picture measures, no network: straight sides near the guide, detail, brightness, burnt-out
//! patches. It does not know a passport from a playing card; text is read by the server, and a person
//! looks at what the server refuses.

use serde::{Deserialize, Serialize};

use crate::edges::{Sides, sides};
use crate::frame::{Frame, Grey};
use crate::guidance::{Hint, Observation};
use crate::guide::Rect;
use crate::thresholds as limit;

/// Width of the grey picture on which a document is measured.
const WIDE: usize = 480;
/// Parts of that picture, across and down.
const PARTS: (usize, usize) = (12, 8);
/// The server measures pictures of at most this many pixels on the long side.
const LONGEST: usize = 1280;
/// Brightness above which a patch is burnt out: paper keeps a little below.
const PATCH: f32 = 253.5;
/// Side of such a patch in pixels of the measured picture; single bright pixels are not glare.
const PATCH_SIDE: usize = 8;
/// Size of the picture on which movement is measured.
const THUMBNAIL: (usize, usize) = (64, 40);

/// The one thing to say about a document in front of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentHint {
    NoDocument,
    Closer,
    TooClose,
    /// There is a document, but beside or across the frame.
    Align,
    TooDark,
    Glare,
    Blurred,
    /// Everything fits, but the picture moves.
    HoldStill,
    Good,
}

impl Hint for DocumentHint {
    fn is_good(self) -> bool {
        self == Self::Good
    }

    fn breaks_at_once(self) -> bool {
        matches!(self, Self::NoDocument | Self::HoldStill)
    }
}

/// The figures behind a hint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentFigures {
    /// Width of the document against the guide (live), or the share of the picture it covers.
    pub fill: f32,
    /// Sides that were found, 0 to 4 (live only).
    pub sides: u8,
    /// Mean brightness, 0 to 255.
    pub brightness: f32,
    /// Standard deviation of brightness.
    pub contrast: f32,
    /// Fine detail where there is most print.
    pub sharpness: f32,
    /// Share covered by burnt-out patches.
    pub glare: f32,
}

/// What one live frame shows of a document.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentLook {
    pub hint: DocumentHint,
    pub figures: DocumentFigures,
}

impl DocumentLook {
    /// What [`crate::Guidance`] needs to know of it.
    pub fn observation(&self) -> Observation<DocumentHint> {
        Observation {
            hint: self.hint,
            complete: true,
        }
    }
}

/// Why the server would ask for another picture of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentReason {
    NoDocument,
    /// The document covers too little of the picture.
    TooSmall,
    TooDark,
    Glare,
    Blurred,
}

/// What the server found on a picture of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentVerdict {
    /// Empty when the picture can be used. Most important first.
    pub reasons: Vec<DocumentReason>,
    pub figures: DocumentFigures,
}

impl DocumentVerdict {
    /// Whether nothing speaks against the picture.
    pub fn is_acceptable(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// Judges one live frame; 640 pixels on the long side are enough. `guide` is the rectangle drawn for
/// the person, see [`crate::guide::document_frame`].
#[must_use]
pub fn document(frame: &Frame, guide: Rect) -> DocumentLook {
    let sides = sides(frame, guide);
    let inside = Inside::of(frame, guide);
    let figures = DocumentFigures {
        fill: sides.width().or_else(|| sides.height()).unwrap_or_default(),
        sides: u8::try_from(sides.count()).unwrap_or(u8::MAX),
        ..inside.figures()
    };
    DocumentLook {
        hint: hint(&sides, &figures),
        figures,
    }
}

/// Live judgement with a memory of one frame, so that movement is noticed.
#[derive(Clone, Debug, Default)]
pub struct DocumentWatch {
    previous: Option<Grey>,
}

impl DocumentWatch {
    /// As [`document`], and [`DocumentHint::HoldStill`] in place of `Good` while the picture moves.
    pub fn look(&mut self, frame: &Frame, guide: Rect) -> DocumentLook {
        let mut look = document(frame, guide);
        let current = frame.grey(guide, THUMBNAIL.0, THUMBNAIL.1);
        let moved = self.previous.as_ref().is_none_or(|previous| {
            let pairs = previous.values.iter().zip(&current.values);
            let change: f32 = pairs.map(|(before, after)| (before - after).abs()).sum();
            let (_, variance) = current.spread();
            change / current.values.len() as f32 > limit::DOCUMENT_MOVED * variance.sqrt()
        });
        if moved && look.hint == DocumentHint::Good {
            look.hint = DocumentHint::HoldStill;
        }
        self.previous = Some(current);
        look
    }
}

/// Judges a picture of a document that was taken or uploaded: the whole picture, no guide. Decode it
/// with strict limits and the orientation applied first.
#[must_use]
pub fn judge_document(frame: &Frame) -> DocumentVerdict {
    let frame = &frame.shrunk_to(LONGEST);
    let printed = printed_area(frame);
    let inside = Inside::of(frame, printed.unwrap_or(Rect::WHOLE));
    let figures = DocumentFigures {
        fill: printed.map_or(0.0, |area| area.width * area.height),
        ..inside.figures()
    };
    let blank = printed.is_none() || figures.contrast < limit::DOCUMENT_CONTRAST;
    let dark = figures.brightness < limit::DOCUMENT_BRIGHTNESS;
    let reasons = [
        (dark, DocumentReason::TooDark),
        (blank && !dark, DocumentReason::NoDocument),
        (
            !blank && figures.fill < limit::DOCUMENT_COVER,
            DocumentReason::TooSmall,
        ),
        (figures.glare > limit::DOCUMENT_GLARE, DocumentReason::Glare),
        (
            !blank && figures.sharpness < limit::DOCUMENT_SHARPNESS,
            DocumentReason::Blurred,
        ),
    ]
    .into_iter()
    .filter_map(|(wrong, reason)| wrong.then_some(reason))
    .collect();
    DocumentVerdict { reasons, figures }
}

/// The first thing that is wrong, in the order in which a person can mend it.
fn hint(sides: &Sides, figures: &DocumentFigures) -> DocumentHint {
    if figures.brightness < limit::DOCUMENT_BRIGHTNESS {
        return DocumentHint::TooDark;
    }
    let (smallest, largest) = (*limit::DOCUMENT_FILL.start(), *limit::DOCUMENT_FILL.end());
    let width = sides.width().or_else(|| sides.height());
    if figures.contrast < limit::DOCUMENT_CONTRAST {
        return DocumentHint::NoDocument;
    }
    match (sides.count(), width) {
        (_, Some(fill)) if fill > largest => DocumentHint::TooClose,
        (0..3, _) | (_, None) => DocumentHint::NoDocument,
        (_, Some(fill)) if fill < smallest => DocumentHint::Closer,
        _ if sides.offset() > limit::DOCUMENT_OFFSET => DocumentHint::Align,
        _ if figures.glare > limit::DOCUMENT_GLARE => DocumentHint::Glare,
        _ if figures.sharpness < limit::DOCUMENT_SHARPNESS => DocumentHint::Blurred,
        _ => DocumentHint::Good,
    }
}

/// The measured inside of a document.
struct Inside {
    grey: Grey,
    parts: Vec<Part>,
}

/// Spread and detail of one part.
struct Part {
    variance: f32,
    sharpness: f32,
}

impl Inside {
    fn of(frame: &Frame, area: Rect) -> Self {
        let tall = area.height * frame.height() as f32;
        let wide = (area.width * frame.width() as f32).max(1.0);
        let height = ((WIDE as f32 * tall / wide) as usize).clamp(4 * PARTS.1, 4 * WIDE);
        let grey = frame.grey(area, WIDE, height);
        let parts = parts(&grey, PARTS).map(|part| Part {
            variance: part.spread().1,
            sharpness: part.sharpness(),
        });
        let parts = parts.collect();
        Self { grey, parts }
    }

    fn figures(&self) -> DocumentFigures {
        let (brightness, variance) = self.grey.spread();
        DocumentFigures {
            brightness,
            contrast: variance.sqrt(),
            sharpness: self.sharpness(),
            glare: self.glare(),
            ..DocumentFigures::default()
        }
    }

    /// Detail of the parts with much contrast, where the print is: their upper quartile, because the
    /// border of the document and of its photograph has contrast too, but no detail. Noise on plain
    /// paper has too little contrast to count.
    fn sharpness(&self) -> f32 {
        let most = self
            .parts
            .iter()
            .map(|part| part.variance)
            .fold(0.0, f32::max);
        let enough = (most / 4.0).max(limit::DOCUMENT_CONTRAST * limit::DOCUMENT_CONTRAST);
        let mut detail: Vec<f32> = self
            .parts
            .iter()
            .filter(|part| part.variance >= enough)
            .map(|part| part.sharpness)
            .collect();
        detail.sort_by(f32::total_cmp);
        detail
            .get(detail.len() * 3 / 4)
            .copied()
            .unwrap_or_default()
    }

    fn glare(&self) -> f32 {
        let across = (self.grey.width / PATCH_SIDE).max(1);
        let down = (self.grey.height / PATCH_SIDE).max(1);
        let burnt = parts(&self.grey, (across, down))
            .filter(|part| part.values.iter().all(|value| *value >= PATCH))
            .count();
        burnt as f32 / (across * down) as f32
    }
}

/// Cuts a grey picture into equal parts, row by row.
fn parts(grey: &Grey, (across, down): (usize, usize)) -> impl Iterator<Item = Grey> + '_ {
    let (width, height) = (grey.width / across, grey.height / down);
    (0..across * down).map(move |index| {
        let (left, top) = (index % across * width, index / across * height);
        let rows = (top..top + height).flat_map(|y| {
            let start = y * grey.width + left;
            grey.values[start..start + width].iter().copied()
        });
        Grey {
            width,
            height,
            values: rows.collect(),
        }
    })
}

/// The rectangle around everything that has print-like contrast; `None` for a plain picture.
fn printed_area(frame: &Frame) -> Option<Rect> {
    const GRID: (usize, usize) = (32, 24);
    let grey = frame.grey(Rect::WHOLE, GRID.0 * 12, GRID.1 * 12);
    let printed: Vec<bool> = parts(&grey, GRID)
        .map(|part| part.spread().1 > limit::DOCUMENT_CONTRAST * limit::DOCUMENT_CONTRAST)
        .collect();
    // A row or column with a single marked part is dust, not a document.
    let full =
        |cells: &mut dyn Iterator<Item = usize>| cells.filter(|cell| printed[*cell]).count() > 1;
    let columns: Vec<usize> = (0..GRID.0)
        .filter(|x| full(&mut (0..GRID.1).map(|y| y * GRID.0 + x)))
        .collect();
    let rows: Vec<usize> = (0..GRID.1)
        .filter(|y| full(&mut (0..GRID.0).map(|x| y * GRID.0 + x)))
        .collect();
    let (left, right) = (*columns.first()?, *columns.last()? + 1);
    let (top, bottom) = (*rows.first()?, *rows.last()? + 1);
    Some(Rect {
        x: left as f32 / GRID.0 as f32,
        y: top as f32 / GRID.1 as f32,
        width: (right - left) as f32 / GRID.0 as f32,
        height: (bottom - top) as f32 / GRID.1 as f32,
    })
}
