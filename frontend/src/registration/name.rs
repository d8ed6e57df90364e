//! Surname, first name, patronymic.

use leptos::prelude::*;
use shared::people::PersonName;
use shared::text::mixes_alphabets;
use validator::Validate;

use crate::registration::RegistrationContext;
use crate::ui::{Form, FormView, Heading, TextInput, check, derived};
use crate::{api, say, tr};

/// The name as the document has it.
#[component]
pub fn NamePage() -> AnyView {
    let context = RegistrationContext::expect();
    let known = context.facts_now().name.unwrap_or_default();
    let surname = RwSignal::new(known.surname);
    let first_name = RwSignal::new(known.first_name);
    let patronymic = RwSignal::new(known.patronymic);
    let form = Form::new(move || {
        let body = PersonName {
            surname: surname.get_untracked(),
            first_name: first_name.get_untracked(),
            patronymic: patronymic.get_untracked(),
        };
        async move {
            check(body.validate(), &["surname", "first_name", "patronymic"])?;
            context.advance(api::set_name(&body).await?);
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.name_title) />
            <p class="hint">{tr!(registration.name_hint)}</p>
            <TextInput
                name="surname"
                value=surname
                label=tr!(registration.surname)
                advice=mixed(surname)
                autocomplete="family-name"
            />
            <TextInput
                name="first_name"
                value=first_name
                label=tr!(registration.first_name)
                advice=mixed(first_name)
                autocomplete="given-name"
            />
            <TextInput
                name="patronymic"
                value=patronymic
                label=tr!(registration.patronymic)
                remark=tr!(registration.if_any)
                advice=mixed(patronymic)
                autocomplete="additional-name"
            />
        </FormView>
    }
    .into_any()
}

/// Two alphabets in one word are worth a second look, not a refusal.
fn mixed(name: RwSignal<String>) -> Signal<Option<String>> {
    derived(move || {
        name.with(|name| mixes_alphabets(name))
            .then(|| say!(registration.name_mixed))
    })
}
