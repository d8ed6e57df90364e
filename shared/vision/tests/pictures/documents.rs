//! Synthetic scenes of a specimen card: on tables of several kinds, near and far, dark, shining,
//! blurred, moving, absent.

use image::{Rgb, RgbImage, imageops};
use vision::{
    DocumentHint, DocumentReason, DocumentShape, DocumentWatch, Frame, document, guide,
    judge_document,
};

use crate::support;

/// Where the card lies on its fixture picture.
const CARD: (u32, u32, u32, u32) = (60, 60, 1011, 638);
const SIZE: (u32, u32) = (640, 480);

#[derive(Clone, Copy)]
enum Table {
    Dark,
    Grey,
    Wood,
}

impl Table {
    fn at(self, x: u32, y: u32) -> f32 {
        let (x, y) = (x as f32, y as f32);
        match self {
            Self::Dark => 60.0,
            Self::Grey => 150.0,
            Self::Wood => 105.0 + 14.0 * (y * 0.21 + (x * 0.013).sin() * 2.0).sin(),
        }
    }
}

/// A scene: the card laid over the guide, `scale` times as large, moved and turned.
#[derive(Clone, Copy)]
struct Scene {
    table: Table,
    scale: f32,
    shift: (f32, f32),
    degrees: f32,
}

const STRAIGHT: Scene = Scene {
    table: Table::Dark,
    scale: 1.0,
    shift: (0.0, 0.0),
    degrees: 0.0,
};

fn guide_frame() -> vision::Rect {
    guide::document_frame(SIZE.0, SIZE.1, DocumentShape::Card)
}

impl Scene {
    fn picture(self) -> RgbImage {
        let card = support::picture("documents/card.jpg");
        let card = imageops::crop_imm(&card, CARD.0, CARD.1, CARD.2, CARD.3).to_image();
        let wide = guide_frame().width * SIZE.0 as f32 * self.scale;
        let step = CARD.2 as f32 / wide;
        // Averaging, as a camera does.
        let card = imageops::blur(&card, step / 2.5);
        let (sine, cosine) = self.degrees.to_radians().sin_cos();
        RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
            let across = x as f32 - SIZE.0 as f32 / 2.0 - self.shift.0;
            let down = y as f32 - SIZE.1 as f32 / 2.0 - self.shift.1;
            let on_card_x = (across * cosine + down * sine) * step + CARD.2 as f32 / 2.0;
            let on_card_y = (down * cosine - across * sine) * step + CARD.3 as f32 / 2.0;
            let grain = ((x * 7 + y * 13 + x * y % 11) % 5) as f32 - 2.0;
            let inside = on_card_x >= 0.0
                && on_card_y >= 0.0
                && on_card_x < CARD.2 as f32
                && on_card_y < CARD.3 as f32;
            if inside {
                let pixel = card.get_pixel(on_card_x as u32, on_card_y as u32);
                // Paper in a room, not in a studio.
                Rgb(pixel.0.map(|value| (f32::from(value) * 0.85 + grain) as u8))
            } else {
                Rgb([(self.table.at(x, y) + grain) as u8; 3])
            }
        })
    }
}

fn hint(picture: RgbImage) -> DocumentHint {
    document(&support::frame(picture), guide_frame()).hint
}

fn reasons(picture: RgbImage) -> Vec<DocumentReason> {
    judge_document(&support::frame(picture)).reasons
}

fn darkened(picture: &RgbImage) -> RgbImage {
    let mut dark = picture.clone();
    dark.pixels_mut()
        .for_each(|pixel| pixel.0 = pixel.0.map(|value| value / 5));
    dark
}

/// A lamp mirrored in the laminate.
fn shining(picture: &RgbImage) -> RgbImage {
    let mut shining = picture.clone();
    for (x, y, pixel) in shining.enumerate_pixels_mut() {
        let distance = (x as f32 - 400.0).hypot(y as f32 - 250.0);
        let light = 400.0 * (-(distance / 70.0).powi(2)).exp();
        pixel.0 = pixel
            .0
            .map(|value| (f32::from(value) + light).min(255.0) as u8);
    }
    shining
}

