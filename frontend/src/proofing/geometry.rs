//! Where things of the camera's frame lie on the preview, which shows the frame with its edges cut
//! off (`object-fit: cover`), and where the guides are drawn.
//!
//! What is drawn for the person and what the worker compares with come from one place: the `vision`
//! crate's guides, mapped here.

use vision::{DocumentShape, Rect, guide};

/// Width and height in any one unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Size {
    /// Across.
    pub(super) width: f32,
    /// Down.
    pub(super) height: f32,
}

impl Size {
    /// From whole pixels, as elements tell them.
    pub(super) fn of<N: TryInto<u16>>(width: N, height: N) -> Self {
        let exact = |pixels: N| pixels.try_into().map_or(f32::from(u16::MAX), f32::from);
        Self {
            width: exact(width),
            height: exact(height),
        }
    }

    /// Nothing to draw on or from.
    pub(super) fn is_empty(self) -> bool {
        self.width < 1.0 || self.height < 1.0
    }
}

/// The part of the frame that the stage shows, in fractions of the frame.
pub(super) fn visible(frame: Size, stage: Size) -> Rect {
    if frame.is_empty() || stage.is_empty() {
        return Rect::WHOLE;
    }
    let scale = (stage.width / frame.width).max(stage.height / frame.height);
    let width = (stage.width / scale / frame.width).min(1.0);
    let height = (stage.height / scale / frame.height).min(1.0);
    Rect {
        x: (1.0 - width) / 2.0,
        y: (1.0 - height) / 2.0,
        width,
        height,
    }
}

/// From fractions of the frame to fractions of the stage.
pub(super) fn on_stage(part: Rect, visible: Rect) -> Rect {
    Rect {
        x: (part.x - visible.x) / visible.width,
        y: (part.y - visible.y) / visible.height,
        width: part.width / visible.width,
        height: part.height / visible.height,
    }
}

/// From fractions to the units of `size`.
pub(super) fn scaled(part: Rect, size: Size) -> Rect {
    Rect {
        x: part.x * size.width,
        y: part.y * size.height,
        width: part.width * size.width,
        height: part.height * size.height,
    }
}

/// From fractions of the stage to fractions of the frame.
pub(super) fn in_frame(part: Rect, visible: Rect) -> Rect {
    Rect {
        x: visible.x + part.x * visible.width,
        y: visible.y + part.y * visible.height,
        width: part.width * visible.width,
        height: part.height * visible.height,
    }
}

/// The rectangle around the face's oval, in fractions of the frame.
pub(super) fn face_guide(frame: Size) -> Rect {
    let (width, height) = pixels(frame);
    let oval = guide::face_oval(width, height);
    Rect {
        x: oval.centre_x - oval.width / 2.0,
        y: oval.centre_y - oval.height / 2.0,
        width: oval.width,
        height: oval.height,
    }
}

/// The document's rectangle, in fractions of the frame: as large as the visible part allows.
pub(super) fn document_guide(frame: Size, stage: Size, shape: DocumentShape) -> Rect {
    let visible = visible(frame, stage);
    let seen = Size {
        width: frame.width * visible.width,
        height: frame.height * visible.height,
    };
    let (width, height) = pixels(seen);
    in_frame(guide::document_frame(width, height, shape), visible)
}

fn pixels(size: Size) -> (u32, u32) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of pictures are small and not negative"
    )]
    let rounded = (size.width.round() as u32, size.height.round() as u32);
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEBCAM: Size = Size {
        width: 640.0,
        height: 480.0,
    };
    const PHONE: Size = Size {
        width: 358.0,
        height: 576.0,
    };

    fn near(left: f32, right: f32) -> bool {
        (left - right).abs() < 0.01
    }

    #[test]
    fn a_narrow_stage_cuts_the_sides() {
        let visible = visible(WEBCAM, PHONE);
        assert!(near(visible.height, 1.0) && near(visible.y, 0.0));
        assert!(near(visible.width, 358.0 / 768.0), "{visible:?}");
        let whole = on_stage(visible, visible);
        assert!(near(whole.x, 0.0) && near(whole.width, 1.0));
        let back = in_frame(whole, visible);
        assert!(near(back.x, visible.x) && near(back.width, visible.width));
    }

    #[test]
    fn the_oval_fits_into_a_narrow_stage_and_keeps_its_form() {
        let oval = on_stage(face_guide(WEBCAM), visible(WEBCAM, PHONE));
        assert!(oval.x > 0.0 && oval.x + oval.width < 1.0, "{oval:?}");
        let proportion = oval.height * PHONE.height / (oval.width * PHONE.width);
        assert!(near(proportion, 1.4), "{proportion}");
        assert!(near(oval.x + oval.width / 2.0, 0.5));
    }

    #[test]
    fn the_document_fits_into_what_is_seen() {
        for stage in [
            PHONE,
            Size {
                width: 640.0,
                height: 480.0,
            },
        ] {
            for shape in [DocumentShape::Card, DocumentShape::PassportPage] {
                let guide = document_guide(WEBCAM, stage, shape);
                let drawn = on_stage(guide, visible(WEBCAM, stage));
                assert!(drawn.x > 0.0 && drawn.x + drawn.width < 1.0, "{drawn:?}");
                let across = drawn.width * stage.width;
                let down = drawn.height * stage.height;
                assert!(near(across / down, shape.proportion()), "{drawn:?}");
            }
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!(visible(Size::default(), PHONE), Rect::WHOLE);
        assert_eq!(visible(WEBCAM, Size::default()), Rect::WHOLE);
    }
}
