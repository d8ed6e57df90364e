//! Card payments at Halyk: beginning one, hearing of its end, asking the bank when nobody tells. What
//! the bank answers to our question is the truth; what it or a browser tells us is a reason to ask.

mod service;
mod store;

pub(super) use service::{ask_due, begin, called, is_open, newest, returned};
