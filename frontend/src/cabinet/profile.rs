//! Own data: as registered, what guards them, and what is to be known about paying.

use leptos::prelude::*;
use shared::cabinet::Cabinet;
use shared::dictionaries::Dictionaries;
use shared::people::{NumberKind, OUTSIDE_KAZAKHSTAN, PersonalDetails, Sex, Study};
use shared::programmes::Prepayment;

use crate::help::{Contacts, phone_words};
use crate::language::{Words, language};
use crate::ui::{Answer, Answers, Notice, icon, live};
use crate::{api, clock, say, tr};

pub(super) fn page(cabinet: Cabinet, prepayment: Option<Prepayment>) -> AnyView {
    let asks_lists = cabinet.details.is_some() || cabinet.study.is_some();
    let lists = LocalResource::new(move || async move {
        if asks_lists {
            api::dictionaries().await.ok()
        } else {
            None
        }
    });
    let note = if cabinet.name_fixed {
        tr!(cabinet.profile_note)
    } else {
        tr!(cabinet.number_note)
    };
    let rows = move || {
        let lists = lists.get().flatten().unwrap_or_default();
        rows(&cabinet, &lists)
    };
    view! {
        {live(rows)}
        <div class="button-row">
            <a class="button button-secondary" href="/cabinet/profile/edit">
                {icon("edit")}
                {tr!(cabinet.edit)}
            </a>
        </div>
        <Notice>
            <p>{note}</p>
        </Notice>
        <Contacts />
        <section class="stack-tight">
            <h2>{tr!(security.title)}</h2>
            <ul class="list">
                <li>
                    <a href="/account/email">{tr!(cabinet.change_email)}</a>
                </li>
                <li>
                    <a href="/account/password">{tr!(cabinet.change_password)}</a>
                </li>
                <li>
                    <a href="/account">{tr!(cabinet.all_security)}</a>
                </li>
            </ul>
        </section>
        {prepayment.map(information)}
    }
    .into_any()
}

/// How a repeated attempt is paid in advance.
fn information(prepayment: Prepayment) -> AnyView {
    let Prepayment {
        service,
        tenge,
        year,
    } = prepayment;
    view! {
        <section class="stack-tight" id="information">
            <h2>{tr!(cabinet.information)}</h2>
            <p>{tr!(cabinet.repeat_words)}</p>
            <ol class="list">
                <li>{tr!(cabinet.pay_open)}</li>
                <li>{tr!(cabinet.pay_find, service = service.clone())}</li>
                <li>{tr!(cabinet.pay_iin)}</li>
                <li>{tr!(cabinet.pay_kind)}</li>
                <li>{tr!(cabinet.pay_region)}</li>
                <li>{tr!(cabinet.pay_sum, sum = tenge, year = year)}</li>
            </ol>
            <p>{tr!(cabinet.pay_found)}</p>
        </section>
    }
    .into_any()
}

fn row(label: Words, value: String) -> AnyView {
    view! { <Answer label value=Signal::stored(value) /> }.into_any()
}

fn rows(cabinet: &Cabinet, lists: &Dictionaries) -> AnyView {
    let number = match cabinet.personal_number.kind {
        NumberKind::Iin => tr!(registration.iin),
        NumberKind::Passport => tr!(registration.passport_number),
    };
    let mut rows = vec![
        row(tr!(registration.full_name), cabinet.name.full()),
        row(number, cabinet.personal_number.masked.clone()),
        row(tr!(registration.email), cabinet.email.clone()),
    ];
    if let Some(details) = &cabinet.details {
        rows.extend(of_details(details, lists));
    }
    if let Some(phone) = &cabinet.phone {
        rows.push(row(tr!(registration.phone), phone_words(phone)));
    }
    if let Some(study) = &cabinet.study {
        rows.extend(of_study(study, lists));
    }
    view! { <Answers>{rows}</Answers> }.into_any()
}

fn of_details(details: &PersonalDetails, lists: &Dictionaries) -> [AnyView; 3] {
    let sex = match details.sex {
        Sex::Female => say!(registration.female),
        Sex::Male => say!(registration.male),
    };
    let region = if details.region == OUTSIDE_KAZAKHSTAN {
        say!(registration.outside)
    } else {
        let mut regions = lists.regions.iter();
        let found = regions.find(|region| region.code == details.region);
        found
            .map(|region| region.name.text(language()).to_owned())
            .unwrap_or_default()
    };
    [
        row(tr!(registration.sex), sex),
        row(
            tr!(registration.birth_date),
            clock::civil_date(&details.birth_date),
        ),
        row(tr!(registration.region), region),
    ]
}

fn of_study(study: &Study, lists: &Dictionaries) -> Vec<AnyView> {
    let contingent = lists
        .contingents
        .iter()
        .find(|contingent| contingent.code == study.contingent)
        .map(|contingent| contingent.name.text(language()).to_owned());
    let place = lists
        .places
        .iter()
        .find(|place| place.code == study.place)
        .map_or_else(
            || study.other_place.clone(),
            |place| place.name.text(language()).to_owned(),
        );
    let mut rows = vec![row(
        tr!(registration.contingent),
        contingent.unwrap_or_default(),
    )];
    if !place.is_empty() {
        rows.push(row(tr!(registration.place), place));
    }
    rows
}
