//! Every fixture still, through the live judgement and through the server's.

use serde::Deserialize;
use vision::{FaceHint, StillReason, judge, judge_still};

use crate::support;

/// What the server finds wrong. It takes any framing as long as the whole face is there.
fn still_allowed(expect: &str, file: &str) -> &'static [StillReason] {
    use StillReason::{Blurred, CutByFrame, NoFace, NotStraight, SeveralFaces};
    use StillReason::{TooBright, TooDark, TooSmall};
    match (expect, file) {
        // The one known miss: so over-exposed that no face is found.
        ("too_bright", "faces/astro_bright2.2.jpg") | ("no_face", _) => &[NoFace],
        ("too_bright", _) => &[TooBright],
        ("too_small", _) => &[TooSmall],
        ("cut_by_frame", _) => &[CutByFrame],
        ("blurred", _) => &[Blurred],
        ("too_dark", _) => &[TooDark],
        // Chin up by 20 degrees is within the server's slack.
        ("nodded", "faces/astro_pitch-20.jpg") => &[],
        ("tilted" | "turned" | "nodded", _) => &[NotStraight],
        ("two_faces", _) => &[SeveralFaces],
        _ => &[],
    }
}

/// A line of the manifest, which the journeys in a browser read too.
#[derive(Deserialize)]
struct Still {
    file: String,
    /// What is wrong with it, in one word.
    expect: String,
    /// What the live judgement may say.
    hints: Vec<FaceHint>,
    /// How many faces there are.
    faces: u32,
}

fn manifest() -> Vec<Still> {
    support::listed("faces/manifest.json")
}

#[test]
fn live_hints_fit_the_manifest() {
    let models = support::models();
    let mut wrong = Vec::new();
    for still in manifest() {
        let frame = support::frame(support::picture(&still.file)).shrunk_to(320);
        let verdict = judge(&models.detector, Some(&models.landmarks), &frame).unwrap();
        if !still.hints.contains(&verdict.hint) {
            wrong.push(format!(
                "{}: {:?}, but {verdict:?}",
                still.file, still.hints
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn without_landmarks_a_good_face_is_provisional_and_the_rest_is_still_seen() {
    let models = support::models();
    for Still { file, expect, .. } in manifest() {
        let frame = support::frame(support::picture(&file)).shrunk_to(320);
        let verdict = judge(&models.detector, None, &frame).unwrap();
        assert!(!verdict.landmarks);
        match expect.as_str() {
            "accept" => assert_eq!(verdict.hint, FaceHint::Good, "{file}"),
            // Nodding cannot be told from six points.
            "nodded" | "detect" | "eyes_closed" | "too_close_or_accept" => {}
            _ => assert_ne!(verdict.hint, FaceHint::Good, "{file}"),
        }
    }
}

#[test]
fn the_server_counts_faces_and_names_the_reason() {
    let models = support::models();
    let mut wrong = Vec::new();
    for still in manifest() {
        let Still {
            file,
            expect,
            faces,
            ..
        } = still;
        let frame = support::frame(support::picture(&file));
        let verdict = judge_still(&models, &frame).unwrap();
        let missed = file == "faces/astro_bright2.2.jpg";
        let counted = verdict.faces == faces || missed;
        if !counted || verdict.reasons != still_allowed(&expect, &file) {
            wrong.push(format!("{file}: {faces} {expect}, but {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn directions_are_the_persons_own() {
    let models = support::models();
    let face = support::picture("faces/astro_scale230.jpg");
    // Cropping at the left moves the face to the left of the unmirrored picture: in a mirrored
    // preview it is on the right, and the person has to move to their left.
    for (x, hint) in [(130, FaceHint::MoveLeft), (0, FaceHint::MoveRight)] {
        let part = image::imageops::crop_imm(&face, x, 0, 510, 480).to_image();
        let frame = support::frame(part).shrunk_to(320);
        let verdict = judge(&models.detector, Some(&models.landmarks), &frame).unwrap();
        assert_eq!(verdict.hint, hint, "{verdict:?}");
    }
}

#[test]
fn portrait_frames_work_too() {
    let models = support::models();
    let face = support::picture("faces/astro_scale230.jpg");
    let tall = image::imageops::crop_imm(&face, 140, 0, 360, 480).to_image();
    let frame = support::frame(tall).shrunk_to(320);
    let verdict = judge(&models.detector, Some(&models.landmarks), &frame).unwrap();
    assert_eq!(verdict.hint, FaceHint::Good, "{verdict:?}");
}

#[test]
fn odd_pictures_are_judged_without_harm() {
    let models = support::models();
    for (width, height) in [(1, 1), (3_000, 1), (1, 3_000), (7, 5)] {
        let frame = support::frame(image::RgbImage::new(width, height));
        assert_eq!(
            judge_still(&models, &frame).unwrap().reasons,
            [StillReason::NoFace]
        );
        assert!(!vision::judge_document(&frame).is_acceptable());
        assert_eq!(
            judge(&models.detector, None, &frame).unwrap().hint,
            FaceHint::NoFace
        );
        let nowhere = vision::Rect {
            x: f32::NAN,
            ..vision::Rect::WHOLE
        };
        assert_ne!(
            vision::document(&frame, nowhere).hint,
            vision::DocumentHint::Good
        );
    }
}

#[test]
fn a_file_that_is_no_model_is_an_error() {
    assert!(vision::Detector::load(vec![0; 100]).is_err());
    let landmarks = std::fs::read(support::path("models/landmarks.rten")).unwrap();
    let swapped = vision::Detector::load(landmarks).and_then(|detector| {
        let frame = support::frame(support::picture("faces/astro_scale230.jpg"));
        detector.faces(&frame, 0.5)
    });
    assert!(swapped.is_err());
}
