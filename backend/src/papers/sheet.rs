//! One A4 page: text that is measured and broken into lines, lines, a picture, a QR code. What stands
//! on a paper is the matter of `ticket` and `receipt`.

use anyhow::{Context, anyhow};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use krilla::{Data, Document};
use qrcode::{Color, EcLevel, QrCode};
use shared::consents::Language;

/// Width and height of the page, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// Space around what is written.
pub(super) const MARGIN: f32 = 48.0;
/// Width of what is written.
pub(super) const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;

const REGULAR: &[u8] = include_bytes!("../../fonts/onest-400.ttf");
const STRONG: &[u8] = include_bytes!("../../fonts/onest-600.ttf");

/// Colours of the papers: dark on white, readable from a bad printer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    Text,
    Quiet,
    Mark,
}

impl Ink {
    fn color(self) -> rgb::Color {
        match self {
            Self::Text => rgb::Color::new(27, 36, 48),
            Self::Quiet => rgb::Color::new(86, 98, 112),
            Self::Mark => rgb::Color::new(0, 98, 122),
        }
    }
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    size: f32,
    strong: bool,
    ink: Ink,
}

/// Regular text of a size.
pub(super) const fn plain(size: f32) -> Style {
    Style {
        size,
        strong: false,
        ink: Ink::Text,
    }
}

/// Emphasised text of a size.
pub(super) const fn strong(size: f32) -> Style {
    Style {
        size,
        strong: true,
        ink: Ink::Text,
    }
}

/// Text that stands back.
pub(super) const fn quiet(size: f32) -> Style {
    Style {
        size,
        strong: false,
        ink: Ink::Quiet,
    }
}

impl Style {
    /// The same in another colour.
    pub(super) const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// From one line to the next.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.32
    }
}

/// The page that is being drawn. Points from the upper left corner.
pub(super) struct Sheet<'a> {
    surface: Surface<'a>,
    fonts: [Font; 2],
    measures: [ttf_parser::Face<'static>; 2],
}

