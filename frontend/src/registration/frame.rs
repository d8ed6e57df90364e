//! The frame around each step: where the person is, the way back, what is saved; and what stands
//! there instead when the step cannot be shown.

use leptos::prelude::*;
use shared::problem::{Code, Problem};
use shared::programmes::{DIGITAL_ID, EmailProof, PROFILE, Programme};
use shared::registration::Registration;
use shared::requirements::{Facts, Requirement, may_enter};

use crate::app::{NotFound, below};
use crate::guardians::GuardianPage;
use crate::programmes::{FIRST, cabinet_address, entry, sign_in_address, use_code};
use crate::proofing::{CameraPage, DocumentPage, FacePage};
use crate::registration::{RegistrationContext, address_of, check, citizenship, code, consent};
use crate::registration::{details, email, link_sent, name, number, password, phone, profile};
use crate::registration::{sign_in, study};
use crate::sharing::IdentityPage;
use crate::ui::{BackLink, Heading, ProblemNotice, Progress, Skeleton, derived, live};
use crate::{clock, say, tr};

/// What can be shown at the address of a step.
#[derive(Debug, Clone, PartialEq)]
enum Gate {
    Loading,
    Failed(Problem),
    /// No such step.
    Unknown,
    /// This browser has no registration.
    Absent,
    /// Something before it is missing.
    Early,
    /// Done once and for all.
    Passed,
    Open(Requirement),
}

/// Steps that are not asked twice: the address is proved, the login exists, the person is in.
fn passed(programme: &Programme, facts: &Facts, step: Requirement) -> bool {
    match step {
        // A newer text is accepted on the page of the number.
        Requirement::MobileNumber | Requirement::MobileCode => {
            facts.mobile_proved && facts.satisfy(programme, step)
        }
        Requirement::Email | Requirement::EmailCode => facts.email_proved,
        Requirement::Password => facts.login_exists,
        Requirement::SignIn => facts.satisfy(programme, step),
        Requirement::OwnPassword => facts.own_password,
        _ => false,
    }
}

/// Position on the person's path, from 0.
fn position(
    programme: &Programme,
    registration: &Registration,
    step: Requirement,
) -> Option<usize> {
    registration
        .path
        .iter()
        .position(|other| programme.page(*other) == programme.page(step))
}

/// The page before this one, leaving out what is done once and for all.
fn previous(
    programme: &Programme,
    registration: &Registration,
    step: Requirement,
) -> Option<Requirement> {
    let position = position(programme, registration, step)?;
    registration.path[..position]
        .iter()
        .copied()
        .rfind(|earlier| !passed(programme, &registration.facts, *earlier))
}

/// Which steps a program shows, and where: what it does not name, its file does not hold.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Folder of their addresses.
    pub folder: &'static str,
    /// The page that begins a registration where there is none.
    pub first: &'static str,
    /// What stands above each heading.
    pub caption: &'static str,
    /// The page of a step.
    pub page: fn(&Programme, Requirement) -> AnyView,
    /// What stands above everything else.
    pub above: fn(RegistrationContext) -> AnyView,
    /// What stands below everything else.
    pub below: fn() -> AnyView,
}

/// The registration for an exam.
#[component]
pub fn Registering() -> AnyView {
    registering(Steps {
        folder: "/register",
        first: "citizenship",
        caption: "РЕГИСТРАЦИЯ / ТІРКЕЛУ",
        page,
        above: |_| ().into_any(),
        below: || ().into_any(),
    })
}

/// The page of a registration: any step, by the last part of the address.
pub fn registering(steps: Steps) -> AnyView {
    let page = below(steps.folder);
    let context = RegistrationContext::new(page.with_untracked(|page| page == steps.first));
    provide_context(context);
    let step = Memo::new(move |_| {
        let programme = context.programme()?;
        page.with(|page| programme.of_page(page))
    });
    let gate = Memo::new(move |_| gate(context, step.get()));
    let code = use_code();
    let back = derived(move || {
        let before = context.programme().and_then(|programme| {
            let registration = context.latest()?;
            previous(&programme, &registration, step.get()?)
        });
        before.map_or_else(
            || code.with(|code| entry(code).to_owned()),
            |step| context.address(step),
        )
    });
    view! {
        <div class="column">
            <BackLink href=back />
            <section class="sheet">
                <div class="stack">
                    {(steps.above)(context)}
                    {progress(context, page, step)}
                    <p class="caption">{steps.caption}</p>
                    {live(move || body(context, gate.get(), steps))}
                    {kept(context)}
                </div>
            </section>
            {(steps.below)()}
        </div>
    }
    .into_any()
}

