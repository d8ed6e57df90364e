//! The e-mail address.

use leptos::prelude::*;
use shared::accounts::SetEmail;
use shared::programmes::EmailProof;
use shared::requirements::Requirement;
use validator::Validate;

use crate::device::prefetch::prefetch;
use crate::registration::RegistrationContext;
use crate::ui::{Form, FormView, Heading, Notice, NoticeKind, TextInput, check, live};
use crate::{api, say, tr};

/// Which address; a letter with a code goes there.
#[component]
pub fn EmailPage() -> AnyView {
    let context = RegistrationContext::expect();
    let camera = untrack(|| context.programme());
    if camera.is_some_and(|programme| programme.asks(Requirement::FacePhoto)) {
        // It is some pages ahead: its files come while the person waits for the letter.
        prefetch();
    }
    let email = RwSignal::new(context.facts_now().email.unwrap_or_default());
    let form = Form::new(move || {
        let body = SetEmail {
            email: email.get_untracked(),
        };
        async move {
            check(body.validate(), &["email"])?;
            context.advance(api::set_email(&body).await?);
            Ok(())
        }
    });
    let note = move || {
        let programme = context.programme();
        if programme.is_some_and(|programme| programme.email_proof == EmailProof::Link) {
            say!(registration.email_note_link)
        } else {
            say!(registration.email_note)
        }
    };
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.email_title) label_for="email" />
            <TextInput
                name="email"
                value=email
                hint=tr!(registration.email_hint)
                kind="email"
                inputmode="email"
                autocomplete="email"
            />
            <Notice kind=NoticeKind::Warning title=tr!(common.important)>
                <p>{live(note)}</p>
            </Notice>
        </FormView>
    }
    .into_any()
}
