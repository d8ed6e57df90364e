//! IIN with a search button: the registry's name, masked, opens to whoever gives the first name or
//! the birth date. Whatever the registry says, the person can go on by hand.

use leptos::prelude::*;
use shared::problem::{FieldError, Problem};
use shared::registries::{
    LookUpPerson, LookUpState, PersonLookUp, PersonRecord, Purpose, RevealPerson, WAIT_SECONDS,
};
use validator::Validate;
use wasm_bindgen::JsCast;

use super::latest::Latest;
use crate::device::pause;
use crate::ui::{
    Button, ButtonKind, DateParts, Notice, NoticeKind, ProblemNotice, TextInput, check, live,
};
use crate::{api, tr};

/// How a search stands.
#[derive(Debug, Clone, PartialEq, Default)]
enum Stage {
    #[default]
    Nothing,
    /// Asked; `long` when it takes so long that nobody should wait.
    Checking {
        long: bool,
    },
    Found(PersonLookUp),
    Filled,
    NotFound,
    Unavailable,
    Refused(Problem),
}

#[derive(Clone, Copy)]
struct Search {
    iin: RwSignal<String>,
    purpose: Purpose,
    /// The number it is about, and how it stands: of another number nothing is shown.
    stage: RwSignal<(String, Stage)>,
    refusal: RwSignal<Option<Problem>>,
    busy: RwSignal<bool>,
    first_name: RwSignal<String>,
    birth: [RwSignal<String>; 3],
    by_date: RwSignal<bool>,
    request: StoredValue<Latest, LocalStorage>,
    filled: Callback<PersonRecord>,
    by_hand: Callback<()>,
}

impl Search {
    fn stage(self) -> Stage {
        let iin = self.iin.get();
        self.stage.with(|(about, stage)| {
            if *about == iin {
                stage.clone()
            } else {
                Stage::Nothing
            }
        })
    }

    fn set(self, about: &str, stage: Stage) {
        // The page may have gone meanwhile.
        let _ = self.stage.try_set((about.to_owned(), stage));
    }

    fn begin(self) {
        let iin = self.iin.get_untracked();
        self.refusal.set(None);
        self.set(&iin, Stage::Checking { long: false });
        self.request.with_value(|request| {
            request.begin(async move {
                if let Err(problem) = self.ask(&iin).await {
                    self.set(&iin, Stage::Refused(problem));
                }
            });
        });
    }

    /// Asks, and asks how it stands: each second at first, then each five.
    async fn ask(self, iin: &str) -> Result<(), Problem> {
        let body = LookUpPerson {
            iin: iin.to_owned(),
            purpose: self.purpose,
        };
        check(body.validate(), &["iin"])?;
        let mut told = api::look_up_person(&body).await?;
        let mut waited = 0;
        while told.state == LookUpState::Waiting {
            let long = waited >= WAIT_SECONDS;
            if waited == WAIT_SECONDS {
                self.set(iin, Stage::Checking { long });
                self.by_hand.try_run(());
            }
            pause(if long { 5_000 } else { 1_000 }).await;
            waited += 1;
            told = api::find_person_look_up(&told.look_up).await?;
        }
        let stage = match told.state {
            LookUpState::Found => Stage::Found(told),
            LookUpState::NotFound => Stage::NotFound,
            LookUpState::Waiting | LookUpState::Unavailable => Stage::Unavailable,
        };
        let left_alone = matches!(stage, Stage::NotFound | Stage::Unavailable);
        self.set(iin, stage);
        if left_alone {
            self.by_hand.try_run(());
        }
        Ok(())
    }

    fn reveal(self, look_up: String) {
        let by_date = self.by_date.get_untracked();
        let [day, month, year] = self.birth.map(|part| part.get_untracked());
        self.busy.set(true);
        self.refusal.set(None);
        let iin = self.iin.get_untracked();
        self.request.with_value(|request| {
            request.begin(async move {
                let body = if by_date {
                    date_of(&day, &month, &year).map(|birth_date| RevealPerson {
                        birth_date,
                        ..RevealPerson::default()
                    })
                } else {
                    Ok(RevealPerson {
                        first_name: self.first_name.get_untracked(),
                        ..RevealPerson::default()
                    })
                };
                let told = match body {
                    Ok(body) => ask_name(&look_up, body).await,
                    Err(problem) => Err(problem),
                };
                match told {
                    Ok(record) => {
                        self.set(&iin, Stage::Filled);
                        self.filled.try_run(record);
                    }
                    Err(problem) => drop(self.refusal.try_set(Some(problem))),
                }
                let _ = self.busy.try_set(false);
            });
        });
    }
}

fn date_of(day: &str, month: &str, year: &str) -> Result<String, Problem> {
    let date = shared::dates::parse_parts(day, month, year);
    let refused = |code| Problem::invalid(vec![FieldError::new("birth_date", code)]);
    date.map(|date| date.to_string()).map_err(refused)
}

async fn ask_name(look_up: &str, body: RevealPerson) -> Result<PersonRecord, Problem> {
    let refusals = body.refusals();
    if !refusals.is_empty() {
        return Err(Problem::invalid(refusals));
    }
    api::reveal_person(look_up, &body).await
}

