//! The calls of reading and confirming a document.

use gloo_net::http::Method;
use shared::readings::{ConfirmDocument, Reading};
use shared::registration::Registration;

use super::{Answer, Call, address};

/// Has the pictures of the document read; what is read already comes at once.
pub async fn read_document() -> Answer<Reading> {
    Call::new(Method::POST, "/registration/reading")
        .send()
        .await
}

/// Confirms the data of the document.
pub async fn confirm_document(body: &ConfirmDocument) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/document-data", body)
        .send()
        .await
}

/// Address of a line of the zone, cut out of the own picture; `reading` tells one from the next.
pub fn crop_address(reading: &str, line: u8) -> String {
    address(&format!(
        "/registration/reading/crops/{line}?version={reading}"
    ))
}
