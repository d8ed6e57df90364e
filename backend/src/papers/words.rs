//! What the papers say, out of `texts/<language>/papers.toml`.

use anyhow::Context;
use serde::Deserialize;
use shared::consents::Language;
use shared::time::{Instant, KAZAKHSTAN_OFFSET_SECONDS, date_in_kazakhstan};

const fn file(language: Language) -> &'static str {
    match language {
        Language::Kk => include_str!("../../texts/kk/papers.toml"),
        Language::Ru => include_str!("../../texts/ru/papers.toml"),
        Language::En => include_str!("../../texts/en/papers.toml"),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    months: Vec<String>,
    weekdays: Vec<String>,
    date: String,
    pub(super) ticket: TicketWords,
    pub(super) receipt: ReceiptWords,
    pub(super) calendar: CalendarWords,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketWords {
    pub(super) title: String,
    pub(super) number: String,
    pub(super) person: String,
    pub(super) iin: String,
    pub(super) passport: String,
    pub(super) begins: String,
    pub(super) come_early: String,
    pub(super) place: String,
    pub(super) room: String,
    pub(super) exam: String,
    pub(super) kind: String,
    pub(super) subjects: String,
    pub(super) language: String,
    pub(super) bring: String,
    pub(super) bring_lines: Vec<String>,
    pub(super) forbidden: String,
    pub(super) forbidden_lines: Vec<String>,
    pub(super) code: String,
    pub(super) issued: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceiptWords {
    pub(super) title: String,
    pub(super) amount: String,
    pub(super) payer: String,
    pub(super) purpose: String,
    pub(super) order: String,
    pub(super) time: String,
    pub(super) way: String,
    pub(super) kaspi: String,
    pub(super) card: String,
    pub(super) operation: String,
    pub(super) state: String,
    pub(super) applied: String,
    pub(super) unapplied: String,
    pub(super) refunded: String,
    pub(super) centre: String,
    pub(super) bin: String,
    pub(super) note: String,
    pub(super) issued: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarWords {
    pub(super) room: String,
    pub(super) number: String,
    pub(super) bring: String,
}

impl Words {
    /// The words of a language. Papers are rare, so the file is read for each.
    pub(super) fn of(language: Language) -> anyhow::Result<Self> {
        let name = language.as_str();
        let words: Self = toml::from_str(file(language))
            .with_context(|| format!("{name}/papers.toml has a mistake"))?;
        anyhow::ensure!(
            words.months.len() == 12 && words.weekdays.len() == 7,
            "{name}/papers.toml has other months or weekdays than the year"
        );
        Ok(words)
    }

    /// A day in Kazakhstan, with its weekday.
    pub(super) fn day(&self, at: Instant) -> String {
        let date = date_in_kazakhstan(at);
        let month = usize::try_from(date.month()).unwrap_or(1) - 1;
        let weekday = date.weekday().to_monday_zero_offset();
        let weekday = usize::try_from(weekday).unwrap_or(0);
        self.date
            .replace("{{day}}", &date.day().to_string())
            .replace("{{month}}", &self.months[month])
            .replace("{{year}}", &date.year().to_string())
            .replace("{{weekday}}", &self.weekdays[weekday])
    }
}

/// `09:00` by the clocks of Kazakhstan.
pub(super) fn clock_time(at: Instant) -> String {
    let seconds = at.plus_seconds(KAZAKHSTAN_OFFSET_SECONDS).0 / 1_000_000;
    let minute = seconds.rem_euclid(86_400) / 60;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_in_each_language() {
        // 2026-11-28 09:00 in Astana.
        let exam = Instant(1_795_838_400_000_000);
        let told = Language::ALL.map(|language| Words::of(language).unwrap().day(exam));
        assert_eq!(told[0], "2026 жылғы 28 қараша, сенбі");
        assert_eq!(told[1], "28 ноября 2026 года, суббота");
        assert_eq!(told[2], "Saturday, 28 November 2026");
        assert_eq!(clock_time(exam), "09:00");
    }

    #[test]
    fn the_papers_say_as_much_in_each_language() {
        let [kk, ru, en] = Language::ALL.map(|language| Words::of(language).unwrap());
        for words in [ru, en] {
            let count = |lines: &[String]| lines.len();
            assert_eq!(
                count(&words.ticket.bring_lines),
                count(&kk.ticket.bring_lines)
            );
            let forbidden = count(&words.ticket.forbidden_lines);
            assert_eq!(forbidden, count(&kk.ticket.forbidden_lines));
            assert!(words.receipt.refunded.contains("{{time}}"));
        }
    }
}