/// The IIN and its search.
#[component]
pub fn PersonSearch(
    /// The field's name in the form around.
    #[prop(default = "iin")]
    name: &'static str,
    /// The IIN as typed.
    iin: RwSignal<String>,
    /// What the search is for.
    purpose: Purpose,
    /// Called with the name once it is opened: the form fills its fields.
    #[prop(into)]
    filled: Callback<PersonRecord>,
    /// Called when the person is to type the name: the form shows its fields.
    #[prop(into)]
    by_hand: Callback<()>,
) -> AnyView {
    let search = Search {
        iin,
        purpose,
        stage: RwSignal::new((String::new(), Stage::Nothing)),
        refusal: RwSignal::new(None),
        busy: RwSignal::new(false),
        first_name: RwSignal::new(String::new()),
        birth: std::array::from_fn(|_| RwSignal::new(String::new())),
        by_date: RwSignal::new(false),
        request: StoredValue::new_local(Latest::default()),
        filled,
        by_hand,
    };
    let checking = Memo::new(move |_| matches!(search.stage(), Stage::Checking { long: false }));
    let press = Callback::new(move |()| search.begin());
    view! {
        <div class="stack-tight" on:keydown=on_enter(press)>
            <TextInput
                name
                value=iin
                label=tr!(registries.iin)
                hint=tr!(registries.iin_hint)
                inputmode="numeric"
                class="input input-20"
            />
            <Button
                label=tr!(registries.search)
                kind=ButtonKind::Secondary
                icon_name="search"
                busy=checking
                press
            />
        </div>
        <div class="stack-tight" aria-live="polite">
            {outcome(search)}
        </div>
    }
    .into_any()
}

/// Enter in a field of ours presses our button, not that of the form around.
pub(super) fn on_enter(press: Callback<()>) -> impl Fn(web_sys::KeyboardEvent) {
    move |event| {
        let target = event.target();
        let field = target.and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if event.key() == "Enter" && field.is_some() {
            event.prevent_default();
            press.run(());
        }
    }
}

fn outcome(search: Search) -> AnyView {
    let stage = Memo::new(move |_| search.stage());
    let warning = |words: crate::language::Words| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{words}</p>
            </Notice>
        }
        .into_any()
    };
    let shown = move || match stage.get() {
        Stage::Nothing => ().into_any(),
        Stage::Checking { long: false } => {
            view! { <p class="field-hint">{tr!(registries.checking)}</p> }.into_any()
        }
        Stage::Checking { long: true } => view! {
            <Notice>
                <p>{tr!(registries.checking_long)}</p>
            </Notice>
        }
        .into_any(),
        Stage::Found(found) => opening(search, found),
        Stage::Filled => view! {
            <Notice kind=NoticeKind::Success>
                <p>{tr!(registries.person_filled)}</p>
            </Notice>
        }
        .into_any(),
        Stage::NotFound => warning(tr!(registries.person_not_found)),
        Stage::Unavailable => warning(tr!(registries.person_unavailable)),
        Stage::Refused(problem) => view! { <ProblemNotice problem /> }.into_any(),
    };
    live(shown)
}

/// The masked name, and the question that opens it.
fn opening(search: Search, found: PersonLookUp) -> AnyView {
    let look_up = found.look_up;
    let masked = found.masked;
    let press = Callback::new(move |()| search.reveal(look_up.clone()));
    let other = move || {
        let label = if search.by_date.get() {
            tr!(registries.by_first_name)
        } else {
            tr!(registries.by_birth_date)
        };
        let turn = Callback::new(move |()| search.by_date.update(|by_date| *by_date = !*by_date));
        view! { <Button label kind=ButtonKind::Text press=turn /> }
    };
    let refused = move || {
        let problem = search.refusal.get();
        problem.map(|problem| view! { <ProblemNotice problem /> })
    };
    let leave = Callback::new(move |()| {
        search.stage.set((String::new(), Stage::Nothing));
        search.by_hand.run(());
    });
    view! {
        <Notice kind=NoticeKind::Success title=tr!(registries.person_found, name = masked.clone())>
            <p>{tr!(registries.person_found_words)}</p>
        </Notice>
        <div class="stack-tight" on:keydown=on_enter(press)>
            {live(move || question(search))} {live(refused)}
            <div class="button-row">
                <Button
                    label=tr!(registries.fill_in)
                    kind=ButtonKind::Secondary
                    busy=search.busy
                    press
                /> {live(other)}
                <Button label=tr!(registries.by_hand) kind=ButtonKind::Text press=leave />
            </div>
        </div>
    }
    .into_any()
}

fn question(search: Search) -> AnyView {
    if search.by_date.get() {
        view! {
            <DateParts
                name="known_birth_date"
                legend=tr!(registries.birth_date)
                hint=tr!(registries.birth_date_hint)
                parts=search.birth
            />
        }
        .into_any()
    } else {
        view! {
            <TextInput
                name="known_first_name"
                value=search.first_name
                label=tr!(registries.first_name)
                autocomplete="given-name"
            />
        }
        .into_any()
    }
}
