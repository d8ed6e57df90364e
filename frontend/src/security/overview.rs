//! Everything about an account's security on one page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::problem::Problem;
use shared::security::{OpenSession, Security, SignInTry};

use super::{device_name, time};
use crate::api::Answer as Told;
use crate::ui::{
    Answer, Answers, Button, ButtonKind, Fold, Heading, Notice, ProblemNotice, icon, live,
};
use crate::{api, browser, passkeys, pin, say, tr};

type Resource = LocalResource<Told<Security>>;

/// What failed when something was pressed; stands above the list it belongs to.
#[derive(Clone, Copy)]
struct Failure(RwSignal<Option<Problem>>);

pub(super) fn page(security: Resource, told: Security) -> AnyView {
    let failure = Failure(RwSignal::new(None));
    let problem = move || {
        failure
            .0
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    };
    let pending = told.pending_email.map(|pending| {
        let until = pending.until;
        view! {
            <Notice>
                <p>
                    {tr!(
                        security.pending, email = pending.email.clone(),
                        time = crate::clock::time(until)
                    )}
                </p>
            </Notice>
        }
    });
    // Both are added with the password again, which a login by phone has not.
    let pin = pin::list(told.email.is_some());
    let passkeys = told.email.is_some().then(|| passkeys::list(told.passkeys));
    let email = told.email.map(|email| {
        view! {
            <Answer
                label=tr!(sessions.email)
                value=Signal::stored(email)
                change="/account/email"
            />
        }
    });
    let password = told.password_set_at.map(|at| {
        view! {
            <Answer
                label=tr!(sessions.password)
                value=password_words(at)
                change="/account/password"
            />
        }
    });
    let mobile = told.mobile.map(|mobile| {
        view! { <Answer label=tr!(security.mobile) value=Signal::stored(mobile) change="" /> }
    });
    view! {
        <Heading text=tr!(security.title) />
        {pending}
        <Answers>{email} {password} {mobile}</Answers>
        {live(problem)}
        {passkeys}
        {pin}
        {sessions(security, failure, told.sessions)}
        {sign_ins(told.sign_ins)}
        {own_data(failure)}
    }
    .into_any()
}

/// The sessions alone, with what failed above them.
pub fn devices(security: Resource, told: Security) -> AnyView {
    let failure = Failure(RwSignal::new(None));
    let problem = move || {
        failure
            .0
            .get()
            .map(|problem| view! { <ProblemNotice problem /> })
    };
    view! {
        {live(problem)}
        {sessions(security, failure, told.sessions)}
    }
    .into_any()
}

fn password_words(at: shared::time::Instant) -> Signal<String> {
    let at = time(at);
    tr!(security.password_set, time = at.get())
}

fn sessions(security: Resource, failure: Failure, sessions: Vec<OpenSession>) -> AnyView {
    let several = sessions.len() > 1;
    let rows = sessions
        .into_iter()
        .map(|session| row(security, failure, session))
        .collect::<Vec<_>>();
    let others = several.then(|| {
        let press = Callback::new(move |()| {
            spawn_local(async move { took(security, failure, api::end_other_sessions().await) });
        });
        view! {
            <div class="button-row">
                <Button
                    label=tr!(security.end_others)
                    kind=ButtonKind::Secondary
                    icon_name="log-out"
                    press
                />
            </div>
        }
    });
    view! {
        <section class="stack-tight">
            <h2>{tr!(security.sessions)}</h2>
            <ul class="cards">{rows}</ul>
            {others}
        </section>
    }
    .into_any()
}

fn row(security: Resource, failure: Failure, session: OpenSession) -> AnyView {
    let OpenSession {
        id,
        device,
        began_at,
        used_at,
        current,
    } = session;
    let name = device.clone();
    let end = (!current).then(move || {
        let press = Callback::new(move |()| {
            let id = id.clone();
            spawn_local(async move { took(security, failure, api::end_session(&id).await) });
        });
        let label = tr!(security.end, device = device_name(&device));
        view! { <Button label kind=ButtonKind::Text press /> }
    });
    let (began, used) = (time(began_at), time(used_at));
    view! {
        <li class="card">
            <div class="card-head">
                <h3>{live(move || device_name(&name))}</h3>
                {current
                    .then(|| view! { <span class="tag tag-done">{tr!(security.this_one)}</span> })}
            </div>
            <p class="card-meta">
                <span>{tr!(security.began, time = began.get())}</span>
                <span>{tr!(security.used, time = used.get())}</span>
            </p>
            {end}
        </li>
    }
    .into_any()
}

/// Shows the list as it is now, or why it is as before.
fn took(security: Resource, failure: Failure, answer: Told<Security>) {
    match answer {
        Ok(told) => security.set(Some(Ok(told))),
        Err(problem) => failure.0.set(Some(problem)),
    }
}

fn sign_ins(tries: Vec<SignInTry>) -> AnyView {
    let rows = tries
        .into_iter()
        .map(|one| {
            let SignInTry {
                at,
                device,
                succeeded,
                by_passkey,
                by_mobile,
            } = one;
            let (class, sign) = if succeeded {
                ("check check-good", "check-circle")
            } else {
                ("check check-bad", "cross-circle")
            };
            let at = time(at);
            let words = move || {
                let device = device_name(&device);
                match (succeeded, by_passkey) {
                    (true, _) if by_mobile => {
                        say!(security.came_in_mobile, time = at.get(), device = device)
                    }
                    (false, _) if by_mobile => {
                        say!(security.refused_mobile, time = at.get(), device = device)
                    }
                    (true, false) => say!(security.came_in, time = at.get(), device = device),
                    (true, true) => {
                        say!(security.came_in_passkey, time = at.get(), device = device)
                    }
                    (false, false) => {
                        say!(security.was_refused, time = at.get(), device = device)
                    }
                    (false, true) => {
                        say!(security.refused_passkey, time = at.get(), device = device)
                    }
                }
            };
            view! { <li class=class>{icon(sign)} <span>{live(words)}</span></li> }
        })
        .collect::<Vec<_>>();
    view! {
        <Fold summary=tr!(security.sign_ins)>
            <p>{tr!(security.sign_ins_words)}</p>
            <ul class="checklist checklist-long">{rows}</ul>
        </Fold>
    }
    .into_any()
}

fn own_data(failure: Failure) -> AnyView {
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::own_data().await {
                Ok(data) => browser::download("tirkeu.json", "application/json", &data),
                Err(problem) => failure.0.set(Some(problem)),
            }
            // The page may have gone meanwhile.
            let _ = busy.try_set(false);
        });
    });
    view! {
        <section class="stack-tight">
            <h2>{tr!(security.own_data)}</h2>
            <p>{tr!(security.own_data_words)}</p>
            <div class="button-row">
                <Button
                    label=tr!(security.download)
                    kind=ButtonKind::Secondary
                    icon_name="download"
                    busy
                    press
                />
                <a class="button button-text" href="/account/deletion">
                    {tr!(security.delete)}
                </a>
            </div>
        </section>
    }
    .into_any()
}
