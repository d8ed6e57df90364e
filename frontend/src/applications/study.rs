//! Where the applicant studies: shown as the registry of education has it; unknown there, typed; while the
//! registry is silent, typed or left out.

use leptos::prelude::*;
use shared::registries::LookUpState;

use super::filling::Filling;
use super::load::{Told, load};
use crate::help::{phone_link, phone_words};
use crate::language::Words;
use crate::programmes::{loaded, use_programme};
use crate::ui::{Notice, NoticeKind, TextInput, icon, live};
use crate::{api, tr};

/// Who applies, and where they study.
pub(super) fn view(filling: Filling, label: Words) -> AnyView {
    let told = load(|| async { api::look_up_education().await.map(Told::Education) });
    let place = filling.typed().place_of_study;
    let field = move |hint: Words| {
        view! { <TextInput name="place_of_study" value=place label hint /> }.into_any()
    };
    let shown = move || match told.get() {
        None => view! {
            <p class="hint" role="status">
                {tr!(applications.study_asking)}
            </p>
        }
        .into_any(),
        Some(Ok(Told::Education(told))) if told.state == LookUpState::Found => {
            place.set(told.place.clone());
            view! {
                <div class="field">
                    <p class="field-label">{label}</p>
                    <p class="settled">{icon("lock")} <span>{told.place}</span></p>
                    <p class="hint">{tr!(applications.study_found)}</p>
                </div>
            }
            .into_any()
        }
        Some(Ok(Told::Education(told))) if told.state == LookUpState::NotFound => view! {
            <Notice kind=NoticeKind::Warning title=tr!(applications.study_unknown_title)>
                <p>{tr!(applications.study_unknown)}</p>
                {contacts()}
            </Notice>
            {field(tr!(applications.study_hint))}
        }
        .into_any(),
        Some(_) => view! {
            <Notice title=tr!(applications.study_silent_title)>
                <p>{tr!(applications.study_silent)}</p>
            </Notice>
            {field(tr!(applications.study_hint))}
        }
        .into_any(),
    };
    let own = filling.own.get_value();
    view! {
        <div class="card stack-tight">
            <p class="field-label">{tr!(applications.applicant)}</p>
            <p>{own.name}</p>
            <p class="hint number">{own.number}</p>
        </div>
        {live(shown)}
    }
    .into_any()
}

/// Phone and mail of the centre.
fn contacts() -> AnyView {
    let programme = use_programme();
    let shown = move || {
        let centre = loaded(programme)?.centre;
        let mail = format!("mailto:{}", centre.mail);
        Some(view! {
            <p>
                <a href=phone_link(&centre.phone)>{phone_words(&centre.phone)}</a>
                " · "
                <a href=mail>{centre.mail.clone()}</a>
            </p>
        })
    };
    live(shown)
}
