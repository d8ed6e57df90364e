//! Parts of every page: heading with the title of the window, way back, progress, waiting.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::html;
use leptos::prelude::*;

use crate::browser;
use crate::language::Words;
use crate::ui::{FormOfPage, derived, live, small_icon};

// The first page a person sees keeps the focus where the browser puts it.
static FIRST_PAGE_SEEN: AtomicBool = AtomicBool::new(false);

/// The one `h1` of a page. Names the window ("Error: …" while the form of the page has errors) and takes
/// the focus when the person comes from another page, so that screen readers begin there.
#[component]
pub fn Heading(
    /// What the page asks or tells.
    #[prop(into)]
    text: Words,
    /// Id of the control when the heading is its label.
    #[prop(optional)]
    label_for: &'static str,
) -> AnyView {
    let form = use_context::<FormOfPage>();
    Effect::new(move |_| {
        let wrong = form.is_some_and(FormOfPage::wrong);
        let title = crate::say!(common.title, page = text.get());
        browser::set_title(&if wrong {
            crate::say!(common.title_error, title = title)
        } else {
            title
        });
    });
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && FIRST_PAGE_SEEN.swap(true, Ordering::Relaxed)
        {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            // A heading with tabindex takes the focus.
            drop(heading.focus());
        }
    });
    view! {
        <h1 tabindex="-1" node_ref=heading>
            {if label_for.is_empty() {
                text.into_any()
            } else {
                view! { <label for=label_for>{text}</label> }.into_any()
            }}
        </h1>
    }
    .into_any()
}

/// The way back, above everything.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
) -> AnyView {
    view! {
        <a class="back-link" href=href>
            {small_icon("arrow-left")}
            {crate::tr!(common.back)}
        </a>
    }
    .into_any()
}

/// How far the person is on their own path.
#[component]
pub fn Progress(
    /// Number of this page, from 1.
    #[prop(into)]
    number: Signal<usize>,
    /// Number of pages.
    #[prop(into)]
    total: Signal<usize>,
    /// Name of this page.
    #[prop(into)]
    name: Words,
    /// "Saved 14:05"; empty when nothing is.
    #[prop(into)]
    saved: Words,
) -> AnyView {
    let step = crate::tr!(common.step, number = number.get(), total = total.get());
    view! {
        <div class="progress">
            <p class="progress-text">
                <span>{step} " · " {name}</span>
                <span class="saved" role="status">
                    {live(move || (!saved.with(String::is_empty)).then(|| small_icon("check")))}
                    {saved}
                </span>
            </p>
            <progress
                class="progress-bar"
                max=derived(move || total.get().to_string())
                prop:value=derived(move || number.get().to_string())
                aria-hidden="true"
            ></progress>
        </div>
    }
    .into_any()
}

/// A page that is no step: way back and one sheet.
#[component]
pub fn Plain(
    /// Where the way back leads; none without one.
    #[prop(optional, into)]
    back: Option<String>,
    /// What stands on the sheet.
    children: Children,
) -> AnyView {
    view! {
        <div class="column">
            {back.map(|back| view! { <BackLink href=back /> })}
            <section class="sheet">
                <div class="stack">{children()}</div>
            </section>
        </div>
    }
    .into_any()
}

/// The shape of what is being loaded.
#[component]
pub fn Skeleton() -> AnyView {
    view! {
        <div class="skeleton" aria-busy="true" role="status" aria-label=crate::tr!(common.loading)>
            <span class="skeleton-title"></span>
            <span></span>
            <span class="skeleton-short"></span>
            <span class="skeleton-field"></span>
        </div>
    }
    .into_any()
}
