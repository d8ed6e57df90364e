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
mod name;
mod number;
mod password;
mod sign_in;
mod study;

use leptos::prelude::*;
use shared::dictionaries::Dictionaries;
use shared::programmes::Programme;
use shared::registration::Registration;
use shared::requirements::{Facts, Requirement, may_enter};

pub use frame::{Registering, step_name};
pub use password::{NewPassword, NewPasswordFields};

use crate::api::{self, Answer};
use crate::app::{Navigator, use_programme};
use crate::browser;

/// The page where a registration goes on: the step that is missing first, or the cabinet.
pub fn address_of(next: Option<Requirement>) -> String {
    next.map_or_else(
        || "/cabinet".to_owned(),
        |next| format!("/register/{}", next.page()),
    )
}

/// The registration as the server last told it. A context of every step page.
#[derive(Clone, Copy)]
pub struct RegistrationContext {
    latest: LocalResource<Answer<Registration>>,
    programme: LocalResource<Answer<Programme>>,
    dictionaries: LocalResource<Answer<Dictionaries>>,
    navigator: Navigator,
}

impl RegistrationContext {
    /// Loads the registration of this browser or account; the first page begins one where there is
    /// none, which is the same call.
    fn new(first_page: bool) -> Self {
        Self {
            latest: LocalResource::new(move || async move {
                if first_page {
                    api::start_registration().await
                } else {
                    api::registration().await
                }
            }),
            programme: use_programme(),
            dictionaries: LocalResource::new(api::dictionaries),
            navigator: Navigator::expect(),
        }
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
        let from_check = browser::query("return").is_some_and(|page| page == "check");
        let programme = untrack(|| self.programme());
        let to_check = from_check
            && programme.is_some_and(|programme| {
                may_enter(&programme, &registration.facts, Requirement::Finish)
            });
        let address = if to_check {
            address_of(Some(Requirement::Finish))
        } else {
            address_of(registration.next)
        };
        self.update(registration);
        self.navigator.go(&address);
    }

    /// Goes to the page of what is missing first, as last told.
    pub fn go_on(self) {
        let next = untrack(|| self.latest()).and_then(|registration| registration.next);
        self.navigator.go(&address_of(next));
    }

    /// Goes to a step that has been passed.
    pub fn go_to(self, requirement: Requirement) {
        self.navigator.go(&address_of(Some(requirement)));
    }
}
