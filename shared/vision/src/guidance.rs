//! From a stream of hints to the moment of the photograph.
//!
//! A pure state machine: it is told what each frame showed and what time it is, and answers what to
//! show. It owns no timer and no camera. The page calls [`Guidance::observe`] for each verdict and
//! [`Guidance::tick`] from its clock (ten times a second is plenty), and takes the photograph when the
//! stage is [`Stage::Shoot`].

/// A word of advice that a stream of frames can carry.
pub trait Hint: Copy + PartialEq {
    /// Nothing to correct.
    fn is_good(self) -> bool;
    /// So wrong that a running countdown stops at once, not after [`Timing::forgive_ms`].
    fn breaks_at_once(self) -> bool;
}

/// What one frame showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation<H> {
    pub hint: H,
    /// All checks took part. A good frame that is not complete waits, see
    /// [`Timing::complete_wait_ms`].
    pub complete: bool,
}

/// What to show now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage<H> {
    /// Something to correct; `None` before the first frame and when frames stop coming.
    Searching { hint: Option<H> },
    /// Good, but not yet for long enough.
    Steady,
    /// Good and held: the outline turns green.
    Green,
    /// Green, with the number to show.
    Countdown { seconds: u8 },
    /// Take the photograph now. Stays until [`Guidance::restart`].
    Shoot,
}

/// How long each thing lasts, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// A good frame must stay good for this long before green.
    pub hold_ms: u64,
    /// Green before the first number.
    pub green_ms: u64,
    /// The countdown; shown in whole seconds, rounded up.
    pub countdown_ms: u64,
    /// How long a steady good pose waits for the checks that are still loading.
    pub complete_wait_ms: u64,
    /// A worse frame shorter than this does not restart anything (a blink, one blurred frame).
    pub forgive_ms: u64,
    /// A hint stays at least this long.
    pub hint_ms: u64,
    /// Frames are taken to have stopped after this silence.
    pub silence_ms: u64,
    /// The manual shutter appears after this time.
    pub manual_ms: u64,
}

impl Timing {
    /// The face: green after 0.7 s, then 3, 2, 1.
    pub const FACE: Self = Self {
        hold_ms: 700,
        green_ms: 300,
        countdown_ms: 3_000,
        complete_wait_ms: 5_000,
        forgive_ms: 200,
        hint_ms: 1_000,
        silence_ms: 1_000,
        manual_ms: 10_000,
    };

    /// A document lies still or it does not: no numbers, a steady second is enough.
    pub const DOCUMENT: Self = Self {
        hold_ms: 600,
        green_ms: 400,
        countdown_ms: 0,
        ..Self::FACE
    };
}

/// The state machine.
#[derive(Clone, Debug)]
pub struct Guidance<H> {
    timing: Timing,
    started: u64,
    seen: Option<u64>,
    shown: Option<(H, u64)>,
    latest: Option<H>,
    run: Option<Run>,
    shot: bool,
}

/// An unbroken run of good frames.
#[derive(Clone, Copy, Debug)]
struct Run {
    since: u64,
    /// When green began, once it has.
    green: Option<u64>,
    complete: bool,
    /// Since when frames have been worse, if they are now.
    worse: Option<u64>,
}

impl<H: Hint> Guidance<H> {
    /// Starts to watch; the manual shutter is counted from `now`.
    pub fn new(timing: Timing, now: u64) -> Self {
        Self {
            timing,
            started: now,
            seen: None,
            shown: None,
            latest: None,
            run: None,
            shot: false,
        }
    }

    /// Forgets the run and the shot (after "retake"); the manual shutter is counted anew.
    pub fn restart(&mut self, now: u64) {
        *self = Self::new(self.timing, now);
    }

    /// Whether the person may take the photograph themselves.
    pub fn manual_shutter(&self, now: u64) -> bool {
        now.saturating_sub(self.started) >= self.timing.manual_ms
    }

