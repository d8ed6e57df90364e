//! The answers before they are handed in, each with a link that comes back here.

use leptos::prelude::*;
use shared::dictionaries::Entry;
use shared::documents::DocumentKind;
use shared::people::{NumberKind, OUTSIDE_KAZAKHSTAN, PersonName, PersonalDetails, Sex};
use shared::proofing::{Picture, PictureKind};
use shared::requirements::{Facts, Requirement};

use crate::app::use_session;
use crate::language::{Words, language};
use crate::registration::phone::typed_phone;
use crate::registration::{RegistrationContext, folder_of};
use crate::ui::{Answer, Answers, Form, FormView, Heading, Notice, live};
use crate::{api, clock, say, tr};

/// Check your answers, then finish.
#[component]
pub fn CheckPage() -> AnyView {
    let context = RegistrationContext::expect();
    let session = use_session();
    let form = Form::new(move || async move {
        let registration = api::finish_registration().await?;
        // The session knows the name now.
        session.refetch();
        context.advance(registration);
        Ok(())
    });
    let facts = Memo::new(move |_| context.facts());
    let programme = untrack(|| context.programme());
    let asks = |asked| {
        let programme = programme.as_ref();
        programme.is_some_and(|programme| programme.asks(asked))
    };
    let proof_part = asks(Requirement::BiometricConsent).then(|| {
        view! {
            <h2>{tr!(registration.check_proof)}</h2>
            {live(move || proof(context, &facts.get()))}
        }
    });
    let study_part = asks(Requirement::Study).then(|| {
        view! {
            <h2>{tr!(registration.check_study)}</h2>
            {live(move || study(context, &facts.get()))}
        }
    });
    view! {
        <FormView form submit=tr!(registration.finish)>
            <Heading text=tr!(registration.check_title) />
            <p>{tr!(registration.check_words)}</p>
            <h2>{tr!(registration.check_who)}</h2>
            {live(move || who(context, &facts.get()))}
            {proof_part}
            {study_part}
            <Notice>
                <p>{tr!(registration.check_note)}</p>
            </Notice>
        </FormView>
    }
    .into_any()
}

/// Where a step is changed; nowhere when the programme does not ask for it.
fn change(context: RegistrationContext, step: Requirement) -> String {
    let programme = untrack(|| context.programme());
    match programme {
        Some(programme) if programme.asks(step) => {
            format!(
                "{}/{}?return=check",
                folder_of(&programme.code),
                programme.page(step)
            )
        }
        _ => String::new(),
    }
}

fn row(
    context: RegistrationContext,
    label: Words,
    value: String,
    step: Option<Requirement>,
) -> AnyView {
    let change = step.map(|step| change(context, step)).unwrap_or_default();
    view! { <Answer label value=Signal::stored(value) change /> }.into_any()
}

fn named(code: &str, entries: &[Entry]) -> String {
    entries.iter().find(|entry| entry.code == code).map_or_else(
        || code.to_owned(),
        |entry| entry.name.text(language()).to_owned(),
    )
}

fn of_name(context: RegistrationContext, name: &PersonName) -> [AnyView; 3] {
    let step = Some(Requirement::PersonName);
    [
        (tr!(registration.surname), &name.surname),
        (tr!(registration.first_name), &name.first_name),
        (tr!(registration.patronymic), &name.patronymic),
    ]
    .map(|(label, part)| row(context, label, part.clone(), step))
}

fn of_details(
    context: RegistrationContext,
    details: &PersonalDetails,
    regions: &[Entry],
) -> [AnyView; 4] {
    let step = Some(Requirement::PersonalDetails);
    let sex = match details.sex {
        Sex::Female => say!(registration.female),
        Sex::Male => say!(registration.male),
    };
    let region = if details.region == OUTSIDE_KAZAKHSTAN {
        say!(registration.outside)
    } else {
        named(&details.region, regions)
    };
    let phone = typed_phone(Some(&details.phone));
    let date = clock::civil_date(&details.birth_date);
    [
        row(context, tr!(registration.sex), sex, step),
        row(context, tr!(registration.birth_date), date, step),
        row(context, tr!(registration.region), region, step),
        row(context, tr!(registration.phone), phone, step),
    ]
}

