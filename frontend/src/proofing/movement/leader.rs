//! Behind the stage: camera, worker, course and recorder together. It leads from one movement to the
//! next and hands over the recording; it sends nothing.

use leptos::html;
use leptos::prelude::*;
use shared::movement::{Move, SIDES};
use vision::Rect;
use vision::movement::{Course, Progress, Rigour};
use vision::protocol::{Mode, Verdict};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, HtmlVideoElement};

use super::recorder::{FRAME_MS, Recorder};
use super::words;
use crate::device::camera::Facing;
use crate::device::image_worker::{self, Analysis};
use crate::device::live_camera::{CameraState, LiveCamera};
use crate::device::picture::{Picture, small_frame};
use crate::device::watch::watch;
use crate::device::{now, pause};
use crate::proofing::geometry::{self, Size};

/// Without a measurement for this long the clock leads.
const UNMEASURED_MS: u64 = 12_000;
/// By the clock: taking one's place, a movement, and the way back from it.
const PLACING_MS: u64 = 4_000;
const MOVING_MS: u64 = 2_600;
const BACK_MS: u64 = 1_600;
/// Taken when all is done: the page measures more often than it records, and the server must see in
/// the recording too that the person looks straight ahead again.
const AFTER_FRAMES: u32 = 3;

/// Everything the stage knows; each part is a handle.
#[derive(Clone, Copy)]
pub(super) struct Leader {
    pub(super) analysis: Analysis,
    pub(super) camera: LiveCamera,
    pub(super) video: NodeRef<html::Video>,
    pub(super) stage: NodeRef<html::Div>,
    /// Where the course stands.
    pub(super) shown: RwSignal<Progress>,
    /// What is said aloud: changes only.
    pub(super) spoken: RwSignal<Option<words::Told>>,
    /// Where the oval is drawn, in pixels of the stage.
    pub(super) guide: RwSignal<Option<Rect>>,
    /// The clock leads, because nothing is measured.
    pub(super) by_time: RwSignal<bool>,
    run: StoredValue<Run, LocalStorage>,
    moves: StoredValue<Vec<Move>>,
    on_recording: Callback<Blob>,
}

/// What changes without being drawn.
struct Run {
    course: Course,
    recorder: Recorder,
    began: u64,
    measured: Option<u64>,
    ended: bool,
    /// Changes with each opening of the camera, so that what began earlier ends.
    round: u32,
}

impl Run {
    fn new(moves: &[Move], round: u32) -> Self {
        Self {
            course: Course::new(&words::asked(moves), Rigour::GUIDING),
            recorder: Recorder::default(),
            began: now(),
            measured: None,
            ended: false,
            round,
        }
    }
}

impl Leader {
    /// For a new preview; its elements come with the view.
    pub(super) fn new(analysis: Analysis, moves: Vec<Move>, on_recording: Callback<Blob>) -> Self {
        let video = NodeRef::new();
        Self {
            analysis,
            camera: LiveCamera::new(video, Facing::User),
            video,
            stage: NodeRef::new(),
            shown: RwSignal::new(Progress::Placing { hint: None }),
            spoken: RwSignal::new(None),
            guide: RwSignal::new(None),
            by_time: RwSignal::new(false),
            run: StoredValue::new_local(Run::new(&moves, 0)),
            moves: StoredValue::new(moves),
            on_recording,
        }
    }

    pub(super) fn running(self) -> bool {
        matches!(self.camera.state.get(), CameraState::Running(_))
    }

    /// The movements that are asked.
    pub(super) fn moves(self) -> Vec<Move> {
        self.moves.get_value()
    }

    /// The camera has just opened: everything begins anew.
    pub(super) fn begin(self) {
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        let moves = self.moves.get_value();
        let begun = self.run.try_update_value(|run| {
            *run = Run::new(&moves, run.round.wrapping_add(1));
            run.round
        });
        let Some(round) = begun else { return };
        self.show(Progress::Placing { hint: None });
        self.bring_into_view();
        let mode = move || self.is_current(round).then_some(Mode::Movement);
        let on_verdict = move |verdict| self.measure(verdict);
        spawn_local(watch(video.clone(), self.analysis, mode, on_verdict));
        spawn_local(async move { self.record(round, video).await });
    }

    fn is_current(self, round: u32) -> bool {
        let current = |run: &Run| run.round == round && !run.ended;
        self.run.try_with_value(current).unwrap_or(false)
            && matches!(
                self.camera.state.try_get_untracked(),
                Some(CameraState::Running(_))
            )
    }

    fn measure(self, verdict: Verdict) {
        let Verdict::Movement(frame) = verdict else {
            return;
        };
        let progress = self.run.try_update_value(|run| {
            let at = now();
            run.measured = Some(at);
            let placing = matches!(run.course.progress(), Progress::Placing { .. });
            (placing, run.course.observe(at, &frame))
        });
        let Some((placing, progress)) = progress else {
            return;
        };
        if placing && matches!(progress, Progress::Asking { .. }) {
            self.take_still();
        }
        self.show(progress);
    }

