//! Times and dates in words, always in the zone of Kazakhstan; and a clock that ticks for
//! countdowns.
//!
//! Months are texts of ours: Chromium has no Kazakh names for them, and older browsers still
//! believe that Almaty has UTC+6.

use std::time::Duration;

use crate::ui::derived;
use js_sys::Date;
use leptos::prelude::*;
use shared::time::{Instant, KAZAKHSTAN_OFFSET_SECONDS, date_in_kazakhstan};

use crate::say;

/// `14:05`.
pub fn time(at: Instant) -> String {
    let seconds = at
        .plus_seconds(KAZAKHSTAN_OFFSET_SECONDS)
        .0
        .div_euclid(1_000_000);
    let minutes = seconds.rem_euclid(86_400) / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `3 March 2027`.
pub fn date(at: Instant) -> String {
    civil_date(&date_in_kazakhstan(at).to_string())
}

/// `3 March 2027, 14:05 UTC+5`.
pub fn date_and_time(at: Instant) -> String {
    format!("{}, {} UTC+5", date(at), time(at))
}

/// A civil date such as `2001-05-17` in words; anything else as it stands.
pub fn civil_date(text: &str) -> String {
    let mut parts = text.splitn(3, '-');
    let parts = (parts.next(), parts.next(), parts.next());
    let (Some(year), Some(month), Some(day)) = parts else {
        return text.to_owned();
    };
    let (Some(month), Ok(day)) = (month_name(month), day.parse::<u8>()) else {
        return text.to_owned();
    };
    say!(
        common.date,
        day = day,
        month = month,
        year = year.to_owned()
    )
}

/// The month of a civil date such as `2001-05-17`, as it stands in a date.
pub fn month(date: &str) -> Option<String> {
    month_name(date.split('-').nth(1)?)
}

/// The month of `01` to `12`, as it stands in a date.
fn month_name(number: &str) -> Option<String> {
    Some(match number {
        "01" => say!(common.month_01),
        "02" => say!(common.month_02),
        "03" => say!(common.month_03),
        "04" => say!(common.month_04),
        "05" => say!(common.month_05),
        "06" => say!(common.month_06),
        "07" => say!(common.month_07),
        "08" => say!(common.month_08),
        "09" => say!(common.month_09),
        "10" => say!(common.month_10),
        "11" => say!(common.month_11),
        "12" => say!(common.month_12),
        _ => return None,
    })
}

/// `1:05`.
pub fn minutes(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The clock of this device.
pub fn now() -> Instant {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of this age fit an i64"
    )]
    Instant((Date::now() * 1000.0) as i64)
}

/// The clock of the server, told at `server_now`, as it goes on since. Ticks every second while the
/// component lives, whatever the clock of the device says.
pub fn ticking(server_now: Signal<Instant>) -> Signal<Instant> {
    let began = Memo::new(move |_| (server_now.get(), now()));
    let tick = RwSignal::new(now());
    let handle = set_interval_with_handle(move || tick.set(now()), Duration::from_secs(1));
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    derived(move || {
        let (told, at) = began.get();
        let passed = tick.get().0.max(at.0) - at.0;
        Instant(told.0 + passed)
    })
}
