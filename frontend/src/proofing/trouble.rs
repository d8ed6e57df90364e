//! No camera: why, what helps in this browser, and the ways on. Never a wall.

use leptos::prelude::*;

use crate::browser as page;
use crate::device::browser::Browser;
use crate::device::camera::CameraError;
use crate::proofing::words;
use crate::ui::{Button, ButtonKind, Notice, NoticeKind};

/// Explains a failure of the camera and offers another try. The other ways on stand below it, on
/// the page.
#[component]
pub(super) fn CameraTrouble(
    /// Why.
    error: CameraError,
    /// Tries again.
    #[prop(into)]
    again: Callback<()>,
) -> AnyView {
    let (title, text) = words::trouble(error);
    let remedy = match error {
        CameraError::RefusedNow | CameraError::RefusedForever => Some(steps()),
        CameraError::Insecure | CameraError::NotSupported | CameraError::InAppBrowser => {
            Some(elsewhere())
        }
        CameraError::Absent | CameraError::Busy | CameraError::NoFrames | CameraError::Other => {
            None
        }
    };
    view! {
        <div class="stack">
            <Notice kind=NoticeKind::Error title>
                <p>{text}</p>
            </Notice>
            {remedy}
            <div class="button-row">
                <Button label=crate::tr!(proofing.trouble.again) icon_name="retake" press=again />
            </div>
        </div>
    }
    .into_any()
}

/// How to allow the camera here, step by step.
fn steps() -> AnyView {
    let browser = Browser::here();
    let lines = move || {
        words::steps(browser)
            .lines()
            .map(|line| view! { <li>{line.to_owned()}</li> })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="stack-tight">
            <h2>{crate::tr!(proofing.steps.title)}</h2>
            <ol class="list">{lines}</ol>
        </div>
    }
    .into_any()
}

/// The address of this page, to be opened in a browser that has a camera.
fn elsewhere() -> AnyView {
    let copied = RwSignal::new(false);
    let copy = move |()| {
        let address = window().location().origin().unwrap_or_default() + &page::address();
        let written = window().navigator().clipboard().write_text(&address);
        wasm_bindgen_futures::spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(written).await.is_ok();
            let _ = copied.try_set(done);
        });
    };
    // Browsers hide the clipboard from pages that are not secure.
    let can_copy = window().is_secure_context();
    view! {
        <div class="stack-tight">
            {can_copy
                .then(|| {
                    view! {
                        <Button
                            label=crate::tr!(proofing.trouble.copy)
                            kind=ButtonKind::Secondary
                            icon_name="copy"
                            press=copy
                        />
                    }
                })}
            <p role="status">
                {move || copied.get().then(|| crate::say!(proofing.trouble.copied))}
            </p>
        </div>
    }
    .into_any()
}
