//! The entry page of a programme: its centre and name, the language where that comes first, "Sign in" and
//! "Register" as tabs. The start
//! page is another one, of the first programme.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::accounts::{Session, SetEmail};
use shared::consents::Language;
use validator::Validate;

use crate::app::{Navigator, use_session};
use crate::language::{self, Words, choose, language, own_name};
use crate::programmes::{
    LoadedProgramme, Opener, entry, loaded, other_exams, use_code, use_programme,
};
use crate::registration::address_of;
use crate::sessions::SignInForm;
use crate::ui::{
    Button, Form, FormView, Heading, ProblemNotice, Skeleton, TextInput, check, derived, live,
};
use crate::{api, browser, say, tr};

/// Which of the two is open, as it stands in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    SignIn,
    Register,
}

impl Tab {
    const ALL: [Self; 2] = [Self::SignIn, Self::Register];

    fn of(search: &str) -> Self {
        if search.contains("tab=register") {
            Self::Register
        } else {
            Self::SignIn
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::SignIn => "tab-sign-in",
            Self::Register => "tab-register",
        }
    }

    fn address(self, code: &str) -> String {
        match self {
            Self::SignIn => entry(code).to_owned(),
            Self::Register => format!("{}?tab=register", entry(code)),
        }
    }

    fn label(self) -> Words {
        match self {
            Self::SignIn => tr!(common.sign_in),
            Self::Register => tr!(common.register),
        }
    }
}

/// Who is here decides what is offered: the tabs, or the way into the programme.
#[component]
pub fn EntryPage() -> AnyView {
    let programme = use_programme();
    let name = derived(move || {
        let programme = loaded(programme);
        programme.map_or_else(String::new, |programme| {
            programme.name.text(language()).to_owned()
        })
    });
    let session = use_session();
    let signed_in = Memo::new(move |_| {
        session.with(|session| {
            let session = session.as_ref();
            session.is_some_and(|session| session.as_ref().is_ok_and(Session::is_signed_in))
        })
    });
    let code = use_code();
    let first = language_first(programme, code);
    let shown = move || {
        if signed_in.get() {
            return way_in();
        }
        match first.get() {
            Some(true) => languages(),
            Some(false) => tabs(),
            None => view! { <Skeleton /> }.into_any(),
        }
    };
    let lead = derived(move || match code.get().as_str() {
        "ent" => say!(entry.lead_ent),
        "ent-grant" => say!(entry.lead_ent_grant),
        _ => say!(entry.lead),
    });
    view! {
        <div class="hero">
            <svg class="hero-mark" aria-hidden="true">
                <use href="/icons.svg#shanyrak"></use>
            </svg>
            <div class="hero-inner stack">
                <p class="caption">"РЕГИСТРАЦИЯ / ТІРКЕЛУ"</p>
                <Heading text=name />
                <p class="lead">{lead}</p>
            </div>
        </div>
        <div class="column">
            <section class="sheet">{live(shown)}</section>
            <p class="after-sheet">
                <a href="/help">{tr!(help.manual)}</a>
            </p>
            {live(move || other_exams(&code.get()))}
        </div>
    }
    .into_any()
}

/// Whether the language is asked before anything else: where the programme says so and nobody has
/// chosen one here. Nothing until that is known.
fn language_first(programme: LoadedProgramme, code: Memo<String>) -> Memo<Option<bool>> {
    Memo::new(move |_| {
        if !language::is_open() {
            return Some(false);
        }
        let code = code.get();
        programme.with(|programme| match programme.as_ref()? {
            Ok(programme) if programme.code != code => None,
            Ok(programme) => Some(programme.language_first),
            Err(_) => Some(false),
        })
    })
}

