//! E-mail and its code, password, sign-in, sessions, recovery. Who a person is, other features say.

mod codes;
mod password;
mod recovery;
mod routes;
mod service;
mod sessions;
mod store;

pub use codes::code_state;
pub use routes::router;
pub use service::{find_login_owner, has_login, sweep};
pub use sessions::{
    SessionKind, begin_session, end_session, find_applicant, removal_cookie, session_cookie,
};
