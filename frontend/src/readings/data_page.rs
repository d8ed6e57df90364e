//! The page of `/register/data`: read, look, correct, confirm.

use leptos::prelude::*;
use shared::problem::Problem;
use shared::readings::{DocumentField, Reading};
use shared::requirements::Requirement;
use shared::time::date_in_kazakhstan;

use super::field::{FieldOf, name_field, read_field};
use super::typed::{Typed, date};
use super::words;
use crate::language::Words;
use crate::registration::RegistrationContext;
use crate::ui::{
    Button, Checkbox, DateParts, Form, FormView, Heading, Notice, NoticeKind, ProblemNotice,
    TextInput, derived, live,
};
use crate::{api, clock, say, tr};

/// Waits for the reading, then shows it.
#[component]
pub fn DataPage() -> AnyView {
    let context = RegistrationContext::expect();
    let reading = LocalResource::new(api::read_document);
    let again = Callback::new(move |()| reading.refetch());
    let shown = move || match reading.get() {
        None => waiting(),
        Some(Err(problem)) => failed(problem, again),
        Some(Ok(reading)) => view! { <Confirm context reading /> }.into_any(),
    };
    view! { <div class="stack">{live(shown)}</div> }.into_any()
}

fn waiting() -> AnyView {
    view! {
        <Heading text=tr!(readings.waiting_title) />
        <div role="status" class="stack">
            <p>{tr!(readings.waiting)}</p>
            <ol class="steps">
                <li>{tr!(readings.waiting_find)}</li>
                <li>{tr!(readings.waiting_read)}</li>
                <li>{tr!(readings.waiting_check)}</li>
            </ol>
        </div>
    }
    .into_any()
}

fn failed(problem: Problem, again: Callback<()>) -> AnyView {
    view! {
        <Heading text=tr!(readings.failed_title) />
        <ProblemNotice problem />
        <div class="button-row">
            <Button label=tr!(common.try_again) press=again />
        </div>
    }
    .into_any()
}

/// The data and the word that they are right.
#[component]
fn Confirm(context: RegistrationContext, reading: Reading) -> AnyView {
    let typed = Typed::new(&reading, context.facts_now().name);
    let kind = reading.kind;
    let form = Form::new(move || async move {
        let body = untrack(|| typed.request());
        let refusals = body.refusals(kind, date_in_kazakhstan(clock::now()));
        if !refusals.is_empty() {
            return Err(Problem::invalid(refusals));
        }
        context.advance(api::confirm_document(&body).await?);
        Ok(())
    });
    let right = typed.right;
    view! {
        <FormView form submit=tr!(readings.send)>
            {introduction(&reading, context)}
            <Fields reading=reading.clone() typed />
            {review(&reading, typed)}
            <Checkbox
                name="right"
                label=tr!(readings.right)
                checked=right
                change=Callback::new(move |wanted| right.set(wanted))
            />
        </FormView>
    }
    .into_any()
}

/// What was read as a whole, what was noticed, and the way to other pictures.
fn introduction(reading: &Reading, context: RegistrationContext) -> AnyView {
    let nothing = reading.values.is_empty();
    let lead = if nothing {
        tr!(readings.by_hand)
    } else {
        tr!(readings.lead)
    };
    let kind = reading.kind;
    let notices = reading.notices.iter().map(|noticed| {
        let noticed = *noticed;
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{live(move || words::notice(noticed, kind))}</p>
            </Notice>
        }
        .into_any()
    });
    let notices = notices.collect::<Vec<_>>();
    let again = context.address(Requirement::IdentityDocument);
    view! {
        <Heading text=tr!(readings.title) />
        <p>{lead}</p>
        {notices}
        <p>
            <a href=again>{tr!(readings.new_pictures)}</a>
        </p>
    }
    .into_any()
}

