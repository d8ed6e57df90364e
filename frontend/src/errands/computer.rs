//! The computer's side: the code, how to use it, and waiting. The page asks every three seconds and
//! goes on by itself.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::errands::{Errand, ErrandState, NewErrand, SendErrand};
use shared::problem::{Code, Problem};
use shared::requirements::Requirement;

use crate::app::Navigator;
use crate::registration::RegistrationContext;
use crate::ui::{
    Button, ButtonKind, Fold, Heading, Notice, NoticeKind, ProblemNotice, Skeleton, derived, icon,
    live,
};
use crate::{api, clock, say, tr};

/// How often the errand is asked about.
const ASKED_EVERY: Duration = Duration::from_secs(3);
/// Seconds before the end at which it is spoken.
const SPOKEN: [i64; 3] = [300, 60, 20];
/// So long the words stay where a screen reader finds them.
const SPOKEN_FOR: i64 = 5;

/// Everything that this side knows.
#[derive(Clone, Copy)]
struct Desk {
    task: Requirement,
    context: RegistrationContext,
    /// The code; told once, so that a page that was loaded again has none.
    code: RwSignal<Option<NewErrand>>,
    errand: RwSignal<Option<Errand>>,
    problem: RwSignal<Option<Problem>>,
    /// A question is on its way.
    asking: StoredValue<bool>,
}

impl Desk {
    /// Goes on with a phone that is at work, or makes a code.
    fn open(task: Requirement) -> Self {
        let desk = Self {
            task,
            context: RegistrationContext::expect(),
            code: RwSignal::new(None),
            errand: RwSignal::new(None),
            problem: RwSignal::new(None),
            asking: StoredValue::new(false),
        };
        spawn_local(async move {
            match api::errand().await {
                Ok(errand) if errand.task == task && errand.state == ErrandState::Opened => {
                    let _ = desk.errand.try_set(Some(errand));
                }
                _ => desk.make_code().await,
            }
        });
        desk
    }

    async fn make_code(self) {
        let _ = self.problem.try_set(None);
        match api::send_errand(&SendErrand { task: self.task }).await {
            Ok(code) => {
                let _ = self.errand.try_set(Some(code.errand.clone()));
                let _ = self.code.try_set(Some(code));
            }
            Err(problem) => {
                let _ = self.problem.try_set(Some(problem));
            }
        }
    }

    fn again(self) {
        spawn_local(self.make_code());
    }

    fn state(self) -> Option<ErrandState> {
        self.errand
            .with(|errand| errand.as_ref().map(|errand| errand.state))
    }

    /// Asks how the errand stands, while it stands.
    fn ask(self) {
        let open = untrack(|| self.state())
            .is_some_and(|state| matches!(state, ErrandState::Waiting | ErrandState::Opened));
        if !open || self.asking.get_value() {
            return;
        }
        self.asking.set_value(true);
        spawn_local(async move {
            // A line that fails is asked again; a session that ended has its own page.
            if let Ok(errand) = api::errand().await {
                self.told(errand).await;
            }
            let _ = self.asking.try_set_value(false);
        });
    }

    async fn told(self, errand: Errand) {
        let done = errand.state == ErrandState::Done;
        if self.errand.try_get_untracked().flatten().as_ref() != Some(&errand) {
            let _ = self.errand.try_set(Some(errand));
        }
        if !done {
            return;
        }
        match api::registration().await {
            Ok(registration) => self.context.advance(registration),
            Err(problem) => {
                let _ = self.problem.try_set(Some(problem));
            }
        }
    }
}

/// What the page shows; a new answer about the same draws nothing anew.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Screen {
    Making,
    Failed(Problem),
    Code,
    AtWork(String),
    Over(ErrandState),
}

