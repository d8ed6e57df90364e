//! Two edits at once: the second is told, sees both versions, and decides. Nothing typed is lost.

use leptos::prelude::*;
use shared::applications::Application;
use shared::forms::Answers;

use super::filling::{Filling, Work};
use super::merge::{differences, merged};
use super::words::{Names, answered, label};
use crate::ui::{Button, ButtonKind, Form, Notice, NoticeKind, live};
use crate::{say, tr};

/// What was found in the place of the version that was opened.
#[derive(Clone, Copy)]
pub(super) struct Clash(RwSignal<Option<(Application, Answers)>>);

impl Clash {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The application stands otherwise now.
    pub fn found(self, filling: Filling, now: Application) {
        let Work::Edit(known) = filling.work else {
            return;
        };
        let base = known.with_untracked(|known| known.answers.clone());
        let mine = merged(&base, &filling.finished(), &now.answers);
        self.0.set(Some((now, mine)));
    }
}

/// Both versions side by side, and the choice between them.
pub(super) fn view(filling: Filling, clash: Clash, form: Form) -> AnyView {
    let shown = move || {
        let (now, mine) = clash.0.get()?;
        let rows = rows(filling, &now, &mine);
        let (theirs, own) = (now.clone(), mine);
        let keep = Callback::new(move |()| {
            clash.0.set(None);
            filling.replace(now.clone(), own.clone());
            form.submit();
        });
        let leave = Callback::new(move |()| {
            clash.0.set(None);
            filling.replace(theirs.clone(), theirs.answers.clone());
        });
        Some(view! {
            <Notice kind=NoticeKind::Warning title=tr!(applications.clash_title)>
                <p>{tr!(applications.clash)}</p>
                <ul class="versions">{rows}</ul>
                <div class="button-row">
                    <Button label=tr!(applications.clash_keep) press=keep />
                    <Button
                        label=tr!(applications.clash_leave)
                        kind=ButtonKind::Secondary
                        press=leave
                    />
                </div>
            </Notice>
        })
    };
    live(shown)
}

fn rows(filling: Filling, now: &Application, mine: &Answers) -> Vec<AnyView> {
    let options = filling.options();
    let sitting = filling.sitting();
    let kinds = differences(&now.answers, mine);
    kinds
        .into_iter()
        .map(|kind| {
            let words = |answers, sitting| {
                let rows = answered(kind, Names::Lists(&options), answers, sitting);
                let words: Vec<_> = rows.into_iter().map(|(_, words)| words).collect();
                let words = words.join("; ");
                if words.is_empty() {
                    say!(common.not_given)
                } else {
                    words
                }
            };
            let own = words(mine, sitting.as_ref());
            let theirs = words(&now.answers, now.sitting.as_ref());
            view! {
                <li>
                    <strong>{label(kind)}</strong>
                    <span>{say!(applications.clash_yours, words = own)}</span>
                    <span>{say!(applications.clash_theirs, words = theirs)}</span>
                </li>
            }
            .into_any()
        })
        .collect()
}
