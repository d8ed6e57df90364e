//! The application: contexts, frame of every page, addresses.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, path};
use shared::accounts::Session;

use crate::agreement::AgreementPage;
use crate::api::{self, Answer};
use crate::cabinet::CabinetPage;
use crate::entry::EntryPage;
use crate::errands::PhonePage;
use crate::guardians::GuardianAnswerPage;
use crate::help::HelpPage;
use crate::identity::IdentityPages;
use crate::language::{self, language};
use crate::programmes::{self, FIRST, ProgrammeContext, use_code, use_programme};
use crate::registration::Registering;
use crate::security::{LinkPage, SecurityPage};
use crate::sessions::{IdleWatch, RecoverPage, SignInPage, SignOutPage};
use crate::start::StartPage;
use crate::ui::{FormOfPage, Heading, Plain, derived, live};
use crate::{browser, tr};

mod chrome;

use chrome::{PageFooter, PageHeader};

/// Starts the small program of the first visit: the start page alone.
pub fn start_first_page() {
    start(|page| match page {
        Page::Start => view! { <StartPage /> }.into_any(),
        _ => elsewhere(),
    });
}

/// Starts the program of who comes in: registering, signing in, texts.
pub fn start_entry_pages() {
    start(Page::view);
}

/// Starts the program of who is in: the cabinet and the account.
pub fn start_cabinet_pages() {
    start(|page| match page {
        Page::Cabinet => view! { <CabinetPage /> }.into_any(),
        Page::Account => view! { <SecurityPage /> }.into_any(),
        _ => elsewhere(),
    });
}

/// Starts the program of the Digital ID.
pub fn start_identity_pages() {
    start(|page| match page {
        Page::Identity => view! { <IdentityPages /> }.into_any(),
        Page::Phone => view! { <PhonePage /> }.into_any(),
        Page::Guardian => view! { <GuardianAnswerPage /> }.into_any(),
        _ => elsewhere(),
    });
}

/// The page is in another program: the document is loaded again, and `boot.js` starts that one.
fn elsewhere() -> AnyView {
    // Whoever reads in a language goes on in it: the next document would look for another.
    language::carry(language::language_now());
    // After the router has put the address into the history: it stands there once.
    set_timeout(browser::load_again, Duration::ZERO);
    ().into_any()
}

/// Puts the page in the place of the static one.
fn start(show: Show) {
    if let Some(page) = document().get_element_by_id("static") {
        page.remove();
    }
    mount_to_body(move || view! { <App show /> });
}

/// Which pages a program carries: what it does not name here, its file does not hold.
type Show = fn(Page) -> AnyView;

#[derive(Clone, Copy)]
struct Shown(Show);

/// Goes to another page of this program.
#[derive(Clone, Copy)]
pub struct Navigator(StoredValue<Go, LocalStorage>);

type Go = Box<dyn Fn(&str, bool)>;

impl Navigator {
    fn new() -> Self {
        let navigate = use_navigate();
        Self(StoredValue::new_local(Box::new(move |address, replace| {
            let options = NavigateOptions {
                replace,
                scroll: !replace,
                ..NavigateOptions::default()
            };
            navigate(address, options);
        })))
    }

    /// The navigator of the router around.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Goes to an address such as `/cabinet`.
    pub fn go(self, address: &str) {
        self.0.with_value(|navigate| navigate(address, false));
    }

    /// The same in the place of the address in view, which Back does not find again.
    pub fn replace(self, address: &str) {
        self.0.with_value(|navigate| navigate(address, true));
    }
}

#[derive(Clone, Copy)]
struct SessionContext(LocalResource<Answer<Session>>);

/// Who is here. `refetch` it after signing in or out.
pub fn use_session() -> LocalResource<Answer<Session>> {
    expect_context::<SessionContext>().0
}

/// Name of the centre in the language of the page.
pub fn centre_name() -> Signal<String> {
    let (programme, code) = (use_programme(), use_code());
    derived(move || {
        let name = programme.with(|programme| {
            let programme = programme.as_ref()?.as_ref().ok()?;
            Some(programme.centre.name.text(language()).to_owned())
        });
        // Known before it is loaded where most people begin.
        let of_first = || code.with(|code| code == FIRST);
        name.or_else(|| of_first().then(|| crate::say!(common.centre)))
            .unwrap_or_default()
    })
}

