//! Passkeys: signing in by unlocking the device. The browser's part is in `device`; here are the
//! list of the owner, the pages that add and remove, and the button of the sign-in page.

mod add;
mod device;
mod list;
mod remove;
mod sign_in;

pub use add::page as add_page;
pub use list::list;
pub use remove::page as remove_page;
pub use sign_in::SignInWithPasskey;

use leptos::prelude::*;

use self::device::Trouble;
use crate::ui::{Notice, NoticeKind, live};
use crate::{say, tr};

/// What kept the device from answering, said calmly: nothing was lost.
fn trouble_notice(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let shown = move || {
        trouble.get().map(|trouble| {
            let kind = match trouble {
                Trouble::Cancelled => NoticeKind::Information,
                Trouble::Exists | Trouble::Failed => NoticeKind::Warning,
            };
            let words = move || match trouble {
                Trouble::Cancelled => say!(passkeys.cancelled),
                Trouble::Exists => say!(passkeys.exists),
                Trouble::Failed => say!(passkeys.failed),
            };
            view! {
                <Notice kind>
                    <p>{live(words)}</p>
                </Notice>
            }
        })
    };
    view! { <div role="status">{live(shown)}</div> }.into_any()
}

/// That this browser has no passkeys.
fn missing() -> AnyView {
    view! {
        <Notice>
            <p>{tr!(passkeys.missing)}</p>
        </Notice>
    }
    .into_any()
}
