//! IIN, or the number of a passport with its country.

use jiff::civil::Date;
use leptos::prelude::*;
use shared::guardians::born;
use shared::iin::{Iin, Structure};
use shared::people::{KAZAKHSTAN, NumberKind, PersonalNumberView, SetPersonalNumber};
use shared::problem::Code;
use shared::text::without_separators;
use validator::Validate;

use crate::guardians::{early_link, early_note};
use crate::language::language;
use crate::registration::RegistrationContext;
use crate::ui::{
    Answer, Answers, Button, ButtonKind, Checkbox, Combobox, Fold, Form, FormView, Heading, Notice,
    NoticeKind, RadioOption, Radios, TextInput, check, derived, live,
};
use crate::{api, clock, say, sorting, tr};

/// A number as typed.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    kind: RwSignal<String>,
    pub(super) iin: RwSignal<String>,
    passport: RwSignal<String>,
    country: RwSignal<String>,
    printed_so: RwSignal<bool>,
}

const IIN: &str = "iin";
const PASSPORT: &str = "passport";

impl Typed {
    pub(super) fn new(citizenship: &str, known: Option<&PersonalNumberView>) -> Self {
        let passport = known.is_some_and(|number| number.kind == NumberKind::Passport);
        let foreign = citizenship != KAZAKHSTAN;
        let country = known
            .and_then(|number| number.country.clone())
            .unwrap_or_else(|| {
                if foreign {
                    citizenship.to_owned()
                } else {
                    String::new()
                }
            });
        Self {
            kind: RwSignal::new(if passport { PASSPORT } else { IIN }.to_owned()),
            iin: RwSignal::new(String::new()),
            passport: RwSignal::new(String::new()),
            country: RwSignal::new(country),
            printed_so: RwSignal::new(false),
        }
    }

    fn is_passport(self) -> bool {
        self.kind.with(|kind| kind == PASSPORT)
    }

    pub(super) fn request(self) -> SetPersonalNumber {
        untrack(|| {
            if self.is_passport() {
                SetPersonalNumber {
                    kind: NumberKind::Passport,
                    number: self.passport.get(),
                    country: self.country.get(),
                    printed_so: false,
                }
            } else {
                SetPersonalNumber {
                    kind: NumberKind::Iin,
                    number: self.iin.get(),
                    country: String::new(),
                    printed_so: self.printed_so.get(),
                }
            }
        })
    }
}

/// Which number; or the masked one that was given, which may stay.
#[component]
pub fn NumberPage() -> AnyView {
    let context = RegistrationContext::expect();
    let facts = context.facts_now();
    let typed = Typed::new(
        facts.citizenship.as_deref().unwrap_or(KAZAKHSTAN),
        facts.personal_number.as_ref(),
    );
    let local = facts.citizenship.as_deref() == Some(KAZAKHSTAN);
    let fixed = facts.number_is_fixed();
    let known = RwSignal::new(facts.personal_number);
    let shown = move || match known.get() {
        Some(number) => given(context, &number, known, fixed),
        None => asked(context, typed, local),
    };
    live(shown)
}

/// The number that was given: it is not shown in full again.
fn given(
    context: RegistrationContext,
    number: &PersonalNumberView,
    known: RwSignal<Option<PersonalNumberView>>,
    fixed: bool,
) -> AnyView {
    let masked = number.masked.clone();
    let birth = number
        .birth_date
        .as_ref()
        .and_then(|date| date.parse().ok());
    let born = Signal::stored(birth);
    let (in_review, odd) = (number.in_review, number.odd_structure);
    let label = match number.kind {
        NumberKind::Iin => tr!(registration.iin),
        NumberKind::Passport => tr!(registration.passport_number),
    };
    let form = Form::new(move || async move {
        context.go_on();
        Ok(())
    });
    let other = Callback::new(move |()| known.set(None));
    let beside = (!fixed)
        .then(|| {
            view! {
                <Button
                    label=tr!(registration.other_number)
                    kind=ButtonKind::Secondary
                    press=other
                />
            }
        })
        .into_any();
    view! {
        <FormView
            form
            submit=tr!(common.continue_)
            beside=beside
        >
            <Heading text=tr!(registration.number_given_title) />
            <Answers>
                <Answer label value=Signal::stored(masked) />
            </Answers>
            {in_review
                .then(|| {
                    view! {
                        <Notice>
                            <p>{tr!(registration.number_in_review)}</p>
                        </Notice>
                    }
                })}
            {odd
                .then(|| {
                    view! {
                        <Notice kind=NoticeKind::Warning>
                            <p>{tr!(registration.iin_odd)}</p>
                        </Notice>
                    }
                })}
            {early_note(context, born)}
        </FormView>
        {early_link(context, born)}
    }
    .into_any()
}

