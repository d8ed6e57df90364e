//! The cabinet of a registered person: its entries and the own data, in the words of the programme.
//! What stands behind applying, own applications and results is `applications`.

mod edit;
mod pages;
mod profile;

use leptos::prelude::*;
use shared::cabinet::Cabinet;
use shared::problem::{Code, Problem};
use shared::programmes::{Menu, Programme};

use crate::api;
use crate::app::{NotFound, below, use_session};
use crate::applications::{self, ResultList};
use crate::help::phone_words;
use crate::language::{Words, language};
use crate::programmes::{loaded, use_code, use_programme};
use crate::registration::address_of;
use crate::ui::{Heading, Plain, ProblemNotice, Skeleton, derived, icon, live};
use crate::{payments, tr};

/// A page of the cabinet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Home,
    Apply,
    Applications,
    Results,
    Payments,
    Profile,
    Edit,
}

/// Whose words the entries are in.
#[derive(Debug, Clone, PartialEq)]
enum Wording {
    /// The person is in several programmes.
    General,
    /// The programme names its entries.
    Own(Box<Menu>),
    /// The words of the page.
    Plain,
}

impl Section {
    const ENTRIES: [Self; 5] = [
        Self::Home,
        Self::Apply,
        Self::Applications,
        Self::Results,
        Self::Payments,
    ];

    fn of(page: &str) -> Option<Self> {
        // The pages below an entry are its own.
        Some(match page.split('/').next().unwrap_or_default() {
            "" => Self::Home,
            "apply" => Self::Apply,
            "applications" => Self::Applications,
            "results" if page == "results" => Self::Results,
            "payments" if page == "payments" || payments::is_alone(page) => Self::Payments,
            "profile" if page == "profile" => Self::Profile,
            "profile" if page == "profile/edit" => Self::Edit,
            _ => return None,
        })
    }

    const fn address(self) -> &'static str {
        match self {
            Self::Home => "/cabinet",
            Self::Apply => "/cabinet/apply",
            Self::Applications => "/cabinet/applications",
            Self::Results => "/cabinet/results",
            Self::Payments => "/cabinet/payments",
            Self::Profile => "/cabinet/profile",
            Self::Edit => "/cabinet/profile/edit",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Apply => "application",
            Self::Applications => "list",
            Self::Results => "results",
            Self::Payments => "wallet",
            Self::Profile | Self::Edit => "person",
        }
    }

    fn title(self, wording: &Wording) -> Words {
        match wording {
            Wording::Own(menu) => self.own_title(menu),
            Wording::General => self.general_title(),
            Wording::Plain => self.plain_title(),
        }
    }

    fn own_title(self, menu: &Menu) -> Words {
        let name = match self {
            Self::Home => menu.home.clone(),
            Self::Apply => menu.apply.clone(),
            Self::Applications => menu.applications.clone(),
            Self::Results => menu.results.clone(),
            Self::Profile => menu.profile.clone(),
            Self::Payments => return tr!(payments.menu),
            Self::Edit => return tr!(cabinet.edit_title),
        };
        derived(move || name.text(language()).to_owned())
    }

    fn general_title(self) -> Words {
        match self {
            Self::Home => tr!(cabinet.general_home),
            Self::Apply => tr!(cabinet.general_apply),
            Self::Applications => tr!(cabinet.general_applications),
            Self::Results => tr!(cabinet.results),
            Self::Payments => tr!(payments.menu),
            Self::Profile => tr!(cabinet.general_profile),
            Self::Edit => tr!(cabinet.edit_title),
        }
    }

    fn plain_title(self) -> Words {
        match self {
            Self::Home => tr!(cabinet.home),
            Self::Apply => tr!(cabinet.apply),
            Self::Applications => tr!(cabinet.applications),
            Self::Results => tr!(cabinet.results),
            Self::Payments => tr!(payments.menu),
            Self::Profile => tr!(cabinet.my_data),
            Self::Edit => tr!(cabinet.edit_title),
        }
    }
}

/// The words for this person in this programme; reactive.
fn wording(programme: Option<Programme>) -> Wording {
    let session = use_session();
    let several = session.with(|session| {
        let session = session.as_ref().and_then(|session| session.as_ref().ok());
        session.is_some_and(|session| session.programmes.len() > 1)
    });
    match programme.and_then(|programme| programme.menu) {
        _ if several => Wording::General,
        Some(menu) => Wording::Own(Box::new(menu)),
        None => Wording::Plain,
    }
}

