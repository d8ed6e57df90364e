//! Orders, payments and refunds: their states and the only steps between them, and what is told of
//! them on the wire.
//!
//! Orders, payments and refunds are records that are never edited; where one stands follows from the
//! newest row about it. What the bank's protocols look like is in `kaspi` here and with the adapters of
//! the program.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::dictionaries::Name;
use crate::forms::MAX_TEXT;
use crate::iban::kz_iban;
use crate::iin::Iin;
use crate::money::Tiyn;
use crate::names::validate_name;
use crate::problem::{Code, FieldError, field_errors, refuse};
use crate::time::Instant;

/// Minutes that remain at least when a payment starts, once an order (rules.md, Seats).
pub const PAYING_MINUTES: i64 = 20;
/// Minutes that remain at least after a payment failed (rules.md, Seats).
pub const AFTER_FAILURE_MINUTES: i64 = 10;
/// So often a failure prolongs the same hold: a seat cannot be kept for ever by failing.
pub const FAILURES_THAT_PROLONG: i64 = 5;
/// So long a card payment that was begun makes the other way wait, in seconds (domain, payments 8.4).
pub const CARD_FIRST_SECONDS: i64 = 5 * 60;

/// A state that can only become certain others.
pub trait Steps: Copy + PartialEq + 'static {
    /// The states that may follow.
    fn next(self) -> &'static [Self];

    /// Whether the other may follow.
    fn may_become(self, other: Self) -> bool {
        self.next().contains(&other)
    }
}

macro_rules! states {
    ($(#[$doc:meta])+ $name:ident { $($(#[$of:meta])+ $state:ident = $text:literal -> [$($next:ident),*];)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$of])+ #[serde(rename = $text)] $state,)+
        }

        impl $name {
            /// Every state.
            pub const ALL: &[Self] = &[$(Self::$state),+];

            /// The code on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$state => $text,)+ }
            }

            /// The state of this text.
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$state),)+ _ => None }
            }
        }

        impl Steps for $name {
            fn next(self) -> &'static [Self] {
                match self { $(Self::$state => &[$(Self::$next),*],)+ }
            }
        }
    };
}

states! {
    /// Where an order stands. It follows its application: held, submitted, annulled, withdrawn.
    OrderState {
        /// Waits for its money until the hold ends.
        Waiting = "waiting" -> [Paid, Annulled, Cancelled];
        /// Paid.
        Paid = "paid" -> [Cancelled];
        /// The time ran out. Money that comes late brings it back while the seat is free.
        Annulled = "annulled" -> [Paid];
        /// Its application was withdrawn.
        Cancelled = "cancelled" -> [];
    }
}

states! {
    /// Where the money of a payment is. At every moment all payments together are what is applied,
    /// unapplied and refunded.
    MoneyState {
        /// It pays an order.
        Applied = "applied" -> [Unapplied];
        /// It pays nothing: come too late, of a wrong sum, twice, before its application, or of a
        /// withdrawn one. It may pay an order or be given back.
        Unapplied = "unapplied" -> [Applied, Refunded];
        /// It was given back.
        Refunded = "refunded" -> [];
    }
}

states! {
    /// Where a refund stands.
    RefundState {
        /// Asked for.
        Requested = "requested" -> [Checked, Sent, Paid, Refused];
        /// Looked at by the centre.
        Checked = "checked" -> [Sent, Paid, Refused];
        /// On its way through the bank.
        Sent = "sent" -> [Paid, Refused];
        /// Given back.
        Paid = "paid" -> [];
        /// Not given back, for a reason that is told. It may be asked for anew.
        Refused = "refused" -> [];
    }
}

states! {
    /// Where a card payment stands that was begun at the bank.
    CardState {
        /// The bank's page was opened, or may have been.
        Begun = "begun" -> [Failed, Charged, Lost];
        /// The bank declined it.
        Failed = "failed" -> [Charged];
        /// The bank has the money.
        Charged = "charged" -> [];
        /// The bank has never heard of it, and it is not asked about any more.
        Lost = "lost" -> [Charged];
    }
}

/// How something is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// By number in the application of Kaspi.
    Kaspi,
    /// By card on the page of Halyk.
    Halyk,
}

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 2] = [Self::Kaspi, Self::Halyk];

    /// The code on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kaspi => "kaspi",
            Self::Halyk => "halyk",
        }
    }

    /// The provider of this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// A way to pay that can be chosen now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "provider", rename_all = "snake_case")]
