//! A form: one act, its errors at the fields and in the summary, its button.
//!
//! What is typed stays in the signals of the page, so nothing is lost when the call fails.

use std::future::Future;
use std::pin::Pin;

use leptos::context::Provider;
use leptos::prelude::*;
use shared::problem::{FieldError, Problem, field_errors};
use validator::ValidationErrors;

use crate::browser;
use crate::language::Words;
use crate::ui::{Button, ProblemNotice, derived, icon, live, problem};

type Acting = Pin<Box<dyn Future<Output = Result<(), Problem>>>>;

const SUMMARY: &str = "error-summary";

/// What a form does when it is submitted, and how that went. Fields inside [`FormView`] find it
/// as a context and show their own errors.
#[derive(Clone, Copy)]
pub struct Form {
    action: Action<(), Result<(), Problem>>,
}

impl Form {
    /// A form that does `act`: check with [`check`], call, go on.
    pub fn new<F>(act: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<(), Problem>> + 'static,
    {
        Self {
            action: Action::new_local(move |&()| -> Acting { Box::pin(act()) }),
        }
    }

    /// The form around a widget.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Does it, unless it is being done.
    pub fn submit(self) {
        if !self.action.pending().get_untracked() {
            self.action.dispatch(());
        }
    }

    /// Whether it is being done.
    pub fn busy(self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// Why it failed last time.
    pub fn problem(self) -> Option<Problem> {
        self.action.value().with(|value| match value {
            Some(Err(problem)) => Some(problem.clone()),
            _ => None,
        })
    }

    /// The refused fields.
    pub fn errors(self) -> Vec<FieldError> {
        self.problem()
            .map(|problem| problem.errors)
            .unwrap_or_default()
    }

    /// What is wrong with a field, in words.
    pub fn error(self, name: &'static str) -> Option<String> {
        let errors = self.errors();
        let error = errors.iter().find(|error| error.field == name)?;
        Some(problem::words_of_field(error))
    }
}

/// The form of the page in view: its errors stand in the title of the window.
#[derive(Clone, Copy)]
pub struct FormOfPage(RwSignal<Option<Form>>);

impl FormOfPage {
    /// No form yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Whether the form of the page has a problem.
    pub(super) fn wrong(self) -> bool {
        self.0.get().is_some_and(|form| form.problem().is_some())
    }
}

impl Default for FormOfPage {
    fn default() -> Self {
        Self::new()
    }
}

/// Errors of a field of the form around, in words; `None` outside a form.
pub(super) fn error_of(name: &'static str) -> Signal<Option<String>> {
    let form = use_context::<Form>();
    derived(move || form.and_then(|form| form.error(name)))
}

/// The outcome of `validate()` as a problem, with the fields in the order of the form.
pub fn check(outcome: Result<(), ValidationErrors>, order: &[&str]) -> Result<(), Problem> {
    let Err(errors) = outcome else {
        return Ok(());
    };
    let mut errors = field_errors(&errors);
    errors.sort_by_key(|error| order.iter().position(|field| *field == error.field));
    // One refusal a field is enough to act on.
    errors.dedup_by(|later, earlier| later.field == earlier.field);
    Err(Problem::invalid(errors))
}

/// The `<form>`: summary, fields, main button.
#[component]
pub fn FormView(
    /// What it does.
    form: Form,
    /// What the button says.
    #[prop(into)]
    submit: Words,
    /// Buttons beside the main one.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// Heading and fields.
    children: Children,
) -> AnyView {
    if let Some(page) = use_context::<FormOfPage>() {
        page.0.set(Some(form));
        on_cleanup(move || page.0.set(None));
    }
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            <ErrorSummary form />
            <Provider value=form>{children()}</Provider>
            <div class="button-row">
                <Button label=submit busy=form.busy() />
                {beside}
            </div>
        </form>
    }
    .into_any()
}

/// What has to be corrected, with links to the fields; takes the focus when it appears. A failure
/// that belongs to no field stands in the same place.
#[component]
pub fn ErrorSummary(
    /// The form it belongs to.
    form: Form,
) -> AnyView {
    Effect::new(move |_| {
        if form.problem().is_some() {
            request_animation_frame(|| browser::focus(SUMMARY));
        }
    });
    let shown = move || {
        form.problem().map(|problem| {
            if problem.errors.is_empty() {
                view! {
                    <div id=SUMMARY tabindex="-1">
                        <ProblemNotice problem />
                    </div>
                }
                .into_any()
            } else {
                summary(problem.errors)
            }
        })
    };
    live(shown)
}

fn summary(errors: Vec<FieldError>) -> AnyView {
    let lines = errors
        .into_iter()
        .map(|error| {
            let field = error.field.clone();
            let go = move |event: web_sys::MouseEvent| {
                event.prevent_default();
                browser::focus(&field);
            };
            let href = format!("#{}", error.field);
            view! {
                <li>
                    <a href=href on:click=go>
                        {live(move || problem::words_of_field(&error))}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="error-summary" id=SUMMARY role="alert" tabindex="-1" aria-labelledby="problem">
            <h2 id="problem">{crate::tr!(common.error_title)}</h2>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

/// The error of one field, between its hint and its control.
pub(super) fn error_line(name: &'static str, error: Signal<Option<String>>) -> AnyView {
    let line = move || {
        error.get().map(|words| {
            view! {
                <p class="field-error" id=format!("{name}-error")>
                    {icon("error")}
                    {words}
                </p>
            }
        })
    };
    live(line)
}