/// Everything.
#[component]
fn App(show: Show) -> impl IntoView {
    provide_context(Shown(show));
    provide_context(SessionContext(LocalResource::new(api::session)));
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    provide_context(Navigator::new());
    provide_context(ProgrammeContext::new());
    provide_context(FormOfPage::new());
    view! {
        <div class="page">
            <a class="skip-link" href="#main" rel="external">
                {tr!(common.skip)}
            </a>
            <PageHeader />
            <main class="main" id="main" tabindex="-1">
                <FlatRoutes fallback=Pages>
                    <Route path=path!("/*any") view=Pages />
                </FlatRoutes>
            </main>
            <PageFooter />
            <IdleWatch />
        </div>
    }
}

/// Which page an address means. The pages of one folder (`/register/…`) are one value: moving
/// between them keeps what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Start,
    Entry,
    Identity,
    Registering,
    SignIn,
    SignOut,
    Recover,
    Cabinet,
    Account,
    Link,
    Guardian,
    Phone,
    Agreement,
    Help,
    Unknown,
}

impl Page {
    fn of(path: &str) -> Self {
        let mut parts = path.trim_matches('/').splitn(2, '/');
        match (parts.next().unwrap_or_default(), parts.next()) {
            ("", None) => Self::Start,
            ("id", _) => Self::Identity,
            _ if programmes::at(path).is_some() => Self::Entry,
            ("register", Some(_)) => Self::Registering,
            ("sign-in", None) => Self::SignIn,
            ("sign-out", None) => Self::SignOut,
            ("recover", None) => Self::Recover,
            ("cabinet", _) => Self::Cabinet,
            ("account", _) => Self::Account,
            ("link", None) => Self::Link,
            ("phone", _) => Self::Phone,
            ("guardian", None) => Self::Guardian,
            ("agreement", Some(_)) => Self::Agreement,
            ("help", None) => Self::Help,
            _ => Self::Unknown,
        }
    }

    /// What the program of who comes in shows.
    fn view(self) -> AnyView {
        match self {
            Self::Start => view! { <StartPage /> }.into_any(),
            Self::Entry => view! { <EntryPage /> }.into_any(),
            Self::Registering => view! { <Registering /> }.into_any(),
            Self::SignIn => view! { <SignInPage /> }.into_any(),
            Self::SignOut => view! { <SignOutPage /> }.into_any(),
            Self::Recover => view! { <RecoverPage /> }.into_any(),
            Self::Cabinet | Self::Account | Self::Identity | Self::Phone | Self::Guardian => {
                elsewhere()
            }
            Self::Link => view! { <LinkPage /> }.into_any(),
            Self::Agreement => view! { <AgreementPage /> }.into_any(),
            Self::Help => view! { <HelpPage /> }.into_any(),
            Self::Unknown => view! {
                <Plain>
                    <NotFound />
                </Plain>
            }
            .into_any(),
        }
    }
}

/// The last part of the address in view, below a folder such as `/cabinet`; reactive.
pub fn below(folder: &'static str) -> Memo<String> {
    let path = use_location().pathname;
    Memo::new(move |_| {
        path.with(|path| {
            path.strip_prefix(folder)
                .unwrap_or_default()
                .trim_matches('/')
                .to_owned()
        })
    })
}

/// A value of the query of the address in view; reactive.
pub fn query(name: &'static str) -> Memo<Option<String>> {
    let query = use_location().query;
    Memo::new(move |_| query.with(|query| query.get(name)))
}

/// The page at the address. One route with a `match` of ours: a route for each page would cost a
/// good part of the program's size.
#[component]
fn Pages() -> AnyView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| Page::of(path)));
    let Shown(show) = expect_context();
    live(move || show(page.get()))
}

/// There is nothing at this address.
#[component]
pub fn NotFound() -> AnyView {
    view! {
        <Heading text=tr!(common.not_found_title) />
        <p>{tr!(common.not_found)}</p>
        <div class="button-row">
            <a class="button" href="/">
                {tr!(common.to_start)}
            </a>
            <a class="button button-secondary" href="/help">
                {tr!(common.help)}
            </a>
        </div>
    }
    .into_any()
}
