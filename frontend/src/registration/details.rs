//! Sex, birth date, region, mobile number.

use leptos::prelude::*;
use shared::people::{OUTSIDE_KAZAKHSTAN, PersonalNumberView, SetPersonalDetails, Sex};
use shared::problem::Problem;
use shared::time::date_in_kazakhstan;

use crate::language::language;
use crate::registration::RegistrationContext;
use crate::registration::phone::{PhoneField, typed_phone};
use crate::ui::{DateParts, Form, FormView, Heading, Notice, RadioOption, Radios, Select, derived};
use crate::{api, clock, say, sorting, tr};

const FEMALE: &str = "female";
const MALE: &str = "male";

const fn sex_text(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => FEMALE,
        Sex::Male => MALE,
    }
}

fn sex_of(text: &str) -> Option<Sex> {
    match text {
        FEMALE => Some(Sex::Female),
        MALE => Some(Sex::Male),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Typed {
    sex: RwSignal<String>,
    birth: [RwSignal<String>; 3],
    region: RwSignal<String>,
    phone: RwSignal<String>,
}

impl Typed {
    /// What was saved; where nothing was, what the digits of the IIN offer.
    fn new(context: RegistrationContext) -> Self {
        let facts = context.facts_now();
        let phone = typed_phone(facts.contact_phone());
        let offer = facts.personal_number;
        let (sex, date, region) = match facts.details {
            Some(details) => (Some(details.sex), Some(details.birth_date), details.region),
            None => (
                offer.as_ref().and_then(|number| number.sex),
                offer.and_then(|number| number.birth_date),
                String::new(),
            ),
        };
        let mut parts = date.unwrap_or_default();
        let mut part = || {
            let rest = parts.split_off(parts.rfind('-').map_or(0, |at| at + 1));
            parts.truncate(parts.len().saturating_sub(1));
            RwSignal::new(rest.trim_start_matches('0').to_owned())
        };
        let birth = [part(), part(), part()];
        Self {
            sex: RwSignal::new(sex.map(sex_text).unwrap_or_default().to_owned()),
            birth,
            region: RwSignal::new(region),
            phone: RwSignal::new(phone),
        }
    }

    fn request(self) -> SetPersonalDetails {
        let [birth_day, birth_month, birth_year] = self.birth.map(|part| part.get_untracked());
        SetPersonalDetails {
            sex: sex_of(&self.sex.get_untracked()),
            birth_day,
            birth_month,
            birth_year,
            region: self.region.get_untracked(),
            phone: self.phone.get_untracked(),
        }
    }

    /// The date as typed, when it is one; reactive.
    fn date(self) -> Option<String> {
        let [birth_day, birth_month, birth_year] = self.birth.map(|part| part.get());
        let form = SetPersonalDetails {
            birth_day,
            birth_month,
            birth_year,
            ..SetPersonalDetails::default()
        };
        form.birth_date(date_in_kazakhstan(clock::now()))
            .ok()
            .map(|date| date.to_string())
    }
}

/// Personal data; sex and date are offered from the IIN.
#[component]
pub fn DetailsPage() -> AnyView {
    let context = RegistrationContext::expect();
    let typed = Typed::new(context);
    let offer = context
        .facts_now()
        .personal_number
        .filter(|number| number.birth_date.is_some());
    let form = Form::new(move || {
        let body = typed.request();
        async move {
            let refusals = body.refusals(date_in_kazakhstan(clock::now()));
            if !refusals.is_empty() {
                return Err(Problem::invalid(refusals));
            }
            context.advance(api::set_personal_details(&body).await?);
            Ok(())
        }
    });
    let offered = offer.is_some();
    let (sex_advice, date_advice) = advice(typed, offer);
    view! {
        <FormView form submit=tr!(common.continue_)>
            <Heading text=tr!(registration.details_title) />
            {offered
                .then(|| {
                    view! {
                        <Notice>
                            <p>{tr!(registration.from_iin)}</p>
                        </Notice>
                    }
                })}
            {sex_field(typed, sex_advice)}
            <DateParts
                name="birth_date"
                legend=tr!(registration.birth_date)
                hint=tr!(registration.birth_date_hint)
                advice=date_advice
                parts=typed.birth
                birthday=true
            />
            <Select
                name="region"
                label=tr!(registration.region)
                options=regions(context)
                value=typed.region
            />
            <PhoneField value=typed.phone />
        </FormView>
    }
    .into_any()
}

fn sex_field(typed: Typed, advice: Signal<Option<String>>) -> AnyView {
    let options = vec![
        RadioOption::new(FEMALE, tr!(registration.female)),
        RadioOption::new(MALE, tr!(registration.male)),
    ];
    view! {
        <Radios
            name="sex"
            legend=tr!(registration.sex)
            options
            advice
            value=typed.sex
            in_row=true
        />
    }
    .into_any()
}

/// Data that disagree with the IIN are worth a second look, not a refusal.
fn advice(
    typed: Typed,
    offer: Option<PersonalNumberView>,
) -> (Signal<Option<String>>, Signal<Option<String>>) {
    let (sex, date) = offer.map_or((None, None), |number| (number.sex, number.birth_date));
    let sex_advice = derived(move || {
        let differs = sex_of(&typed.sex.get())
            .zip(sex)
            .is_some_and(|(typed, iin)| typed != iin);
        differs.then(|| say!(registration.sex_differs))
    });
    let date_advice = derived(move || {
        let typed = typed.date()?;
        match &date {
            Some(date) if *date != typed => Some(say!(
                registration.date_differs,
                date = clock::civil_date(date)
            )),
            _ => Some(clock::civil_date(&typed)),
        }
    });
    (sex_advice, date_advice)
}

fn regions(context: RegistrationContext) -> Signal<Vec<(String, String)>> {
    derived(move || {
        let language = language();
        let lists = context.dictionaries();
        let mut regions: Vec<_> = sorting::entries(&lists.regions, language)
            .into_iter()
            .map(|region| (region.code, region.name.text(language).to_owned()))
            .collect();
        if !regions.iter().any(|(code, _)| code == OUTSIDE_KAZAKHSTAN) {
            regions.push((OUTSIDE_KAZAKHSTAN.to_owned(), say!(registration.outside)));
        }
        regions
    })
}
