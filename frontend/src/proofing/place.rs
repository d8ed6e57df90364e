//! Where within its step a page is: the query of its address, so that reload, back and forward do
//! what they should. A still picture belongs to the place it was taken in.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;

use crate::device::browser::is_handheld;
use crate::proofing::still::Still;

/// How the picture is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// The camera of this device.
    Camera,
    /// A file.
    File,
}

/// The means that a phone or a tablet begins with; on a computer the person chooses.
pub(super) fn usual_means() -> Option<Means> {
    is_handheld().then_some(Means::Camera)
}

/// The address of the page in view. Links ask it, not the window: that one still shows the page
/// before while a new page is being made.
#[derive(Clone, Copy)]
pub(super) struct Place {
    query: Memo<ParamsMap>,
    path: Memo<String>,
}

impl Place {
    /// Of the component around.
    pub(super) fn here() -> Self {
        let location = use_location();
        Self {
            query: location.query,
            path: location.pathname,
        }
    }

    /// Whether this is the page of a phone that works for a computer.
    pub(super) fn is_on_phone(self) -> bool {
        self.path.with_untracked(|path| folder(path) == "/phone")
    }

    /// A value of the query; reactive.
    pub(super) fn query(self, name: &str) -> Option<String> {
        self.query.read().get(name)
    }

    /// The chosen means, reactive; `None` where the address leaves it open.
    pub(super) fn means(self) -> Option<Means> {
        match self.query("way").as_deref() {
            Some("camera") => Some(Means::Camera),
            Some("file") => Some(Means::File),
            _ => None,
        }
    }

    /// An address within a step; it remembers that the person came from the answers.
    pub(super) fn address(self, page: &str, query: &[(&str, &str)]) -> String {
        let returning = self.query.read_untracked().get("return");
        let back = returning.as_deref().map(|page| ("return", page));
        let query = query.iter().copied().chain(back);
        self.path
            .with_untracked(|path| with_query((folder(path), page), query))
    }
}

/// Where the pages of the step in view stand together.
fn folder(path: &str) -> &str {
    let ends = |depth| {
        let mut slashes = path.match_indices('/').map(|(at, _)| at);
        slashes.nth(depth).unwrap_or(path.len())
    };
    &path[..ends(if path.starts_with("/id/") { 2 } else { 1 })]
}

fn with_query<'a>(
    (folder, page): (&str, &str),
    query: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let pairs: Vec<String> = query
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if pairs.is_empty() {
        format!("{folder}/{page}")
    } else {
        format!("{folder}/{page}?{}", pairs.join("&"))
    }
}

/// A still and the address it was taken at.
type Taken = Option<(String, Rc<Still>)>;

/// The still of a page, if one has been taken at this very address.
#[derive(Clone, Copy)]
pub(super) struct CurrentStill {
    taken: RwSignal<Taken, LocalStorage>,
    search: Memo<String>,
}

impl CurrentStill {
    /// None yet.
    pub(super) fn new() -> Self {
        Self {
            taken: RwSignal::new_local(None),
            search: use_location().search,
        }
    }

    /// The still of this address; reactive.
    pub(super) fn get(self) -> Option<Rc<Still>> {
        let search = self.search.get();
        let taken = self.taken.get()?;
        (taken.0 == search).then_some(taken.1)
    }

    /// A picture was taken or opened.
    pub(super) fn set(self, still: Still) {
        let search = self.search.get_untracked();
        self.taken.set(Some((search, Rc::new(still))));
    }

    /// Back to the camera or the file.
    pub(super) fn discard(self) {
        self.taken.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::{folder, with_query};

    #[test]
    fn addresses_have_a_query_only_when_needed() {
        let face = with_query(("/register", "face"), [].into_iter());
        assert_eq!(face, "/register/face");
        let query = [("side", "back"), ("way", "file")];
        let document = ("/phone", "document");
        assert_eq!(
            with_query(document, query.into_iter()),
            "/phone/document?side=back&way=file"
        );
    }

    #[test]
    fn pages_of_a_step_stand_together() {
        for (path, together) in [
            ("/register/face", "/register"),
            ("/id/create/document", "/id/create"),
            ("/phone/face", "/phone"),
            ("/phone", "/phone"),
        ] {
            assert_eq!(folder(path), together);
        }
    }
}