/// Sends this step to a phone and goes on when it is done there.
#[component]
pub fn ToPhone(
    /// The step.
    task: Requirement,
    /// The page to return to on this computer.
    back: String,
) -> AnyView {
    let desk = Desk::open(task);
    if let Ok(asking) = set_interval_with_handle(move || desk.ask(), ASKED_EVERY) {
        on_cleanup(move || asking.clear());
    }
    let now = clock::ticking(derived(move || {
        let told = desk
            .errand
            .with(|errand| errand.as_ref().map(|e| e.server_now));
        told.unwrap_or_else(clock::now)
    }));
    let screen = Memo::new(move |_| {
        if let Some(problem) = desk.problem.get() {
            return Screen::Failed(problem);
        }
        match desk.errand.get() {
            None => Screen::Making,
            Some(errand) => match errand.state {
                ErrandState::Waiting => Screen::Code,
                ErrandState::Opened => Screen::AtWork(errand.device),
                over => Screen::Over(over),
            },
        }
    });
    let back = StoredValue::new(back);
    let shown = move || match screen.get() {
        Screen::Making => view! { <Skeleton /> }.into_any(),
        Screen::Failed(problem) => failed(desk, problem, back),
        Screen::Code => code(desk, now, back),
        Screen::AtWork(device) => at_work(desk, now, &device, back),
        Screen::Over(state) => over(desk, state, back),
    };
    view! {
        <div class="stack">
            <Heading text=tr!(errands.title) />
            {live(shown)}
        </div>
    }
    .into_any()
}

/// The other way on, always there: this computer.
fn here(back: StoredValue<String>) -> AnyView {
    view! {
        <a class="button button-secondary" href=back.get_value()>
            {tr!(errands.back)}
        </a>
    }
    .into_any()
}

/// Calls the phone back and returns.
fn cancel(back: StoredValue<String>) -> AnyView {
    let navigator = Navigator::expect();
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            // One that could not be called back ends by its time.
            drop(api::cancel_errand().await);
            let _ = busy.try_set(false);
            navigator.go(&back.get_value());
        });
    });
    view! {
        <Button label=tr!(errands.cancel) kind=ButtonKind::Secondary icon_name="cross" busy press />
    }
    .into_any()
}

fn code(desk: Desk, now: Signal<shared::time::Instant>, back: StoredValue<String>) -> AnyView {
    let Some(new) = desk.code.get_untracked() else {
        return view! { <Skeleton /> }.into_any();
    };
    let step = |words: crate::language::Words| view! { <li>{words}</li> };
    view! {
        <p class="lead">{tr!(errands.lead)}</p>
        <div class="errand">
            <div class="errand-code stack-tight">
                <div role="img" aria-label=tr!(errands.qr) inner_html=new.qr></div>
                {time_left(desk, now)}
            </div>
            <div class="stack-tight">
                <h2>{tr!(errands.steps)}</h2>
                <ol class="list">
                    {step(tr!(errands.step_1))} {step(tr!(errands.step_2))}
                    {step(tr!(errands.step_3))} {step(tr!(errands.step_4))}
                    {step(tr!(errands.step_5))}
                </ol>
            </div>
        </div>
        <Notice kind=NoticeKind::Warning>
            <p>{tr!(errands.warning)}</p>
        </Notice>
        {link(new.address)}
        <div class="button-row">{cancel(back)}</div>
    }
    .into_any()
}

/// For a camera that reads no codes.
fn link(address: String) -> AnyView {
    // Browsers hide the clipboard from pages that are not secure.
    if !window().is_secure_context() {
        return ().into_any();
    }
    let copied = RwSignal::new(false);
    let press = Callback::new(move |()| {
        let written = window().navigator().clipboard().write_text(&address);
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(written).await.is_ok();
            let _ = copied.try_set(done);
        });
    });
    view! {
        <Fold summary=tr!(errands.copy)>
            <p>{tr!(errands.copy_words)}</p>
            <Button
                label=tr!(errands.copy)
                kind=ButtonKind::Secondary
                icon_name="copy"
                press
            />
            <p role="status">{live(move || copied.get().then(|| say!(errands.copied)))}</p>
        </Fold>
    }
    .into_any()
}

