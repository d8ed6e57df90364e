//! The step of a programme that asks for a Digital ID: what is needed, for a minor the guardian at once, and
//! the way there; whoever has a Digital ID goes straight to the window that asks for the word.

use leptos::prelude::*;
use shared::programmes::DIGITAL_ID;
use shared::registration::Registration;
use shared::sharing::{Operations, Sharing, SharingState};

use super::window;
use crate::app::{Navigator, use_session};
use crate::guardians::{early_link, early_note};
use crate::registration::{RegistrationContext, address_of};
use crate::ui::{Form, FormView, Heading, ProblemNotice, Skeleton, derived, live};
use crate::{api, tr};

/// What is asked and how it stands.
#[component]
pub fn IdentityPage() -> AnyView {
    let context = RegistrationContext::expect();
    let told = LocalResource::new(api::sharings);
    let open = RwSignal::new(None::<Sharing>);
    let agreed = Callback::new(move |registration: Registration| context.advance(registration));
    let navigator = Navigator::expect();
    let later = Callback::new(move |()| navigator.go("/id/history"));
    let shown = move || {
        if let Some(sharing) = open.get() {
            return window::window(sharing, agreed, later);
        }
        match told.get() {
            None => view! { <Skeleton /> }.into_any(),
            Some(Err(problem)) => view! {
                <Heading text=tr!(sharing.title) />
                <ProblemNotice problem />
            }
            .into_any(),
            Some(Ok(known)) => asked(context, &known, open),
        }
    };
    live(shown)
}

/// The request of this programme that is open or agreed to.
fn of_programme(known: Operations, programme: &str) -> Option<Sharing> {
    let live = |one: &Sharing| matches!(one.state, SharingState::Asked | SharingState::Agreed);
    let mut sharings = known.sharings.into_iter();
    sharings.find(|one| one.programme == programme && live(one))
}

fn asked(
    context: RegistrationContext,
    known: &Operations,
    open: RwSignal<Option<Sharing>>,
) -> AnyView {
    let proved = known.identity_proved;
    let (navigator, session) = (Navigator::expect(), use_session());
    let form = Form::new(move || async move {
        let registration = untrack(|| context.latest());
        let programme = registration.map(|one| one.programme).unwrap_or_default();
        let told = api::ask_sharing(&programme).await?;
        if told.identity_proved {
            open.set(of_programme(told, &programme));
            return Ok(());
        }
        let registration = api::start_registration(DIGITAL_ID).await?;
        // The pages are then of the Digital ID.
        session.refetch();
        navigator.go(&address_of(&registration));
        Ok(())
    });
    let born = derived(move || {
        let number = context.facts().personal_number?;
        number.birth_date?.parse().ok()
    });
    let waits = derived(move || {
        let settled = context.facts().guardian.is_settled();
        born.get().filter(|_| !settled && !proved)
    });
    let submit = if proved {
        tr!(common.continue_)
    } else {
        tr!(sharing.confirm)
    };
    view! {
        <FormView form submit>
            <Heading text=tr!(sharing.title) />
            <p>{tr!(sharing.lead)}</p>
            {(!proved)
                .then(|| {
                    view! {
                        <h2>{tr!(sharing.needed_title)}</h2>
                        <ul class="list">
                            <li>{tr!(sharing.needed_document)}</li>
                            <li>{tr!(sharing.needed_camera)}</li>
                            <li>{tr!(sharing.needed_time)}</li>
                        </ul>
                    }
                })}
            {early_note(context, waits)}
        </FormView>
        {early_link(context, waits)}
    }
    .into_any()
}
