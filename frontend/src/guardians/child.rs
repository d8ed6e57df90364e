//! The form of a child: number, first name, and the ticks under the two texts.

use leptos::prelude::*;
use shared::consents::TextKind;
use shared::guardians::{AgreeAsGuardian, Guardianships, Tick};
use validator::Validate;

use crate::language::{Words, language_now};
use crate::programmes::{loaded, use_programme};
use crate::ui::{Checkbox, Form, FormView, TextInput, check, live};
use crate::{agreement, api, tr};

const FIELDS: [&str; 4] = ["iin", "first_name", "terms", "privacy"];

/// A child as typed.
#[derive(Clone, Copy)]
struct Typed {
    iin: RwSignal<String>,
    first_name: RwSignal<String>,
    terms: RwSignal<bool>,
    privacy: RwSignal<bool>,
}

impl Typed {
    fn new() -> Self {
        Self {
            iin: RwSignal::default(),
            first_name: RwSignal::default(),
            terms: RwSignal::default(),
            privacy: RwSignal::default(),
        }
    }
}

/// Asks for a child, by its link or without one; `done` gets what the server tells.
pub(super) fn form(
    token: String,
    beside: Option<AnyView>,
    done: Callback<Guardianships>,
    above: AnyView,
) -> AnyView {
    let typed = Typed::new();
    let programme = use_programme();
    let form = Form::new(move || {
        let tick = |kind, agreed: RwSignal<bool>| {
            let version = untrack(|| loaded(programme));
            let version = version.map(|programme| programme.text_version(kind).to_owned());
            Tick {
                version: version.unwrap_or_default(),
                language: language_now(),
                agreed: agreed.get_untracked(),
            }
        };
        let body = AgreeAsGuardian {
            token: token.clone(),
            iin: typed.iin.get_untracked(),
            first_name: typed.first_name.get_untracked(),
            terms: tick(TextKind::Terms, typed.terms),
            privacy: tick(TextKind::Privacy, typed.privacy),
        };
        async move {
            check(body.validate(), &FIELDS)?;
            done.run(api::agree_as_guardian(&body).await?);
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(guardians.agree) beside=beside.unwrap_or_else(|| ().into_any())>
            {above}
            <TextInput
                name="iin"
                value=typed.iin
                label=tr!(guardians.child_iin)
                hint=tr!(guardians.child_iin_hint)
                inputmode="numeric"
                class="input input-12"
            />
            <TextInput
                name="first_name"
                value=typed.first_name
                label=tr!(guardians.child_name)
                hint=tr!(guardians.child_name_hint)
            />
            {text(TextKind::Terms, "terms", tr!(guardians.terms_label), typed.terms)}
            {text(TextKind::Privacy, "privacy", tr!(guardians.privacy_label), typed.privacy)}
        </FormView>
    }
    .into_any()
}

/// A text to open beside the page, and its tick.
fn text(kind: TextKind, name: &'static str, label: Words, ticked: RwSignal<bool>) -> AnyView {
    let address = format!("/agreement/{}", kind.as_str());
    view! {
        <div class="stack-tight">
            <Checkbox
                name
                label
                checked=ticked
                change=Callback::new(move |wanted| ticked.set(wanted))
            />
            <p>
                <a href=address target="_blank" rel="noopener">
                    {live(move || agreement::title(kind))}
                    " "
                    {tr!(guardians.new_window)}
                </a>
            </p>
        </div>
    }
    .into_any()
}
