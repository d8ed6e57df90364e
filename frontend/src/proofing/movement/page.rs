//! The page of `/register/movement`: before, live, sending, and after.

use leptos::prelude::*;
use shared::movement::{Challenge, Goes, Movement, MovementState};
use shared::problem::{Code, Problem};
use shared::requirements::Requirement;
use web_sys::Blob;

use super::stage::MovementStage;
use crate::api;
use crate::device::image_worker::Analysis;
use crate::errands::ToPhone;
use crate::language::Words;
use crate::proofing::place::Place;
use crate::proofing::ways::{OtherWays, Way};
use crate::registration::RegistrationContext;
use crate::ui::{
    Button, ButtonKind, Form, FormView, Heading, Notice, NoticeKind, icon, live, problem,
};
use crate::{browser, clock, say, tr};

#[derive(Clone, PartialEq)]
enum Screen {
    /// Explains, and offers to begin.
    Before,
    /// The camera leads.
    Live(Challenge),
    /// The server looks.
    Sending,
    /// It did not work, for this reason.
    Refused(Problem),
}

/// What the screens share.
#[derive(Clone, Copy)]
struct Page {
    context: RegistrationContext,
    analysis: Analysis,
    screen: RwSignal<Screen>,
    goes: LocalResource<api::Answer<Goes>>,
}

/// The page of the check of movements.
#[component]
pub fn MovementPage() -> AnyView {
    let page = Page {
        context: RegistrationContext::expect(),
        analysis: Analysis::start(),
        screen: RwSignal::new(Screen::Before),
        goes: LocalResource::new(api::movement_goes),
    };
    let done = page.context.facts_now().movement;
    let place = Place::here();
    let to_phone = Memo::new(move |_| place.query("way").is_some_and(|way| way == "phone"));
    let shown = move || match (page.screen.get(), done) {
        (Screen::Before, None) if to_phone.get() => {
            let back = place.address("movement", &[]);
            view! { <ToPhone task=Requirement::MovementCheck back /> }.into_any()
        }
        (Screen::Before, Some(done)) => after(page, done),
        (Screen::Before, None) => before(page),
        (Screen::Live(challenge), _) => leading(page, challenge),
        (Screen::Sending, _) => sending(),
        (Screen::Refused(problem), _) => refused(page, problem),
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

impl Page {
    /// Asks for movements and opens the camera.
    fn beginning(self) -> Form {
        Form::new(move || async move {
            let begun = api::begin_movement_check().await;
            if matches!(&begun, Err(problem) if problem.code == Code::MovementPaused) {
                self.goes.refetch();
            }
            self.screen.set(Screen::Live(begun?));
            Ok(())
        })
    }

    /// Sends a recording; a lost answer is asked for once more by its key.
    fn send(self, id: String, clip: Blob) {
        self.screen.set(Screen::Sending);
        wasm_bindgen_futures::spawn_local(async move {
            let key = browser::unique_key();
            let mut answer = api::send_movements(&id, &clip, key.clone()).await;
            if matches!(&answer, Err(problem) if problem.code == Code::Network) {
                answer = api::send_movements(&id, &clip, key).await;
            }
            while matches!(&answer, Err(problem) if problem.code == Code::InProgress) {
                answer = api::movement_outcome(&id).await;
            }
            match answer {
                Ok(registration) => self.context.advance(registration),
                Err(problem) => {
                    if self.screen.try_set(Screen::Refused(problem)).is_none() {
                        self.goes.refetch();
                    }
                }
            }
        });
    }
}

fn before(page: Page) -> AnyView {
    let form = page.beginning();
    let advice = |sign: &'static str, words: Words| {
        view! {
            <li class="check">
                {icon(sign)}
                <span>{words}</span>
            </li>
        }
    };
    view! {
        <Heading text=tr!(movement.title) />
        <p class="lead">{tr!(movement.lead)}</p>
        {drawings()}
        <div class="stack-tight">
            <h2>{tr!(movement.before_title)}</h2>
            <ul class="checklist checklist-long">
                {advice("light", tr!(movement.before_light))}
                {advice("person", tr!(movement.before_alone))}
                {advice("phone", tr!(movement.before_phone))}
                {advice("lock", tr!(movement.kept))}
            </ul>
        </div>
        {start(page, form, tr!(movement.begin))}
    }
    .into_any()
}

fn drawings() -> AnyView {
    let drawing = |name: &'static str, caption: Words| {
        view! {
            <li class="picture">
                <img src=format!("/pictures/move-{name}.svg") alt="" width="240" height="180" />
                <p class="picture-caption">{caption}</p>
            </li>
        }
    };
    view! {
        <div class="stack-tight">
            <h2>{tr!(movement.asked_title)}</h2>
            <p>{tr!(movement.asked_hint)}</p>
            <ul class="pictures pictures-four">
                {drawing("left", tr!(movement.drawn_left))}
                {drawing("right", tr!(movement.drawn_right))}
                {drawing("nod", tr!(movement.drawn_nod))}
                {drawing("closer", tr!(movement.drawn_closer))}
            </ul>
        </div>
    }
    .into_any()
}

