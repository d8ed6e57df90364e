//! No pictures here: identity is checked by the centre. Explained, chosen, and changeable later.

use leptos::prelude::*;
use shared::consents::{AnswerBiometrics, BiometricAnswer, TextKind};

use crate::language::{language, language_now};
use crate::proofing::place::Place;
use crate::registration::RegistrationContext;
use crate::ui::{Form, FormView, Heading, icon};
use crate::{api, tr};

/// Explains the check in person and takes the choice.
#[component]
pub(super) fn InPerson() -> AnyView {
    let context = RegistrationContext::expect();
    let form = Form::new(move || async move {
        let version = untrack(|| context.programme())
            .map(|programme| programme.text_version(TextKind::Biometrics).to_owned())
            .unwrap_or_default();
        let answer = AnswerBiometrics {
            answer: BiometricAnswer::InPerson,
            version,
            language: language_now(),
        };
        context.advance(api::answer_biometrics(&answer).await?);
        Ok(())
    });
    view! {
        <FormView form submit=tr!(proofing.in_person.choose)>
            <Heading text=tr!(proofing.in_person.title) />
            <p>{tr!(proofing.in_person.text)}</p>
            <ol class="list">
                <li>{tr!(proofing.in_person.step_finish)}</li>
                <li>{tr!(proofing.in_person.step_come)}</li>
                <li>{tr!(proofing.in_person.step_check)}</li>
            </ol>
            {contacts(context)}
            <p>{tr!(proofing.in_person.same)}</p>
            <p>{tr!(proofing.in_person.later)}</p>
        </FormView>
        <p>
            <a href=Place::here().address("camera", &[])>{tr!(proofing.in_person.back)}</a>
        </p>
    }
    .into_any()
}

/// Where and when; from the programme.
fn contacts(context: RegistrationContext) -> AnyView {
    let shown = move || {
        context.programme().map(|programme| {
            let centre = programme.centre;
            let text = |name: &shared::dictionaries::Name| name.text(language()).to_owned();
            view! {
                <dl class="facts">
                    <div class="fact">
                        {icon("place")} <dt>{text(&centre.name)}</dt>
                        <dd>{text(&centre.address)}</dd>
                    </div>
                    <div class="fact">
                        {icon("clock")} <dt>{tr!(proofing.in_person.hours)}</dt>
                        <dd>{text(&centre.hours)}</dd>
                    </div>
                    <div class="fact">
                        {icon("phone")} <dt>{tr!(proofing.in_person.phone)}</dt>
                        <dd>
                            <a href=format!("tel:{}", centre.phone)>{centre.phone.clone()}</a>
                        </dd>
                    </div>
                </dl>
            }
        })
    };
    view! { {shown} }.into_any()
}