fn seconds_left(desk: Desk, now: Signal<shared::time::Instant>) -> Memo<i64> {
    Memo::new(move |_| {
        let end = desk
            .errand
            .with(|errand| errand.as_ref().map(|e| e.expires_at));
        end.map_or(0, |end| now.get().seconds_until(end))
    })
}

fn until(desk: Desk) -> String {
    let end = desk
        .errand
        .with(|errand| errand.as_ref().map(|e| e.expires_at));
    end.map(clock::time).unwrap_or_default()
}

/// What is left, in words.
fn left(seconds: i64) -> String {
    if seconds < 60 {
        say!(errands.left_less)
    } else {
        say!(errands.left, minutes = (seconds + 59) / 60)
    }
}

/// Until when the code can be opened, seen at all times and spoken three times.
fn time_left(desk: Desk, now: Signal<shared::time::Instant>) -> AnyView {
    let seconds = seconds_left(desk, now);
    let words = Memo::new(move |_| left(seconds.get()));
    let spoken = Memo::new(move |_| {
        let seconds = seconds.get();
        SPOKEN
            .into_iter()
            .any(|mark| seconds <= mark && seconds > mark - SPOKEN_FOR)
    });
    view! {
        <p class="errand-time">
            {icon("clock")}
            <span>
                {live(move || say!(errands.until, time = until(desk)))} ", "
                <span role="timer">{live(move || words.get())}</span>
            </span>
        </p>
        <p class="hidden-text" role="status">
            {live(move || spoken.get().then(|| words.get_untracked()))}
        </p>
    }
    .into_any()
}

fn at_work(
    desk: Desk,
    now: Signal<shared::time::Instant>,
    device: &str,
    back: StoredValue<String>,
) -> AnyView {
    let title = if device.is_empty() {
        tr!(errands.opened)
    } else {
        let device = crate::security::device_name(device);
        tr!(errands.opened_device, device = device.clone())
    };
    let seconds = seconds_left(desk, now);
    let words = Memo::new(move |_| left(seconds.get()));
    view! {
        <Notice kind=NoticeKind::Success title>
            <p>{tr!(errands.opened_words)}</p>
        </Notice>
        <p class="errand-time">
            <span class="spinner" aria-hidden="true"></span>
            <span>
                {live(move || say!(errands.opened_until, time = until(desk)))} ", "
                <span role="timer">{live(move || words.get())}</span>
            </span>
        </p>
        <p>{tr!(errands.opened_stranger)}</p>
        <div class="button-row">{cancel(back)}</div>
    }
    .into_any()
}

fn over(desk: Desk, state: ErrandState, back: StoredValue<String>) -> AnyView {
    let (title, words) = match state {
        ErrandState::Done => {
            return view! {
                <p role="status">
                    <span class="spinner" aria-hidden="true"></span>
                    " "
                    {tr!(errands.done)}
                </p>
            }
            .into_any();
        }
        ErrandState::Expired => (tr!(errands.expired), tr!(errands.expired_words)),
        _ => (tr!(errands.cancelled), tr!(errands.cancelled_words)),
    };
    view! {
        <div role="status">
            <Notice kind=NoticeKind::Warning title>
                <p>{words}</p>
            </Notice>
        </div>
        <div class="button-row">
            <Button
                label=tr!(errands.again)
                icon_name="phone"
                press=Callback::new(move |()| desk.again())
            />
            {here(back)}
        </div>
    }
    .into_any()
}

fn failed(desk: Desk, problem: Problem, back: StoredValue<String>) -> AnyView {
    // A step out of order stays so, however often a code is asked for.
    let useless = matches!(
        problem.code,
        Code::StepOutOfOrder | Code::RegistrationFinished
    );
    let again = (!useless).then(|| {
        view! {
            <Button
                label=tr!(common.try_again)
                press=Callback::new(move |()| desk.again())
            />
        }
    });
    view! {
        <ProblemNotice problem />
        <div class="button-row">{again} {here(back)}</div>
    }
    .into_any()
}
