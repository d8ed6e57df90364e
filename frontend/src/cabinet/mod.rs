//! The cabinet of a registered person: four entries and the own data. What stands behind applying,
//! own applications and results is `applications`.

mod pages;

use leptos::prelude::*;
use shared::cabinet::Cabinet;
use shared::problem::{Code, Problem};

use crate::api;
use crate::app::{NotFound, below};
use crate::applications::{self, ResultList};
use crate::language::Words;
use crate::tr;
use crate::ui::{Heading, Plain, ProblemNotice, Skeleton, icon, live};

/// A page of the cabinet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Home,
    Apply,
    Applications,
    Results,
    Profile,
}

impl Section {
    const ENTRIES: [Self; 4] = [Self::Home, Self::Apply, Self::Applications, Self::Results];

    fn of(page: &str) -> Option<Self> {
        // The pages below an entry are its own.
        Some(match page.split('/').next().unwrap_or_default() {
            "" => Self::Home,
            "apply" => Self::Apply,
            "applications" => Self::Applications,
            "results" if page == "results" => Self::Results,
            "profile" if page == "profile" => Self::Profile,
            _ => return None,
        })
    }

    const fn address(self) -> &'static str {
        match self {
            Self::Home => "/cabinet",
            Self::Apply => "/cabinet/apply",
            Self::Applications => "/cabinet/applications",
            Self::Results => "/cabinet/results",
            Self::Profile => "/cabinet/profile",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Apply => "application",
            Self::Applications => "list",
            Self::Results => "results",
            Self::Profile => "person",
        }
    }

    fn title(self) -> Words {
        match self {
            Self::Home => tr!(cabinet.home),
            Self::Apply => tr!(cabinet.apply),
            Self::Applications => tr!(cabinet.applications),
            Self::Results => tr!(cabinet.results),
            Self::Profile => tr!(cabinet.my_data),
        }
    }
}

/// `/cabinet` and its pages.
#[component]
pub fn CabinetPage() -> AnyView {
    let page = below("/cabinet");
    let section = Memo::new(move |_| page.with(|page| Section::of(page)));
    let form = Memo::new(move |_| page.with(|page| applications::is_form(page)));
    let cabinet = LocalResource::new(api::cabinet);
    let shown = move || match (section.get(), cabinet.get()) {
        (None, _) => view! {
            <Plain>
                <NotFound />
            </Plain>
        }
        .into_any(),
        (_, None) => view! {
            <Plain>
                <Skeleton />
            </Plain>
        }
        .into_any(),
        (Some(_), Some(Ok(cabinet))) if form.get() => {
            applications::form_pages(cabinet.details.region)
        }
        (Some(section), Some(Ok(cabinet))) => open(section, &cabinet),
        (_, Some(Err(problem))) => closed(problem),
    };
    live(shown)
}

fn open(section: Section, cabinet: &Cabinet) -> AnyView {
    let links = Section::ENTRIES
        .map(|entry| {
            view! {
                <li>
                    <a
                        class="cabinet-link"
                        href=entry.address()
                        aria-current=(entry == section).then_some("page")
                    >
                        {icon(entry.icon())}
                        {entry.title()}
                    </a>
                </li>
            }
            .into_any()
        })
        .into_iter()
        .collect::<Vec<_>>();
    // These have pages below them, each with a heading of its own.
    let own_heading = matches!(section, Section::Apply | Section::Applications);
    let heading = (!own_heading).then(|| view! { <Heading text=section.title() /> });
    let content = match section {
        Section::Home => pages::home(cabinet),
        Section::Apply => pages::apply(cabinet),
        Section::Applications => applications::own_applications(),
        Section::Results => view! { <ResultList /> }.into_any(),
        Section::Profile => pages::profile(cabinet.clone()),
    };
    view! {
        <div class="cabinet">
            <nav class="cabinet-side" aria-label=tr!(cabinet.home)>
                <p class="cabinet-name">{cabinet.name.full()}</p>
                <ul class="cabinet-list">{links}</ul>
            </nav>
            <div class="stack">{heading} {content}</div>
        </div>
    }
    .into_any()
}

/// Why the cabinet does not open, and the way on.
fn closed(problem: Problem) -> AnyView {
    let (words, address, label) = match problem.code {
        Code::StepOutOfOrder => (
            tr!(cabinet.unfinished),
            "/register/check",
            tr!(cabinet.go_on),
        ),
        Code::SignInRequired => (
            tr!(cabinet.sign_in),
            "/sign-in?return=/cabinet",
            tr!(common.sign_in),
        ),
        _ => {
            return view! {
                <Plain>
                    <Heading text=tr!(cabinet.home) />
                    <ProblemNotice problem />
                </Plain>
            }
            .into_any();
        }
    };
    view! {
        <Plain>
            <Heading text=tr!(cabinet.home) />
            <p>{words}</p>
            <div class="button-row">
                <a class="button" href=address>
                    {label}
                </a>
            </div>
        </Plain>
    }
    .into_any()
}