/// Three large buttons, each in its own language; the page goes on in the chosen one.
fn languages() -> AnyView {
    let button = |own: Language| {
        let press = move |_| {
            choose(own);
            let search = browser::address();
            request_animation_frame(move || browser::focus(Tab::of(&search).id()));
        };
        view! {
            <button
                class="button button-secondary button-wide"
                type="button"
                lang=own.as_str()
                on:click=press
            >
                {own_name(own)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <h2>
                <span lang="kk">"Тілді таңдаңыз"</span>
                " · "
                <span lang="ru">"Выберите язык"</span>
                " · "
                <span lang="en">"Choose a language"</span>
            </h2>
            <div class="stack-tight language-first">{Language::ALL.map(button)}</div>
        </div>
    }
    .into_any()
}

/// For whoever is signed in: one press opens the programme.
fn way_in() -> AnyView {
    let (code, opener) = (use_code(), Opener::new());
    let press = Callback::new(move |()| opener.open(code.get_untracked()));
    view! {
        <div class="stack">
            <p>{tr!(entry.signed_in)}</p>
            {live(move || opener.failure.get().map(|problem| view! { <ProblemNotice problem /> }))}
            <div class="button-row">
                <Button label=tr!(entry.open) busy=opener.busy press />
            </div>
        </div>
    }
    .into_any()
}

fn tabs() -> AnyView {
    let search = use_location().search;
    let open = Memo::new(move |_| search.with(|search| Tab::of(search)));
    let (code, navigator) = (use_code(), Navigator::expect());
    let choose = move |tab: Tab| {
        navigator.replace(&tab.address(&code.get_untracked()));
        request_animation_frame(move || browser::focus(tab.id()));
    };
    let tab_button = move |tab: Tab| {
        view! {
            <button
                class="tab"
                type="button"
                role="tab"
                id=tab.id()
                aria-controls="tab-panel"
                aria-selected=derived(move || (open.get() == tab).to_string())
                tabindex=derived(move || if open.get() == tab { "0" } else { "-1" })
                on:click=move |_| choose(tab)
            >
                {tab.label()}
            </button>
        }
        .into_any()
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let wanted = match event.key().as_str() {
            "End" => Tab::Register,
            // With two tabs either arrow leads to the other one.
            "ArrowLeft" | "ArrowRight" if open.get_untracked() == Tab::SignIn => Tab::Register,
            "Home" | "ArrowLeft" | "ArrowRight" => Tab::SignIn,
            _ => return,
        };
        event.prevent_default();
        choose(wanted);
    };
    let panel = move || match open.get() {
        Tab::SignIn => sign_in(),
        Tab::Register => register(),
    };
    view! {
        <div class="tabs" role="tablist" aria-label=tr!(entry.tabs) on:keydown=keys>
            {Tab::ALL.map(tab_button)}
        </div>
        <div
            class="tab-panel"
            id="tab-panel"
            role="tabpanel"
            aria-labelledby=derived(move || open.get().id())
        >
            {live(panel)}
        </div>
    }
    .into_any()
}

fn sign_in() -> AnyView {
    let (code, opener) = (use_code(), Opener::new());
    let after = Callback::new(move |()| opener.open(code.get_untracked()));
    view! {
        <SignInForm after>
            <h2>{tr!(common.sign_in)}</h2>
        </SignInForm>
        {live(move || opener.failure.get().map(|problem| view! { <ProblemNotice problem /> }))}
    }
    .into_any()
}

/// One field: the address is the login, and a letter goes there.
fn register() -> AnyView {
    let (code, navigator, session) = (use_code(), Navigator::expect(), use_session());
    let email = RwSignal::new(String::new());
    let form = Form::new(move || {
        let body = SetEmail {
            email: email.get_untracked(),
        };
        let code = code.get_untracked();
        async move {
            check(body.validate(), &["email"])?;
            api::start_registration(&code).await?;
            let registration = api::set_email(&body).await?;
            session.refetch();
            navigator.go(&address_of(&registration));
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(common.register)>
            <h2>{tr!(entry.register_title)}</h2>
            <TextInput
                name="email"
                value=email
                label=tr!(registration.email)
                hint=tr!(registration.email_hint)
                kind="email"
                inputmode="email"
                autocomplete="email"
            />
            <p class="hint">{tr!(registration.link_note)}</p>
        </FormView>
    }
    .into_any()
}
