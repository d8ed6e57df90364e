//! Clips played through judgement and guidance together: what a person in front of the camera sees.

use vision::{
    DocumentShape, DocumentWatch, FaceHint, FaceWatch, Guidance, Models, Stage, Timing, guide,
    judge_document, judge_still,
};

use crate::support;

/// One row per frame: milliseconds, hint, stage.
fn play(models: &Models, name: &str) -> Vec<(u64, FaceHint, Stage<FaceHint>)> {
    let mut guidance = Guidance::new(Timing::FACE, 0);
    let mut watch = FaceWatch::default();
    support::clip(name)
        .enumerate()
        .map(|(index, frame)| {
            let now = index as u64 * 1_000 / 30;
            let frame = frame.shrunk_to(320);
            let verdict = watch
                .look(&models.detector, Some(&models.landmarks), &frame)
                .unwrap();
            (
                now,
                verdict.hint,
                guidance.observe(now, verdict.observation()),
            )
        })
        .collect()
}

/// The hints between two instants, each once, in order of first appearance.
fn hints(rows: &[(u64, FaceHint, Stage<FaceHint>)], span: std::ops::Range<u64>) -> Vec<FaceHint> {
    let mut seen = Vec::new();
    for (_, hint, _) in rows.iter().filter(|(now, ..)| span.contains(now)) {
        if !seen.contains(hint) {
            seen.push(*hint);
        }
    }
    seen
}

fn never_good(rows: &[(u64, FaceHint, Stage<FaceHint>)], span: std::ops::Range<u64>) {
    assert!(
        !hints(rows, span.clone()).contains(&FaceHint::Good),
        "{span:?}"
    );
}

/// What is said in a part of a clip, in order of first appearance. The journeys in a browser read
/// the same list.
#[derive(serde::Deserialize)]
struct Part {
    clip: String,
    from_ms: u64,
    until_ms: u64,
    hints: Vec<FaceHint>,
}

#[test]
fn hints_fit_what_happens_in_each_clip() {
    let models = support::models();
    let parts: Vec<Part> = support::listed("clips/hints.json");
    for of_one in parts.chunk_by(|one, next| one.clip == next.clip) {
        let rows = play(&models, &of_one[0].clip);
        for part in of_one {
            let said = hints(&rows, part.from_ms..part.until_ms);
            assert_eq!(said, part.hints, "{} from {}", part.clip, part.from_ms);
        }
    }
}

#[test]
fn a_face_that_never_holds_still_is_not_photographed() {
    let rows = play(&support::models(), "live_astro.mjpeg");
    assert!(rows.iter().all(|(.., stage)| *stage != Stage::Shoot));
}

#[test]
fn a_second_person_stops_everything() {
    let rows = play(&support::models(), "second_person_enters.mjpeg");
    assert!(
        rows.iter()
            .any(|(now, _, stage)| { *now < 2_700 && matches!(stage, Stage::Countdown { .. }) })
    );
    assert!(rows.iter().all(|(.., stage)| *stage != Stage::Shoot));
}

#[test]
fn a_face_that_leaves_restarts_the_countdown() {
    let rows = play(&support::models(), "face_leaves_and_returns.mjpeg");
    never_good(&rows, 1_900..3_700);
    let green = |span: std::ops::Range<u64>| {
        rows.iter()
            .filter(|(now, ..)| span.contains(now))
            .any(|(.., stage)| matches!(stage, Stage::Green | Stage::Countdown { .. }))
    };
    assert!(green(0..1_700) && !green(2_000..4_500) && green(4_600..5_000));
}

#[test]
fn a_steady_face_is_photographed() {
    let models = support::models();
    let mut guidance = Guidance::new(Timing::FACE, 0);
    let mut watch = FaceWatch::default();
    let frames: Vec<_> = support::clip("steady_face.mjpeg").collect();
    let shot = (0..200_u64).find(|index| {
        let frame = frames[*index as usize % frames.len()].shrunk_to(320);
        let verdict = watch
            .look(&models.detector, Some(&models.landmarks), &frame)
            .unwrap();
        guidance.observe(index * 1_000 / 30, verdict.observation()) == Stage::Shoot
    });
    assert_eq!(shot.map(|index| index * 1_000 / 30), Some(4_000));
}

#[test]
fn the_server_accepts_what_the_page_photographs() {
    let face = support::clip("steady_face.mjpeg").next().unwrap();
    assert_eq!(judge_still(&support::models(), &face).unwrap().reasons, []);
    let card = support::clip("card.mjpeg").next().unwrap();
    assert_eq!(judge_document(&card).reasons, []);
}

#[test]
fn a_card_that_lies_still_is_photographed() {
    let mut guidance = Guidance::new(Timing::DOCUMENT, 0);
    let mut watch = DocumentWatch::default();
    let guide = guide::document_frame(640, 480, DocumentShape::Card);
    let frames: Vec<_> = support::clip("card.mjpeg").collect();
    let shot = (0..60_u64).find(|index| {
        let look = watch.look(&frames[*index as usize % frames.len()], guide);
        guidance.observe(index * 1_000 / 30, look.observation()) == Stage::Shoot
    });
    // The first frame cannot tell whether the card moves; then a second of holding still.
    assert_eq!(shot.map(|index| index * 1_000 / 30), Some(1_033));
}
