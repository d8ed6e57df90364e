//! Deleting an account: what goes and what stays is said before.

use leptos::prelude::*;
use shared::security::DeleteAccount;
use validator::Validate;

use super::{done, hidden_login};
use crate::app::use_session;
use crate::mobile::ConfirmByCode;
use crate::ui::{
    Checkbox, Form, FormView, Heading, Notice, NoticeKind, PasswordField, check, live,
};
use crate::{api, browser, tr};

pub(super) fn page(login: Option<String>) -> AnyView {
    let current = RwSignal::new(String::new());
    let agreed = RwSignal::new(false);
    let gone = RwSignal::new(false);
    let session = use_session();
    let form = Form::new(move || {
        let body = DeleteAccount {
            current: browser::normalized(&current.get_untracked()),
            agreed: agreed.get_untracked(),
        };
        async move {
            check(body.validate(), &["current", "agreed"])?;
            api::delete_account(&body).await?;
            gone.set(true);
            session.refetch();
            Ok(())
        }
    });
    let shown = move || {
        if gone.get() {
            return done(
                tr!(security.deleted_title),
                tr!(security.deleted),
                "/",
                tr!(common.to_start),
            );
        }
        let proof = match login.clone() {
            Some(login) => by_password(login, current),
            None => view! { <ConfirmByCode value=current /> }.into_any(),
        };
        view! {
            <FormView form submit=tr!(security.delete)>
                <Heading text=tr!(security.deletion_title) />
                <Notice kind=NoticeKind::Warning title=tr!(security.deletion_goes)>
                    <p>{tr!(security.deletion_goes_words)}</p>
                </Notice>
                <Notice title=tr!(security.deletion_stays)>
                    <p>{tr!(security.deletion_stays_words)}</p>
                </Notice>
                {proof}
                <Checkbox
                    name="agreed"
                    label=tr!(security.deletion_agree)
                    checked=agreed
                    change=Callback::new(move |wanted| agreed.set(wanted))
                />
            </FormView>
        }
        .into_any()
    };
    live(shown)
}

fn by_password(login: String, current: RwSignal<String>) -> AnyView {
    view! {
        {hidden_login(login)}
        <PasswordField
            name="current"
            value=current
            label=tr!(security.current)
            shown=RwSignal::new(false)
            autocomplete="current-password"
        />
    }
    .into_any()
}
