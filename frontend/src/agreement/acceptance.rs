//! A text and the tick under it, for the forms that ask for one.

use leptos::prelude::*;
use shared::consents::{Acceptance, Accepted, TextKind};

use crate::agreement::Viewer;
use crate::agreement::viewer::Read;
use crate::language::Words;
use crate::registration::RegistrationContext;
use crate::ui::{Button, ButtonKind, Checkbox, Form, Notice, NoticeKind, derived, icon, live};
use crate::{browser, clock, say};

/// Whether the text was read and the box is ticked.
#[derive(Clone, Copy)]
pub struct AcceptanceState {
    kind: TextKind,
    read: RwSignal<Option<Read>>,
    agreed: RwSignal<bool>,
    earlier: StoredValue<Option<Accepted>>,
}

impl AcceptanceState {
    /// Read and ticked already when the newest version was accepted before.
    pub fn new(context: RegistrationContext, kind: TextKind, accepted: Option<Accepted>) -> Self {
        let version = untrack(|| context.programme())
            .map(|programme| programme.text_version(kind).to_owned())
            .unwrap_or_default();
        let accepted = accepted.filter(|accepted| accepted.version == version);
        let read = accepted
            .as_ref()
            .map(|accepted| (accepted.version.clone(), accepted.language));
        Self {
            kind,
            agreed: RwSignal::new(read.is_some()),
            read: RwSignal::new(read),
            earlier: StoredValue::new(accepted),
        }
    }

    /// Accepted with each act anew, so neither read nor ticked yet.
    pub fn fresh(kind: TextKind) -> Self {
        Self {
            kind,
            agreed: RwSignal::new(false),
            read: RwSignal::new(None),
            earlier: StoredValue::new(None),
        }
    }

    /// What is sent.
    pub fn acceptance(self) -> Acceptance {
        let read = self.read.get_untracked();
        let (version, language) = read.clone().unwrap_or_default();
        Acceptance {
            version,
            language,
            read: read.is_some(),
            agreed: self.agreed.get_untracked(),
        }
    }
}

/// The link that opens the text, "I have read it", and the tick, which holds only after that.
#[component]
pub fn AcceptanceFields(
    /// What was read and ticked.
    state: AcceptanceState,
    /// What opens the text.
    #[prop(into)]
    link: Words,
    /// The text in short.
    #[prop(into)]
    about: Words,
    /// What is agreed to.
    #[prop(into)]
    label: Words,
    /// Fields of the request, reading and ticking; others where a page has two texts.
    #[prop(default = ("read", "agreed"))]
    fields: (&'static str, &'static str),
) -> AnyView {
    let (read_field, agreed_field) = fields;
    let open = RwSignal::new(false);
    let too_early = RwSignal::new(false);
    let toggle = Callback::new(move |()| open.update(|open| *open = !*open));
    let read = Callback::new(move |read: Read| {
        state.read.set(Some(read));
        too_early.set(false);
        open.set(false);
        request_animation_frame(move || browser::focus(agreed_field));
    });
    let change = Callback::new(move |wanted: bool| {
        let known = state.read.with_untracked(Option::is_some);
        too_early.set(wanted && !known);
        state.agreed.set(wanted && known);
    });
    // "The text was not opened", at the button that opens it.
    let form = use_context::<Form>();
    let read_error = move || form.and_then(|form| form.error(read_field));
    let error_line = move || {
        read_error().map(|words| view! { <p class="field-error">{icon("error")} {words}</p> })
    };
    let advice = derived(move || too_early.get().then(|| say!(agreement.read_first)));
    let viewer = move || {
        let kind = state.kind;
        open.get().then(|| view! { <Viewer kind read /> })
    };
    view! {
        <div
            class="field"
            class:is-wrong=derived(move || read_error().is_some())
            id=read_field
            tabindex="-1"
        >
            {live(error_line)}
            <p class="field-lead">{about}</p>
            <Button label=link kind=ButtonKind::Secondary icon_name="application" press=toggle />
        </div>
        {live(viewer)}
        {status(state)}
        <Checkbox name=agreed_field label checked=state.agreed change advice />
    }
    .into_any()
}

fn status(state: AcceptanceState) -> AnyView {
    let shown = move || {
        let (version, _) = state.read.get()?;
        let earlier = state.earlier.get_value();
        let words = move || {
            if let Some(accepted) = &earlier {
                let time = clock::date_and_time(accepted.at);
                say!(agreement.accepted_at, time = time)
            } else {
                say!(agreement.was_read, version = version.clone())
            }
        };
        Some(view! {
            <Notice kind=NoticeKind::Success>
                <p>{live(words)}</p>
            </Notice>
        })
    };
    live(shown)
}
