//! A camera in a page: opened when the preview is there, closed when it is not looked at.
//!
//! One preview at a time. The camera is stopped when the preview goes, when the tab is hidden and
//! when the person switches to another camera; a tab that comes back opens it again. It also
//! notices a camera that is unplugged or stops delivering.

use leptos::ev;
use leptos::html::Video;
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;

use crate::device::camera::{self, Camera, CameraError, CameraRequest, Facing};
use crate::device::pause;

/// Without a frame for this long the camera counts as silent.
const SILENCE_MS: i32 = 3_000;
/// How often the first frame is looked for.
const FIRST_FRAME_MS: i32 = 50;
/// How often a running camera is looked after.
const SUPERVISION_MS: i32 = 500;

/// What the preview shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraState {
    /// Not open: the tab is hidden, or nobody asked yet.
    Off,
    /// The browser asks the person, or the camera warms up.
    Opening,
    /// Frames arrive; the direction where it is known.
    Running(Option<Facing>),
    /// No picture, for this reason.
    Failed(CameraError),
}

/// Handle of the camera of a preview. Belongs to the component that created it.
#[derive(Clone, Copy)]
pub struct LiveCamera {
    /// What the preview shows.
    pub state: ReadSignal<CameraState>,
    set_state: WriteSignal<CameraState>,
    other: RwSignal<Option<CameraRequest>>,
    video: NodeRef<Video>,
    held: StoredValue<Held, LocalStorage>,
}

/// What changes without anybody watching.
struct Held {
    request: CameraRequest,
    camera: Option<Camera>,
    /// Changes with each opening and closing, so that what began earlier knows it is late.
    attempt: u32,
    /// The page wants the camera open, though the tab may be hidden.
    wanted: bool,
}

impl LiveCamera {
    /// A camera for the preview `video`. It opens with [`LiveCamera::start`].
    pub fn new(video: NodeRef<Video>, facing: Facing) -> Self {
        let (state, set_state) = signal(CameraState::Off);
        let live = Self {
            state,
            set_state,
            other: RwSignal::new(None),
            video,
            held: StoredValue::new_local(Held {
                request: CameraRequest::facing(facing),
                camera: None,
                attempt: 0,
                wanted: false,
            }),
        };
        let visibility = window_event_listener_untyped("visibilitychange", move |_| {
            live.follow_visibility();
        });
        // A page kept for "back" must not keep the camera.
        let leaving = window_event_listener(ev::pagehide, move |_| live.close(CameraState::Off));
        on_cleanup(move || {
            visibility.remove();
            leaving.remove();
            live.stop();
        });
        live
    }

    /// Whether there is another camera to switch to; reactive.
    pub fn can_switch(self) -> bool {
        self.other.read().is_some()
    }

    /// Opens the camera, again if it failed before.
    pub fn start(self) {
        self.held.update_value(|held| held.wanted = true);
        if document().hidden() {
            return;
        }
        self.close(CameraState::Opening);
        let attempt = self.held.with_value(|held| held.attempt);
        spawn_local(async move { self.open(attempt).await });
    }

    /// Closes the camera.
    pub fn stop(self) {
        let _ = self.held.try_update_value(|held| held.wanted = false);
        self.close(CameraState::Off);
    }

    /// Changes to the next camera of the device.
    pub fn switch(self) {
        if let Some(request) = self.other.get_untracked() {
            self.held.update_value(|held| held.request = request);
            self.start();
        }
    }

    fn follow_visibility(self) {
        if document().hidden() {
            let running = !matches!(self.state.get_untracked(), CameraState::Failed(_));
            if running {
                self.close(CameraState::Off);
            }
        } else if self.held.with_value(|held| held.wanted)
            && self.state.get_untracked() == CameraState::Off
        {
            self.start();
        }
    }

    /// Ends the current attempt, dropping its camera.
    fn close(self, state: CameraState) {
        // After the page has gone nothing of this exists any more, which is fine.
        let _ = self.held.try_update_value(|held| {
            held.attempt = held.attempt.wrapping_add(1);
            held.camera = None;
        });
        let _ = self.set_state.try_set(state);
    }

    fn is_current(self, attempt: u32) -> bool {
        self.held
            .try_with_value(|held| held.attempt == attempt)
            .unwrap_or(false)
    }

    async fn open(self, attempt: u32) {
        let Some(request) = self.held.try_with_value(|held| held.request.clone()) else {
            return;
        };
        let opened = camera::open(&request).await;
        // The page may have gone on while the person thought: a late camera is dropped, so closed.
        if !self.is_current(attempt) {
            return;
        }
        let camera = match opened {
            Ok(camera) => camera,
            Err(error) => return self.close(CameraState::Failed(error)),
        };
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        camera.attach(&video);
        let facing = camera.facing();
        self.held.update_value(|held| held.camera = Some(camera));
        if !first_frame(&video).await {
            if self.is_current(attempt) {
                self.close(CameraState::Failed(CameraError::NoFrames));
            }
            return;
        }
        if !self.is_current(attempt) {
            return;
        }
        self.set_state.set(CameraState::Running(facing));
        self.look_for_others(attempt).await;
        self.supervise(attempt, &video).await;
    }

    async fn look_for_others(self, attempt: u32) {
        let known = self
            .held
            .with_value(|held| held.camera.as_ref().map(Camera::neighbours));
        let Some(neighbours) = known else { return };
        let other = neighbours.next().await;
        if self.is_current(attempt) {
            self.other.set(other);
        }
    }

    /// Watches over the running camera until another attempt takes its place.
    async fn supervise(self, attempt: u32, video: &HtmlVideoElement) {
        let (mut seen, mut silent) = (video.current_time(), 0);
        loop {
            pause(SUPERVISION_MS).await;
            if !self.is_current(attempt) {
                return;
            }
            let live = self
                .held
                .with_value(|held| held.camera.as_ref().is_some_and(Camera::is_live));
            if !live {
                return self.close(CameraState::Failed(CameraError::Absent));
            }
            let now = video.current_time();
            silent = if now > seen {
                0
            } else {
                silent + SUPERVISION_MS
            };
            seen = now;
            if silent >= SILENCE_MS {
                return self.close(CameraState::Failed(CameraError::NoFrames));
            }
        }
    }
}

/// Waits until the preview shows something; false when it stays empty.
async fn first_frame(video: &HtmlVideoElement) -> bool {
    for _ in 0..SILENCE_MS / FIRST_FRAME_MS {
        // HAVE_CURRENT_DATA
        if video.ready_state() >= 2 && video.video_width() > 0 {
            return true;
        }
        pause(FIRST_FRAME_MS).await;
    }
    false
}
