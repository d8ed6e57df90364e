//! Money: what an application costs, paying it, giving it back. Banks are behind adapters; where each
//! record may go next, `shared::payments` says.

mod halyk;
mod settings;

pub(crate) use halyk::faults;
pub use halyk::{Halyk, Invoice, PostLink, RefundAnswer, Silent, Status, Transaction};
pub use settings::PaymentSettings;
