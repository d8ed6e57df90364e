//! The early word: as soon as a number tells that its holder is under age, what that means, and the link
//! for the guardian at once.

use jiff::civil::Date;
use leptos::prelude::*;
use shared::guardians::{AskGuardian, GuardianWait, consent_age, is_below};
use shared::time::date_in_kazakhstan;

use super::share;
use crate::registration::RegistrationContext;
use crate::ui::{Button, ButtonKind, ErrorSummary, Form, Notice, NoticeKind, live};
use crate::{api, clock, say, tr};

/// A minor's birth date and the age at which a guardian is needed no more; nothing where none is, or
/// where one has agreed.
fn minor(context: RegistrationContext, born: Signal<Option<Date>>) -> Memo<Option<(Date, u8)>> {
    Memo::new(move |_| {
        let age = consent_age(&context.programme()?)?;
        if context.facts().guardian.agreed.is_some() {
            return None;
        }
        let today = date_in_kazakhstan(clock::now());
        let born = born.get().filter(|born| is_below(age, *born, today))?;
        Some((born, age))
    })
}

/// What a birth date means where a guardian is asked for; nothing where none is needed.
pub fn early_note(context: RegistrationContext, born: Signal<Option<Date>>) -> AnyView {
    let minor = minor(context, born);
    let shown = move || {
        let (born, age) = minor.get()?;
        let date = move || clock::civil_date(&born.to_string());
        let words = move || say!(guardians.why, date = date(), age = age);
        let shown = view! {
            <Notice kind=NoticeKind::Warning title=tr!(guardians.early_title)>
                <p>{live(words)}</p>
                <p>{tr!(guardians.early)}</p>
            </Notice>
        };
        Some(shown)
    };
    live(shown)
}

/// The link for the guardian, once there is a login to wait for it. It has forms of its own, so it stands
/// beside the form of the page.
pub fn early_link(context: RegistrationContext, born: Signal<Option<Date>>) -> AnyView {
    let minor = minor(context, born);
    let told = RwSignal::new(None::<GuardianWait>);
    let wanted = Memo::new(move |_| minor.get().is_some() && context.facts().signed_in);
    live(move || wanted.get().then(|| offer(told)))
}

/// A button; after it, the link.
fn offer(told: RwSignal<Option<GuardianWait>>) -> AnyView {
    let form = Form::new(move || async move {
        told.set(Some(api::ask_guardian(&AskGuardian::default()).await?));
        Ok(())
    });
    let shown = move || match told.get().and_then(|wait| wait.link) {
        Some(link) => share::panel(link, told),
        None => view! {
            <ErrorSummary form />
            <div class="button-row">
                <Button
                    label=tr!(guardians.early_link)
                    kind=ButtonKind::Secondary
                    busy=form.busy()
                    press=Callback::new(move |()| form.submit())
                />
            </div>
        }
        .into_any(),
    };
    live(shown)
}
