//! How a good picture looks, as drawings with words.

use leptos::prelude::*;

use crate::language::Words;
use crate::proofing::advice::Task;
use crate::tr;
use crate::ui::icon;

/// Three drawings: one as it should be, two as it should not.
#[component]
pub(super) fn Tips(
    /// What is photographed.
    task: Task,
) -> AnyView {
    let (pictures, words) = match task {
        Task::Face => (
            [
                ("face-good", true, tr!(proofing.tips.face_good)),
                ("face-far", false, tr!(proofing.tips.face_far)),
                ("face-covered", false, tr!(proofing.tips.face_covered)),
            ],
            tr!(proofing.tips.face),
        ),
        Task::Document(_) => (
            [
                ("document-good", true, tr!(proofing.tips.document_good)),
                ("document-glare", false, tr!(proofing.tips.document_glare)),
                ("document-cut", false, tr!(proofing.tips.document_cut)),
            ],
            tr!(proofing.tips.document),
        ),
    };
    view! {
        <div class="stack-tight">
            <h2>{tr!(proofing.tips.title)}</h2>
            <ul class="pictures">{pictures.map(picture).collect_view()}</ul>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn picture((name, good, caption): (&'static str, bool, Words)) -> AnyView {
    let (class, sign) = if good {
        ("picture picture-good", "check-circle")
    } else {
        ("picture picture-bad", "cross-circle")
    };
    view! {
        <li class=class>
            <img src=format!("/pictures/{name}.svg") alt="" width="240" height="180" />
            <p class="picture-caption">{icon(sign)} {caption}</p>
        </li>
    }
    .into_any()
}
