//! When which reminder is due. The row that says it was sent is written with the letter, so neither
//! several programs nor a restart send it twice; another sitting is another row.

use shared::time::{Instant, KAZAKHSTAN_OFFSET_SECONDS};

use super::store::{self, Due};
use crate::app::App;
use crate::error::Error;
use crate::{applications, notify};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A reminder: so long before the exam, and not worth sending later than so long before it.
struct Reminder {
    code: &'static str,
    letter: &'static str,
    before: i64,
    until: i64,
}

const REMINDERS: [Reminder; 2] = [
    Reminder {
        code: "week",
        letter: "reminder_week",
        before: 7 * DAY,
        // After that the one of the last day is near.
        until: 2 * DAY,
    },
    Reminder {
        code: "day",
        letter: "reminder_day",
        before: DAY,
        until: 0,
    },
];

/// Letters of this kind do not wake anybody: from 9 to 20 by the clocks of Kazakhstan.
fn is_daytime(now: Instant) -> bool {
    let seconds = now.plus_seconds(KAZAKHSTAN_OFFSET_SECONDS).0 / 1_000_000;
    let hour = seconds.rem_euclid(DAY) / HOUR;
    (9..20).contains(&hour)
}

/// Sends what is due; returns how many.
pub async fn send_due(app: &App, now: Instant) -> Result<usize, Error> {
    let mut sent = 0;
    if !is_daytime(now) {
        return Ok(sent);
    }
    for reminder in &REMINDERS {
        let from = now.plus_seconds(reminder.until);
        let until = now.plus_seconds(reminder.before);
        let mut conn = app.db.read().await?;
        let due = store::list_due(&mut conn, reminder.code, (from, until), reminder.before).await?;
        drop(conn);
        for one in due {
            sent += usize::from(send(app, now, reminder, &one).await?);
        }
    }
    if sent > 0 {
        app.letter_bell.notify_one();
    }
    Ok(sent)
}

async fn send(app: &App, now: Instant, reminder: &Reminder, due: &Due) -> Result<bool, Error> {
    let mut tx = app.db.write().await?;
    if store::insert_reminder(&mut tx, reminder.code, due, now).await? == 0 {
        return Ok(false);
    }
    let person = due.person_id.as_str();
    let application = applications::find_of(app, &mut tx, person, &due.application_id).await?;
    let about = (person, &application);
    notify::application_letter(app, &mut tx, now, about, reminder.letter).await?;
    tx.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_sent_by_day() {
        // 2026-11-21 00:00 in Astana.
        let midnight = Instant(1_795_201_200_000_000);
        let at = |hour: i64| is_daytime(midnight.plus_seconds(hour * HOUR));
        assert!(!at(8) && at(9) && at(19) && !at(20) && !at(0));
        assert!(!is_daytime(midnight.plus_seconds(9 * HOUR - 1)));
    }
}
