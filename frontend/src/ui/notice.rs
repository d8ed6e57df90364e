//! Boxes that tell something, and folds that tell more on demand.

use leptos::prelude::*;
use shared::problem::Problem;

use crate::language::Words;
use crate::ui::{icon, live, problem};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Information,
    /// Look again.
    Warning,
    /// Done.
    Success,
    /// Did not work.
    Error,
}

impl NoticeKind {
    const fn look(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Information => ("notice", "info", None),
            Self::Warning => ("notice notice-warning", "warning", None),
            Self::Success => ("notice notice-success", "check-circle", Some("status")),
            Self::Error => ("notice notice-error", "error", Some("alert")),
        }
    }
}

/// A box with an icon, an optional title, and what it holds.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    kind: NoticeKind,
    /// Title.
    #[prop(optional, into)]
    title: Option<Words>,
    /// What it tells.
    children: Children,
) -> AnyView {
    let (class, icon_name, role) = kind.look();
    view! {
        <div class=class role=role>
            {icon(icon_name)}
            <div class="notice-body">
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// A failed call in words, with the number that support asks for.
#[component]
pub fn ProblemNotice(
    /// What failed.
    problem: Problem,
) -> AnyView {
    // People can do nothing about our faults but name them; their own mistakes need no number.
    let reference = if problem.status >= 500 {
        problem.request_id.clone()
    } else {
        String::new()
    };
    view! {
        <Notice kind=NoticeKind::Error>
            <p>{live(move || problem::words_of(&problem))}</p>
            {(!reference.is_empty())
                .then(|| {
                    view! { <p class="fine">{crate::tr!(common.reference)} " " {reference}</p> }
                })}
        </Notice>
    }
    .into_any()
}

/// Something that opens on demand.
#[component]
pub fn Fold(
    /// Always seen.
    #[prop(into)]
    summary: Words,
    /// Seen when open.
    children: Children,
) -> AnyView {
    view! {
        <details class="fold">
            <summary>{summary}</summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
    .into_any()
}