pub enum Way {
    /// In the application or on the site of Kaspi, by number.
    Kaspi {
        /// The name under which the payer finds the service there.
        service: String,
        /// Opens the payment in the application on a phone, and is what the QR code holds; empty when the
        /// bank has not given one.
        link: String,
    },
    /// By card, on the bank's page.
    Halyk,
}

/// What an application costs, where that stands, and until when money comes back: part of the
/// application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// Number by which it is paid: that of the application.
    pub number: String,
    /// What it costs, in tiyn.
    pub amount: Tiyn,
    /// Where it stands.
    pub state: OrderState,
    /// Until when it can be paid; nothing when it is not waiting.
    pub pay_until: Option<Instant>,
    /// Until when withdrawing the application gives the money back: the close of the campaign.
    pub refund_until: Instant,
}

/// A card payment that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardAttempt {
    /// Where it stands.
    pub state: CardState,
    /// When it was begun.
    pub begun_at: Instant,
}

/// `GET /applications/{id}/payment`: everything the page of paying needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// The order.
    pub order: Order,
    /// Id of the application.
    pub application: String,
    /// Name of the campaign.
    pub campaign_name: Name,
    /// The ways that are open now; none when it is not waiting.
    pub ways: Vec<Way>,
    /// The newest card payment.
    pub card: Option<CardAttempt>,
    /// What was paid for it, also unapplied.
    pub payments: Vec<Payment>,
    /// Clock of the server.
    pub server_now: Instant,
}

/// How the money of a payment can be given back now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefundWay {
    /// To the card, by the bank's call; nothing is asked.
    Card,
    /// To an account that is asked for.
    Account,
}

/// A payment as its payer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    /// Our number of it: digits.
    pub number: String,
    /// Who brought it.
    pub provider: Provider,
    /// What was paid, in tiyn.
    pub amount: Tiyn,
    /// When we were told.
    pub received_at: Instant,
    /// Where the money is.
    pub state: MoneyState,
    /// Number of the order it named or pays; empty for money that came before its application.
    pub order: String,
    /// Id of the application of that order; empty like `order`.
    pub application: String,
    /// Code of the programme.
    pub programme: String,
    /// Last digits of the card, as the bank masks it; empty otherwise.
    pub card_mask: String,
    /// The refund, the newest when one was refused.
    pub refund: Option<Refund>,
    /// How it can be given back now; nothing when it cannot be asked for.
    pub refundable: Option<RefundWay>,
}

/// A refund as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refund {
    /// Number, to be told on the phone: digits.
    pub number: String,
    /// What is given back, in tiyn.
    pub amount: Tiyn,
    /// How.
    pub way: RefundWay,
    /// Where it stands.
    pub state: RefundState,
    /// The account, masked; empty for a card.
    pub account: String,
    /// What happened, oldest first.
    pub changes: Vec<RefundChange>,
}

/// A step of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefundChange {
    /// When.
    pub at: Instant,
    /// Where it stood afterwards.
    pub state: RefundState,
    /// Why, where it was refused.
    pub reason: String,
}

/// `GET /payments`: own payments of all programmes, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payments {
    /// The payments.
    pub payments: Vec<Payment>,
    /// Clock of the server.
    pub server_now: Instant,
}

/// `POST /payments/{number}/refund`: where to give it back. All parts are empty for a card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClaimRefund {
    /// Account of Kazakhstan, 20 characters.
    pub iban: String,
    /// Name of the bank.
    pub bank: String,
    /// Surname of the account's holder, who may be a parent.
    pub holder_surname: String,
    /// First name of the holder.
    pub holder_first_name: String,
    /// IIN of the holder.
    pub holder_iin: String,
}

impl ClaimRefund {
    /// What is wrong with a claim to an account, in the order of the form.
    pub fn refusals(&self) -> Vec<FieldError> {
        let mut refusals = Vec::new();
        if self.iban.trim().is_empty() {
            refusals.push(FieldError::new("iban", Code::Required));
        } else if kz_iban(&self.iban).is_none() {
            refusals.push(FieldError::new("iban", Code::IbanWrong));
        }
        let bank = self.bank.trim();
        if bank.is_empty() {
            refusals.push(FieldError::new("bank", Code::Required));
        } else if bank.chars().count() > MAX_TEXT {
            let refusal = FieldError::new("bank", Code::TooLong);
            refusals.push(refusal.with("max", MAX_TEXT));
        }
        let names = Holder {
            holder_surname: self.holder_surname.clone(),
            holder_first_name: self.holder_first_name.clone(),
        };
        if let Err(errors) = names.validate() {
            let mut found = field_errors(&errors);
            // The surname stands first.
            found.reverse();
            refusals.extend(found);
        }
        if let Err(code) = Iin::parse(&self.holder_iin) {
            refusals.push(FieldError::new("holder_iin", code));
        }
        refusals
    }
}

