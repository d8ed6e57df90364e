//! The check of movements over the fixture clips: how many true sequences pass, how many others do, and
//! what a frame costs here. The clips are drawn from stills of two people: figures about them are no
//! figures about people.

use std::fs;
use std::path::Path;

use tests::movements::{Recording, Seen, shrunk};
use vision::movement::{Course, Measurement, Move, Rigour};
use vision::{Frame, Models, MovementWatch};

use crate::{now, say, share};

/// Milliseconds from one frame of the clips to the next.
const FRAME_MS: u64 = 133;

fn models() -> Models {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vision/models");
    let read = |name: &str| fs::read(folder.join(name)).expect("a model");
    Models::load(read("detector.rten"), read("landmarks.rten")).expect("both models load")
}

fn frame(jpeg: &[u8]) -> Frame {
    let picture = tests::pictures::decoded(jpeg);
    let (width, height) = picture.dimensions();
    Frame::from_rgb(width, height, picture.into_raw()).expect("a frame")
}

/// Measures a recording and notes what each frame took.
fn measured(
    models: &Models,
    recording: &Recording,
    took: &mut Vec<std::time::Duration>,
) -> Vec<Measurement> {
    let mut watch = MovementWatch::default();
    let frames = recording.frames.iter();
    frames
        .map(|jpeg| {
            let begun = now();
            let frame = frame(jpeg);
            let seen = watch.look(&models.detector, &models.landmarks, &frame);
            took.push(begun.elapsed());
            seen.expect("the models run")
        })
        .collect()
}

fn passes(frames: &[Measurement], asked: &[Move]) -> bool {
    let mut course = Course::new(asked, Rigour::JUDGING);
    for (at, frame) in (0..).zip(frames) {
        course.observe(at * FRAME_MS, frame);
    }
    course.finish().is_ok()
}

fn machine(asked: shared::movement::Move) -> Move {
    match asked {
        shared::movement::Move::Left => Move::Left,
        shared::movement::Move::Right => Move::Right,
        shared::movement::Move::Nod => Move::Nod,
        shared::movement::Move::Closer => Move::Closer,
    }
}

/// Whether every true sequence passed and nothing else did.
pub(crate) fn run() -> bool {
    let models = models();
    let orders = shared::movement::Move::orders();
    let asked: Vec<[Move; 3]> = orders.iter().map(|order| order.map(machine)).collect();
    let mut took = Vec::new();
    let (mut live, mut lived, mut wrong, mut wrongly) = (0, 0, 0, 0);
    for seen in [Seen::One, Seen::Other] {
        for (place, order) in orders.iter().enumerate() {
            let recording = Recording::performed(seen, order);
            let frames = measured(&models, &recording, &mut took);
            for (other, asked) in asked.iter().enumerate() {
                let passed = usize::from(passes(&frames, asked));
                if other == place {
                    (live, lived) = (live + 1, lived + passed);
                } else {
                    (wrong, wrongly) = (wrong + 1, wrongly + passed);
                }
            }
        }
    }
    let one = Recording::performed(Seen::One, &orders[0]).frames;
    let other = Recording::performed(Seen::Other, &orders[0]).frames;
    let spliced = Recording::of([&one[..22], &other[18..]].concat());
    let attacks = [
        ("flat print", Recording::whole(Seen::Print)),
        ("still picture", Recording::still(Seen::One, 75)),
        ("two people spliced", spliced),
        ("second person", shrunk("clips/second_person_enters.mjpeg")),
        ("face leaves", shrunk("clips/face_leaves_and_returns.mjpeg")),
    ];
    say("check of movements             passed        of");
    say(&format!("   true sequences           {lived:>9} {live:>9}"));
    say(&format!(
        "   another order was asked  {wrongly:>9} {wrong:>9}"
    ));
    let mut attacked = 0;
    for (name, recording) in attacks {
        let frames = measured(&models, &recording, &mut took);
        let passed = asked.iter().filter(|asked| passes(&frames, *asked)).count();
        attacked += passed;
        say(&format!("   {name:<24} {passed:>9} {:>9}", asked.len()));
    }
    took.sort();
    let milliseconds = |percent| share(&took, percent).as_secs_f64() * 1_000.0;
    say(&format!(
        "   a frame, decoded and measured: median {:.1} ms, 95 of 100 below {:.1} ms",
        milliseconds(50),
        milliseconds(95)
    ));
    lived == live && wrongly == 0 && attacked == 0
}
