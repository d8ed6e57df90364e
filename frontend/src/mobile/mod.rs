//! The mobile number as a login: giving and proving it, signing in by it, confirming by a code.

mod code;
mod confirm;
mod number;
mod sign_in;

pub use code::MobileCodePage;
pub use confirm::ConfirmByCode;
pub use number::{MobileField, MobilePage};
pub use sign_in::MobileSignInPage;
