//! E-mail and its code, password, sign-in, sessions, recovery. Who a person is, other features say.

mod codes;
mod guard;
mod password;
mod proof;
mod recovery;
mod routes;
mod service;
mod sessions;
mod store;
mod tries;

pub use codes::take_sending;
pub use guard::{
    delete_login, email_of, end_all_sessions, end_other_sessions, end_session_of, find_login_of,
    hash_secret, live_sessions, login_of, move_login, new_password, no_password, set_hash,
    verify_again, verify_secret,
};
pub use proof::{FirstPassword, give_first_password, make_first_password, proof_state, send_proof};
pub use routes::router;
pub use service::{
    Admitted, SignedInNow, admit, find_login_owner, find_ownership, has_login, sweep, welcome,
};
pub use sessions::{
    SessionKind, begin_session, device_cookie, end_session, errand_cookie, find_applicant,
    is_alive, removal_cookie, session_cookie,
};
pub use tries::{take_mobile_try, take_try};
