//! Whom to ask, and a short manual with pictures.

use leptos::prelude::*;
use shared::consents::TextKind;
use shared::phone::Phone;
use shared::programmes::{DIGITAL_ID, FirstPassword, Programme};
use shared::requirements::Requirement;

use crate::language::{Words, language};
use crate::programmes::{entry, loaded, use_code, use_programme};
use crate::tr;
use crate::ui::{Fold, Heading, Plain, live};

/// A number for `href`.
pub fn phone_link(phone: &str) -> String {
    let digits: String = phone
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect();
    format!("tel:{digits}")
}

/// A number as people read it.
pub fn phone_words(phone: &str) -> String {
    match phone.strip_prefix("+7") {
        Some(number) if number.len() == 10 && number.is_ascii() => format!(
            "+7 ({}) {}-{}-{}",
            &number[..3],
            &number[3..6],
            &number[6..8],
            &number[8..]
        ),
        _ => Phone::parse(phone).map_or_else(|_| phone.to_owned(), |phone| phone.display()),
    }
}

/// The page of contacts and of the manual, as the programme needs it.
#[component]
pub fn HelpPage() -> AnyView {
    let (programme, code) = (use_programme(), use_code());
    let home = code.with_untracked(|code| entry(code));
    let shown = move || loaded(programme).map(|programme| manual_of(&programme));
    view! {
        <Plain back=home>
            <Heading text=tr!(help.title) />
            <h2>{tr!(help.contacts)}</h2>
            <Contacts />
            {live(shown)}
        </Plain>
    }
    .into_any()
}

fn manual_of(programme: &Programme) -> AnyView {
    if programme.code == DIGITAL_ID {
        return manual_identity();
    }
    let camera = programme.asks(Requirement::FacePhoto);
    let no_camera = camera.then(|| {
        view! {
            <Fold summary=tr!(help.no_camera_title)>
                <p>{tr!(help.no_camera)}</p>
            </Fold>
        }
    });
    let texts = [
        (Requirement::Terms, TextKind::Terms),
        (Requirement::BiometricConsent, TextKind::Biometrics),
        (Requirement::PersonalDataConsent, TextKind::PersonalData),
    ];
    let texts: Vec<_> = texts
        .into_iter()
        .filter(|(asked, _)| programme.asks(*asked))
        .map(|(_, kind)| {
            let address = format!("/agreement/{}", kind.as_str());
            view! {
                <li>
                    <a href=address>{live(move || crate::agreement::title(kind))}</a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <h2>{tr!(help.manual)}</h2>
        {if camera { manual() } else { manual_plain(programme.first_password) }}
        <h2>{tr!(help.questions)}</h2>
        <Fold summary=tr!(help.no_letter_title)>
            <p>{tr!(help.no_letter)}</p>
        </Fold>
        {no_camera}
        <Fold summary=tr!(help.wrong_iin_title)>
            <p>{tr!(help.wrong_iin)}</p>
        </Fold>
        <Fold summary=tr!(help.paid_title)>
            <p>{tr!(help.paid)}</p>
        </Fold>
        <Fold summary=tr!(help.later_title)>
            <p>{tr!(help.later)}</p>
        </Fold>
        <h2>{tr!(help.texts)}</h2>
        <ul class="list">{texts}</ul>
    }
    .into_any()
}

/// The Digital ID: number, movements, document.
fn manual_identity() -> AnyView {
    let texts = [TextKind::Terms, TextKind::Privacy, TextKind::Biometrics].map(|kind| {
        let address = format!("/agreement/{}", kind.as_str());
        view! {
            <li>
                <a href=address>{live(move || crate::agreement::title(kind))}</a>
            </li>
        }
        .into_any()
    });
    view! {
        <h2>{tr!(help.manual)}</h2>
        <ol class="list">
            <li>{tr!(identity.manual_code)}</li>
            <li>{tr!(identity.manual_person)}</li>
            <li>{tr!(identity.manual_document)}</li>
            <li>{tr!(identity.manual_finish)}</li>
        </ol>
        <h2>{tr!(help.texts)}</h2>
        <ul class="list">{texts}</ul>
    }
    .into_any()
}

/// Without pictures: address, letter, password, profile.
fn manual_plain(first: FirstPassword) -> AnyView {
    let password = match first {
        FirstPassword::Chosen => tr!(help.plain_password),
        FirstPassword::Mailed => tr!(help.plain_mailed),
    };
    view! {
        <ol class="list">
            <li>{tr!(help.plain_begin)}</li>
            <li>{tr!(help.plain_letter)}</li>
            <li>{password}</li>
            <li>{tr!(help.plain_profile)}</li>
            <li>{tr!(help.plain_after)}</li>
        </ol>
    }
    .into_any()
}

/// Phone, mail, address and hours of the centre.
#[component]
pub fn Contacts() -> AnyView {
    let programme = use_programme();
    let contacts = move || {
        programme.with(|programme| {
            let centre = programme.as_ref()?.as_ref().ok()?.centre.clone();
            let (phone, mail) = (centre.phone.clone(), centre.mail.clone());
            let language = language();
            Some(view! {
                <ul class="list">
                    <li>
                        <a href=phone_link(&phone)>{phone_words(&phone)}</a>
                        ", "
                        {centre.hours.text(language).to_owned()}
                    </li>
                    <li>
                        <a href=format!("mailto:{mail}")>{mail.clone()}</a>
                    </li>
                    <li>{centre.address.text(language).to_owned()}</li>
                </ul>
            })
        })
    };
    live(contacts)
}

fn manual() -> AnyView {
    view! {
        <ol class="list">
            <li>{tr!(help.step_begin)}</li>
            <li>{tr!(help.step_number)}</li>
            <li>{tr!(help.step_email)}</li>
            <li>{tr!(help.step_camera)}</li>
        </ol>
        <img class="drawing" src="/pictures/camera-allow.svg" alt="" width="480" height="240" />
        <ul class="pictures">
            {picture("face-good", true, tr!(help.face_good))}
            {picture("face-far", false, tr!(help.face_far))}
            {picture("face-covered", false, tr!(help.face_covered))}
            {picture("document-good", true, tr!(help.document_good))}
            {picture("document-glare", false, tr!(help.document_glare))}
            {picture("document-cut", false, tr!(help.document_cut))}
        </ul>
        <ol class="list" start="5">
            <li>{tr!(help.step_data)}</li>
            <li>{tr!(help.step_finish)}</li>
        </ol>
    }
    .into_any()
}

fn picture(name: &str, good: bool, caption: Words) -> AnyView {
    let (class, sign) = if good {
        ("picture picture-good", "check-circle")
    } else {
        ("picture picture-bad", "cross-circle")
    };
    view! {
        <li class=class>
            <img src=format!("/pictures/{name}.svg") alt="" width="240" height="180" />
            <p class="picture-caption">{crate::ui::icon(sign)} {caption}</p>
        </li>
    }
    .into_any()
}