    /// A frame was judged.
    pub fn observe(&mut self, now: u64, observation: Observation<H>) -> Stage<H> {
        let silent = self.silent(now);
        self.seen = Some(now);
        self.latest = Some(observation.hint);
        if silent {
            self.run = None;
        }
        if observation.hint.is_good() {
            let run = self.run.get_or_insert(Run {
                since: now,
                green: None,
                complete: false,
                worse: None,
            });
            run.worse = None;
            run.complete |= observation.complete;
        } else if let Some(run) = &mut self.run {
            let since = *run.worse.get_or_insert(now);
            if observation.hint.breaks_at_once() || now - since >= self.timing.forgive_ms {
                self.run = None;
            }
        }
        self.tick(now)
    }

    /// Time has passed.
    pub fn tick(&mut self, now: u64) -> Stage<H> {
        if self.shot {
            return Stage::Shoot;
        }
        if self.silent(now) {
            self.run = None;
            self.shown = None;
            return Stage::Searching { hint: None };
        }
        let Some(run) = &mut self.run else {
            return Stage::Searching {
                hint: self.hint(now),
            };
        };
        let wait = if run.complete {
            0
        } else {
            self.timing.complete_wait_ms
        };
        if run.green.is_none() && now - run.since < self.timing.hold_ms.max(wait) {
            return Stage::Steady;
        }
        let green = *run.green.get_or_insert(now);
        let worse = run.worse.is_some();
        let first = green + self.timing.green_ms;
        let shot = first + self.timing.countdown_ms;
        if now < first {
            Stage::Green
        } else if now < shot {
            let seconds = (shot - now).div_ceil(1_000);
            Stage::Countdown {
                seconds: u8::try_from(seconds).unwrap_or(u8::MAX),
            }
        } else if worse {
            // Never on a frame that is known to be worse: wait for the next good one, or the break.
            Stage::Green
        } else {
            self.shot = true;
            Stage::Shoot
        }
    }

    fn silent(&self, now: u64) -> bool {
        self.seen
            .is_none_or(|seen| now.saturating_sub(seen) >= self.timing.silence_ms)
    }

