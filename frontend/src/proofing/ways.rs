//! Ways to go on: camera, file, phone, in person. All of equal standing, none hidden.

use leptos::prelude::*;

use crate::device::browser::is_handheld;
use crate::language::Words;
use crate::proofing::place::Place;
use crate::tr;
use crate::ui::icon;

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// The camera of this device.
    Camera(String),
    /// A picture from a file.
    File(String),
    /// The camera of a phone, for this computer.
    Phone(String),
    /// Identity checked by the centre.
    Person,
}

impl Way {
    /// A phone needs no other phone, and chooses for nobody to come in person.
    fn is_offered(&self, place: Place) -> bool {
        match self {
            Self::Camera(_) | Self::File(_) => true,
            Self::Phone(_) => !is_handheld(),
            Self::Person => !place.is_on_phone(),
        }
    }

    fn look(self, place: Place) -> (String, &'static str, Words, Words) {
        match self {
            Self::Camera(href) => (
                href,
                "camera",
                tr!(proofing.ways.camera),
                tr!(proofing.ways.camera_hint),
            ),
            Self::File(href) => (
                href,
                "upload",
                tr!(proofing.ways.file),
                tr!(proofing.ways.file_hint),
            ),
            Self::Phone(href) => (href, "phone", tr!(errands.way), tr!(errands.way_hint)),
            Self::Person => (
                place.address("camera", &[("way", "person")]),
                "place",
                tr!(proofing.ways.person),
                tr!(proofing.ways.person_hint),
            ),
        }
    }
}

/// A list of ways on.
#[component]
pub(super) fn Ways(
    /// In the order shown.
    ways: Vec<Way>,
) -> AnyView {
    let place = Place::here();
    let items = ways
        .into_iter()
        .filter(|way| way.is_offered(place))
        .map(|way| {
            let (href, sign, title, hint) = way.look(place);
            view! {
                <li>
                    <a class="way" href=href>
                        {icon(sign)}
                        <span>
                            <span class="way-title">{title}</span>
                            <span class="way-hint">{hint}</span>
                        </span>
                        {icon("chevron-right")}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <ul class="ways">{items}</ul> }.into_any()
}

/// The same under a heading, beneath something else.
#[component]
pub(super) fn OtherWays(
    /// In the order shown.
    ways: Vec<Way>,
) -> AnyView {
    let place = Place::here();
    if !ways.iter().any(|way| way.is_offered(place)) {
        return ().into_any();
    }
    view! {
        <div class="stack-tight">
            <h2>{tr!(proofing.ways.title)}</h2>
            <Ways ways />
        </div>
    }
    .into_any()
}