/// `/cabinet` and its pages.
#[component]
pub fn CabinetPage() -> AnyView {
    let page = below("/cabinet");
    let section = Memo::new(move |_| page.with(|page| Section::of(page)));
    let (programme, code) = (use_programme(), use_code());
    let cabinet = LocalResource::new(move || {
        // Another programme has another cabinet.
        code.track();
        api::cabinet()
    });
    let loaded = Memo::new(move |_| loaded(programme));
    let form = Memo::new(move |_| page.with(|page| applications::is_form(page)));
    let money = Memo::new(move |_| page.with(|page| payments::is_alone(page)));
    let shown = move || match (section.get(), cabinet.get()) {
        // One of the two is the old one's while the programme changes.
        (Some(_), Some(Ok(cabinet)))
            if loaded.with(|loaded| {
                loaded
                    .as_ref()
                    .is_some_and(|known| known.code != cabinet.programme)
            }) =>
        {
            view! {
                <Plain>
                    <Skeleton />
                </Plain>
            }
            .into_any()
        }
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
        (Some(_), Some(Ok(known))) if form.get() => {
            let phone = known.phone.as_deref();
            applications::form_pages(applications::Own {
                name: known.name.full(),
                number: known.personal_number.masked,
                phone: phone.map(phone_words).unwrap_or_default(),
                region: known
                    .details
                    .map(|details| details.region)
                    .unwrap_or_default(),
            })
        }
        (Some(_), Some(Ok(_))) if money.get() => payments::pages(),
        (Some(Section::Edit), Some(Ok(known))) => edit::page(cabinet, &known),
        (Some(section), Some(Ok(known))) => open(section, &known, loaded.get()),
        (_, Some(Err(problem))) => closed(problem),
    };
    live(shown)
}

fn open(section: Section, cabinet: &Cabinet, programme: Option<Programme>) -> AnyView {
    let prepayment = programme
        .as_ref()
        .and_then(|known| known.prepayment.clone());
    // Such a programme has own data and the way out in its menu too.
    let long = programme.as_ref().is_some_and(|known| known.menu.is_some());
    let wording = wording(programme);
    let link = |address: &'static str, sign: &'static str, label: Words, current: bool| {
        view! {
            <li>
                <a class="cabinet-link" href=address aria-current=current.then_some("page")>
                    {icon(sign)}
                    {label}
                </a>
            </li>
        }
        .into_any()
    };
    let mut entries = Section::ENTRIES.to_vec();
    if long {
        entries.push(Section::Profile);
    }
    let mut links: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let label = entry.title(&wording);
            link(entry.address(), entry.icon(), label, entry == section)
        })
        .collect();
    if long {
        links.push(link("/sign-out", "log-out", tr!(common.sign_out), false));
    }
    let apply = Section::Apply.title(&wording);
    // These have pages below them, each with a heading of its own.
    let own_heading = matches!(section, Section::Apply | Section::Applications);
    let heading = (!own_heading).then(|| view! { <Heading text=section.title(&wording) /> });
    let content = match section {
        Section::Home => pages::home(cabinet, apply),
        Section::Apply => pages::apply(cabinet, apply),
        Section::Applications => applications::own_applications(section.title(&wording)),
        Section::Results => view! { <ResultList /> }.into_any(),
        Section::Payments => payments::payment_list(),
        Section::Profile | Section::Edit => profile::page(cabinet.clone(), prepayment),
    };
    view! {
        <div class="cabinet">
            <nav class="cabinet-side" aria-label=Section::Home.title(&wording)>
                <p class="cabinet-name">{cabinet.name.full()}</p>
                <ul class="cabinet-list">{links}</ul>
            </nav>
            <div class="stack">{heading} {content}</div>
        </div>
    }
    .into_any()
}

/// The registration goes on at what is missing first.
fn unfinished() -> AnyView {
    let registration = LocalResource::new(api::registration);
    let go_on = move || {
        let registration = registration.get()?.ok()?;
        let address = address_of(&registration);
        Some(view! {
            <div class="button-row">
                <a class="button" href=address>
                    {tr!(cabinet.go_on)}
                </a>
            </div>
        })
    };
    view! {
        <Plain>
            <Heading text=tr!(cabinet.home) />
            <p>{tr!(cabinet.unfinished)}</p>
            {live(go_on)}
        </Plain>
    }
    .into_any()
}

/// Why the cabinet does not open, and the way on.
fn closed(problem: Problem) -> AnyView {
    let (words, address, label) = match problem.code {
        Code::StepOutOfOrder => return unfinished(),
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
