//! Signing in and out, a forgotten password, and the warning before an idle session ends.

mod idle;
mod recover;
mod sign_in;
mod sign_out;

pub use idle::IdleWatch;
pub use recover::RecoverPage;
pub use sign_in::{SignInForm, SignInPage, continue_after_sign_in, is_own_page};
pub use sign_out::SignOutPage;
