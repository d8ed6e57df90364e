//! The registration: one page a step, in the order that the server tells.
//!
//! [`Registering`] is the frame around each step. A step page is a component without properties; it
//! finds [`RegistrationContext`], fills itself from the facts, and hands what the server answered
//! to [`RegistrationContext::advance`].

mod check;
mod citizenship;
mod code;
mod consent;
mod details;
mod email;
mod frame;
mod link_sent;
mod name;
mod number;
mod password;
mod phone;
mod profile;
mod sign_in;
mod study;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::dictionaries::Dictionaries;
use shared::problem::Problem;
use shared::programmes::{DIGITAL_ID, Programme};
use shared::registration::Registration;
use shared::requirements::{Facts, Requirement, may_enter};

pub use check::document_words;
pub use frame::{Registering, Steps, page_name, registering};
pub use name::{NameFields, NameTyped};
pub use password::{NewPassword, NewPasswordFields, OwnPasswordPage};
pub use phone::{PhoneField, typed_phone};

use crate::api::{self, Answer};
use crate::app::Navigator;
use crate::browser;
use crate::programmes::{LoadedProgramme, cabinet_address, use_code, use_programme, use_told};

/// The folder of a programme's steps.
pub fn folder_of(programme: &str) -> &'static str {
    if programme == DIGITAL_ID {
        "/id/create"
    } else {
        "/register"
    }
}

/// The page where a registration goes on: the step that is missing first, or the cabinet.
pub fn address_of(registration: &Registration) -> String {
    let code = registration.programme.as_str();
    match &registration.next_page {
        Some(page) => format!("{}/{page}", folder_of(code)),
        None => cabinet_address(code).to_owned(),
    }
}

/// The registration as the server last told it. A context of every step page.
#[derive(Clone, Copy)]
pub struct RegistrationContext {
    latest: LocalResource<Answer<Registration>>,
    programme: LoadedProgramme,
    dictionaries: LocalResource<Answer<Dictionaries>>,
    navigator: Navigator,
    phone: Option<OnPhone>,
}

/// A phone that works for a computer: it goes through one step, and then tells so.
#[derive(Clone, Copy)]
pub struct OnPhone {
    /// What it was sent for, once that is known.
    pub task: RwSignal<Option<Requirement>>,
    /// The step is done.
    pub handed_in: Callback<()>,
}

impl OnPhone {
    /// The page that is due.
    pub fn address(self, registration: &Registration) -> String {
        let due = registration.next.or(self.task.get_untracked());
        format!("/phone/{}", due.unwrap_or(Requirement::FacePhoto).page())
    }
}

impl RegistrationContext {
    /// Loads the registration of this browser or account; the first page begins one where there is
    /// none, which is the same call. Another programme is another registration.
    fn new(first_page: bool) -> Self {
        let code = use_code();
        // The code may be that of the programme before until the session is known; the address is not.
        let path = use_location().pathname;
        let here = path.with_untracked(|path| path.starts_with("/id/"));
        Self {
            latest: LocalResource::new(move || {
                let code = code.get();
                async move {
                    if first_page {
                        return api::start_registration(&code).await;
                    }
                    let found = api::registration().await?;
                    // Whoever comes from another programme opens the Digital ID by its address.
                    if here && found.programme != DIGITAL_ID {
                        return api::start_registration(DIGITAL_ID).await;
                    }
                    Ok(found)
                }
            }),
            programme: use_programme(),
            dictionaries: LocalResource::new(api::dictionaries),
            navigator: Navigator::expect(),
            phone: None,
        }
    }

    /// The registration that this phone works for, as far as it may see it.
    pub fn on_phone(phone: OnPhone) -> Self {
        let told = use_told();
        Self {
            latest: LocalResource::new(move || async move {
                let errand = api::phone_errand().await?;
                let _ = phone.task.try_set(Some(errand.task));
                let _ = told.try_set(Some(errand.registration.programme.clone()));
                Ok(errand.registration)
            }),
            programme: use_programme(),
            dictionaries: LocalResource::new(api::dictionaries),
            navigator: Navigator::expect(),
            phone: Some(phone),
        }
    }

    /// Why there is no registration to show; reactive.
    pub fn failure(self) -> Option<Problem> {
        self.latest.with(|latest| match latest {
            Some(Err(problem)) => Some(problem.clone()),
            _ => None,
        })
    }

    /// The context of the step pages.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The newest registration; reactive. `None` while it loads, which a step page never sees.
    pub fn latest(self) -> Option<Registration> {
        self.latest.with(|latest| match latest {
            Some(Ok(registration)) => Some(registration.clone()),
            _ => None,
        })
    }

    /// What is known about the person; reactive. Read it untracked to fill a form.
    pub fn facts(self) -> Facts {
        self.latest()
            .map(|registration| registration.facts)
            .unwrap_or_default()
    }

    /// What was known when the page opened, to fill its form; not reactive.
    pub fn facts_now(self) -> Facts {
        untrack(|| self.facts())
    }

    /// The programme; reactive.
    pub fn programme(self) -> Option<Programme> {
        self.programme
            .with(|programme| programme.as_ref()?.as_ref().ok().cloned())
    }

    /// The lists to choose from; reactive, empty while they load.
    pub fn dictionaries(self) -> Dictionaries {
        self.dictionaries
            .with(|lists| lists.as_ref()?.as_ref().ok().cloned())
            .unwrap_or_default()
    }

    /// Takes over what the server answered and stays on this page.
    pub fn update(self, registration: Registration) {
        self.latest.set(Some(Ok(registration)));
    }

    /// Takes over what the server answered and goes on: back to the answers when the person came
    /// from there (`?return=check`), otherwise to the page of what is missing first.
    pub fn advance(self, registration: Registration) {
        if let Some(phone) = self.phone {
            let through = registration.next.is_none();
            let due = phone.address(&registration);
            self.update(registration);
            if through {
                phone.handed_in.run(());
            } else {
                self.navigator.go(&due);
            }
            return;
        }
        let from_check = browser::query("return").is_some_and(|page| page == "check");
        let programme = untrack(|| self.programme());
        let to_check = from_check
            && programme.is_some_and(|programme| {
                may_enter(&programme, &registration.facts, Requirement::Finish)
            });
        let address = if to_check {
            untrack(|| self.address(Requirement::Finish))
        } else {
            address_of(&registration)
        };
        self.update(registration);
        self.navigator.go(&address);
    }

    /// Goes to the page of what is missing first, as last told.
    pub fn go_on(self) {
        if let Some(registration) = untrack(|| self.latest()) {
            let of_phone = self.phone.map(|phone| phone.address(&registration));
            let address = of_phone.unwrap_or_else(|| address_of(&registration));
            self.navigator.go(&address);
        }
    }

    /// Goes to a step that has been passed.
    pub fn go_to(self, requirement: Requirement) {
        self.navigator.go(&untrack(|| self.address(requirement)));
    }

    /// The page that asks for a requirement here; reactive.
    pub fn address(self, requirement: Requirement) -> String {
        let programme = self.programme();
        let known = programme.as_ref();
        let page = known.map_or(requirement.page(), |known| known.page(requirement));
        let folder = known.map_or("/register", |known| folder_of(&known.code));
        format!("{folder}/{page}")
    }
}
