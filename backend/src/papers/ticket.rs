//! The admission ticket: Kazakh first, Russian beside it, because those who look at it at the door
//! read either.

use anyhow::Context;
use shared::applications::Application;
use shared::consents::Language;
use shared::dictionaries::Name;
use shared::programmes::Programme;
use shared::sittings::Sitting;
use shared::time::Instant;

use super::sheet::{Ink, MARGIN, PAGE, Sheet, WIDTH, draw, plain, quiet, strong};
use super::words::{TicketWords, Words, clock_time};
use crate::notify::local_time;

/// Everything that stands on a ticket.
pub(super) struct TicketFacts<'a> {
    pub(super) programme: &'a Programme,
    pub(super) application: &'a Application,
    pub(super) sitting: &'a Sitting,
    /// Surname, first name, patronymic.
    pub(super) name: String,
    /// IIN or passport number, masked.
    pub(super) number: String,
    /// The number is a passport's.
    pub(super) passport: bool,
    /// Photo of the face, 3 to 4.
    pub(super) photo: Option<Vec<u8>>,
    /// What the QR code says.
    pub(super) code: String,
    pub(super) issued_at: Instant,
}

const BOTH: [Language; 2] = [Language::Kk, Language::Ru];
/// Size of the QR code.
const CODE: f32 = 118.0;
/// Size of the photo.
const PHOTO: (f32, f32) = (88.5, 118.0);
/// Where values begin beside their labels.
const VALUES: f32 = MARGIN + 132.0;

/// The ticket as a PDF.
pub(super) fn ticket(facts: &TicketFacts<'_>) -> anyhow::Result<Vec<u8>> {
    let words = [Words::of(Language::Kk)?, Words::of(Language::Ru)?];
    let [kk, ru] = &words;
    let title = format!("{} · {}", kk.ticket.title, ru.ticket.title);
    draw((&title, Language::Kk), |sheet| {
        let top = head(sheet, facts.programme);
        let top = heading(sheet, (kk, ru), facts, top);
        let top = person(sheet, (kk, ru), facts, top)?;
        let top = when(sheet, (kk, ru), facts.sitting, top);
        let top = rows(sheet, (kk, ru), facts, top);
        advice(sheet, (kk, ru), top + 10.0);
        foot(sheet, (kk, ru), facts);
        Ok(())
    })
}

/// Mark and name of the centre; returns where what follows begins.
pub(super) fn head(sheet: &mut Sheet<'_>, programme: &Programme) -> f32 {
    sheet.mark((MARGIN, 40.0), 36.0);
    let (x, width) = (MARGIN + 50.0, WIDTH - 50.0);
    let name = &programme.centre.name;
    let y = sheet.paragraph((x, 40.0, width), (strong(10.5), 2), name.text(Language::Kk));
    let y = sheet.paragraph((x, y, width), (quiet(9.5), 2), name.text(Language::Ru));
    let y = y.max(78.0) + 10.0;
    sheet.rule(y, Ink::Mark);
    y
}

fn both(name: &Name) -> (&str, &str) {
    (name.text(Language::Kk), name.text(Language::Ru))
}

fn heading(
    sheet: &mut Sheet<'_>,
    (kk, ru): (&Words, &Words),
    facts: &TicketFacts<'_>,
    top: f32,
) -> f32 {
    sheet.line((MARGIN, top + 38.0), strong(24.0), &kk.ticket.title);
    sheet.line((MARGIN, top + 56.0), quiet(13.0), &ru.ticket.title);
    let right = MARGIN + WIDTH;
    let label = format!("{} · {}", kk.ticket.number, ru.ticket.number);
    sheet.line_to((right, top + 24.0), quiet(9.0), &label);
    let number = &facts.application.number;
    sheet.line_to((right, top + 45.0), strong(19.0), number);
    top + 74.0
}

fn person(
    sheet: &mut Sheet<'_>,
    (kk, ru): (&Words, &Words),
    facts: &TicketFacts<'_>,
    top: f32,
) -> anyhow::Result<f32> {
    let code_x = MARGIN + WIDTH - CODE;
    sheet.code((code_x, top), CODE, &facts.code)?;
    let mut width = code_x - MARGIN - 20.0;
    if let Some(photo) = &facts.photo {
        let x = code_x - PHOTO.0 - 18.0;
        sheet.picture((x, top), PHOTO, photo.clone())?;
        width = x - MARGIN - 18.0;
    }
    let label = format!("{} · {}", kk.ticket.person, ru.ticket.person);
    let y = sheet.paragraph((MARGIN, top, width), (quiet(9.0), 1), &label);
    let y = sheet.paragraph((MARGIN, y + 4.0, width), (strong(17.0), 4), &facts.name);
    let number = |words: &TicketWords| {
        if facts.passport {
            words.passport.clone()
        } else {
            words.iin.clone()
        }
    };
    let (first, second) = (number(&kk.ticket), number(&ru.ticket));
    let label = if first == second {
        first
    } else {
        format!("{first} · {second}")
    };
    let y = sheet.paragraph((MARGIN, y + 8.0, width), (quiet(9.0), 1), &label);
    sheet.paragraph((MARGIN, y, width), (plain(12.0), 1), &facts.number);
    Ok(top + CODE + 18.0)
}

