//! Which programme the page is for: the one of its entry page, otherwise the current one of whoever is
//! here, otherwise the one that this browser was at last. What a programme asks, the server tells.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use shared::accounts::Session;
use shared::problem::Problem;
use shared::programmes::{DIGITAL_ID, Programme};

use crate::api::{self, Answer};
use crate::app::{Navigator, use_session};
use crate::browser;
use crate::registration::address_of;
use crate::tr;

/// The programme of the start page.
pub const FIRST: &str = "ncie";

/// Programmes with their entry pages.
const ENTRIES: [(&str, &str); 4] = [
    (FIRST, "/"),
    ("nqt", "/nqt"),
    ("ent", "/ent"),
    ("ent-grant", "/ent-grant"),
];

/// The entry page of the Digital ID; everything below it is the Digital ID's too.
pub const IDENTITY: &str = "/id";

const STORED: &str = "programme";

/// The programme whose entry page stands at this address.
pub fn at(path: &str) -> Option<&'static str> {
    let path = match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    if path == IDENTITY || path.starts_with("/id/") {
        return Some(DIGITAL_ID);
    }
    let found = ENTRIES.iter().find(|(_, address)| *address == path);
    found.map(|(code, _)| *code)
}

/// The entry page of a programme.
pub fn entry(code: &str) -> &'static str {
    if code == DIGITAL_ID {
        return IDENTITY;
    }
    let found = ENTRIES.iter().find(|(known, _)| *known == code);
    found.map_or("/", |(_, address)| *address)
}

/// Where one signs in for a programme: by phone for the Digital ID.
pub fn sign_in_address(code: &str) -> &'static str {
    if code == DIGITAL_ID {
        "/id/sign-in"
    } else {
        "/sign-in"
    }
}

/// The first page of a programme's cabinet.
pub fn cabinet_address(code: &str) -> &'static str {
    if code == DIGITAL_ID {
        "/id/cabinet"
    } else {
        "/cabinet"
    }
}

/// Links to the entry pages of the other programmes.
pub fn other_exams(current: &str) -> AnyView {
    let others = ENTRIES.iter().filter(|(code, _)| *code != current);
    let links = others.map(|(code, address)| {
        let name = match *code {
            "nqt" => tr!(common.exam_nqt),
            "ent" => tr!(common.exam_ent),
            "ent-grant" => tr!(common.exam_ent_grant),
            _ => tr!(start.title),
        };
        view! {
            <li>
                <a href=*address>{name}</a>
            </li>
        }
        .into_any()
    });
    let links = links.collect::<Vec<_>>();
    view! {
        <div class="after-sheet">
            <p>{tr!(common.other_exams)}</p>
            <ul class="list">{links}</ul>
        </div>
    }
    .into_any()
}

/// The programme of the page as the server told it; nothing until it did.
pub type LoadedProgramme = RwSignal<Option<Answer<Programme>>>;

/// The programme of the page, and what it is.
#[derive(Clone, Copy)]
pub struct ProgrammeContext {
    code: Memo<String>,
    programme: LoadedProgramme,
    told: RwSignal<Option<String>>,
}

impl ProgrammeContext {
    /// Follows the address and the session. Loaded once for each programme.
    pub fn new() -> Self {
        let path = use_location().pathname;
        let session = use_session();
        let told = RwSignal::new(None::<String>);
        let code = Memo::new(move |_| {
            let current = session.with(|session| {
                let session = session.as_ref()?.as_ref().ok()?;
                session.programme.clone()
            });
            // A phone works for somebody whose programme need not be that of its owner.
            let sent = path.with(|path| path.starts_with("/phone"));
            path.with(|path| at(path).map(str::to_owned))
                .or_else(|| told.get().filter(|_| sent))
                .or(current)
                .or_else(|| told.get())
                .or_else(|| browser::remembered(STORED))
                .unwrap_or_else(|| FIRST.to_owned())
        });
        Effect::new(move |_| code.with(|code| browser::remember(STORED, Some(code))));
        let programme = RwSignal::new(None);
        // No resource: one whose source changes while it loads may keep the answer about the one before.
        Effect::new(move |_| {
            let wanted = code.get();
            spawn_local(async move {
                let answer = api::programme(&wanted).await;
                if code.try_get_untracked().is_some_and(|code| code == wanted) {
                    programme.set(Some(answer));
                }
            });
        });
        Self {
            code,
            programme,
            told,
        }
    }
}

impl Default for ProgrammeContext {
    fn default() -> Self {
        Self::new()
    }
}

/// Where a letter tells whose page it opens: to be called with what the server said about it.
pub fn use_told() -> RwSignal<Option<String>> {
    expect_context::<ProgrammeContext>().told
}

/// The programme of the page.
pub fn use_programme() -> LoadedProgramme {
    expect_context::<ProgrammeContext>().programme
}

/// Its code.
pub fn use_code() -> Memo<String> {
    expect_context::<ProgrammeContext>().code
}

/// The programme of the page, once it is loaded; reactive.
pub fn loaded(programme: LoadedProgramme) -> Option<Programme> {
    programme.with(|programme| programme.as_ref()?.as_ref().ok().cloned())
}

/// Opens a programme: a new registration, or the one that is there, at the page where it goes on.
#[derive(Clone, Copy)]
pub struct Opener {
    navigator: Navigator,
    session: LocalResource<Answer<Session>>,
    /// Why it did not open.
    pub failure: RwSignal<Option<Problem>>,
    /// Working on it.
    pub busy: RwSignal<bool>,
}

impl Opener {
    /// An opener of the page around.
    pub fn new() -> Self {
        Self {
            navigator: Navigator::expect(),
            session: use_session(),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Opens this one.
    pub fn open(self, code: String) {
        self.busy.set(true);
        spawn_local(async move {
            match api::start_registration(&code).await {
                Ok(registration) => {
                    self.session.refetch();
                    self.navigator.go(&address_of(&registration));
                }
                Err(problem) => {
                    let _ = self.failure.try_set(Some(problem));
                }
            }
            // The page may have gone meanwhile.
            let _ = self.busy.try_set(false);
        });
    }
}

impl Default for Opener {
    fn default() -> Self {
        Self::new()
    }
}