fn empty(table: Table) -> RgbImage {
    Scene {
        table,
        shift: (10_000.0, 0.0),
        ..STRAIGHT
    }
    .picture()
}

#[test]
fn a_card_in_its_frame_is_good_on_any_table() {
    for table in [Table::Dark, Table::Grey, Table::Wood] {
        for (scale, degrees) in [
            (1.0, 0.0),
            (0.93, 0.0),
            (1.03, 0.0),
            (0.95, 2.5),
            (0.95, -2.5),
        ] {
            let scene = Scene {
                table,
                scale,
                degrees,
                ..STRAIGHT
            };
            let look = document(&support::frame(scene.picture()), guide_frame());
            assert_eq!(
                look.hint,
                DocumentHint::Good,
                "{scale} {degrees} {:?}",
                look.figures
            );
            assert_eq!(reasons(scene.picture()), [], "{scale} {degrees}");
        }
    }
}

#[test]
fn distance_and_place() {
    let scene = |scale, shift| {
        hint(
            Scene {
                scale,
                shift,
                ..STRAIGHT
            }
            .picture(),
        )
    };
    assert_eq!(scene(0.6, (0.0, 0.0)), DocumentHint::Closer);
    assert_eq!(scene(0.8, (0.0, 0.0)), DocumentHint::Closer);
    assert_eq!(scene(1.2, (0.0, 0.0)), DocumentHint::TooClose);
    assert_eq!(scene(0.95, (0.0, 50.0)), DocumentHint::Align);
}

#[test]
fn light() {
    let card = STRAIGHT.picture();
    assert_eq!(hint(darkened(&card)), DocumentHint::TooDark);
    assert_eq!(reasons(darkened(&card)), [DocumentReason::TooDark]);
    assert_eq!(hint(shining(&card)), DocumentHint::Glare);
    assert_eq!(reasons(shining(&card)), [DocumentReason::Glare]);
}

#[test]
fn blur() {
    let card = STRAIGHT.picture();
    assert_eq!(hint(imageops::blur(&card, 1.0)), DocumentHint::Good);
    assert_eq!(hint(imageops::blur(&card, 3.0)), DocumentHint::Blurred);
    assert_eq!(
        reasons(imageops::blur(&card, 3.0)),
        [DocumentReason::Blurred]
    );
}

#[test]
fn nothing_there() {
    for table in [Table::Dark, Table::Grey, Table::Wood] {
        let hint = hint(empty(table));
        assert!(
            matches!(hint, DocumentHint::NoDocument | DocumentHint::TooDark),
            "{hint:?}"
        );
        let reasons = reasons(empty(table));
        assert!(!reasons.is_empty());
    }
    // A face is not a document in its frame.
    let face = support::picture("faces/astro_scale230.jpg");
    assert_ne!(hint(face), DocumentHint::Good);
}

#[test]
fn too_small_for_the_server() {
    let card = Scene {
        scale: 0.45,
        ..STRAIGHT
    }
    .picture();
    assert_eq!(reasons(card), [DocumentReason::TooSmall]);
}

#[test]
fn a_moving_card_must_hold_still() {
    let mut watch = DocumentWatch::default();
    let mut look = |shift: f32| {
        let scene = Scene {
            shift: (shift, 0.0),
            ..STRAIGHT
        };
        watch
            .look(&support::frame(scene.picture()), guide_frame())
            .hint
    };
    // The first frame cannot tell.
    assert_eq!(look(0.0), DocumentHint::HoldStill);
    assert_eq!(look(0.0), DocumentHint::Good);
    assert_eq!(look(9.0), DocumentHint::HoldStill);
    assert_eq!(look(9.0), DocumentHint::Good);
}

#[test]
fn portrait_frames_work_too() {
    let (width, height) = (480, 640);
    let guide = guide::document_frame(width, height, DocumentShape::Card);
    let small = imageops::resize(
        &STRAIGHT.picture(),
        480,
        360,
        imageops::FilterType::Triangle,
    );
    let mut tall = RgbImage::from_pixel(width, height, Rgb([60; 3]));
    imageops::overlay(&mut tall, &small, 0, 140);
    let frame: Frame = support::frame(tall);
    assert_eq!(document(&frame, guide).hint, DocumentHint::Good);
}
