//! The window before anything is shared: what, with whom, for what; agree or not now.

use leptos::prelude::*;
use shared::programmes::Programme;
use shared::registration::Registration;
use shared::sharing::{AgreeSharing, SharedData, Sharing, VERSION};

use super::data_name;
use crate::language::{language, language_now};
use crate::ui::{
    Button, ButtonKind, Form, FormView, Heading, Notice, ProblemNotice, Skeleton, live,
};
use crate::{api, say, tr};

/// Asks for the word. `agreed` gets the registration that goes on; `later` leaves it open.
pub(super) fn window(
    sharing: Sharing,
    agreed: Callback<Registration>,
    later: Callback<()>,
) -> AnyView {
    let Sharing {
        id,
        programme,
        data,
        ..
    } = sharing;
    let told = LocalResource::new(move || {
        let programme = programme.clone();
        async move { api::programme(&programme).await }
    });
    let form = Form::new(move || {
        let id = id.clone();
        let body = AgreeSharing {
            version: VERSION.to_owned(),
            language: language_now(),
            agreed: true,
        };
        async move {
            agreed.run(api::agree_sharing(&id, &body).await?);
            Ok(())
        }
    });
    let shown = move || match told.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(problem)) => view! {
            <Heading text=tr!(sharing.window_title) />
            <ProblemNotice problem />
        }
        .into_any(),
        Some(Ok(programme)) => {
            let not_now = view! {
                <Button label=tr!(sharing.not_now) kind=ButtonKind::Secondary press=later />
            };
            let words = words(programme, &data);
            view! {
                <FormView form submit=tr!(sharing.agree) beside=not_now.into_any()>
                    {words}
                </FormView>
            }
            .into_any()
        }
    };
    live(shown)
}

/// With whom, for what, which data.
fn words(programme: Programme, data: &[SharedData]) -> AnyView {
    let Programme { name, centre, .. } = programme;
    let bin = centre.bin;
    let with_whom = move || {
        let centre = centre.name.text(language()).to_owned();
        say!(sharing.with_whom, centre = centre, bin = bin.clone())
    };
    let for_what = move || {
        say!(
            sharing.for_what,
            programme = name.text(language()).to_owned()
        )
    };
    view! {
        <Heading text=tr!(sharing.window_title) />
        <p>{live(with_whom)}</p>
        <p>{live(for_what)}</p>
        <h2>{tr!(sharing.what_title)}</h2>
        {items(data)}
        <Notice>
            <p>{tr!(sharing.back_words)}</p>
        </Notice>
    }
    .into_any()
}

fn items(data: &[SharedData]) -> AnyView {
    let items = data.iter().map(|one| {
        let one = *one;
        view! { <li>{live(move || data_name(one))}</li> }.into_any()
    });
    let items = items.collect::<Vec<_>>();
    view! { <ul class="list">{items}</ul> }.into_any()
}
