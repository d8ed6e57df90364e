//! Sharing a Digital ID: the step of the programme that asks, the window that asks for the word, and the
//! history of operations.

mod history;
mod identity;
mod request;
mod window;

use shared::sharing::SharedData;

use crate::say;

pub use history::HistoryPage;
pub use identity::IdentityPage;
pub use request::or_request;

/// What is shared, in the language of the page.
fn data_name(data: SharedData) -> String {
    match data {
        SharedData::Name => say!(sharing.data_name),
        SharedData::Iin => say!(sharing.data_iin),
        SharedData::BirthDate => say!(sharing.data_birth_date),
        SharedData::Document => say!(sharing.data_document),
        SharedData::FacePhoto => say!(sharing.data_face),
        SharedData::Checks => say!(sharing.data_checks),
    }
}