fn gate(context: RegistrationContext, step: Option<Requirement>) -> Gate {
    let registration = match context.latest.get() {
        None => return Gate::Loading,
        Some(Err(problem)) if problem.code == Code::SignInRequired => return Gate::Absent,
        Some(Err(problem)) => return Gate::Failed(problem),
        Some(Ok(registration)) => registration,
    };
    let programme = match context.programme.get() {
        None => return Gate::Loading,
        Some(Err(problem)) => return Gate::Failed(problem),
        Some(Ok(programme)) => programme,
    };
    // While the programme changes with the session, one of the two is the old one's.
    if programme.code != registration.programme {
        return Gate::Loading;
    }
    let Some(step) = step else {
        return Gate::Unknown;
    };
    // Who is through has nothing to do on any page of the registration.
    if registration.next.is_none() || passed(&programme, &registration.facts, step) {
        Gate::Passed
    } else if may_enter(&programme, &registration.facts, step) {
        Gate::Open(step)
    } else {
        Gate::Early
    }
}

fn body(context: RegistrationContext, gate: Gate, steps: Steps) -> AnyView {
    match gate {
        Gate::Loading => view! { <Skeleton /> }.into_any(),
        Gate::Failed(problem) => view! {
            <Heading text=tr!(registration.failed) />
            <ProblemNotice problem />
            <p>
                <a href="">{tr!(common.try_again)}</a>
            </p>
        }
        .into_any(),
        Gate::Unknown => view! { <NotFound /> }.into_any(),
        Gate::Absent => absent(),
        Gate::Early => detour(
            context,
            tr!(registration.early_title),
            tr!(registration.early),
        ),
        Gate::Passed => detour(
            context,
            tr!(registration.passed_title),
            tr!(registration.passed),
        ),
        Gate::Open(step) => {
            let programme = untrack(|| context.programme());
            programme.map_or_else(|| ().into_any(), |programme| (steps.page)(&programme, step))
        }
    }
}

fn page(programme: &Programme, step: Requirement) -> AnyView {
    if programme.page(step) == PROFILE {
        return view! { <profile::ProfilePage /> }.into_any();
    }
    match step {
        Requirement::Citizenship | Requirement::Terms => {
            view! { <citizenship::CitizenshipPage /> }.into_any()
        }
        Requirement::PersonalNumber => view! { <number::NumberPage /> }.into_any(),
        Requirement::Email => view! { <email::EmailPage /> }.into_any(),
        Requirement::EmailCode if programme.email_proof == EmailProof::Link => {
            view! { <link_sent::LinkSentPage /> }.into_any()
        }
        Requirement::EmailCode => view! { <code::CodePage /> }.into_any(),
        Requirement::Password => view! { <password::PasswordPage /> }.into_any(),
        Requirement::SignIn => view! { <sign_in::SignInStep /> }.into_any(),
        Requirement::OwnPassword => view! { <password::OwnPasswordPage /> }.into_any(),
        Requirement::BiometricConsent => view! { <CameraPage /> }.into_any(),
        Requirement::FacePhoto => view! { <FacePage /> }.into_any(),
        Requirement::IdentityDocument => view! { <DocumentPage /> }.into_any(),
        Requirement::PersonalDataConsent => view! { <consent::ConsentPage /> }.into_any(),
        Requirement::PersonName => view! { <name::NamePage /> }.into_any(),
        Requirement::PersonalDetails => view! { <details::DetailsPage /> }.into_any(),
        Requirement::Phone => view! { <phone::PhonePage /> }.into_any(),
        Requirement::Study => view! { <study::StudyPage /> }.into_any(),
        Requirement::GuardianConsent => view! { <GuardianPage /> }.into_any(),
        // Steps of the Digital ID alone, in a program of their own.
        Requirement::MobileNumber
        | Requirement::MobileCode
        | Requirement::MovementCheck
        | Requirement::Pin
        | Requirement::DocumentData => view! { <NotFound /> }.into_any(),
        Requirement::DigitalId => view! { <IdentityPage /> }.into_any(),
        Requirement::Finish => view! { <check::CheckPage /> }.into_any(),
    }
}

