//! The pages of the Digital ID: what it is, making it, its cabinet. The steps themselves are their
//! features' own; this is the list of them.

mod cabinet;
mod entry;
mod finish;
mod help;
mod stages;
mod steps;

use leptos::prelude::*;

use crate::app::{NotFound, below};
use crate::mobile::MobileSignInPage;
use crate::ui::{BackLink, Plain, live};

use cabinet::{CabinetPages, Section};
use entry::IdentityEntry;
use help::support_line;
use steps::Creating;

/// Which page below `/id`. The steps of making it are one value: moving between them keeps what it
/// holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Entry,
    SignIn,
    Create,
    Cabinet(Section),
    Unknown,
}

impl Part {
    fn of(page: &str) -> Self {
        match page.split('/').next().unwrap_or_default() {
            _ if page.is_empty() || page == "create" => Self::Entry,
            "create" => Self::Create,
            "sign-in" if page == "sign-in" => Self::SignIn,
            _ => Section::of(page).map_or(Self::Unknown, Self::Cabinet),
        }
    }
}

/// `/id` and everything below it.
#[component]
pub fn IdentityPages() -> AnyView {
    let page = below("/id");
    let part = Memo::new(move |_| page.with(|page| Part::of(page)));
    let shown = move || match part.get() {
        Part::Entry => view! { <IdentityEntry /> }.into_any(),
        Part::Create => view! { <Creating /> }.into_any(),
        Part::SignIn => sign_in(),
        Part::Cabinet(section) => view! { <CabinetPages section /> }.into_any(),
        Part::Unknown => view! {
            <Plain>
                <NotFound />
            </Plain>
        }
        .into_any(),
    };
    live(shown)
}

fn sign_in() -> AnyView {
    view! {
        <div class="column">
            <BackLink href=Signal::stored("/id".to_owned()) />
            <section class="sheet">
                <div class="stack">
                    <MobileSignInPage />
                </div>
            </section>
            {support_line()}
        </div>
    }
    .into_any()
}