    /// A larger picture of the moment before the first movement.
    fn take_still(self) {
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        let at = now();
        spawn_local(async move {
            if let Some(picture) = Picture::of_video(&video, true).await {
                let keep = |run: &mut Run| run.recorder.take_still(at, picture);
                let _ = self.run.try_update_value(keep);
            }
        });
    }

    /// Takes frame after frame until the course has ended, or there is no room for more.
    async fn record(self, round: u32, video: HtmlVideoElement) {
        let mut due = now();
        let mut after = 0;
        while self.is_current(round) {
            let at = now();
            if let Some(frame) = small_frame(&video, *SIDES.end()).await {
                let placing = || matches!(self.shown.get_untracked(), Progress::Placing { .. });
                let room = self
                    .run
                    .try_update_value(|run| run.recorder.take(at, frame, placing()));
                let over = matches!(
                    self.shown.try_get_untracked(),
                    Some(Progress::Passed | Progress::Failed(_))
                );
                if room == Some(false) || over && after >= AFTER_FRAMES && self.is_long_enough() {
                    return self.end(round);
                }
                after += u32::from(over);
            }
            due += FRAME_MS;
            let left = due.saturating_sub(now());
            due = due.max(now());
            pause(i32::try_from(left).unwrap_or(0)).await;
        }
    }

    fn is_long_enough(self) -> bool {
        let long = |run: &Run| run.recorder.is_long_enough();
        self.run.try_with_value(long).unwrap_or(false)
    }

    fn end(self, round: u32) {
        if !self.is_current(round) {
            return;
        }
        let body = self.run.try_update_value(|run| {
            run.ended = true;
            run.recorder.body()
        });
        self.camera.stop();
        if let Some(Some(body)) = body {
            self.on_recording.run(body);
        }
    }

    /// On a small screen the words above would leave half of the preview below the edge.
    fn bring_into_view(self) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        if let Some(stage) = self.stage.get_untracked() {
            stage.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// Ten times a second: where the oval lies, and whether the clock has to lead.
    pub(super) fn tick(self) {
        if !matches!(self.camera.state.get_untracked(), CameraState::Running(_)) {
            return;
        }
        if let Some((frame, preview)) = self.sizes() {
            let visible = geometry::visible(frame, preview);
            let guide = geometry::on_stage(geometry::face_guide(frame), visible);
            set(self.guide, Some(geometry::scaled(guide, preview)));
        }
        let failed = self.analysis.progress.get_untracked() == image_worker::Progress::Failed;
        let since = self.run.with_value(|run| {
            let waits = run.measured.is_none().then_some(run.began);
            waits.map(|began| now() - began)
        });
        let Some(since) = since else { return };
        let late = if failed { 0 } else { UNMEASURED_MS };
        if since >= late {
            set(self.by_time, true);
            let steps = self.moves.get_value();
            self.show(by_clock(since - late, &steps));
        }
    }

    fn show(self, progress: Progress) {
        set(self.shown, progress);
        let told = words::Told::of(progress);
        if told.is_some() && self.spoken.get_untracked() != told {
            self.spoken.set(told);
        }
    }

    fn sizes(self) -> Option<(Size, Size)> {
        let video = self.video.get_untracked()?;
        let frame = Size::of(video.video_width(), video.video_height());
        let preview = Size::of(video.client_width(), video.client_height());
        (!frame.is_empty() && !preview.is_empty()).then_some((frame, preview))
    }
}

/// Where the course would stand by the clock alone.
fn by_clock(since: u64, moves: &[Move]) -> Progress {
    let Some(moving) = since.checked_sub(PLACING_MS) else {
        return Progress::Placing { hint: None };
    };
    let each = MOVING_MS + BACK_MS;
    let step = usize::try_from(moving / each).unwrap_or(usize::MAX);
    match words::asked(moves).get(step) {
        Some(asked) if moving % each < MOVING_MS => Progress::Asking {
            step,
            asked: *asked,
        },
        Some(_) => Progress::Returning { step },
        None => Progress::Passed,
    }
}

/// Sets only what differs: many times a second nothing must be drawn anew for nothing.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_leads_through_every_movement() {
        let moves = [Move::Nod, Move::Left];
        let nod = vision::movement::Move::Nod;
        let at = |since| by_clock(since, &moves);
        assert_eq!(at(0), Progress::Placing { hint: None });
        assert_eq!(
            at(4_000),
            Progress::Asking {
                step: 0,
                asked: nod
            }
        );
        assert_eq!(at(6_700), Progress::Returning { step: 0 });
        assert_eq!(at(12_500), Progress::Passed);
    }
}
