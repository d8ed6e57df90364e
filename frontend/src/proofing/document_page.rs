//! The document: which one, its front and back, each by camera or from a file, and both together.

use std::rc::Rc;

use leptos::prelude::*;
use shared::documents::DocumentKind;
use shared::problem::{Code, FieldError, Problem};
use shared::proofing::{ChooseDocument, Document};
use shared::registration::Registration;
use shared::requirements::Requirement;

use crate::app::Navigator;
use crate::device::image_worker::Analysis;
use crate::errands::ToPhone;
use crate::proofing::advice::Task;
use crate::proofing::place::{self, CurrentStill, Means, Place};
use crate::proofing::review::{Review, ReviewView};
use crate::proofing::side::{Screen, Side, missing, shape};
use crate::proofing::stage::CameraStage;
use crate::proofing::still::Still;
use crate::proofing::tips::Tips;
use crate::proofing::upload::FilePicker;
use crate::proofing::ways::{OtherWays, Way, Ways};
use crate::proofing::words;
use crate::readings::NoCard;
use crate::registration::RegistrationContext;
use crate::ui::{Button, Form, FormView, Heading, RadioOption, Radios};
use crate::{api, tr};

const PAGE: &str = "document";

/// The page of `/register/document`.
#[component]
pub fn DocumentPage() -> AnyView {
    let context = RegistrationContext::expect();
    let analysis = Analysis::start();
    let still = CurrentStill::new();
    let place = Place::here();
    let screen = Memo::new(move |_| {
        let document = context.facts().document;
        Screen::of(&document, place.query("side").as_deref())
    });
    let chosen = Memo::new(move |_| place.means().or_else(place::usual_means));
    let to_phone = Memo::new(move |_| place.query("way").as_deref() == Some("phone"));
    let shown = move || match screen.get() {
        _ if to_phone.get() => sending(place),
        Screen::Choose => view! { <Choose /> }.into_any(),
        Screen::Overview(kind) => overview(context, place, kind),
        Screen::Capture(kind, side) => {
            let page = Capture {
                context,
                place,
                analysis,
                still,
                kind,
                side,
            };
            match (still.get(), chosen.get()) {
                (Some(still), _) => page.looking(still),
                (None, None) => page.deciding(),
                (None, Some(Means::Camera)) => page.taking(),
                (None, Some(Means::File)) => page.choosing(),
            }
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// The whole document by a phone, whatever is there already.
fn sending(place: Place) -> AnyView {
    let side = untrack(|| place.query("side"));
    let side = side.as_deref().map(|side| ("side", side));
    let back = place.address(PAGE, side.as_slice());
    view! { <ToPhone task=Requirement::IdentityDocument back /> }.into_any()
}

/// The address of a side, by the usual means or a chosen one.
fn side_address(place: Place, side: Side, means: Option<Means>) -> String {
    let side = ("side", side.as_str());
    match means {
        None => place.address(PAGE, &[side]),
        Some(Means::Camera) => place.address(PAGE, &[side, ("way", "camera")]),
        Some(Means::File) => place.address(PAGE, &[side, ("way", "file")]),
    }
}

/// Which document.
#[component]
fn Choose() -> AnyView {
    let context = RegistrationContext::expect();
    let (navigator, place) = (Navigator::expect(), Place::here());
    let earlier = context.facts_now().document.kind;
    let phone = place.address(PAGE, &[("way", "phone")]);
    let value = RwSignal::new(
        earlier
            .map(|kind| kind.as_str().to_owned())
            .unwrap_or_default(),
    );
    let form = Form::new(move || async move {
        let chosen = value.get_untracked();
        let document = DocumentKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == chosen)
            .ok_or_else(not_chosen)?;
        let registration = api::choose_document(&ChooseDocument { document }).await?;
        let next = missing(&registration.facts.document, None);
        context.update(registration);
        let overview = || place.address(PAGE, &[]);
        navigator.go(&next.map_or_else(overview, |side| side_address(place, side, None)));
        Ok(())
    });
    let options = DocumentKind::ALL
        .into_iter()
        .map(|kind| RadioOption {
            hint: Some(words::document_hint(kind)),
            ..RadioOption::new(kind.as_str(), words::document(kind))
        })
        .collect();
    view! {
        <FormView form submit=tr!(proofing.review.go_on)>
            <Heading text=tr!(proofing.document.choose_title) />
            <p>{tr!(proofing.document.choose_text)}</p>
            <Radios name="document" legend=tr!(proofing.document.choose_label) options value />
        </FormView>
        <NoCard />
        <OtherWays ways=vec![Way::Phone(phone), Way::Person] />
    }
    .into_any()
}

fn not_chosen() -> Problem {
    Problem::invalid(vec![FieldError::new("document", Code::UnknownChoice)])
}

/// One side being photographed.
#[derive(Clone, Copy)]
struct Capture {
    context: RegistrationContext,
    place: Place,
    analysis: Analysis,
    still: CurrentStill,
    kind: DocumentKind,
    side: Side,
}

impl Capture {
    const fn task(self) -> Task {
        Task::Document(shape(self.kind))
    }

    fn by_phone(self) -> Way {
        let query = [("side", self.side.as_str()), ("way", "phone")];
        Way::Phone(self.place.address(PAGE, &query))
    }

    fn title(self) -> AnyView {
        view! { <Heading text=words::side_title(self.kind, self.side) /> }.into_any()
    }

    /// On a computer a file is as good as the camera: the person says which.
    fn deciding(self) -> AnyView {
        let ways = vec![
            Way::File(side_address(self.place, self.side, Some(Means::File))),
            Way::Camera(side_address(self.place, self.side, Some(Means::Camera))),
            self.by_phone(),
            Way::Person,
        ];
        view! {
            {self.title()}
            <p>{tr!(proofing.document.deciding_text)}</p>
            <Ways ways />
            <Tips task=self.task() />
            {self.other_side()}
        }
        .into_any()
    }

    fn taking(self) -> AnyView {
        let Self {
            analysis, still, ..
        } = self;
        let ways = vec![
            Way::File(side_address(self.place, self.side, Some(Means::File))),
            self.by_phone(),
            Way::Person,
        ];
        view! {
            {self.title()}
            <p>{tr!(proofing.document.camera_text)}</p>
            <CameraStage task=self.task() analysis on_still=move |taken| still.set(taken) />
            <Tips task=self.task() />
            {self.other_side()}
            <OtherWays ways />
        }
        .into_any()
    }

    fn choosing(self) -> AnyView {
        let (still, task) = (self.still, self.task());
        let ways = vec![
            Way::Camera(side_address(self.place, self.side, Some(Means::Camera))),
            self.by_phone(),
            Way::Person,
        ];
        view! {
            {self.title()}
            <p>{tr!(proofing.document.file_text)}</p>
            <FilePicker
                label=words::side(self.kind, self.side)
                on_picture=move |picture| still.set(Still::of_file(picture, task))
            />
            <Tips task />
            {self.other_side()}
            <OtherWays ways />
        }
        .into_any()
    }

    fn looking(self, still: Rc<Still>) -> AnyView {
        let navigator = Navigator::expect();
        let Self {
            context,
            place,
            side,
            still: current,
            ..
        } = self;
        let last = missing(&context.facts_now().document, Some(side)).is_none();
        let submit = if last {
            tr!(proofing.document.finish)
        } else {
            tr!(proofing.review.go_on)
        };
        let review = Review {
            kind: side.picture(),
            task: self.task(),
            analysis: self.analysis,
            retake: Callback::new(move |()| current.discard()),
            on_taken: Callback::new(move |registration: Registration| {
                match missing(&registration.facts.document, None) {
                    None => context.advance(registration),
                    Some(side) => {
                        context.update(registration);
                        navigator.go(&side_address(place, side, None));
                    }
                }
            }),
        };
        view! {
            <Heading text=tr!(proofing.document.review_title) />
            <p>{tr!(proofing.document.review_text)}</p>
            <ReviewView review still submit />
            {self.other_side()}
        }
        .into_any()
    }

    /// The side that was handed in before this one.
    fn other_side(self) -> AnyView {
        let other = match self.side {
            Side::Front => Side::Back,
            Side::Back => Side::Front,
        };
        thumbnails(
            self.place,
            &self.context.facts_now().document,
            self.kind,
            &[other],
        )
    }
}

/// Everything is there.
fn overview(context: RegistrationContext, place: Place, kind: DocumentKind) -> AnyView {
    let finish = move |()| {
        if let Some(registration) = untrack(|| context.latest()) {
            context.advance(registration);
        }
    };
    view! {
        <Heading text=tr!(proofing.document.overview_title) />
        <p>
            {words::document(kind)} " · "
            <a href=place.address(PAGE, &[("side", "kind")])>
                {tr!(proofing.document.another)}
            </a>
        </p>
        {thumbnails(place, &context.facts_now().document, kind, &[Side::Front, Side::Back])}
        <div class="button-row">
            <Button label=tr!(proofing.document.finish) press=finish />
        </div>
    }
    .into_any()
}

/// Sides that the server has, small, with "change".
fn thumbnails(place: Place, document: &Document, kind: DocumentKind, sides: &[Side]) -> AnyView {
    let items = sides
        .iter()
        .filter(|side| **side == Side::Front || kind.has_back())
        .filter_map(|side| Some((*side, side.of_document(document)?)))
        .map(|(side, picture)| {
            let name = words::side(kind, side);
            view! {
                <li class="side stack-tight">
                    <img src=api::picture_address(side.picture(), &picture.id) alt=name />
                    <p>{name}</p>
                    <a href=side_address(place, side, None)>
                        {tr!(proofing.document.change)} <span class="hidden-text">" " {name}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <ul class="sides">{items}</ul> }.into_any()
}
