//! The link for a guardian: to copy, to share, as a code for a camera, by mail.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::guardians::{AskGuardian, GuardianLink, GuardianWait};
use validator::Validate;
use wasm_bindgen_futures::JsFuture;

use crate::payments::qr;
use crate::ui::{
    Button, ButtonKind, Field, Fold, Form, FormView, Notice, NoticeKind, TextInput, check, live,
    small_icon,
};
use crate::{api, browser, clock, say, tr};

/// The link and every way to pass it on. `told` takes what the server says about it.
pub(super) fn panel(link: GuardianLink, told: RwSignal<Option<GuardianWait>>) -> AnyView {
    let GuardianLink {
        address,
        expires_at,
        mailed_at,
        ..
    } = link;
    let until = move || {
        say!(
            guardians.link_until,
            time = clock::date_and_time(expires_at)
        )
    };
    let code = qr::code(&address, tr!(guardians.qr));
    let shown = address.clone();
    view! {
        <section class="stack-tight">
            <h2>{tr!(guardians.link_title)}</h2>
            <Field name="link" label=tr!(guardians.link)>
                <input class="input" id="link" readonly value=shown />
            </Field>
            {pass_on(address)}
            <p class="fine">{live(until)}</p>
            {code
                .map(|code| {
                    view! {
                        {code}
                        <p class="fine">{tr!(guardians.qr_words)}</p>
                    }
                })}
            {mailed_at
                .map(|at| {
                    let words = move || say!(guardians.mailed, time = clock::time(at));
                    view! {
                        <Notice kind=NoticeKind::Success>
                            <p>{live(words)}</p>
                        </Notice>
                    }
                })}
            <Fold summary=tr!(guardians.mail_title)>{mail(told, mailed_at.is_some())}</Fold>
            <Fold summary=tr!(guardians.other_title)>{other(told)}</Fold>
        </section>
    }
    .into_any()
}

/// Copying, and the share sheet of the device where there is one.
fn pass_on(address: String) -> AnyView {
    let copied = RwSignal::new(None);
    let text = address.clone();
    let copy = Callback::new(move |()| {
        let text = text.clone();
        spawn_local(async move {
            // Browsers hide the clipboard from pages that are not secure.
            let done = if window().is_secure_context() {
                let written = window().navigator().clipboard().write_text(&text);
                JsFuture::from(written).await.is_ok()
            } else {
                false
            };
            // The page may have gone meanwhile.
            let _ = copied.try_set(Some(done));
        });
    });
    let said = move || {
        copied.get().map(|done| {
            let (mark, words) = if done {
                ("check", tr!(guardians.copied))
            } else {
                ("info", tr!(guardians.copy_failed))
            };
            view! { {small_icon(mark)} {words} }
        })
    };
    let share = browser::can_share().then(|| {
        let press = Callback::new(move |()| browser::share(&address, &say!(guardians.share_words)));
        view! { <Button label=tr!(guardians.share) kind=ButtonKind::Secondary press /> }
    });
    view! {
        <div class="button-row">
            <Button label=tr!(guardians.copy) icon_name="copy" press=copy />
            {share}
        </div>
        <p class="saved" role="status">
            {live(said)}
        </p>
    }
    .into_any()
}

fn mail(told: RwSignal<Option<GuardianWait>>, again: bool) -> AnyView {
    let email = RwSignal::new(String::new());
    let form = Form::new(move || {
        let body = AskGuardian {
            email: email.get_untracked(),
            anew: false,
        };
        async move {
            check(body.validate(), &["email"])?;
            told.set(Some(api::ask_guardian(&body).await?));
            Ok(())
        }
    });
    let submit = if again {
        tr!(guardians.mail_again)
    } else {
        tr!(guardians.mail_send)
    };
    view! {
        <FormView form submit>
            <TextInput
                name="email"
                value=email
                label=tr!(guardians.mail_label)
                hint=tr!(guardians.mail_hint)
                kind="email"
                inputmode="email"
            />
        </FormView>
    }
    .into_any()
}

/// Another link in the place of this one.
fn other(told: RwSignal<Option<GuardianWait>>) -> AnyView {
    let form = Form::new(move || async move {
        let body = AskGuardian {
            email: String::new(),
            anew: true,
        };
        told.set(Some(api::ask_guardian(&body).await?));
        Ok(())
    });
    view! {
        <FormView form submit=tr!(guardians.other_make)>
            <p>{tr!(guardians.other_words)}</p>
        </FormView>
    }
    .into_any()
}