    /// The hint to show: the latest one, unless the shown one is younger than a second.
    fn hint(&mut self, now: u64) -> Option<H> {
        let bad = self.latest.filter(|hint| !hint.is_good());
        match (self.shown, bad) {
            (Some((shown, since)), Some(hint)) if shown != hint => {
                if now.saturating_sub(since) < self.timing.hint_ms {
                    return Some(shown);
                }
                self.shown = Some((hint, now));
            }
            (None, Some(hint)) => self.shown = Some((hint, now)),
            _ => {}
        }
        self.shown.map(|(hint, _)| hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::FaceHint::{self, Blurred, Closer, Good, MoveLeft, NoFace};

    /// Feeds a hint every 100 ms over `span` and returns the last stage.
    fn run(
        guidance: &mut Guidance<FaceHint>,
        span: std::ops::Range<u64>,
        hint: FaceHint,
        complete: bool,
    ) -> Stage<FaceHint> {
        let mut stage = None;
        for now in span.step_by(100) {
            stage = Some(guidance.observe(now, Observation { hint, complete }));
        }
        stage.expect("at least one frame")
    }

    fn fresh() -> Guidance<FaceHint> {
        Guidance::new(Timing::FACE, 0)
    }

    #[test]
    fn a_steady_pose_is_counted_down_and_shot() {
        let table = [
            (0, Stage::Steady),
            (600, Stage::Steady),
            (700, Stage::Green),
            (900, Stage::Green),
            (1_000, Stage::Countdown { seconds: 3 }),
            (1_900, Stage::Countdown { seconds: 3 }),
            (2_000, Stage::Countdown { seconds: 2 }),
            (3_000, Stage::Countdown { seconds: 1 }),
            (3_900, Stage::Countdown { seconds: 1 }),
            (4_000, Stage::Shoot),
            (9_000, Stage::Shoot),
        ];
        for (until, stage) in table {
            assert_eq!(
                run(&mut fresh(), 0..until + 1, Good, true),
                stage,
                "at {until}"
            );
        }
    }

    #[test]
    fn a_broken_pose_starts_again() {
        let mut guidance = fresh();
        assert_eq!(
            run(&mut guidance, 0..2_500, Good, true),
            Stage::Countdown { seconds: 2 }
        );
        let broken = guidance.observe(
            2_500,
            Observation {
                hint: NoFace,
                complete: true,
            },
        );
        assert_eq!(broken, Stage::Searching { hint: Some(NoFace) });
        assert_eq!(run(&mut guidance, 2_600..3_300, Good, true), Stage::Steady);
        assert_eq!(run(&mut guidance, 3_300..3_400, Good, true), Stage::Green);
        assert_eq!(run(&mut guidance, 3_400..6_700, Good, true), Stage::Shoot);
    }

    #[test]
    fn one_bad_frame_is_forgiven_and_not_photographed() {
        let mut guidance = fresh();
        run(&mut guidance, 0..3_900, Good, true);
        let blurred = Observation {
            hint: Blurred,
            complete: true,
        };
        assert_eq!(
            guidance.observe(3_900, blurred),
            Stage::Countdown { seconds: 1 }
        );
        assert_eq!(guidance.tick(4_000), Stage::Green);
        let good = Observation {
            hint: Good,
            complete: true,
        };
        assert_eq!(guidance.observe(4_050, good), Stage::Shoot);

        let mut guidance = fresh();
        run(&mut guidance, 0..2_000, Good, true);
        assert_eq!(
            run(&mut guidance, 2_000..2_300, Blurred, true),
            Stage::Searching {
                hint: Some(Blurred)
            }
        );
    }

    #[test]
    fn hints_change_once_a_second() {
        let mut guidance = fresh();
        let mut see = |now, hint| {
            guidance.observe(
                now,
                Observation {
                    hint,
                    complete: true,
                },
            )
        };
        let shown = |hint| Stage::Searching { hint: Some(hint) };
        assert_eq!(see(0, Closer), shown(Closer));
        assert_eq!(see(400, MoveLeft), shown(Closer));
        assert_eq!(see(900, NoFace), shown(Closer));
        assert_eq!(see(1_000, MoveLeft), shown(MoveLeft));
        assert_eq!(see(1_500, Closer), shown(MoveLeft));
        assert_eq!(see(1_900, MoveLeft), shown(MoveLeft));
        assert_eq!(see(2_000, MoveLeft), shown(MoveLeft));
        assert_eq!(see(2_100, Closer), shown(Closer));
    }

    #[test]
    fn green_waits_for_the_landmarks_but_not_for_ever() {
        assert_eq!(run(&mut fresh(), 0..4_901, Good, false), Stage::Steady);
        assert_eq!(run(&mut fresh(), 0..5_001, Good, false), Stage::Green);
        assert_eq!(run(&mut fresh(), 0..8_301, Good, false), Stage::Shoot);
        // They arrive: green at once, and the full countdown after it.
        let mut guidance = fresh();
        run(&mut guidance, 0..3_000, Good, false);
        assert_eq!(run(&mut guidance, 3_000..3_100, Good, true), Stage::Green);
        assert_eq!(
            run(&mut guidance, 3_100..3_400, Good, true),
            Stage::Countdown { seconds: 3 }
        );
    }

    #[test]
    fn silence_stops_the_countdown() {
        let mut guidance = fresh();
        assert_eq!(guidance.tick(100), Stage::Searching { hint: None });
        run(&mut guidance, 200..2_000, Good, true);
        assert_eq!(guidance.tick(2_800), Stage::Countdown { seconds: 2 });
        assert_eq!(guidance.tick(2_900), Stage::Searching { hint: None });
        assert_eq!(run(&mut guidance, 3_000..3_100, Good, true), Stage::Steady);
    }

    #[test]
    fn the_manual_shutter_comes_after_ten_seconds_and_again_after_a_retake() {
        let mut guidance = fresh();
        assert!(!guidance.manual_shutter(9_999));
        assert!(guidance.manual_shutter(10_000));
        guidance.restart(12_000);
        assert!(!guidance.manual_shutter(21_999));
        assert!(guidance.manual_shutter(22_000));
    }
}
