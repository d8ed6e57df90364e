//! The three steps that a person sees, whatever the programme asks within each.

use leptos::prelude::*;
use shared::programmes::Programme;
use shared::requirements::{Facts, Requirement};

use crate::language::Words;
use crate::registration::RegistrationContext;
use crate::tr;
use crate::ui::{icon, live};

/// One of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Person,
    Pin,
    Document,
}

impl Stage {
    pub(super) const ALL: [Self; 3] = [Self::Person, Self::Pin, Self::Document];

    fn of(requirement: Requirement) -> Option<Self> {
        match requirement {
            Requirement::MobileNumber
            | Requirement::MobileCode
            | Requirement::BiometricConsent
            | Requirement::FacePhoto
            | Requirement::MovementCheck => Some(Self::Person),
            Requirement::Pin => Some(Self::Pin),
            Requirement::GuardianConsent
            | Requirement::IdentityDocument
            | Requirement::DocumentData => Some(Self::Document),
            _ => None,
        }
    }

    /// Whether the programme asks for anything of it.
    pub(super) fn is_asked(self, programme: &Programme) -> bool {
        let mut asked = programme.requirements.iter();
        asked.any(|requirement| Self::of(*requirement) == Some(self))
    }

    fn is_done(self, programme: &Programme, facts: &Facts) -> bool {
        let mut asked = programme.requirements.iter();
        asked.all(|requirement| {
            Self::of(*requirement) != Some(self) || facts.satisfy(programme, *requirement)
        })
    }

    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Pin => "lock",
            Self::Document => "passport",
        }
    }

    pub(super) fn title(self) -> Words {
        match self {
            Self::Person => tr!(identity.stage_person),
            Self::Pin => tr!(identity.stage_pin),
            Self::Document => tr!(identity.stage_document),
        }
    }
}

/// The steps with their ticks, above each page.
pub(super) fn stages(context: RegistrationContext) -> AnyView {
    let known = Memo::new(move |_| {
        let (programme, facts) = (context.programme()?, context.latest()?.facts);
        let asked = Stage::ALL.into_iter().filter(|s| s.is_asked(&programme));
        let told: Vec<_> = asked
            .map(|stage| (stage, stage.is_done(&programme, &facts)))
            .collect();
        Some(told)
    });
    let shown = move || {
        known.get().map(|told| {
            let current = told.iter().position(|(_, done)| !done);
            let items = told.into_iter().enumerate();
            let items: Vec<_> = items
                .map(|(index, (stage, done))| item(stage, done, current == Some(index)))
                .collect();
            view! {
                <ol class="identity-steps" aria-label=tr!(identity.stages)>
                    {items}
                </ol>
            }
        })
    };
    live(shown)
}

fn item(stage: Stage, done: bool, current: bool) -> AnyView {
    let class = if done {
        "identity-step identity-step-done"
    } else {
        "identity-step"
    };
    let sign = if done { "check-circle" } else { stage.icon() };
    let tick = done.then(|| {
        view! { <span class="hidden-text">" – " {tr!(identity.stage_done)}</span> }
    });
    view! {
        <li class=class aria-current=current.then_some("step")>
            {icon(sign)}
            <span>{stage.title()} {tick}</span>
        </li>
    }
    .into_any()
}
