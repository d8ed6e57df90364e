//! The photo of the face: camera or file, the still, and what was handed in already.

use std::rc::Rc;

use leptos::prelude::*;
use shared::proofing::{Picture as Kept, PictureKind};
use shared::requirements::Requirement;

use crate::device::image_worker::Analysis;
use crate::errands::ToPhone;
use crate::proofing::advice::Task;
use crate::proofing::place::{CurrentStill, Means, Place};
use crate::proofing::review::{Review, ReviewView};
use crate::proofing::stage::CameraStage;
use crate::proofing::still::Still;
use crate::proofing::tips::Tips;
use crate::proofing::upload::FilePicker;
use crate::proofing::ways::{OtherWays, Way};
use crate::registration::RegistrationContext;
use crate::ui::{Button, Heading};
use crate::{api, tr};

#[derive(Debug, Clone, PartialEq)]
enum Screen {
    Kept(Kept),
    Camera,
    File,
    Phone,
}

/// The page of `/register/face`.
#[component]
pub fn FacePage() -> AnyView {
    let context = RegistrationContext::expect();
    let analysis = Analysis::start();
    let still = CurrentStill::new();
    let place = Place::here();
    let to_phone = move || place.query("way").as_deref() == Some("phone");
    let screen = Memo::new(move |_| match (place.means(), context.facts().face) {
        _ if to_phone() => Screen::Phone,
        (Some(Means::File), _) => Screen::File,
        (None, Some(face)) => Screen::Kept(face),
        (Some(Means::Camera) | None, _) => Screen::Camera,
    });
    let review = Review {
        kind: PictureKind::Face,
        task: Task::Face,
        analysis,
        retake: Callback::new(move |()| still.discard()),
        on_taken: Callback::new(move |registration| context.advance(registration)),
    };
    let shown = move || match (still.get(), screen.get()) {
        (Some(still), _) => looking(review, still),
        (None, Screen::Kept(face)) => kept(context, place, &face),
        (None, Screen::Camera) => taking(analysis, place, still),
        (None, Screen::File) => choosing(place, still),
        (None, Screen::Phone) => {
            let back = place.address("face", &[]);
            view! { <ToPhone task=Requirement::FacePhoto back /> }.into_any()
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

fn taking(analysis: Analysis, place: Place, still: CurrentStill) -> AnyView {
    let file = place.address("face", &[("way", "file")]);
    let phone = place.address("face", &[("way", "phone")]);
    view! {
        <Heading text=tr!(proofing.face.title) />
        <p>{tr!(proofing.face.text)}</p>
        <CameraStage task=Task::Face analysis on_still=move |taken| still.set(taken) />
        <Tips task=Task::Face />
        <OtherWays ways=vec![Way::File(file), Way::Phone(phone), Way::Person] />
    }
    .into_any()
}

fn choosing(place: Place, still: CurrentStill) -> AnyView {
    let camera = place.address("face", &[("way", "camera")]);
    let phone = place.address("face", &[("way", "phone")]);
    let opened = move |picture| still.set(Still::of_file(picture, Task::Face));
    view! {
        <Heading text=tr!(proofing.face.file_title) />
        <p>{tr!(proofing.face.file_text)}</p>
        <FilePicker label=tr!(proofing.face.file_label) on_picture=opened />
        <Tips task=Task::Face />
        <OtherWays ways=vec![Way::Camera(camera), Way::Phone(phone), Way::Person] />
    }
    .into_any()
}

fn looking(review: Review, still: Rc<Still>) -> AnyView {
    view! {
        <Heading text=tr!(proofing.face.review_title) />
        <p>{tr!(proofing.face.review_text)}</p>
        <ReviewView review still submit=tr!(proofing.review.go_on) />
    }
    .into_any()
}

/// What the server has already.
fn kept(context: RegistrationContext, place: Place, face: &Kept) -> AnyView {
    let again = place.address("face", &[("way", "camera")]);
    let go_on = move |()| {
        if let Some(registration) = untrack(|| context.latest()) {
            context.advance(registration);
        }
    };
    view! {
        <Heading text=tr!(proofing.face.kept_title) />
        <p>{tr!(proofing.face.kept_text)}</p>
        <div class="review">
            <img
                class="review-picture"
                src=api::picture_address(PictureKind::Face, &face.id)
                width=face.width.to_string()
                height=face.height.to_string()
                alt=tr!(proofing.review.picture_face)
            />
            <div class="button-row">
                <Button label=tr!(proofing.review.go_on) press=go_on />
                <a class="button button-secondary" href=again>
                    {tr!(proofing.review.retake)}
                </a>
            </div>
        </div>
    }
    .into_any()
}
