//! Correcting name and phone. Numbers are corrected by staff, and so is a name that is compared with
//! a document.

use leptos::prelude::*;
use shared::cabinet::Cabinet;
use shared::people::EditProfile;
use shared::problem::Problem;

use crate::api::{self, Answer as Told};
use crate::app::{Navigator, use_session};
use crate::registration::{NameFields, NameTyped, PhoneField, typed_phone};
use crate::tr;
use crate::ui::{Answer, Answers, Form, FormView, Heading, Notice, Plain};

pub(super) fn page(cabinet: LocalResource<Told<Cabinet>>, known: &Cabinet) -> AnyView {
    let (session, navigator) = (use_session(), Navigator::expect());
    let name = NameTyped::new(known.name.clone());
    let phone = RwSignal::new(typed_phone(known.phone.as_deref()));
    let form = Form::new(move || {
        let body = EditProfile {
            name: name.request(),
            phone: phone.get_untracked(),
        };
        async move {
            let refusals = body.refusals();
            if !refusals.is_empty() {
                return Err(Problem::invalid(refusals));
            }
            api::edit_profile(&body).await?;
            cabinet.refetch();
            // The corner of the page shows the name.
            session.refetch();
            navigator.go("/cabinet/profile");
            Ok(())
        }
    });
    let name_part = if known.name_fixed {
        let full = Signal::stored(known.name.full());
        view! {
            <Answers>
                <Answer label=tr!(registration.full_name) value=full />
            </Answers>
        }
        .into_any()
    } else {
        view! { <NameFields typed=name /> }.into_any()
    };
    let note = if known.name_fixed {
        tr!(cabinet.profile_note)
    } else {
        tr!(cabinet.number_note)
    };
    view! {
        <Plain back="/cabinet/profile">
            <FormView form submit=tr!(common.save)>
                <Heading text=tr!(cabinet.edit_title) />
                {name_part}
                <PhoneField value=phone />
                <Notice>
                    <p>{note}</p>
                </Notice>
            </FormView>
        </Plain>
    }
    .into_any()
}
