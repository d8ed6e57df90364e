//! Signing in: the form, and its own page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::accounts::SignIn;
use shared::problem::Code;
use validator::Validate;

use crate::app::{Navigator, use_session};
use crate::passkeys::SignInWithPasskey;
use crate::pin::SignInWithPin;
use crate::programmes::{FIRST, entry, use_code};
use crate::registration::address_of;
use crate::ui::{
    Form, FormView, Heading, Notice, NoticeKind, PasswordField, Plain, TextInput, check,
};
use crate::{api, browser, tr};

/// E-mail and password. `after` runs once the person is in.
#[component]
pub fn SignInForm(
    /// The address, where it is known already.
    #[prop(optional)]
    email: String,
    /// What is next.
    #[prop(into)]
    after: Callback<()>,
    /// Heading and words above the fields.
    children: Children,
) -> AnyView {
    let email = RwSignal::new(email);
    let password = RwSignal::new(String::new());
    let session = use_session();
    let form = Form::new(move || {
        let body = SignIn {
            email: email.get_untracked(),
            password: browser::normalized(&password.get_untracked()),
        };
        async move {
            check(body.validate(), &["email", "password"])?;
            let answer = api::sign_in(&body).await.inspect_err(|problem| {
                if problem.code == Code::CredentialsWrong {
                    password.set(String::new());
                }
            })?;
            session.set(Some(Ok(answer)));
            after.run(());
            Ok(())
        }
    });
    view! {
        <FormView
            form
            submit=tr!(common.sign_in)
            beside=view! {
                <a class="button button-text" href="/recover">
                    {tr!(sessions.forgot)}
                </a>
            }
                .into_any()
        >
            {children()}
            <TextInput
                name="email"
                value=email
                label=tr!(sessions.email)
                kind="email"
                inputmode="email"
                autocomplete="username"
            />
            <PasswordField
                name="password"
                value=password
                label=tr!(sessions.password)
                shown=RwSignal::new(false)
                autocomplete="current-password"
            />
        </FormView>
    }
    .into_any()
}

/// Goes on after a sign-in: to the page that was left (`?return=`), to the step that is missing,
/// or to the cabinet.
pub fn continue_after_sign_in() -> Callback<()> {
    let (navigator, programme) = (Navigator::expect(), use_code());
    Callback::new(move |()| {
        let code = programme.get_untracked();
        let left = browser::query("return").filter(|page| is_own_page(page));
        spawn_local(async move {
            let registration = match api::registration().await {
                Err(problem) if problem.code == Code::NotFound => {
                    api::start_registration(&code).await
                }
                answer => answer,
            };
            let registration = registration.ok();
            let next = registration
                .as_ref()
                .and_then(|registration| registration.next);
            // A page of the cabinet is of no use before the registration is finished.
            let early = |page: &str| {
                let open = ["/register/", "/account", "/guardian", "/id/"];
                open.iter().any(|start| page.starts_with(start))
            };
            let left = left.filter(|page| next.is_none() || early(page));
            let on = || {
                registration
                    .as_ref()
                    .map_or("/cabinet".to_owned(), address_of)
            };
            navigator.go(&left.unwrap_or_else(on));
        });
    })
}

/// Only pages of this site: `//elsewhere` is another one.
pub fn is_own_page(page: &str) -> bool {
    page.starts_with('/') && !page.starts_with("//") && !page.contains('\\')
}

/// The other way in, which comes back to the same page.
fn by_phone() -> String {
    let page = "/id/sign-in";
    match browser::query("return").filter(|left| is_own_page(left)) {
        Some(left) => format!("{page}?return={}", browser::encoded(&left)),
        None => page.to_owned(),
    }
}

/// Signing in on a page of its own; says why when a session has ended.
#[component]
pub fn SignInPage() -> AnyView {
    let ended = browser::query("ended").is_some();
    let code = use_code();
    let home = code.with_untracked(|code| entry(code));
    let register = if home == entry(FIRST) {
        "/register/citizenship".to_owned()
    } else {
        format!("{home}?tab=register")
    };
    view! {
        <Plain back=home>
            <SignInForm after=continue_after_sign_in()>
                <Heading text=tr!(sessions.title) />
                {ended
                    .then(|| {
                        view! {
                            <Notice kind=NoticeKind::Warning title=tr!(sessions.ended_title)>
                                <p>{tr!(sessions.ended)}</p>
                            </Notice>
                        }
                    })}
            </SignInForm>
            <SignInWithPin after=continue_after_sign_in() />
            <SignInWithPasskey after=continue_after_sign_in() />
            <p>
                <a href=by_phone()>{tr!(mobile.sign_in_by_phone)}</a>
            </p>
            <p>
                {tr!(sessions.no_login)} " "
                <a href=register>{tr!(common.register)}</a>
            </p>
        </Plain>
    }
    .into_any()
}
