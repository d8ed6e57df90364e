//! The texts that people accept: a viewer with search, zoom, print and download; the tick under it;
//! and a page of its own for each text.

mod acceptance;
mod page;
mod search;
mod viewer;

use shared::consents::TextKind;

use crate::say;

pub use acceptance::{AcceptanceFields, AcceptanceState};
pub use page::AgreementPage;
pub use viewer::Viewer;

/// The title of a text, in the language of the page.
pub fn title(kind: TextKind) -> String {
    match kind {
        TextKind::Terms => say!(agreement.terms),
        TextKind::Biometrics => say!(agreement.biometrics),
        TextKind::PersonalData => say!(agreement.personal_data),
        TextKind::Rules => say!(agreement.rules),
        TextKind::Privacy => say!(agreement.privacy),
    }
}
