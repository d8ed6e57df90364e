//! Surname, first name, patronymic.

use leptos::prelude::*;
use shared::people::PersonName;
use shared::text::mixes_alphabets;
use validator::Validate;

use crate::registration::RegistrationContext;
use crate::ui::{Form, FormView, Heading, TextInput, check, derived};
use crate::{api, say, tr};

/// A name as typed.
#[derive(Clone, Copy)]
pub struct NameTyped {
    surname: RwSignal<String>,
    first_name: RwSignal<String>,
    patronymic: RwSignal<String>,
}

impl NameTyped {
    /// What is known stands there already.
    pub fn new(known: PersonName) -> Self {
        Self {
            surname: RwSignal::new(known.surname),
            first_name: RwSignal::new(known.first_name),
            patronymic: RwSignal::new(known.patronymic),
        }
    }

    /// Puts a name in.
    pub fn fill(self, surname: String, first_name: String, patronymic: String) {
        self.surname.set(surname);
        self.first_name.set(first_name);
        self.patronymic.set(patronymic);
    }

    /// The field of the surname.
    pub fn surname(self) -> RwSignal<String> {
        self.surname
    }

    /// The field of the first name.
    pub fn first_name(self) -> RwSignal<String> {
        self.first_name
    }

    /// The field of the patronymic.
    pub fn patronymic(self) -> RwSignal<String> {
        self.patronymic
    }

    /// What is typed so far; reactive.
    pub fn typed(self) -> PersonName {
        PersonName {
            surname: self.surname.get(),
            first_name: self.first_name.get(),
            patronymic: self.patronymic.get(),
        }
    }

    /// What is sent.
    pub fn request(self) -> PersonName {
        PersonName {
            surname: self.surname.get_untracked(),
            first_name: self.first_name.get_untracked(),
            patronymic: self.patronymic.get_untracked(),
        }
    }
}

/// The name as the document has it.
#[component]
pub fn NamePage() -> AnyView {
    let context = RegistrationContext::expect();
    let typed = NameTyped::new(context.facts_now().name.unwrap_or_default());
    let form = Form::new(move || {
        let body = typed.request();
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
            <NameFields typed />
        </FormView>
    }
    .into_any()
}

/// The three fields of a name.
#[component]
pub fn NameFields(
    /// What is typed.
    typed: NameTyped,
) -> AnyView {
    let NameTyped {
        surname,
        first_name,
        patronymic,
    } = typed;
    view! {
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