/// A document of one page.
pub(super) fn draw(
    (title, language): (&str, Language),
    fill: impl FnOnce(&mut Sheet<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<u8>> {
    let font = |bytes: &'static [u8]| Font::new(Data::from(bytes), 0).context("a font is broken");
    let fonts = [font(REGULAR)?, font(STRONG)?];
    let measures = [
        ttf_parser::Face::parse(REGULAR, 0)?,
        ttf_parser::Face::parse(STRONG, 0)?,
    ];
    let mut document = Document::new();
    let metadata = Metadata::new()
        .title(title.to_owned())
        .language(language.as_str().to_owned())
        .creator("Tirkeu".to_owned());
    document.set_metadata(metadata);
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).context("a page has a size")?;
    let mut page = document.start_page_with(settings);
    {
        let mut sheet = Sheet {
            surface: page.surface(),
            fonts,
            measures,
        };
        fill(&mut sheet)?;
    }
    page.finish();
    document
        .finish()
        .map_err(|error| anyhow!("the paper was not made: {error:?}"))
}

fn paint(color: rgb::Color) -> Fill {
    Fill {
        paint: color.into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }
}

impl Sheet<'_> {
    /// How wide a line is.
    pub(super) fn width(&self, style: Style, text: &str) -> f32 {
        let face = &self.measures[usize::from(style.strong)];
        let units: u32 = text
            .chars()
            .filter_map(|letter| face.glyph_hor_advance(face.glyph_index(letter)?))
            .map(u32::from)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a line has few units")]
        let units = units as f32;
        units * style.size / f32::from(face.units_per_em())
    }

    /// Breaks a text into lines, at spaces where it can and inside a word where it must.
    pub(super) fn lines(&self, style: Style, width: f32, text: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer {
                Some(longer) if self.width(style, &longer) <= width => {
                    if let Some(last) = lines.last_mut() {
                        *last = longer;
                    }
                }
                _ => lines.extend(self.pieces(style, width, word)),
            }
        }
        lines
    }

    fn pieces(&self, style: Style, width: f32, word: &str) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let last = pieces.last().map_or("", String::as_str);
            let longer = format!("{last}{letter}");
            if last.is_empty() || self.width(style, &longer) <= width {
                pieces.pop();
                pieces.push(longer);
            } else {
                pieces.push(letter.to_string());
            }
        }
        pieces
    }

    /// One line on a baseline.
    pub(super) fn line(&mut self, (x, y): (f32, f32), style: Style, text: &str) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(paint(style.ink.color())));
        let font = self.fonts[usize::from(style.strong)].clone();
        let at = Point::from_xy(x, y);
        let direction = TextDirection::LeftToRight;
        self.surface
            .draw_text(at, font, style.size, text, false, direction);
    }

    /// One line that ends at `x`.
    pub(super) fn line_to(&mut self, (x, y): (f32, f32), style: Style, text: &str) {
        let width = self.width(style, text);
        self.line((x - width, y), style, text);
    }

    /// A text from `top` down, at most so many lines; returns where it ends.
    pub(super) fn paragraph(
        &mut self,
        (x, top, width): (f32, f32, f32),
        (style, most): (Style, usize),
        text: &str,
    ) -> f32 {
        let mut lines = self.lines(style, width, text);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                last.push('…');
            }
        }
        let mut y = top;
        for line in lines {
            self.line((x, y + style.size), style, &line);
            y += style.leading();
        }
        y
    }

    fn rectangle(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), color: rgb::Color) {
        let rectangle = Rect::from_xywh(x, y, width, height);
        let mut path = PathBuilder::new();
        if let Some(rectangle) = rectangle {
            path.push_rect(rectangle);
        }
        if let Some(path) = path.finish() {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(paint(color)));
            self.surface.draw_path(&path);
        }
    }

    /// A line across the page.
    pub(super) fn rule(&mut self, y: f32, ink: Ink) {
        let color = match ink {
            Ink::Mark => ink.color(),
            Ink::Text | Ink::Quiet => rgb::Color::new(214, 220, 226),
        };
        let height = if matches!(ink, Ink::Mark) { 1.4 } else { 0.6 };
        self.rectangle((MARGIN, y), (WIDTH, height), color);
    }

    /// A tinted field across the page.
    pub(super) fn panel(&mut self, top: f32, height: f32) {
        let tint = rgb::Color::new(234, 243, 246);
        self.rectangle((MARGIN, top), (WIDTH, height), tint);
        self.rectangle((MARGIN, top), (4.0, height), Ink::Mark.color());
    }

    /// Our mark, the ring with the tick.
    pub(super) fn mark(&mut self, (x, y): (f32, f32), size: f32) {
        let (scale, half) = (size / 48.0, size / 2.0);
        let mut ring = PathBuilder::new();
        // A circle of four curves; the factor is the usual one for a quarter.
        let (radius, bend) = (half * 0.96, half * 0.96 * 0.5523);
        let (cx, cy) = (x + half, y + half);
        ring.move_to(cx + radius, cy);
        ring.cubic_to(
            cx + radius,
            cy + bend,
            cx + bend,
            cy + radius,
            cx,
            cy + radius,
        );
        ring.cubic_to(
            cx - bend,
            cy + radius,
            cx - radius,
            cy + bend,
            cx - radius,
            cy,
        );
        ring.cubic_to(
            cx - radius,
            cy - bend,
            cx - bend,
            cy - radius,
            cx,
            cy - radius,
        );
        ring.cubic_to(
            cx + bend,
            cy - radius,
            cx + radius,
            cy - bend,
            cx + radius,
            cy,
        );
        ring.close();
        if let Some(ring) = ring.finish() {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(paint(Ink::Mark.color())));
            self.surface.draw_path(&ring);
        }
        let mut tick = PathBuilder::new();
        tick.move_to(x + 11.5 * scale, y + 23.5 * scale);
        tick.line_to(x + 18.0 * scale, y + 30.0 * scale);
        tick.line_to(x + 34.0 * scale, y + 14.0 * scale);
        if let Some(tick) = tick.finish() {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(Stroke {
                paint: rgb::Color::white().into(),
                width: 5.0 * scale,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            }));
            self.surface.draw_path(&tick);
        }
    }

    /// A text as a QR code whose squares are one shape, sharp at any size.
    pub(super) fn code(&mut self, (x, y): (f32, f32), size: f32, text: &str) -> anyhow::Result<()> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let across = code.width();
        #[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
        let step = size / across as f32;
        let mut path = PathBuilder::new();
        for (place, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Light {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
            let (column, row) = ((place % across) as f32, (place / across) as f32);
            let square = Rect::from_xywh(x + column * step, y + row * step, step, step);
            path.push_rect(square.context("a square has a size")?);
        }
        let path = path.finish().context("a code has squares")?;
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(paint(rgb::Color::black())));
        self.surface.draw_path(&path);
        Ok(())
    }

    /// A JPEG in a frame of its own proportions.
    pub(super) fn picture(
        &mut self,
        (x, y): (f32, f32),
        (width, height): (f32, f32),
        jpeg: Vec<u8>,
    ) -> anyhow::Result<()> {
        let image = Image::from_jpeg(Data::from(jpeg), true);
        let image = image.map_err(|error| anyhow!("the picture does not fit in: {error}"))?;
        let size = Size::from_wh(width, height).context("a picture has a size")?;
        self.surface
            .push_transform(&Transform::from_translate(x, y));
        self.surface.draw_image(image, size);
        self.surface.pop();
        Ok(())
    }
}
