//! The calls of orders, payments and refunds.

use gloo_net::http::Method;
use shared::payments::{BeginCard, ClaimRefund, OrderView, Payment, Payments, PrepaymentView};

use super::{Answer, Call, address};
use crate::browser::encoded;

fn of_application(id: &str, rest: &str) -> String {
    format!("/applications/{}/{rest}", encoded(id))
}

/// The order of an application.
pub async fn order(application: &str) -> Answer<OrderView> {
    Call::get(of_application(application, "payment"))
        .send()
        .await
}

/// Begins a card payment. The `key` makes a repeat after a lost answer act once. The answer is for the
/// hand-off page and stays a text here.
pub async fn begin_card(
    application: &str,
    body: &BeginCard,
    key: Option<String>,
) -> Answer<String> {
    let call = Call::json(Method::POST, &of_application(application, "card"), body);
    Call { key, ..call }.exchange().await
}

/// Asks the bank at once, for whoever comes back from its page.
pub async fn return_card(application: &str) -> Answer<OrderView> {
    let path = of_application(application, "card/return");
    let nothing = serde_json::Map::new();
    Call::json(Method::POST, &path, &nothing).send().await
}

/// Own payments of all programmes.
pub async fn payments() -> Answer<Payments> {
    Call::get("/payments").send().await
}

/// Asks for the money of a payment.
pub async fn claim_refund(number: &str, body: &ClaimRefund) -> Answer<Payment> {
    let path = format!("/payments/{}/refund", encoded(number));
    Call::json(Method::POST, &path, body).once().send().await
}

/// How a repeated attempt is paid in advance, and whether it is.
pub async fn prepayment(programme: &str) -> Answer<PrepaymentView> {
    let path = format!("/prepayments/{}", encoded(programme));
    Call::get(path).send().await
}

/// Address of the admission ticket.
pub fn ticket_address(application: &str) -> String {
    address(&of_application(application, "ticket.pdf"))
}

/// Address of the exam as an entry for calendars.
pub fn calendar_address(application: &str) -> String {
    address(&of_application(application, "calendar.ics"))
}

/// Address of the receipt of a payment.
pub fn receipt_address(number: &str) -> String {
    address(&format!("/payments/{}/receipt.pdf", encoded(number)))
}
