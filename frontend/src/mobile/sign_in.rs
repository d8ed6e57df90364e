//! Signing in by phone: the number, then the code. The answer to the number is the same whether it is
//! known or not.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::mobile::{FinishMobileSignIn, StartMobileSignIn};
use shared::problem::Problem;
use shared::programmes::DIGITAL_ID;
use validator::Validate;

use super::MobileField;
use crate::app::{Navigator, use_session};
use crate::programmes::Opener;
use crate::sessions::is_own_page;
use crate::ui::{
    Button, ButtonKind, CodeInput, Form, FormView, Heading, Notice, NoticeKind, ProblemNotice,
    check, live,
};
use crate::{api, browser, tr};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Number,
    Code,
}

/// Both stages on one address: nothing of this belongs into the history of the browser.
#[component]
pub fn MobileSignInPage() -> AnyView {
    let stage = RwSignal::new(Stage::Number);
    let phone = RwSignal::new(String::new());
    let shown = move || match stage.get() {
        Stage::Number => number(stage, phone),
        Stage::Code => code(stage, phone),
    };
    live(shown)
}

fn number(stage: RwSignal<Stage>, phone: RwSignal<String>) -> AnyView {
    let ended = browser::query("ended").is_some();
    let form = Form::new(move || {
        let body = StartMobileSignIn {
            phone: phone.get_untracked(),
        };
        async move {
            check(body.validate(), &["phone"])?;
            api::start_mobile_sign_in(&body).await?;
            stage.set(Stage::Code);
            Ok(())
        }
    });
    let notice = ended.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title=tr!(sessions.ended_title)>
                <p>{tr!(sessions.ended)}</p>
            </Notice>
        }
    });
    view! {
        <FormView form submit=tr!(mobile.send)>
            <Heading text=tr!(mobile.sign_in_title) />
            {notice}
            <p>{tr!(mobile.sign_in_words)}</p>
            <MobileField value=phone />
        </FormView>
        <p>
            {tr!(mobile.new_here)} " "
            <a href="/id/create/mobile">{tr!(identity.begin)}</a>
        </p>
    }
    .into_any()
}

fn code(stage: RwSignal<Stage>, phone: RwSignal<String>) -> AnyView {
    let code = RwSignal::new(String::new());
    let (session, navigator, opener) = (use_session(), Navigator::expect(), Opener::new());
    let left = browser::query("return").filter(|page| is_own_page(page));
    let form = Form::new(move || {
        let body = FinishMobileSignIn {
            phone: phone.get_untracked(),
            code: code.get_untracked(),
        };
        let left = left.clone();
        async move {
            check(body.validate(), &["phone", "code"])?;
            let answer = api::finish_mobile_sign_in(&body).await?;
            session.set(Some(Ok(answer)));
            match left {
                Some(page) => navigator.go(&page),
                None => opener.open(DIGITAL_ID.to_owned()),
            }
            Ok(())
        }
    });
    let again = Callback::new(move |()| stage.set(Stage::Number));
    view! {
        <FormView
            form
            submit=tr!(common.sign_in)
            beside=view! {
                <Button label=tr!(mobile.other_number) kind=ButtonKind::Text press=again />
            }
                .into_any()
        >
            <Heading text=tr!(mobile.code_title) />
            <Notice>
                <p>{tr!(mobile.sent, phone = phone.get())}</p>
            </Notice>
            <CodeInput
                name="code"
                value=code
                label=tr!(mobile.code_label)
                hint=tr!(mobile.code_hint)
            />
            {resend(phone)}
        </FormView>
        {live(move || opener.failure.get().map(|problem| view! { <ProblemNotice problem /> }))}
    }
    .into_any()
}

/// Another message; a press too early is explained.
fn resend(phone: RwSignal<String>) -> AnyView {
    let refused = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        let body = StartMobileSignIn {
            phone: phone.get_untracked(),
        };
        spawn_local(async move {
            refused.set(api::start_mobile_sign_in(&body).await.err());
            busy.set(false);
            browser::focus("code");
        });
    });
    view! {
        <p>
            <Button label=tr!(mobile.resend) kind=ButtonKind::Text busy press />
        </p>
        {live(move || refused.get().map(|problem| view! { <ProblemNotice problem /> }))}
    }
    .into_any()
}
