//! Before the camera: what is taken, why, who sees it, how long it is kept; the consent; then the
//! browser's own question.
//!
//! No picture is taken here. The camera is opened only to have the question asked, and closed.

use leptos::prelude::*;
use shared::consents::{AnswerBiometrics, BiometricAnswer, Text, TextKind};
use shared::requirements::Requirement;
use wasm_bindgen_futures::spawn_local;

use crate::api::{self, Answer};
use crate::device::camera::{self, CameraError, CameraRequest, Facing};
use crate::device::prefetch::prefetch;
use crate::errands::{ToPhone, first_task};
use crate::language::{Words, language};
use crate::programmes::use_code;
use crate::proofing::in_person::InPerson;
use crate::proofing::place::Place;
use crate::proofing::trouble::CameraTrouble;
use crate::proofing::ways::{OtherWays, Way};
use crate::registration::RegistrationContext;
use crate::tr;
use crate::ui::{Form, FormView, Heading, Notice, ProblemNotice, Skeleton, icon};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    Consent,
    Permission,
    Phone,
    InPerson,
}

/// The page of `/register/camera`.
#[component]
pub fn CameraPage() -> AnyView {
    prefetch();
    let place = Place::here();
    let agreed = RwSignal::new(false);
    let screen = Memo::new(move |_| match place.query("way").as_deref() {
        Some("person") => Screen::InPerson,
        Some("phone") => Screen::Phone,
        _ if agreed.get() => Screen::Permission,
        _ => Screen::Consent,
    });
    let shown = move || match screen.get() {
        Screen::Consent => view! { <Consent agreed /> }.into_any(),
        Screen::Permission => view! { <Permission /> }.into_any(),
        Screen::Phone => {
            let back = place.address("camera", &[]);
            view! { <ToPhone task=first_task(RegistrationContext::expect()) back /> }.into_any()
        }
        Screen::InPerson => view! { <InPerson /> }.into_any(),
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// The consent, with its whole text on the page.
#[component]
fn Consent(
    /// Set when the server has the consent.
    agreed: RwSignal<bool>,
) -> AnyView {
    let context = RegistrationContext::expect();
    let programme = use_code();
    let text = LocalResource::new(move || {
        let (language, programme) = (language(), programme.get());
        async move { api::text(TextKind::Biometrics, language, &programme).await }
    });
    let form = Form::new(move || async move {
        let text = text.await?;
        let answer = AnswerBiometrics {
            answer: BiometricAnswer::Agreed,
            version: text.version,
            language: text.language,
        };
        context.update(api::answer_biometrics(&answer).await?);
        agreed.set(true);
        Ok(())
    });
    let in_person = context.facts_now().in_person();
    let phone = Place::here().address("camera", &[("way", "phone")]);
    // Without a photo of the face it is movements that are looked at.
    let programme_now = untrack(|| context.programme());
    let face = programme_now.is_none_or(|known| known.asks(Requirement::FacePhoto));
    let lead = if face {
        tr!(proofing.consent.lead)
    } else {
        tr!(proofing.consent.lead_movement)
    };
    view! {
        <FormView form submit=tr!(proofing.consent.agree)>
            <Heading text=tr!(proofing.consent.title) />
            {in_person
                .then(|| {
                    view! {
                        <Notice>
                            <p>{tr!(proofing.consent.was_in_person)}</p>
                        </Notice>
                    }
                })}
            <p class="lead">{lead}</p>
            {facts(face)}
            {move || full_text(text.get())}
        </FormView>
        <OtherWays ways=vec![Way::Phone(phone), Way::Person] />
    }
    .into_any()
}

fn facts(face: bool) -> AnyView {
    let (seen, reason) = if face {
        (
            tr!(proofing.consent.what_text),
            tr!(proofing.consent.why_text),
        )
    } else {
        (
            tr!(proofing.consent.what_movement),
            tr!(proofing.consent.why_movement),
        )
    };
    let line = |sign: &'static str, question: Words, answer: Words| {
        view! {
            <div class="fact">
                {icon(sign)} <dt>{question}</dt> <dd>{answer}</dd>
            </div>
        }
    };
    view! {
        <dl class="facts">
            {line("camera", tr!(proofing.consent.what), seen)}
            {line("help", tr!(proofing.consent.why), reason)}
            {line("lock", tr!(proofing.consent.who), tr!(proofing.consent.who_text))}
            {line("clock", tr!(proofing.consent.how_long), tr!(proofing.consent.how_long_text))}
        </dl>
    }
    .into_any()
}

fn full_text(text: Option<Answer<Text>>) -> AnyView {
    match text {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(text)) => view! {
            <div class="document">
                <div
                    class="document-view"
                    tabindex="0"
                    role="region"
                    aria-label=text.title.clone()
                    lang=text.language.as_str()
                >
                    <article class="document-page">
                        <h2>{text.title.clone()}</h2>
                        <div inner_html=text.html></div>
                    </article>
                </div>
                <div class="document-end">
                    <span class="fine">
                        {tr!(proofing.consent.version, version = text.version.clone())}
                    </span>
                </div>
            </div>
        }
        .into_any(),
    }
}

/// Has the browser ask, and goes on when the person allows.
#[component]
fn Permission() -> AnyView {
    let context = RegistrationContext::expect();
    let place = Place::here();
    let refused = RwSignal::new(None::<CameraError>);
    let ask = move || {
        spawn_local(async move {
            let opened = camera::open(&CameraRequest::facing(Facing::User)).await;
            // Only the permission was wanted: the camera closes at once.
            let outcome = opened.map(drop).err();
            if refused.try_set(outcome).is_none() && outcome.is_none() {
                context.go_on();
            }
        });
    };
    ask();
    let again = Callback::new(move |()| {
        refused.set(None);
        ask();
    });
    let shown = move || match refused.get() {
        None => asking(),
        Some(error) => {
            let mut ways: Vec<_> = file_page(context)
                .map(|page| Way::File(place.address(page, &[("way", "file")])))
                .into_iter()
                .collect();
            ways.push(Way::Phone(place.address("camera", &[("way", "phone")])));
            ways.push(Way::Person);
            view! {
                <Heading text=tr!(proofing.trouble.title) />
                <CameraTrouble error again />
                <OtherWays ways />
            }
            .into_any()
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// The next page where a file does in the place of the camera.
fn file_page(context: RegistrationContext) -> Option<&'static str> {
    let next = untrack(|| context.latest())?.next?;
    matches!(next, Requirement::FacePhoto | Requirement::IdentityDocument).then(|| next.page())
}

fn asking() -> AnyView {
    view! {
        <Heading text=tr!(proofing.permission.title) />
        <p class="lead">{tr!(proofing.permission.text)}</p>
        <img class="drawing" src="/pictures/camera-allow.svg" alt="" width="480" height="240" />
        <p role="status">
            <span class="spinner" aria-hidden="true"></span>
            " "
            {tr!(proofing.permission.waiting)}
        </p>
    }
    .into_any()
}
