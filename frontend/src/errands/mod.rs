//! Errands: a step of the camera on a phone, for a computer. [`ToPhone`] is the computer's side: the
//! code, the waiting, the going on; [`PhonePage`] is the phone's, a small frame around the same pages
//! of the camera. What a phone may do the server decides.

mod computer;
mod phone;
mod working;

use leptos::prelude::*;
use shared::errands::TASKS;
use shared::requirements::Requirement;

pub use computer::ToPhone;
pub use phone::PhonePage;

use crate::language::Words;
use crate::registration::RegistrationContext;
use crate::tr;

/// The first step of the camera that is missing, for whoever has not said yes to the camera yet.
pub fn first_task(context: RegistrationContext) -> Requirement {
    let facts = context.facts_now();
    let programme = untrack(|| context.programme());
    let missing = programme.and_then(|programme| {
        let mut asked = programme.requirements.iter().copied();
        asked.find(|asked| {
            // Whoever wanted to come in person is asked for everything again.
            let without = shared::requirements::Facts {
                biometrics: None,
                ..facts.clone()
            };
            TASKS.contains(asked) && !without.satisfy(&programme, *asked)
        })
    });
    missing.unwrap_or(Requirement::FacePhoto)
}

/// What a phone is sent for, in words.
fn task_words(task: Requirement) -> Words {
    match task {
        Requirement::IdentityDocument => tr!(errands.task_document),
        Requirement::MovementCheck => tr!(errands.task_movement),
        _ => tr!(errands.task_face),
    }
}
