//! The language of the page. A switch is one signal: nothing reloads and what was typed stays.

use std::sync::LazyLock;

use leptos::prelude::*;
use shared::consents::Language;

use crate::browser;
use crate::texts::i18n::Locale;

/// A text that follows the language. Made with [`tr!`](crate::tr).
pub type Words = Signal<String>;

const STORED: &str = "language";
/// Kept apart: a language that nobody chose is carried from one document to the next too.
const CHOSEN: &str = "language-chosen";

// One page has one language; calls to the server need it outside any component.
static LANGUAGE: LazyLock<ArcRwSignal<Language>> = LazyLock::new(|| {
    let told = browser::root().and_then(|root| root.get_attribute("lang"));
    ArcRwSignal::new(
        told.and_then(|tag| Language::from_tag(&tag))
            .unwrap_or_default(),
    )
});

static ASKED: LazyLock<ArcRwSignal<bool>> =
    LazyLock::new(|| ArcRwSignal::new(browser::remembered(CHOSEN).is_none()));

/// The language of the page; whoever reads it runs again when it changes.
pub fn language() -> Language {
    LANGUAGE.get()
}

/// The language at this moment, for calls and event handlers.
pub fn language_now() -> Language {
    LANGUAGE.get_untracked()
}

/// Whether nobody has chosen a language in this browser; reactive.
pub fn is_open() -> bool {
    ASKED.get()
}

/// Switches the page and remembers the choice in this browser.
pub fn choose(language: Language) {
    browser::remember(CHOSEN, Some("yes"));
    carry(language);
    ASKED.set(false);
}

/// The same for a language that was not chosen: the next document goes on in it.
pub fn carry(language: Language) {
    browser::remember(STORED, Some(language.as_str()));
    if let Some(root) = browser::root() {
        // Setting an attribute of <html> cannot fail.
        drop(root.set_attribute("lang", language.as_str()));
    }
    LANGUAGE.set(language);
}

/// How a language calls itself.
pub const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Kk => "Қазақша",
        Language::Ru => "Русский",
        Language::En => "English",
    }
}

/// The locale of the generated texts.
pub const fn locale(language: Language) -> Locale {
    match language {
        Language::Kk => Locale::kk,
        Language::Ru => Locale::ru,
        Language::En => Locale::en,
    }
}

/// The locale of the language of the page; reactive.
pub fn current_locale() -> Locale {
    locale(language())
}

/// A text without values; see [`tr!`](crate::tr).
pub fn words(text: fn(Locale) -> String) -> Words {
    Signal::derive(move || text(current_locale()))
}

/// A text with values; see [`tr!`](crate::tr).
pub fn words_with(text: Box<dyn Fn(Locale) -> String + Send + Sync>) -> Words {
    Signal::derive(move || text(current_locale()))
}

/// The text of a key as a [`Words`] signal: `tr!(common.back)`, `tr!(common.step, number = n)`.
/// Values are computed anew whenever the signals in them change.
#[macro_export]
macro_rules! tr {
    ($($key:ident).+) => {
        $crate::language::words(|locale| {
            ::std::convert::Into::into(::leptos_i18n::td_string!(locale, $($key).+))
        })
    };
    ($($key:ident).+, $($values:tt)+) => {
        $crate::language::words_with(::std::boxed::Box::new(move |locale| {
            let text = ::leptos_i18n::td_string!(locale, $($key).+, $($values)+);
            ::std::convert::Into::into(text)
        }))
    };
}

/// The text of a key as a `String`. In a reactive closure it follows the language.
#[macro_export]
macro_rules! say {
    ($($key:tt)+) => {{
        let locale = $crate::language::current_locale();
        let text: String = ::std::convert::Into::into(::leptos_i18n::td_string!(locale, $($key)+));
        text
    }};
}
