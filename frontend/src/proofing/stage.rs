//! The stage as it is seen: preview, guide, one hint at a time, countdown, shutter.

use std::time::Duration;

use leptos::prelude::*;
use vision::{Rect, Stage};

use crate::device::camera::CameraError;
use crate::device::image_worker::Analysis;
use crate::device::live_camera::CameraState;
use crate::proofing::advice::Task;
use crate::proofing::director::Director;
use crate::proofing::still::Still;
use crate::proofing::{trouble, words};
use crate::ui::icon;

/// How often the guidance is told the time.
const TICK: Duration = Duration::from_millis(100);

/// Preview with guidance. Opens the camera when it appears and closes it when it goes.
#[component]
pub(super) fn CameraStage(
    /// What is photographed.
    task: Task,
    /// The worker of the page.
    analysis: Analysis,
    /// The picture was taken.
    #[prop(into)]
    on_still: Callback<Still>,
) -> AnyView {
    let director = Director::new(task, analysis, on_still);
    let video = director.video;
    let camera = director.camera;
    Effect::new(move |_| {
        if video.get().is_some() {
            camera.start();
        }
    });
    Effect::new(move |_| {
        if director.running() {
            director.begin();
        }
    });
    if let Ok(ticking) = set_interval_with_handle(move || director.tick(), TICK) {
        on_cleanup(move || ticking.clear());
    }
    let failure = Memo::new(move |_| match camera.state.get() {
        CameraState::Failed(error) => Some(error),
        _ => None,
    });
    view! {
        {move || failure.get().map(|error| failed(director, error))}
        <div hidden=move || failure.get().is_some()>{preview(director)}</div>
    }
    .into_any()
}

fn failed(director: Director, error: CameraError) -> AnyView {
    let again = Callback::new(move |()| director.camera.start());
    view! { <trouble::CameraTrouble error again /> }.into_any()
}

fn preview(director: Director) -> AnyView {
    let Director {
        stage,
        video,
        task,
        camera,
        ..
    } = director;
    let state = Memo::new(move |_| {
        let shown = director.shown.get();
        match shown {
            Stage::Green if director.running() => "good",
            Stage::Countdown { .. } | Stage::Shoot if director.running() => "countdown",
            _ => "searching",
        }
    });
    let class = match task {
        Task::Face => "stage",
        Task::Document(_) => "stage stage-document",
    };
    let spoken = move || director.spoken.get().map(words::spoken);
    view! {
        <div
            class=class
            class:is-mirrored=move || director.mirrored()
            data-state=state
            node_ref=stage
        >
            <video
                class="stage-video"
                node_ref=video
                playsinline="true"
                muted
                autoplay
                aria-label=words::preview(task)
            ></video>
            {move || (camera.state.get() == CameraState::Opening).then(opening)}
            {move || director.running().then(|| overlay(director))}
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
            {crate::tr!(proofing.stage.opening)}
        </p>
    }
    .into_any()
}

fn overlay(director: Director) -> AnyView {
    view! {
        {guide(director)}
        {hint(director)}
        {count(director)}
        {controls(director)}
    }
    .into_any()
}

/// The oval or the frame, exactly where the worker looks for it.
fn guide(director: Director) -> AnyView {
    let length = move |part: fn(Rect) -> f32| {
        move || {
            director
                .guide
                .get()
                .map(|guide| format!("{:.1}px", part(guide)))
        }
    };
    let missing = move || director.guide.read().is_none();
    let (x, y) = (length(|guide| guide.x), length(|guide| guide.y));
    let (width, height) = (length(|guide| guide.width), length(|guide| guide.height));
    let (class, drawing) = match director.task {
        Task::Face => ("oval is-placed", Some(oval())),
        Task::Document(_) => ("frame is-placed", None),
    };
    view! {
        <div
            class=class
            hidden=missing
            style:left=x
            style:top=y
            style:width=width
            style:height=height
        >
            {drawing}
        </div>
    }
    .into_any()
}

fn oval() -> AnyView {
    let ellipse = |class: &'static str| {
        view! { <ellipse class=class cx="50" cy="70" rx="50" ry="70" pathLength="100"></ellipse> }
    };
    view! {
        <svg viewBox="0 0 100 140" preserveAspectRatio="none" aria-hidden="true">
            {ellipse("oval-line")}
            {ellipse("oval-sweep")}
        </svg>
    }
    .into_any()
}

/// The words on the pill: what to do now. Read aloud elsewhere, and more rarely.
fn hint(director: Director) -> AnyView {
    let shown = Memo::new(move |_| {
        words::Pill::of(
            director.task,
            director.shown.get(),
            director.analysis.progress.get(),
        )
    });
    view! {
        <p class="stage-hint" aria-hidden="true">
            {move || shown.get().icon().map(icon)}
            <span>{move || shown.get().words()}</span>
        </p>
    }
    .into_any()
}

fn count(director: Director) -> AnyView {
    let seconds = Memo::new(move |_| match director.shown.get() {
        Stage::Countdown { seconds } => Some(seconds),
        _ => None,
    });
    let shown = move || {
        seconds.get().map(|seconds| {
            view! {
                <span class="stage-count" aria-hidden="true">
                    {seconds.to_string()}
                </span>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn controls(director: Director) -> AnyView {
    let shutter = move || {
        director.manual.get().then(|| {
            view! {
                <button
                    class="shutter"
                    type="button"
                    aria-label=crate::tr!(proofing.stage.shutter)
                    on:click=move |_| director.take()
                ></button>
            }
        })
    };
    let switch = move || {
        director.camera.can_switch().then(|| {
            view! {
                <button
                    class="stage-button"
                    type="button"
                    aria-label=crate::tr!(proofing.stage.switch)
                    on:click=move |_| director.camera.switch()
                >
                    {icon("switch-camera")}
                </button>
            }
        })
    };
    let caption = move || {
        (!director.manual.get()).then(|| {
            view! {
                <p class="stage-caption" aria-hidden="true">
                    {crate::tr!(proofing.stage.by_itself)}
                </p>
            }
        })
    };
    view! { <div class="stage-controls">{caption} {shutter} {switch}</div> }.into_any()
}