fn asked(context: RegistrationContext, typed: Typed, local: bool) -> AnyView {
    let form = Form::new(move || {
        let body = typed.request();
        async move {
            check(body.validate(), &["number", "country"])?;
            context.advance(api::set_personal_number(&body).await?);
            Ok(())
        }
    });
    let title = derived(move || {
        if typed.is_passport() {
            say!(registration.passport_title)
        } else if local {
            say!(registration.iin_title)
        } else {
            say!(registration.number_title)
        }
    });
    let born = typed_birth(typed);
    let fields = move || {
        if typed.is_passport() {
            passport_fields(context, typed)
        } else {
            iin_field(form, typed)
        }
    };
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=title />
            {(!local).then(|| kinds(typed))}
            {live(fields)}
            {early_note(context, born)}
            {local.then(|| other_way(typed))}
        </FormView>
        {early_link(context, born)}
    }
    .into_any()
}

fn kinds(typed: Typed) -> AnyView {
    let options = vec![
        RadioOption {
            hint: Some(tr!(registration.kind_iin_hint)),
            ..RadioOption::new(IIN, tr!(registration.kind_iin))
        },
        RadioOption::new(PASSPORT, tr!(registration.kind_passport)),
    ];
    view! { <Radios name="kind" legend=tr!(registration.kind_legend) options value=typed.kind /> }
        .into_any()
}

/// Citizens are asked for the IIN; who has none yet finds the passport in a fold.
fn other_way(typed: Typed) -> AnyView {
    let to = move |kind: &'static str| Callback::new(move |()| typed.kind.set(kind.to_owned()));
    let shown = move || {
        if typed.is_passport() {
            view! {
                <p>
                    <Button
                        label=tr!(registration.use_iin)
                        kind=ButtonKind::Text
                        press=to(IIN)
                    />
                </p>
            }
            .into_any()
        } else {
            view! {
                <Fold summary=tr!(registration.no_iin)>
                    <p>{tr!(registration.no_iin_words)}</p>
                    <Button
                        label=tr!(registration.use_passport)
                        kind=ButtonKind::Secondary
                        press=to(PASSPORT)
                    />
                </Fold>
            }
            .into_any()
        }
    };
    live(shown)
}

pub(super) fn iin_field(form: Form, typed: Typed) -> AnyView {
    // What is refused already is said once, at the field.
    let advice = derived(move || {
        let spoken = form.error("number").is_some();
        iin_advice(&typed.iin.get()).filter(|_| !spoken)
    });
    view! {
        <TextInput
            name="number"
            value=typed.iin
            label=tr!(registration.iin)
            hint=tr!(registration.iin_hint)
            advice
            inputmode="numeric"
            class="input input-12"
        />
        {printed_so(form, typed)}
    }
    .into_any()
}

/// The birth date in the number as typed.
fn typed_birth(typed: Typed) -> Signal<Option<Date>> {
    derived(move || {
        let iin = typed.iin.with(|text| Iin::parse(text).ok());
        iin.filter(|_| !typed.is_passport()).as_ref().and_then(born)
    })
}

/// "It is printed so on my document", once the control digit did not fit.
pub(super) fn printed_so(form: Form, typed: Typed) -> AnyView {
    let refused = Memo::new(move |_| {
        form.errors()
            .iter()
            .any(|error| error.code == Code::IinChecksum)
    });
    // Once offered it stays: a tick that vanishes under the finger is worse than one too many.
    let printed = move || {
        (refused.get() || typed.printed_so.get()).then(|| {
            view! {
                <Notice kind=NoticeKind::Warning title=tr!(registration.printed_title)>
                    <p>{tr!(registration.printed_words)}</p>
                    <Checkbox
                        name="printed_so"
                        label=tr!(registration.printed_label)
                        checked=typed.printed_so
                        change=move |wanted| typed.printed_so.set(wanted)
                    />
                </Notice>
            }
        })
    };
    live(printed)
}

/// Tells how many digits there are, and what the finished number says. Refuses nothing.
fn iin_advice(text: &str) -> Option<String> {
    let typed = without_separators(text);
    let count = typed.chars().count();
    if count == 0 {
        None
    } else if count < 12 {
        Some(say!(registration.iin_count, count = count))
    } else {
        Some(match Iin::parse(text) {
            Ok(iin) => {
                if let Structure::Ok { birth_date, .. } = iin.structure() {
                    let date = clock::civil_date(&birth_date.to_string());
                    say!(registration.iin_reads, date = date)
                } else {
                    say!(registration.iin_odd)
                }
            }
            Err(Code::IinChecksum) => say!(registration.iin_look_again),
            Err(_) => say!(registration.iin_twelve),
        })
    }
}

fn passport_fields(context: RegistrationContext, typed: Typed) -> AnyView {
    let countries =
        derived(move || sorting::entries(&context.dictionaries().countries, language()));
    view! {
        <TextInput
            name="number"
            value=typed.passport
            label=tr!(registration.passport_number)
            hint=tr!(registration.passport_hint)
            class="input input-20"
        />
        <Combobox
            name="country"
            label=tr!(registration.passport_country)
            about=tr!(registration.passport_country)
            options=countries
            value=typed.country
        />
    }
    .into_any()
}
