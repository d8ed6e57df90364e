//! Money as its payer sees it: what an application costs and until when, the ways to pay, where the money
//! is, and giving it back. What follows from a payment, the server decides: these pages show what it told
//! last and never believe an address.

mod card;
mod claim;
mod files;
mod kaspi;
mod list;
mod load;
mod outcome;
mod part;
mod pay;
mod prepayment;
pub mod qr;
mod refund;
mod time;
mod ways;
mod words;

use leptos::prelude::*;

use crate::app::{NotFound, below};
use crate::ui::live;

pub use list::payment_list;
pub use part::{before_paying, of_application, withdrawal_words};
pub use prepayment::prepay;
pub use time::due_line;

/// A page that stands alone, without the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Address {
    /// The order of an application.
    Order(String),
    /// The refund of a payment.
    Refund(String),
}

impl Address {
    /// The address below `/cabinet`.
    fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["applications", id, "payment"] => Some(Self::Order((*id).to_owned())),
            ["payments", number, "refund"] => Some(Self::Refund((*number).to_owned())),
            _ => None,
        }
    }
}

/// Where an application is paid for.
pub fn address_of(application: &str) -> String {
    format!("/cabinet/applications/{application}/payment")
}

/// Whether an address below `/cabinet` is one of the pages that stand alone.
pub fn is_alone(path: &str) -> bool {
    Address::of(path).is_some()
}

/// The pages that stand alone.
pub fn pages() -> AnyView {
    let path = below("/cabinet");
    let shown = move || match path.with(|path| Address::of(path)) {
        Some(Address::Order(id)) => pay::page(id),
        Some(Address::Refund(number)) => refund::page(number),
        None => view! { <NotFound /> }.into_any(),
    };
    live(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_money() {
        let order = Address::Order("a".into());
        assert_eq!(Address::of("applications/a/payment"), Some(order));
        let refund = Address::Refund("17".into());
        assert_eq!(Address::of("payments/17/refund"), Some(refund));
        for other in ["", "payments", "applications/a", "applications/a/edit"] {
            assert!(!is_alone(other), "{other}");
        }
    }
}
