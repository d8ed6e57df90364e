//! Citizenship and the user agreement.

use leptos::prelude::*;
use shared::consents::TextKind;
use shared::people::SetCitizenship;
use validator::Validate;

use crate::agreement::{AcceptanceFields, AcceptanceState};
use crate::language::language;
use crate::registration::RegistrationContext;
use crate::ui::{Combobox, Form, FormView, Heading, check, derived};
use crate::{api, sorting, tr};

/// Which country, and do you agree.
#[component]
pub fn CitizenshipPage() -> AnyView {
    let context = RegistrationContext::expect();
    let facts = context.facts_now();
    let country = RwSignal::new(facts.citizenship.unwrap_or_default());
    let terms = AcceptanceState::new(context, TextKind::Terms, facts.terms);
    let form = Form::new(move || {
        let body = SetCitizenship {
            country: country.get_untracked(),
            terms: terms.acceptance(),
        };
        async move {
            let mut problem = check(body.validate(), &["country"]).err();
            if let Err(terms) = check(body.terms.validate(), &["read", "agreed"]) {
                match &mut problem {
                    Some(problem) => problem.errors.extend(terms.errors),
                    None => problem = Some(terms),
                }
            }
            if let Some(problem) = problem {
                return Err(problem);
            }
            context.advance(api::set_citizenship(&body).await?);
            Ok(())
        }
    });
    let countries =
        derived(move || sorting::entries(&context.dictionaries().countries, language()));
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.citizenship_title) label_for="country" />
            <Combobox
                name="country"
                about=tr!(registration.citizenship_title)
                hint=tr!(registration.citizenship_hint)
                options=countries
                value=country
                autocomplete="country-name"
            />
            <AcceptanceFields
                state=terms
                link=tr!(registration.terms_link)
                about=tr!(registration.terms_about)
                label=tr!(registration.terms_label)
            />
        </FormView>
    }
    .into_any()
}
