//! Header and footer of every page: the centre, the language, the person, help, contacts, theme.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use shared::consents::Language;
use shared::programmes::DIGITAL_ID;

use crate::app::{centre_name, use_session};
use crate::help::{phone_link, phone_words};
use crate::language::{self, choose, language, own_name};
use crate::programmes::{Opener, entry, use_code, use_programme};
use crate::ui::{derived, icon, live, small_icon};
use crate::{api, browser, tr};

/// Centre, languages, help, the person.
#[component]
pub fn PageHeader() -> AnyView {
    let code = use_code();
    view! {
        <header class="header">
            <div class="header-inner">
                <a class="brand" href=derived(move || code.with(|code| entry(code)))>
                    <svg class="brand-mark" aria-hidden="true">
                        <use href="/icons.svg#mark"></use>
                    </svg>
                    <span>{centre_name()}</span>
                </a>
                <nav class="languages" aria-label=tr!(common.language)>
                    {Language::ALL.map(language_button)}
                </nav>
                <div class="header-side">
                    <a class="header-link" href="/help">
                        {tr!(common.help)}
                    </a>
                    {person()}
                </div>
            </div>
        </header>
    }
    .into_any()
}

fn language_button(own: Language) -> AnyView {
    let session = use_session();
    let press = move |_| {
        choose(own);
        // Letters follow the language where there is somebody to write to.
        let active = session.with_untracked(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.as_ref().is_ok_and(|s| s.active))
        });
        let address = browser::address();
        let draft = ["/register/", "/id/create/"];
        if active || draft.iter().any(|folder| address.starts_with(folder)) {
            spawn_local(async move {
                // The page has switched already; the next call tells the language again.
                drop(api::set_language(own).await);
            });
        }
    };
    view! {
        <button
            class="language"
            type="button"
            lang=own.as_str()
            aria-current=derived(move || (language() == own).then_some("true"))
            on:click=press
        >
            {own_name(own)}
        </button>
    }
    .into_any()
}

/// The signed-in person's name with a menu.
fn person() -> AnyView {
    let session = use_session();
    let open = RwSignal::new(false);
    let path = use_location().pathname;
    let name = Memo::new(move |_| {
        // A phone that works for a computer shows nobody's menu.
        if path.with(|path| path.starts_with("/phone")) {
            return None;
        }
        session.with(|session| {
            let session = session.as_ref()?.as_ref().ok()?;
            let login = || session.email.clone().or_else(|| session.mobile.clone());
            session.name.clone().or_else(login)
        })
    });
    let menu = move || open.get().then(person_menu);
    let shown = move || {
        name.get().map(|name| {
            view! {
                <div
                    class="person"
                    on:click=move |_| open.update(|open| *open = !*open)
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            open.set(false);
                        }
                    }
                >
                    <button
                        class="person-button"
                        type="button"
                        aria-expanded=derived(move || open.get().to_string())
                        aria-controls="person-menu"
                    >
                        {small_icon("person")}
                        <span class="person-name">{name}</span>
                        {small_icon("chevron-down")}
                    </button>
                    {live(menu)}
                </div>
            }
        })
    };
    live(shown)
}

fn person_menu() -> AnyView {
    let item = |address: &'static str, sign: &'static str, label: language::Words| {
        view! {
            <li>
                <a class="menu-item" href=address>
                    {icon(sign)}
                    {label}
                </a>
            </li>
        }
        .into_any()
    };
    let own = if use_code().with_untracked(|code| code == DIGITAL_ID) {
        item("/id/cabinet", "person", tr!(identity.cabinet))
    } else {
        item("/cabinet/profile", "person", tr!(cabinet.my_data))
    };
    view! {
        <ul class="menu" id="person-menu">
            {own}
            {other_programmes()}
            {item("/account", "lock", tr!(security.title))}
            {item("/sign-out", "log-out", tr!(common.sign_out))}
        </ul>
    }
    .into_any()
}

/// The other programmes that the person is in; a press opens one.
fn other_programmes() -> AnyView {
    let (session, current, opener) = (use_session(), use_code(), Opener::new());
    let names = LocalResource::new(api::programmes);
    let shown = move || {
        let mine = session.with(|session| {
            let session = session.as_ref()?.as_ref().ok()?;
            Some(session.programmes.clone())
        });
        let mine = mine.unwrap_or_default();
        let current = current.get();
        let names = names.get().and_then(Result::ok).unwrap_or_default();
        let others = names.into_iter().filter(|one| {
            one.code != current && mine.iter().any(|programme| programme.code == one.code)
        });
        let items = others.map(|one| {
            let code = one.code.clone();
            let press = move |_| opener.open(code.clone());
            view! {
                <li>
                    <button class="menu-item" type="button" on:click=press>
                        {icon("folder")}
                        {live(move || one.name.text(language()).to_owned())}
                    </button>
                </li>
            }
            .into_any()
        });
        items.collect::<Vec<_>>()
    };
    live(shown)
}

/// Contacts and theme.
#[component]
pub fn PageFooter() -> AnyView {
    let programme = use_programme();
    let contacts = move || {
        programme.with(|programme| {
            let centre = programme.as_ref()?.as_ref().ok()?.centre.clone();
            let (phone, mail) = (centre.phone.clone(), centre.mail.clone());
            Some(view! {
                <p class="footer-contacts">
                    <a href=phone_link(&phone)>{phone_words(&phone)}</a>
                    " "
                    <a href=format!("mailto:{mail}")>{mail.clone()}</a>
                </p>
                <p class="fine">{live(move || centre.hours.text(language::language()).to_owned())}</p>
            })
        })
    };
    view! {
        <footer class="footer">
            <div class="footer-inner">
                <div>
                    <h2 class="footer-title">{centre_name()}</h2>
                    {live(contacts)}
                </div>
                {theme()}
            </div>
        </footer>
    }
    .into_any()
}

const THEME: &str = "theme";

/// As the system has it, light or dark.
fn theme() -> AnyView {
    let chosen = RwSignal::new(browser::remembered(THEME));
    let choice = move |value: Option<&'static str>, label: language::Words| {
        let press = move |_| {
            browser::remember(THEME, value);
            if let Some(root) = browser::root() {
                // Attributes of <html> can always be set and removed.
                drop(match value {
                    Some(value) => root.set_attribute("data-theme", value),
                    None => root.remove_attribute("data-theme"),
                });
            }
            chosen.set(value.map(str::to_owned));
        };
        view! {
            <button
                class="theme-choice"
                type="button"
                aria-pressed=derived(move || chosen.with(|chosen| chosen.as_deref() == value).to_string())
                on:click=press
            >
                {label}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="theme" role="group" aria-label=tr!(common.theme)>
            {choice(None, tr!(common.theme_system))}
            {choice(Some("light"), tr!(common.theme_light))}
            {choice(Some("dark"), tr!(common.theme_dark))}
        </div>
    }
    .into_any()
}
