//! A forgotten password: the address, then the code and a new password. The answer to the address
//! is the same whether it is known or not.

use leptos::prelude::*;
use shared::accounts::{FinishRecovery, StartRecovery};
use validator::Validate;

use crate::registration::{NewPassword, NewPasswordFields};
use crate::ui::{
    Button, ButtonKind, CodeInput, Form, FormView, Heading, Notice, NoticeKind, Plain, TextInput,
    check, live,
};
use crate::{api, tr};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Address,
    Code,
    Done,
}

/// The three stages on one address: nothing of this belongs into the history of the browser.
#[component]
pub fn RecoverPage() -> AnyView {
    let stage = RwSignal::new(Stage::Address);
    let email = RwSignal::new(String::new());
    let shown = move || match stage.get() {
        Stage::Address => address(stage, email),
        Stage::Code => code(stage, email),
        Stage::Done => done(),
    };
    view! { <Plain back="/sign-in">{live(shown)}</Plain> }.into_any()
}

fn address(stage: RwSignal<Stage>, email: RwSignal<String>) -> AnyView {
    let form = Form::new(move || {
        let body = StartRecovery {
            email: email.get_untracked(),
        };
        async move {
            check(body.validate(), &["email"])?;
            api::start_recovery(&body).await?;
            stage.set(Stage::Code);
            Ok(())
        }
    });
    view! {
        <FormView form submit=tr!(sessions.send_code)>
            <Heading text=tr!(sessions.recover_title) />
            <p>{tr!(sessions.recover_words)}</p>
            <TextInput
                name="email"
                value=email
                label=tr!(sessions.email)
                kind="email"
                inputmode="email"
                autocomplete="username"
            />
        </FormView>
    }
    .into_any()
}

fn code(stage: RwSignal<Stage>, email: RwSignal<String>) -> AnyView {
    let code = RwSignal::new(String::new());
    let new = NewPassword::new();
    let form = Form::new(move || {
        let password = new.request();
        let body = FinishRecovery {
            email: email.get_untracked(),
            code: code.get_untracked(),
            password: password.password,
            confirmation: password.confirmation,
        };
        async move {
            check(
                body.validate(),
                &["email", "code", "password", "confirmation"],
            )?;
            api::finish_recovery(&body).await?;
            stage.set(Stage::Done);
            Ok(())
        }
    });
    let again = Callback::new(move |()| stage.set(Stage::Address));
    view! {
        <FormView
            form
            submit=tr!(sessions.set_password)
            beside=view! {
                <Button label=tr!(sessions.other_address) kind=ButtonKind::Text press=again />
            }
                .into_any()
        >
            <Heading text=tr!(sessions.recover_code_title) />
            <Notice>
                <p>{tr!(sessions.recover_sent, email = email.get())}</p>
            </Notice>
            <CodeInput
                name="code"
                value=code
                label=tr!(registration.code_label)
                hint=tr!(registration.code_hint)
            />
            <NewPasswordFields new />
        </FormView>
    }
    .into_any()
}

fn done() -> AnyView {
    view! {
        <Heading text=tr!(sessions.recovered_title) />
        <Notice kind=NoticeKind::Success>
            <p>{tr!(sessions.recovered)}</p>
        </Notice>
        <div class="button-row">
            <a class="button" href="/sign-in">
                {tr!(common.sign_in)}
            </a>
        </div>
    }
    .into_any()
}
