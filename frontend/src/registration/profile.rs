//! "Fill in your profile": number, name and phone on one page, for programmes that ask for them so.
//! Where finishing stands on the same page, saving it is the end of the registration.

use leptos::prelude::*;
use shared::people::{KAZAKHSTAN, NumberKind, PersonalNumberView, SetProfile};
use shared::problem::Problem;
use shared::registries::{PersonRecord, Purpose};

use crate::app::use_session;
use crate::registration::number::{Typed, printed_so};
use crate::registration::phone::{PhoneField, typed_phone};
use crate::registration::{NameFields, NameTyped, RegistrationContext};
use crate::registries::PersonSearch;
use crate::ui::{Answer, Answers, Button, ButtonKind, Form, FormView, Heading, Notice, live};
use crate::{api, tr};

/// One page, all or nothing.
#[component]
pub fn ProfilePage() -> AnyView {
    let context = RegistrationContext::expect();
    let session = use_session();
    let facts = context.facts_now();
    let phone = RwSignal::new(typed_phone(facts.contact_phone()));
    let (number_fixed, name_fixed) = (facts.number_is_fixed(), facts.name_is_fixed());
    let known = facts.name.clone().unwrap_or_default();
    let full = known.full();
    let name = NameTyped::new(known);
    let number = Typed::new(KAZAKHSTAN, None);
    let given = RwSignal::new(facts.personal_number);
    let form = Form::new(move || {
        let typed = given.with_untracked(Option::is_none);
        let body = SetProfile {
            number: typed.then(|| number.request()),
            name: name.request(),
            phone: phone.get_untracked(),
        };
        async move {
            let refusals = body.refusals();
            if !refusals.is_empty() {
                return Err(Problem::invalid(refusals));
            }
            let registration = api::set_profile(&body).await?;
            // The session knows the name now.
            session.refetch();
            context.advance(registration);
            Ok(())
        }
    });
    let number_part = move || match given.get() {
        Some(number) => given_number(&number, given, number_fixed),
        None => searched(form, number, name),
    };
    let name_part = if name_fixed {
        fixed_name(full)
    } else {
        view! { <NameFields typed=name /> }.into_any()
    };
    view! {
        <FormView form submit=tr!(common.save)>
            <Heading text=tr!(registration.profile_title) />
            <p class="hint">{tr!(registration.name_hint)}</p>
            {live(number_part)}
            {name_part}
            <PhoneField value=phone />
        </FormView>
    }
    .into_any()
}

/// The number with its search in the registry, which fills the name below.
fn searched(form: Form, number: Typed, name: NameTyped) -> AnyView {
    let filled = Callback::new(move |found: PersonRecord| {
        name.fill(found.surname, found.first_name, found.patronymic);
    });
    let by_hand = Callback::new(|()| ());
    view! {
        <PersonSearch name="number" iin=number.iin purpose=Purpose::Profile filled by_hand />
        {printed_so(form, number)}
    }
    .into_any()
}

/// The number that was given before; it is not shown in full again.
fn given_number(
    number: &PersonalNumberView,
    given: RwSignal<Option<PersonalNumberView>>,
    fixed: bool,
) -> AnyView {
    let label = match number.kind {
        NumberKind::Iin => tr!(registration.iin),
        NumberKind::Passport => tr!(registration.passport_number),
    };
    let masked = Signal::stored(number.masked.clone());
    let other = (!fixed).then(|| {
        let press = Callback::new(move |()| given.set(None));
        view! { <Button label=tr!(registration.other_number) kind=ButtonKind::Text press /> }
    });
    view! {
        <Answers>
            <Answer label value=masked />
        </Answers>
        {other}
    }
    .into_any()
}

/// A name that staff compares with a document.
fn fixed_name(full: String) -> AnyView {
    view! {
        <Answers>
            <Answer label=tr!(registration.full_name) value=Signal::stored(full) />
        </Answers>
        <Notice>
            <p>{tr!(problems.corrected_by_staff)}</p>
        </Notice>
    }
    .into_any()
}
