//! Keeps what is typed on the server, a moment after the last key. A save that fails is said calmly
//! and tried again; nothing waits for it.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::applications::{Draft, SaveDraft};
use shared::forms::Answers;
use shared::time::Instant;

use crate::{api, clock, say};

/// After the last key.
const QUIET: Duration = Duration::from_secs(1);
/// After a failure.
const AGAIN: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Nothing,
    Saved(Instant),
    Failed,
}

struct Kept {
    campaign: String,
    answers: Answers,
    timer: Option<TimeoutHandle>,
    saving: bool,
    ended: bool,
}

/// The draft of one campaign.
#[derive(Clone, Copy)]
pub(super) struct Saver {
    answers: Memo<Answers>,
    kept: StoredValue<Kept>,
    state: RwSignal<State>,
}

impl Saver {
    /// Begins to watch; `draft` is what the server has.
    pub fn new(campaign: String, answers: Memo<Answers>, draft: Option<&Draft>) -> Self {
        let saver = Self {
            answers,
            kept: StoredValue::new(Kept {
                campaign,
                answers: answers.get_untracked(),
                timer: None,
                saving: false,
                ended: false,
            }),
            state: RwSignal::new(
                draft.map_or(State::Nothing, |draft| State::Saved(draft.saved_at)),
            ),
        };
        Effect::new(move |_| {
            answers.track();
            if saver.unsaved().is_some() {
                saver.later(QUIET);
            }
        });
        on_cleanup(move || saver.leave());
        saver
    }

    /// "Saved 14:05"; empty while there is nothing to say so of; reactive.
    pub fn words(self) -> String {
        match self.state.get() {
            State::Saved(at) => say!(registration.saved_at, time = clock::time(at)),
            State::Nothing | State::Failed => String::new(),
        }
    }

    /// That the last try failed, and that this is no reason to worry; reactive.
    pub fn trouble(self) -> Option<String> {
        (self.state.get() == State::Failed).then(|| say!(applications.not_saved))
    }

    /// The answers are handed in: there is no draft any more.
    pub fn end(self) {
        self.kept.update_value(|kept| kept.ended = true);
    }

    /// Saves now, in the background.
    pub fn save(self) {
        let Some((campaign, answers)) = self.unsaved() else {
            return;
        };
        if self.kept.with_value(|kept| kept.saving) {
            // What was typed since is saved when this answer has come: in order, never crosswise.
            return;
        }
        self.kept.update_value(|kept| kept.saving = true);
        spawn_local(async move {
            let body = SaveDraft { answers };
            let outcome = api::save_draft(&campaign, &body).await;
            self.took(body.answers, outcome);
        });
    }

    fn took(self, answers: Answers, outcome: api::Answer<Draft>) {
        let (state, pause) = match &outcome {
            Ok(draft) => (State::Saved(draft.saved_at), QUIET),
            Err(_) => (State::Failed, AGAIN),
        };
        let kept = self.kept.try_update_value(|kept| {
            kept.saving = false;
            if outcome.is_ok() {
                kept.answers = answers;
            }
        });
        // The page may have gone meanwhile.
        if kept.is_some() && self.state.try_set(state).is_none() && self.unsaved().is_some() {
            self.later(pause);
        }
    }

    fn unsaved(self) -> Option<(String, Answers)> {
        let now = self.answers.try_get_untracked()?;
        self.kept
            .try_with_value(|kept| {
                let unsaved = !kept.ended && kept.answers != now;
                unsaved.then(|| (kept.campaign.clone(), now))
            })
            .flatten()
    }

    fn later(self, pause: Duration) {
        let timer = set_timeout_with_handle(move || self.save(), pause).ok();
        self.kept.update_value(|kept| {
            if let Some(earlier) = std::mem::replace(&mut kept.timer, timer) {
                earlier.clear();
            }
        });
    }

    /// The page goes: what is not saved yet is sent on its way.
    fn leave(self) {
        let unsaved = self.unsaved();
        // Gone already when the page went in another order.
        let _ = self.kept.try_update_value(|kept| {
            if let Some(timer) = kept.timer.take() {
                timer.clear();
            }
        });
        if let Some((campaign, answers)) = unsaved {
            spawn_local(async move {
                // Nobody is there to be told.
                drop(api::save_draft(&campaign, &SaveDraft { answers }).await);
            });
        }
    }
}
