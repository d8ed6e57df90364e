//! The request that waits for an answer: whoever comes into the cabinet of the Digital ID meets it first.

use leptos::prelude::*;
use shared::registration::Registration;
use shared::sharing::{Operations, Sharing, SharingState};

use super::window;
use crate::api;
use crate::app::{Navigator, use_session};
use crate::registration::address_of;
use crate::ui::{Skeleton, live};

/// The newest request that nobody has answered, of somebody who has a Digital ID to share.
fn waiting(known: Operations) -> Option<Sharing> {
    let asked = |one: &Sharing| one.state == SharingState::Asked;
    let mut sharings = known.sharings.into_iter();
    sharings.find(asked).filter(|_| known.identity_proved)
}

/// The window of a request that waits, otherwise what is meant to stand there.
pub fn or_request(otherwise: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let told = LocalResource::new(api::sharings);
    let (navigator, session) = (Navigator::expect(), use_session());
    let agreed = Callback::new(move |registration: Registration| {
        session.refetch();
        navigator.go(&address_of(&registration));
    });
    let later = Callback::new(move |()| navigator.go("/id/history"));
    let shown = move || match told.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Ok(known)) => match waiting(known) {
            Some(sharing) => window::window(sharing, agreed, later),
            None => otherwise(),
        },
        // What is asked can be answered from the history too.
        Some(Err(_)) => otherwise(),
    };
    live(shown)
}
