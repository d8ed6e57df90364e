//! Making a Digital ID: its steps, in the order that the server tells.

use leptos::prelude::*;
use shared::programmes::Programme;
use shared::requirements::Requirement;

use super::finish::FinishPage;
use super::help::support_line;
use super::stages::stages;
use crate::app::NotFound;
use crate::guardians::GuardianPage;
use crate::mobile::{MobileCodePage, MobilePage};
use crate::pin::PinPage;
use crate::proofing::MovementPage;
use crate::proofing::{CameraPage, DocumentPage};
use crate::readings::DataPage;
use crate::registration::{OwnPasswordPage, Steps, registering};

/// `/id/create/…`.
#[component]
pub(super) fn Creating() -> AnyView {
    registering(Steps {
        folder: "/id/create",
        first: "mobile",
        caption: "DIGITAL ID",
        page,
        above: stages,
        below: support_line,
    })
}

fn page(_: &Programme, step: Requirement) -> AnyView {
    match step {
        Requirement::MobileNumber => view! { <MobilePage /> }.into_any(),
        Requirement::MobileCode => view! { <MobileCodePage /> }.into_any(),
        Requirement::OwnPassword => view! { <OwnPasswordPage /> }.into_any(),
        Requirement::BiometricConsent => view! { <CameraPage /> }.into_any(),
        Requirement::IdentityDocument => view! { <DocumentPage /> }.into_any(),
        Requirement::GuardianConsent => view! { <GuardianPage /> }.into_any(),
        Requirement::MovementCheck => view! { <MovementPage /> }.into_any(),
        Requirement::Pin => view! { <PinPage /> }.into_any(),
        Requirement::DocumentData => view! { <DataPage /> }.into_any(),
        Requirement::Finish => view! { <FinishPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
