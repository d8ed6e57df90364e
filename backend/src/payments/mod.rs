//! Money: what an application costs, paying it, giving it back. Banks are behind adapters; where each
//! record may go next, `shared::payments` says.

mod settings;

pub use settings::PaymentSettings;