/// The button that begins, or the pause; a person to look; the other ways.
fn start(page: Page, form: Form, label: Words) -> AnyView {
    let goes = move || page.goes.with(|goes| goes.as_ref()?.as_ref().ok().cloned());
    let shown = move || {
        let goes = goes().unwrap_or_default();
        if let Some(until) = goes.paused_until {
            let time = clock::time(until);
            return view! {
                <Notice title=tr!(movement.paused_title)>
                    <p>{live(move || say!(movement.paused, time = time.clone()))}</p>
                </Notice>
            }
            .into_any();
        }
        let count = (goes.failed > 0).then(|| {
            let (go, of) = (goes.failed + 1, goes.of);
            view! { <p class="hint">{live(move || say!(movement.try_of, go = go, of = of))}</p> }
        });
        view! {
            <FormView form submit=label>
                {count}
            </FormView>
        }
        .into_any()
    };
    let looked_at = move || {
        goes()
            .and_then(|goes| goes.for_review)
            .map(|id| review(page, id))
    };
    let phone = Place::here().address("movement", &[("way", "phone")]);
    view! {
        {live(shown)}
        {live(looked_at)}
        <OtherWays ways=vec![Way::Phone(phone), Way::Person] />
    }
    .into_any()
}

/// Somebody of the staff looks at the last recording.
fn review(page: Page, id: String) -> AnyView {
    let form = Form::new(move || {
        let id = id.clone();
        async move {
            page.context.advance(api::ask_for_review(&id).await?);
            Ok(())
        }
    });
    let failed = move || form.problem().map(|failed| problem::words_of(&failed));
    view! {
        <div class="stack-tight">
            <h2>{tr!(movement.review_title)}</h2>
            <p>{tr!(movement.review_text)}</p>
            <p role="alert">{failed}</p>
            <div class="button-row">
                <Button
                    label=tr!(movement.review)
                    kind=ButtonKind::Secondary
                    busy=form.busy()
                    press=move |()| form.submit()
                />
            </div>
        </div>
    }
    .into_any()
}

fn leading(page: Page, challenge: Challenge) -> AnyView {
    let id = challenge.id.clone();
    let on_recording = Callback::new(move |clip: Blob| page.send(id.clone(), clip));
    view! {
        <Heading text=tr!(movement.live_title) />
        <p>{tr!(movement.live_text)}</p>
        <MovementStage moves=challenge.moves analysis=page.analysis on_recording />
        <OtherWays ways=vec![Way::Person] />
    }
    .into_any()
}

fn sending() -> AnyView {
    view! {
        <Heading text=tr!(movement.sending_title) />
        <p role="status">
            <span class="spinner" aria-hidden="true"></span>
            " "
            {tr!(movement.sending)}
        </p>
    }
    .into_any()
}

fn refused(page: Page, problem: Problem) -> AnyView {
    let form = page.beginning();
    view! {
        <Heading text=tr!(movement.refused_title) />
        <Notice kind=NoticeKind::Error title=tr!(movement.refused)>
            <p>{move || problem::words_of(&problem)}</p>
        </Notice>
        {start(page, form, tr!(movement.again))}
    }
    .into_any()
}

/// It was done before.
fn after(page: Page, done: Movement) -> AnyView {
    let go_on = move |()| page.context.go_on();
    let (title, text) = match done.state {
        MovementState::Passed => (tr!(movement.passed_title), tr!(movement.passed)),
        MovementState::InReview => (tr!(movement.in_review_title), tr!(movement.in_review)),
    };
    let again = (done.state == MovementState::InReview)
        .then(|| start(page, page.beginning(), tr!(movement.again)));
    view! {
        <Heading text=title />
        <p>{text}</p>
        <div class="button-row">
            <Button label=tr!(movement.go_on) press=go_on />
        </div>
        {again}
    }
    .into_any()
}
