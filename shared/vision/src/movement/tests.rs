//! The course over measurements that nobody took: each rule by itself.

use super::*;
use crate::face::Point;

const MOVES: [Move; 3] = [Move::Left, Move::Nod, Move::Closer];

fn face(yaw: f32, pitch: f32, tall: f32) -> Measurement {
    let area = FaceBox {
        centre: Point { x: 0.5, y: 0.52 },
        size: tall * 0.75,
        tall,
    };
    Measurement {
        faces: 1,
        seen: Some(Seen {
            area,
            pose: Pose {
                yaw,
                pitch,
                roll: 0.0,
            },
            nose: yaw / 80.0,
            presence: 1.0,
            placed: yaw.abs() < 15.0 && tall < 0.6,
            hint: FaceHint::Good,
            change: 0.05,
            scene: 0.02,
        }),
    }
}

fn nobody(faces: u32) -> Measurement {
    Measurement { faces, seen: None }
}

const AHEAD: (f32, f32, f32) = (1.0, 8.0, 0.45);

/// Each figure for so many frames; a tenth of a second from one to the next.
fn played(parts: &[(Measurement, u64)]) -> Result<(), Fault> {
    let mut course = Course::new(&MOVES, Rigour::JUDGING);
    let mut at = 0;
    for (frame, count) in parts {
        for _ in 0..*count {
            course.observe(at, frame);
            at += 100;
        }
    }
    course.finish()
}

fn ahead() -> Measurement {
    face(AHEAD.0, AHEAD.1, AHEAD.2)
}

fn left() -> [(Measurement, u64); 3] {
    [
        (face(12.0, 8.0, 0.45), 1),
        (face(25.0, 8.0, 0.45), 5),
        (face(12.0, 8.0, 0.45), 1),
    ]
}

#[test]
fn everything_in_its_order_passes() {
    let nod = [(face(1.0, 22.0, 0.45), 5), (ahead(), 4)];
    let closer = [(face(1.0, 8.0, 0.62), 5), (ahead(), 4)];
    let all = [
        [(ahead(), 7)].as_slice(),
        &left(),
        &[(ahead(), 4)],
        &nod,
        &closer,
    ]
    .concat();
    assert_eq!(played(&all), Ok(()));
    // Nodding up is nodding as well; the wrong order is not.
    let up = [(face(1.0, -6.0, 0.45), 5), (ahead(), 4)];
    let all = [
        [(ahead(), 7)].as_slice(),
        &left(),
        &[(ahead(), 4)],
        &up,
        &closer,
    ]
    .concat();
    assert_eq!(played(&all), Ok(()));
    let turned = [[(ahead(), 7)].as_slice(), &nod, &left(), &closer].concat();
    assert_eq!(played(&turned), Err(Fault::WrongMove));
}

#[test]
fn what_goes_wrong_is_told_apart() {
    let placed = (ahead(), 7);
    for (after, fault) in [
        (vec![(nobody(2), 2)], Fault::SecondFace),
        (vec![(nobody(0), 7), (ahead(), 1)], Fault::Lost),
        (vec![(face(32.0, 8.0, 0.45), 2)], Fault::Jump),
        (vec![(face(1.0, 8.0, 0.27), 2)], Fault::Size),
        (vec![(ahead(), 90)], Fault::Still),
        (vec![(face(8.0, 8.0, 0.45), 90)], Fault::Slow),
        // Held for two frames is not held; and the way back is a part of it.
        (vec![(face(20.0, 8.0, 0.45), 2), (ahead(), 85)], Fault::Slow),
        (vec![(face(20.0, 8.0, 0.45), 95)], Fault::Slow),
    ] {
        let all = [[placed].as_slice(), &after].concat();
        assert_eq!(played(&all), Err(fault), "{after:?}");
    }
    assert_eq!(played(&[(nobody(0), 30)]), Err(Fault::NotPlaced));
    assert_eq!(played(&[(nobody(2), 30)]), Err(Fault::SecondFace));
    assert_eq!(
        played(&[(face(20.0, 8.0, 0.45), 30)]),
        Err(Fault::NotPlaced)
    );
}

#[test]
fn a_moment_without_a_face_is_no_reason() {
    let gap = (nobody(0), 3);
    let blink = (nobody(2), 1);
    let nod = [(face(1.0, 22.0, 0.45), 5), (ahead(), 4)];
    let closer = [(face(1.0, 8.0, 0.62), 5), (ahead(), 4)];
    let all = [
        [(ahead(), 3), gap, (ahead(), 7), gap].as_slice(),
        &left(),
        &[(ahead(), 2), blink, (ahead(), 4)],
        &nod,
        &[gap],
        &closer,
    ]
    .concat();
    assert_eq!(played(&all), Ok(()));
}

#[test]
fn the_hint_says_how_to_take_ones_place() {
    let mut course = Course::new(&MOVES, Rigour::GUIDING);
    let told = |course: &mut Course, at, frame| course.observe(at, &frame);
    let hint = |hint| Progress::Placing { hint };
    assert_eq!(
        told(&mut course, 0, nobody(0)),
        hint(Some(FaceHint::NoFace))
    );
    assert_eq!(
        told(&mut course, 100, nobody(3)),
        hint(Some(FaceHint::SeveralFaces))
    );
    assert_eq!(told(&mut course, 200, ahead()), hint(None));
}
