//! A PIN: setting it in the registration or on the page of security, opening the account with it,
//! ending it. The key of the device is the matter of `device::pin_key`; which digits will do, of
//! `shared::pin`.

mod add;
mod list;
mod page;
mod sign_in;

pub use add::page as add_page;
pub use list::list;
pub use page::PinPage;
pub use sign_in::SignInWithPin;

use leptos::prelude::*;
use shared::problem::{Code, Problem};

use crate::device::pin_key::{self, NewKey};
use crate::tr;
use crate::ui::{Notice, TextInput};

/// The two fields.
fn fields(pin: RwSignal<String>, repeat: RwSignal<String>) -> AnyView {
    view! {
        <TextInput
            name="pin"
            value=pin
            label=tr!(pin.label)
            hint=tr!(pin.hint)
            kind="password"
            inputmode="numeric"
            class="input input-code"
        />
        <TextInput
            name="repeat"
            value=repeat
            label=tr!(pin.repeat)
            kind="password"
            inputmode="numeric"
            class="input input-code"
        />
    }
    .into_any()
}

/// A key of this device, or words that it has none.
async fn new_key() -> Result<NewKey, Problem> {
    let made = pin_key::make().await;
    made.map_err(|_| Problem::new(Code::PinRefused))
}

/// That this browser cannot keep a key.
fn missing() -> AnyView {
    view! {
        <Notice>
            <p>{tr!(pin.missing)}</p>
        </Notice>
    }
    .into_any()
}