fn when(sheet: &mut Sheet<'_>, (kk, ru): (&Words, &Words), sitting: &Sitting, top: f32) -> f32 {
    let height = 84.0;
    sheet.panel(top, height);
    let x = MARGIN + 22.0;
    let time = clock_time(sitting.starts_at);
    sheet.line((x, top + 42.0), strong(34.0).ink(Ink::Mark), &time);
    sheet.line((x, top + 58.0), quiet(9.0), &kk.ticket.begins);
    sheet.line((x, top + 70.0), quiet(9.0), &ru.ticket.begins);
    let x = VALUES;
    sheet.line((x, top + 27.0), strong(15.0), &kk.day(sitting.starts_at));
    sheet.line((x, top + 44.0), plain(11.0), &ru.day(sitting.starts_at));
    let early = format!("{} · {}", kk.ticket.come_early, ru.ticket.come_early);
    sheet.line((x, top + 67.0), quiet(10.0), &early);
    top + height + 14.0
}

/// A label in two languages and its value; a value that is the same in both stands once.
fn row(sheet: &mut Sheet<'_>, labels: (&str, &str), values: (&str, &str), top: f32) -> f32 {
    if values.0.is_empty() && values.1.is_empty() {
        return top;
    }
    let label = if labels.0 == labels.1 {
        labels.0.to_owned()
    } else {
        format!("{} · {}", labels.0, labels.1)
    };
    let width = VALUES - MARGIN - 12.0;
    let left = sheet.paragraph((MARGIN, top + 1.5, width), (quiet(9.0), 2), &label);
    let width = MARGIN + WIDTH - VALUES;
    if values.0 != values.1 {
        let beside = format!("· {}", values.1);
        let (first, second) = (strong(11.0), quiet(9.5));
        let x = VALUES + sheet.width(first, values.0) + 5.0;
        if x + sheet.width(second, &beside) <= VALUES + width {
            sheet.line((x, top + 11.0), second, &beside);
            return row_end(
                sheet.paragraph((VALUES, top, width), (first, 1), values.0),
                left,
            );
        }
    }
    let mut y = sheet.paragraph((VALUES, top, width), (strong(11.0), 2), values.0);
    if values.1 != values.0 && !values.1.is_empty() {
        y = sheet.paragraph((VALUES, y, width), (quiet(9.5), 2), values.1);
    }
    row_end(y, left)
}

fn row_end(value: f32, label: f32) -> f32 {
    value.max(label) + 5.0
}