/// Said before it is sent.
fn review(reading: &Reading, typed: Typed) -> AnyView {
    let reading = reading.clone();
    let needed = Memo::new(move |_| typed.request().needs_review(&reading));
    let shown = move || {
        needed.get().then(|| {
            view! {
                <Notice title=tr!(readings.review_title)>
                    <p>{tr!(readings.review)}</p>
                </Notice>
            }
        })
    };
    view! { <div aria-live="polite">{live(shown)}</div> }.into_any()
}

/// Every field; inside the form, so that errors open what is closed.
#[component]
fn Fields(reading: Reading, typed: Typed) -> AnyView {
    let surname = name_control(
        "surname",
        tr!(registration.surname),
        typed.name.surname(),
        "family-name",
    );
    let first_name = name_control(
        "first_name",
        tr!(registration.first_name),
        typed.name.first_name(),
        "given-name",
    );
    view! {
        {read_field(&reading, typed, iin_field(typed))}
        {name_field(&reading, DocumentField::Surname, surname)}
        {name_field(&reading, DocumentField::FirstName, first_name)}
        <TextInput
            name="patronymic"
            value=typed.name.patronymic()
            label=tr!(registration.patronymic)
            remark=tr!(registration.if_any)
            autocomplete="additional-name"
        />
        {read_field(&reading, typed, birth_field(typed))}
        {read_field(&reading, typed, number_field(typed))}
        {read_field(&reading, typed, expires_field(typed))}
        <h2>{tr!(readings.more)}</h2>
        <p class="hint">{tr!(readings.more_hint)}</p>
        <DateParts
            name="issued"
            legend=tr!(readings.issued)
            hint=tr!(readings.issued_hint)
            parts=typed.issued
        />
        <TextInput name="authority" value=typed.authority label=tr!(readings.authority) />
        <TextInput name="birth_place" value=typed.birth_place label=tr!(readings.birth_place) />
        <TextInput name="nationality" value=typed.nationality label=tr!(readings.nationality) />
    }
    .into_any()
}

fn name_control(
    name: &'static str,
    label: Words,
    value: RwSignal<String>,
    autocomplete: &'static str,
) -> AnyView {
    let hint = tr!(readings.name_hint);
    view! { <TextInput name value label hint autocomplete /> }.into_any()
}

fn iin_field(typed: Typed) -> FieldOf {
    FieldOf {
        field: DocumentField::Iin,
        name: "iin",
        label: tr!(registration.iin),
        shown: derived(move || typed.iin.get()),
        control: |typed, label| {
            view! {
                <TextInput
                    name="iin"
                    value=typed.iin
                    label
                    hint=tr!(readings.iin_hint)
                    inputmode="numeric"
                />
            }
            .into_any()
        },
    }
}

fn number_field(typed: Typed) -> FieldOf {
    FieldOf {
        field: DocumentField::Number,
        name: "number",
        label: tr!(readings.number),
        shown: derived(move || typed.number.get()),
        control: |typed, label| {
            view! { <TextInput name="number" value=typed.number label /> }.into_any()
        },
    }
}

fn birth_field(typed: Typed) -> FieldOf {
    FieldOf {
        field: DocumentField::BirthDate,
        name: "birth_date",
        label: tr!(registration.birth_date),
        shown: derived(move || clock::civil_date(&date(typed.birth))),
        control: |typed, label| {
            let advice = derived(move || {
                let differs = typed.request().iin_disagrees();
                differs.then(|| say!(readings.birth_differs))
            });
            view! {
                <DateParts
                    name="birth_date"
                    legend=label
                    hint=tr!(registration.birth_date_hint)
                    advice
                    parts=typed.birth
                    birthday=true
                />
            }
            .into_any()
        },
    }
}

fn expires_field(typed: Typed) -> FieldOf {
    FieldOf {
        field: DocumentField::Expires,
        name: "expires",
        label: tr!(readings.expires),
        shown: derived(move || clock::civil_date(&date(typed.expires))),
        control: |typed, label| {
            view! {
                <DateParts
                    name="expires"
                    legend=label
                    hint=tr!(readings.expires_hint)
                    parts=typed.expires
                />
            }
            .into_any()
        },
    }
}