#[derive(Validate)]
struct Holder {
    #[validate(custom(function = "validate_name"))]
    holder_surname: String,
    #[validate(custom(function = "validate_name"))]
    holder_first_name: String,
}

/// `POST /applications/{id}/card`: begins a card payment, or goes on with the one that is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginCard {
    /// Language of the bank's page: `kk`, `ru` or `en`.
    #[validate(custom(function = "validate_language"))]
    pub language: String,
}

fn validate_language(text: &str) -> Result<(), validator::ValidationError> {
    if ["kk", "ru", "en"].contains(&text) {
        Ok(())
    } else {
        Err(refuse(Code::UnknownChoice))
    }
}

/// What the hand-off page gives to the script of the bank, which then shows the bank's own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardPayment {
    /// Address of the bank's script. The hand-off page loads it and nothing else.
    pub script: String,
    /// Until when the order can be paid now.
    pub pay_until: Instant,
    /// The object that the script is called with, as the bank names its parts.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub payment: serde_json::Value,
}

/// `GET /prepayments/{programme}`: a payment that comes before its application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrepaymentView {
    /// What it costs, in tiyn.
    pub amount: Tiyn,
    /// The year of which the sum is known.
    pub year: u16,
    /// The IIN by which it is paid, masked; empty when the person has none.
    pub account: String,
    /// The ways that are open.
    pub ways: Vec<Way>,
    /// Payments that wait for their application.
    pub waiting: i64,
    /// Clock of the server.
    pub server_now: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed<T: Steps + std::fmt::Debug>(all: &[T]) {
        for state in all {
            assert!(!state.may_become(*state), "{state:?} is not a step");
        }
    }

    #[test]
    fn states_are_written_alike_and_never_stand_still() {
        closed(OrderState::ALL);
        closed(MoneyState::ALL);
        closed(RefundState::ALL);
        closed(CardState::ALL);
        for state in RefundState::ALL {
            assert_eq!(RefundState::from_text(state.as_str()), Some(*state));
            let json = serde_json::to_value(state).unwrap();
            assert_eq!(json, serde_json::json!(state.as_str()));
        }
        assert_eq!(MoneyState::from_text("lost"), None);
    }

    #[test]
    fn money_that_left_does_not_come_back_into_an_order() {
        assert!(MoneyState::Unapplied.may_become(MoneyState::Refunded));
        assert!(!MoneyState::Applied.may_become(MoneyState::Refunded));
        assert!(!MoneyState::Refunded.may_become(MoneyState::Applied));
        assert!(OrderState::Annulled.may_become(OrderState::Paid));
        assert!(!OrderState::Cancelled.may_become(OrderState::Paid));
    }

    #[test]
    fn a_claim_is_refused_field_by_field() {
        let empty = ClaimRefund::default().refusals();
        let fields: Vec<&str> = empty.iter().map(|refusal| &*refusal.field).collect();
        let wanted = [
            "iban",
            "bank",
            "holder_surname",
            "holder_first_name",
            "holder_iin",
        ];
        assert_eq!(fields, wanted);
        let claim = ClaimRefund {
            iban: "KZ86 125K ZT50 0410 0100".into(),
            bank: "Демо банк".into(),
            holder_surname: "Сәрсенова".into(),
            holder_first_name: "Айгүл".into(),
            holder_iin: "850101400008".into(),
        };
        let codes: Vec<Code> = claim
            .refusals()
            .iter()
            .map(|refusal| refusal.code)
            .collect();
        assert!(!codes.contains(&Code::IbanWrong), "{codes:?}");
        let wrong = ClaimRefund {
            iban: "KZ86125KZT5004100101".into(),
            ..claim
        };
        let first = wrong.refusals().first().map(|refusal| refusal.code);
        assert_eq!(first, Some(Code::IbanWrong));
    }
}
