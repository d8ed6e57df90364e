//! The check of movements over the fixture clips: the true order passes, every other order fails, and
//! so does what is no person doing it.

use vision::movement::{Course, Fault, Measurement, Move, Progress, Rigour};
use vision::{Models, MovementWatch};

use crate::support;

/// Milliseconds from one frame of these clips to the next.
const FRAME_MS: u64 = 133;
const ALL: [Move; 4] = [Move::Left, Move::Right, Move::Nod, Move::Closer];

fn measured(models: &Models, name: &str) -> Vec<Measurement> {
    let mut watch = MovementWatch::default();
    support::clip(&format!("../movements/{name}.mjpeg"))
        .map(|frame| {
            watch
                .look(&models.detector, &models.landmarks, &frame)
                .unwrap()
        })
        .collect()
}

fn judged(frames: &[Measurement], moves: &[Move], rigour: Rigour) -> Result<(), Fault> {
    let mut course = Course::new(moves, rigour);
    for (at, frame) in (0..).zip(frames) {
        course.observe(at * FRAME_MS, frame);
    }
    course.finish()
}

fn orders() -> Vec<[Move; 3]> {
    let all = ALL.into_iter();
    let every = all.flat_map(|one| {
        ALL.into_iter()
            .flat_map(move |two| ALL.map(|three| [one, two, three]))
    });
    every
        .filter(|[one, two, three]| one != two && two != three && one != three)
        .collect()
}

/// Frames of a movement in each clip, from looking straight ahead to looking straight ahead.
fn astro(what: Move) -> std::ops::Range<usize> {
    match what {
        Move::Left => 18..31,
        Move::Right => 30..44,
        Move::Nod => 43..57,
        Move::Closer => 57..73,
    }
}

fn obama(what: Move) -> std::ops::Range<usize> {
    match what {
        Move::Left => 46..62,
        Move::Right => 24..37,
        Move::Nod => 36..48,
        Move::Closer => 12..25,
    }
}

#[test]
fn the_true_order_passes_and_every_other_fails() {
    let models = support::models();
    for (name, place, piece) in [
        ("astro", 9..18, astro as fn(Move) -> std::ops::Range<usize>),
        ("obama", 6..12, obama),
    ] {
        let all = measured(&models, name);
        for done in orders() {
            let mut frames = all[place.clone()].to_vec();
            for what in done {
                frames.extend_from_slice(&all[piece(what)]);
            }
            for asked in orders() {
                let passes = judged(&frames, &asked, Rigour::JUDGING).is_ok();
                assert_eq!(
                    passes,
                    asked == done,
                    "{name} did {done:?}, asked {asked:?}"
                );
            }
            // What the page is content with, the server is.
            assert_eq!(
                judged(&frames, &done, Rigour::GUIDING),
                Ok(()),
                "{name} {done:?}"
            );
        }
    }
}

#[test]
fn a_print_passes_nothing_that_can_be_asked() {
    let print = measured(&support::models(), "print");
    for asked in orders() {
        assert!(
            judged(&print, &asked, Rigour::JUDGING).is_err(),
            "{asked:?}"
        );
    }
    // Coming closer is all that a print can do: that is why a turn is always asked.
    assert_eq!(judged(&print, &[Move::Closer], Rigour::JUDGING), Ok(()));
}

#[test]
fn a_person_is_led_through_one_step_after_the_other() {
    let frames = measured(&support::models(), "astro");
    let moves = [Move::Left, Move::Right, Move::Nod];
    let mut course = Course::new(&moves, Rigour::GUIDING);
    let mut seen: Vec<Progress> = Vec::new();
    for (at, frame) in (0..).zip(&frames) {
        let progress = course.observe(at * FRAME_MS, frame);
        let placing = matches!(progress, Progress::Placing { .. });
        if !placing && seen.last() != Some(&progress) {
            seen.push(progress);
        }
    }
    let mut expected = Vec::new();
    for (step, asked) in moves.into_iter().enumerate() {
        expected.push(Progress::Asking { step, asked });
        expected.push(Progress::Returning { step });
    }
    expected.push(Progress::Passed);
    assert_eq!(seen, expected);
}
