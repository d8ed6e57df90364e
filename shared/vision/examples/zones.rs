//! `cargo xtask bench readings`: how many drawn documents are read without a mistake, how many wrong
//! readings would pass every check digit, and how long one picture takes. `draw FOLDER` instead
//! writes the documents of the stories.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for developers: pixel arithmetic, figures on the screen"
)]

#[path = "../tests/pictures/cards.rs"]
mod cards;
#[path = "../tests/pictures/holders.rs"]
mod holders;
#[path = "../tests/pictures/paper.rs"]
mod paper;

use std::time::{Duration, Instant};

use holders::{Chance, Holder, fits};
use image::RgbImage;
use vision::{Frame, zone};

/// Pictures of each kind.
const EACH: usize = 15;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [draw, folder] if draw == "draw" => draw_stories(folder),
        [each] => bench(each.parse().unwrap()),
        _ => bench(EACH),
    }
}

fn frame(picture: RgbImage) -> Frame {
    Frame::from_rgb(picture.width(), picture.height(), picture.into_raw()).unwrap()
}

fn bench(each: usize) {
    println!(
        "{:<12} {:<9} pictures  exact  not read  wrong, told  wrong, passes  ms",
        "", ""
    );
    let (mut passes, mut clean_missed) = (0, 0);
    for level in cards::LEVELS {
        for passport in [false, true] {
            let mut chance = Chance(0xbe9c ^ (level.len() as u64) << 8 | u64::from(passport));
            let (mut exact, mut none, mut told, mut wrong) = (0, 0, 0, 0);
            let mut spent = Duration::ZERO;
            for _ in 0..each {
                let (picture, lines) = cards::sample(level, passport, &mut chance);
                let frame = frame(picture);
                let begun = Instant::now();
                let read = zone(&frame);
                spent += begun.elapsed();
                let read = read.map(|read| {
                    read.lines
                        .iter()
                        .map(vision::ZoneLine::text)
                        .collect::<Vec<_>>()
                });
                match read {
                    None => none += 1,
                    Some(read) if read == lines => exact += 1,
                    Some(read) if fits(&read) => wrong += 1,
                    Some(_) => told += 1,
                }
            }
            passes += wrong;
            if matches!(level, "clean" | "mild") {
                clean_missed += each - exact;
            }
            let kind = if passport { "passport" } else { "card" };
            let ms = spent.as_millis() / each as u128;
            println!(
                "{level:<12} {kind:<9} {each:>8} {exact:>6} {none:>9} {told:>12} {wrong:>14} {ms:>4}"
            );
        }
    }
    assert_eq!(
        clean_missed, 0,
        "clean and mild pictures are read without a mistake"
    );
    assert_eq!(passes, 0, "nothing wrong passes every check digit");
}

/// Documents of invented people for the stories and journeys, as small JPEG files.
fn draw_stories(folder: &str) {
    let person = |iin: &str, birth: &str, sex: char, expiry: &str| Holder {
        state: "KAZ",
        number: "000000017".to_owned(),
        personal: iin.to_owned(),
        birth: birth.to_owned(),
        sex,
        expiry: expiry.to_owned(),
        name: "OTEGENKYZY<<ALIYA".to_owned(),
    };
    let mut chance = Chance(0x0570_41e5);
    let mut save = |name: &str, lines: &[String]| {
        let shot = cards::Shot {
            turn: 1.5,
            ..cards::Shot::CLEAN
        };
        let picture = cards::picture(lines, &shot, &mut chance);
        picture.save(format!("{folder}/{name}.jpg")).unwrap();
    };
    let iin = "990101400003";
    let good = person(iin, "990101", 'F', "340101");
    save("front", &[]);
    save("back", &good.card());
    save("passport", &good.passport());
    save("back_expired", &person(iin, "990101", 'F', "240101").card());
    save(
        "back_other_birth",
        &person(iin, "990102", 'F', "340101").card(),
    );
    let foreign = Holder {
        state: "UTO",
        ..person("", "990101", 'F', "340101")
    };
    save("back_foreign", &foreign.card());
}
