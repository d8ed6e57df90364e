//! An exam as a file for a calendar (RFC 5545): one event in UTC, with an alarm a day and two hours
//! before. A corrected application has a higher `SEQUENCE`, so importing it again moves the event.

use shared::applications::Application;
use shared::consents::Language;
use shared::sittings::Sitting;
use shared::time::Instant;

use super::words::Words;

/// Longest line, in bytes without its end.
const LINE: usize = 75;

fn utc(at: Instant) -> String {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value: separators and line ends are written with a backslash.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace('\n', "\\n")
}

/// Breaks a line that is too long, never inside a letter.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text + "\r\n"
}

/// The file.
pub(super) fn calendar(
    (words, language): (&Words, Language),
    page_url: &str,
    (application, sitting): (&Application, &Sitting),
) -> String {
    let place = &sitting.place;
    let room = if sitting.room.is_empty() {
        String::new()
    } else {
        format!("{} {}", words.calendar.room, sitting.room)
    };
    let parts = [
        place.name.text(language),
        place.city.text(language),
        place.address.text(language),
        room.as_str(),
    ];
    let location: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let summary = application.campaign_name.text(language);
    let number = &application.number;
    let about = format!(
        "{}: {number}\n{}",
        words.calendar.number, words.calendar.bring
    );
    let page = page_url.trim_end_matches('/');
    let alarm = |before: &str| {
        [
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(summary)),
            format!("TRIGGER:-{before}"),
            "END:VALARM".to_owned(),
        ]
    };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Tirkeu//Tirkeu//KK".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{number}@tirkeu"),
        format!("SEQUENCE:{}", application.version),
        format!("DTSTAMP:{}", utc(application.changed_at)),
        format!("DTSTART:{}", utc(sitting.starts_at)),
        format!("DTEND:{}", utc(sitting.ends_at)),
        format!("SUMMARY:{}", escaped(summary)),
        format!("LOCATION:{}", escaped(&location.join(", "))),
        format!("DESCRIPTION:{}", escaped(&about)),
        format!("URL:{page}/cabinet/applications/{}", application.id),
        "STATUS:CONFIRMED".to_owned(),
    ];
    lines.extend(alarm("P1D"));
    lines.extend(alarm("PT2H"));
    lines.push("END:VEVENT".to_owned());
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_escaped_and_long_lines_folded_between_letters() {
        assert_eq!(escaped("a, b; c\\d\r\ne\nf"), "a\\, b\\; c\\\\d\\ne\\nf");
        assert_eq!(folded("short"), "short\r\n");
        let text = folded(&"Ә".repeat(100));
        for line in text.split("\r\n") {
            assert!(line.len() <= LINE, "{}", line.len());
        }
        assert_eq!(text.replace("\r\n ", ""), "Ә".repeat(100) + "\r\n");
        assert_eq!(folded(&"a".repeat(75)), "a".repeat(75) + "\r\n");
        assert_eq!(folded(&"a".repeat(76)), "a".repeat(75) + "\r\n a\r\n");
    }
}
