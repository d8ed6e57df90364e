//! The phone at work: the pages of the camera without menu and account, until the step is handed in,
//! given up, or called back by the computer.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::problem::{Code, Problem};
use shared::requirements::Requirement;

use super::phone::over;
use crate::api;
use crate::app::NotFound;
use crate::proofing::{CameraPage, DocumentPage, FacePage, MovementPage};
use crate::registration::{OnPhone, RegistrationContext};
use crate::tr;
use crate::ui::{Button, ButtonKind, Heading, ProblemNotice, Skeleton, icon, live};

/// How often the phone asks whether it is still wanted.
const ASKED_EVERY: Duration = Duration::from_secs(5);

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    HandedIn,
    Over(Problem),
}

/// Whether a refusal ends the errand: the line may fail, and the next try may not.
const fn is_end(code: Code) -> bool {
    matches!(
        code,
        Code::ErrandUnknown
            | Code::ErrandTaken
            | Code::ErrandExpired
            | Code::ErrandCancelled
            | Code::ErrandDone
    )
}

/// What this phone knows of its errand.
#[derive(Clone, Copy)]
struct Errand {
    ending: RwSignal<Option<Ending>>,
    /// A call that failed and can be repeated.
    problem: RwSignal<Option<Problem>>,
}

impl Errand {
    fn refused(self, problem: Problem) {
        let _ = if problem.code == Code::ErrandDone {
            self.ending.try_set(Some(Ending::HandedIn))
        } else if is_end(problem.code) {
            self.ending.try_set(Some(Ending::Over(problem)))
        } else {
            let _ = self.problem.try_set(Some(problem));
            None
        };
    }

    fn hand_in(self) {
        self.problem.set(None);
        spawn_local(async move {
            match api::finish_errand().await {
                Ok(()) => {
                    let _ = self.ending.try_set(Some(Ending::HandedIn));
                }
                Err(problem) => self.refused(problem),
            }
        });
    }

    /// The computer may have called the phone back.
    fn ask(self) {
        if self.ending.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            if let Err(problem) = api::phone_errand().await
                && is_end(problem.code)
            {
                self.refused(problem);
            }
        });
    }

    fn give_up(self) {
        spawn_local(async move {
            // The same end either way: one that cannot be told ends by its time.
            drop(api::give_errand_up().await);
            let cancelled = Problem::new(Code::ErrandCancelled);
            let _ = self.ending.try_set(Some(Ending::Over(cancelled)));
        });
    }
}

/// The pages below `/phone`.
#[component]
pub(super) fn Working(
    /// The last part of the address.
    page: Memo<String>,
) -> AnyView {
    let errand = Errand {
        ending: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    let task = RwSignal::new(None);
    let context = RegistrationContext::on_phone(OnPhone {
        task,
        handed_in: Callback::new(move |()| errand.hand_in()),
    });
    provide_context(context);
    if let Ok(asking) = set_interval_with_handle(move || errand.ask(), ASKED_EVERY) {
        on_cleanup(move || asking.clear());
    }
    Effect::new(move |_| {
        if let Some(problem) = context.failure() {
            errand.refused(problem);
        }
    });
    let ready = Memo::new(move |_| context.latest().is_some());
    let shown = move || match errand.ending.get() {
        Some(Ending::HandedIn) => handed_in(),
        Some(Ending::Over(problem)) => over(problem),
        None if ready.get() => at_work(errand, page, task),
        None => waiting(errand),
    };
    live(shown)
}

fn failure(errand: Errand) -> AnyView {
    live(move || {
        errand
            .problem
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    })
}

fn waiting(errand: Errand) -> AnyView {
    view! {
        {failure(errand)}
        <Skeleton />
    }
    .into_any()
}

fn at_work(errand: Errand, page: Memo<String>, task: RwSignal<Option<Requirement>>) -> AnyView {
    let shown = move || {
        let (page, task) = (page.get(), task.get());
        let own = task.is_some_and(|task| task.page() == page);
        match page.as_str() {
            "camera" => view! { <CameraPage /> }.into_any(),
            "face" if own => view! { <FacePage /> }.into_any(),
            "movement" if own => view! { <MovementPage /> }.into_any(),
            "document" if own => view! { <DocumentPage /> }.into_any(),
            _ => view! { <NotFound /> }.into_any(),
        }
    };
    let press = Callback::new(move |()| errand.give_up());
    view! {
        <p class="errand-frame">{icon("computer")} <span>{tr!(errands.phone_frame)}</span></p>
        {live(shown)}
        {failure(errand)}
        <div class="button-row">
            <Button label=tr!(errands.phone_cancel) kind=ButtonKind::Text press />
        </div>
    }
    .into_any()
}

fn handed_in() -> AnyView {
    view! {
        <Heading text=tr!(errands.phone_done_title) />
        <p class="errand-done">{icon("check-circle")}</p>
        <p>{tr!(errands.phone_done)}</p>
    }
    .into_any()
}
