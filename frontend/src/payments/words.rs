//! Sums and states of money in words.

use shared::money::Tiyn;
use shared::payments::{MoneyState, Payment, Provider, RefundState};

use crate::say;

/// `5 640 ₸`, never broken into two lines.
pub(super) fn money(sum: Tiyn) -> String {
    let digits = sum.tenge().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    match sum.tiyn() % 100 {
        0 => format!("{grouped}\u{a0}₸"),
        tiyn => format!("{grouped},{tiyn:02}\u{a0}₸"),
    }
}

/// Where the money is, and the class of its tag.
pub(super) fn state(payment: &Payment) -> (String, &'static str) {
    let refund = payment.refund.as_ref().map(|refund| refund.state);
    match (payment.state, refund) {
        (MoneyState::Refunded, _) | (_, Some(RefundState::Paid)) => {
            (say!(payments.is_returned), "tag tag-done")
        }
        (MoneyState::Applied, _) => (say!(payments.is_used), "tag tag-done"),
        (_, Some(RefundState::Requested)) => (say!(payments.is_asked), "tag tag-review"),
        (_, Some(RefundState::Checked)) => (say!(payments.is_checked), "tag tag-review"),
        (_, Some(RefundState::Sent)) => (say!(payments.is_sent), "tag tag-review"),
        (_, Some(RefundState::Refused)) => (say!(payments.is_refused), "tag tag-refused"),
        (MoneyState::Unapplied, None) => (say!(payments.is_kept), "tag tag-waiting"),
    }
}

/// How it was paid.
pub(super) fn provider(payment: &Payment) -> String {
    match payment.provider {
        Provider::Kaspi => "Kaspi.kz".to_owned(),
        Provider::Halyk if payment.card_mask.is_empty() => say!(payments.by_card),
        Provider::Halyk => say!(payments.by_card_of, mask = payment.card_mask.clone()),
    }
}

/// A step of a refund that was made.
pub(super) fn step(state: RefundState) -> String {
    match state {
        RefundState::Requested => say!(payments.step_requested),
        RefundState::Checked => say!(payments.step_checked),
        RefundState::Sent => say!(payments.step_sent),
        RefundState::Paid => say!(payments.step_paid),
        RefundState::Refused => say!(payments.step_refused),
    }
}

/// A step of a refund that is still to come.
pub(super) fn coming(state: RefundState) -> String {
    match state {
        RefundState::Checked => say!(payments.coming_checked),
        RefundState::Sent => say!(payments.coming_sent),
        _ => say!(payments.coming_paid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_grouped() {
        let said = |tiyn| money(Tiyn::new(tiyn)).replace('\u{a0}', " ");
        assert_eq!(said(564_000), "5 640 ₸");
        assert_eq!(said(277_805), "2 778,05 ₸");
        assert_eq!(said(99_900), "999 ₸");
        assert_eq!(said(100_000_000), "1 000 000 ₸");
    }
}
