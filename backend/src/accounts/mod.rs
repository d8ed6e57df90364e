//! E-mail and its code, password, sign-in, sessions, recovery. Who a person is, other features say.

mod codes;
mod guard;
mod password;
mod recovery;
mod routes;
mod service;
mod sessions;
mod store;
mod tries;

pub use codes::{code_state, take_sending};
pub use guard::{
    delete_login, end_all_sessions, end_other_sessions, end_session_of, live_sessions, login_of,
    move_login, new_password, no_password, set_hash, verify_again,
};
pub use routes::router;
pub use service::{SignedInNow, admit, find_login_owner, has_login, sweep, welcome};
pub use sessions::{
    SessionKind, begin_session, device_cookie, end_session, find_applicant, removal_cookie,
    session_cookie,
};
pub use tries::take_try;