fn rows(
    sheet: &mut Sheet<'_>,
    (kk, ru): (&Words, &Words),
    facts: &TicketFacts<'_>,
    top: f32,
) -> f32 {
    let (a, b) = (&kk.ticket, &ru.ticket);
    let place = &facts.sitting.place;
    let joined = |language: Language| {
        let parts = [
            place.city.text(language),
            place.name.text(language),
            place.address.text(language),
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    };
    let [place_kk, place_ru] = BOTH.map(joined);
    let y = row(sheet, (&a.place, &b.place), (&place_kk, &place_ru), top);
    let room = facts.sitting.room.as_str();
    let y = row(sheet, (&a.room, &b.room), (room, room), y);
    let application = facts.application;
    let campaign = both(&application.campaign_name);
    let y = row(sheet, (&a.exam, &b.exam), campaign, y);
    let answers = &application.answers;
    let choice = |list: &str, code: &str| application.name_of(list, code);
    let kind = choice("kind", &answers.kind).or_else(|| choice("service", &answers.service));
    let y = kind.map_or(y, |kind| row(sheet, (&a.kind, &b.kind), both(kind), y));
    let subjects = |language: Language| {
        let blocks = answers.blocks.iter();
        let names = blocks.filter_map(|block| choice("subject", &block.subject));
        let pair = choice("pair", &answers.subject_pair).into_iter();
        let foreign = choice("foreign_language", &answers.foreign_language);
        let names = names.chain(pair).chain(foreign);
        let names: Vec<&str> = names.map(|name| name.text(language)).collect();
        names.join(", ")
    };
    let [subjects_kk, subjects_ru] = BOTH.map(subjects);
    let values = (subjects_kk.as_str(), subjects_ru.as_str());
    let y = row(sheet, (&a.subjects, &b.subjects), values, y);
    let language = choice("language", &answers.language);
    language.map_or(y, |name| {
        row(sheet, (&a.language, &b.language), both(name), y)
    })
}

/// Where the foot begins.
const FOOT: f32 = PAGE.1 - 66.0;
/// Sizes of the advice, the first that leaves the foot alone is taken.
const ADVICE: [f32; 5] = [9.5, 9.0, 8.4, 7.8, 7.2];

/// What to bring and what not, each language in its own column.
fn advice(sheet: &mut Sheet<'_>, (kk, ru): (&Words, &Words), top: f32) {
    sheet.rule(top, Ink::Quiet);
    let column = (WIDTH - 24.0) / 2.0;
    let top = top + 10.0;
    let fits = |size: &&f32| {
        let heights = [kk, ru].map(|words| advice_height(sheet, &words.ticket, column, **size));
        heights.iter().all(|height| top + height <= FOOT)
    };
    let size = ADVICE.iter().find(fits).copied().unwrap_or(ADVICE[4]);
    for (x, words) in [(MARGIN, kk), (MARGIN + column + 24.0, ru)] {
        let mut y = top;
        for (title, lines) in advised(&words.ticket) {
            y = sheet.paragraph((x, y, column), (strong(size + 1.0), 1), title) + 2.0;
            for line in lines {
                sheet.line((x, y + size), plain(size), "•");
                y = sheet.paragraph((x + 9.0, y, column - 9.0), (plain(size), 3), line);
            }
            y += 6.0;
        }
    }
}

fn advised(words: &TicketWords) -> [(&str, &[String]); 2] {
    [
        (&words.bring, &words.bring_lines),
        (&words.forbidden, &words.forbidden_lines),
    ]
}

fn advice_height(sheet: &Sheet<'_>, words: &TicketWords, column: f32, size: f32) -> f32 {
    let style = plain(size);
    let height = |(_, lines): (&str, &[String])| {
        let lines = lines
            .iter()
            .map(|line| sheet.lines(style, column - 9.0, line).len());
        #[expect(clippy::cast_precision_loss, reason = "a page has few lines")]
        let lines = lines.sum::<usize>() as f32;
        strong(size + 1.0).leading() + 8.0 + lines * style.leading()
    };
    advised(words).map(height).iter().sum()
}

fn foot(sheet: &mut Sheet<'_>, (kk, ru): (&Words, &Words), facts: &TicketFacts<'_>) {
    let top = FOOT;
    sheet.rule(top, Ink::Quiet);
    let y = sheet.paragraph((MARGIN, top + 8.0, WIDTH), (quiet(8.0), 1), &kk.ticket.code);
    let y = sheet.paragraph((MARGIN, y, WIDTH), (quiet(8.0), 1), &ru.ticket.code);
    let issued = format!(
        "{} · {}: {} (UTC+5)",
        kk.ticket.issued,
        ru.ticket.issued,
        local_time(facts.issued_at)
    );
    sheet.line((MARGIN, y + 10.0), quiet(8.0), &issued);
    let centre = &facts.programme.centre;
    let contact = format!("{} · {}", centre.phone, centre.mail);
    sheet.line_to((MARGIN + WIDTH, y + 10.0), quiet(8.0), &contact);
}

/// A face as the ticket shows it: upright 3 to 4 out of the middle, small.
pub(super) fn portrait(jpeg: &[u8]) -> anyhow::Result<Vec<u8>> {
    let picture = image::load_from_memory(jpeg).context("a stored picture does not open")?;
    let (width, height) = (picture.width(), picture.height());
    let (across, down) = if width * 4 > height * 3 {
        (height * 3 / 4, height)
    } else {
        (width, width * 4 / 3)
    };
    let (x, y) = ((width - across) / 2, (height - down) / 2);
    let picture = picture.crop_imm(x, y, across, down);
    let picture = picture.resize_exact(270, 360, image::imageops::FilterType::Triangle);
    let mut written = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut written, 82);
    picture.to_rgb8().write_with_encoder(encoder)?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::draw;
    use super::*;

    #[test]
    fn the_longest_rows_leave_the_foot_alone() {
        let (kk, ru) = (
            Words::of(Language::Kk).unwrap(),
            Words::of(Language::Ru).unwrap(),
        );
        let long = "Алматы, №15 мектеп-гимназия, Достық даңғылы 123, екінші корпус, үшінші қабат";
        draw(("", Language::Kk), |sheet| {
            // Two rows of four lines, two of two, two of one.
            let mut y = 400.0;
            for values in [(
                long,
                "Алматы, школа-гимназия № 15, проспект Достык 123, второй корпус",
            ); 2]
            {
                y = row(sheet, ("Орны", "Место"), values, y);
            }
            for _ in 0..2 {
                y = row(sheet, ("Түрі", "Вид"), ("Педагог", "Педагог"), y);
            }
            for _ in 0..2 {
                y = row(sheet, ("Тілі", "Язык"), ("қазақша", "казахский"), y);
            }
            let column = (WIDTH - 24.0) / 2.0;
            for words in [&kk, &ru] {
                let height = advice_height(sheet, &words.ticket, column, ADVICE[4]);
                assert!(y + 20.0 + height <= FOOT, "{y} {height}");
            }
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn a_portrait_is_three_to_four_and_small() {
        for (width, height) in [(1920, 1080), (480, 640), (300, 900)] {
            let picture = image::RgbImage::new(width, height);
            let mut jpeg = Vec::new();
            let encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
            picture.write_with_encoder(encoder).unwrap();
            let small = image::load_from_memory(&portrait(&jpeg).unwrap()).unwrap();
            assert_eq!((small.width(), small.height()), (270, 360));
        }
    }
}
