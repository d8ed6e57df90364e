//! What the pages of this folder load, and asking for it again by itself. One type for all of it: each
//! type that is loaded makes the machinery anew, and the program larger.

use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::applications::Application;
use shared::payments::{OrderView, Payments, PrepaymentView};
use shared::programmes::ProgrammeName;

use crate::api::Answer;

/// What was told.
#[derive(Clone)]
pub(super) enum Told {
    Application(Box<Application>),
    Order(Box<OrderView>),
    Payments(Payments, Vec<ProgrammeName>),
    Prepayment(PrepaymentView),
}

type Asking = Pin<Box<dyn Future<Output = Answer<Told>>>>;
type Ask = Box<dyn Fn() -> Asking>;

/// Something that is asked for at once, and again when it is wanted. A failure never takes away what is
/// known already.
#[derive(Clone, Copy)]
pub(super) struct Watched {
    told: RwSignal<Option<Answer<Told>>>,
    ask: StoredValue<Ask, LocalStorage>,
    asking: StoredValue<bool>,
}

impl Watched {
    pub fn new<F>(ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Answer<Told>> + 'static,
    {
        let ask: Ask = Box::new(move || Box::pin(ask()));
        let watched = Self {
            told: RwSignal::new(None),
            ask: StoredValue::new_local(ask),
            asking: StoredValue::new(false),
        };
        watched.again();
        watched
    }

    /// What was told last; reactive.
    pub fn get(self) -> Option<Answer<Told>> {
        self.told.get()
    }

    /// Asks, unless it is being asked.
    pub fn again(self) {
        if self.asking.get_value() {
            return;
        }
        self.asking.set_value(true);
        let asking = self.ask.with_value(|ask| ask());
        spawn_local(async move {
            let answer = asking.await;
            self.took(answer);
        });
    }

    /// Takes what another call answered.
    pub fn took(self, answer: Answer<Told>) {
        // The page may have gone meanwhile.
        if self.asking.try_set_value(false).is_some() {
            return;
        }
        let known = self.told.with_untracked(|told| matches!(told, Some(Ok(_))));
        if answer.is_ok() || !known {
            self.told.set(Some(answer));
        }
    }

    /// Asks every so many seconds while it is wanted and the page is in view, and at once when the person
    /// comes back to it.
    pub fn every(self, seconds: u64, wanted: impl Fn() -> bool + Clone + 'static) {
        let again = move || {
            if wanted() && !document().hidden() {
                self.again();
            }
        };
        let seen = again.clone();
        let visible = window_event_listener_untyped("visibilitychange", move |_| seen());
        let handle = set_interval_with_handle(again, Duration::from_secs(seconds));
        on_cleanup(move || {
            visible.remove();
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    }
}