fn absent() -> AnyView {
    let code = untrack(|| use_code().get());
    let begin = match code.as_str() {
        FIRST => "/register/citizenship",
        other => entry(other),
    };
    let sign_in = format!(
        "{}?return={}",
        sign_in_address(&code),
        cabinet_address(&code)
    );
    view! {
        <Heading text=tr!(registration.absent_title) />
        <p>{tr!(registration.absent)}</p>
        <div class="button-row">
            <a class="button" href=sign_in>
                {tr!(common.sign_in)}
            </a>
            // A full load: the first page begins a new registration.
            <a class="button button-secondary" href=begin rel="external">
                {tr!(registration.begin)}
            </a>
        </div>
    }
    .into_any()
}

fn detour(
    context: RegistrationContext,
    title: crate::language::Words,
    words: crate::language::Words,
) -> AnyView {
    let address = move || {
        context
            .latest()
            .as_ref()
            .map(address_of)
            .unwrap_or_default()
    };
    let next = move || context.latest()?.next_page;
    view! {
        <Heading text=title />
        <p>{words}</p>
        <div class="button-row">
            <a class="button" href=derived(address)>
                {live(move || {
                    if let Some(next) = next() {
                        say!(registration.go_to, step = page_name(&next))
                    } else {
                        say!(registration.go_to_cabinet)
                    }
                })}
            </a>
        </div>
    }
    .into_any()
}

fn progress(
    context: RegistrationContext,
    page: Memo<String>,
    step: Memo<Option<Requirement>>,
) -> AnyView {
    let known = Memo::new(move |_| {
        let registration = context.latest()?;
        let position = position(&context.programme()?, &registration, step.get()?)?;
        Some((position + 1, registration.path.len()))
    });
    let shown = move || {
        known.get().map(|_| {
            let number = derived(move || known.get().map_or(0, |known| known.0));
            let total = derived(move || known.get().map_or(0, |known| known.1));
            let name = derived(move || page.with(|page| page_name(page)));
            view! { <Progress number total name saved=saved(context) /> }
        })
    };
    live(shown)
}

fn has_answers(facts: &Facts) -> bool {
    facts.citizenship.is_some() || facts.email.is_some() || facts.mobile.is_some()
}

fn saved(context: RegistrationContext) -> Signal<String> {
    derived(move || {
        let registration = context.latest().filter(|registration| {
            // Nothing is worth the word before the first answer.
            has_answers(&registration.facts)
        });
        registration
            .map(|registration| {
                say!(
                    registration.saved_at,
                    time = clock::time(registration.saved_at)
                )
            })
            .unwrap_or_default()
    })
}

fn kept(context: RegistrationContext) -> AnyView {
    let words = move || {
        let registration = context.latest()?;
        if !has_answers(&registration.facts) {
            return None;
        }
        let until = clock::date(registration.kept_until);
        Some(if registration.facts.signed_in {
            say!(registration.kept_everywhere, until = until)
        } else if registration.programme == DIGITAL_ID {
            say!(mobile.kept_here, until = until)
        } else {
            say!(registration.kept_here, until = until)
        })
    };
    view! { <p class="fine">{live(words)}</p> }.into_any()
}

/// The name of a page of the registration, in the language of the page.
pub fn page_name(page: &str) -> String {
    match page {
        "citizenship" => say!(registration.step_citizenship),
        "number" => say!(registration.step_number),
        "email" => say!(registration.step_email),
        "code" => say!(registration.step_code),
        "password" | "own-password" => say!(registration.step_password),
        "sign-in" => say!(registration.step_sign_in),
        "camera" => say!(registration.step_camera),
        "face" => say!(registration.step_face),
        "movement" => say!(registration.step_movement),
        "document" => say!(registration.step_document),
        "data" => say!(registration.step_data),
        "consent" => say!(registration.step_consent),
        "name" => say!(registration.step_name),
        "details" => say!(registration.step_details),
        "phone" => say!(registration.phone),
        "study" => say!(registration.step_study),
        "guardian" => say!(guardians.step),
        "mobile" => say!(identity.step_mobile),
        "mobile-code" => say!(mobile.code_label),
        "identity" => say!(sharing.step),
        "pin" => say!(pin.label),
        PROFILE => say!(registration.step_profile),
        _ => say!(registration.step_check),
    }
}
