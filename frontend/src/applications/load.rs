//! What the pages of this folder load. One type for all of it: each type that is loaded makes the
//! machinery of resources anew, and the program larger.

use std::pin::Pin;

use leptos::prelude::*;
use shared::applications::{Application, Applications};
use shared::campaigns::{CampaignForm, Campaigns};
use shared::registries::EducationLookUp;
use shared::results::Results;
use shared::sittings::{Sitting, SittingCities};
use shared::waiting::WaitingEntries;

use crate::api::Answer;

/// What was told.
#[derive(Clone)]
pub(super) enum Told {
    /// Not asked yet, or nothing to ask for.
    Nothing,
    Campaigns(Campaigns),
    Form(Box<CampaignForm>, Option<Box<Application>>),
    Applications(Applications),
    Application(Box<Application>),
    Places(SittingCities),
    Sitting(Box<Sitting>),
    Results(Results),
    Waiting(WaitingEntries),
    Education(EducationLookUp),
}

/// Something that is loaded.
pub(super) type Loading = LocalResource<Answer<Told>>;

type Asking = Pin<Box<dyn Future<Output = Answer<Told>>>>;

/// Loads, and loads again when what `ask` reads changes.
pub(super) fn load<F>(ask: impl Fn() -> F + 'static) -> Loading
where
    F: Future<Output = Answer<Told>> + 'static,
{
    let ask: Box<dyn Fn() -> Asking> = Box::new(move || Box::pin(ask()));
    LocalResource::new(ask)
}
