//! A picture from a file: chosen, opened on the device, shown before anything is sent.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::device::picture::{FileError, Picture};
use crate::language::Words;
use crate::proofing::words;
use crate::ui::icon;

/// Id of the control.
const FILE: &str = "file";
const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";

/// The file field. What cannot be used is explained beside it.
#[component]
pub fn FilePicker(
    /// What picture is asked for.
    #[prop(into)]
    label: Words,
    /// The picture was opened.
    #[prop(into)]
    on_picture: Callback<Picture>,
) -> AnyView {
    let error = RwSignal::new(None::<FileError>);
    let opening = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let open = move |file: File| {
        error.set(None);
        opening.set(true);
        spawn_local(async move {
            let picture = Picture::of_file(&file).await;
            if opening.try_set(false).is_some() {
                // The page has gone.
                return;
            }
            match picture {
                Ok(picture) => on_picture.run(picture),
                Err(cause) => error.set(Some(cause)),
            }
        });
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        // Emptied, so that choosing the same file again is noticed.
        input.set_value("");
        if let Some(file) = file {
            open(file);
        }
    };
    view! {
        <div class="field" class:is-wrong=move || error.get().is_some()>
            <label class="field-label" for=FILE>
                {label}
            </label>
            <p class="field-hint" id="file-hint">
                {crate::tr!(proofing.file.hint)}
            </p>
            {move || error.get().map(refusal)}
            <input
                class="input input-picture"
                id=FILE
                type="file"
                accept=ACCEPT
                node_ref=input
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby="file-hint file-error"
                on:change=chosen
            />
            <p role="status">
                {move || opening.get().then(|| crate::say!(proofing.file.opening))}
            </p>
        </div>
    }
    .into_any()
}

fn refusal(cause: FileError) -> AnyView {
    view! {
        <p class="field-error" id="file-error" role="alert">
            {icon("error")}
            {move || words::file(cause)}
        </p>
    }
    .into_any()
}
