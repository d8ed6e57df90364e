//! Until when something can be paid: the time of day, what is left of it, and the three moments at which
//! that is spoken.

use leptos::prelude::*;
use shared::payments::{Order, OrderState};
use shared::time::{Instant, date_in_kazakhstan};

use crate::ui::{derived, icon, live};
use crate::{clock, say};

/// Seconds before the end at which it is spoken (WCAG line of rules.md).
const SPOKEN: [i64; 3] = [300, 60, 20];
/// So long the words stay where a screen reader finds them.
const SPOKEN_FOR: i64 = 5;

/// `14:05 (UTC+5)`; with its date when that is another day.
pub(super) fn until(at: Instant, now: Instant) -> String {
    if date_in_kazakhstan(at) == date_in_kazakhstan(now) {
        format!("{} (UTC+5)", clock::time(at))
    } else {
        clock::date_and_time(at)
    }
}

/// `43:12`, from an hour on `1:00:00`.
fn left(seconds: i64) -> String {
    if seconds < 3600 {
        clock::minutes(seconds)
    } else {
        let (hours, rest) = (seconds / 3600, seconds % 3600);
        format!("{hours}:{:02}:{:02}", rest / 60, rest % 60)
    }
}

fn spoken(seconds: i64) -> Option<String> {
    let mark = SPOKEN
        .into_iter()
        .find(|mark| seconds <= *mark && seconds > *mark - SPOKEN_FOR)?;
    Some(match mark {
        300 => say!(payments.spoken_five_minutes),
        60 => say!(payments.spoken_minute),
        _ => say!(payments.spoken_seconds),
    })
}

/// The deadline, large enough to be found and calm enough to be left alone.
pub(super) fn deadline(end: Signal<Option<Instant>>, now: Signal<Instant>) -> AnyView {
    let seconds = Memo::new(move |_| end.get().map_or(0, |end| now.get().seconds_until(end)));
    let near = derived(move || seconds.get() <= SPOKEN[0]);
    let by = Memo::new(move |_| end.get().map(|end| until(end, now.get())));
    let by = move || say!(payments.pay_by, time = by.get().unwrap_or_default());
    // Said when the moment comes, once, and only then.
    let said = Memo::new(move |_| spoken(seconds.get()));
    view! {
        <div class="deadline" class:is-near=near>
            {icon("clock")}
            <p class="deadline-by">{live(by)}</p>
            <p class="deadline-left">
                <span>{crate::tr!(payments.left)}</span>
                " "
                <span class="number" role="timer">
                    {live(move || left(seconds.get()))}
                </span>
            </p>
            <p class="hidden-text" role="status">
                {live(move || said.get())}
            </p>
        </div>
    }
    .into_any()
}

/// The next thing to do with an order that waits, in one line; nothing for another order.
pub fn due_line(order: &Order, told_at: Instant) -> Option<AnyView> {
    let end = order
        .pay_until
        .filter(|_| order.state == OrderState::Waiting)?;
    let now = clock::ticking(Signal::stored(told_at));
    let line = move || {
        let now = now.get();
        let seconds = now.seconds_until(end);
        if seconds == 0 {
            return say!(payments.over_title);
        }
        say!(payments.due, time = until(end, now), left = left(seconds))
    };
    Some(
        view! {
            <p class="line next">
                {icon("clock")} <span class="number" role="timer">{live(line)}</span>
            </p>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_and_spoken_thrice() {
        assert_eq!(left(3600), "1:00:00");
        assert_eq!(left(3599), "59:59");
        assert_eq!(left(65), "1:05");
        let spoken: Vec<i64> = (0..=3600)
            .filter(|seconds| {
                SPOKEN
                    .iter()
                    .any(|mark| seconds <= mark && *seconds > mark - SPOKEN_FOR)
            })
            .collect();
        assert_eq!(spoken.len(), 15);
        assert!(spoken.contains(&300) && spoken.contains(&60) && spoken.contains(&20));
    }
}
