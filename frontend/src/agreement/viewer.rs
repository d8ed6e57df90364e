//! The viewer: the text in the language of the page, with its tools.

use leptos::html;
use leptos::prelude::*;
use shared::consents::{Language, Text, TextKind};

use crate::agreement::search;
use crate::language::{Words, language};
use crate::programmes::use_code;
use crate::ui::{Button, ProblemNotice, Skeleton, derived, icon, live};
use crate::{api, browser, say, tr};

const ZOOMS: [u32; 5] = [80, 100, 125, 150, 200];

/// Which version was read, in which language.
pub type Read = (String, Language);

/// A text with search, zoom, print and download. With `read` it ends in the button "I have read it".
#[component]
pub fn Viewer(
    /// Which text.
    kind: TextKind,
    /// Called when the person says that they have read it.
    #[prop(optional, into)]
    read: Option<Callback<Read>>,
) -> AnyView {
    let programme = use_code();
    let text = LocalResource::new(move || {
        let (language, programme) = (language(), programme.get());
        async move { api::text(kind, language, &programme).await }
    });
    let shown = move || match text.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Ok(text)) => document_view(text, read),
        Some(Err(problem)) => view! {
            <ProblemNotice problem />
            <Button
                label=tr!(common.try_again)
                press=Callback::new(move |()| text.refetch())
            />
        }
        .into_any(),
    };
    live(shown)
}

#[derive(Clone, Copy)]
struct Found {
    wanted: RwSignal<String>,
    count: RwSignal<usize>,
    current: RwSignal<usize>,
    page: NodeRef<html::Div>,
}

impl Found {
    fn search(self, html: &str, wanted: String) {
        let Some(page) = self.page.get_untracked() else {
            return;
        };
        let count = search::mark(&page, html, &wanted);
        self.wanted.set(wanted);
        self.count.set(count);
        self.current.set(0);
        search::show(&page, 0);
    }

    fn next(self) {
        let count = self.count.get_untracked();
        if let Some(page) = self.page.get_untracked()
            && count > 0
        {
            self.current
                .update(|current| *current = (*current + 1) % count);
            search::show(&page, self.current.get_untracked());
        }
    }
}

fn document_view(text: Text, read: Option<Callback<Read>>) -> AnyView {
    let found = Found {
        wanted: RwSignal::default(),
        count: RwSignal::new(0),
        current: RwSignal::new(0),
        page: NodeRef::new(),
    };
    let zoom = RwSignal::new(1_usize);
    let accepted = (text.version.clone(), text.language);
    let version = text.version.clone();
    let end = read.map(|read| {
        let press = Callback::new(move |()| read.run(accepted.clone()));
        view! {
            <div class="document-end">
                <Button label=tr!(agreement.have_read) press />
                <span class="fine">{tr!(agreement.version, version = version.clone())}</span>
            </div>
        }
    });
    let (title, html, edition) = (text.title.clone(), text.html.clone(), text.version.clone());
    print_alone();
    view! {
        <div class="document">
            <div class="document-toolbar" role="toolbar" aria-label=tr!(agreement.tools)>
                {search_tools(found, text.html.clone())}
                {zoom_tools(zoom)}
                {file_tools(text)}
            </div>
            <div
                class="document-view"
                tabindex="0"
                role="region"
                aria-label=tr!(agreement.region)
            >
                <article
                    class="document-page"
                    data-zoom=derived(move || ZOOMS[zoom.get()].to_string())
                >
                    <h2>{title}</h2>
                    <p class="document-meta">{tr!(agreement.version, version = edition.clone())}</p>
                    <div node_ref=found.page inner_html=html></div>
                </article>
            </div>
            {end}
        </div>
    }
    .into_any()
}

/// While a document is on the page, printing prints it alone.
fn print_alone() {
    const CLASS: &str = "document-alone";
    let mark = |wanted: bool| {
        if let Ok(Some(page)) = document().query_selector(".page") {
            // Toggling a fixed class name cannot fail.
            drop(page.class_list().toggle_with_force(CLASS, wanted));
        }
    };
    Effect::new(move |_| mark(true));
    on_cleanup(move || mark(false));
}

fn search_tools(found: Found, html: String) -> AnyView {
    let hits = move || {
        let count = found.count.get();
        match (found.wanted.with(|wanted| wanted.trim().is_empty()), count) {
            (true, _) => String::new(),
            (false, 0) => say!(common.nothing_found),
            (false, count) => format!("{} / {count}", found.current.get() + 1),
        }
    };
    view! {
        <div class="document-search">
            <input
                class="input"
                type="search"
                aria-label=tr!(agreement.search)
                placeholder=tr!(agreement.search)
                on:input=move |event| found.search(&html, event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        found.next();
                    }
                }
            />
            <span class="document-found" role="status">
                {live(hits)}
            </span>
            {tool("arrow-down", tr!(agreement.next), move || found.next())}
        </div>
    }
    .into_any()
}

fn zoom_tools(zoom: RwSignal<usize>) -> AnyView {
    let smaller = move || zoom.update(|zoom| *zoom = zoom.saturating_sub(1));
    let larger = move || zoom.update(|zoom| *zoom = (*zoom + 1).min(ZOOMS.len() - 1));
    view! {
        {tool("minus", tr!(agreement.smaller), smaller)}
        <span class="document-zoom">{live(move || format!("{} %", ZOOMS[zoom.get()]))}</span>
        {tool("plus", tr!(agreement.larger), larger)}
    }
    .into_any()
}

fn file_tools(text: Text) -> AnyView {
    let print = || {
        // Browsers without printing do nothing.
        drop(window().print());
    };
    let save = move || {
        let name = format!("{}-{}.html", text.kind.as_str(), text.version);
        browser::download(&name, "text/html", &whole_document(&text));
    };
    view! {
        {tool("print", tr!(agreement.print), print)}
        {tool("download", tr!(agreement.download), save)}
    }
    .into_any()
}

/// A file that stands alone.
fn whole_document(text: &Text) -> String {
    let Text {
        language,
        title,
        html,
        version,
        ..
    } = text;
    let language = language.as_str();
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\">\
         <title>{title} ({version})</title><body>{html}</body></html>"
    )
}

fn tool(name: &'static str, label: Words, act: impl Fn() + 'static) -> AnyView {
    view! {
        <button class="document-tool" type="button" aria-label=label on:click=move |_| act()>
            {icon(name)}
        </button>
    }
    .into_any()
}
