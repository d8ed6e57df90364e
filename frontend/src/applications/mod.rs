//! Applying for an exam: campaigns, the form of each, own applications, results. What is asked, the
//! definition of the programme says; what is right, `shared::forms`; who gets a seat, the server.

mod blocks;
mod campaigns;
mod check;
mod conflict;
mod english;
mod fields;
mod filling;
mod form;
mod load;
mod merge;
mod obstacle;
mod one;
mod own;
mod pair;
mod participants;
mod qualification;
mod results;
mod saver;
mod seats;
mod section;
mod sittings;
mod study;
mod typed;
mod waiting;
mod words;
mod workplace;

use leptos::prelude::*;

use crate::language::Words;
use crate::ui::live;

pub use campaigns::CampaignList;
pub use results::ResultList;
pub use seats::facts as seat_facts;
pub use words::named;

/// Whether an address below `/cabinet` is a page of a form, which stands alone, without the menu.
pub fn is_form(path: &str) -> bool {
    form::is_form(path)
}

/// What a form tells of the person who fills it in, or offers as an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// Code of the region where they live; may be empty.
    pub region: String,
    /// Name.
    pub name: String,
    /// IIN or passport, masked.
    pub number: String,
    /// Phone, as people read it; may be empty.
    pub phone: String,
}

/// The pages of a form.
pub fn form_pages(own: Own) -> AnyView {
    view! { <form::FormPages own /> }.into_any()
}

/// Own applications, or one of them.
pub fn own_applications(heading: Words) -> AnyView {
    let path = crate::app::below("/cabinet/applications");
    let shown = move || {
        let path = path.get();
        if path.is_empty() {
            view! { <own::ApplicationList heading /> }.into_any()
        } else {
            view! { <one::ApplicationPage path /> }.into_any()
        }
    };
    live(shown)
}

/// Nothing yet, said kindly.
pub fn empty(title: Words, words: Words) -> AnyView {
    view! {
        <div class="empty">
            <img src="/pictures/empty.svg" alt="" width="200" height="150" />
            <h2>{title}</h2>
            <p>{words}</p>
        </div>
    }
    .into_any()
}
