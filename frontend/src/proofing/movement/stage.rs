//! The stage as it is seen: mirrored preview, oval, arrow and words, the three movements with ticks.

use std::time::Duration;

use leptos::prelude::*;
use shared::movement::Move;
use vision::Rect;
use vision::movement::Progress;
use web_sys::Blob;

use super::leader::Leader;
use super::words::{self, Told};
use crate::device::camera::CameraError;
use crate::device::image_worker::{Analysis, Progress as Worker};
use crate::device::live_camera::CameraState;
use crate::proofing::trouble;
use crate::ui::{icon, live};
use crate::{say, tr};

/// How often the leader is told the time.
const TICK: Duration = Duration::from_millis(100);

/// Preview that leads through the movements. Opens the camera when it appears and closes it when it
/// goes.
#[component]
pub(super) fn MovementStage(
    /// What is asked.
    moves: Vec<Move>,
    /// The worker of the page.
    analysis: Analysis,
    /// The recording is complete.
    on_recording: Callback<Blob>,
) -> AnyView {
    let leader = Leader::new(analysis, moves, on_recording);
    let (video, camera) = (leader.video, leader.camera);
    Effect::new(move |_| {
        if video.get().is_some() {
            camera.start();
        }
    });
    Effect::new(move |_| {
        if leader.running() {
            leader.begin();
        }
    });
    if let Ok(ticking) = set_interval_with_handle(move || leader.tick(), TICK) {
        on_cleanup(move || ticking.clear());
    }
    let failure = Memo::new(move |_| match camera.state.get() {
        CameraState::Failed(error) => Some(error),
        _ => None,
    });
    view! {
        {move || failure.get().map(|error| failed(leader, error))}
        <div class="stack" hidden=move || failure.get().is_some()>
            {steps(leader)}
            {preview(leader)}
        </div>
    }
    .into_any()
}

fn failed(leader: Leader, error: CameraError) -> AnyView {
    let again = Callback::new(move |()| leader.camera.start());
    view! { <trouble::CameraTrouble error again /> }.into_any()
}

/// The three movements: done, being asked, to come. Never by colour alone.
fn steps(leader: Leader) -> AnyView {
    let done = Memo::new(move |_| match leader.shown.get() {
        Progress::Placing { .. } | Progress::Failed(_) => 0,
        Progress::Asking { step, .. } => step,
        Progress::Returning { step } => step + 1,
        Progress::Passed => usize::MAX,
    });
    let asked = Memo::new(move |_| match leader.shown.get() {
        Progress::Asking { step, .. } => Some(step),
        _ => None,
    });
    let lines = leader
        .moves()
        .into_iter()
        .enumerate()
        .map(|(step, what)| {
            let sign = words::asked(&[what]).first().copied().map(words::arrow);
            let ready = move || done.get() > step;
            view! {
                <li
                    class="move"
                    class:is-done=ready
                    aria-current=move || (asked.get() == Some(step)).then_some("step")
                >
                    {live(move || icon(if ready() { "check-circle" } else { sign.unwrap_or("check") }))}
                    <span>{live(move || words::name(what))}</span>
                    {live(move || ready().then(|| view! {
                        <span class="hidden-text">{tr!(movement.step_done)}</span>
                    }))}
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <ol class="moves" aria-label=tr!(movement.steps)>
            {lines}
        </ol>
    }
    .into_any()
}

fn preview(leader: Leader) -> AnyView {
    let (video, stage, camera) = (leader.video, leader.stage, leader.camera);
    let colour = Memo::new(move |_| match leader.shown.get() {
        Progress::Placing { .. } => "searching",
        _ => "good",
    });
    let spoken = move || leader.spoken.get().map(Told::words);
    view! {
        <div class="stage stage-movement is-mirrored" data-state=colour node_ref=stage>
            <video
                class="stage-video"
                node_ref=video
                playsinline="true"
                muted
                autoplay
                aria-label=tr!(movement.preview)
            ></video>
            {move || (camera.state.get() == CameraState::Opening).then(opening)}
            {move || leader.running().then(|| overlay(leader))}
        </div>
        <p class="hidden-text" role="status">
            {spoken}
        </p>
    }
    .into_any()
}

fn opening() -> AnyView {
    view! {
        <p class="stage-wait" role="status">
            <span class="spinner" aria-hidden="true"></span>
            {tr!(proofing.stage.opening)}
        </p>
    }
    .into_any()
}

fn overlay(leader: Leader) -> AnyView {
    view! {
        {oval(leader)}
        {pill(leader)}
        {arrow(leader)}
        <div class="stage-controls">
            {move || {
                leader
                    .by_time
                    .get()
                    .then(|| view! { <p class="stage-caption">{tr!(movement.by_time)}</p> })
            }}
        </div>
    }
    .into_any()
}

fn oval(leader: Leader) -> AnyView {
    let length = move |part: fn(Rect) -> f32| {
        move || {
            let guide = leader.guide.get();
            guide.map(|guide| format!("{:.1}px", part(guide)))
        }
    };
    let missing = move || leader.guide.read().is_none();
    let (x, y) = (length(|guide| guide.x), length(|guide| guide.y));
    let (width, height) = (length(|guide| guide.width), length(|guide| guide.height));
    view! {
        <div
            class="oval is-placed"
            hidden=missing
            style:left=x
            style:top=y
            style:width=width
            style:height=height
        >
            <svg viewBox="0 0 100 140" preserveAspectRatio="none" aria-hidden="true">
                <ellipse class="oval-line" cx="50" cy="70" rx="50" ry="70" pathLength="100"></ellipse>
            </svg>
        </div>
    }
    .into_any()
}

/// The words on the pill. Read aloud elsewhere.
fn pill(leader: Leader) -> AnyView {
    let words = move || {
        let progress = leader.shown.get();
        let waits = leader.analysis.progress.get() < Worker::Faces;
        match Told::of(progress) {
            Some(told) => told.words(),
            None if waits && !leader.by_time.get() => say!(movement.preparing),
            None if leader.by_time.get() => say!(movement.place),
            None => say!(movement.hold),
        }
    };
    let sign = move || Told::of(leader.shown.get()).map(|told| icon(told.icon()));
    view! {
        <p class="stage-hint" aria-hidden="true">
            {sign}
            <span>{words}</span>
        </p>
    }
    .into_any()
}

/// The large arrow of the movement that is asked.
fn arrow(leader: Leader) -> AnyView {
    let asked = Memo::new(move |_| match leader.shown.get() {
        Progress::Asking { asked, .. } => Some(words::arrow(asked)),
        _ => None,
    });
    let shown = move || {
        asked.get().map(|sign| {
            view! {
                <div class=format!("move-arrow is-{sign}") aria-hidden="true">
                    {icon(sign)}
                </div>
            }
        })
    };
    live(shown)
}