fn who(context: RegistrationContext, facts: &Facts) -> AnyView {
    let lists = context.dictionaries();
    let mut rows = Vec::new();
    if let Some(country) = &facts.citizenship {
        rows.push(row(
            context,
            tr!(registration.step_citizenship),
            named(country, &lists.countries),
            Some(Requirement::Citizenship),
        ));
    }
    if let Some(number) = &facts.personal_number {
        let label = match number.kind {
            NumberKind::Iin => tr!(registration.iin),
            NumberKind::Passport => tr!(registration.passport_number),
        };
        rows.push(row(
            context,
            label,
            number.masked.clone(),
            Some(Requirement::PersonalNumber),
        ));
    }
    // The address is the login now: it is not changed here.
    rows.push(row(
        context,
        tr!(registration.email),
        facts.email.clone().unwrap_or_default(),
        None,
    ));
    if let Some(name) = &facts.name {
        rows.extend(of_name(context, name));
    }
    if let Some(details) = &facts.details {
        rows.extend(of_details(context, details, &lists.regions));
    } else if let Some(phone) = facts.contact_phone() {
        let phone = typed_phone(Some(phone));
        rows.push(row(
            context,
            tr!(registration.phone),
            phone,
            Some(Requirement::Phone),
        ));
    }
    view! { <Answers>{rows}</Answers> }.into_any()
}

fn study(context: RegistrationContext, facts: &Facts) -> AnyView {
    let lists = context.dictionaries();
    let study = facts.study.clone().unwrap_or_default();
    let contingent = lists
        .contingents
        .iter()
        .find(|contingent| contingent.code == study.contingent)
        .map(|contingent| contingent.name.text(language()).to_owned());
    let place = lists
        .places
        .iter()
        .find(|place| place.code == study.place)
        .map_or(study.other_place, |place| {
            place.name.text(language()).to_owned()
        });
    let step = Some(Requirement::Study);
    let mut rows = vec![row(
        context,
        tr!(registration.contingent),
        contingent.unwrap_or(study.contingent),
        step,
    )];
    if !place.is_empty() {
        rows.push(row(context, tr!(registration.place), place, step));
    }
    view! { <Answers>{rows}</Answers> }.into_any()
}

fn proof(context: RegistrationContext, facts: &Facts) -> AnyView {
    if facts.in_person() {
        let way = say!(registration.proof_in_person);
        let row = row(
            context,
            tr!(registration.proof_way),
            way,
            Some(Requirement::BiometricConsent),
        );
        return view! { <Answers>{row}</Answers> }.into_any();
    }
    pictures(context, facts, true)
}

/// Which document was shown; empty when none was.
pub fn document_words(facts: &Facts) -> String {
    facts.document.kind.map(document_name).unwrap_or_default()
}

fn document_name(kind: DocumentKind) -> String {
    match kind {
        DocumentKind::IdentityCard => say!(registration.identity_card),
        DocumentKind::Passport => say!(registration.passport),
        DocumentKind::ResidencePermit => say!(registration.residence_permit),
    }
}

/// The pictures that are handed in, with links to take them again when asked for.
pub(super) fn pictures(context: RegistrationContext, facts: &Facts, changeable: bool) -> AnyView {
    let document = document_words(facts);
    let named = |kind: PictureKind| match kind {
        PictureKind::Face => say!(registration.picture_face),
        PictureKind::DocumentFront => say!(registration.picture_front, document = document.clone()),
        PictureKind::DocumentBack => say!(registration.picture_back, document = document.clone()),
    };
    let side = |picture: &Picture| {
        let (step, name) = match picture.kind {
            PictureKind::Face => (Requirement::FacePhoto, named(picture.kind)),
            _ => (Requirement::IdentityDocument, named(picture.kind)),
        };
        let source = api::picture_address(picture.kind, &picture.id);
        let link = changeable.then(|| {
            view! {
                <a href=change(context, step)>
                    {say!(common.change)} <span class="hidden-text">" " {name.clone()}</span>
                </a>
            }
        });
        view! {
            <li class="side stack-tight">
                <img src=source alt=name.clone() />
                <p>{name.clone()}</p>
                {link}
            </li>
        }
        .into_any()
    };
    let taken = [&facts.face, &facts.document.front, &facts.document.back];
    let sides: Vec<_> = taken.into_iter().flatten().map(side).collect();
    (!sides.is_empty())
        .then(|| view! { <ul class="sides">{sides}</ul> })
        .into_any()
}
