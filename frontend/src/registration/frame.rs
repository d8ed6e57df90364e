//! The frame around each step: where the person is, the way back, what is saved; and what stands
//! there instead when the step cannot be shown.

use leptos::prelude::*;
use shared::problem::{Code, Problem};
use shared::registration::Registration;
use shared::requirements::{Facts, Requirement, may_enter};

use crate::app::{NotFound, below};
use crate::proofing::{CameraPage, DocumentPage, FacePage};
use crate::registration::{RegistrationContext, address_of, check, citizenship, code, consent};
use crate::registration::{details, email, name, number, password, sign_in, study};
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
fn passed(facts: &Facts, step: Requirement) -> bool {
    match step {
        Requirement::Email | Requirement::EmailCode => facts.email_proved,
        Requirement::Password => facts.login_exists,
        Requirement::SignIn => facts.signed_in,
        _ => false,
    }
}

/// Position on the person's path, from 0.
fn position(registration: &Registration, step: Requirement) -> Option<usize> {
    registration
        .path
        .iter()
        .position(|other| other.page() == step.page())
}

/// The page before this one, leaving out what is done once and for all.
fn previous(registration: &Registration, step: Requirement) -> Option<Requirement> {
    let position = position(registration, step)?;
    registration.path[..position]
        .iter()
        .copied()
        .rfind(|earlier| !passed(&registration.facts, *earlier))
}

/// The page of a registration: any step, by the last part of the address.
#[component]
pub fn Registering() -> AnyView {
    let page = below("/register");
    let context = RegistrationContext::new(page.with_untracked(|page| page == "citizenship"));
    provide_context(context);
    let step = Memo::new(move |_| page.with(|page| Requirement::of_page(page)));
    let gate = Memo::new(move |_| gate(context, step.get()));
    let back = derived(move || {
        let before = step.get().zip(context.latest());
        let before = before.and_then(|(step, registration)| previous(&registration, step));
        before.map_or_else(|| "/".to_owned(), |step| address_of(Some(step)))
    });
    view! {
        <div class="column">
            <BackLink href=back />
            <section class="sheet">
                <div class="stack">
                    {progress(context, step)}
                    <p class="caption">"РЕГИСТРАЦИЯ / ТІРКЕЛУ"</p>
                    {live(move || body(context, gate.get()))}
                    {kept(context)}
                </div>
            </section>
        </div>
    }
    .into_any()
}

fn gate(context: RegistrationContext, step: Option<Requirement>) -> Gate {
    let Some(step) = step else {
        return Gate::Unknown;
    };
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
    // Who is through has nothing to do on any page of the registration.
    if registration.next.is_none() || passed(&registration.facts, step) {
        Gate::Passed
    } else if may_enter(&programme, &registration.facts, step) {
        Gate::Open(step)
    } else {
        Gate::Early
    }
}

fn body(context: RegistrationContext, gate: Gate) -> AnyView {
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
        Gate::Open(step) => page(step),
    }
}

fn page(step: Requirement) -> AnyView {
    match step {
        Requirement::Citizenship | Requirement::Terms => {
            view! { <citizenship::CitizenshipPage /> }.into_any()
        }
        Requirement::PersonalNumber => view! { <number::NumberPage /> }.into_any(),
        Requirement::Email => view! { <email::EmailPage /> }.into_any(),
        Requirement::EmailCode => view! { <code::CodePage /> }.into_any(),
        Requirement::Password => view! { <password::PasswordPage /> }.into_any(),
        Requirement::SignIn => view! { <sign_in::SignInStep /> }.into_any(),
        Requirement::BiometricConsent => view! { <CameraPage /> }.into_any(),
        Requirement::FacePhoto => view! { <FacePage /> }.into_any(),
        Requirement::IdentityDocument => view! { <DocumentPage /> }.into_any(),
        Requirement::PersonalDataConsent => view! { <consent::ConsentPage /> }.into_any(),
        Requirement::PersonName => view! { <name::NamePage /> }.into_any(),
        Requirement::PersonalDetails => view! { <details::DetailsPage /> }.into_any(),
        Requirement::Study => view! { <study::StudyPage /> }.into_any(),
        Requirement::Finish => view! { <check::CheckPage /> }.into_any(),
    }
}

fn absent() -> AnyView {
    view! {
        <Heading text=tr!(registration.absent_title) />
        <p>{tr!(registration.absent)}</p>
        <div class="button-row">
            <a class="button" href="/sign-in?return=/register/check">
                {tr!(common.sign_in)}
            </a>
            // A full load: the first page begins a new registration.
            <a class="button button-secondary" href="/register/citizenship" rel="external">
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
    let next = move || context.latest().and_then(|registration| registration.next);
    view! {
        <Heading text=title />
        <p>{words}</p>
        <div class="button-row">
            <a class="button" href=derived(move || address_of(next()))>
                {live(move || {
                    if let Some(next) = next() {
                        say!(registration.go_to, step = step_name(next))
                    } else {
                        say!(registration.go_to_cabinet)
                    }
                })}
            </a>
        </div>
    }
    .into_any()
}

fn progress(context: RegistrationContext, step: Memo<Option<Requirement>>) -> AnyView {
    let known = Memo::new(move |_| {
        let registration = context.latest()?;
        let position = position(&registration, step.get()?)?;
        Some((position + 1, registration.path.len()))
    });
    let shown = move || {
        known.get().map(|_| {
            let number = derived(move || known.get().map_or(0, |known| known.0));
            let total = derived(move || known.get().map_or(0, |known| known.1));
            let name = derived(move || step.get().map(step_name).unwrap_or_default());
            view! { <Progress number total name saved=saved(context) /> }
        })
    };
    live(shown)
}

fn saved(context: RegistrationContext) -> Signal<String> {
    derived(move || {
        let registration = context.latest().filter(|registration| {
            // Nothing is worth the word before the first answer.
            registration.facts.citizenship.is_some()
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
        registration.facts.citizenship.as_ref()?;
        let until = clock::date(registration.kept_until);
        Some(if registration.facts.signed_in {
            say!(registration.kept_everywhere, until = until)
        } else {
            say!(registration.kept_here, until = until)
        })
    };
    view! { <p class="fine">{live(words)}</p> }.into_any()
}

/// The name of a step, in the language of the page.
pub fn step_name(step: Requirement) -> String {
    match step {
        Requirement::Citizenship | Requirement::Terms => say!(registration.step_citizenship),
        Requirement::PersonalNumber => say!(registration.step_number),
        Requirement::Email => say!(registration.step_email),
        Requirement::EmailCode => say!(registration.step_code),
        Requirement::Password => say!(registration.step_password),
        Requirement::SignIn => say!(registration.step_sign_in),
        Requirement::BiometricConsent => say!(registration.step_camera),
        Requirement::FacePhoto => say!(registration.step_face),
        Requirement::IdentityDocument => say!(registration.step_document),
        Requirement::PersonalDataConsent => say!(registration.step_consent),
        Requirement::PersonName => say!(registration.step_name),
        Requirement::PersonalDetails => say!(registration.step_details),
        Requirement::Study => say!(registration.step_study),
        Requirement::Finish => say!(registration.step_check),
    }
}
