//! "Help" with the support line, on every page of the Digital ID.

use leptos::prelude::*;

use crate::help::{phone_link, phone_words};
use crate::programmes::{loaded, use_programme};
use crate::tr;
use crate::ui::{icon, live};

/// The line below each page.
pub(super) fn support_line() -> AnyView {
    let programme = use_programme();
    let phone = move || {
        let phone = loaded(programme)?.centre.phone;
        Some(view! { <a href=phone_link(&phone)>{phone_words(&phone)}</a> })
    };
    view! {
        <aside class="support">
            {icon("help")}
            <p>
                <a href="/help">{tr!(common.help)}</a>
                ". "
                {tr!(identity.help_line)}
                " "
                {live(phone)}
            </p>
        </aside>
    }
    .into_any()
}
