//! Behind the stage: joins camera, worker and guidance, and says when the picture is taken.
//!
//! It sends nothing and decides nothing about a picture; where there is no analysis, the shutter
//! remains.

use leptos::html;
use leptos::prelude::*;
use vision::{Guidance, Rect, Stage};
use wasm_bindgen_futures::spawn_local;

use crate::device::camera::Facing;
use crate::device::image_worker::{Analysis, Progress};
use crate::device::live_camera::{CameraState, LiveCamera};
use crate::device::now;
use crate::device::picture::Picture;
use crate::device::watch::watch;
use crate::proofing::advice::{Advice, Announcer, Spoken, Task, observation};
use crate::proofing::geometry::{self, Size};
use crate::proofing::still::Still;

/// Everything the stage knows; each part is a handle.
#[derive(Clone, Copy)]
pub(super) struct Director {
    pub(super) task: Task,
    pub(super) analysis: Analysis,
    pub(super) camera: LiveCamera,
    pub(super) video: NodeRef<html::Video>,
    pub(super) stage: NodeRef<html::Div>,
    course: StoredValue<Course>,
    pub(super) shown: RwSignal<Stage<Advice>>,
    pub(super) spoken: RwSignal<Option<Spoken>>,
    /// Where the guide is drawn, in pixels of the stage.
    pub(super) guide: RwSignal<Option<Rect>>,
    pub(super) manual: RwSignal<bool>,
    taking: RwSignal<bool>,
    on_still: Callback<Still>,
}

/// What changes without being drawn.
struct Course {
    guidance: Guidance<Advice>,
    announcer: Announcer,
    /// Changes with each opening of the camera, so that an earlier watch ends.
    round: u32,
}

impl Director {
    /// For a new preview; its elements come with the view.
    pub(super) fn new(task: Task, analysis: Analysis, on_still: Callback<Still>) -> Self {
        let video = NodeRef::new();
        Self {
            task,
            analysis,
            camera: LiveCamera::new(video, task.facing()),
            video,
            stage: NodeRef::new(),
            course: StoredValue::new(Course {
                guidance: Guidance::new(task.timing(), now()),
                announcer: Announcer::default(),
                round: 0,
            }),
            shown: RwSignal::new(Stage::Searching { hint: None }),
            spoken: RwSignal::new(None),
            guide: RwSignal::new(None),
            manual: RwSignal::new(false),
            taking: RwSignal::new(false),
            on_still,
        }
    }

    pub(super) fn running(self) -> bool {
        matches!(self.camera.state.get(), CameraState::Running(_))
    }

    /// A preview of oneself is a mirror; documents are read, so they are never mirrored.
    pub(super) fn mirrored(self) -> bool {
        let state = self.camera.state.get();
        self.task == Task::Face && state != CameraState::Running(Some(Facing::Environment))
    }

    /// Size of the camera's frame, and of the preview that shows it.
    fn sizes(self) -> Option<(Size, Size)> {
        let video = self.video.get_untracked()?;
        let frame = Size::of(video.video_width(), video.video_height());
        let preview = Size::of(video.client_width(), video.client_height());
        (!frame.is_empty() && !preview.is_empty()).then_some((frame, preview))
    }

    /// The camera has just opened: begin to look.
    pub(super) fn begin(self) {
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        self.bring_into_view();
        let begun = self.course.try_update_value(|course| {
            course.guidance.restart(now());
            course.round = course.round.wrapping_add(1);
            course.round
        });
        let mode = move || {
            let current = self.course.try_with_value(|course| course.round) == begun
                && matches!(
                    self.camera.state.try_get_untracked()?,
                    CameraState::Running(_)
                );
            if !current {
                return None;
            }
            let (frame, preview) = self.sizes()?;
            Some(self.task.mode(self.task.guide(frame, preview)))
        };
        let on_verdict = move |verdict| {
            let seen = observation(&verdict);
            let stage = self
                .course
                .try_update_value(|it| it.guidance.observe(now(), seen));
            if let Some(stage) = stage {
                self.show(stage);
            }
        };
        spawn_local(watch(video, self.analysis, mode, on_verdict));
    }

    /// On a small screen the words above would leave half of the preview below the edge.
    fn bring_into_view(self) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        if let Some(stage) = self.stage.get_untracked() {
            stage.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    pub(super) fn tick(self) {
        if !self.running_now() {
            return;
        }
        if let Some((frame, preview)) = self.sizes() {
            let guide = geometry::on_stage(
                self.task.guide(frame, preview),
                geometry::visible(frame, preview),
            );
            set(self.guide, Some(geometry::scaled(guide, preview)));
        }
        let failed = self.analysis.progress.get_untracked() == Progress::Failed;
        let by_hand = self
            .course
            .with_value(|course| course.guidance.manual_shutter(now()));
        set(self.manual, failed || by_hand || self.task != Task::Face);
        if let Some(stage) = self
            .course
            .try_update_value(|course| course.guidance.tick(now()))
        {
            self.show(stage);
        }
    }

    fn show(self, stage: Stage<Advice>) {
        set(self.shown, stage);
        let spoken = self
            .course
            .try_update_value(|it| it.announcer.hear(now(), stage))
            .flatten();
        if spoken.is_some() {
            self.spoken.set(spoken);
        }
        if stage == Stage::Shoot {
            self.take();
        }
    }

    /// Takes the photograph; a second press while it is being taken does nothing.
    pub(super) fn take(self) {
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        if !self.running_now() || self.taking.get_untracked() {
            return;
        }
        let Some((frame, preview)) = self.sizes() else {
            return;
        };
        self.taking.set(true);
        let mode = self.task.mode(self.task.guide(frame, preview));
        let mirrored = untrack(|| self.mirrored());
        spawn_local(async move {
            let picture = Picture::of_video(&video, mirrored).await;
            if self.taking.try_set(false).is_some() {
                // The page has gone.
                return;
            }
            match picture {
                Some(picture) => self.on_still.run(Still::of_camera(picture, mode)),
                None => self
                    .course
                    .update_value(|course| course.guidance.restart(now())),
            }
        });
    }

    fn running_now(self) -> bool {
        matches!(self.camera.state.get_untracked(), CameraState::Running(_))
    }
}

/// Sets only what differs: ten times a second nothing must be drawn anew for nothing.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
